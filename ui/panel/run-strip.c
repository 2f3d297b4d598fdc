#include "ui/panel/run-strip.h"

#include <glib/gi18n.h>
#include <math.h>

#include "engine/train/alarms.h"
#include "ui/panel/keeping-note.h"
#include "ui/panel/quantities.h"
#include "ui/panel/timeline.h"

/* Numbers that change faster cannot be read. */
#define READABLE_MICROSECONDS (G_USEC_PER_SEC / 10)
/* Evaluating a small set takes an instant: not worth a word. */
#define LONG_EVALUATION_MS 300
#define MARKS_READ 256

struct _IsoRunStrip {
  GtkBox parent_instance;
  IsoSession *session;
  GtkWidget *line, *spinner, *dot;
  GtkInscription *state, *progress, *alarm, *scores;
  IsoTimeline *timeline;
  gint64 written;         /* when the numbers were last brought up to date */
  guint evaluation_timeout;
  gboolean long_evaluation;
  GArray *marks;          /* of double: epochs of changes */
  GArray *alarms;         /* of double: epochs in which alarms were raised */
  GString *alarm_story;   /* what they were */
  const char *standing[ISO_ALARM_COUNT]; /* text of the alarm that stands, or NULL; by kind */
  size_t events_read;
};

G_DEFINE_FINAL_TYPE (IsoRunStrip, iso_run_strip, GTK_TYPE_BOX)

static const char *
state_text (IsoRunStrip *self)
{
  switch (iso_session_state (self->session))
    {
    case ISO_SESSION_EMPTY:
      return _("no data");
    case ISO_SESSION_LOADING:
      return _("loading data…");
    case ISO_SESSION_RUNNING:
      return self->long_evaluation ? _("evaluating") : _("training");
    case ISO_SESSION_PAUSED:
      return self->long_evaluation ? _("evaluating") : _("paused");
    case ISO_SESSION_FINISHED:
      return self->long_evaluation ? _("evaluating") : _("finished");
    case ISO_SESSION_FAILED:
      return _("stopped: the loss is not a number");
    case ISO_SESSION_READY:
    default:
      return self->long_evaluation ? _("evaluating") : _("ready");
    }
}

/* "epoch 14 of 20 · step 238 · 412 steps/s" */
static char *
progress_text (IsoRunStrip *self, const IsoTrainerStatus *status)
{
  IsoSessionState state = iso_session_state (self->session);
  g_autofree char *step = iso_quantity_text (status->step);
  GString *text = g_string_new (NULL);
  if (iso_session_experiment (self->session) == NULL || status->steps_per_epoch == 0)
    return g_string_free (text, FALSE);
  if (status->step == 0)
    {
      g_autofree char *steps = iso_quantity_text (status->steps_per_epoch);
      g_string_printf (text, _("%d epochs of %s steps planned"), status->epochs, steps);
      return g_string_free (text, FALSE);
    }
  guint64 begun = (status->step + status->steps_per_epoch - 1) / status->steps_per_epoch;
  if (begun <= (guint64) status->epochs)
    g_string_printf (text, _("epoch %d of %d"), (int) begun, status->epochs);
  else
    g_string_printf (text, _("epoch %d, %d planned"), (int) begun, status->epochs);
  g_string_append_printf (text, _(" · step %s"), step);
  if (state == ISO_SESSION_RUNNING && status->steps_per_second > 0.0)
    {
      g_autofree char *rate = status->steps_per_second < 10.0 ? g_strdup_printf ("%.1f", status->steps_per_second)
                                                             : iso_quantity_text ((guint64) llround (status->steps_per_second));
      g_string_append_printf (text, _(" · %s steps/s"), rate);
    }
  return g_string_free (text, FALSE);
}

