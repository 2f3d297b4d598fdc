/* What a plot shows: zoom, pan, box, fit, undo and following, on axes of any scale. */
#include <string.h>

#include "ui/figure/plot-range.h"

/* Draws: the axes that the range asks for, as a layout would set them. */
static void
draw (IsoPlotRange *range, IsoRange x, IsoRange y, IsoRange second, bool logarithmic)
{
  const IsoPlotWindow *window = iso_plot_range_window (range);
  IsoAxis axis, axes[2];
  IsoRange now = window->has_x ? window->x : x, first = window->has_y ? window->y[0] : y;
  IsoRange other = window->has_y ? window->y[1] : second;
  iso_axis_fit (&axis, now.low, now.high, false, 5, false);
  iso_axis_fit (&axes[0], first.low, first.high, logarithmic, 5, false);
  iso_axis_fit (&axes[1], other.low, other.high, false, 5, false);
  iso_plot_range_take_axes (range, &axis, axes, 2, x, 4.0);
}

static void
draw_plain (IsoPlotRange *range, double last)
{
  draw (range, (IsoRange){ 0.0, last }, (IsoRange){ 0.0, 2.0 }, (IsoRange){ 10.0, 20.0 }, false);
}

static void
assert_range (IsoRange range, double low, double high)
{
  double tolerance = 1e-9 * (fabs (low) + fabs (high) + 1.0);
  if (!(fabs (range.low - low) <= tolerance) || !(fabs (range.high - high) <= tolerance))
    g_error ("%.12g … %.12g, not %.12g … %.12g", range.low, range.high, low, high);
}

static void
test_zoom (void)
{
  g_autoptr (IsoPlotRange) range = iso_plot_range_new ();
  const IsoPlotWindow *window = iso_plot_range_window (range);
  draw_plain (range, 1000.0);
  g_assert_false (iso_plot_range_is_zoomed (range));
  /* What is at a quarter of the width stays there: 250 = 125 + 0.25 · 500. All axes of y by the same share. */
  g_assert_true (iso_plot_range_zoom (range, 2.0, 4.0, 0.25, 0.5));
  assert_range (window->x, 125.0, 625.0);
  assert_range (window->y[0], 0.75, 1.25);
  assert_range (window->y[1], 13.75, 16.25);
  /* A second click of the wheel before anything is drawn builds on the first. */
  g_assert_true (iso_plot_range_zoom (range, 2.0, 1.0, 0.25, 0.5));
  assert_range (window->x, 187.5, 437.5);
  assert_range (window->y[0], 0.75, 1.25);
  draw_plain (range, 1000.0);
  /* Out again, and on: it ends where all is in sight, each direction for itself. */
  g_assert_true (iso_plot_range_zoom (range, 0.25, 1.0, 0.5, 0.5));
  g_assert_true (!window->has_x && window->has_y);
  g_assert_true (iso_plot_range_zoom (range, 0.1, 0.1, 0.5, 0.5));
  g_assert_false (window->has_x || window->has_y);
  g_assert_false (iso_plot_range_zoom (range, 0.5, 0.5, 0.5, 0.5));
  /* Zooming out near an end moves what is shown to where there is something. */
  iso_plot_range_zoom (range, 10.0, 1.0, 0.0, 0.5);
  assert_range (window->x, 0.0, 100.0);
  iso_plot_range_zoom (range, 0.5, 1.0, 1.0, 0.5);
  assert_range (window->x, 0.0, 200.0);
}

