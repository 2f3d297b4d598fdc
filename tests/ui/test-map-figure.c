/* Which part of a map is shown, where points stand, what the figure draws, and how maps follow one another. */
#include <math.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/base/random.h"
#include "engine/train/parameters.h"
#include "ui/figure/projected-map.h"

#define NEAR(a, b, tolerance) g_assert_true (fabs ((a) - (b)) <= (tolerance))

static void
test_box (void)
{
  const size_t N = 2000;
  g_autofree float *positions = g_new (float, 2 * N);
  IsoRandom random;
  iso_random_init (&random, 3, "test");
  for (size_t i = 0; i < 2 * N; i++)
    positions[i] = (float) (iso_random_uniform (&random) * (i % 2 == 0 ? 4.0 : 2.0));
  positions[8] = NAN;
  IsoMapBox all = iso_map_box_fit (positions, N);
  NEAR (all.x, 2.0, 0.01);
  NEAR (all.y, 1.0, 0.01);
  NEAR (all.half_width, 2.1, 0.01);
  NEAR (all.half_height, 1.05, 0.01);
  /* Four of two thousand far away: they do not press the rest together. */
  for (size_t i = 0; i < 4; i++)
    positions[2 * i] = 100.0f * (float) (i + 1);
  IsoMapBox robust = iso_map_box_fit (positions, N);
  NEAR (robust.x, 2.0, 0.05);
  NEAR (robust.half_width, 2.1, 0.05);
}

static void
test_box_of_little (void)
{
  const float one[] = { 3.0f, -2.0f };
  IsoMapBox box = iso_map_box_fit (one, 1);
  g_assert_cmpfloat (box.x, ==, 3.0);
  g_assert_cmpfloat (box.y, ==, -2.0);
  g_assert_cmpfloat (box.half_width, >, 0.0);
  g_assert_cmpfloat (box.half_height, >, 0.0);
  box = iso_map_box_fit (one, 0);
  g_assert_cmpfloat (box.half_width, >, 0.0);
}

static void
test_follow (void)
{
  const IsoMapBox shown = { 0.0, 0.0, 2.0, 1.0 }, a_bit_less = { 0.1, 0.0, 1.8, 0.9 }, wider = { 0.0, 0.0, 2.1, 0.5 };
  const IsoMapBox half = { 0.0, 0.0, 1.0, 0.5 };
  IsoMapBox next = iso_map_box_follow (&shown, &a_bit_less);
  g_assert_cmpfloat (next.half_width, ==, 2.0);
  next = iso_map_box_follow (&shown, &wider);
  g_assert_cmpfloat (next.half_width, ==, 2.1);
  next = iso_map_box_follow (&shown, &half);
  g_assert_cmpfloat (next.half_width, ==, 1.0);
  next = iso_map_box_between (&shown, &half, 0.5);
  g_assert_cmpfloat (next.half_width, ==, 1.5);
}

static void
test_frame (void)
{
  const IsoMapBox box = { 1.0, 2.0, 2.0, 1.0 };
  const float positions[] = { 1.0f, 2.0f, 3.0f, 3.0f };
  float placed[4];
  /* Twice as wide as high in a square: the width decides, up is up. */
  IsoMapFrame frame = iso_map_frame_fit (&box, 10.0, 20.0, 100.0, 100.0);
  iso_map_frame_place (placed, &frame, positions, 2);
  g_assert_cmpfloat (frame.scale, ==, 25.0);
  NEAR ((double) placed[0], 60.0, 1e-5);
  NEAR ((double) placed[1], 70.0, 1e-5);
  NEAR ((double) placed[2], 110.0, 1e-5);
  NEAR ((double) placed[3], 45.0, 1e-5);
  /* The place under the pointer stays. */
  frame = iso_map_frame_zoom (&frame, 3.0, 110.0, 45.0);
  iso_map_frame_place (placed, &frame, positions, 2);
  g_assert_cmpfloat (frame.scale, ==, 75.0);
  NEAR ((double) placed[2], 110.0, 1e-4);
  NEAR ((double) placed[3], 45.0, 1e-4);
  g_assert_cmpuint (iso_map_count_inside (placed, 2, 120.0, 120.0), ==, 1);
}

