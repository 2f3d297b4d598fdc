/* Pointer and keys on the lines of a sweep. */
#include <math.h>

#include "ui/plot/canvas-input.h"
#include "ui/plot/sweep-lines-private.h"

#define REACH 9.0       /* pixels from a line, or an axis, that still mean it */
#define LEAST_BRUSH 4.0 /* a drag that is shorter is a click */
#define KEY_STEPS 20.0  /* of a brush's end, along an axis */

/* ---- the pointer ---- */

/* The line next to the pointer, of those that are within; −1: none is near. */
static int
line_at (IsoSweepLinesCanvas *canvas, double x, double y)
{
  const bool *quiet = iso_sweep_choice_quiet (canvas->choice);
  if (!iso_sweep_lines_canvas_ensure (canvas))
    return -1;
  size_t count = iso_sweep_choice_scores (canvas->choice)->setting_count;
  g_autofree double *distances = g_new (double, count + 1);
  int nearest = -1;
  iso_sweep_lines_distances (distances, canvas->lines, x, y);
  for (size_t s = 0; s < count; s++)
    if (distances[s] <= REACH && (quiet == NULL || !quiet[s]) && (nearest < 0 || distances[s] < distances[nearest]))
      nearest = (int) s;
  return nearest;
}

static void
point (IsoSweepLinesCanvas *canvas, int setting, gboolean by_keys)
{
  size_t which = setting >= 0 ? (size_t) setting : 0;
  canvas->by_keys = by_keys;
  iso_sweep_choice_point (canvas->choice, &which, setting >= 0 ? 1 : 0);
}

static void
pointer_moved (GtkEventControllerMotion *controller, double x, double y, IsoSweepLinesCanvas *canvas)
{
  if (!isnan (canvas->from))
    return;
  bool is_on_axis = iso_sweep_lines_canvas_ensure (canvas) && iso_sweep_lines_axis_at (canvas->lines, x, y, REACH) >= 0;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (canvas), is_on_axis ? "ns-resize" : NULL);
  point (canvas, line_at (canvas, x, y), FALSE);
}

static void
pointer_left (GtkEventControllerMotion *controller, IsoSweepLinesCanvas *canvas)
{
  if (!canvas->by_keys)
    point (canvas, -1, FALSE);
}

static void
focus_left (GtkEventControllerFocus *controller, IsoSweepLinesCanvas *canvas)
{
  if (canvas->by_keys)
    point (canvas, -1, FALSE);
  gtk_widget_queue_draw (GTK_WIDGET (canvas));
}

void
iso_sweep_lines_canvas_brush (IsoSweepLinesCanvas *canvas, size_t axis, double from, double to)
{
  g_return_if_fail (ISO_IS_SWEEP_LINES_CANVAS (canvas));
  if (!iso_sweep_lines_canvas_ensure (canvas) || axis >= iso_sweep_lines_axis_count (canvas->lines))
    return;
  if (fabs (to - from) < LEAST_BRUSH)
    {
      iso_sweep_choice_brush (canvas->choice, axis, 1.0, 0.0);
      return;
    }
  iso_sweep_choice_brush (canvas->choice, axis, iso_sweep_lines_value (canvas->lines, axis, fmax (from, to)),
                          iso_sweep_lines_value (canvas->lines, axis, fmin (from, to)));
}

static void
drag_began (GtkGestureDrag *drag, double x, double y, IsoSweepLinesCanvas *canvas)
{
  int axis = iso_sweep_lines_canvas_ensure (canvas) ? iso_sweep_lines_axis_at (canvas->lines, x, y, REACH) : -1;
  canvas->from = axis >= 0 ? y : (double) NAN;
  canvas->dragged = (size_t) MAX (axis, 0);
}

static void
drag_moved (GtkGestureDrag *drag, double x, double y, IsoSweepLinesCanvas *canvas)
{
  if (!isnan (canvas->from) && fabs (y) >= LEAST_BRUSH)
    iso_sweep_lines_canvas_brush (canvas, canvas->dragged, canvas->from, canvas->from + y);
}

static void
drag_ended (GtkGestureDrag *drag, double x, double y, IsoSweepLinesCanvas *canvas)
{
  double start_x, start_y;
  if (!isnan (canvas->from))
    iso_sweep_lines_canvas_brush (canvas, canvas->dragged, canvas->from, canvas->from + y);
  else if (hypot (x, y) < LEAST_BRUSH && gtk_gesture_drag_get_start_point (drag, &start_x, &start_y))
    {
      int setting = line_at (canvas, start_x, start_y);
      size_t which = (size_t) MAX (setting, 0);
      GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (drag));
      iso_sweep_choice_select (canvas->choice, &which, setting >= 0 ? 1 : 0, (state & GDK_CONTROL_MASK) != 0);
    }
  canvas->from = (double) NAN;
}

static void
pressed (GtkGestureClick *click, int count, double x, double y, IsoSweepLinesCanvas *canvas)
{
  int setting = count == 2 ? line_at (canvas, x, y) : -1;
  if (setting >= 0)
    iso_sweep_choice_activate (canvas->choice, (size_t) setting);
}

/* ---- the keys ---- */

