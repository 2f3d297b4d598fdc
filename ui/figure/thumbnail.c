#include "ui/figure/thumbnail.h"

#include <math.h>

#define DARK_EDGE 48.0

static bool
is_light_on_dark (const guint8 *grey, IsoSampleShape shape)
{
  double sum = 0.0;
  size_t count = 0, width = shape.width, height = shape.height;
  if (shape.channels != 1)
    return false;
  for (size_t y = 0; y < height; y++)
    for (size_t x = 0; x < width; x += (y == 0 || y + 1 == height || width < 2) ? 1 : width - 1, count++)
      sum += grey[y * width + x];
  return count > 0 && sum / (double) count < DARK_EDGE;
}

cairo_surface_t *
iso_thumbnail_new (const IsoDataset *dataset, guint32 index)
{
  IsoSampleShape shape = iso_dataset_shape (dataset);
  if (!shape.is_image)
    return NULL;
  bool colored = shape.channels == 3;
  g_autofree guint8 *bytes = g_new (guint8, MAX ((size_t) shape.width * shape.height * (colored ? 3 : 1), 1));
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) shape.width, (int) shape.height);
  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS
      || !(colored ? iso_dataset_color_thumbnail (bytes, dataset, index) : iso_dataset_thumbnail (bytes, dataset, index)))
    {
      cairo_surface_destroy (surface);
      return NULL;
    }
  guint32 turned = is_light_on_dark (bytes, shape) ? 255 : 0;
  cairo_surface_flush (surface);
  for (size_t y = 0; y < shape.height; y++)
    {
      guint8 *row = cairo_image_surface_get_data (surface) + y * (size_t) cairo_image_surface_get_stride (surface);
      guint32 *pixels = (guint32 *) (void *) row;
      const guint8 *in = bytes + y * shape.width * (colored ? 3 : 1);
      for (size_t x = 0; x < shape.width; x++)
        pixels[x] = colored ? (guint32) in[3 * x] << 16 | (guint32) in[3 * x + 1] << 8 | in[3 * x + 2]
                            : (in[x] ^ turned) * 0x010101u;
    }
  cairo_surface_mark_dirty (surface);
  return surface;
}

void
iso_thumbnail_draw (cairo_t *cairo, cairo_surface_t *thumbnail, double width, double height)
{
  double columns = cairo_image_surface_get_width (thumbnail), rows = cairo_image_surface_get_height (thumbnail);
  double factor = fmin (width / columns, height / rows);
  if (factor >= 1.0)
    factor = floor (factor);
  cairo_save (cairo);
  cairo_translate (cairo, round (0.5 * (width - factor * columns)), round (0.5 * (height - factor * rows)));
  cairo_scale (cairo, factor, factor);
  cairo_set_source_surface (cairo, thumbnail, 0.0, 0.0);
  cairo_pattern_set_filter (cairo_get_source (cairo), factor >= 1.0 ? CAIRO_FILTER_NEAREST : CAIRO_FILTER_GOOD);
  cairo_paint (cairo);
  cairo_restore (cairo);
}
