/* Order, part in sight, scaling and numbers of a matrix: the plain types below the widgets. */
#include <math.h>
#include <string.h>

#include "tests/support/synthetic-batch.h"
#include "ui/figure/batch-words.h"
#include "ui/figure/cell-numbers.h"
#include "ui/figure/class-bands.h"
#include "ui/figure/heat-window.h"
#include "ui/figure/matrix-order.h"
#include "ui/figure/matrix-scaling.h"
#include "ui/figure/matrix-zoom.h"

#define SIDE 60

/* Samples in turn of each class, and far from their place in the dataset. */
static IsoBatchMatrices *
matrices_new (IsoBatchSnapshot **kept)
{
  IsoBatchSnapshot *snapshot = iso_test_batch (SIDE, 16, 6, 3);
  for (size_t i = 0; i < SIDE; i++)
    snapshot->indices[i] = (guint32) (1000 - 7 * i % SIDE);
  g_autoptr (IsoTargets) room = iso_targets_new (SIDE);
  IsoBatchMatrices *matrices = iso_batch_matrices_new (snapshot, &snapshot->distill, room);
  *kept = snapshot;
  return matrices;
}

/* ---- order ---- */

static void
assert_permutation (const IsoMatrixOrder *order)
{
  guint8 seen[SIDE] = { 0 };
  g_assert_cmpint (order->B, ==, SIDE);
  for (size_t place = 0; place < SIDE; place++)
    {
      g_assert_cmpint (order->places[order->rows[place]], ==, place);
      g_assert_cmpint (iso_matrix_order_row (order, iso_matrix_order_place (order, place)), ==, place);
      seen[order->rows[place]] = 1;
    }
  for (size_t row = 0; row < SIDE; row++)
    g_assert_true (seen[row]);
}

static void
test_order (void)
{
  IsoBatchSnapshot *snapshot;
  g_autoptr (IsoBatchMatrices) matrices = matrices_new (&snapshot);
  for (IsoOrderKind kind = 0; kind < ISO_ORDER_COUNT; kind++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (IsoMatrixOrder) order = iso_matrix_order_new (kind, matrices, ISO_MATRIX_OBDP, 17, &error);
      g_assert_no_error (error);
      assert_permutation (order);
      const float *row = matrices->values[ISO_MATRIX_OBDP] + 17 * SIDE;
      for (size_t place = 0; place + 1 < SIDE; place++)
        if (kind == ISO_ORDER_BY_ROW)
          g_assert_true (row[order->rows[place]] >= row[order->rows[place + 1]]);
        else if (kind == ISO_ORDER_BY_INDEX)
          g_assert_cmpint (matrices->indices[order->rows[place]], <=, matrices->indices[order->rows[place + 1]]);
        else if (kind == ISO_ORDER_BY_CLASS)
          g_assert_cmpint (order->rows[place], ==, place);
    }
  iso_batch_snapshot_unref (snapshot);
}

/* By clusters neighbors are more alike than by class, where classes lie near each other. */
static void
test_clusters (void)
{
  IsoBatchSnapshot *snapshot;
  g_autoptr (IsoBatchMatrices) matrices = matrices_new (&snapshot);
  g_autoptr (IsoMatrixOrder) order = iso_matrix_order_new (ISO_ORDER_BY_CLUSTER, matrices, ISO_MATRIX_OBDP, 0, NULL);
  const float *S = matrices->values[ISO_MATRIX_SIMILARITY];
  double ordered = 0.0, by_class = 0.0;
  for (size_t place = 0; place + 1 < SIDE; place++)
    {
      ordered += (double) S[order->rows[place] * SIDE + order->rows[place + 1]];
      by_class += (double) S[place * SIDE + place + 1];
    }
  g_assert_true (ordered > 1.2 * by_class);
  iso_batch_snapshot_unref (snapshot);
}

static void
test_order_problems (void)
{
  IsoBatchSnapshot *snapshot;
  g_autoptr (IsoBatchMatrices) matrices = matrices_new (&snapshot);
  g_autoptr (GError) error = NULL, other = NULL;
  ((float *) matrices->values[ISO_MATRIX_OBDP])[17 * SIDE + 4] = NAN; /* made for this test alone */
  g_autoptr (IsoMatrixOrder) order = iso_matrix_order_new (ISO_ORDER_BY_ROW, matrices, ISO_MATRIX_OBDP, 17, NULL);
  g_assert_cmpint (order->rows[SIDE - 1], ==, 4);
  ((float *) matrices->values[ISO_MATRIX_SIMILARITY])[5] = NAN;
  g_assert_null (iso_matrix_order_new (ISO_ORDER_BY_CLUSTER, matrices, ISO_MATRIX_OBDP, 0, &error));
  g_assert_nonnull (error);
  g_assert_null (iso_matrix_order_new (ISO_ORDER_BY_ROW, matrices, ISO_MATRIX_OBDP, SIDE, &other));
  g_assert_nonnull (other);
  iso_batch_snapshot_unref (snapshot);
}