static void
test_nearest (void)
{
  const float placed[] = { 10.0f, 10.0f, 20.0f, 10.0f, NAN, NAN, 14.0f, 10.0f };
  const bool shown[] = { true, true, true, false };
  g_assert_cmpuint (iso_map_nearest (placed, NULL, 4, 15.0, 10.0, 8.0), ==, 3);
  g_assert_cmpuint (iso_map_nearest (placed, shown, 4, 15.5, 10.0, 8.0), ==, 1);
  g_assert_cmpuint (iso_map_nearest (placed, NULL, 4, 15.0, 30.0, 8.0), ==, G_MAXSIZE);
  g_assert_cmpuint (iso_map_nearest (placed, NULL, 0, 15.0, 10.0, 8.0), ==, G_MAXSIZE);
}

/* Keys lead from point to point; three in one place are all reached, and what lies at the edge stays. */
static void
test_neighbor (void)
{
  const float placed[] = { 0.0f, 0.0f, 10.0f, 2.0f, 10.0f, 2.0f, 10.0f, 2.0f, 30.0f, 0.0f, 12.0f, -20.0f };
  g_assert_cmpuint (iso_map_neighbor (placed, NULL, 6, 0, 1, 0), ==, 1);
  g_assert_cmpuint (iso_map_neighbor (placed, NULL, 6, 1, 1, 0), ==, 2);
  g_assert_cmpuint (iso_map_neighbor (placed, NULL, 6, 2, 1, 0), ==, 3);
  g_assert_cmpuint (iso_map_neighbor (placed, NULL, 6, 3, 1, 0), ==, 4);
  g_assert_cmpuint (iso_map_neighbor (placed, NULL, 6, 3, -1, 0), ==, 2);
  g_assert_cmpuint (iso_map_neighbor (placed, NULL, 6, 1, -1, 0), ==, 0);
  g_assert_cmpuint (iso_map_neighbor (placed, NULL, 6, 4, 1, 0), ==, 4);
  g_assert_cmpuint (iso_map_neighbor (placed, NULL, 6, 4, 0, -1), ==, 5);
  const bool shown[] = { true, false, false, false, true, true };
  g_assert_cmpuint (iso_map_neighbor (placed, shown, 6, 0, 1, 0), ==, 4);
}

/* Even-odd by the sum over all edges, as it is defined. */
static bool
naive_inside (const float *outline, size_t corners, double x, double y)
{
  bool inside = false;
  for (size_t i = 0; i < corners; i++)
    {
      const float *a = outline + 2 * i, *b = outline + 2 * ((i + 1) % corners);
      if (((double) a[1] > y) != ((double) b[1] > y)
          && x > (double) a[0] + (y - (double) a[1]) / ((double) b[1] - (double) a[1]) * ((double) b[0] - (double) a[0]))
        inside = !inside;
    }
  return inside;
}

static void
test_inside (void)
{
  enum { N = 3000, CORNERS = 61 };
  g_autofree float *placed = g_new (float, 2 * N);
  g_autofree guint32 *inside = g_new (guint32, N);
  float wild[2 * CORNERS];
  IsoRandom random;
  iso_random_init (&random, 9, "test");
  for (size_t i = 0; i < 2 * N; i++)
    placed[i] = (float) (iso_random_uniform (&random) * 300.0 - 20.0);
  placed[40] = NAN;
  for (size_t round = 0; round < 5; round++)
    {
      for (size_t i = 0; i < 2 * CORNERS; i++)
        wild[i] = (float) (iso_random_uniform (&random) * 250.0);
      size_t count = iso_map_points_inside (inside, placed, N, wild, CORNERS), at = 0;
      for (guint32 i = 0; i < N; i++)
        if (naive_inside (wild, CORNERS, (double) placed[2 * i], (double) placed[2 * i + 1]))
          g_assert_cmpuint (inside[at++], ==, i);
      g_assert_cmpuint (count, ==, at);
      g_assert_cmpuint (count, >, N / 10);
    }
}

