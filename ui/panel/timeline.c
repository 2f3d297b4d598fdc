#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "ui/panel/timeline-private.h"
#include "ui/plot/spoken.h"
#include "ui/plot/theme-watch.h"

#define MARGIN 24.0 /* on both sides: room for the handle and the labels of the ends */
#define HEIGHT 42

G_DEFINE_FINAL_TYPE (IsoTimeline, iso_timeline, GTK_TYPE_WIDGET)

guint iso_timeline_signals[ISO_TIMELINE_SIGNAL_COUNT];

/* ---- places ---- */

int
iso_timeline_length (double done, int planned)
{
  return MAX (MAX (planned, (int) ceil (done)), 1);
}

double
iso_timeline_x (IsoTimeline *timeline, double epoch)
{
  double width = gtk_widget_get_width (GTK_WIDGET (timeline)) - 2.0 * MARGIN;
  return MARGIN + width * epoch / iso_timeline_length (timeline->done, timeline->planned);
}

double
iso_timeline_handle_x (IsoTimeline *timeline, int epoch)
{
  return iso_timeline_x (timeline, epoch == ISO_TIMELINE_NOW ? timeline->done : epoch);
}

int
iso_timeline_snap (IsoTimeline *timeline, double x)
{
  int nearest = ISO_TIMELINE_NOW;
  double least = fabs (x - iso_timeline_x (timeline, timeline->done));
  for (guint i = 0; i < timeline->kept->len; i++)
    {
      int epoch = g_array_index (timeline->kept, int, i);
      double distance = fabs (x - iso_timeline_x (timeline, epoch));
      /* Of two in one place now comes first: there is nothing to look back on. */
      if (!(distance < least))
        continue;
      least = distance;
      nearest = epoch;
    }
  return nearest;
}

/* ---- what it is told ---- */

static void
forget_scale (IsoTimeline *timeline)
{
  g_clear_pointer (&timeline->scale, gsk_render_node_unref);
  gtk_widget_queue_draw (GTK_WIDGET (timeline));
}

/* Numbers and words for assistive technologies. */
static void
tell (IsoTimeline *timeline)
{
  g_autofree char *value = iso_timeline_value_text (timeline), *description = iso_timeline_description (timeline);
  double now = timeline->position == ISO_TIMELINE_NOW ? floor (timeline->done) : timeline->position;
  gtk_accessible_update_property (GTK_ACCESSIBLE (timeline), GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, now,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MAX,
                                  (double) iso_timeline_length (timeline->done, timeline->planned), -1);
  iso_speak_value (GTK_WIDGET (timeline), value, description);
}

static void
changed (IsoTimeline *timeline)
{
  tell (timeline);
  gtk_widget_trigger_tooltip_query (GTK_WIDGET (timeline));
  gtk_widget_queue_draw (GTK_WIDGET (timeline));
}

void
iso_timeline_set_progress (IsoTimeline *timeline, double done, int planned)
{
  if (done == timeline->done && planned == timeline->planned)
    return;
  if (iso_timeline_length (done, planned) != iso_timeline_length (timeline->done, timeline->planned))
    forget_scale (timeline);
  bool is_told = (int) done == (int) timeline->done && planned == timeline->planned;
  timeline->done = done;
  timeline->planned = planned;
  if (!is_told)
    tell (timeline);
  gtk_widget_queue_draw (GTK_WIDGET (timeline));
}

/* False where they are the same. */
static bool
replace (GArray *array, const void *values, size_t count, size_t size)
{
  if (array->len == count && (count == 0 || memcmp (array->data, values, count * size) == 0))
    return false;
  g_array_set_size (array, 0);
  g_array_append_vals (array, values, (guint) count);
  return true;
}

void
iso_timeline_set_marks (IsoTimeline *timeline, const IsoTimelineMark *marks, size_t count)
{
  if (count == 0 && timeline->marks->len == 0)
    return;
  g_array_set_size (timeline->marks, 0);
  g_array_append_vals (timeline->marks, marks, (guint) count);
  changed (timeline);
}

void
iso_timeline_set_forks (IsoTimeline *timeline, const IsoTimelineMark *marks, size_t count)
{
  if (count == 0 && timeline->forks->len == 0)
    return;
  g_array_set_size (timeline->forks, 0);
  g_array_append_vals (timeline->forks, marks, (guint) count);
  changed (timeline);
}

void
iso_timeline_set_kept (IsoTimeline *timeline, const int *epochs, size_t count)
{
  if (!replace (timeline->kept, epochs, count, sizeof *epochs))
    return;
  /* While there is nowhere to go the keyboard passes it by. */
  gtk_widget_set_focusable (GTK_WIDGET (timeline), count > 0);
  changed (timeline);
}

void
iso_timeline_set_hint (IsoTimeline *timeline, const char *hint)
{
  if (g_strcmp0 (hint, timeline->hint) == 0)
    return;
  g_free (timeline->hint);
  timeline->hint = g_strdup (hint);
  changed (timeline);
}

void
iso_timeline_set_position (IsoTimeline *timeline, int epoch)
{
  if (epoch == timeline->position)
    return;
  timeline->position = epoch;
  changed (timeline);
}

/* ---- the widget ---- */

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
  g_array_unref (timeline->forks);
  g_array_unref (timeline->kept);
  g_free (timeline->hint);
  G_OBJECT_CLASS (iso_timeline_parent_class)->finalize (object);
}

static void
iso_timeline_class_init (IsoTimelineClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  GType type = G_TYPE_FROM_CLASS (class);
  G_OBJECT_CLASS (class)->finalize = iso_timeline_finalize;
  widget_class->snapshot = iso_timeline_draw;
  widget_class->measure = iso_timeline_measure;
  widget_class->size_allocate = iso_timeline_size_allocate;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_SLIDER);
  gtk_widget_class_set_css_name (widget_class, "timeline");
  iso_timeline_signals[ISO_TIMELINE_SOUGHT] =
      g_signal_new ("sought", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  iso_timeline_signals[ISO_TIMELINE_STEPPED] =
      g_signal_new ("stepped", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  iso_timeline_signals[ISO_TIMELINE_PLAY] = g_signal_new ("play", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  iso_timeline_add_keys (widget_class);
}

static void
iso_timeline_init (IsoTimeline *timeline)
{
  timeline->marks = g_array_new (FALSE, FALSE, sizeof (IsoTimelineMark));
  timeline->forks = g_array_new (FALSE, FALSE, sizeof (IsoTimelineMark));
  timeline->kept = g_array_new (FALSE, FALSE, sizeof (int));
  timeline->planned = 1;
  timeline->position = ISO_TIMELINE_NOW;
  timeline->pointer = NAN;
  gtk_accessible_update_property (GTK_ACCESSIBLE (timeline), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Timeline of epochs"),
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, 0.0, -1);
  iso_timeline_add_input (timeline);
  iso_watch_theme (GTK_WIDGET (timeline), G_CALLBACK (forget_scale));
  tell (timeline);
}