/* The read-out counts places, not rows. */
static void
test_order_words (void)
{
  IsoBatchSnapshot *snapshot;
  g_autoptr (IsoBatchMatrices) matrices = matrices_new (&snapshot);
  g_autoptr (IsoMatrixOrder) order = iso_matrix_order_new (ISO_ORDER_BY_ROW, matrices, ISO_MATRIX_OBDP, 17, NULL);
  g_autofree char *text = iso_matrix_description_in (matrices, ISO_MATRIX_OBDP, order, NULL, (int) order->rows[4], (int) order->rows[9]);
  g_assert_nonnull (strstr (text, "row 5 "));
  g_assert_nonnull (strstr (text, "column 10 "));
  iso_batch_snapshot_unref (snapshot);
}

/* ---- part in sight ---- */

static void
assert_sound (const IsoMatrixZoom *zoom)
{
  g_assert_cmpint (zoom->whole, >=, zoom->side);
  g_assert_cmpint (zoom->x + zoom->side, <=, zoom->whole);
  g_assert_cmpint (zoom->y + zoom->side, <=, zoom->whole);
  /* Enlarged: whole pixels a cell. */
  if (!iso_matrix_zoom_is_fit (zoom) && zoom->whole >= zoom->B)
    g_assert_cmpint (zoom->whole % zoom->B, ==, 0);
}

static void
test_zoom (void)
{
  static const size_t sizes[][2] = { { 112, 336 }, { 112, 149 }, { 512, 400 }, { 2048, 600 }, { 5, 333 }, { 1, 50 } };
  for (size_t s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      IsoMatrixZoom zoom;
      size_t row, column, held_row, held_column, B = sizes[s][0], side = sizes[s][1];
      double x = 0.6 * (double) side, y = 0.3 * (double) side;
      iso_matrix_zoom_fit (&zoom, B, side);
      g_assert_true (iso_matrix_zoom_is_fit (&zoom));
      iso_matrix_zoom_cell_at (&zoom, x, y, &held_row, &held_column);
      for (int i = 0; i < 60; i++)
        {
          double before = (double) zoom.whole;
          iso_matrix_zoom_by (&zoom, 1.2, x, y);
          assert_sound (&zoom);
          g_assert_true ((double) zoom.whole >= before);
          iso_matrix_zoom_cell_at (&zoom, x, y, &row, &column);
          /* What is under the pointer stays there, but for the rounding of many steps. */
          g_assert_cmpint (ABS ((int) row - (int) held_row), <=, 1 + (int) (2 * B / side));
          g_assert_cmpint (ABS ((int) column - (int) held_column), <=, 1 + (int) (2 * B / side));
        }
      g_assert_cmpint (zoom.whole, ==, MAX (B * ISO_MATRIX_CELL_MAX, side));
      for (int i = 0; i < 70; i++)
        {
          iso_matrix_zoom_by (&zoom, 1.0 / 1.2, x, y);
          assert_sound (&zoom);
        }
      g_assert_true (iso_matrix_zoom_is_fit (&zoom));
    }
}

static void
test_zoom_steps (void)
{
  IsoMatrixZoom zoom;
  iso_matrix_zoom_fit (&zoom, 112, 336);
  iso_matrix_zoom_step (&zoom, true, 168.0, 168.0);
  g_assert_cmpint (zoom.whole, ==, 4 * 112);
  iso_matrix_zoom_step (&zoom, true, 168.0, 168.0);
  g_assert_cmpint (zoom.whole, ==, 5 * 112);
  iso_matrix_zoom_step (&zoom, false, 168.0, 168.0);
  iso_matrix_zoom_step (&zoom, false, 168.0, 168.0);
  g_assert_true (iso_matrix_zoom_is_fit (&zoom));
  /* A click of the wheel is too little for the next whole pixel, three are not. */
  for (int i = 0; i < 3; i++)
    iso_matrix_zoom_by (&zoom, 1.1, 0.0, 0.0);
  g_assert_cmpint (zoom.whole, ==, 4 * 112);
}

