#include "ui/figure/figure-file.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/export/npy.h"

/* A 96th of an inch in points, PDF's unit. */
#define POINTS 0.75
#define FLOAT_DIGITS 9 /* of what was kept as float32, see number-table.h */

static const char *const endings[ISO_FIGURE_FORMATS] = { ".png", ".svg", ".pdf", ".csv", ".npy" };

const char *
iso_figure_format_ending (IsoFigureFormat format)
{
  return endings[format];
}

bool
iso_figure_format_of (IsoFigureFormat *format, const char *name, bool is_picture, GError **error)
{
  int first = is_picture ? 0 : ISO_FIGURE_PICTURES, end = is_picture ? ISO_FIGURE_PICTURES : ISO_FIGURE_FORMATS;
  g_autofree char *base = g_path_get_basename (name), *lower = g_ascii_strdown (base, -1);
  g_autofree char *shown = g_filename_display_name (base);
  const char *ending = strrchr (shown, '.');
  for (int i = first; i < end; i++)
    if (g_str_has_suffix (lower, endings[i]))
      {
        *format = (IsoFigureFormat) i;
        return true;
      }
  const char *expected = is_picture ? _(".png, .svg or .pdf") : _(".csv or .npy");
  if (ending != NULL)
    g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("%s: found the ending “%s”, expected %s"), shown, ending, expected);
  else
    g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("%s: found no ending, expected %s"), shown, expected);
  return false;
}

/* ---- pictures ---- */

static bool
check (cairo_status_t status, GError **error)
{
  if (status == CAIRO_STATUS_SUCCESS)
    return true;
  int code = status == CAIRO_STATUS_NO_MEMORY || status == CAIRO_STATUS_INVALID_SIZE ? ISO_ERROR_MEMORY : ISO_ERROR_FILE;
  g_set_error (error, ISO_ERROR, code, _("The figure could not be drawn: %s"), cairo_status_to_string (status));
  return false;
}

/* Draws in units of `unit` of the surface's own. */
static bool
draw_onto (cairo_surface_t *surface, const IsoFigure *figure, const IsoFigureLook *look, double unit, GError **error)
{
  if (!check (cairo_surface_status (surface), error))
    return false;
  cairo_t *cairo = cairo_create (surface);
  cairo_scale (cairo, unit, unit);
  iso_figure_draw (figure, cairo, look);
  cairo_status_t status = cairo_status (cairo);
  cairo_destroy (cairo);
  cairo_surface_flush (surface);
  return check (status, error);
}

cairo_surface_t *
iso_figure_pixels_new (const IsoFigure *figure, const IsoFigureLook *look, GError **error)
{
  g_return_val_if_fail (look->scale >= 1.0, NULL);
  int width = (int) lround (look->width * look->scale), height = (int) lround (look->height * look->scale);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  if (draw_onto (surface, figure, look, look->scale, error))
    return surface;
  cairo_surface_destroy (surface);
  return NULL;
}

static cairo_status_t
append (void *data, const unsigned char *bytes, unsigned int length)
{
  g_byte_array_append (data, bytes, length);
  return CAIRO_STATUS_SUCCESS;
}

static bool
make_png (GByteArray *bytes, const IsoFigure *figure, const IsoFigureLook *look, GError **error)
{
  cairo_surface_t *surface = iso_figure_pixels_new (figure, look, error);
  if (surface == NULL)
    return false;
  cairo_status_t status = cairo_surface_write_to_png_stream (surface, append, bytes);
  cairo_surface_destroy (surface);
  return check (status, error);
}

