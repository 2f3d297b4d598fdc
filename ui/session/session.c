#include "ui/session/session-private.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "engine/train/parameters.h"
#include "engine/train/preset.h"
#include "ui/session/plain-words.h"

/* After a command the frame clock is read this long, then only while something runs. */
#define ATTENTION_SECONDS 1.0

G_DEFINE_FINAL_TYPE (IsoSession, iso_session, G_TYPE_OBJECT)

guint iso_session_signals[ISO_SESSION_SIGNAL_COUNT];

void
iso_session_say (IsoSession *session, const char *text)
{
  g_signal_emit (session, iso_session_signals[ISO_SESSION_MESSAGE], 0, text);
}

static IsoSessionState
present_state (IsoSession *session)
{
  if (session->preparing != NULL)
    return ISO_SESSION_LOADING;
  if (session->trainer == NULL)
    return ISO_SESSION_EMPTY;
  switch (session->status.state)
    {
    case ISO_TRAINER_RUNNING:
      return ISO_SESSION_RUNNING;
    case ISO_TRAINER_PAUSED:
      return ISO_SESSION_PAUSED;
    case ISO_TRAINER_FINISHED:
      return ISO_SESSION_FINISHED;
    case ISO_TRAINER_FAILED:
      return ISO_SESSION_FAILED;
    case ISO_TRAINER_READY:
    case ISO_TRAINER_STOPPED:
    default:
      return ISO_SESSION_READY;
    }
}

void
iso_session_update_state (IsoSession *session)
{
  IsoSessionState state = present_state (session);
  if (state == session->state)
    return;
  session->state = state;
  g_signal_emit (session, iso_session_signals[ISO_SESSION_STATE_CHANGED], 0);
  if (state == ISO_SESSION_FAILED)
    {
      g_autofree char *failure = iso_trainer_failure (session->trainer);
      iso_session_say (session, failure);
    }
  else if (state == ISO_SESSION_FINISHED)
    iso_session_say (session, _ ("The planned epochs are done. Start trains on beyond them."));
}

static void
read_mailboxes (IsoSession *session)
{
  IsoBatchSnapshot *batch = iso_mailbox_take (iso_trainer_batches (session->trainer), &session->batches_seen);
  IsoEpochSnapshot *epoch = iso_mailbox_take (iso_trainer_epochs (session->trainer), &session->epochs_seen);
  if (batch != NULL)
    {
      g_signal_emit (session, iso_session_signals[ISO_SESSION_BATCH], 0, batch);
      iso_batch_snapshot_unref (batch);
    }
  if (epoch != NULL)
    {
      g_clear_pointer (&session->epoch, iso_epoch_snapshot_unref);
      session->epoch = epoch;
      if (session->keeper != NULL)
        iso_run_keeper_look (session->keeper, epoch);
      g_signal_emit (session, iso_session_signals[ISO_SESSION_EPOCH], 0, epoch);
    }
}

static gboolean
read_engine (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  IsoSession *session = data;
  if (session->trainer != NULL)
    {
      IsoTrainerStatus status;
      iso_trainer_status (session->trainer, &status);
      gboolean changed = memcmp (&status, &session->status, sizeof status) != 0;
      session->status = status;
      read_mailboxes (session);
      iso_session_update_state (session);
      iso_session_look_at_keeping (session);
      if (changed)
        g_signal_emit (session, iso_session_signals[ISO_SESSION_STATUS], 0);
      if (status.state == ISO_TRAINER_RUNNING || status.evaluating || status.pending > 0)
        return G_SOURCE_CONTINUE;
    }
  if (g_get_monotonic_time () < session->attention_until || session->preparing != NULL)
    return G_SOURCE_CONTINUE;
  session->tick = 0;
  return G_SOURCE_REMOVE;
}

void
iso_session_pay_attention (IsoSession *session)
{
  session->attention_until = g_get_monotonic_time () + (gint64) (ATTENTION_SECONDS * 1e6);
  if (session->tick == 0 && session->widget != NULL)
    session->tick = gtk_widget_add_tick_callback (session->widget, read_engine, session, NULL);
}

static gboolean
has_started (IsoSession *session)
{
  return session->trainer != NULL && (session->status.step > 0 || session->status.state == ISO_TRAINER_RUNNING);
}

