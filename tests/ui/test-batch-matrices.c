/* The batch's matrices, their ranges, words, layout and figure. */
#include "ui/figure/batch-matrices.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/synthetic-batch.h"
#include "ui/figure/batch-figure.h"
#include "ui/figure/batch-layout.h"
#include "ui/figure/batch-words.h"

enum { SIDE = 112 };

static IsoBatchMatrices *
matrices_of (const IsoBatchSnapshot *snapshot)
{
  g_autoptr (IsoTargets) room = iso_targets_new (snapshot->B);
  return iso_batch_matrices_new (snapshot, &snapshot->distill, room);
}

static int
compare_floats (const void *a, const void *b)
{
  float x = *(const float *) a, y = *(const float *) b;
  return x < y ? -1 : x > y;
}

/* Quantiles against sorting. */
static void
test_spread (void)
{
  for (size_t side = 1; side <= 40; side++)
    {
      g_autofree float *values = g_new (float, side * side), *sorted = g_new (float, side * side);
      size_t count = 0, positive = 0;
      IsoMatrixSpread spread;
      IsoRandom random;
      iso_random_init (&random, side, "spread");
      for (size_t i = 0; i < side * side; i++)
        values[i] = side % 3 == 0 ? (float) iso_random_below (&random, 5) - 2.0f : (float) iso_random_normal (&random);
      for (size_t i = 0; i < side * side; i++)
        if (i % (side + 1) != 0)
          sorted[count++] = values[i];
      qsort (sorted, count, sizeof *sorted, compare_floats);
      for (size_t i = 0; i < count; i++)
        positive += sorted[i] > 0.0f;
      iso_matrix_spread (&spread, values, side);
      if (count == 0)
        continue;
      g_assert_true (fabs (spread.low - (double) sorted[lround (0.005 * (double) (count - 1))]) <= 0.0);
      g_assert_true (fabs (spread.high - (double) sorted[lround (0.995 * (double) (count - 1))]) <= 0.0);
      if (positive > 0)
        g_assert_true (fabs (spread.positive_high
                             - (double) sorted[count - positive + (size_t) lround (0.97 * (double) (positive - 1))])
                       <= 0.0);
    }
}

static void
test_ranges (void)
{
  static const double highs[] = { 1e-9, 0.0091, 0.0531, 0.99, 1.0, 3.7, 1e6 };
  for (size_t i = 0; i < G_N_ELEMENTS (highs); i++)
    {
      IsoHeatScale zero = iso_range_from_zero (0.01 * highs[i], highs[i]), logarithmic = iso_range_logarithmic (0.0, highs[i]);
      IsoHeatScale diverging = iso_range_diverging (highs[i], false), tight = iso_range_from_zero (0.97 * highs[i], highs[i]);
      g_assert_true (zero.minimum <= 0.0 && zero.minimum >= 0.0);
      g_assert_true (zero.maximum >= 0.999 * highs[i] && zero.maximum <= 1.4 * highs[i]);
      g_assert_true (logarithmic.minimum > 0.0 && logarithmic.minimum < logarithmic.maximum);
      g_assert_true (diverging.minimum + diverging.maximum >= 0.0 && diverging.minimum + diverging.maximum <= 0.0);
      /* Nearly uniform: the range follows the values closely, and still holds them. */
      g_assert_true (tight.minimum > 0.9 * highs[i] && tight.minimum <= 0.97 * highs[i] * (1.0 + 1e-9));
      g_assert_true (tight.maximum < 1.05 * highs[i] && tight.maximum >= highs[i] * (1.0 - 1e-5));
    }
  IsoHeatScale single = iso_range_between (0.25, 0.25), nothing = iso_range_from_zero (0.0, 0.0);
  g_assert_true (single.minimum < 0.25 && single.maximum > 0.25);
  g_assert_true (nothing.minimum < nothing.maximum);
}