static bool
make_page (GByteArray *bytes, IsoFigureFormat format, const IsoFigure *figure, const IsoFigureLook *look, GError **error)
{
  bool is_pdf = format == ISO_FIGURE_PDF;
  double unit = is_pdf ? POINTS : 1.0;
  cairo_surface_t *surface = is_pdf ? cairo_pdf_surface_create_for_stream (append, bytes, unit * look->width, unit * look->height)
                                    : cairo_svg_surface_create_for_stream (append, bytes, look->width, look->height);
  const IsoFigureLook page = { look->width, look->height, 0.0, look->theme };
  if (is_pdf)
    cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, iso_figure_name (figure));
  else
    cairo_svg_surface_set_document_unit (surface, CAIRO_SVG_UNIT_PX);
  bool drawn = draw_onto (surface, figure, &page, unit, error);
  cairo_surface_finish (surface);
  drawn = drawn && check (cairo_surface_status (surface), error);
  cairo_surface_destroy (surface);
  return drawn;
}

static bool
write_bytes (const char *path, const void *bytes, size_t length, GError **error)
{
  g_autoptr (GError) cause = NULL;
  /* Writes a temporary file beside the name, brings it to the disk and renames it. */
  if (g_file_set_contents_full (path, bytes, (gssize) length, G_FILE_SET_CONTENTS_CONSISTENT, 0666, &cause))
    return true;
  g_autofree char *name = g_filename_display_name (path);
  g_set_error (error, ISO_ERROR, ISO_ERROR_FILE, _("%s could not be written: %s"), name, cause->message);
  return false;
}

GBytes *
iso_figure_make (const IsoFigure *figure, IsoFigureFormat format, const IsoFigureLook *look, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_return_val_if_fail (format < ISO_FIGURE_PICTURES, NULL);
  bool made = format == ISO_FIGURE_PNG ? make_png (bytes, figure, look, error) : make_page (bytes, format, figure, look, error);
  return made ? g_byte_array_free_to_bytes (g_steal_pointer (&bytes)) : NULL;
}

bool
iso_figure_write (const IsoFigure *figure, const char *path, const IsoFigureLook *look, GError **error)
{
  IsoFigureFormat format;
  if (!iso_figure_format_of (&format, path, true, error))
    return false;
  g_autoptr (GBytes) bytes = iso_figure_make (figure, format, look, error);
  return bytes != NULL && write_bytes (path, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), error);
}

/* ---- numbers ---- */

/* All columns but those that name rows. */
static bool
write_npy (const char *path, const IsoNumberTable *table, GError **error)
{
  size_t rows = iso_number_table_rows (table), first = iso_number_table_row_names (table);
  size_t columns = iso_number_table_columns (table) - first;
  bool is_single = true;
  for (size_t column = first; column < first + columns; column++)
    is_single = is_single && iso_number_table_digits (table, column) <= FLOAT_DIGITS;
  g_autofree double *doubles = is_single ? NULL : g_try_new (double, MAX (rows * columns, 1));
  g_autofree float *floats = is_single ? g_try_new (float, MAX (rows * columns, 1)) : NULL;
  if (doubles == NULL && floats == NULL)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_MEMORY, _("no memory for %zu × %zu numbers"), rows, columns);
      return false;
    }
  for (size_t row = 0; row < rows; row++)
    for (size_t column = 0; column < columns; column++)
      {
        double value = iso_number_table_value (table, row, first + column);
        if (is_single)
          floats[row * columns + column] = (float) value;
        else
          doubles[row * columns + column] = value;
      }
  return is_single ? iso_npy_write_floats (path, floats, rows, columns, error)
                   : iso_npy_write_doubles (path, doubles, rows, columns, error);
}

bool
iso_figure_write_numbers (const IsoFigure *figure, const char *path, GError **error)
{
  IsoFigureFormat format;
  if (!iso_figure_format_of (&format, path, false, error))
    return false;
  g_autoptr (IsoNumberTable) table = iso_figure_tabulate (figure);
  if (format == ISO_FIGURE_NPY)
    return write_npy (path, table, error);
  size_t length = 0;
  g_autofree char *csv = iso_number_table_csv (table, &length, NULL, error);
  return csv != NULL && write_bytes (path, csv, length, error);
}
