/* Many runs over one another: lines and bands against naive means and R's intervals, gaps, runs of different lengths, thinning, and what
 * the chart makes of it. */
#include <math.h>
#include <stdlib.h>

#include "engine/metrics/mean-interval.h"
#include "ui/figure/chart-figure.h"
#include "ui/figure/chart-lines.h"
#include "ui/figure/dash.h"
#include "ui/figure/figures.h"
#include "ui/figure/run-overlay.h"

#define NEAR(a, b, tolerance) g_assert_true (fabs ((a) - (b)) <= (tolerance))

/* ---- made-up runs ---- */

static void
add_step (IsoHistory *history, guint64 step, int epoch, double loss)
{
  IsoStepRecord record = { .step = step, .epoch = epoch, .loss = loss, .metric_loss = 2.0 * loss, .divergence = NAN };
  iso_history_add_step (history, &record);
}

static void
add_epoch (IsoHistory *history, guint64 step, int epoch, double recall)
{
  IsoEpochRecord record = { .step = step, .epoch = epoch };
  iso_scores_init (&record.test);
  iso_scores_init (&record.validation);
  iso_scores_init (&record.train);
  record.test.recall_1 = recall;
  record.test.metrics = 1u << ISO_METRIC_RECALL;
  record.test.k_count = 1;
  record.test.ks[0] = 1;
  record.test.recall[0] = recall;
  iso_history_add_epoch (history, &record);
}

/* `steps` of `per_epoch` an epoch: losses of a generator of its own, and a score after each whole epoch. */
static IsoHistory *
history_new (guint32 seed, int steps, int per_epoch)
{
  IsoHistory *history = iso_history_new ();
  GRand *random = g_rand_new_with_seed (seed);
  add_epoch (history, 0, 0, 0.5);
  for (int step = 1; step <= steps; step++)
    {
      add_step (history, (guint64) step, (step - 1) / per_epoch, 1.0 + g_rand_double (random));
      if (step % per_epoch == 0)
        add_epoch (history, (guint64) step, step / per_epoch, 0.6 + 0.1 * g_rand_double (random));
    }
  g_rand_free (random);
  return history;
}

typedef struct {
  IsoHistory *histories[6];
  IsoOverlaySource runs[6], groups[3];
} Fixture;

/* Two groups of 3 and 2, and a single one. */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  static const size_t group_of[] = { 0, 0, 0, 1, 1, 2 };
  static const char *const names[] = { "OBDP", "PSD", "plain" };
  for (size_t i = 0; i < 6; i++)
    {
      fixture->histories[i] = history_new ((guint32) i + 1, 40, 8);
      fixture->runs[i] = (IsoOverlaySource){ "run", (int) group_of[i], (int) i, fixture->histories[i], group_of[i] };
    }
  for (size_t g = 0; g < 3; g++)
    fixture->groups[g] = (IsoOverlaySource){ names[g], (int) g, (int) g, NULL, g };
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  for (size_t i = 0; i < 6; i++)
    iso_history_unref (fixture->histories[i]);
}

static IsoRunOverlay *
overlay_of (Fixture *fixture, const IsoOverlayOptions *options)
{
  IsoRunOverlay *overlay = iso_run_overlay_new (fixture->runs, 6, fixture->groups, 3, options, NULL);
  g_assert_nonnull (overlay);
  return overlay;
}

/* ---- lines ---- */

