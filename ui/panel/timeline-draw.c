/* How the timeline looks. From below: track, ticks and labels (cached), the way done, what is kept, the present, marks, the handle. */
#include <math.h>

#include "ui/figure/curves-marks.h"
#include "ui/figure/text.h"
#include "ui/panel/timeline-private.h"
#include "ui/plot/view-card.h"

#define TRACK_Y 14.0
#define TRACK_HEIGHT 4.0
#define LABEL_Y 24.0      /* top of the labels */
#define STRIP (TRACK_Y + 12.0)
#define HANDLE_RADIUS 7.0
#define PRESENT_RADIUS 5.0 /* of where training is, while something else is looked at */
#define KEPT_RADIUS 4.0
#define TICK_RADIUS 2.0
#define LABEL_ROOM 34.0   /* least distance between labels */
#define TICK_ROOM 10.0    /* least distance between ticks */
#define FADED 0.35        /* of the way between what is looked at and the present */
#define FORK_WIDTH 14.0
#define FORK_HEIGHT 8.5

/* The smallest of 1, 2, 5 times a power of ten epochs that are `room` apart. */
static int
epochs_apart (IsoTimeline *timeline, double room)
{
  static const int steps[] = { 1, 2, 5 };
  double one = iso_timeline_x (timeline, 1.0) - iso_timeline_x (timeline, 0.0);
  for (int power = 1;; power *= 10)
    for (size_t s = 0; s < G_N_ELEMENTS (steps); s++)
      if (steps[s] * power * one >= room || power >= 100000000)
        return steps[s] * power;
}

static void
fill_track (cairo_t *cairo, double from, double to, IsoColor color)
{
  double radius = TRACK_HEIGHT / 2.0;
  if (to - from < TRACK_HEIGHT)
    return;
  iso_set_color (cairo, color);
  cairo_new_sub_path (cairo);
  cairo_arc (cairo, to - radius, TRACK_Y, radius, -G_PI_2, G_PI_2);
  cairo_arc (cairo, from + radius, TRACK_Y, radius, G_PI_2, 3.0 * G_PI_2);
  cairo_close_path (cairo);
  cairo_fill (cairo);
}

static void
fill_disc (cairo_t *cairo, double x, double radius, IsoColor color)
{
  iso_set_color (cairo, color);
  cairo_new_sub_path (cairo);
  cairo_arc (cairo, x, TRACK_Y, radius, 0.0, 2.0 * G_PI);
  cairo_fill (cairo);
}

static void
draw_ring (cairo_t *cairo, double x, double radius, double width, IsoColor color)
{
  iso_set_color (cairo, color);
  cairo_set_line_width (cairo, width);
  cairo_new_sub_path (cairo);
  cairo_arc (cairo, x, TRACK_Y, radius, 0.0, 2.0 * G_PI);
  cairo_stroke (cairo);
}

static void
draw_scale (IsoTimeline *timeline, cairo_t *cairo, const IsoTheme *theme)
{
  int length = iso_timeline_length (timeline->done, timeline->planned);
  int tick = epochs_apart (timeline, TICK_ROOM), label = epochs_apart (timeline, LABEL_ROOM);
  fill_track (cairo, iso_timeline_x (timeline, 0.0), iso_timeline_x (timeline, length), theme->grid);
  for (int epoch = 0; epoch <= length; epoch += tick)
    fill_disc (cairo, iso_timeline_x (timeline, epoch), TICK_RADIUS + 1.0, theme->axis);
  for (int epoch = 0; epoch <= length; epoch += label)
    {
      g_autofree char *text = g_strdup_printf ("%d", epoch);
      iso_text_draw (cairo, text, iso_timeline_x (timeline, epoch), LABEL_Y, 0.5, 0.0, theme->text_size - 1.0, ISO_TEXT_REGULAR,
                     theme->quiet);
    }
}

/* ---- the way ---- */