static void
test_limits (void)
{
  g_autoptr (IsoPlotRange) range = iso_plot_range_new ();
  const IsoPlotWindow *window = iso_plot_range_window (range);
  draw_plain (range, 1000.0);
  for (int i = 0; i < 2000; i++)
    iso_plot_range_zoom (range, 1.3, 1.3, 0.5, 0.5);
  g_assert_cmpfloat (window->x.high - window->x.low, >=, 4.0);
  g_assert_cmpfloat (window->x.high - window->x.low, <, 6.0);
  g_assert_cmpfloat (window->y[0].high - window->y[0].low, >=, 1e-5);
  g_assert_cmpfloat (window->y[1].high - window->y[1].low, >, 0.0);
  for (int i = 0; i < 5000; i++)
    iso_plot_range_pan (range, 5.0, 1e6);
  g_assert_true (isfinite (window->y[0].low) && window->y[0].low < window->y[0].high);
  g_assert_cmpfloat (window->x.high, ==, 1000.0);
  /* Nothing drawn, nothing to zoom: no harm. */
  g_autoptr (IsoPlotRange) nothing = iso_plot_range_new ();
  iso_plot_range_zoom (nothing, 2.0, 2.0, 0.5, 0.5);
  iso_plot_range_pan (nothing, 0.5, 0.5);
  g_assert_false (iso_plot_range_undo (nothing));
}

static void
test_pan (void)
{
  g_autoptr (IsoPlotRange) range = iso_plot_range_new ();
  const IsoPlotWindow *window = iso_plot_range_window (range);
  draw_plain (range, 1000.0);
  /* All is in sight: there is nowhere to go. */
  g_assert_false (iso_plot_range_pan (range, 0.3, 0.3));
  iso_plot_range_zoom (range, 10.0, 2.0, 0.5, 0.5);
  assert_range (window->x, 450.0, 550.0);
  g_assert_true (iso_plot_range_pan (range, 0.5, -0.25));
  assert_range (window->x, 500.0, 600.0);
  assert_range (window->y[0], 0.25, 1.25);
  assert_range (window->y[1], 11.25, 16.25);
  iso_plot_range_pan (range, -100.0, 0.0);
  assert_range (window->x, 0.0, 100.0);
  g_assert_false (iso_plot_range_pan (range, -0.1, 0.0));
  /* As far as a cursor needs it. */
  g_assert_false (iso_plot_range_reveal (range, 50.0));
  g_assert_true (iso_plot_range_reveal (range, 180.0));
  g_assert_true (window->x.low < 180.0 && window->x.high > 180.0 && window->x.high < 200.0);
  assert_range ((IsoRange){ 0.0, window->x.high - window->x.low }, 0.0, 100.0);
}

static void
test_box_and_undo (void)
{
  g_autoptr (IsoPlotRange) range = iso_plot_range_new ();
  const IsoPlotWindow *window = iso_plot_range_window (range);
  IsoRange x = { 0.2, 0.4 }, y = { 0.5, 1.0 };
  draw_plain (range, 1000.0);
  iso_plot_range_begin (range);
  g_assert_true (iso_plot_range_show (range, &x, &y));
  assert_range (window->x, 200.0, 400.0);
  assert_range (window->y[0], 1.0, 2.0);
  draw_plain (range, 1000.0);
  iso_plot_range_begin (range);
  g_assert_true (iso_plot_range_show (range, &x, NULL));
  assert_range (window->x, 240.0, 280.0);
  assert_range (window->y[0], 1.0, 2.0);
  /* A drag of many moves is one step. */
  iso_plot_range_begin (range);
  for (int i = 0; i < 20; i++)
    iso_plot_range_pan (range, 0.05, 0.0);
  assert_range (window->x, 280.0, 320.0);
  /* What changed nothing is no step. */
  iso_plot_range_begin (range);
  iso_plot_range_pan (range, 0.0, 0.0);
  iso_plot_range_begin (range);
  g_assert_true (iso_plot_range_fit (range));
  g_assert_false (iso_plot_range_fit (range));
  g_assert_true (iso_plot_range_undo (range));
  assert_range (window->x, 280.0, 320.0);
  g_assert_true (iso_plot_range_undo (range));
  assert_range (window->x, 240.0, 280.0);
  g_assert_true (iso_plot_range_undo (range));
  assert_range (window->x, 200.0, 400.0);
  g_assert_true (iso_plot_range_can_undo (range));
  g_assert_true (iso_plot_range_undo (range));
  g_assert_false (iso_plot_range_is_zoomed (range) || iso_plot_range_can_undo (range) || iso_plot_range_undo (range));
  /* However long one plays, the way back is long enough, and not longer. */
  for (int i = 0; i < 500; i++)
    {
      iso_plot_range_begin (range);
      iso_plot_range_zoom (range, 1.01, 1.0, 0.5, 0.5);
    }
  int steps = 0;
  while (iso_plot_range_undo (range))
    steps++;
  g_assert_cmpint (steps, ==, 64);
}

