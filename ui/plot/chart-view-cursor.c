/* The cursor of a chart, by pointer, by keys, or led by another plot. */
#include <math.h>

#include "ui/plot/canvas-input.h"
#include "ui/plot/chart-view-private.h"

static bool
is_same (double a, double b)
{
  return a == b || (isnan (a) && isnan (b));
}

static double
own_cursor (IsoChartView *view)
{
  if (view->layout == NULL || iso_chart_view_is_empty (view))
    return NAN;
  return view->has_pointer ? iso_chart_x_at (view->layout, view->chart, view->pointer_x) : view->has_key ? view->key_x : (double) NAN;
}

double
iso_chart_view_cursor (IsoChartView *view)
{
  g_return_val_if_fail (ISO_IS_CHART_VIEW (view), NAN);
  double own = own_cursor (view);
  if (!isnan (own) || isnan (view->linked_x) || view->layout == NULL || iso_chart_view_is_empty (view))
    return own;
  IsoRange sight = { view->layout->x.minimum, view->layout->x.maximum };
  if (view->linked_x < sight.low || view->linked_x > sight.high)
    return NAN;
  return iso_chart_nearest (view->chart, view->linked_x, sight);
}

void
iso_chart_view_tell_cursor (IsoChartView *view)
{
  double x = own_cursor (view);
  if (is_same (x, view->told_x))
    return;
  view->told_x = x;
  g_signal_emit_by_name (view, "cursor-moved", x);
}

void
iso_chart_view_set_cursor (IsoChartView *view, double x)
{
  g_return_if_fail (ISO_IS_CHART_VIEW (view));
  if (is_same (x, view->linked_x))
    return;
  view->linked_x = x;
  gtk_widget_queue_draw (GTK_WIDGET (view));
}

static void
pointer_moved (GtkEventControllerMotion *controller, double x, double y, IsoChartView *view)
{
  /* A motion is also told when the widget moves below a pointer at rest: that must not take the cursor from the keys. */
  if (view->has_key && x == view->pointer_x)
    return;
  bool was_key = view->has_key;
  view->pointer_x = x;
  view->has_pointer = true;
  view->has_key = false;
  gtk_widget_queue_draw (GTK_WIDGET (view));
  iso_chart_view_tell_cursor (view);
  if (was_key)
    iso_chart_view_describe (view);
}

static void
pointer_left (GtkEventControllerMotion *controller, IsoChartView *view)
{
  view->has_pointer = false;
  gtk_widget_queue_draw (GTK_WIDGET (view));
  iso_chart_view_tell_cursor (view);
}

static void
set_key (IsoChartView *view, bool has_key, double x)
{
  view->has_key = has_key;
  view->has_pointer = view->has_pointer && !has_key;
  view->key_x = x;
  gtk_widget_queue_draw (GTK_WIDGET (view));
  iso_chart_view_tell_cursor (view);
  iso_chart_view_describe (view);
}

static void
focus_left (GtkEventControllerFocus *controller, IsoChartView *view)
{
  if (view->has_key)
    set_key (view, false, NAN);
}

/* Value by value, or as many at once as share a pixel. */
static double
next_x (IsoChartView *view, double at, int direction)
{
  const IsoAxis *axis = &view->layout->x;
  double width = view->layout->box.right - view->layout->box.left, place = iso_axis_fraction (axis, at);
  double away = iso_axis_value (axis, place + direction / width);
  if (isnan (at))
    return iso_chart_nearest (view->chart, direction > 0 ? axis->minimum : axis->maximum, (IsoRange){ axis->minimum, axis->maximum });
  return iso_chart_next (view->chart, at, direction, fabs (away - at));
}

static gboolean
key_pressed (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, IsoChartView *view)
{
  if (view->layout == NULL || iso_chart_view_is_empty (view))
    return GDK_EVENT_PROPAGATE;
  if (iso_plot_input_key (view->input, key, state))
    return GDK_EVENT_STOP;
  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  double at = own_cursor (view);
  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      at = next_x (view, at, -1);
      break;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      at = next_x (view, at, 1);
      break;
    case GDK_KEY_Home:
    case GDK_KEY_KP_Home:
      at = iso_chart_extent_x (view->chart).low;
      break;
    case GDK_KEY_End:
    case GDK_KEY_KP_End:
      at = iso_chart_extent_x (view->chart).high;
      break;
    case GDK_KEY_Escape:
      if (!view->has_key && !view->has_pointer)
        return GDK_EVENT_PROPAGATE;
      view->has_pointer = false;
      set_key (view, false, NAN);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
  if (isnan (at))
    return GDK_EVENT_STOP;
  if (iso_plot_range_reveal (view->range, at))
    iso_chart_view_redraw (view);
  set_key (view, true, at);
  return GDK_EVENT_STOP;
}

/* ---- range ---- */

static gboolean
get_box (GtkWidget *widget, IsoPlotBox *box)
{
  IsoChartView *view = ISO_CHART_VIEW (widget);
  if (view->layout == NULL || iso_chart_view_is_empty (view))
    return FALSE;
  *box = view->layout->box;
  return TRUE;
}

static double
get_cursor (GtkWidget *widget)
{
  IsoChartView *view = ISO_CHART_VIEW (widget);
  return view->has_key ? iso_plot_box_x (&view->layout->box, &view->layout->x, view->key_x) : (double) NAN;
}

static void
range_changed (GtkWidget *widget)
{
  iso_chart_view_redraw (ISO_CHART_VIEW (widget));
}

void
iso_chart_view_listen (IsoChartView *view)
{
  static const IsoCanvasInput cursor = { G_CALLBACK (pointer_moved), G_CALLBACK (pointer_left), G_CALLBACK (key_pressed),
                                         G_CALLBACK (focus_left) };
  static const IsoPlotInputHooks hooks = { get_box, get_cursor, range_changed };
  iso_canvas_listen (GTK_WIDGET (view), &cursor);
  view->input = iso_plot_input_new (GTK_WIDGET (view), view->range, &hooks);
}