static void
test_zoom_moves (void)
{
  IsoMatrixZoom zoom, other;
  size_t row, column;
  iso_matrix_zoom_fit (&zoom, 112, 336);
  /* The box over the places 28 … 55 of the columns and 0 … 27 of the rows. */
  iso_matrix_zoom_to_box (&zoom, 84.0, 0.0, 168.0, 84.0);
  assert_sound (&zoom);
  g_assert_cmpint (zoom.whole, ==, 112 * 12);
  g_assert_true (fabs (iso_matrix_zoom_column (&zoom, 28)) <= 0.5);
  g_assert_true (fabs (iso_matrix_zoom_column (&zoom, 56) - 336.0) <= 0.5);
  g_assert_cmpint (zoom.y, ==, 0);
  g_assert_true (fabs (iso_matrix_zoom_factor (&zoom) - 4.0) <= 1e-12);

  iso_matrix_zoom_pan (&zoom, -30.0, -1e9);
  assert_sound (&zoom);
  g_assert_true (fabs (iso_matrix_zoom_column (&zoom, 28) + 30.0) <= 0.5);
  g_assert_cmpint (zoom.y + zoom.side, ==, zoom.whole);
  iso_matrix_zoom_bring (&zoom, 3, 100);
  assert_sound (&zoom);
  g_assert_true (iso_matrix_zoom_row (&zoom, 3) >= 0.0 && iso_matrix_zoom_column (&zoom, 101) <= 336.0);
  other = zoom;
  iso_matrix_zoom_bring (&zoom, 3, 100);
  g_assert_true (iso_matrix_zoom_equal (&zoom, &other));

  /* Another size of the window keeps the middle; other samples begin anew. */
  iso_matrix_zoom_cell_at (&zoom, 168.0, 168.0, &row, &column);
  iso_matrix_zoom_resize (&other, 112, 500);
  assert_sound (&other);
  size_t new_row, new_column;
  iso_matrix_zoom_cell_at (&other, 250.0, 250.0, &new_row, &new_column);
  g_assert_cmpint (ABS ((int) new_row - (int) row), <=, 1);
  g_assert_cmpint (ABS ((int) new_column - (int) column), <=, 1);
  iso_matrix_zoom_resize (&other, 60, 500);
  g_assert_true (iso_matrix_zoom_is_fit (&other));
  /* A box of nothing, and no matrix at all. */
  iso_matrix_zoom_to_box (&other, 5.0, 5.0, 5.2, 5.2);
  g_assert_true (iso_matrix_zoom_is_fit (&other));
  iso_matrix_zoom_fit (&other, 0, 0);
  iso_matrix_zoom_by (&other, 2.0, 0.0, 0.0);
  iso_matrix_zoom_bring (&other, 0, 0);
  g_assert_true (iso_matrix_zoom_is_fit (&other));
}

/* ---- scaling ---- */

static void
test_scaling (void)
{
  IsoBatchSnapshot *snapshot;
  g_autoptr (IsoBatchMatrices) matrices = matrices_new (&snapshot);
  IsoMatrixScaling scaling = { 0 };
  for (IsoMatrixKind kind = 0; kind < ISO_MATRIX_COUNT; kind++)
    for (int logarithmic = 0; logarithmic <= 1; logarithmic++)
      {
        IsoHeatScale scale = iso_matrix_scaling_fit (&scaling, matrices, kind, logarithmic);
        g_assert_true (iso_heat_scale_equal (&scale, iso_batch_matrices_scale (matrices, kind, logarithmic)));
        g_assert_true (iso_colormap_table (iso_matrix_colormap (kind, &scale, -1), true) == iso_matrix_colors (kind, true));
        for (IsoScalingShape shape = 1; shape < ISO_SCALING_COUNT; shape++)
          {
            const IsoMatrixScaling wanted = { .shape = shape };
            scale = iso_matrix_scaling_fit (&wanted, matrices, kind, logarithmic);
            g_assert_true (scale.minimum < scale.maximum);
            g_assert_cmpint (iso_heat_scale_is_diverging (&scale), ==,
                             shape == ISO_SCALING_DIVERGING || (shape == ISO_SCALING_LOGARITHMIC && iso_matrix_is_signed (kind)));
            g_assert_cmpint (iso_heat_scale_is_logarithmic (&scale), ==, shape == ISO_SCALING_LOGARITHMIC);
            if (scale.kind == ISO_HEAT_LOGARITHMIC)
              g_assert_true (scale.minimum > 0.0);
          }
      }
  iso_batch_snapshot_unref (snapshot);
}