/* "test recall@1 0.795 (raw pixels 0.751)" */
static char *
scores_text (IsoRunStrip *self)
{
  IsoEpochSnapshot *epoch = iso_session_epoch (self->session);
  IsoExperiment *experiment = iso_session_experiment (self->session);
  GString *text = g_string_new (NULL);
  double raw_recall, raw_map;
  if (epoch == NULL || experiment == NULL || isnan (epoch->test.recall_1))
    return g_string_free (text, FALSE);
  iso_session_raw_scores (self->session, &raw_recall, &raw_map);
  g_string_append_printf (text, _("test recall@1 %.3f"), epoch->test.recall_1);
  if (!isnan (raw_recall) && iso_dataset_shape (experiment->dataset).is_image)
    g_string_append_printf (text, _(" (raw pixels %.3f)"), raw_recall);
  else if (!isnan (raw_recall))
    g_string_append_printf (text, _(" (raw features %.3f)"), raw_recall);
  return g_string_free (text, FALSE);
}

static void
set_text (GtkInscription *inscription, const char *text)
{
  if (g_strcmp0 (gtk_inscription_get_text (inscription), text) == 0)
    return;
  gtk_inscription_set_text (inscription, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (inscription), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static void
write_numbers (IsoRunStrip *self)
{
  IsoTrainerStatus status;
  g_autofree char *progress = NULL, *scores = NULL;
  iso_session_status (self->session, &status);
  progress = progress_text (self, &status);
  scores = scores_text (self);
  set_text (self->progress, progress);
  set_text (self->scores, scores);
  self->written = g_get_monotonic_time ();
}

/* What stands at present, in words and with what to try; the line has no room for more than the gravest. */
static void
show_standing (IsoRunStrip *self)
{
  const char *text = NULL, *name = NULL;
  for (int kind = ISO_ALARM_COUNT - 1; kind >= 0; kind--)
    if (self->standing[kind] != NULL)
      {
        text = self->standing[kind];
        name = iso_alarm_name ((IsoAlarmKind) kind);
      }
  GtkWidget *line = GTK_WIDGET (self->alarm);
  g_autofree char *full = text != NULL ? g_strdup_printf ("%s. %s", text, iso_alarm_advice (name)) : g_strdup ("");
  gtk_widget_set_visible (line, text != NULL);
  /* The alarm has more to say than the progress. */
  gtk_widget_set_hexpand (GTK_WIDGET (self->progress), text == NULL);
  gtk_widget_set_tooltip_text (line, text != NULL ? full : NULL);
  set_text (self->alarm, full);
}

/* An alarm that begins or ends at `epoch`. */
static void
take_alarm (IsoRunStrip *self, const IsoEvent *event, double epoch)
{
  for (int kind = 0; kind < ISO_ALARM_COUNT; kind++)
    if (g_strcmp0 (event->key, iso_alarm_name ((IsoAlarmKind) kind)) == 0)
      self->standing[kind] = event->kind == ISO_EVENT_ALARM ? event->text : NULL;
  if (event->kind == ISO_EVENT_ALARM)
    g_array_append_val (self->alarms, epoch);
  if (self->alarm_story->len > 0)
    g_string_append (self->alarm_story, "; ");
  g_string_append_printf (self->alarm_story, _("epoch %.1f: %s"), epoch, event->text);
}

/* Reads the changes and alarms that are new in the history. */
static void
read_marks (IsoRunStrip *self, size_t steps_per_epoch)
{
  IsoHistory *history = iso_session_history (self->session);
  IsoEvent events[MARKS_READ];
  size_t count;
  if (history == NULL || steps_per_epoch == 0 || iso_history_event_count (history) == self->events_read)
    return;
  while ((count = iso_history_read_events (history, events, self->events_read, MARKS_READ)) > 0)
    {
      for (size_t i = 0; i < count; i++)
        {
          double epoch = (double) (MAX (events[i].step, 1) - 1) / (double) steps_per_epoch;
          if (events[i].kind == ISO_EVENT_CHANGE && events[i].step > 1)
            g_array_append_val (self->marks, epoch);
          else if (events[i].kind == ISO_EVENT_ALARM || events[i].kind == ISO_EVENT_ALARM_END)
            take_alarm (self, &events[i], epoch);
        }
      self->events_read += count;
    }
  iso_timeline_set_alarms (self->timeline, (const double *) (const void *) self->alarms->data, self->alarms->len,
                           self->alarm_story->str);
  show_standing (self);
  iso_timeline_set_marks (self->timeline, (const double *) (const void *) self->marks->data, self->marks->len);
}

static gboolean
evaluation_is_long (gpointer data)
{
  IsoRunStrip *self = data;
  self->evaluation_timeout = 0;
  self->long_evaluation = TRUE;
  set_text (self->state, state_text (self));
  return G_SOURCE_REMOVE;
}

/* The dot breathes while the network is evaluated: numbers stand still meanwhile, the program does not. */
static void
note_evaluation (IsoRunStrip *self, gboolean evaluating)
{
  if (evaluating)
    gtk_widget_add_css_class (self->dot, "busy");
  else
    gtk_widget_remove_css_class (self->dot, "busy");
  if (evaluating && self->evaluation_timeout == 0 && !self->long_evaluation)
    self->evaluation_timeout = g_timeout_add (LONG_EVALUATION_MS, evaluation_is_long, self);
  if (evaluating)
    return;
  g_clear_handle_id (&self->evaluation_timeout, g_source_remove);
  if (self->long_evaluation)
    {
      self->long_evaluation = FALSE;
      set_text (self->state, state_text (self));
    }
}

static void
status_changed (IsoRunStrip *self)
{
  IsoTrainerStatus status;
  iso_session_status (self->session, &status);
  note_evaluation (self, status.evaluating);
  read_marks (self, status.steps_per_epoch);
  iso_timeline_set_progress (self->timeline,
                             status.steps_per_epoch == 0 ? 0.0 : (double) status.step / (double) status.steps_per_epoch,
                             MAX (status.epochs, 1));
  if (iso_session_state (self->session) != ISO_SESSION_RUNNING
      || g_get_monotonic_time () - self->written >= READABLE_MICROSECONDS)
    write_numbers (self);
}

static void
state_changed (IsoRunStrip *self)
{
  IsoSessionState state = iso_session_state (self->session);
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), state == ISO_SESSION_LOADING);
  gtk_widget_set_visible (self->spinner, state == ISO_SESSION_LOADING);
  gtk_widget_set_visible (self->dot, state != ISO_SESSION_LOADING);
  gtk_widget_remove_css_class (self->dot, "running");
  gtk_widget_remove_css_class (self->dot, "failed");
  if (state == ISO_SESSION_RUNNING)
    gtk_widget_add_css_class (self->dot, "running");
  else if (state == ISO_SESSION_FAILED)
    gtk_widget_add_css_class (self->dot, "failed");
  set_text (self->state, state_text (self));
  status_changed (self);
  write_numbers (self);
}

