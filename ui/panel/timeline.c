#include "ui/panel/timeline.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>

#include "ui/figure/curves-marks.h"
#include "ui/figure/text.h"
#include "ui/plot/theme-watch.h"
#include "ui/plot/view-card.h"

#define MARGIN 24.0       /* on both sides: room for the handle and the labels of the ends */
#define TRACK_Y 14.0
#define TRACK_HEIGHT 4.0
#define LABEL_Y 24.0      /* top of the labels */
#define HEIGHT 42
#define HANDLE_RADIUS 7.0
#define TICK_RADIUS 3.5
#define LABEL_ROOM 34.0   /* least distance between labels */
#define TICK_ROOM 10.0    /* least distance between ticks */

struct _IsoTimeline {
  GtkWidget parent_instance;
  double done;
  int planned;
  GArray *marks;        /* of double */
  GArray *alarms;       /* of double */
  GskRenderNode *scale; /* track, ticks and labels: drawn again only when the scale changes */
};

G_DEFINE_FINAL_TYPE (IsoTimeline, iso_timeline, GTK_TYPE_WIDGET)

/* The planned epochs, or all that were begun. */
static int
length_of (double done, int planned)
{
  return MAX (MAX (planned, (int) ceil (done)), 1);
}

static double
x_of (IsoTimeline *timeline, double epoch)
{
  double width = gtk_widget_get_width (GTK_WIDGET (timeline)) - 2.0 * MARGIN;
  return MARGIN + width * epoch / length_of (timeline->done, timeline->planned);
}

static void
forget_scale (IsoTimeline *timeline)
{
  g_clear_pointer (&timeline->scale, gsk_render_node_unref);
  gtk_widget_queue_draw (GTK_WIDGET (timeline));
}

/* The smallest of 1, 2, 5 times a power of ten epochs that are `room` apart. */
static int
epochs_apart (IsoTimeline *timeline, double room)
{
  static const int steps[] = { 1, 2, 5 };
  double one = x_of (timeline, 1.0) - x_of (timeline, 0.0);
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
draw_scale (IsoTimeline *timeline, cairo_t *cairo, const IsoTheme *theme)
{
  int length = length_of (timeline->done, timeline->planned);
  int tick = epochs_apart (timeline, TICK_ROOM), label = epochs_apart (timeline, LABEL_ROOM);
  fill_track (cairo, x_of (timeline, 0.0), x_of (timeline, length), theme->grid);
  for (int epoch = 0; epoch <= length; epoch += tick)
    fill_disc (cairo, x_of (timeline, epoch), TICK_RADIUS, theme->axis);
  for (int epoch = 0; epoch <= length; epoch += label)
    {
      g_autofree char *text = g_strdup_printf ("%d", epoch);
      iso_text_draw (cairo, text, x_of (timeline, epoch), LABEL_Y, 0.5, 0.0, theme->text_size - 1.0, ISO_TEXT_REGULAR,
                     theme->quiet);
    }
}

static void
draw_marks (IsoTimeline *timeline, cairo_t *cairo, const IsoTheme *theme)
{
  double last = -G_MAXDOUBLE;
  iso_set_color (cairo, theme->divergence);
  for (guint i = 0; i < timeline->marks->len; i++)
    {
      double x = x_of (timeline, g_array_index (timeline->marks, double, i));
      if (x - last < 2.0) /* a dragged slider leaves many in one place */
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
  for (guint i = 0; i < timeline->alarms->len; i++)
    {
      cairo_move_to (cairo, x_of (timeline, g_array_index (timeline->alarms, double, i)), TRACK_Y + 3.0);
      cairo_rel_line_to (cairo, 5.0, 8.0);
      cairo_rel_line_to (cairo, -10.0, 0.0);
      cairo_close_path (cairo);
    }
  cairo_fill (cairo);
}

/* The way done over the scale, with light ticks, and the handle at the present. */
static void
draw_progress (IsoTimeline *timeline, cairo_t *cairo, const IsoTheme *theme)
{
  double x = x_of (timeline, timeline->done);
  IsoColor tick = theme->accent;
  tick.red *= 0.7;
  tick.green *= 0.7;
  tick.blue *= 0.7;
  fill_track (cairo, x_of (timeline, 0.0), x, theme->accent);
  for (int epoch = 0, apart = epochs_apart (timeline, TICK_ROOM); epoch <= timeline->done; epoch += apart)
    fill_disc (cairo, x_of (timeline, epoch), TICK_RADIUS, tick);
  fill_disc (cairo, x, HANDLE_RADIUS, theme->accent);
  fill_disc (cairo, x, HANDLE_RADIUS - 2.0, (IsoColor){ 1.0, 1.0, 1.0, 1.0 });
}

static void
iso_timeline_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  IsoTimeline *timeline = ISO_TIMELINE (widget);
  const IsoTheme *theme = iso_present_theme ();
  float width = (float) gtk_widget_get_width (widget), height = (float) gtk_widget_get_height (widget);
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0.0f, 0.0f, width, height);
  graphene_rect_t strip = GRAPHENE_RECT_INIT (0.0f, 0.0f, width, (float) (TRACK_Y + 12.0));

  if (timeline->scale == NULL)
    {
      timeline->scale = gsk_cairo_node_new (&bounds);
      cairo_t *cairo = gsk_cairo_node_get_draw_context (timeline->scale);
      draw_scale (timeline, cairo, theme);
      cairo_destroy (cairo);
    }
  gtk_snapshot_append_node (snapshot, timeline->scale);
  cairo_t *cairo = gtk_snapshot_append_cairo (snapshot, &strip);
  draw_marks (timeline, cairo, theme);
  draw_progress (timeline, cairo, theme);
  draw_alarms (timeline, cairo, theme);
  cairo_destroy (cairo);
}

