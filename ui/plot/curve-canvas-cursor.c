/* The cursor of the curves, by pointer, by keys, or led by another plot; and what is shown of them, moved and zoomed. */
#include <math.h>

#include "ui/plot/canvas-input.h"
#include "ui/plot/curve-canvas-private.h"

void
iso_curve_canvas_tell_cursor (IsoCurveCanvas *canvas)
{
  guint64 step = canvas->cursor == CURSOR_LINKED ? 0 : iso_curve_canvas_cursor (canvas);
  if (step == canvas->told_step)
    return;
  canvas->told_step = step;
  g_signal_emit_by_name (canvas, "cursor-moved", step);
}

static void
set_cursor (IsoCurveCanvas *canvas, CursorKind kind)
{
  bool was_keys = canvas->cursor == CURSOR_KEYS;
  canvas->cursor = kind == CURSOR_NONE && canvas->linked_step > 0 ? CURSOR_LINKED : kind;
  gtk_widget_queue_draw (GTK_WIDGET (canvas));
  if (was_keys || kind == CURSOR_KEYS)
    iso_curve_canvas_describe (canvas);
  iso_curve_canvas_tell_cursor (canvas);
}

void
iso_curve_canvas_set_cursor (IsoCurveCanvas *canvas, guint64 step)
{
  g_return_if_fail (ISO_IS_CURVE_CANVAS (canvas));
  if (step == canvas->linked_step)
    return;
  canvas->linked_step = step;
  if (canvas->cursor == CURSOR_NONE || canvas->cursor == CURSOR_LINKED)
    {
      canvas->cursor = step > 0 ? CURSOR_LINKED : CURSOR_NONE;
      gtk_widget_queue_draw (GTK_WIDGET (canvas));
    }
}

guint64
iso_curve_canvas_cursor (IsoCurveCanvas *canvas)
{
  g_return_val_if_fail (ISO_IS_CURVE_CANVAS (canvas), 0);
  if (canvas->cursor == CURSOR_NONE || canvas->curves == NULL || canvas->layout == NULL)
    return 0;
  if (canvas->cursor == CURSOR_LINKED)
    return MIN (canvas->linked_step, iso_run_curves_last_step (canvas->curves));
  if (canvas->cursor == CURSOR_KEYS)
    return canvas->cursor_step;
  return iso_curves_step_at (canvas->layout, canvas->curves, canvas->pointer_x);
}

static void
pointer_moved (GtkEventControllerMotion *controller, double x, double y, IsoCurveCanvas *canvas)
{
  /* A motion is also told when the widget moves below a pointer at rest: that must not take the cursor from the keys. */
  if (canvas->cursor == CURSOR_KEYS && x == canvas->pointer_x)
    return;
  canvas->pointer_x = x;
  set_cursor (canvas, CURSOR_POINTER);
}

static void
pointer_left (GtkEventControllerMotion *controller, IsoCurveCanvas *canvas)
{
  if (canvas->cursor == CURSOR_POINTER)
    set_cursor (canvas, CURSOR_NONE);
}

static void
focus_left (GtkEventControllerFocus *controller, IsoCurveCanvas *canvas)
{
  if (canvas->cursor == CURSOR_KEYS)
    set_cursor (canvas, CURSOR_NONE);
}

/* The next step to the left or right at which an epoch was evaluated; the end of the run where there is none. */
static double
next_epoch (const IsoRunCurves *curves, double step, int direction)
{
  const IsoEpochRecord *at = iso_run_curves_epoch_at (curves, (guint64) (direction > 0 ? step : fmax (step - 1.0, 0.0)));
  const IsoEpochRecord *first = &g_array_index (curves->epochs, IsoEpochRecord, 0);
  if (direction < 0)
    return at != NULL ? (double) at->step : 0.0;
  const IsoEpochRecord *next = at != NULL ? at + 1 : first;
  return next < first + curves->epochs->len ? (double) next->step : (double) iso_run_curves_last_step (curves);
}