/* A batch handed over out of order gives the same pictures as the ordered one. */
static void
test_order (void)
{
  g_autoptr (IsoBatchSnapshot) ordered = iso_test_batch (SIDE, 32, 10, 5), mixed = iso_test_batch (SIDE, 32, 10, 5);
  guint32 place[SIDE];
  IsoRandom random;
  for (guint32 i = 0; i < SIDE; i++)
    place[i] = i;
  iso_random_init (&random, 1, "order");
  iso_random_shuffle (&random, place, SIDE);
  for (size_t i = 0; i < SIDE; i++)
    {
      mixed->labels[i] = ordered->labels[place[i]];
      mixed->indices[i] = ordered->indices[place[i]];
      for (size_t j = 0; j < SIDE; j++)
        {
          mixed->loss_gradient[i * SIDE + j] = ordered->loss_gradient[place[i] * SIDE + place[j]];
          mixed->student_similarity[i * SIDE + j] = ordered->student_similarity[place[i] * SIDE + place[j]];
          mixed->teacher_similarity[i * SIDE + j] = ordered->teacher_similarity[place[i] * SIDE + place[j]];
        }
    }
  g_autoptr (IsoBatchMatrices) one = matrices_of (ordered), other = matrices_of (mixed);
  for (size_t i = 1; i < SIDE; i++)
    g_assert_cmpint (other->labels[i - 1], <=, other->labels[i]);
  for (size_t i = 0; i < SIDE; i++)
    for (size_t j = 0; j < SIDE; j++)
      for (IsoMatrixKind kind = 0; kind < ISO_MATRIX_COUNT; kind++)
        {
          /* Within a class the mixed batch stands as sampled: indices lead back. */
          double x = (double) one->values[kind][other->indices[i] * SIDE + other->indices[j]];
          double y = (double) other->values[kind][i * SIDE + j];
          g_assert_true (fabs (x - y) <= 2e-6);
        }
}

static gboolean
have_same_ends (const IsoHeatScale *a, const IsoHeatScale *b)
{
  return fabs (a->minimum - b->minimum) <= 0.0 && fabs (a->maximum - b->maximum) <= 0.0;
}

static void
test_values (void)
{
  g_autoptr (IsoBatchSnapshot) snapshot = iso_test_batch (SIDE, 32, 10, 5);
  g_autoptr (IsoBatchMatrices) matrices = matrices_of (snapshot);
  size_t edges = 0;
  g_assert_null (matrices->problem);
  g_assert_cmpint (iso_batch_matrices_target (matrices), ==, ISO_MATRIX_OBDP);
  for (size_t i = 0; i < SIDE; i++)
    {
      double sums[ISO_MATRIX_COUNT] = { 0.0 };
      for (size_t j = 0; j < SIDE; j++)
        {
          edges += matrices->edges[i * SIDE + j];
          for (IsoMatrixKind kind = 0; kind < ISO_MATRIX_COUNT; kind++)
            sums[kind] += (double) matrices->values[kind][i * SIDE + j];
        }
      g_assert_true (fabs (sums[ISO_MATRIX_TRANSITION] - 1.0) <= 1e-5);
      g_assert_true (fabs (sums[ISO_MATRIX_KERNEL] - 1.0) <= 1e-5);
      g_assert_true (fabs (sums[ISO_MATRIX_PSD] - 1.0) <= 1e-5);
      g_assert_true (fabs (sums[ISO_MATRIX_OBDP] - 1.0) <= 1e-5);
      g_assert_true (fabs (sums[ISO_MATRIX_STUDENT] - 1.0) <= 1e-5);
      g_assert_true (fabs (sums[ISO_MATRIX_DIFFERENCE]) <= 1e-5);
    }
  g_assert_cmpint (edges, ==, 10 * SIDE);
  g_assert_cmpint (matrices->summary[ISO_MATRIX_GRAPH].count, ==, 10 * SIDE);
  /* One scale for what is to be compared. */
  g_assert_true (have_same_ends (&matrices->linear[ISO_MATRIX_PSD], &matrices->linear[ISO_MATRIX_OBDP]));
  g_assert_true (have_same_ends (&matrices->linear[ISO_MATRIX_PSD], &matrices->linear[ISO_MATRIX_STUDENT]));
  g_assert_true (matrices->summary[ISO_MATRIX_SIMILARITY].within > matrices->summary[ISO_MATRIX_SIMILARITY].between + 0.1);
  g_assert_false (matrices->nearly_uniform);
}

static void
test_nearly_uniform (void)
{
  g_autoptr (IsoBatchSnapshot) snapshot = iso_test_batch (SIDE, 32, 10, 5);
  snapshot->distill.tau = 10.0;
  g_autoptr (IsoBatchMatrices) matrices = matrices_of (snapshot);
  const IsoHeatScale *scale = iso_batch_matrices_scale (matrices, ISO_MATRIX_OBDP, false);
  g_autofree char *subtitle = iso_batch_subtitle (matrices, 3, true, false, NULL);
  g_assert_true (matrices->nearly_uniform);
  g_assert_true (scale->minimum > 0.5 / SIDE && scale->maximum < 2.0 / SIDE);
  g_assert_nonnull (strstr (subtitle, "nearly uniform"));
  g_assert_nonnull (strstr (subtitle, "probe batch"));
}