/* The setting whose score comes next above (way > 0) or below that of the one pointed at, of those that are within. */
static gboolean
go (IsoSweepLinesCanvas *canvas, int way)
{
  const IsoSweepScores *scores = iso_sweep_choice_scores (canvas->choice);
  const bool *quiet = iso_sweep_choice_quiet (canvas->choice);
  int from = iso_sweep_choice_pointed (canvas->choice), next = -1;
  if (from >= 0 && isnan (scores->score[from]))
    from = -1;
  for (size_t s = 0; scores != NULL && s < scores->setting_count; s++)
    {
      double score = way * scores->score[s];
      if (isnan (score) || (int) s == from || (quiet != NULL && quiet[s]))
        continue;
      /* Of equal ones the later is above. */
      bool is_beyond = from < 0 || score > way * scores->score[from] || (score == way * scores->score[from] && way * ((int) s - from) > 0);
      bool is_nearer = next < 0 || score < way * scores->score[next] || (score == way * scores->score[next] && way * ((int) s - next) < 0);
      if (is_beyond && is_nearer)
        next = (int) s;
    }
  if (next >= 0)
    point (canvas, next, TRUE);
  return scores != NULL ? GDK_EVENT_STOP : GDK_EVENT_PROPAGATE;
}

/* An end of the axis's brush, which begins with the whole axis; back there, it goes. */
static gboolean
move_end (IsoSweepLinesCanvas *canvas, bool is_upper, int way)
{
  double top, bottom, low, high;
  if (!iso_sweep_lines_canvas_ensure (canvas))
    return GDK_EVENT_PROPAGATE;
  iso_sweep_lines_span (&top, &bottom, canvas->lines);
  double upper = top, lower = bottom, step = (bottom - top) / KEY_STEPS;
  if (iso_sweep_choice_brushed (canvas->choice, canvas->axis, &low, &high))
    {
      upper = iso_sweep_lines_place (canvas->lines, canvas->axis, high);
      lower = iso_sweep_lines_place (canvas->lines, canvas->axis, low);
    }
  if (is_upper)
    upper = CLAMP (upper - way * step, top, lower - LEAST_BRUSH);
  else
    lower = CLAMP (lower - way * step, upper + LEAST_BRUSH, bottom);
  bool is_whole = upper <= top + 0.5 && lower >= bottom - 0.5;
  iso_sweep_lines_canvas_brush (canvas, canvas->axis, upper, is_whole ? upper : lower);
  return GDK_EVENT_STOP;
}

static gboolean
go_axis (IsoSweepLinesCanvas *canvas, int way)
{
  const IsoSweepScores *scores = iso_sweep_choice_scores (canvas->choice);
  if (scores == NULL)
    return GDK_EVENT_PROPAGATE;
  canvas->axis = (size_t) CLAMP ((int) canvas->axis + way, 0, (int) scores->key_count);
  canvas->by_keys = TRUE;
  iso_sweep_lines_canvas_remark (canvas);
  return GDK_EVENT_STOP;
}

static gboolean
take_pointed (IsoSweepLinesCanvas *canvas, bool applies)
{
  int setting = iso_sweep_choice_pointed (canvas->choice);
  size_t which = (size_t) MAX (setting, 0);
  if (setting < 0)
    return GDK_EVENT_PROPAGATE;
  if (applies)
    iso_sweep_choice_activate (canvas->choice, which);
  else
    iso_sweep_choice_select (canvas->choice, &which, 1, true);
  return GDK_EVENT_STOP;
}

static gboolean
key_pressed (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, IsoSweepLinesCanvas *canvas)
{
  bool has_shift = (state & GDK_SHIFT_MASK) != 0, has_control = (state & GDK_CONTROL_MASK) != 0;
  if ((state & (GDK_ALT_MASK | GDK_SUPER_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  switch (key)
    {
    case GDK_KEY_Up: case GDK_KEY_KP_Up:
      return has_shift || has_control ? move_end (canvas, has_control, 1) : go (canvas, 1);
    case GDK_KEY_Down: case GDK_KEY_KP_Down:
      return has_shift || has_control ? move_end (canvas, has_control, -1) : go (canvas, -1);
    case GDK_KEY_Left: case GDK_KEY_KP_Left:
      return has_shift || has_control ? GDK_EVENT_PROPAGATE : go_axis (canvas, -1);
    case GDK_KEY_Right: case GDK_KEY_KP_Right:
      return has_shift || has_control ? GDK_EVENT_PROPAGATE : go_axis (canvas, 1);
    case GDK_KEY_space: case GDK_KEY_KP_Space:
      return take_pointed (canvas, false);
    case GDK_KEY_Return: case GDK_KEY_KP_Enter: case GDK_KEY_ISO_Enter:
      return take_pointed (canvas, true);
    case GDK_KEY_Escape:
      return iso_sweep_choice_clear (canvas->choice) ? GDK_EVENT_STOP : GDK_EVENT_PROPAGATE;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

void
iso_sweep_lines_canvas_listen (IsoSweepLinesCanvas *canvas)
{
  static const IsoCanvasInput input = { G_CALLBACK (pointer_moved), G_CALLBACK (pointer_left), G_CALLBACK (key_pressed),
                                        G_CALLBACK (focus_left) };
  GtkGesture *drag = gtk_gesture_drag_new (), *click = gtk_gesture_click_new ();
  iso_canvas_listen (GTK_WIDGET (canvas), &input);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_began), canvas);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_moved), canvas);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_ended), canvas);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed), canvas);
  gtk_widget_add_controller (GTK_WIDGET (canvas), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (GTK_WIDGET (canvas), GTK_EVENT_CONTROLLER (click));
}