/* Scores of a group at each evaluation, against the interval that engine/metrics has of the same numbers. */
static void
test_scores (Fixture *fixture, gconstpointer data)
{
  IsoOverlayOptions options = ISO_OVERLAY_OPTIONS_DEFAULT;
  g_autoptr (IsoRunOverlay) overlay = overlay_of (fixture, &options);
  g_assert_cmpuint (iso_run_overlay_count (overlay), ==, 3);
  const IsoOverlayLine *line = iso_run_overlay_line (overlay, 0);
  g_assert_cmpstr (line->label, ==, "OBDP (n = 3)");
  g_assert_cmpuint (line->count, ==, 6);
  for (size_t e = 0; e < line->count; e++)
    {
      double values[3];
      for (size_t i = 0; i < 3; i++)
        {
          IsoEpochRecord record;
          g_assert_cmpuint (iso_history_read_epochs (fixture->histories[i], &record, e, 1), ==, 1);
          values[i] = record.test.recall_1;
        }
      IsoMeanInterval expected = iso_mean_interval (values, 3, 0.95);
      g_assert_cmpfloat (line->x[e], ==, (double) e);
      NEAR (line->y[e], expected.mean, 1e-14);
      NEAR (line->low[e], expected.mean - expected.half_width, 1e-13);
      NEAR (line->high[e], expected.mean + expected.half_width, 1e-13);
      g_assert_cmpfloat (line->values[e], ==, 3.0);
      g_assert_true (line->least[e] <= line->y[e] && line->most[e] >= line->y[e]);
    }
  /* The one that nobody repeats is a line alone. */
  line = iso_run_overlay_line (overlay, 2);
  g_assert_cmpstr (line->label, ==, "plain");
  g_assert_null (line->low);
  options.grouping = ISO_OVERLAY_EXTREMES;
  options.over_epochs = false;
  g_autoptr (IsoRunOverlay) extremes = overlay_of (fixture, &options);
  line = iso_run_overlay_line (extremes, 1);
  g_assert_cmpfloat (line->x[2], ==, 16.0);
  g_assert_true (line->low[2] == line->least[2] && line->high[2] == line->most[2] && line->low[2] < line->high[2]);
  options.grouping = ISO_OVERLAY_EACH;
  g_autoptr (IsoRunOverlay) each = overlay_of (fixture, &options);
  g_assert_cmpuint (iso_run_overlay_count (each), ==, 6);
}

/* By hand: R: x <- c (0.5, 0.25, 0.75, 0.625); t.test (x)$conf.int */
static void
test_known (void)
{
  static const double values[] = { 0.5, 0.25, 0.75, 0.625 };
  IsoOverlaySource runs[4], group = { "four", 0, 0, NULL, 0 };
  IsoOverlayOptions options = ISO_OVERLAY_OPTIONS_DEFAULT;
  for (size_t i = 0; i < 4; i++)
    {
      runs[i] = (IsoOverlaySource){ "run", 0, 0, iso_history_new (), 0 };
      add_epoch (runs[i].history, 0, 0, values[i]);
      add_epoch (runs[i].history, 8, 1, i == 1 ? (double) NAN : values[i]);
      add_epoch (runs[i].history, 16, 2, i > 0 ? (double) NAN : values[i]);
      add_epoch (runs[i].history, 24, 3, NAN);
    }
  g_autoptr (IsoRunOverlay) overlay = iso_run_overlay_new (runs, 4, &group, 1, &options, NULL);
  const IsoOverlayLine *line = iso_run_overlay_line (overlay, 0);
  NEAR (line->low[0], 0.19155863952549812, 1e-12);
  NEAR (line->high[0], 0.87094136047450199, 1e-12);
  /* R: t.test (c (0.5, 0.75, 0.625))$conf.int: of those that have a value. */
  NEAR (line->y[1], 0.625, 1e-15);
  NEAR (line->low[1], 0.31448278603120877, 1e-12);
  g_assert_cmpfloat (line->values[1], ==, 3.0);
  /* One alone has no interval, none no mean. */
  g_assert_true (line->y[2] == 0.5 && isnan (line->low[2]) && isnan (line->high[2]));
  g_assert_true (isnan (line->y[3]) && line->values[3] == 0.0);
  for (size_t i = 0; i < 4; i++)
    iso_history_unref (runs[i].history);
}

