#include "ui/figure/plot-range.h"

#include <string.h>

#define MOST_UNDO 64
/* Values nearer together than this, relative to their size, cannot be told apart on an axis (see axis.c). */
#define LEAST_SPAN 1e-5
#define CLOSE 1e-9
#define REVEAL_MARGIN 0.08

struct _IsoPlotRange {
  IsoPlotWindow window, before; /* before: at iso_plot_range_begin() */
  bool is_begun;                /* and nothing changed since */
  GArray *undo;                 /* IsoPlotWindow, the newest last */
  IsoAxis x, y[ISO_PLOT_Y_AXES]; /* as drawn; of the ticks nothing is used */
  size_t y_count;
  IsoRange whole, whole_y[ISO_PLOT_Y_AXES]; /* whole_y: when they were fitted last */
  double least;
};

IsoPlotRange *
iso_plot_range_new (void)
{
  IsoPlotRange *range = g_new0 (IsoPlotRange, 1);
  range->undo = g_array_new (FALSE, FALSE, sizeof (IsoPlotWindow));
  return range;
}

void
iso_plot_range_free (IsoPlotRange *range)
{
  if (range == NULL)
    return;
  g_array_unref (range->undo);
  g_free (range);
}

const IsoPlotWindow *
iso_plot_range_window (const IsoPlotRange *range)
{
  return &range->window;
}

void
iso_plot_range_take_axes (IsoPlotRange *range, const IsoAxis *x, const IsoAxis *y, size_t y_count, IsoRange whole, double least)
{
  g_return_if_fail (y_count <= ISO_PLOT_Y_AXES);
  range->x = *x;
  for (size_t i = 0; i < y_count; i++)
    range->y[i] = y[i];
  range->y_count = y_count;
  range->whole = whole;
  range->least = least;
  for (size_t i = 0; !range->window.has_y && i < y_count; i++)
    range->whole_y[i] = (IsoRange){ y[i].minimum, y[i].maximum };
}

bool
iso_plot_range_is_following (const IsoPlotRange *range)
{
  const IsoPlotWindow *window = &range->window;
  return !window->has_x || window->x.high >= range->whole.high - CLOSE * (window->x.high - window->x.low);
}

void
iso_plot_range_grow (IsoPlotRange *range, IsoRange whole)
{
  double by = whole.high - range->whole.high;
  if (range->window.has_x && by > 0.0 && iso_plot_range_is_following (range))
    {
      range->window.x.high += by;
      if (!range->x.logarithmic)
        range->window.x.low += by;
    }
  range->whole = whole;
}

void
iso_plot_range_begin (IsoPlotRange *range)
{
  range->before = range->window;
  range->is_begun = true;
}

static bool
is_same (IsoRange a, IsoRange b)
{
  double tolerance = CLOSE * (fabs (a.high - a.low) + fabs (b.high - b.low));
  return fabs (a.low - b.low) <= tolerance && fabs (a.high - b.high) <= tolerance;
}

static bool
is_same_window (const IsoPlotWindow *a, const IsoPlotWindow *b)
{
  if (a->has_x != b->has_x || a->has_y != b->has_y || (a->has_x && !is_same (a->x, b->x)))
    return false;
  for (size_t i = 0; a->has_y && i < ISO_PLOT_Y_AXES; i++)
    if (!is_same (a->y[i], b->y[i]))
      return false;
  return true;
}

static void
move_axis (IsoAxis *axis, IsoRange to)
{
  axis->minimum = to.low;
  axis->maximum = to.high;
}

/* The axes as they will be drawn, as far as that is known: there may be more changes before they are. */
static void
move_axes (IsoPlotRange *range)
{
  const IsoPlotWindow *window = &range->window;
  move_axis (&range->x, window->has_x ? window->x : range->whole);
  for (size_t i = 0; i < range->y_count; i++)
    move_axis (&range->y[i], window->has_y ? window->y[i] : range->whole_y[i]);
}

/* Takes the window; the first change after a beginning leaves the way back. */
static bool
set_window (IsoPlotRange *range, const IsoPlotWindow *window)
{
  if (is_same_window (window, &range->window))
    return false;
  if (range->is_begun)
    {
      if (range->undo->len == MOST_UNDO)
        g_array_remove_index (range->undo, 0);
      g_array_append_val (range->undo, range->before);
      range->is_begun = false;
    }
  range->window = *window;
  move_axes (range);
  return true;
}

static double
size_of (IsoRange range)
{
  return fmax (fabs (range.low), fabs (range.high));
}

/* Whether a stretch is long enough to be drawn. */
static bool
is_long_enough (IsoRange range, const IsoAxis *axis, double least)
{
  if (!isfinite (range.low) || !isfinite (range.high) || (axis->logarithmic && range.low <= 0.0))
    return false;
  return range.high - range.low >= fmax (least, LEAST_SPAN * size_of (range)) && size_of (range) < 1e300;
}

