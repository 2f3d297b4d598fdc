/* The small pictures of samples: colours where there are three channels, dark ink on white where there is one. */
#include "engine/base/checked.h"
#include "ui/figure/thumbnail.h"

/* One 2 × 2 sample whose values count up from `first` in steps of 20, plane after plane. */
static IsoDataset *
make (guint32 channels, int first)
{
  const IsoSampleShape shape = { channels, 2, 2, true };
  guint8 *bytes = iso_block_new (4, channels, 1, "bytes", NULL);
  gint32 *labels = iso_block_new (1, 1, sizeof (gint32), "labels", NULL);
  for (guint32 i = 0; i < 4 * channels; i++)
    bytes[i] = (guint8) (first + 20 * (int) i);
  return iso_dataset_new ("thumbnails", shape, 1, bytes, NULL, labels, NULL, 1, NULL, NULL);
}

static guint32
pixel (cairo_surface_t *surface, int x, int y)
{
  cairo_surface_flush (surface);
  const guint8 *row = cairo_image_surface_get_data (surface) + y * cairo_image_surface_get_stride (surface);
  return ((const guint32 *) (const void *) row)[x] & 0xffffff;
}

static void
test_colors (void)
{
  g_autoptr (IsoDataset) dataset = make (3, 1);
  cairo_surface_t *surface = iso_thumbnail_new (dataset, 0);
  g_assert_nonnull (surface);
  g_assert_cmphex (pixel (surface, 0, 0), ==, 1u << 16 | 81u << 8 | 161u);
  g_assert_cmphex (pixel (surface, 1, 0), ==, 21u << 16 | 101u << 8 | 181u);
  g_assert_cmphex (pixel (surface, 0, 1), ==, 41u << 16 | 121u << 8 | 201u);
  cairo_surface_destroy (surface);
}

static void
test_grey (void)
{
  for (int turned = 0; turned < 2; turned++)
    {
      g_autoptr (IsoDataset) dataset = make (1, turned ? 0 : 100); /* dark edges all around: light ink on black */
      cairo_surface_t *surface = iso_thumbnail_new (dataset, 0);
      g_assert_nonnull (surface);
      g_assert_cmphex (pixel (surface, 1, 1), ==, (turned ? 255u - 60u : 160u) * 0x010101u);
      cairo_surface_destroy (surface);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/thumbnail/colors", test_colors);
  g_test_add_func ("/thumbnail/grey", test_grey);
  return g_test_run ();
}