static gboolean
key_pressed (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, IsoCurveCanvas *canvas)
{
  if (canvas->curves == NULL || canvas->layout == NULL || iso_run_curves_last_step (canvas->curves) == 0)
    return GDK_EVENT_PROPAGATE;
  if (iso_plot_input_key (canvas->input, key, state))
    return GDK_EVENT_STOP;
  /* Alt with an arrow looks back, wherever the keyboard is. */
  if ((state & (GDK_ALT_MASK | GDK_SUPER_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  const IsoAxis *steps = &canvas->layout->steps;
  double first = (double) canvas->curves->first_step, last = (double) iso_run_curves_last_step (canvas->curves);
  guint64 at = canvas->cursor == CURSOR_LINKED ? 0 : iso_curve_canvas_cursor (canvas);
  double seen = fmin (last, floor (steps->maximum)), step = at > 0 ? (double) at : seen;
  double width = fmax (canvas->layout->right - canvas->layout->left, 1.0);
  double stride = fmax (1.0, rint ((steps->maximum - steps->minimum) / width));
  bool by_epoch = (state & GDK_CONTROL_MASK) != 0;
  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      step = by_epoch ? next_epoch (canvas->curves, step, -1) : at > 0 ? step - stride : seen;
      break;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      step = by_epoch ? next_epoch (canvas->curves, step, 1) : step + stride;
      break;
    case GDK_KEY_Page_Up:
      step = next_epoch (canvas->curves, step, -1);
      break;
    case GDK_KEY_Page_Down:
      step = next_epoch (canvas->curves, step, 1);
      break;
    case GDK_KEY_Home:
      step = first;
      break;
    case GDK_KEY_End:
      step = last;
      break;
    case GDK_KEY_Escape:
      if (canvas->cursor == CURSOR_NONE || canvas->cursor == CURSOR_LINKED)
        return GDK_EVENT_PROPAGATE;
      set_cursor (canvas, CURSOR_NONE);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
  canvas->cursor_step = (guint64) CLAMP (step, first, last);
  if (iso_plot_range_reveal (canvas->range, (double) canvas->cursor_step))
    iso_curve_canvas_redraw (canvas);
  set_cursor (canvas, CURSOR_KEYS);
  return GDK_EVENT_STOP;
}

/* ---- range ---- */

static gboolean
get_box (GtkWidget *widget, IsoPlotBox *box)
{
  IsoCurveCanvas *canvas = ISO_CURVE_CANVAS (widget);
  if (canvas->curves == NULL || canvas->layout == NULL || iso_run_curves_last_step (canvas->curves) == 0)
    return FALSE;
  *box = iso_curves_box (canvas->layout);
  return TRUE;
}

static double
get_cursor (GtkWidget *widget)
{
  IsoCurveCanvas *canvas = ISO_CURVE_CANVAS (widget);
  return canvas->cursor == CURSOR_KEYS ? iso_curves_x (canvas->layout, (double) canvas->cursor_step) : (double) NAN;
}

static void
range_changed (GtkWidget *widget)
{
  iso_curve_canvas_redraw (ISO_CURVE_CANVAS (widget));
}

void
iso_curve_canvas_fit (IsoCurveCanvas *canvas)
{
  g_return_if_fail (ISO_IS_CURVE_CANVAS (canvas));
  iso_plot_input_fit (canvas->input);
}

void
iso_curve_canvas_undo (IsoCurveCanvas *canvas)
{
  g_return_if_fail (ISO_IS_CURVE_CANVAS (canvas));
  iso_plot_input_undo (canvas->input);
}

void
iso_curve_canvas_listen (IsoCurveCanvas *canvas)
{
  static const IsoCanvasInput cursor = { G_CALLBACK (pointer_moved), G_CALLBACK (pointer_left), G_CALLBACK (key_pressed),
                                         G_CALLBACK (focus_left) };
  static const IsoPlotInputHooks hooks = { get_box, get_cursor, range_changed };
  iso_canvas_listen (GTK_WIDGET (canvas), &cursor);
  canvas->input = iso_plot_input_new (GTK_WIDGET (canvas), canvas->range, &hooks);
}