static void
run_changed (IsoRunStrip *self)
{
  self->events_read = 0;
  g_array_set_size (self->marks, 0);
  g_array_set_size (self->alarms, 0);
  g_string_truncate (self->alarm_story, 0);
  for (int kind = 0; kind < ISO_ALARM_COUNT; kind++)
    self->standing[kind] = NULL;
  show_standing (self);
  iso_timeline_set_marks (self->timeline, NULL, 0);
  iso_timeline_set_alarms (self->timeline, NULL, 0, NULL);
  state_changed (self);
}

/* A GtkInscription never asks for another size, however often its text changes: nothing else is laid out again. */
static GtkInscription *
add_inscription (GtkWidget *line, guint characters, float align, gboolean expand)
{
  GtkWidget *inscription = gtk_inscription_new (NULL);
  gtk_inscription_set_nat_chars (GTK_INSCRIPTION (inscription), characters);
  gtk_inscription_set_min_chars (GTK_INSCRIPTION (inscription), MIN (characters, 12));
  gtk_inscription_set_min_lines (GTK_INSCRIPTION (inscription), 1);
  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (inscription), GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_inscription_set_xalign (GTK_INSCRIPTION (inscription), align);
  gtk_widget_set_hexpand (inscription, expand);
  gtk_widget_add_css_class (inscription, "numeric");
  gtk_box_append (GTK_BOX (line), inscription);
  return GTK_INSCRIPTION (inscription);
}