/* Losses, against a naive average and mean. */
static void
test_smoothing (Fixture *fixture, gconstpointer data)
{
  IsoOverlayOptions options = { ISO_OVERLAY_METRIC_LOSS, ISO_SCORE_RECALL_1, ISO_OVERLAY_TEST, ISO_OVERLAY_INTERVAL, false, 0.8 };
  g_autoptr (IsoRunOverlay) overlay = overlay_of (fixture, &options);
  const IsoOverlayLine *line = iso_run_overlay_line (overlay, 0);
  double moments[3] = { 0.0 };
  g_assert_cmpuint (line->count, ==, 40);
  for (size_t step = 0; step < 40; step++)
    {
      double shown[3];
      for (size_t i = 0; i < 3; i++)
        {
          IsoStepRecord record;
          g_assert_cmpuint (iso_history_read_steps (fixture->histories[i], &record, step, 1), ==, 1);
          moments[i] = 0.8 * moments[i] + 0.2 * record.metric_loss;
          shown[i] = moments[i] / (1.0 - pow (0.8, (double) step + 1.0));
        }
      IsoMeanInterval expected = iso_mean_interval (shown, 3, 0.95);
      NEAR (line->y[step], expected.mean, 1e-13);
      NEAR (line->high[step], expected.mean + expected.half_width, 1e-12);
      g_assert_cmpfloat (line->x[step], ==, (double) step + 1.0);
    }
  options.over_epochs = true;
  g_autoptr (IsoRunOverlay) epochs = overlay_of (fixture, &options);
  line = iso_run_overlay_line (epochs, 0);
  NEAR (line->x[0], 1.0 / 8.0, 1e-15);
  NEAR (line->x[7], 1.0, 1e-15);
  NEAR (line->x[39], 5.0, 1e-15);
  /* What no run has is drawn nowhere. */
  options.quantity = ISO_OVERLAY_DIVERGENCE;
  g_autoptr (IsoRunOverlay) none = overlay_of (fixture, &options);
  g_autoptr (IsoChart) chart = iso_run_overlay_chart (none, NULL, false);
  g_assert_cmpuint (chart->series->len, ==, 0);
  g_assert_true (iso_range_is_empty (iso_chart_extent_x (chart)));
}

/* Runs that end at different steps, in the middle of an epoch, after one step, before the first. */
static void
test_lengths (void)
{
  static const int lengths[] = { 40, 21, 1, 0 };
  IsoOverlaySource runs[4], group = { "all", 0, 0, NULL, 0 };
  IsoOverlayOptions options = { ISO_OVERLAY_LOSS, ISO_SCORE_RECALL_1, ISO_OVERLAY_TEST, ISO_OVERLAY_INTERVAL, true, 0.0 };
  for (size_t i = 0; i < 4; i++)
    runs[i] = (IsoOverlaySource){ "run", 0, 0, history_new ((guint32) i + 9, lengths[i], 8), 0 };
  g_autoptr (IsoRunOverlay) overlay = iso_run_overlay_new (runs, 4, &group, 1, &options, NULL);
  const IsoOverlayLine *line = iso_run_overlay_line (overlay, 0);
  NEAR (line->x[line->count - 1], 5.0, 1e-15);
  /* After 21 steps there are two epochs of 8, and 5 of the third. */
  for (size_t i = 0; i < line->count; i++)
    {
      g_assert_true (i == 0 || line->x[i] > line->x[i - 1]);
      double expected = line->x[i] <= 2.0 + 5.0 / 8.0 ? 2.0 : 1.0;
      /* The single step of the third run is all of its first epoch: nobody knows how long that would have been. */
      g_assert_true (line->values[i] == expected || line->x[i] == 1.0);
    }
  options.quantity = ISO_OVERLAY_SCORE;
  options.grouping = ISO_OVERLAY_EACH;
  g_autoptr (IsoRunOverlay) each = iso_run_overlay_new (runs, 4, &group, 1, &options, NULL);
  g_assert_cmpuint (iso_run_overlay_line (each, 1)->count, ==, 3);
  g_assert_cmpuint (iso_run_overlay_line (each, 3)->count, ==, 1);
  /* Asked to stop, it gives nothing. */
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_cancellable_cancel (cancellable);
  g_assert_null (iso_run_overlay_new (runs, 4, &group, 1, &options, cancellable));
  for (size_t i = 0; i < 4; i++)
    iso_history_unref (runs[i].history);
}

