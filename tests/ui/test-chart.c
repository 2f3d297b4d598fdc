/* Charts without a widget: which ranges they have, that nothing is lost or outside, and their numbers. */
#include <cairo-svg.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ui/figure/chart-figure.h"
#include "ui/figure/line-trace.h"

static cairo_t *
context_new (int width, int height)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  cairo_t *cairo = cairo_create (surface);
  cairo_surface_destroy (surface);
  return cairo;
}

static IsoChartLayout *
layout_of (const IsoChart *chart, const IsoPlotWindow *window)
{
  IsoChartOptions options = ISO_CHART_OPTIONS_DEFAULT;
  cairo_t *cairo = context_new (8, 8);
  options.window = window;
  IsoChartLayout *layout = iso_chart_layout_new (cairo, chart, &options, iso_theme (ISO_THEME_LIGHT), 300.0, 160.0);
  cairo_destroy (cairo);
  return layout;
}

#define MARGIN 20

/* Draws it in a larger picture; pixels of about this colour inside, none of any outside. */
static int
painted (const IsoChart *chart, const IsoPlotWindow *window, int width, int height, IsoColor color, double *top)
{
  IsoChartOptions options = ISO_CHART_OPTIONS_DEFAULT;
  const IsoTheme *theme = iso_theme (ISO_THEME_LIGHT);
  cairo_t *cairo = context_new (width + 2 * MARGIN, height + 2 * MARGIN);
  options.window = window;
  cairo_translate (cairo, MARGIN, MARGIN);
  g_autofree IsoChartLayout *layout = iso_chart_layout_new (cairo, chart, &options, theme, width, height);
  iso_chart_draw (cairo, layout, chart, &options, theme);
  double x = iso_chart_nearest (chart, 0.5 * (layout->x.minimum + layout->x.maximum), (IsoRange){ -INFINITY, INFINITY });
  if (!isnan (x))
    {
      g_autoptr (IsoReadout) readout = iso_chart_readout_new (cairo, layout, chart, theme, x);
      g_assert_true (readout->left >= 0.0 && readout->left + readout->width <= width);
    }
  g_assert_cmpint (cairo_status (cairo), ==, CAIRO_STATUS_SUCCESS);
  cairo_surface_t *surface = cairo_get_target (cairo);
  cairo_surface_flush (surface);
  const guint8 *data = cairo_image_surface_get_data (surface);
  size_t stride = (size_t) cairo_image_surface_get_stride (surface);
  int count = 0;
  *top = INFINITY;
  for (int row = 0; row < height + 2 * MARGIN; row++)
    for (int column = 0; column < width + 2 * MARGIN; column++)
      {
        const guint8 *pixel = data + (size_t) row * stride + 4 * (size_t) column;
        bool is_inside = row >= MARGIN && row < height + MARGIN && column >= MARGIN && column < width + MARGIN;
        if (pixel[3] > 8 && !is_inside)
          g_error ("%d x %d: painted at (%d, %d), outside", width, height, column - MARGIN, row - MARGIN);
        bool is_it = pixel[3] > 20 && abs (pixel[2] - (int) (color.red * pixel[3])) < 24
                     && abs (pixel[1] - (int) (color.green * pixel[3])) < 24 && abs (pixel[0] - (int) (color.blue * pixel[3])) < 24;
        count += is_it;
        if (is_it)
          *top = fmin (*top, row - MARGIN);
      }
  cairo_destroy (cairo);
  return count;
}

