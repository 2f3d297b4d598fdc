/* The chart of a run: nothing outside its frame, nothing lost in it. What is read from it: test-curves-readout.c. */
#include "tests/support/run-curves.h"

static void
test_reading (void)
{
  g_autoptr (IsoHistory) history = history_new (100, 17, 1.0, 2);
  g_autoptr (IsoRunCurves) curves = iso_run_curves_new (17);
  g_assert_cmpuint (iso_run_curves_last_step (curves), ==, 0);
  g_assert_null (iso_run_curves_epoch_at (curves, 5));
  iso_run_curves_read (curves, history);
  g_assert_cmpuint (iso_run_curves_last_step (curves), ==, 100);
  g_assert_cmpuint (curves->events->len, ==, 2);
  g_assert_cmpint (iso_run_curves_epoch_at (curves, 0)->epoch, ==, 0);
  g_assert_cmpint (iso_run_curves_epoch_at (curves, 16)->epoch, ==, 0);
  g_assert_cmpint (iso_run_curves_epoch_at (curves, 17)->epoch, ==, 1);
  g_assert_cmpint (iso_run_curves_epoch_at (curves, 100)->epoch, ==, 5);
  g_assert_true (isnan (iso_run_curves_value (curves, ISO_RUN_DIVERGENCE, 10)));
  IsoStepRecord record;
  iso_history_read_steps (history, &record, 41, 1);
  g_assert_true (fabs (iso_run_curves_value (curves, ISO_RUN_LOSS, 42) - record.loss) < 1e-6);

  IsoStepRecord later = { .step = 104, .epoch = 6, .loss = NAN, .divergence = 1.0 };
  iso_history_add_step (history, &later);
  g_assert_true (iso_run_curves_read (curves, history));
  g_assert_cmpuint (iso_run_curves_last_step (curves), ==, 104);
  g_assert_true (isnan (iso_run_curves_value (curves, ISO_RUN_LOSS, 102)));
  /* The NaN is told once: by this, and once the history reports it, by the history. */
  g_autoptr (GArray) events = iso_curves_all_events (curves);
  g_assert_cmpuint (events->len, ==, 3);
  g_assert_cmpint (g_array_index (events, IsoEvent, 2).kind, ==, ISO_EVENT_NUMERIC);
  IsoEvent event = { 104, ISO_EVENT_NUMERIC, NULL, "loss is NaN" };
  iso_history_add_event (history, &event);
  iso_run_curves_read (curves, history);
  g_autoptr (GArray) reported = iso_curves_all_events (curves);
  g_assert_cmpuint (reported->len, ==, 3);
  g_assert_cmpstr (g_array_index (reported, IsoEvent, 2).text, ==, "loss is NaN");
}

#define MARGIN 24

/* Draws the figure in a larger picture and looks for anything outside of its frame, and for something inside. */
static void
check_frame (const IsoRunCurves *curves, IsoCurvesOptions options, int width, int height, guint64 cursor)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width + 2 * MARGIN, height + 2 * MARGIN);
  cairo_t *cairo = cairo_create (surface);
  const IsoTheme *theme = iso_theme (ISO_THEME_LIGHT);
  cairo_translate (cairo, MARGIN, MARGIN);
  g_autofree IsoCurvesLayout *layout = iso_curves_layout_new (cairo, curves, &options, theme, width, height);
  g_assert_true (layout->left < layout->right && layout->top < layout->bottom);
  iso_curves_draw (cairo, layout, curves, &options, theme);
  if (cursor > 0)
    {
      g_autoptr (IsoReadout) readout = iso_curves_readout_new (cairo, layout, curves, &options, theme, cursor);
      g_assert_true (readout->left >= 0.0 && readout->left + readout->width <= width);
      g_assert_true (readout->top >= 0.0 && readout->top + readout->height <= height);
      iso_curves_readout_draw (cairo, readout, layout, curves, &options, theme, cursor);
    }
  g_assert_cmpint (cairo_status (cairo), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cairo);
  cairo_surface_flush (surface);
  const guchar *data = cairo_image_surface_get_data (surface);
  size_t stride = (size_t) cairo_image_surface_get_stride (surface), inside = 0;
  for (int y = 0; y < height + 2 * MARGIN; y++)
    for (int x = 0; x < width + 2 * MARGIN; x++)
      {
        guint32 pixel;
        memcpy (&pixel, data + (size_t) y * stride + 4 * (size_t) x, 4);
        bool is_inside = x >= MARGIN && x < MARGIN + width && y >= MARGIN && y < MARGIN + height;
        if (pixel >> 24 > 8 && !is_inside)
          g_error ("%d x %d: painted at (%d, %d), outside", width, height, x - MARGIN, y - MARGIN);
        inside += pixel >> 24 > 8;
      }
  g_assert_cmpuint (inside, >, (size_t) (width + height));
  cairo_surface_destroy (surface);
}

