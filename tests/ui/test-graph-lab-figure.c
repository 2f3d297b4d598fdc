/* The kNN lab's charts as drawn, where what stands, and what is said of them. */
#include <math.h>
#include <string.h>

#include "tests/support/synthetic-batch.h"
#include "ui/figure/graph-lab-figure.h"

#define THIN "\u2009"

static IsoGraphSweep *
sweep_new (size_t B, IsoGraphKind kind)
{
  g_autoptr (IsoBatchSnapshot) batch = iso_test_batch (B, 16, 8, 3);
  batch->distill.graph = kind;
  return iso_graph_sweep_new (batch->teacher_similarity, batch->labels, B, &batch->distill, NULL, NULL, NULL);
}

static cairo_surface_t *
draw (const IsoGraphLabFigure *figure, int width, int height)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  cairo_t *cairo = cairo_create (surface);
  iso_set_color (cairo, figure->theme->background);
  cairo_paint (cairo);
  iso_graph_lab_figure_draw (cairo, width, height, figure);
  iso_graph_lab_figure_draw_marks (cairo, width, height, figure);
  g_assert_cmpint (cairo_status (cairo), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cairo);
  cairo_surface_flush (surface);
  return surface;
}

/* Pixels of this colour in the column at x. */
static int
count_in_column (cairo_surface_t *surface, int x, IsoColor color)
{
  int count = 0;
  for (int y = 0; y < cairo_image_surface_get_height (surface); y++)
    {
      const guint8 *row = cairo_image_surface_get_data (surface) + (size_t) y * (size_t) cairo_image_surface_get_stride (surface);
      count += ((const guint32 *) (const void *) row)[x] == iso_color_pixel (color);
    }
  return count;
}

/* A cursor's place is under itself again, in every chart and at every size. */
static void
test_places (void)
{
  g_autoptr (IsoGraphSweep) sweep = sweep_new (40, ISO_GRAPH_DIRECTED);
  const IsoGraphLabFigure figure = { sweep, iso_theme (ISO_THEME_LIGHT), 9, -1 };
  static const int sizes[][2] = { { 480, 240 }, { 320, 300 }, { 1200, 700 } };
  for (size_t s = 0; s < G_N_ELEMENTS (sizes); s++)
    for (IsoLabChart chart = 0; chart < ISO_LAB_CHARTS; chart++)
      for (size_t place = 0; place < sweep->count; place += 7)
        {
          double x = iso_graph_lab_figure_x (&figure, sizes[s][0], sizes[s][1], chart, place);
          g_assert_cmpuint (iso_graph_lab_figure_place_at (&figure, sizes[s][0], sizes[s][1], chart, x), ==, place);
          g_assert_cmpfloat (x, >=, 0.0);
          g_assert_cmpfloat (x, <=, sizes[s][0]);
        }
  /* Three beside each other, or two. */
  g_assert_cmpint (iso_graph_lab_figure_chart_at (480, 240, 440, 60), ==, ISO_LAB_GAP);
  g_assert_cmpint (iso_graph_lab_figure_chart_at (480, 240, 60, 200), ==, ISO_LAB_EDGES);
  g_assert_cmpint (iso_graph_lab_figure_chart_at (320, 300, 280, 50), ==, ISO_LAB_HUB);
  g_assert_cmpint (iso_graph_lab_figure_chart_at (480, 240, 2, 60), ==, -1);
}

/* A line through both rows of charts at the k in force, and none where there is no mark. */
static void
test_marks (void)
{
  g_autoptr (IsoGraphSweep) sweep = sweep_new (40, ISO_GRAPH_DIRECTED);
  for (IsoThemeName name = ISO_THEME_LIGHT; name <= ISO_THEME_DARK_CONTRAST; name++)
    {
      const IsoGraphLabFigure figure = { sweep, iso_theme (name), 9, -1 }, pointed = { sweep, iso_theme (name), 9, 20 };
      cairo_surface_t *plain = draw (&figure, 600, 320), *with_cursor = draw (&pointed, 600, 320);
      int x = (int) iso_graph_lab_figure_x (&figure, 600, 320, ISO_LAB_PIECES, 9);
      int at_cursor = (int) iso_graph_lab_figure_x (&figure, 600, 320, ISO_LAB_PIECES, 20);
      g_assert_cmpint (count_in_column (plain, x, figure.theme->accent), >, 150);
      g_assert_cmpint (count_in_column (plain, at_cursor, figure.theme->cursor), <, 20);
      g_assert_cmpint (count_in_column (with_cursor, at_cursor, figure.theme->cursor), >, 60);
      cairo_surface_destroy (plain);
      cairo_surface_destroy (with_cursor);
    }
}