gboolean
iso_session_set (IsoSession *session, const char *key, const char *value, GError **error)
{
  IsoSettings changed = session->settings;
  const IsoParameter *parameter = iso_parameter_find (key, &changed, error);
  if (parameter == NULL || !iso_settings_set (&changed, key, value, error) || !iso_session_check (session, &changed, error))
    {
      iso_plain_error (error);
      return FALSE;
    }
  if (memcmp (&changed, &session->settings, sizeof changed) == 0)
    return TRUE;
  session->settings = changed;
  if ((parameter->flags & ISO_PARAMETER_LIVE) != 0 && session->trainer != NULL)
    iso_session_send_live (session, key, value);
  else if (!has_started (session))
    iso_session_prepare_soon (session);
  else
    session->needs_reset = TRUE;
  g_signal_emit (session, iso_session_signals[ISO_SESSION_SETTINGS_CHANGED], 0);
  return TRUE;
}

/* Puts settings in place as one change: all at once while nothing has started, else what is live at once and the rest by a reset. */
static void
adopt (IsoSession *session, const IsoSettings *changed)
{
  IsoSettings before = session->settings;
  session->settings = *changed;
  if (!has_started (session))
    iso_session_prepare (session);
  else if (iso_session_send_differences (session, &before))
    session->needs_reset = TRUE;
  g_signal_emit (session, iso_session_signals[ISO_SESSION_SETTINGS_CHANGED], 0);
}

gboolean
iso_session_apply_preset (IsoSession *session, const char *name, GError **error)
{
  const IsoPreset *preset = iso_preset_find (name, error);
  IsoSettings changed = session->settings;
  if (preset == NULL || !iso_preset_apply (preset, &changed, error) || !iso_session_check (session, &changed, error))
    return FALSE;
  adopt (session, &changed);
  return TRUE;
}

gboolean
iso_session_set_all (IsoSession *session, const char *const *assignments, GError **error)
{
  IsoSettings changed = session->settings;
  if (!iso_settings_set_all (&changed, assignments, error) || !iso_session_check (session, &changed, error))
    return FALSE;
  adopt (session, &changed);
  return TRUE;
}

void
iso_session_start (IsoSession *session)
{
  if (session->trainer == NULL || session->preparing != NULL || session->prepare_timeout != 0)
    {
      /* Press Start while data load, or right after a change: it starts as soon as the run is there. */
      session->start_when_ready = TRUE;
      if (session->preparing == NULL)
        iso_session_prepare (session);
      return;
    }
  iso_session_begin_keeping (session);
  iso_trainer_start (session->trainer);
  iso_session_pay_attention (session);
}

void
iso_session_pause (IsoSession *session)
{
  session->start_when_ready = FALSE;
  if (session->trainer != NULL)
    iso_trainer_pause (session->trainer);
  iso_session_pay_attention (session);
}

void
iso_session_single_step (IsoSession *session)
{
  iso_session_begin_keeping (session);
  if (session->trainer != NULL)
    iso_trainer_single_step (session->trainer);
  iso_session_pay_attention (session);
}

void
iso_session_reset (IsoSession *session)
{
  session->start_when_ready = FALSE;
  iso_session_prepare (session);
}

void
iso_session_set_endless (IsoSession *session, gboolean endless)
{
  session->endless = endless;
  if (session->trainer != NULL)
    iso_trainer_set_endless (session->trainer, endless);
}

void
iso_session_watch (IsoSession *session, IsoWatch watch)
{
  session->watch = watch;
  if (session->trainer != NULL)
    iso_trainer_watch (session->trainer, watch);
  iso_session_pay_attention (session);
}

static void
widget_mapped (GtkWidget *widget, gpointer data)
{
  IsoSession *session = data;
  if (session->trainer == NULL && session->preparing == NULL)
    iso_session_prepare (session);
  iso_session_pay_attention (session);
}

void
iso_session_attach (IsoSession *session, GtkWidget *widget)
{
  g_assert (session->widget == NULL);
  session->widget = widget;
  g_object_add_weak_pointer (G_OBJECT (widget), (gpointer *) &session->widget);
  g_signal_connect_object (widget, "map", G_CALLBACK (widget_mapped), session, 0);
  if (gtk_widget_get_mapped (widget))
    widget_mapped (widget, session);
}

IsoSessionState
iso_session_state (IsoSession *session)
{
  return session->state;
}

const IsoSettings *
iso_session_settings (IsoSession *session)
{
  return &session->settings;
}

gboolean
iso_session_needs_reset (IsoSession *session)
{
  return session->needs_reset;
}

void
iso_session_status (IsoSession *session, IsoTrainerStatus *status)
{
  *status = session->status;
}

IsoHistory *
iso_session_history (IsoSession *session)
{
  return session->history;
}

IsoExperiment *
iso_session_experiment (IsoSession *session)
{
  return session->trainer == NULL ? NULL : iso_trainer_experiment (session->trainer);
}