static void
test_ranges (void)
{
  static const double x[] = { 1.0, 2.0, 5.0, 30.0 }, y[] = { 0.65, 0.6, NAN, 0.9 };
  g_autoptr (IsoChart) chart = iso_chart_new ();
  iso_chart_set_x (chart, "k", ISO_CHART_INTEGERS);
  iso_chart_add_points (chart, "a", ISO_CHART_ACCENT, x, y, 4);
  g_autofree IsoChartLayout *plain = layout_of (chart, NULL);
  g_assert_cmpfloat (plain->x.minimum, ==, 1.0);
  g_assert_cmpfloat (plain->x.maximum, ==, 30.0);
  for (size_t i = 0; i < plain->x.tick_count; i++)
    g_assert_cmpfloat (plain->x.ticks[i], ==, floor (plain->x.ticks[i]));
  g_assert_true (plain->y.minimum < 0.61 && plain->y.minimum > 0.0 && plain->y.maximum >= 0.9);
  iso_chart_include_y (chart, 0.0, 1.0);
  g_autofree IsoChartLayout *shares = layout_of (chart, NULL);
  g_assert_cmpfloat (shares->y.minimum, ==, 0.0);
  g_assert_cmpfloat (shares->y.maximum, ==, 1.0);
  /* Zoomed along x, y is fitted to what is in sight and where the lines come from. */
  g_autoptr (IsoChart) free = iso_chart_new ();
  iso_chart_add_points (free, "a", 0, x, y, 4);
  IsoPlotWindow window = { .has_x = true, .x = { 0.5, 1.5 } };
  g_autofree IsoChartLayout *zoomed = layout_of (free, &window);
  g_assert_cmpfloat (zoomed->x.minimum, ==, 0.5);
  g_assert_cmpfloat (zoomed->y.maximum, <, 0.8);
  window = (IsoPlotWindow){ .has_y = true, .y = { { 0.25, 0.35 } } };
  g_autofree IsoChartLayout *high = layout_of (free, &window);
  g_assert_cmpfloat (high->y.minimum, ==, 0.25);
  g_assert_cmpfloat (high->y.maximum, ==, 0.35);
}

/* Every awkward thing in every scale: drawn without harm, within the frame, and what can be seen is seen. */
static void
test_awkward (void)
{
  static const double x[] = { 0.0, 1.0, 2.0, 3.0, 4.0, 5.0 };
  static const double values[][6] = {
    { 1.0, 2.0, 3.0, 2.0, 1.0, 4.0 },
    { NAN, 1.0, NAN, 2.0, NAN, 3.0 },
    { 0.0, -1.0, -2.0, 5.0, 10.0, 0.0 },
    { 1e30, 1e-30, 1e200, 1e300, 1.0, 2.0 },
    { INFINITY, 1.0, -INFINITY, 2.0, 3.0, NAN },
    { 7.0, 7.0, 7.0, 7.0, 7.0, 7.0 },
    { 1e-12, 2e-12, 1e-12, 3e-12, 1e-12, 2e-12 },
  };
  static const int sizes[][2] = { { 120, 80 }, { 300, 160 }, { 900, 400 } };
  const IsoColor color = iso_chart_color (iso_theme (ISO_THEME_LIGHT), ISO_CHART_DIVERGENCE);
  for (size_t v = 0; v < G_N_ELEMENTS (values); v++)
    for (int x_scale = 0; x_scale < 3; x_scale++)
      for (int y_scale = 0; y_scale < 2; y_scale++)
        for (int count = 1; count <= 6; count += 5)
          {
            double top;
            g_autoptr (IsoChart) chart = iso_chart_new ();
            g_autoptr (IsoCurve) curve = iso_curve_new (0.5);
            iso_chart_set_x (chart, "k", (IsoChartScale) x_scale);
            iso_chart_set_y (chart, "a name that is longer than the chart is wide", (IsoChartScale) y_scale);
            iso_chart_add_points (chart, "points", ISO_CHART_DIVERGENCE, x, values[v], (size_t) count);
            for (int i = 0; i < count; i++)
              iso_curve_append (curve, values[v][i]);
            iso_chart_add_curve (chart, "curve", ISO_CHART_LOSS, curve, 0.0);
            iso_chart_add_mark (chart, 3.0, "k = 3");
            iso_chart_add_level (chart, 1.0, "level");
            for (int s = 0; s < 3; s++)
              {
                int found = painted (chart, NULL, sizes[s][0], sizes[s][1], color, &top);
                if (v == 0 && count == 6)
                  g_assert_cmpint (found, >, 30);
              }
            IsoPlotWindow window = { true, true, { 1.5, 3.5 }, { { 0.5, 1.5 } } };
            painted (chart, &window, 300, 160, color, &top);
          }
  double top;
  g_autoptr (IsoChart) empty = iso_chart_new ();
  iso_chart_add_points (empty, "nothing", 0, x, x, 0);
  g_assert_true (iso_range_is_empty (iso_chart_extent_x (empty)));
  painted (empty, NULL, 300, 160, color, &top);
  g_autofree char *sentence = iso_chart_sentence (empty);
  g_assert_cmpstr (sentence, ==, "No values yet");
}