/* The fractions from … to of x as drawn, moved to where there are data. */
static void
stretch_x (IsoPlotWindow *window, const IsoPlotRange *range, double from, double to)
{
  double low = iso_axis_fraction (&range->x, range->whole.low), high = iso_axis_fraction (&range->x, range->whole.high);
  if (to - from >= (high - low) * (1.0 - 1e-6))
    {
      window->has_x = false;
      return;
    }
  double shift = from < low ? low - from : to > high ? high - to : 0.0;
  IsoRange wanted = { iso_axis_value (&range->x, from + shift), iso_axis_value (&range->x, to + shift) };
  if (!is_long_enough (wanted, &range->x, range->least))
    return;
  /* Rounding must not lose the right end, which is followed. */
  if (to + shift >= high - CLOSE)
    wanted.high = range->whole.high;
  window->has_x = true;
  window->x = wanted;
}

static void
stretch_y (IsoPlotWindow *window, const IsoPlotRange *range, double from, double to)
{
  IsoRange wanted[ISO_PLOT_Y_AXES] = { { 0.0, 1.0 }, { 0.0, 1.0 }, { 0.0, 1.0 }, { 0.0, 1.0 } };
  if (range->y_count == 0)
    return;
  double low = iso_axis_fraction (&range->y[0], range->whole_y[0].low), high = iso_axis_fraction (&range->y[0], range->whole_y[0].high);
  if (to - from >= (high - low) * (1.0 - 1e-6))
    {
      window->has_y = false;
      return;
    }
  for (size_t i = 0; i < range->y_count; i++)
    {
      wanted[i] = (IsoRange){ iso_axis_value (&range->y[i], from), iso_axis_value (&range->y[i], to) };
      if (!is_long_enough (wanted[i], &range->y[i], 0.0))
        return;
    }
  window->has_y = true;
  memcpy (window->y, wanted, sizeof wanted);
}

bool
iso_plot_range_zoom (IsoPlotRange *range, double factor_x, double factor_y, double at_x, double at_y)
{
  IsoPlotWindow window = range->window;
  g_return_val_if_fail (factor_x > 0.0 && factor_y > 0.0, false);
  if (factor_x != 1.0 && (factor_x > 1.0 || window.has_x))
    stretch_x (&window, range, at_x - at_x / factor_x, at_x + (1.0 - at_x) / factor_x);
  if (factor_y != 1.0 && (factor_y > 1.0 || window.has_y))
    stretch_y (&window, range, at_y - at_y / factor_y, at_y + (1.0 - at_y) / factor_y);
  return set_window (range, &window);
}

bool
iso_plot_range_pan (IsoPlotRange *range, double x, double y)
{
  IsoPlotWindow window = range->window;
  if (x != 0.0 && window.has_x)
    stretch_x (&window, range, x, 1.0 + x);
  /* What was zoomed stays zoomed, wherever it is moved: no test against the whole. */
  for (size_t i = 0; y != 0.0 && window.has_y && i < range->y_count; i++)
    {
      IsoRange moved = { iso_axis_value (&range->y[i], y), iso_axis_value (&range->y[i], 1.0 + y) };
      if (is_long_enough (moved, &range->y[i], 0.0))
        window.y[i] = moved;
    }
  return set_window (range, &window);
}

bool
iso_plot_range_show (IsoPlotRange *range, const IsoRange *x, const IsoRange *y)
{
  IsoPlotWindow window = range->window;
  if (x != NULL)
    stretch_x (&window, range, x->low, x->high);
  if (y != NULL)
    stretch_y (&window, range, y->low, y->high);
  return set_window (range, &window);
}

bool
iso_plot_range_reveal (IsoPlotRange *range, double value)
{
  IsoPlotWindow window = range->window;
  double fraction = iso_axis_fraction (&range->x, value);
  if (!window.has_x || !isfinite (fraction) || (fraction >= 0.0 && fraction <= 1.0))
    return false;
  double by = fraction < 0.0 ? fraction - REVEAL_MARGIN : fraction - 1.0 + REVEAL_MARGIN;
  stretch_x (&window, range, by, 1.0 + by);
  return set_window (range, &window);
}

bool
iso_plot_range_fit (IsoPlotRange *range)
{
  IsoPlotWindow window = range->window;
  window.has_x = window.has_y = false;
  return set_window (range, &window);
}

void
iso_plot_range_release_y (IsoPlotRange *range)
{
  range->window.has_y = false;
  /* The ways back would lead to values of another scale. */
  for (guint i = 0; i < range->undo->len; i++)
    g_array_index (range->undo, IsoPlotWindow, i).has_y = false;
}

/* The newest way back that leads elsewhere. */
static guint
count_undo (const IsoPlotRange *range)
{
  guint count = range->undo->len;
  while (count > 0 && is_same_window (&g_array_index (range->undo, IsoPlotWindow, count - 1), &range->window))
    count--;
  return count;
}

bool
iso_plot_range_undo (IsoPlotRange *range)
{
  guint count = count_undo (range);
  range->is_begun = false;
  if (count > 0)
    {
      range->window = g_array_index (range->undo, IsoPlotWindow, count - 1);
      move_axes (range);
    }
  g_array_set_size (range->undo, count > 0 ? count - 1 : 0);
  return count > 0;
}

bool
iso_plot_range_can_undo (const IsoPlotRange *range)
{
  return count_undo (range) > 0;
}

bool
iso_plot_range_is_zoomed (const IsoPlotRange *range)
{
  return range->window.has_x || range->window.has_y;
}

void
iso_plot_range_reset (IsoPlotRange *range)
{
  range->window = (IsoPlotWindow){ 0 };
  range->is_begun = false;
  g_array_set_size (range->undo, 0);
}