static void
test_frame (void)
{
  static const int sizes[][2] = { { 200, 130 }, { 400, 160 }, { 660, 260 }, { 1500, 500 } };
  for (int size = 0; size < 4; size++)
    for (int kind = 0; kind < 16; kind++)
      {
        int steps = kind & 4 ? 40000 : 238, events = kind & 8 ? 45 : 3;
        g_autoptr (IsoRunCurves) curves = curves_new (steps, steps / 14, kind & 1 ? 1.0 : 0.03, events);
        IsoCurvesOptions options = ISO_CURVES_OPTIONS_DEFAULT;
        options.logarithmic = kind & 2;
        options.has_legend = sizes[size][0] >= 400;
        if (kind % 3 == 2)
          curves->scores[1] = (IsoScoreKey) { ISO_METRIC_SPECTRAL_DECAY, 0 };
        for (int at = 0; at <= 4; at++)
          check_frame (curves, options, sizes[size][0], sizes[size][1], (guint64) MAX (1, steps * at / 4));
      }
}

/* Zoomed along the steps, along the values, or both: nothing outside the frame, and the axes are those asked for. */
static void
test_window (void)
{
  for (int kind = 0; kind < 8; kind++)
    {
      int steps = kind & 4 ? 40000 : 238;
      g_autoptr (IsoRunCurves) curves = curves_new (steps, steps / 14, kind & 2 ? 1.0 : 0.03, 5);
      for (int share = 0; share < 4; share++)
        for (int directions = 1; directions < 4; directions++)
          {
            IsoCurvesOptions options = ISO_CURVES_OPTIONS_DEFAULT;
            IsoPlotWindow window = { (directions & 1) != 0, (directions & 2) != 0, { 0.2 * share * steps, 0.2 * share * steps + 12.5 },
                                     { { 1.1, 1.25 }, { 0.01, 0.04 }, { 0.7, 0.75 }, { 0.7, 0.75 } } };
            options.window = &window;
            options.own_scale = (kind & 2) == 0;
            options.logarithmic = (kind & 1) != 0;
            check_frame (curves, options, 660, 260, (guint64) (0.2 * share * steps) + 1);
            options.has_legend = false;
            check_frame (curves, options, 200, 130, (guint64) steps);
            cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 8, 8);
            cairo_t *cairo = cairo_create (surface);
            g_autofree IsoCurvesLayout *layout = iso_curves_layout_new (cairo, curves, &options, iso_theme (ISO_THEME_DARK), 660.0,
                                                                        260.0);
            g_assert_true (!window.has_x || (layout->steps.minimum == window.x.low && layout->steps.maximum == window.x.high));
            g_assert_true (!window.has_y || (layout->loss.minimum == 1.1 && layout->scores[0].maximum == 0.75));
            g_assert_true (!window.has_y || layout->divergence.maximum == (layout->has_own_scale ? 0.04 : 1.25));
            guint64 step = iso_curves_step_at (layout, curves, 9000.0);
            g_assert_true (!window.has_x || ((double) step <= window.x.high && (double) step >= window.x.low));
            cairo_destroy (cairo);
            cairo_surface_destroy (surface);
          }
    }
}