IsoEpochSnapshot *
iso_session_epoch (IsoSession *session)
{
  return session->epoch;
}

void
iso_session_raw_scores (IsoSession *session, double *recall_1, double *map_at_r)
{
  *recall_1 = session->raw_recall_1;
  *map_at_r = session->raw_map_at_r;
}

static void
iso_session_dispose (GObject *object)
{
  IsoSession *session = ISO_SESSION (object);
  g_clear_handle_id (&session->prepare_timeout, g_source_remove);
  if (session->widget != NULL)
    {
      if (session->tick != 0)
        gtk_widget_remove_tick_callback (session->widget, session->tick);
      g_object_remove_weak_pointer (G_OBJECT (session->widget), (gpointer *) &session->widget);
      session->widget = NULL;
    }
  if (session->preparing != NULL)
    g_cancellable_cancel (session->preparing);
  g_clear_object (&session->preparing);
  iso_session_drop_reading (session);
  g_clear_pointer (&session->origin, iso_origin_unref);
  iso_session_end_run (session);
  g_clear_object (&session->library);
  g_clear_pointer (&session->told_problem, g_free);
  g_clear_pointer (&session->history, iso_history_unref);
  g_clear_pointer (&session->epoch, iso_epoch_snapshot_unref);
  g_clear_pointer (&session->raw_dataset, iso_dataset_unref);
  G_OBJECT_CLASS (iso_session_parent_class)->dispose (object);
}

static void
iso_session_class_init (IsoSessionClass *class)
{
  GType type = G_TYPE_FROM_CLASS (class);
  G_OBJECT_CLASS (class)->dispose = iso_session_dispose;
#define SIGNAL(name, count, ...) g_signal_new (name, type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, count, ##__VA_ARGS__)
  iso_session_signals[ISO_SESSION_SETTINGS_CHANGED] = SIGNAL ("settings-changed", 0);
  iso_session_signals[ISO_SESSION_STATE_CHANGED] = SIGNAL ("state-changed", 0);
  iso_session_signals[ISO_SESSION_RUN_CHANGED] = SIGNAL ("run-changed", 0);
  iso_session_signals[ISO_SESSION_STATUS] = SIGNAL ("status", 0);
  iso_session_signals[ISO_SESSION_BATCH] = SIGNAL ("batch", 1, G_TYPE_POINTER);
  iso_session_signals[ISO_SESSION_EPOCH] = SIGNAL ("epoch", 1, G_TYPE_POINTER);
  iso_session_signals[ISO_SESSION_APPLIED] = SIGNAL ("applied", 2, G_TYPE_STRING, G_TYPE_UINT64);
  iso_session_signals[ISO_SESSION_LEFT_OUT] = SIGNAL ("left-out", 2, G_TYPE_POINTER, G_TYPE_UINT64);
  iso_session_signals[ISO_SESSION_MESSAGE] = SIGNAL ("message", 1, G_TYPE_STRING);
  iso_session_signals[ISO_SESSION_SAVED] = SIGNAL ("saved", 3, G_TYPE_STRING, G_TYPE_UINT64, G_TYPE_UINT64);
  iso_session_signals[ISO_SESSION_RESUMED] = SIGNAL ("resumed", 2, G_TYPE_STRING, G_TYPE_UINT64);
  iso_session_signals[ISO_SESSION_NOT_RESUMED] = SIGNAL ("not-resumed", 1, G_TYPE_STRING);
  iso_session_signals[ISO_SESSION_RECORDING] = SIGNAL ("recording", 0);
  iso_session_signals[ISO_SESSION_RUN_RESUMED] = SIGNAL ("run-resumed", 2, G_TYPE_INT64, G_TYPE_UINT64);
  iso_session_signals[ISO_SESSION_FORKED] = SIGNAL ("forked", 3, G_TYPE_INT64, G_TYPE_INT, G_TYPE_UINT64);
  iso_session_signals[ISO_SESSION_NOT_FORKED] = SIGNAL ("not-forked", 1, G_TYPE_STRING);
#undef SIGNAL
}

static void
iso_session_init (IsoSession *session)
{
  iso_settings_init (&session->settings);
  iso_preset_apply (iso_preset_find ("sample", NULL), &session->settings, NULL);
  /* Full speed ends the sample's training within seconds: nobody could watch it. */
  session->settings.train.pace = ISO_PACE_20;
  session->raw_recall_1 = NAN;
  session->raw_map_at_r = NAN;
  session->watch = ISO_WATCH_LIVE;
}

IsoSession *
iso_session_new (void)
{
  return g_object_new (ISO_TYPE_SESSION, NULL);
}