/* A range set by hand stays whatever the batch; one that makes no sense gives way. */
static void
test_fixed (void)
{
  IsoBatchSnapshot *snapshot;
  g_autoptr (IsoBatchMatrices) matrices = matrices_new (&snapshot);
  IsoMatrixScaling scaling = { 0 };
  const IsoHeatScale wanted = { ISO_HEAT_LOGARITHMIC, 1e-3, 0.25 };
  iso_matrix_scaling_fix (&scaling, &wanted);
  g_assert_cmpint (scaling.shape, ==, ISO_SCALING_LOGARITHMIC);
  IsoHeatScale scale = iso_matrix_scaling_fit (&scaling, matrices, ISO_MATRIX_OBDP, false);
  g_assert_true (iso_heat_scale_equal (&scale, &wanted));
  scaling.minimum = -1.0;
  scale = iso_matrix_scaling_fit (&scaling, matrices, ISO_MATRIX_OBDP, false);
  g_assert_true (scale.minimum > 0.0);
  g_assert_cmpint (iso_matrix_scaling_group (ISO_MATRIX_STUDENT), ==, iso_matrix_scaling_group (ISO_MATRIX_OBDP));
  g_assert_cmpint (iso_matrix_scaling_group (ISO_MATRIX_KERNEL), ==, ISO_MATRIX_KERNEL);
  g_assert_cmpint (iso_matrix_colormap (ISO_MATRIX_OBDP, &wanted, ISO_COLORMAP_CIVIDIS), ==, ISO_COLORMAP_CIVIDIS);
  iso_batch_snapshot_unref (snapshot);
}

static void
test_stretch (void)
{
  const IsoHeatScale linear = { ISO_HEAT_LINEAR, 0.0, 2.0 }, logarithmic = { ISO_HEAT_LOGARITHMIC, 0.01, 1.0 };
  const IsoHeatScale diverging = { ISO_HEAT_DIVERGING, -1.0, 3.0 };
  IsoHeatScale scale = iso_heat_scale_stretch (&linear, true, 0.25);
  g_assert_true (fabs (scale.maximum - 2.5) <= 1e-12 && !(fabs (scale.minimum) > 0.0));
  scale = iso_heat_scale_stretch (&linear, false, 0.25);
  g_assert_true (fabs (scale.minimum - 0.5) <= 1e-12 && fabs (scale.maximum - 2.0) <= 1e-12);
  scale = iso_heat_scale_stretch (&linear, true, -5.0);
  g_assert_true (scale.minimum < scale.maximum);
  scale = iso_heat_scale_shift (&linear, -0.5);
  g_assert_true (fabs (scale.minimum + 1.0) <= 1e-12 && fabs (scale.maximum - 1.0) <= 1e-12);
  scale = iso_heat_scale_stretch (&logarithmic, true, 0.5);
  g_assert_true (fabs (scale.maximum - 10.0) <= 1e-9);
  scale = iso_heat_scale_shift (&logarithmic, 0.5);
  g_assert_true (fabs (scale.minimum - 0.1) <= 1e-9 && fabs (scale.maximum - 10.0) <= 1e-9);
  /* About a middle both ends move; the middle itself by shifting. */
  scale = iso_heat_scale_stretch (&diverging, false, -0.25);
  g_assert_true (fabs (scale.minimum + 2.0) <= 1e-12 && fabs (scale.maximum - 4.0) <= 1e-12);
  scale = iso_heat_scale_with_middle (&diverging, 0.0);
  g_assert_true (fabs (scale.minimum + 2.0) <= 1e-12 && fabs (scale.maximum - 2.0) <= 1e-12);
  scale = iso_heat_scale_with_end (&diverging, true, 1.5);
  g_assert_true (fabs (scale.minimum - 0.5) <= 1e-12 && fabs (scale.maximum - 1.5) <= 1e-12);
  scale = iso_heat_scale_with_end (&logarithmic, false, -3.0);
  g_assert_true (iso_heat_scale_equal (&scale, &logarithmic));
  scale = iso_heat_scale_with_end (&linear, true, -3.0);
  g_assert_true (iso_heat_scale_equal (&scale, &linear));
  /* A logarithm to both sides of any middle. */
  const IsoHeatScale both = { ISO_HEAT_DIVERGING_LOGARITHMIC, 1.0, 5.0 };
  g_assert_true (fabs (iso_heat_fraction (&both, 3.0) - 0.5) <= 1e-12);
  g_assert_true (fabs (iso_heat_fraction (&both, 4.0) + iso_heat_fraction (&both, 2.0) - 1.0) <= 1e-12);
  g_assert_true (iso_heat_fraction (&both, 4.0) > 0.8);
}