/* What cannot be computed is missing, says why, and takes nothing else with it. */
static void
test_problem (void)
{
  g_autoptr (IsoBatchSnapshot) snapshot = iso_test_batch (SIDE, 32, 10, 5);
  snapshot->distill.normalization = ISO_TRANSITION_SYMMETRIC;
  g_autoptr (IsoBatchMatrices) matrices = matrices_of (snapshot);
  g_assert_nonnull (matrices->problem);
  g_assert_null (matrices->values[ISO_MATRIX_KERNEL]);
  g_assert_nonnull (matrices->values[ISO_MATRIX_PSD]);
  g_assert_null (iso_batch_matrices_draw (matrices, ISO_MATRIX_OBDP, true, false, 50, 0.0));
  for (IsoMatrixKind kind = 0; kind < ISO_MATRIX_COUNT; kind++)
    {
      g_autofree char *markup = iso_matrix_readout_markup (matrices, kind, NULL, 3, 4, false);
      g_autofree char *statistic = iso_matrix_statistic (matrices, kind);
      g_assert_cmpint (strlen (markup), >, 0);
      g_assert_cmpint (strlen (statistic), >, 0);
    }
  snapshot->teacher_similarity[5] = NAN;
  g_autoptr (IsoBatchMatrices) broken = matrices_of (snapshot);
  cairo_surface_t *pixels = iso_batch_matrices_draw (broken, ISO_MATRIX_SIMILARITY, true, false, SIDE, 0.0);
  g_assert_nonnull (broken->problem);
  g_assert_cmphex (((guint32 *) (void *) cairo_image_surface_get_data (pixels))[5], ==, 0xffb5b5b8);
  cairo_surface_destroy (pixels);
}

static void
test_words (void)
{
  g_autoptr (IsoBatchSnapshot) snapshot = iso_test_batch (SIDE, 32, 10, 238);
  g_autoptr (IsoBatchMatrices) matrices = matrices_of (snapshot);
  g_autofree char *title = iso_batch_title (238), *graph = iso_matrix_caption (matrices, ISO_MATRIX_GRAPH);
  g_autofree char *markup = iso_matrix_readout_markup (matrices, ISO_MATRIX_OBDP, NULL, 59, 58, false);
  g_autofree char *self = iso_matrix_description (matrices, ISO_MATRIX_GRAPH, NULL, 7, 7);
  g_assert_cmpstr (title, ==, "Batch at step 238");
  g_assert_cmpstr (graph, ==, "10 nearest of each");
  g_assert_nonnull (strstr (markup, "row 60"));
  g_assert_nonnull (strstr (markup, "column 59"));
  g_assert_nonnull (strstr (markup, "before diffusion"));
  g_assert_nonnull (strstr (self, "no edge"));
  matrices->has_teacher = false;
  g_autofree char *subtitle = iso_batch_subtitle (matrices, 0, false, false, "hint");
  g_assert_nonnull (strstr (subtitle, "the first epoch has no teacher yet"));
}

static gboolean
is_within (const IsoPlace *place, int width, int height)
{
  return place->x >= 0 && place->y >= 0 && place->width > 0 && place->height > 0 && place->x + place->width <= width
         && place->y + place->height <= height;
}

static gboolean
overlap (const IsoPlace *a, const IsoPlace *b)
{
  return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height && b->y < a->y + a->height;
}

static void
test_layout (void)
{
  for (int width = 560; width <= 1900; width += 67)
    for (int height = 240; height <= 1000; height += 41)
      for (int scale = 1; scale <= 2; scale++)
        {
          const IsoBatchRoom room = { width, height, SIDE, scale, 34, 17, 32, 66 };
          IsoBatchLayout layout;
          iso_batch_layout (&layout, &room);
          const IsoPlace *places[5 + 2 * ISO_MATRIX_COUNT] = { &layout.large, &layout.rows, &layout.columns, &layout.bar,
                                                               &layout.readout };
          for (size_t i = 0; i < ISO_MATRIX_COUNT; i++)
            {
              places[5 + 2 * i] = &layout.tiles[i];
              places[6 + 2 * i] = &layout.captions[i];
              g_assert_cmpint (layout.tiles[i].width, ==, layout.tiles[i].height);
            }
          g_assert_cmpint (layout.large.width, ==, layout.large.height);
          g_assert_cmpint (layout.large.width, >=, layout.tiles[0].width);
          g_assert_cmpint (layout.tiles[0].width, >=, 30);
          for (size_t i = 0; i < G_N_ELEMENTS (places); i++)
            {
              /* A caption may reach a little into the margin at the right. */
              g_assert_true (is_within (places[i], width + 22, height));
              for (size_t j = 0; j < i; j++)
                g_assert_false (overlap (places[i], places[j]));
            }
        }
}

