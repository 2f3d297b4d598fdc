/* What is read from the chart of a run: values at the cursor, alarms in words, paths in a document. */
#include "tests/support/run-curves.h"

static void
test_readout (void)
{
  g_autoptr (IsoRunCurves) curves = curves_new (238, 17, 1.0, 1);
  IsoCurvesOptions options = ISO_CURVES_OPTIONS_DEFAULT;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 8, 8);
  cairo_t *cairo = cairo_create (surface);
  const IsoTheme *theme = iso_theme (ISO_THEME_LIGHT);
  g_autofree IsoCurvesLayout *layout = iso_curves_layout_new (cairo, curves, &options, theme, 660.0, 260.0);
  g_autoptr (IsoReadout) left = iso_curves_readout_new (cairo, layout, curves, &options, theme, 20);
  g_assert_true (left->left > left->x);
  g_autoptr (IsoReadout) right = iso_curves_readout_new (cairo, layout, curves, &options, theme, 230);
  g_assert_true (right->left + right->width < right->x);
  g_autofree char *sentence = iso_readout_sentence (right);
  g_autofree char *expected = g_strdup_printf ("step 230 · epoch 13: loss %.3f, KL %.3f, recall@1 %.3f, map@r %.3f",
                                               iso_run_curves_value (curves, ISO_RUN_LOSS, 230),
                                               iso_run_curves_value (curves, ISO_RUN_DIVERGENCE, 230),
                                               iso_run_curves_epoch_at (curves, 230)->test.recall_1,
                                               iso_run_curves_epoch_at (curves, 230)->test.map_at_r);
  g_assert_cmpstr (sentence, ==, expected);
  g_autoptr (IsoReadout) event = iso_curves_readout_new (cairo, layout, curves, &options, theme, 119);
  g_autofree char *told = iso_readout_sentence (event);
  g_assert_nonnull (strstr (told, "ω 0.5 → 0.8 from step 119"));
  cairo_destroy (cairo);
  cairo_surface_destroy (surface);
}

static cairo_status_t
count_bytes (void *closure, const unsigned char *data, unsigned int length)
{
  GString *text = closure;
  g_string_append_len (text, (const char *) data, (gssize) length);
  return CAIRO_STATUS_SUCCESS;
}

/* Paths, no embedded picture, where the figure ends in PDF or SVG. */
static void
test_vector (void)
{
  g_autoptr (IsoRunCurves) curves = curves_new (5000, 250, 1.0, 3);
  IsoCurvesOptions options = ISO_CURVES_OPTIONS_DEFAULT;
  const IsoTheme *theme = iso_theme (ISO_THEME_LIGHT);
  for (int kind = 0; kind < 2; kind++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      cairo_surface_t *surface = kind == 0 ? cairo_svg_surface_create_for_stream (count_bytes, text, 600.0, 260.0)
                                           : cairo_pdf_surface_create_for_stream (count_bytes, text, 600.0, 260.0);
      cairo_t *cairo = cairo_create (surface);
      g_autofree IsoCurvesLayout *layout = iso_curves_layout_new (cairo, curves, &options, theme, 600.0, 260.0);
      iso_curves_draw (cairo, layout, curves, &options, theme);
      cairo_destroy (cairo);
      cairo_surface_finish (surface);
      g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
      cairo_surface_destroy (surface);
      g_assert_cmpuint (text->len, >, 10000);
      g_assert_null (kind == 0 ? strstr (text->str, "<image") : NULL);
    }
}

/* Pixels that differ by more than a little between two charts of the same run. */
static int
differing (const IsoRunCurves *first, const IsoRunCurves *second)
{
  enum { WIDTH = 500, HEIGHT = 220 };
  const IsoTheme *theme = iso_theme (ISO_THEME_DARK);
  cairo_surface_t *surfaces[2];
  for (int i = 0; i < 2; i++)
    {
      IsoCurvesOptions options = ISO_CURVES_OPTIONS_DEFAULT;
      const IsoRunCurves *curves = i == 0 ? first : second;
      surfaces[i] = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
      cairo_t *cairo = cairo_create (surfaces[i]);
      g_autofree IsoCurvesLayout *layout = iso_curves_layout_new (cairo, curves, &options, theme, WIDTH, HEIGHT);
      iso_curves_draw (cairo, layout, curves, &options, theme);
      cairo_destroy (cairo);
      cairo_surface_flush (surfaces[i]);
    }
  int count = 0;
  const guint8 *a = cairo_image_surface_get_data (surfaces[0]), *b = cairo_image_surface_get_data (surfaces[1]);
  for (int at = 0; at < WIDTH * HEIGHT * 4; at++)
    count += ABS (a[at] - b[at]) > 40;
  cairo_surface_destroy (surfaces[0]);
  cairo_surface_destroy (surfaces[1]);
  return count;
}

static IsoRunCurves *
curves_with (IsoEventKind kind, const char *key, const char *text)
{
  g_autoptr (IsoHistory) history = history_new (200, 17, 0.1, 0);
  IsoEvent event = { 43, kind, key, text };
  iso_history_add_event (history, &event);
  IsoRunCurves *curves = iso_run_curves_new (17);
  iso_run_curves_read (curves, history);
  return curves;
}

/* An alarm is told apart from a change by shape as well as colour, and told in words. */
static void
test_alarm (void)
{
  g_autoptr (IsoRunCurves) alarm = curves_with (ISO_EVENT_ALARM, "collapse", "same: words");
  g_autoptr (IsoRunCurves) change = curves_with (ISO_EVENT_CHANGE, "distill.omega", "same: words");
  const IsoTheme *theme = iso_theme (ISO_THEME_DARK);
  IsoColor color = iso_curves_event_color (theme, ISO_EVENT_ALARM), other = iso_curves_event_color (theme, ISO_EVENT_CHANGE);
  g_assert_true (fabs (color.blue - other.blue) > 0.2);
  g_assert_cmpint (differing (alarm, change), >, 100);
  g_assert_cmpint (differing (alarm, alarm), ==, 0);
  g_autofree char *sentence = iso_curves_alarm_sentence (alarm), *none = iso_curves_alarm_sentence (change);
  g_assert_null (none);
  g_assert_nonnull (strstr (sentence, "same: words, step 43"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/curves-readout/readout", test_readout);
  g_test_add_func ("/curves-readout/vector", test_vector);
  g_test_add_func ("/curves-readout/alarm", test_alarm);
  return g_test_run ();
}