/* One value in a million, and one point in ten thousand, are drawn up to their height. */
static void
test_spikes (void)
{
  const IsoTheme *theme = iso_theme (ISO_THEME_LIGHT);
  const size_t count = 1000000, points = 10000;
  for (int where = 0; where < 5; where++)
    {
      double top;
      g_autoptr (IsoCurve) curve = iso_curve_new (0.9);
      size_t spike = (count - 1) * (size_t) where / 4;
      for (size_t i = 0; i < count; i++)
        iso_curve_append (curve, i == spike ? 100.0 : 1.0);
      g_autoptr (IsoChart) chart = iso_chart_new ();
      iso_chart_add_curve (chart, "curve", ISO_CHART_LOSS, curve, 1.0);
      IsoColor color = iso_chart_color (theme, ISO_CHART_LOSS);
      g_assert_cmpint (painted (chart, NULL, 400, 200, color, &top), >, 300);
      g_assert_cmpfloat (top, <, 20.0);
      g_autofree double *x = g_new (double, points), *y = g_new (double, points);
      for (size_t i = 0; i < points; i++)
        {
          x[i] = (double) i;
          y[i] = i == (points - 1) * (size_t) where / 4 ? 100.0 : 1.0;
        }
      g_autoptr (IsoChart) other = iso_chart_new ();
      iso_chart_add_points (other, "points", ISO_CHART_LOSS, x, y, points);
      painted (other, NULL, 400, 200, color, &top);
      g_assert_cmpfloat (top, <, 20.0);
    }
}

/* Of a hundred thousand points every column keeps its extremes, gaps stay gaps, and the path goes by the columns. */
static void
test_trace (void)
{
  enum { COLUMNS = 50, POINTS = 100000 };
  double least[COLUMNS], greatest[COLUMNS], found_least[COLUMNS], found_greatest[COLUMNS];
  cairo_t *cairo = context_new (8, 8);
  GRand *random = g_rand_new_with_seed (7);
  IsoLineTrace trace;
  for (int i = 0; i < COLUMNS; i++)
    {
      least[i] = found_least[i] = INFINITY;
      greatest[i] = found_greatest[i] = -INFINITY;
    }
  iso_line_trace_begin (&trace, cairo, 1000.0);
  for (int i = 0; i < POINTS; i++)
    {
      double x = (double) COLUMNS * i / POINTS, y = i == 54321 ? 900.0 : g_rand_double (random);
      int column = (int) x;
      bool is_gap = column >= 20 && column < 25;
      iso_line_trace_add (&trace, x, is_gap ? (double) NAN : y);
      least[column] = is_gap ? least[column] : fmin (least[column], y);
      greatest[column] = is_gap ? greatest[column] : fmax (greatest[column], y);
    }
  iso_line_trace_end (&trace);
  cairo_path_t *path = cairo_copy_path (cairo);
  int moves = 0;
  for (int i = 0; i < path->num_data; i += path->data[i].header.length)
    {
      int column = (int) path->data[i + 1].point.x;
      double y = path->data[i + 1].point.y;
      moves += path->data[i].header.type == CAIRO_PATH_MOVE_TO;
      found_least[column] = fmin (found_least[column], y);
      found_greatest[column] = fmax (found_greatest[column], y);
    }
  g_assert_cmpint (moves, ==, 2);
  g_assert_cmpint (path->num_data, <=, 2 * 5 * COLUMNS);
  for (int i = 0; i < COLUMNS; i++)
    {
      /* cairo keeps coordinates as 24.8 fixed numbers. */
      g_assert_true (found_least[i] == least[i] || fabs (found_least[i] - least[i]) <= 1.0 / 256.0);
      g_assert_true (found_greatest[i] == greatest[i] || fabs (found_greatest[i] - greatest[i]) <= 1.0 / 256.0);
    }
  cairo_path_destroy (path);
  cairo_destroy (cairo);
  g_rand_free (random);
}