static IsoColor
darker (IsoColor color)
{
  return (IsoColor) { 0.7 * color.red, 0.7 * color.green, 0.7 * color.blue, color.alpha };
}

/* The whole way done; beyond what is looked at, paler: it is there, but not in sight. */
static void
draw_way (IsoTimeline *timeline, cairo_t *cairo, const IsoTheme *theme)
{
  double start = iso_timeline_x (timeline, 0.0), now = iso_timeline_x (timeline, timeline->done);
  double seen = iso_timeline_handle_x (timeline, timeline->position);
  IsoColor faded = theme->accent;
  faded.alpha = FADED;
  if (seen < now)
    fill_track (cairo, start, now, faded);
  fill_track (cairo, start, seen, theme->accent);
  for (int epoch = 0, apart = epochs_apart (timeline, TICK_ROOM); epoch <= timeline->done; epoch += apart)
    fill_disc (cairo, iso_timeline_x (timeline, epoch), TICK_RADIUS, darker (theme->accent));
}

/* White with a rim: what can be taken hold of. Where they are close they are smaller. */
static void
draw_kept (IsoTimeline *timeline, cairo_t *cairo, const IsoTheme *theme)
{
  double last = -G_MAXDOUBLE, room = G_MAXDOUBLE;
  for (guint i = 0; i < timeline->kept->len; i++)
    {
      double x = iso_timeline_x (timeline, g_array_index (timeline->kept, int, i));
      room = fmin (room, x - last);
      last = x;
    }
  double radius = CLAMP (room / 2.0 - 0.5, 1.5, KEPT_RADIUS);
  for (guint i = 0; i < timeline->kept->len; i++)
    {
      double x = iso_timeline_x (timeline, g_array_index (timeline->kept, int, i));
      fill_disc (cairo, x, radius, darker (theme->accent));
      fill_disc (cairo, x, radius - 1.25, (IsoColor) { 1.0, 1.0, 1.0, 1.0 });
    }
}

/* ---- marks ---- */

static void
draw_changes (IsoTimeline *timeline, cairo_t *cairo, const IsoTheme *theme)
{
  double last = -G_MAXDOUBLE;
  iso_set_color (cairo, theme->divergence);
  for (guint i = 0; i < timeline->marks->len; i++)
    {
      const IsoTimelineMark *mark = &g_array_index (timeline->marks, IsoTimelineMark, i);
      double x = iso_timeline_x (timeline, mark->epoch);
      if (mark->kind != ISO_TIMELINE_CHANGE || x - last < 2.0) /* a dragged slider leaves many in one place */
        continue;
      last = x;
      cairo_move_to (cairo, x, TRACK_Y - 5.0);
      cairo_rel_line_to (cairo, -4.0, -6.0);
      cairo_rel_line_to (cairo, 8.0, 0.0);
      cairo_close_path (cairo);
    }
  cairo_fill (cairo);
}

/* Upright triangles below the track: another shape, another side, another colour than the changes'. */
static void
draw_alarms (IsoTimeline *timeline, cairo_t *cairo, const IsoTheme *theme)
{
  iso_set_color (cairo, iso_curves_event_color (theme, ISO_EVENT_ALARM));
  for (guint i = 0; i < timeline->marks->len; i++)
    {
      const IsoTimelineMark *mark = &g_array_index (timeline->marks, IsoTimelineMark, i);
      if (mark->kind != ISO_TIMELINE_ALARM)
        continue;
      cairo_move_to (cairo, iso_timeline_x (timeline, mark->epoch), TRACK_Y + 3.0);
      cairo_rel_line_to (cairo, 5.0, 8.0);
      cairo_rel_line_to (cairo, -10.0, 0.0);
      cairo_close_path (cairo);
    }
  cairo_fill (cairo);
}

