#include "ui/figure/batch-figure.h"

#include <math.h>

#include "ui/figure/batch-layout.h"
#include "ui/figure/batch-words.h"
#include "ui/figure/class-bands.h"
#include "ui/figure/matrix-scaling.h"
#include "ui/figure/scale-bar.h"
#include "ui/figure/text.h"

#define MARGIN 14
#define HEADER 30
#define CAPTION_HEIGHT 30
#define READOUT_HEIGHT 34
#define PAPER_CELL 4 /* pixels of the picture a value, where there are no device pixels */

static bool
is_bitmap (cairo_t *cairo)
{
  return cairo_surface_get_type (cairo_get_target (cairo)) == CAIRO_SURFACE_TYPE_IMAGE;
}

/* Device pixels a unit. */
static double
device_scale (cairo_t *cairo)
{
  double x = 1.0, y = 0.0, surface_x, surface_y;
  cairo_user_to_device_distance (cairo, &x, &y);
  cairo_surface_get_device_scale (cairo_get_target (cairo), &surface_x, &surface_y);
  return hypot (x, y) * surface_x;
}

static const IsoHeatScale *
scale_of (const IsoBatchFigure *figure, IsoMatrixKind kind)
{
  return figure->scales != NULL ? &figure->scales[kind] : iso_batch_matrices_scale (figure->matrices, kind, figure->logarithmic);
}

static IsoColormap
map_of (const IsoBatchFigure *figure, IsoMatrixKind kind)
{
  return iso_matrix_colormap (kind, scale_of (figure, kind), figure->has_map ? (int) figure->map : -1);
}

static const guint32 *
colors_of (const IsoBatchFigure *figure, IsoMatrixKind kind)
{
  return iso_colormap_table (map_of (figure, kind), figure->theme->is_dark);
}

/* Pixels (side, side) of a matrix in the order of the figure; NULL where it is missing. */
static cairo_surface_t *
matrix_pixels (const IsoBatchFigure *figure, IsoMatrixKind kind, size_t side)
{
  const float *values = figure->matrices->values[kind];
  size_t B = figure->matrices->B;
  g_autofree float *ordered = NULL;
  if (values == NULL || B == 0)
    return NULL;
  if (figure->order != NULL)
    {
      ordered = g_new (float, B * B);
      for (size_t i = 0; i < B; i++)
        for (size_t j = 0; j < B; j++)
          ordered[i * B + j] = values[figure->order->rows[i] * B + figure->order->rows[j]];
    }
  return iso_heat_surface_new (side, 0.0, ordered != NULL ? ordered : values, B, scale_of (figure, kind), colors_of (figure, kind),
                               iso_colormap_missing_in (map_of (figure, kind), figure->theme->is_dark));
}

static void
draw_matrix (cairo_t *cairo, const IsoBatchFigure *figure, IsoMatrixKind kind, const IsoPlace *place)
{
  size_t side = is_bitmap (cairo) ? (size_t) lround (place->width * device_scale (cairo)) : PAPER_CELL * figure->matrices->B;
  cairo_surface_t *pixels = matrix_pixels (figure, kind, MAX (side, 1));
  if (pixels == NULL)
    {
      iso_set_color (cairo, figure->theme->grid);
      cairo_rectangle (cairo, place->x, place->y, place->width, place->height);
      cairo_fill (cairo);
      return;
    }
  cairo_save (cairo);
  cairo_translate (cairo, place->x, place->y);
  cairo_scale (cairo, place->width / (double) MAX (side, 1), place->height / (double) MAX (side, 1));
  cairo_set_source_surface (cairo, pixels, 0.0, 0.0);
  cairo_pattern_set_filter (cairo_get_source (cairo), CAIRO_FILTER_NEAREST);
  cairo_paint (cairo);
  cairo_restore (cairo);
  cairo_surface_destroy (pixels);
}

/* One line of text, shortened to its room. */
static void
draw_within (cairo_t *cairo, const char *text, double x, double y, double width, double size, IsoTextWeight weight,
             IsoColor color)
{
  iso_text_draw_within (cairo, text, x, y, 0.0, 0.0, width, size, weight, color);
}