/* A box, a bow tie, whose halves both count, and what is no area. */
static void
test_inside_by_hand (void)
{
  const float placed[] = { 5.0f, 5.0f, 15.0f, 5.0f, 5.0f, 15.0f, 9.0f, 1.0f }, box[] = { 0.0f, 0.0f, 10.0f, 0.0f, 10.0f, 10.0f, 0.0f, 10.0f };
  const float tie[] = { 0.0f, 0.0f, 20.0f, 10.0f, 20.0f, 0.0f, 0.0f, 10.0f };
  guint32 inside[4];
  g_assert_cmpuint (iso_map_points_inside (inside, placed, 4, box, 4), ==, 2);
  g_assert_cmpuint (inside[1], ==, 3);
  g_assert_cmpuint (iso_map_points_inside (inside, placed, 4, tie, 4), ==, 2);
  g_assert_cmpuint (inside[0], ==, 0);
  g_assert_cmpuint (inside[1], ==, 1);
  g_assert_cmpuint (iso_map_points_inside (inside, placed, 4, box, 2), ==, 0);
  g_assert_cmpuint (iso_map_points_inside (inside, placed, 0, box, 4), ==, 0);
}

/* ---- the figure ---- */

#define WIDTH 200
#define HEIGHT 150

static cairo_surface_t *
draw_figure (const IsoMapPoints *points, const IsoMapBox *box, const IsoMapFigureOptions *options)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH * 2, HEIGHT * 2);
  cairo_t *cairo = cairo_create (surface);
  cairo_scale (cairo, 2.0, 2.0);
  iso_map_figure_draw (cairo, points, box, options, iso_theme (ISO_THEME_LIGHT), WIDTH, HEIGHT);
  cairo_destroy (cairo);
  cairo_surface_flush (surface);
  return surface;
}

static guint32
pixel_at (cairo_surface_t *surface, int x, int y)
{
  const guint8 *row = cairo_image_surface_get_data (surface) + (size_t) y * (size_t) cairo_image_surface_get_stride (surface);
  return ((const guint32 *) (const void *) row)[x];
}

static size_t
count_drawn (cairo_surface_t *surface, int top, int bottom)
{
  size_t count = 0;
  for (int y = top; y < bottom; y++)
    for (int x = 0; x < 2 * WIDTH; x++)
      count += pixel_at (surface, x, y) >> 24 != 0;
  return count;
}

static bool
is_grey (guint32 pixel)
{
  return (pixel & 0xff) == (pixel >> 8 & 0xff) && (pixel & 0xff) == (pixel >> 16 & 0xff) && pixel >> 24 > 0;
}