static void
iso_timeline_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                      int *minimum_baseline, int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_VERTICAL ? HEIGHT : 200;
  *natural = *minimum;
  *minimum_baseline = -1;
  *natural_baseline = -1;
}

static void
iso_timeline_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  forget_scale (ISO_TIMELINE (widget));
}

void
iso_timeline_set_progress (IsoTimeline *timeline, double done, int planned)
{
  g_autofree char *text = NULL;
  if (done == timeline->done && planned == timeline->planned)
    return;
  if (length_of (done, planned) != length_of (timeline->done, timeline->planned))
    forget_scale (timeline);
  if ((int) done != (int) timeline->done || planned != timeline->planned)
    {
      text = g_strdup_printf (_("%d of %d epochs"), (int) done, planned);
      gtk_accessible_update_property (GTK_ACCESSIBLE (timeline), GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, floor (done),
                                      GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, (double) length_of (done, planned),
                                      GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text, -1);
    }
  timeline->done = done;
  timeline->planned = planned;
  gtk_widget_queue_draw (GTK_WIDGET (timeline));
}

void
iso_timeline_set_marks (IsoTimeline *timeline, const double *epochs, size_t count)
{
  if (count == 0 && timeline->marks->len == 0)
    return;
  g_array_set_size (timeline->marks, 0);
  g_array_append_vals (timeline->marks, epochs, (guint) count);
  gtk_widget_queue_draw (GTK_WIDGET (timeline));
}

void
iso_timeline_set_alarms (IsoTimeline *timeline, const double *epochs, size_t count, const char *description)
{
  GtkAccessible *accessible = GTK_ACCESSIBLE (timeline);
  if (count == 0 && timeline->alarms->len == 0)
    return;
  g_array_set_size (timeline->alarms, 0);
  g_array_append_vals (timeline->alarms, epochs, (guint) count);
  if (description != NULL)
    gtk_accessible_update_property (accessible, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);
  else
    gtk_accessible_reset_property (accessible, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
  gtk_widget_set_tooltip_text (GTK_WIDGET (timeline), description);
  gtk_widget_queue_draw (GTK_WIDGET (timeline));
}

GtkWidget *
iso_timeline_new (void)
{
  return g_object_new (ISO_TYPE_TIMELINE, NULL);
}

static void
iso_timeline_finalize (GObject *object)
{
  IsoTimeline *timeline = ISO_TIMELINE (object);
  g_clear_pointer (&timeline->scale, gsk_render_node_unref);
  g_array_unref (timeline->marks);
  g_array_unref (timeline->alarms);
  G_OBJECT_CLASS (iso_timeline_parent_class)->finalize (object);
}

static void
iso_timeline_class_init (IsoTimelineClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  G_OBJECT_CLASS (class)->finalize = iso_timeline_finalize;
  widget_class->snapshot = iso_timeline_snapshot;
  widget_class->measure = iso_timeline_measure;
  widget_class->size_allocate = iso_timeline_size_allocate;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PROGRESS_BAR);
}

static void
iso_timeline_init (IsoTimeline *timeline)
{
  timeline->marks = g_array_new (FALSE, FALSE, sizeof (double));
  timeline->alarms = g_array_new (FALSE, FALSE, sizeof (double));
  timeline->planned = 1;
  gtk_accessible_update_property (GTK_ACCESSIBLE (timeline), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Timeline of epochs"),
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, 0.0, -1);
  iso_watch_theme (GTK_WIDGET (timeline), G_CALLBACK (forget_scale));
}