GtkWidget *
iso_run_strip_new (IsoSession *session)
{
  IsoRunStrip *self = g_object_new (ISO_TYPE_RUN_STRIP, NULL);
  self->session = g_object_ref (session);
  gtk_box_insert_child_after (GTK_BOX (self->line), iso_keeping_note_new (session), GTK_WIDGET (self->alarm));
  g_signal_connect_object (session, "status", G_CALLBACK (status_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "epoch", G_CALLBACK (write_numbers), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "state-changed", G_CALLBACK (state_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "run-changed", G_CALLBACK (run_changed), self, G_CONNECT_SWAPPED);
  run_changed (self);
  return GTK_WIDGET (self);
}

const char *
iso_run_strip_alarm (IsoRunStrip *status)
{
  return gtk_widget_get_visible (GTK_WIDGET (status->alarm)) ? gtk_inscription_get_text (status->alarm) : NULL;
}

const char *
iso_run_strip_text (IsoRunStrip *status)
{
  return gtk_inscription_get_text (status->progress);
}

void
iso_run_strip_show_timeline (IsoRunStrip *status, gboolean shown)
{
  gtk_widget_set_visible (GTK_WIDGET (status->timeline), shown);
}

static void
iso_run_strip_dispose (GObject *object)
{
  IsoRunStrip *self = ISO_RUN_STRIP (object);
  g_clear_handle_id (&self->evaluation_timeout, g_source_remove);
  G_OBJECT_CLASS (iso_run_strip_parent_class)->dispose (object);
}

static void
iso_run_strip_finalize (GObject *object)
{
  IsoRunStrip *self = ISO_RUN_STRIP (object);
  g_clear_object (&self->session);
  g_array_unref (self->marks);
  g_array_unref (self->alarms);
  g_string_free (self->alarm_story, TRUE);
  G_OBJECT_CLASS (iso_run_strip_parent_class)->finalize (object);
}

static void
iso_run_strip_class_init (IsoRunStripClass *class)
{
  G_OBJECT_CLASS (class)->dispose = iso_run_strip_dispose;
  G_OBJECT_CLASS (class)->finalize = iso_run_strip_finalize;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (class), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
iso_run_strip_init (IsoRunStrip *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->marks = g_array_new (FALSE, FALSE, sizeof (double));
  self->alarms = g_array_new (FALSE, FALSE, sizeof (double));
  self->alarm_story = g_string_new (NULL);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_widget_add_css_class (GTK_WIDGET (self), "run-status");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("State of the run"), -1);
  self->line = line;
  gtk_widget_add_css_class (line, "status-line");
  self->spinner = gtk_spinner_new ();
  self->dot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class (self->dot, "state-dot");
  gtk_widget_set_valign (self->dot, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (line), self->spinner);
  gtk_box_append (GTK_BOX (line), self->dot);
  self->state = add_inscription (line, 13, 0.0f, FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self->state), "heading");
  self->progress = add_inscription (line, 45, 0.0f, TRUE);
  self->alarm = add_inscription (line, 90, 0.0f, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->alarm), "alarm");
  /* Assistive technologies read a status out when it changes. */
  g_object_set (self->alarm, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->alarm), FALSE);
  self->scores = add_inscription (line, 45, 1.0f, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->scores), "heading");
  gtk_box_append (GTK_BOX (self), line);
  self->timeline = ISO_TIMELINE (iso_timeline_new ());
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->timeline));
}