/* Three points in a row, of classes 0, 2, 2 of 3; shapes and stamped pixels agree. */
static void
test_figure (void)
{
  const float positions[] = { -1.0f, 0.0f, 0.0f, 0.0f, 1.0f, 0.0f };
  const gint32 labels[] = { 0, 2, 2 };
  const char *const names[] = { "first", "second", "third" };
  const bool only_first[] = { true, false, false };
  const IsoMapPoints points = { 3, positions, labels, NULL, 3, names };
  const IsoMapBox box = { 0.0, 0.0, 1.0, 0.5 };
  IsoMapFigureOptions options = { .highlighted = only_first, .scale = 2.0 };
  size_t counts[3];
  g_assert_cmpuint (iso_map_class_counts (counts, &points), ==, 2);
  g_assert_cmpuint (counts[2], ==, 2);
  cairo_surface_t *stamped = draw_figure (&points, &box, &options);
  options.scale = 0.0;
  cairo_surface_t *shapes = draw_figure (&points, &box, &options);
  for (int y = 0; y < 2 * HEIGHT; y++)
    for (int x = 0; x < 2 * WIDTH; x++)
      for (int shift = 0; shift < 32; shift += 8)
        {
          int a = (int) (pixel_at (stamped, x, y) >> shift & 255), b = (int) (pixel_at (shapes, x, y) >> shift & 255);
          g_assert_cmpint (abs (a - b), <=, 32);
        }
  guint32 middle = pixel_at (stamped, WIDTH, HEIGHT);
  g_assert_true (is_grey (middle));
  int left = 0;
  while (left < 2 * WIDTH && pixel_at (stamped, left, HEIGHT) == 0)
    left++;
  guint32 first = pixel_at (stamped, left + 4, HEIGHT);
  g_assert_cmpuint (first & 0xff, >, first >> 16 & 0xff); /* blue */
  cairo_surface_destroy (stamped);
  cairo_surface_destroy (shapes);
}

/* Header and legend take room only when asked for; a point outside the box is told. */
static void
test_figure_words (void)
{
  const float positions[] = { 0.0f, 0.0f, 5.0f, 0.0f };
  const gint32 labels[] = { 0, 0 };
  const char *const names[] = { "only" };
  const IsoMapPoints points = { 2, positions, labels, NULL, 1, names };
  const IsoMapBox narrow = { 0.0, 0.0, 1.0, 1.0 }, wide = { 0.0, 0.0, 6.0, 1.0 };
  IsoMapFigureOptions options = { .scale = 2.0 };
  cairo_surface_t *bare = draw_figure (&points, &wide, &options), *told = draw_figure (&points, &narrow, &options);
  g_assert_cmpuint (count_drawn (bare, 2 * HEIGHT - 60, 2 * HEIGHT), ==, 0);
  g_assert_cmpuint (count_drawn (told, 2 * HEIGHT - 60, 2 * HEIGHT), >, 100);
  options.has_legend = true;
  options.title = "Map";
  cairo_surface_t *full = draw_figure (&points, &wide, &options);
  g_assert_cmpuint (count_drawn (bare, 0, 60), ==, 0);
  g_assert_cmpuint (count_drawn (full, 0, 60), >, 100);
  g_assert_cmpuint (count_drawn (full, 2 * HEIGHT - 80, 2 * HEIGHT), >, 100);
  cairo_surface_destroy (bare);
  cairo_surface_destroy (told);
  cairo_surface_destroy (full);
}

/* ---- maps of a run ---- */

static IsoExperiment *
sample_experiment (void)
{
  g_autoptr (GError) error = NULL;
  IsoSettings settings;
  iso_settings_init (&settings);
  IsoExperiment *experiment = iso_experiment_new (&settings, NULL, NULL, &error);
  g_assert_no_error (error);
  return experiment;
}

/* Embeddings around a centre for each class, in a plane that is turned by `angle` within four dimensions. */
static IsoEpochSnapshot *
synthetic_epoch (IsoExperiment *experiment, int number, double angle, double size)
{
  IsoEpochSnapshot *epoch = iso_epoch_snapshot_new (experiment, experiment->split.test.count, 4);
  IsoRandom random;
  iso_random_init (&random, 5, "test");
  epoch->epoch = number;
  for (size_t i = 0; i < epoch->N; i++)
    {
      gint32 label = iso_dataset_labels (experiment->dataset)[experiment->split.test.indices[i]];
      double x = size * (3.0 * cos (label) + 0.3 * iso_random_normal (&random));
      double y = size * (2.0 * sin (label) + 0.3 * iso_random_normal (&random));
      epoch->embeddings[4 * i] = (float) (x * cos (angle) - y * sin (angle));
      epoch->embeddings[4 * i + 1] = 0.5f;
      epoch->embeddings[4 * i + 3] = (float) (x * sin (angle) + y * cos (angle));
    }
  return epoch;
}