/* A long run is drawn by means, and says so; all runs at the same steps. */
static void
test_stride (void)
{
  const int steps = 2 * ISO_OVERLAY_POINTS + 100;
  IsoOverlaySource runs[2], group = { "long", 0, 0, NULL, 0 };
  IsoOverlayOptions options = { ISO_OVERLAY_LOSS, ISO_SCORE_RECALL_1, ISO_OVERLAY_TEST, ISO_OVERLAY_EXTREMES, false, 0.0 };
  for (size_t i = 0; i < 2; i++)
    runs[i] = (IsoOverlaySource){ "run", 0, 0, iso_history_new (), 0 };
  for (int step = 1; step <= steps; step++)
    for (size_t i = 0; i < 2; i++)
      add_step (runs[i].history, (guint64) step, 0, step == 7 ? (double) NAN : step + (double) i);
  g_autoptr (IsoRunOverlay) overlay = iso_run_overlay_new (runs, 2, &group, 1, &options, NULL);
  const IsoOverlayLine *line = iso_run_overlay_line (overlay, 0);
  g_assert_cmpuint (iso_run_overlay_stride (overlay), ==, 3);
  g_assert_cmpuint (line->count, ==, (guint) ((steps + 2) / 3));
  g_assert_cmpfloat (line->x[0], ==, 3.0);
  NEAR (line->y[0], 2.5, 1e-12);
  /* 8 and 9 are left of 7 … 9. */
  NEAR (line->low[2], 8.5, 1e-12);
  NEAR (line->high[2], 9.5, 1e-12);
  g_autofree char *words = iso_run_overlay_words (overlay);
  g_assert_nonnull (strstr (words, "means of 3 steps"));
  for (size_t i = 0; i < 2; i++)
    iso_history_unref (runs[i].history);
}

/* ---- the chart ---- */

static cairo_t *
context_new (int width, int height)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  cairo_t *cairo = cairo_create (surface);
  cairo_surface_destroy (surface);
  return cairo;
}

static void
test_chart (Fixture *fixture, gconstpointer data)
{
  static const bool hidden[] = { false, true, false };
  IsoOverlayOptions options = ISO_OVERLAY_OPTIONS_DEFAULT;
  g_autoptr (IsoRunOverlay) overlay = overlay_of (fixture, &options);
  g_autoptr (IsoChart) all = iso_run_overlay_chart (overlay, NULL, false), some = iso_run_overlay_chart (overlay, hidden, true);
  g_assert_cmpuint (all->series->len, ==, 3);
  g_assert_cmpuint (some->series->len, ==, 2);
  /* What is hidden takes nobody's colour or pattern along. */
  g_assert_cmpint (iso_chart_series (some, 1)->color, ==, 2);
  g_assert_cmpint (iso_chart_series (some, 1)->dash, ==, 2);
  g_autoptr (IsoNumberTable) table = iso_chart_table (all, iso_chart_extent_x (all));
  g_assert_cmpuint (iso_number_table_columns (table), ==, 1 + 4 + 4 + 1);
  g_assert_cmpuint (iso_number_table_rows (table), ==, 6);
  g_assert_cmpstr (iso_number_table_name (table, 2), ==, "OBDP (n = 3) low");
  const IsoOverlayLine *line = iso_run_overlay_line (overlay, 1);
  for (size_t i = 0; i < 6; i++)
    {
      g_assert_cmpfloat (iso_number_table_value (table, i, 5), ==, line->y[i]);
      g_assert_cmpfloat (iso_number_table_value (table, i, 6), ==, line->low[i]);
      g_assert_cmpfloat (iso_number_table_value (table, i, 7), ==, line->high[i]);
      g_assert_cmpfloat (iso_number_table_value (table, i, 8), ==, 2.0);
    }
  /* The height goes by what the runs scored, not by an interval of two that reaches far beyond. */
  IsoRange extent = iso_chart_extent_y (all, (IsoRange){ 1.0, 5.0 });
  g_assert_true (extent.low >= 0.5 && extent.high <= 0.7);
  g_assert_true (line->high[3] - line->low[3] > line->most[3] - line->least[3]);
  cairo_t *cairo = context_new (8, 8);
  IsoChartOptions drawing = ISO_CHART_OPTIONS_DEFAULT;
  g_autofree IsoChartLayout *layout = iso_chart_layout_new (cairo, all, &drawing, iso_theme (ISO_THEME_LIGHT), 600.0, 300.0);
  g_assert_cmpfloat (layout->end_labels, >, 20.0);
  g_assert_cmpfloat (layout->legend_top, ==, 300.0);
  g_assert_cmpfloat (layout->box.right + ISO_CHART_END_GAP + layout->end_labels, <=, 600.0);
  g_autofree IsoChartLayout *small = iso_chart_layout_new (cairo, all, &drawing, iso_theme (ISO_THEME_LIGHT), 240.0, 120.0);
  g_assert_cmpfloat (small->end_labels, ==, 0.0);
  g_assert_cmpfloat (small->legend_top, <, 120.0);
  g_autoptr (IsoReadout) readout = iso_chart_readout_new (cairo, layout, all, iso_theme (ISO_THEME_LIGHT), 3.0);
  g_autofree char *sentence = iso_readout_sentence (readout);
  g_assert_nonnull (strstr (sentence, "OBDP (n = 3)"));
  g_assert_nonnull (strstr (sentence, "…"));
  cairo_destroy (cairo);
}