static void
test_cursor (void)
{
  static const double x[] = { 1.0, 3.0, 9.0, 27.0 }, y[] = { 0.1, 0.2, NAN, 0.4 }, other_x[] = { 2.0, 9.0 }, other_y[] = { 5.0, 6.0 };
  const IsoRange all = { -INFINITY, INFINITY };
  g_autoptr (IsoChart) chart = iso_chart_new ();
  iso_chart_set_x (chart, "k", ISO_CHART_LOGARITHMIC);
  iso_chart_add_points (chart, "first", 0, x, y, 4);
  iso_chart_add_points (chart, "second", 1, other_x, other_y, 2);
  g_assert_cmpfloat (iso_chart_nearest (chart, -10.0, all), ==, 1.0);
  g_assert_cmpfloat (iso_chart_nearest (chart, 2.2, all), ==, 2.0);
  g_assert_cmpfloat (iso_chart_nearest (chart, 1e9, all), ==, 27.0);
  g_assert_cmpfloat (iso_chart_nearest (chart, 1e9, (IsoRange){ 0.0, 10.0 }), ==, 9.0);
  g_assert_true (isnan (iso_chart_nearest (chart, 5.0, (IsoRange){ 4.0, 5.0 })));
  static const double forth[] = { 1.0, 2.0, 3.0, 9.0, 27.0, 27.0 };
  for (int i = 0; i < 5; i++)
    {
      g_assert_cmpfloat (iso_chart_next (chart, forth[i], 1, 0.0), ==, forth[i + 1]);
      g_assert_cmpfloat (iso_chart_next (chart, forth[i + 1], -1, 0.0), ==, i < 4 ? forth[i] : 9.0);
    }
  g_assert_cmpfloat (iso_chart_next (chart, 1.0, 1, 5.0), ==, 9.0);
  g_autofree IsoChartLayout *layout = layout_of (chart, NULL);
  g_assert_cmpfloat (iso_chart_x_at (layout, chart, iso_plot_box_x (&layout->box, &layout->x, 9.3)), ==, 9.0);
  cairo_t *cairo = context_new (8, 8);
  g_autoptr (IsoReadout) readout = iso_chart_readout_new (cairo, layout, chart, iso_theme (ISO_THEME_DARK), 9.0);
  g_autofree char *sentence = iso_readout_sentence (readout), *whole = iso_chart_sentence (chart);
  g_assert_cmpstr (sentence, ==, "k 9: first NaN, second 6.000");
  g_assert_cmpstr (whole, ==, "k 1 to 27: first, second");
  cairo_destroy (cairo);
}