/* What stands above a small large square keeps its width, in large type too: the tiles begin beside it, or below. */
static void
test_tools_layout (void)
{
  for (int height = 190; height <= 700; height += 30)
    {
      const IsoBatchRoom room = { 900, height, SIDE, 1, 48, 24, 46, 66, 30, 320 };
      const IsoPlace tools = { 12, 0, room.tools_width, room.tools_height };
      IsoBatchLayout layout;
      iso_batch_layout (&layout, &room);
      for (size_t i = 0; i < ISO_MATRIX_COUNT; i++)
        g_assert_false (overlap (&tools, &layout.tiles[i]));
    }
}

/* In large type: captions are cut only where all of the room is theirs, and then the last no shorter than the others. */
static void
test_captions_layout (void)
{
  enum { LINE = 23 };
  for (int width = 800; width <= 1500; width += 50)
    for (int height = 200; height <= 500; height += 30)
      {
        const IsoBatchRoom room = { width, height, SIDE, 1, 2 * LINE, LINE, 46, 66, 30, 320 };
        IsoBatchLayout layout;
        int least = G_MAXINT, left = G_MAXINT;
        iso_batch_layout (&layout, &room);
        for (size_t i = 0; i < ISO_MATRIX_COUNT; i++)
          {
            least = MIN (least, layout.captions[i].width);
            left = MIN (left, layout.tiles[i].x);
          }
        int taken = MAX (layout.bar.x + layout.bar.width, layout.tools.x + room.tools_width);
        g_assert_true (least >= 6 * LINE - 1 || left < taken + 40 || left < 20);
        g_assert_cmpint (layout.captions[ISO_MATRIX_COUNT - 1].width, >=, MIN (layout.captions[0].width, 6 * LINE) - 12);
      }
}

/* Draws something on every kind of surface, and the same twice. */
static void
test_figure (void)
{
  g_autoptr (IsoBatchSnapshot) snapshot = iso_test_batch (SIDE, 32, 10, 5);
  g_autoptr (IsoBatchMatrices) matrices = matrices_of (snapshot);
  const IsoBatchFigure figure = { matrices, "Batch at step 5", "112 samples", ISO_MATRIX_OBDP, true,
                                  iso_theme (ISO_THEME_LIGHT) };
  cairo_surface_t *surfaces[2];
  for (size_t i = 0; i < 2; i++)
    {
      surfaces[i] = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 900, 450);
      cairo_t *cairo = cairo_create (surfaces[i]);
      iso_batch_figure_draw (cairo, 900.0, 450.0, &figure);
      g_assert_cmpint (cairo_status (cairo), ==, CAIRO_STATUS_SUCCESS);
      cairo_destroy (cairo);
      cairo_surface_flush (surfaces[i]);
    }
  size_t size = (size_t) cairo_image_surface_get_stride (surfaces[0]) * 450;
  g_assert_true (memcmp (cairo_image_surface_get_data (surfaces[0]), cairo_image_surface_get_data (surfaces[1]), size) == 0);
  /* The first cell of the large matrix: the top of the scale. */
  const guint32 *row = (const guint32 *) (const void *) (cairo_image_surface_get_data (surfaces[0])
                                                         + 46 * cairo_image_surface_get_stride (surfaces[0]));
  g_assert_cmphex (row[14 + 12 + 1], ==, iso_matrix_colors (ISO_MATRIX_OBDP, false)[255]);
  for (size_t i = 0; i < 2; i++)
    cairo_surface_destroy (surfaces[i]);

  cairo_surface_t *paper = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
  cairo_t *cairo = cairo_create (paper);
  iso_batch_figure_draw (cairo, 900.0, 450.0, &figure);
  g_assert_cmpint (cairo_status (cairo), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cairo);
  cairo_surface_destroy (paper);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/batch-matrices/spread", test_spread);
  g_test_add_func ("/batch-matrices/ranges", test_ranges);
  g_test_add_func ("/batch-matrices/order", test_order);
  g_test_add_func ("/batch-matrices/values", test_values);
  g_test_add_func ("/batch-matrices/nearly-uniform", test_nearly_uniform);
  g_test_add_func ("/batch-matrices/problem", test_problem);
  g_test_add_func ("/batch-matrices/words", test_words);
  g_test_add_func ("/batch-matrices/layout", test_layout);
  g_test_add_func ("/batch-matrices/tools-layout", test_tools_layout);
  g_test_add_func ("/batch-matrices/captions-layout", test_captions_layout);
  g_test_add_func ("/batch-matrices/figure", test_figure);
  return g_test_run ();
}