/* Along the steps alone, the values in sight fill the height: the start's large ones no longer count. */
static void
test_fitted_to_sight (void)
{
  g_autoptr (IsoRunCurves) curves = curves_new (2000, 100, 1.0, 0);
  IsoCurvesOptions options = ISO_CURVES_OPTIONS_DEFAULT;
  IsoPlotWindow window = { .has_x = true, .x = { 0.0, 8.0 } };
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 8, 8);
  cairo_t *cairo = cairo_create (surface);
  options.window = &window;
  g_autofree IsoCurvesLayout *start = iso_curves_layout_new (cairo, curves, &options, iso_theme (ISO_THEME_DARK), 660.0, 260.0);
  window.x = (IsoRange){ 1500.0, 2000.0 };
  g_autofree IsoCurvesLayout *end = iso_curves_layout_new (cairo, curves, &options, iso_theme (ISO_THEME_DARK), 660.0, 260.0);
  g_assert_cmpfloat (start->loss.maximum, >, 4.0);
  g_assert_cmpfloat (end->loss.maximum, <, 1.6);
  cairo_destroy (cairo);
  cairo_surface_destroy (surface);
}

static void
test_sparse (void)
{
  for (int steps = 1; steps < 6; steps++)
    {
      g_autoptr (IsoRunCurves) curves = curves_new (steps, 17, 1.0, 0);
      for (int hidden = 0; hidden < 16; hidden++)
        {
          IsoCurvesOptions options = ISO_CURVES_OPTIONS_DEFAULT;
          for (int series = 0; series < ISO_RUN_SERIES; series++)
            options.shown[series] = (hidden >> series & 1) == 0;
          check_frame (curves, options, 500, 200, 1);
        }
    }
  g_autoptr (IsoRunCurves) empty = iso_run_curves_new (0);
  check_frame (empty, (IsoCurvesOptions) ISO_CURVES_OPTIONS_DEFAULT, 500, 200, 0);
}

/* The first steps are ten times as high as the rest; they must not flatten it, and the newest value is always on the axis. */
static void
test_range (void)
{
  g_autoptr (IsoRunCurves) curves = curves_new (2000, 100, 1.0, 0);
  IsoCurvesOptions options = ISO_CURVES_OPTIONS_DEFAULT;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 8, 8);
  cairo_t *cairo = cairo_create (surface);
  g_autofree IsoCurvesLayout *layout = iso_curves_layout_new (cairo, curves, &options, iso_theme (ISO_THEME_DARK), 660.0, 260.0);
  g_assert_false (layout->has_own_scale);
  g_assert_cmpfloat (layout->loss.maximum, <, 2.0);
  double newest = iso_run_curves_smoothed (curves, ISO_RUN_LOSS, 2000);
  double y = iso_curves_y (layout, ISO_RUN_LOSS, newest);
  g_assert_true (y > layout->top && y < layout->bottom);

  g_autoptr (IsoRunCurves) apart = curves_new (2000, 100, 0.02, 0);
  g_autofree IsoCurvesLayout *second = iso_curves_layout_new (cairo, apart, &options, iso_theme (ISO_THEME_DARK), 660.0, 260.0);
  g_assert_true (second->has_own_scale);
  g_assert_cmpuint (second->divergence.tick_count, ==, second->loss.tick_count);
  g_assert_true (second->divergence.maximum < 0.1);
  options.logarithmic = true;
  g_autofree IsoCurvesLayout *third = iso_curves_layout_new (cairo, apart, &options, iso_theme (ISO_THEME_DARK), 660.0, 260.0);
  g_assert_false (third->has_own_scale);
  g_assert_true (third->loss.logarithmic && third->loss.minimum < 0.03 && third->loss.maximum > 1.2);
  g_assert_cmpuint (iso_curves_step_at (third, apart, -50.0), ==, 1);
  g_assert_cmpuint (iso_curves_step_at (third, apart, 9000.0), ==, 2000);
  g_assert_cmpuint (iso_curves_step_at (third, apart, iso_curves_x (third, 777.0)), ==, 777);
  cairo_destroy (cairo);
  cairo_surface_destroy (surface);
}