static void
test_projected_map (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoExperiment) experiment = sample_experiment ();
  g_autoptr (IsoEpochSnapshot) untrained = synthetic_epoch (experiment, 0, 0.0, 1.0);
  g_autoptr (IsoEpochSnapshot) later = synthetic_epoch (experiment, 4, 2.5, 1.0);
  g_autoptr (IsoProjectedMap) first = iso_projected_map_new (untrained, NULL, &error);
  g_assert_no_error (error);
  g_autoptr (IsoProjectedMap) second = iso_projected_map_new (later, first, &error);
  g_assert_no_error (error);
  IsoMapPoints points = iso_projected_map_points (second);
  g_assert_cmpuint (points.N, ==, 1000);
  g_assert_cmpuint (points.class_count, ==, 10);
  /* The same figure turned in space is the same map. */
  for (size_t i = 0; i < 2 * points.N; i++)
    NEAR ((double) first->positions[i], (double) second->positions[i], 1e-4);
  guint64 seen = 0;
  for (size_t i = 0; i < points.N; i++)
    {
      g_assert_cmpint (points.labels[i], ==, iso_dataset_labels (experiment->dataset)[experiment->split.test.indices[i]]);
      seen += points.order[i];
    }
  g_assert_cmpuint (seen, ==, 999 * 1000 / 2);
  g_autofree char *first_words = iso_projected_map_describe (first), *second_words = iso_projected_map_describe (second);
  g_assert_nonnull (strstr (first_words, "untrained"));
  g_assert_nonnull (strstr (second_words, "100 % of variance · epoch 4"));
}

/* Another run is not turned; what has collapsed says so; NaN is an error. */
static void
test_projected_map_trouble (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoExperiment) experiment = sample_experiment (), other = sample_experiment ();
  g_autoptr (IsoEpochSnapshot) epoch = synthetic_epoch (experiment, 1, 0.0, 1.0), foreign = synthetic_epoch (other, 1, 0.0, 1.0);
  g_autoptr (IsoEpochSnapshot) flat = synthetic_epoch (experiment, 2, 0.0, 0.0);
  g_autoptr (IsoProjectedMap) map = iso_projected_map_new (epoch, NULL, &error);
  g_autoptr (IsoProjectedMap) collapsed = iso_projected_map_new (flat, map, &error);
  g_autoptr (IsoProjectedMap) stranger = iso_projected_map_new (foreign, map, NULL);
  g_assert_true (iso_projected_map_is_comparable (map, collapsed) && iso_projected_map_is_next (map, collapsed));
  g_assert_false (iso_projected_map_is_comparable (map, stranger) || iso_projected_map_is_next (map, stranger));
  g_assert_no_error (error);
  g_autofree char *words = iso_projected_map_describe (collapsed);
  g_assert_nonnull (strstr (words, "collapsed"));
  foreign->embeddings[17] = NAN;
  g_assert_null (iso_projected_map_new (foreign, NULL, &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_NUMERIC);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/map-figure/box", test_box);
  g_test_add_func ("/map-figure/box-of-little", test_box_of_little);
  g_test_add_func ("/map-figure/follow", test_follow);
  g_test_add_func ("/map-figure/frame", test_frame);
  g_test_add_func ("/map-figure/nearest", test_nearest);
  g_test_add_func ("/map-figure/neighbor", test_neighbor);
  g_test_add_func ("/map-figure/inside", test_inside);
  g_test_add_func ("/map-figure/inside-by-hand", test_inside_by_hand);
  g_test_add_func ("/map-figure/figure", test_figure);
  g_test_add_func ("/map-figure/words", test_figure_words);
  g_test_add_func ("/map-figure/projected-map", test_projected_map);
  g_test_add_func ("/map-figure/trouble", test_projected_map_trouble);
  return g_test_run ();
}