/* Runs of different batches have their evaluations at different steps: each is read out all the same, but not beyond its end. */
static void
test_reading (void)
{
  static const double x[] = { 0.0, 10.0, 20.0 }, y[] = { 1.0, 2.0, 3.0 }, other_x[] = { 0.0, 7.0, 14.0 }, other_y[] = { 0.1, 0.2, 0.3 };
  g_autoptr (IsoChart) chart = iso_chart_new ();
  iso_chart_set_x (chart, "step", ISO_CHART_INTEGERS);
  iso_chart_add_points (chart, "a", 0, x, y, 3);
  iso_chart_add_points (chart, "b", 1, other_x, other_y, 3);
  cairo_t *cairo = context_new (8, 8);
  IsoChartOptions options = ISO_CHART_OPTIONS_DEFAULT;
  g_autofree IsoChartLayout *layout = iso_chart_layout_new (cairo, chart, &options, iso_theme (ISO_THEME_LIGHT), 600.0, 300.0);
  static const struct { double at; bool before; const char *said; } cases[] = {
    { 10.0, false, "step 10: a 2.000" }, { 10.0, true, "step 10: a 2.000, b 0.200" }, { 7.0, true, "step 7: a 1.000, b 0.200" },
    { 14.0, true, "step 14: a 2.000, b 0.300" }, { 20.0, true, "step 20: a 3.000" },
  };
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      chart->reads_before = cases[i].before;
      g_autoptr (IsoReadout) readout = iso_chart_readout_new (cairo, layout, chart, iso_theme (ISO_THEME_LIGHT), cases[i].at);
      g_autofree char *said = iso_readout_sentence (readout);
      g_assert_cmpstr (said, ==, cases[i].said);
      iso_chart_readout_draw (cairo, readout, layout, chart, iso_theme (ISO_THEME_LIGHT), cases[i].at);
    }
  g_assert_cmpint (cairo_status (cairo), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cairo);
}