/* ---- numbers and bands ---- */

static void
test_numbers (void)
{
  g_autoptr (IsoCellNumbers) numbers = iso_cell_numbers_new (11.0);
  const float values[4] = { 0.25f, -0.5f, NAN, 1e-7f };
  enum { WHOLE = 100 };
  static guint32 pixels[WHOLE * WHOLE];
  IsoMatrixZoom zoom;
  size_t changed[4] = { 0 };
  iso_matrix_zoom_fit (&zoom, 2, WHOLE);
  for (size_t i = 0; i < WHOLE * WHOLE; i++)
    pixels[i] = i % WHOLE < 50 ? 0xff101010 : 0xfff0f0f0;
  iso_cell_numbers_draw (numbers, pixels, WHOLE, &zoom, values, NULL);
  for (size_t y = 0; y < WHOLE; y++)
    for (size_t x = 0; x < WHOLE; x++)
      {
        guint32 pixel = pixels[y * WHOLE + x], ground = x < 50 ? 0x10 : 0xf0;
        changed[y / 50 * 2 + x / 50] += (pixel & 255) != ground;
        /* Light on dark and dark on light, opaque, and clear of the next cell. */
        g_assert_true (x < 50 ? (pixel & 255) >= ground : (pixel & 255) <= ground);
        g_assert_cmphex (pixel >> 24, ==, 255);
        if (x % 50 == 0 || x % 50 == 49)
          g_assert_cmpint (pixel & 255, ==, ground);
      }
  for (size_t i = 0; i < 4; i++)
    g_assert_cmpint (changed[i], >, 15);
}

static guint32
pixel_of (cairo_surface_t *surface, int x, int y)
{
  const guint8 *data = cairo_image_surface_get_data (surface);
  guint32 pixel;
  cairo_surface_flush (surface);
  memcpy (&pixel, data + (gsize) y * (gsize) cairo_image_surface_get_stride (surface) + 4 * (gsize) x, sizeof pixel);
  return pixel;
}

/* Bands follow order and part: each pixel down the middle is of the class of the row shown there. */
static void
test_bands (void)
{
  const gint32 labels[4] = { 0, 0, 1, 2 };
  const guint32 order[4] = { 3, 0, 2, 1 };
  const guint8 faded[4] = { 0, 1, 0, 0 };
  const IsoTheme *theme = iso_theme (ISO_THEME_LIGHT);
  const IsoClassBands bands = { labels, 4, order, faded, 0.5, 3.5 };
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 8, 350);
  cairo_t *cairo = cairo_create (surface);
  iso_class_bands_draw_part (cairo, 0.0, 0.0, 8.0, 350.0, &bands, theme);
  cairo_destroy (cairo);
  g_assert_cmphex (pixel_of (surface, 4, 25), ==, iso_color_pixel (iso_class_color (theme, 2)));
  g_assert_cmphex (pixel_of (surface, 4, 100), ==, iso_color_pixel (iso_class_color (theme, 0)));
  g_assert_cmphex (pixel_of (surface, 4, 200), ==, iso_color_pixel (iso_class_color (theme, 1)));
  g_assert_cmpint (pixel_of (surface, 4, 300) >> 24, <, 100);
  g_assert_cmpint (pixel_of (surface, 4, 300) >> 24, >, 20);
  cairo_surface_destroy (surface);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/matrix-figure/order", test_order);
  g_test_add_func ("/matrix-figure/clusters", test_clusters);
  g_test_add_func ("/matrix-figure/order-problems", test_order_problems);
  g_test_add_func ("/matrix-figure/order-words", test_order_words);
  g_test_add_func ("/matrix-figure/zoom", test_zoom);
  g_test_add_func ("/matrix-figure/zoom-steps", test_zoom_steps);
  g_test_add_func ("/matrix-figure/zoom-moves", test_zoom_moves);
  g_test_add_func ("/matrix-figure/scaling", test_scaling);
  g_test_add_func ("/matrix-figure/fixed", test_fixed);
  g_test_add_func ("/matrix-figure/stretch", test_stretch);
  g_test_add_func ("/matrix-figure/numbers", test_numbers);
  g_test_add_func ("/matrix-figure/bands", test_bands);
  return g_test_run ();
}
