#include "engine/export/projector-sprite.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/export/file-writer.h"

#define CHANNELS 3
/* A ground that is darker than this on the average of all edges (of 255) counts as dark. */
#define DARK_EDGE 48.0

/* Where pictures are read to, and how they are taken into the sheet. */
typedef struct {
  const IsoProjectorContents *contents;
  size_t width, height; /* as the data have them */
  bool is_colored, is_turned;
  guint8 *picture; /* (height, width, 3 or 1) */
} Source;

static void
read_picture (Source *source, size_t sample)
{
  const IsoProjectorContents *contents = source->contents;
  if (source->is_colored)
    iso_dataset_color_thumbnail (source->picture, contents->dataset, contents->indices[sample]);
  else
    iso_dataset_thumbnail (source->picture, contents->dataset, contents->indices[sample]);
}

/* The average of the outermost pixels of all pictures of one channel. */
static bool
is_light_on_dark (Source *source)
{
  double sum = 0.0, count = 0.0;
  if (iso_dataset_shape (source->contents->dataset).channels != 1)
    return false;
  for (size_t i = 0; i < source->contents->N; i++)
    {
      read_picture (source, i);
      for (size_t y = 0; y < source->height; y++)
        for (size_t x = 0; x < source->width; x++)
          if (y == 0 || y + 1 == source->height || x == 0 || x + 1 == source->width)
            {
              sum += source->picture[y * source->width + x];
              count++;
            }
    }
  return count > 0.0 && sum / count < DARK_EDGE;
}

/* The mean of one channel over the part of the picture that a pixel of the sheet covers; pixels that it covers in part count in
 * part. */
static guint8
mean_of_box (const Source *source, const IsoProjectorGrid *grid, size_t column, size_t row, size_t channel)
{
  size_t stride = source->is_colored ? CHANNELS : 1;
  double left = (double) (column * source->width) / (double) grid->width;
  double right = (double) ((column + 1) * source->width) / (double) grid->width;
  double top = (double) (row * source->height) / (double) grid->height;
  double bottom = (double) ((row + 1) * source->height) / (double) grid->height, sum = 0.0, area = 0.0;
  for (size_t y = (size_t) top; y < source->height && (double) y < bottom; y++)
    for (size_t x = (size_t) left; x < source->width && (double) x < right; x++)
      {
        double rows = fmin (bottom, (double) (y + 1)) - fmax (top, (double) y);
        double columns = fmin (right, (double) (x + 1)) - fmax (left, (double) x), share = rows * columns;
        sum += share * source->picture[(y * source->width + x) * stride + (source->is_colored ? channel : 0)];
        area += share;
      }
  guint8 mean = (guint8) lround (sum / area);
  return source->is_turned ? (guint8) (255 - mean) : mean;
}

/* Into the sheet, whose cell of this sample begins at `out`. */
static void
place_picture (guint8 *out, size_t stride, const Source *source, const IsoProjectorGrid *grid)
{
  bool is_whole = grid->width == source->width && grid->height == source->height;
  for (size_t y = 0; y < grid->height; y++)
    for (size_t x = 0; x < grid->width; x++)
      for (size_t c = 0; c < CHANNELS; c++)
        {
          size_t at = y * source->width + x;
          guint8 value = !is_whole ? mean_of_box (source, grid, x, y, c)
                                   : (guint8) ((source->is_colored ? source->picture[CHANNELS * at + c] : source->picture[at])
                                               ^ (source->is_turned ? 255 : 0));
          out[y * stride + CHANNELS * x + c] = value;
        }
}

static bool
save_sheet (const char *path, const guint8 *pixels, size_t width, size_t height, size_t stride, GError **error)
{
  g_autoptr (GdkPixbuf) sheet = gdk_pixbuf_new_from_data (pixels, GDK_COLORSPACE_RGB, FALSE, 8, (int) width, (int) height,
                                                          (int) stride, NULL, NULL);
  g_autoptr (GError) cause = NULL;
  g_autofree char *png = NULL;
  gsize size = 0;
  if (gdk_pixbuf_save_to_buffer (sheet, &png, &size, "png", &cause, NULL))
    return iso_file_write (path, png, size, error);
  g_set_error (error, ISO_ERROR, ISO_ERROR_MEMORY, _("cannot write %s: %s"), path, cause->message);
  return false;
}

bool
iso_projector_write_sprite (const char *path, const IsoProjectorContents *contents, const IsoProjectorGrid *grid, GError **error)
{
  IsoSampleShape shape = iso_dataset_shape (contents->dataset);
  size_t width = grid->columns * grid->width, height = grid->columns * grid->height, stride = CHANNELS * width;
  g_return_val_if_fail (width <= ISO_PROJECTOR_MOST_PIXELS && height <= ISO_PROJECTOR_MOST_PIXELS, false);
  guint8 *pixels = iso_block_new (stride, height, 1, _("the sheet of pictures"), error);
  if (pixels == NULL)
    return false;
  guint8 *picture = iso_block_new ((size_t) shape.width * shape.height, CHANNELS, 1, _("the sheet of pictures"), error);
  Source source = { contents, shape.width, shape.height, shape.channels == CHANNELS, false, picture };
  bool done = false;
  if (picture != NULL)
    {
      source.is_turned = is_light_on_dark (&source);
      memset (pixels, 255, stride * height);
      for (size_t i = 0; i < contents->N; i++)
        {
          size_t left = i % grid->columns * grid->width, top = i / grid->columns * grid->height;
          read_picture (&source, i);
          place_picture (pixels + top * stride + CHANNELS * left, stride, &source, grid);
        }
      done = save_sheet (path, pixels, width, height, stride, error);
    }
  iso_block_free (picture);
  iso_block_free (pixels);
  return done;
}