static void
test_table (void)
{
  static const double x[] = { 2.5, 4.0 }, y[] = { 0.1, -3.0 };
  g_autoptr (IsoChart) chart = iso_chart_new ();
  g_autoptr (IsoCurve) curve = iso_curve_new (0.9);
  for (int i = 0; i < 6; i++)
    iso_curve_append (curve, i == 2 ? (double) NAN : 0.1 * i);
  iso_chart_set_x (chart, "step", ISO_CHART_INTEGERS);
  iso_chart_add_curve (chart, "run, \"a\"", 0, curve, 1.0);
  iso_chart_add_points (chart, "b", 1, x, y, 2);
  g_autoptr (IsoNumberTable) table = iso_chart_table (chart, (IsoRange){ 2.0, 4.0 });
  g_autoptr (GError) error = NULL;
  size_t length;
  g_autofree char *csv = iso_number_table_csv (table, &length, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (csv, ==, "step,\"run, \"\"a\"\"\",b\n2,0.1,\n2.5,,0.1\n3,,\n4,0.3,-3\n");
  g_assert_cmpuint (length, ==, strlen (csv));
  char text[32];
  iso_number_table_cell (table, text, sizeof text, 1, 1, iso_number_table_decimals (table, 1));
  g_assert_cmpstr (text, ==, "–");
  iso_number_table_cell (table, text, sizeof text, 3, 2, iso_number_table_decimals (table, 2));
  g_assert_cmpstr (text, ==, "−3.0000");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_cancellable_cancel (cancellable);
  g_assert_null (iso_number_table_csv (table, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Every number comes back from the file as it went in. */
static void
test_digits (void)
{
  static const char *const names[] = { "double", "float" };
  GRand *random = g_rand_new_with_seed (9);
  g_autoptr (IsoNumberTable) table = iso_number_table_new (names, 2, 2000);
  for (int i = 0; i < 2000; i++)
    {
      double value = ldexp (g_rand_double_range (random, -1.0, 1.0), g_rand_int_range (random, -60, 60));
      iso_number_table_column (table, 0)[i] = value;
      iso_number_table_column (table, 1)[i] = (double) (float) value;
    }
  iso_number_table_set_digits (table, 1, 9);
  g_autofree char *csv = iso_number_table_csv (table, NULL, NULL, NULL);
  g_auto (GStrv) lines = g_strsplit (csv, "\n", -1);
  for (size_t i = 0; i < 2000; i++)
    {
      char *end;
      g_assert_true (g_ascii_strtod (lines[i + 1], &end) == iso_number_table_value (table, i, 0));
      g_assert_true ((float) g_ascii_strtod (end + 1, NULL) == (float) iso_number_table_value (table, i, 1));
    }
  g_rand_free (random);
}

static cairo_status_t
append_bytes (void *closure, const unsigned char *data, unsigned int length)
{
  g_string_append_len (closure, (const char *) data, (gssize) length);
  return CAIRO_STATUS_SUCCESS;
}

static void
test_vector (void)
{
  IsoChartOptions options = ISO_CHART_OPTIONS_DEFAULT;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (IsoChart) chart = iso_chart_new ();
  g_autoptr (IsoCurve) curve = iso_curve_new (0.9);
  for (int i = 0; i < 5000; i++)
    iso_curve_append (curve, sin (0.01 * i));
  iso_chart_add_curve (chart, "curve", 0, curve, 0.0);
  cairo_surface_t *surface = cairo_svg_surface_create_for_stream (append_bytes, text, 300.0, 160.0);
  cairo_t *cairo = cairo_create (surface);
  g_autofree IsoChartLayout *layout = iso_chart_layout_new (cairo, chart, &options, iso_theme (ISO_THEME_LIGHT), 300.0, 160.0);
  iso_chart_draw (cairo, layout, chart, &options, iso_theme (ISO_THEME_LIGHT));
  cairo_destroy (cairo);
  cairo_surface_finish (surface);
  cairo_surface_destroy (surface);
  g_assert_cmpuint (text->len, >, 5000);
  g_assert_null (strstr (text->str, "<image"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/chart/ranges", test_ranges);
  g_test_add_func ("/chart/awkward", test_awkward);
  g_test_add_func ("/chart/spikes", test_spikes);
  g_test_add_func ("/chart/trace", test_trace);
  g_test_add_func ("/chart/cursor", test_cursor);
  g_test_add_func ("/chart/table", test_table);
  g_test_add_func ("/chart/digits", test_digits);
  g_test_add_func ("/chart/vector", test_vector);
  return g_test_run ();
}