static IsoCurvesLayout *
layout_of (IsoRunCurves *curves, IsoMetricName first, IsoMetricName second, const IsoCurvesOptions *options)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 8, 8);
  cairo_t *cairo = cairo_create (surface);
  curves->scores[0] = (IsoScoreKey) { first, first == ISO_METRIC_RECALL };
  curves->scores[1] = (IsoScoreKey) { second, second == ISO_METRIC_RECALL };
  IsoCurvesLayout *layout = iso_curves_layout_new (cairo, curves, options, iso_theme (ISO_THEME_DARK), 660.0, 260.0);
  cairo_destroy (cairo);
  cairo_surface_destroy (surface);
  return layout;
}

static void
assert_within (const IsoCurvesLayout *layout, IsoRunSeries series, double value)
{
  double y = iso_curves_y (layout, series, value);
  g_assert_true (y >= layout->top - 1e-6 && y <= layout->bottom + 1e-6);
}

/* Shares stand on one axis, distances on one; what is of another kind has an axis of its own, on the same grid lines. */
static void
test_scores (void)
{
  g_autoptr (IsoRunCurves) curves = curves_new (238, 17, 1.0, 0);
  IsoCurvesOptions options = ISO_CURVES_OPTIONS_DEFAULT;
  g_autofree IsoCurvesLayout *usual = layout_of (curves, ISO_METRIC_RECALL, ISO_METRIC_MAP_AT_R, &options);
  g_assert_false (usual->has_own_scores);
  g_assert_cmpfloat (usual->scores[0].maximum, ==, usual->scores[1].maximum);
  g_assert_cmpfloat (usual->scores[0].maximum, <=, 1.0);
  g_autofree IsoCurvesLayout *distances = layout_of (curves, ISO_METRIC_INTRA, ISO_METRIC_INTER, &options);
  g_assert_false (distances->has_own_scores);
  assert_within (distances, ISO_RUN_FIRST_SCORE, 0.3);
  assert_within (distances, ISO_RUN_SECOND_SCORE, 0.5);
  g_autofree IsoCurvesLayout *apart = layout_of (curves, ISO_METRIC_RECALL, ISO_METRIC_SPECTRAL_DECAY, &options);
  g_assert_true (apart->has_own_scores && apart->has_scores);
  g_assert_cmpuint (apart->scores[0].tick_count, ==, apart->scores[1].tick_count);
  g_assert_cmpfloat (apart->scores[0].maximum, <=, 1.0);
  g_assert_cmpfloat (apart->scores[1].maximum, >=, 40.0);
  g_assert_true (apart->score_labels[0] < apart->score_labels[1] && apart->right < apart->score_labels[0]);
  g_assert_true (apart->right < usual->right);
  assert_within (apart, ISO_RUN_FIRST_SCORE, 0.8);
  assert_within (apart, ISO_RUN_SECOND_SCORE, 40.0);
  /* One of them alone needs but one axis, and its own end. */
  options.shown[ISO_RUN_FIRST_SCORE] = false;
  g_autofree IsoCurvesLayout *alone = layout_of (curves, ISO_METRIC_RECALL, ISO_METRIC_SPECTRAL_DECAY, &options);
  g_assert_true (alone->has_scores && !alone->has_own_scores);
  assert_within (alone, ISO_RUN_SECOND_SCORE, 40.0);
}