/* A branch that leaves the track to the right and up; that of the run that this one came from joins it from the left. */
static void
draw_forks (IsoTimeline *timeline, cairo_t *cairo, const IsoTheme *theme)
{
  iso_set_color (cairo, theme->precision);
  cairo_set_line_width (cairo, 1.75);
  for (guint i = 0; i < timeline->forks->len; i++)
    {
      const IsoTimelineMark *mark = &g_array_index (timeline->forks, IsoTimelineMark, i);
      double x = iso_timeline_x (timeline, mark->epoch), side = mark->kind == ISO_TIMELINE_ORIGIN ? -FORK_WIDTH : FORK_WIDTH;
      cairo_move_to (cairo, x, TRACK_Y);
      cairo_rel_curve_to (cairo, 0.35 * side, -0.6 * FORK_HEIGHT, 0.5 * side, -FORK_HEIGHT, side, -FORK_HEIGHT);
      cairo_stroke (cairo);
      cairo_arc (cairo, x + side, TRACK_Y - FORK_HEIGHT, 2.75, 0.0, 2.0 * G_PI);
      cairo_fill (cairo);
    }
}

/* ---- the handle ---- */

/* At what is looked at; where training is keeps a smaller one, so that it is seen to go on. */
static void
draw_handle (IsoTimeline *timeline, cairo_t *cairo, const IsoTheme *theme)
{
  const IsoColor white = { 1.0, 1.0, 1.0, 1.0 };
  double now = iso_timeline_x (timeline, timeline->done), x = iso_timeline_handle_x (timeline, timeline->position);
  bool is_back = timeline->position != ISO_TIMELINE_NOW;
  if (is_back)
    {
      fill_disc (cairo, now, PRESENT_RADIUS, theme->accent);
      fill_disc (cairo, now, PRESENT_RADIUS - 2.0, theme->background);
    }
  fill_disc (cairo, x, HANDLE_RADIUS, theme->accent);
  fill_disc (cairo, x, HANDLE_RADIUS - 2.0, white);
  if (is_back)
    fill_disc (cairo, x, HANDLE_RADIUS - 4.0, theme->accent);
  if (gtk_widget_has_visible_focus (GTK_WIDGET (timeline)))
    draw_ring (cairo, x, HANDLE_RADIUS + 2.5, 2.0, theme->accent);
}

/* Where a click would lead. */
static void
draw_hover (IsoTimeline *timeline, cairo_t *cairo, const IsoTheme *theme)
{
  if (isnan (timeline->pointer) || timeline->kept->len == 0 || timeline->is_dragged)
    return;
  int epoch = iso_timeline_snap (timeline, timeline->pointer);
  if (epoch != timeline->position)
    draw_ring (cairo, iso_timeline_handle_x (timeline, epoch), HANDLE_RADIUS, 1.5, theme->cursor);
}

void
iso_timeline_draw (GtkWidget *widget, GtkSnapshot *snapshot)
{
  IsoTimeline *timeline = ISO_TIMELINE (widget);
  const IsoTheme *theme = iso_present_theme ();
  float width = (float) gtk_widget_get_width (widget), height = (float) gtk_widget_get_height (widget);
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0.0f, 0.0f, width, height);
  graphene_rect_t strip = GRAPHENE_RECT_INIT (0.0f, 0.0f, width, (float) STRIP);

  if (timeline->scale == NULL)
    {
      timeline->scale = gsk_cairo_node_new (&bounds);
      cairo_t *cairo = gsk_cairo_node_get_draw_context (timeline->scale);
      draw_scale (timeline, cairo, theme);
      cairo_destroy (cairo);
    }
  gtk_snapshot_append_node (snapshot, timeline->scale);
  cairo_t *cairo = gtk_snapshot_append_cairo (snapshot, &strip);
  draw_way (timeline, cairo, theme);
  draw_kept (timeline, cairo, theme);
  draw_changes (timeline, cairo, theme);
  draw_forks (timeline, cairo, theme);
  draw_handle (timeline, cairo, theme);
  draw_alarms (timeline, cairo, theme);
  draw_hover (timeline, cairo, theme);
  cairo_destroy (cairo);
}