static void
test_following (void)
{
  g_autoptr (IsoPlotRange) range = iso_plot_range_new ();
  const IsoPlotWindow *window = iso_plot_range_window (range);
  draw_plain (range, 1000.0);
  /* In the middle: what is looked at stays. */
  iso_plot_range_zoom (range, 10.0, 1.0, 0.5, 0.5);
  g_assert_false (iso_plot_range_is_following (range));
  iso_plot_range_grow (range, (IsoRange){ 0.0, 1200.0 });
  assert_range (window->x, 450.0, 550.0);
  draw_plain (range, 1200.0);
  /* At the right end: it goes along, as long as it is. */
  iso_plot_range_pan (range, 100.0, 0.0);
  assert_range (window->x, 1100.0, 1200.0);
  g_assert_true (iso_plot_range_is_following (range));
  for (double last = 1201.0; last <= 1300.0; last += 1.0)
    {
      iso_plot_range_grow (range, (IsoRange){ 0.0, last });
      draw_plain (range, last);
    }
  assert_range (window->x, 1200.0, 1300.0);
  iso_plot_range_pan (range, -0.5, 0.0);
  iso_plot_range_grow (range, (IsoRange){ 0.0, 1400.0 });
  assert_range (window->x, 1150.0, 1250.0);
  iso_plot_range_reset (range);
  g_assert_true (!iso_plot_range_is_zoomed (range) && iso_plot_range_is_following (range));
}

/* A logarithmic axis is zoomed as it looks: about the geometric mean. */
static void
test_logarithmic (void)
{
  g_autoptr (IsoPlotRange) range = iso_plot_range_new ();
  const IsoPlotWindow *window = iso_plot_range_window (range);
  draw (range, (IsoRange){ 0.0, 100.0 }, (IsoRange){ 1e-4, 1.0 }, (IsoRange){ 0.0, 1.0 }, true);
  g_assert_true (iso_plot_range_zoom (range, 1.0, 2.0, 0.5, 0.5));
  assert_range (window->y[0], 1e-3, 1e-1);
  assert_range (window->y[1], 0.25, 0.75);
  g_assert_true (iso_plot_range_pan (range, 0.0, 1.0));
  assert_range (window->y[0], 1e-1, 10.0);
  for (int i = 0; i < 400; i++)
    iso_plot_range_pan (range, 0.0, -3.0);
  g_assert_cmpfloat (window->y[0].low, >, 0.0);
  g_assert_cmpfloat (window->y[0].low, <, window->y[0].high);
  /* Another scale: the values of the old one lead nowhere, forward or back. */
  iso_plot_range_begin (range);
  iso_plot_range_zoom (range, 1.0, 2.0, 0.5, 0.5);
  iso_plot_range_release_y (range);
  g_assert_false (window->has_y);
  while (iso_plot_range_undo (range))
    g_assert_false (window->has_y);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot-range/zoom", test_zoom);
  g_test_add_func ("/plot-range/limits", test_limits);
  g_test_add_func ("/plot-range/pan", test_pan);
  g_test_add_func ("/plot-range/box-and-undo", test_box_and_undo);
  g_test_add_func ("/plot-range/following", test_following);
  g_test_add_func ("/plot-range/logarithmic", test_logarithmic);
  return g_test_run ();
}