/* What was not computed, or not yet, is drawn and told nowhere. */
static void
test_missing_scores (void)
{
  g_autoptr (IsoRunCurves) curves = curves_new (238, 17, 1.0, 0);
  IsoCurvesOptions options = ISO_CURVES_OPTIONS_DEFAULT;
  const IsoTheme *theme = iso_theme (ISO_THEME_LIGHT);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 8, 8);
  cairo_t *cairo = cairo_create (surface);
  g_autofree IsoCurvesLayout *layout = layout_of (curves, ISO_METRIC_NMI, ISO_METRIC_MAP_AT_R, &options);
  g_assert_cmpstr (iso_run_series_name (curves, ISO_RUN_FIRST_SCORE), ==, "nmi");
  g_assert_true (isnan (iso_run_curves_raw_score (curves, ISO_RUN_FIRST_SCORE)));
  g_assert_cmpfloat (iso_run_curves_raw_score (curves, ISO_RUN_SECOND_SCORE), ==, 0.34);
  g_autoptr (IsoReadout) early = iso_curves_readout_new (cairo, layout, curves, &options, theme, 10);
  g_autofree char *before = iso_readout_sentence (early);
  g_assert_null (strstr (before, "nmi"));
  g_assert_nonnull (strstr (before, "map@r"));
  g_autoptr (IsoReadout) late = iso_curves_readout_new (cairo, layout, curves, &options, theme, 100);
  g_autofree char *after = iso_readout_sentence (late);
  g_assert_nonnull (strstr (after, "nmi 0.700, map@r"));
  check_frame (curves, options, 500, 200, 100);
  cairo_destroy (cairo);
  cairo_surface_destroy (surface);
}

/* Where not every epoch was evaluated the cursor still knows which one it is in. */
static void
test_seldom_evaluated (void)
{
  g_autoptr (IsoHistory) history = iso_history_new ();
  g_autoptr (IsoRunCurves) curves = iso_run_curves_new (10);
  for (int step = 1; step <= 60; step++)
    {
      IsoStepRecord record = { .step = (guint64) step, .epoch = (step - 1) / 10, .loss = 1.0, .divergence = 0.5 };
      iso_history_add_step (history, &record);
    }
  for (int epoch = 0; epoch <= 6; epoch += 3)
    {
      IsoEpochRecord record = { .step = (guint64) epoch * 10, .epoch = epoch };
      iso_history_add_epoch (history, &record);
    }
  iso_run_curves_read (curves, history);
  for (int step = 1; step <= 60; step++)
    g_assert_cmpint (iso_run_curves_finished_epochs (curves, (guint64) step), ==, step / 10);
}

/* A change before the first step divides nothing; those after it are read on. */
static void
test_change_before_the_first_step (void)
{
  g_autoptr (IsoHistory) history = history_new (200, 17, 0.1, 0);
  g_autoptr (IsoRunCurves) curves = iso_run_curves_new (17);
  IsoEvent early = { 1, ISO_EVENT_CHANGE, "distill.omega", "early" }, late = { 43, ISO_EVENT_CHANGE, "distill.omega", "late" };
  iso_history_add_event (history, &early);
  g_assert_true (iso_run_curves_read (curves, history));
  g_assert_cmpuint (curves->events->len, ==, 0);
  iso_history_add_event (history, &late);
  g_assert_true (iso_run_curves_read (curves, history));
  g_assert_false (iso_run_curves_read (curves, history));
  g_assert_cmpuint (curves->events->len, ==, 1);
  g_assert_cmpstr (g_array_index (curves->events, IsoEvent, 0).text, ==, "late");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/curves/change-before-the-first-step", test_change_before_the_first_step);
  g_test_add_func ("/curves/reading", test_reading);
  g_test_add_func ("/curves/frame", test_frame);
  g_test_add_func ("/curves/window", test_window);
  g_test_add_func ("/curves/fitted-to-sight", test_fitted_to_sight);
  g_test_add_func ("/curves/sparse", test_sparse);
  g_test_add_func ("/curves/range", test_range);
  g_test_add_func ("/curves/scores", test_scores);
  g_test_add_func ("/curves/missing-scores", test_missing_scores);
  g_test_add_func ("/curves/seldom-evaluated", test_seldom_evaluated);
  return g_test_run ();
}