static void
draw_tile (cairo_t *cairo, const IsoBatchFigure *figure, IsoMatrixKind kind, const IsoBatchLayout *layout)
{
  const IsoTheme *theme = figure->theme;
  const IsoPlace *place = &layout->tiles[kind], *below = &layout->captions[kind];
  g_autofree char *caption = iso_matrix_caption (figure->matrices, kind);
  draw_matrix (cairo, figure, kind, place);
  if (kind == figure->large)
    {
      iso_set_color (cairo, theme->accent);
      cairo_set_line_width (cairo, 2.0);
      cairo_rectangle (cairo, place->x - 2.0, place->y - 2.0, place->width + 4.0, place->height + 4.0);
      cairo_stroke (cairo);
    }
  draw_within (cairo, iso_matrix_symbol (kind), below->x, below->y, below->width, theme->text_size, ISO_TEXT_BOLD, theme->text);
  draw_within (cairo, caption, below->x, below->y + theme->text_size + 3.0, below->width, theme->text_size - 1.0,
               ISO_TEXT_REGULAR, theme->quiet);
}

static void
draw_large (cairo_t *cairo, const IsoBatchFigure *figure, const IsoBatchLayout *layout)
{
  const IsoBatchMatrices *matrices = figure->matrices;
  const IsoTheme *theme = figure->theme;
  const IsoPlace *rows = &layout->rows, *columns = &layout->columns, *bar = &layout->bar, *readout = &layout->readout;
  g_autofree char *statistic = iso_matrix_statistic (matrices, figure->large);
  g_autofree gint32 *labels = g_new (gint32, MAX (matrices->B, 1));
  for (size_t place = 0; place < matrices->B; place++)
    labels[place] = matrices->labels[iso_matrix_order_row (figure->order, place)];
  draw_matrix (cairo, figure, figure->large, &layout->large);
  iso_class_bands_draw (cairo, rows->x, rows->y, rows->width, rows->height, labels, matrices->B, theme);
  iso_class_bands_draw (cairo, columns->x, columns->y, columns->width, columns->height, labels, matrices->B, theme);
  if (matrices->values[figure->large] != NULL)
    iso_scale_bar_draw (cairo, bar->x, bar->y, bar->width, bar->height,
                        scale_of (figure, figure->large), &matrices->spread[figure->large], colors_of (figure, figure->large),
                        theme);
  draw_within (cairo, iso_matrix_title (figure->large), readout->x, readout->y, readout->width, theme->text_size, ISO_TEXT_BOLD,
               theme->text);
  draw_within (cairo, statistic, readout->x, readout->y + theme->text_size + 4.0, readout->width, theme->text_size - 1.0,
               ISO_TEXT_REGULAR, theme->quiet);
}

static void
draw_header (cairo_t *cairo, double width, const IsoBatchFigure *figure)
{
  const IsoTheme *theme = figure->theme;
  double size = theme->text_size, used = 0.0;
  if (figure->title != NULL)
    used = iso_text_draw (cairo, figure->title, MARGIN, MARGIN, 0.0, 0.0, size + 1.0, ISO_TEXT_BOLD, theme->text) + 10.0;
  if (figure->subtitle != NULL)
    draw_within (cairo, figure->subtitle, MARGIN + used, MARGIN + 1.0, width - 2.0 * MARGIN - used, size, ISO_TEXT_REGULAR,
                 theme->quiet);
}

void
iso_batch_figure_draw (cairo_t *cairo, double width, double height, const IsoBatchFigure *figure)
{
  int top = figure->title != NULL || figure->subtitle != NULL ? HEADER : 0;
  const IsoBatchRoom room = { (int) width - 2 * MARGIN, (int) height - 2 * MARGIN - top, figure->matrices->B,
                              is_bitmap (cairo) ? MAX ((int) lround (device_scale (cairo)), 1) : PAPER_CELL,
                              CAPTION_HEIGHT, 0, READOUT_HEIGHT, ISO_SCALE_BAR_WIDTH };
  IsoBatchLayout layout;

  cairo_save (cairo);
  iso_set_color (cairo, figure->theme->background);
  cairo_rectangle (cairo, 0.0, 0.0, width, height);
  cairo_fill (cairo);
  draw_header (cairo, width, figure);
  if (figure->matrices->B > 0)
    {
      iso_batch_layout (&layout, &room);
      cairo_translate (cairo, MARGIN, MARGIN + top);
      draw_large (cairo, figure, &layout);
      for (IsoMatrixKind kind = 0; kind < ISO_MATRIX_COUNT; kind++)
        draw_tile (cairo, figure, kind, &layout);
    }
  cairo_restore (cairo);
}