/* Awkward numbers in bands, in all scales: drawn without harm, within the frame. */
static void
test_awkward (void)
{
  enum { N = 6, MARGIN = 20 };
  static const double x[N] = { 0.0, 1.0, 2.0, 3.0, 4.0, 5.0 };
  static const double values[][N] = {
    { 1.0, 2.0, 3.0, 2.0, 1.0, 4.0 }, { NAN, 1.0, NAN, 2.0, NAN, 3.0 }, { NAN, NAN, NAN, NAN, NAN, NAN },
    { 0.0, -1.0, -2.0, 5.0, 10.0, 0.0 }, { INFINITY, 1.0, -INFINITY, 2.0, 3.0, NAN }, { 7.0, 7.0, 7.0, 7.0, 7.0, 7.0 },
    { 1e300, -1e300, 1.0, 2.0, 3.0, 4.0 },
  };
  for (size_t v = 0; v < G_N_ELEMENTS (values); v++)
    for (int scale = 0; scale < 2; scale++)
      for (size_t count = 1; count <= N; count += N - 1)
        {
          double low[N], high[N];
          g_autoptr (IsoChart) chart = iso_chart_new ();
          iso_chart_set_y (chart, "score", (IsoChartScale) scale);
          iso_chart_label_ends (chart);
          for (size_t i = 0; i < N; i++)
            {
              low[i] = values[v][i] - 1.0;
              high[i] = values[v][(i + 1) % N] + 1.0;
            }
          for (int s = 0; s < 9; s++)
            {
              size_t series = iso_chart_add_points (chart, "a name that is longer than there is room", s, x, values[v], count);
              IsoChartBand band = { low, high, NULL, NULL, NULL, 3.0 };
              iso_chart_set_dash (chart, series, s);
              iso_chart_set_band (chart, series, &band);
            }
          static const int sizes[][2] = { { 120, 80 }, { 480, 300 }, { 900, 400 } };
          for (size_t s = 0; s < G_N_ELEMENTS (sizes); s++)
            {
              int width = sizes[s][0], height = sizes[s][1];
              cairo_t *cairo = context_new (width + 2 * MARGIN, height + 2 * MARGIN);
              IsoChartOptions options = ISO_CHART_OPTIONS_DEFAULT;
              cairo_translate (cairo, MARGIN, MARGIN);
              g_autofree IsoChartLayout *layout = iso_chart_layout_new (cairo, chart, &options, iso_theme (ISO_THEME_DARK), width, height);
              iso_chart_draw (cairo, layout, chart, &options, iso_theme (ISO_THEME_DARK));
              g_assert_cmpint (cairo_status (cairo), ==, CAIRO_STATUS_SUCCESS);
              cairo_surface_t *surface = cairo_get_target (cairo);
              cairo_surface_flush (surface);
              const guint8 *pixels = cairo_image_surface_get_data (surface);
              size_t stride = (size_t) cairo_image_surface_get_stride (surface);
              for (int row = 0; row < height + 2 * MARGIN; row++)
                for (int column = 0; column < width + 2 * MARGIN; column++)
                  if (row < MARGIN || row >= height + MARGIN || column < MARGIN || column >= width + MARGIN)
                    g_assert_cmpint (pixels[(size_t) row * stride + 4 * (size_t) column + 3], <=, 8);
              cairo_destroy (cairo);
            }
        }
}

/* The figure holds what it needs, and its numbers are those in sight. */
static void
test_figure (Fixture *fixture, gconstpointer data)
{
  IsoOverlayOptions options = ISO_OVERLAY_OPTIONS_DEFAULT;
  IsoRunOverlay *overlay = overlay_of (fixture, &options);
  IsoChart *chart = iso_run_overlay_chart (overlay, NULL, false);
  IsoPlotWindow window = { .has_x = true, .x = { 1.5, 4.0 } };
  g_autoptr (IsoFigure) figure = iso_figure_of_chart (chart, &window, "runs-recall@1", "Curves", "recall@1");
  iso_chart_unref (chart);
  iso_run_overlay_unref (overlay);
  g_assert_true (iso_figure_is_picture (figure));
  g_autoptr (IsoNumberTable) table = iso_figure_tabulate (figure);
  g_assert_cmpuint (iso_number_table_rows (table), ==, 3);
  cairo_t *cairo = context_new (480, 320);
  IsoFigureLook look = { 480.0, 320.0, 1.0, iso_theme (ISO_THEME_LIGHT_CONTRAST) };
  iso_figure_draw (figure, cairo, &look);
  g_assert_cmpint (cairo_status (cairo), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cairo);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/run-overlay/scores", Fixture, NULL, set_up, test_scores, tear_down);
  g_test_add_func ("/run-overlay/known", test_known);
  g_test_add ("/run-overlay/smoothing", Fixture, NULL, set_up, test_smoothing, tear_down);
  g_test_add_func ("/run-overlay/lengths", test_lengths);
  g_test_add_func ("/run-overlay/stride", test_stride);
  g_test_add ("/run-overlay/chart", Fixture, NULL, set_up, test_chart, tear_down);
  g_test_add_func ("/run-overlay/reading", test_reading);
  g_test_add_func ("/run-overlay/awkward", test_awkward);
  g_test_add ("/run-overlay/figure", Fixture, NULL, set_up, test_figure, tear_down);
  return g_test_run ();
}