/* Nothing but two samples, charts without a number, and no room: nothing may go wrong. */
static void
test_extremes (void)
{
  g_autoptr (IsoGraphSweep) two = sweep_new (2, ISO_GRAPH_DIRECTED);
  g_autoptr (IsoGraphSweep) without = sweep_new (20, ISO_GRAPH_DIRECTED);
  for (size_t s = 0; s < without->count; s++)
    without->at[s].spectral_gap = without->at[s].targets.same_class = without->at[s].targets.effective_neighbors = (double) NAN;
  const IsoGraphLabFigure figures[] = { { two, iso_theme (ISO_THEME_DARK), 0, 0 }, { without, iso_theme (ISO_THEME_DARK), 3, 5 } };
  for (size_t f = 0; f < G_N_ELEMENTS (figures); f++)
    {
      cairo_surface_destroy (draw (&figures[f], 400, 300));
      cairo_surface_destroy (draw (&figures[f], 1, 1));
    }
}

static void
check_hint (IsoLabChart chart, const IsoGraphSweep *sweep, size_t place, const char *expected)
{
  g_autofree char *hint = iso_lab_hint (chart, sweep, place, NULL, NULL);
  g_assert_cmpstr (hint, ==, expected);
}

static void
check_number (IsoLabChart chart, double value, const char *expected)
{
  char text[32];
  iso_lab_number (text, sizeof text, chart, value);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_numbers (void)
{
  check_number (ISO_LAB_PIECES, 4.0, "4");
  check_number (ISO_LAB_HUB, 1204.0, "1" THIN "204");
  check_number (ISO_LAB_GAP, 0.04812, "0.05");
  check_number (ISO_LAB_GAP, 0.0031, "<" THIN "0.005");
  check_number (ISO_LAB_GAP, 0.0, "0");
  check_number (ISO_LAB_EDGES, 0.636, "64 %");
  check_number (ISO_LAB_MASS, 0.0214, "2.1 %");
  check_number (ISO_LAB_NEIGHBORS, 28.42, "28.4");
  check_number (ISO_LAB_NEIGHBORS, (double) NAN, "–");
}

static void
test_hints (void)
{
  IsoGraphStatistics at[1] = { { .k = 10,
                                 .graph = { .edge_count = 1120, .components = 4, .largest_component = 61, .strong_components = 9,
                                            .hub = 36, .hub_degree = 61, .skew = 2.14, .isolated = 1, .unchosen = 5,
                                            .same_class = 0.64 },
                                 .spectral_gap = 0.0,
                                 .targets = { 0.72, 28.4, 0.64, 0.5, 0.0 } } };
  IsoGraphSweep sweep = { .B = 112, .count = 1, .at = at, .psd = { 0.85, 70.2, 0.51, 0.3, 0.0 } };
  check_hint (ISO_LAB_PIECES, &sweep, 0,
              "in 4 pieces: heat cannot pass between them; 1 sample has no neighbor and keeps its target");
  check_hint (ISO_LAB_HUB, &sweep, 0, "sample 37 of the batch is a neighbor of 61 others; 5 samples are nobody's neighbor; skew 2.1");
  check_hint (ISO_LAB_GAP, &sweep, 0, "spectral gap 0: the walk never forgets in which part of the graph it began");
  at[0].spectral_gap = 0.002;
  check_hint (ISO_LAB_GAP, &sweep, 0, "spectral gap <" THIN "0.005: the walk lingers where it began");
  check_hint (ISO_LAB_EDGES, &sweep, 0, "64 % of the edges stay within a class");
  check_hint (ISO_LAB_MASS, &sweep, 0, "64 % of P lies on the row's class, 51 % without diffusion");
  check_hint (ISO_LAB_NEIGHBORS, &sweep, 0, "a row of P spreads over about 28.4 of 112 samples, 70.2 without diffusion");
  at[0].graph.components = 1;
  at[0].graph.isolated = 0;
  check_hint (ISO_LAB_PIECES, &sweep, 0, "in one piece, but of 9 parts joined one way only");
  at[0].graph.strong_components = 1;
  at[0].graph.skew = (double) NAN;
  at[0].graph.hub_degree = 111;
  check_hint (ISO_LAB_PIECES, &sweep, 0, "in one piece: heat reaches every sample from every other");
  check_hint (ISO_LAB_HUB, &sweep, 0, "every sample is a neighbor of 111 others");
  at[0].targets.same_class = (double) NAN;
  sweep.problem = (char *) "distill.omega is 2";
  check_hint (ISO_LAB_MASS, &sweep, 0, "distill.omega is 2");
  at[0].k = 111;
  g_autofree char *k = iso_lab_k_text (&sweep, 0), *words = iso_lab_words (&sweep, 0, NULL, NULL);
  g_assert_cmpstr (k, ==, "k 111 of 111, all");
  g_assert_true (g_str_has_prefix (words, "k 111 of 111, all: in one piece"));
  g_assert_nonnull (strstr (words, "64 % of the edges"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/graph-lab-figure/places", test_places);
  g_test_add_func ("/graph-lab-figure/marks", test_marks);
  g_test_add_func ("/graph-lab-figure/extremes", test_extremes);
  g_test_add_func ("/graph-lab-figure/numbers", test_numbers);
  g_test_add_func ("/graph-lab-figure/hints", test_hints);
  return g_test_run ();
}
