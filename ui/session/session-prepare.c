#include <glib/gi18n.h>
#include <math.h>
#include <stdatomic.h>
#include <string.h>

#include "engine/base/pool.h"
#include "engine/train/parameters.h"
#include "ui/session/raw-scores.h"
#include "ui/session/session-private.h"

/* A typed number arrives as several changes: one run is prepared for all of them. */
#define PREPARE_DELAY_MS 200

struct _IsoReading {
  _Atomic int permille; /* −1 until the first is read */
  GPtrArray *skipped;   /* the worker's until the task is done */
};

static IsoReading *
reading_new (void)
{
  IsoReading *reading = g_atomic_rc_box_new0 (IsoReading);
  reading->permille = -1;
  reading->skipped = g_ptr_array_new_with_free_func (g_free);
  return reading;
}

static void
reading_clear (gpointer data)
{
  g_ptr_array_unref (((IsoReading *) data)->skipped);
}

static void
reading_unref (IsoReading *reading)
{
  g_atomic_rc_box_release_full (reading, reading_clear);
}

void
iso_session_drop_reading (IsoSession *session)
{
  g_clear_pointer (&session->reading, reading_unref);
}

double
iso_session_reading (IsoSession *session)
{
  int permille = session->reading == NULL ? -1 : session->reading->permille;
  return permille < 0 ? (double) NAN : permille / 1000.0;
}

void
iso_session_cancel (IsoSession *session)
{
  if (session->preparing != NULL)
    g_cancellable_cancel (session->preparing);
}

/* Freeing a trainer waits for its step: never on this thread. */
static gpointer
free_trainer (gpointer trainer)
{
  iso_trainer_free (trainer);
  return NULL;
}

static void
retire_trainer (IsoSession *session)
{
  if (session->trainer != NULL)
    g_thread_unref (g_thread_new ("retire", free_trainer, g_steal_pointer (&session->trainer)));
}

/* Tasks hold their session weakly: a worker that dropped the last reference would take the session apart on its own thread. */
static GWeakRef *
weak_session (IsoSession *session)
{
  GWeakRef *weak = g_new (GWeakRef, 1);
  g_weak_ref_init (weak, session);
  return weak;
}

static IsoSession *
take_session (GWeakRef *weak)
{
  IsoSession *session = g_weak_ref_get (weak);
  g_weak_ref_clear (weak);
  g_free (weak);
  return session;
}

static void
raw_scores_ready (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (IsoSession) session = take_session (data);
  const IsoDataset *dataset;
  double recall_1, map_at_r;
  if (iso_raw_scores_finish (result, &dataset, &recall_1, &map_at_r) && session != NULL && session->raw_dataset == dataset)
    {
      session->raw_recall_1 = recall_1;
      session->raw_map_at_r = map_at_r;
      g_signal_emit (session, iso_session_signals[ISO_SESSION_STATUS], 0);
    }
}

static void
find_raw_scores (IsoSession *session, IsoExperiment *experiment)
{
  if (session->raw_dataset == experiment->dataset && session->raw_split == experiment->settings.data.split)
    return;
  session->raw_recall_1 = NAN;
  session->raw_map_at_r = NAN;
  g_clear_pointer (&session->raw_dataset, iso_dataset_unref);
  session->raw_dataset = iso_dataset_ref (experiment->dataset);
  session->raw_split = experiment->settings.data.split;
  iso_raw_scores_compute (experiment, raw_scores_ready, weak_session (session));
}

static void
install_run (IsoSession *session, IsoExperiment *experiment)
{
  retire_trainer (session);
  g_clear_pointer (&session->history, iso_history_unref);
  g_clear_pointer (&session->epoch, iso_epoch_snapshot_unref);
  session->batches_seen = 0;
  session->epochs_seen = 0;
  memset (&session->status, 0, sizeof session->status);
  memset (session->facts, 0, sizeof session->facts);
  session->trainer = iso_trainer_new (experiment);
  session->history = iso_history_ref (iso_trainer_history (session->trainer));
  session->needs_reset = FALSE;
  iso_trainer_status (session->trainer, &session->status);
  iso_trainer_set_endless (session->trainer, session->endless);
  iso_trainer_watch (session->trainer, session->watch);
  find_raw_scores (session, experiment);
  g_signal_emit (session, iso_session_signals[ISO_SESSION_RUN_CHANGED], 0);
  if (session->start_when_ready)
    iso_trainer_start (session->trainer);
  session->start_when_ready = FALSE;
  iso_session_pay_attention (session);
}

static void
prepared (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (IsoSession) session = take_session (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoExperiment) experiment = g_task_propagate_pointer (G_TASK (result), &error);
  /* Nobody waits any more, or a newer preparation took over: this one's result is stale. */
  if (session == NULL || session->preparing != g_task_get_cancellable (G_TASK (result)))
    return;
  gboolean cancelled = g_cancellable_is_cancelled (session->preparing);
  IsoReading *reading = g_steal_pointer (&session->reading);
  g_clear_object (&session->preparing);
  if (session->prepare_timeout != 0)
    {
      /* Settings have changed since this one was begun: it is not put in place, nor started, only to be replaced. */
      reading_unref (reading);
      iso_session_prepare (session);
      return;
    }
  if (experiment != NULL)
    install_run (session, experiment);
  else
    {
      session->start_when_ready = FALSE;
      if (session->trainer != NULL)
        {
          /* What was there stays: settings go back to it. */
          iso_trainer_settings (session->trainer, &session->settings);
          session->settings.train.threads = 0;
        }
      if (!cancelled)
        iso_session_say (session, error->message);
    }
  g_signal_emit (session, iso_session_signals[ISO_SESSION_SETTINGS_CHANGED], 0);
  iso_session_update_state (session);
  if (cancelled)
    iso_session_say (session,
                     session->trainer != NULL ? _("Cancelled. What was loaded before is still in place.") : _("Cancelled."));
  else if (experiment != NULL && reading->skipped->len > 0
           && iso_source_kind (experiment->settings.data.source) != ISO_SOURCE_PICTURES)
    {
      g_autofree char *text = g_strdup_printf (_("Left out: %s"), (char *) reading->skipped->pdata[0]);
      iso_session_say (session, text);
    }
  else if (experiment != NULL && reading->skipped->len > 0)
    {
      guint64 all = iso_dataset_sample_count (experiment->dataset) + iso_source_skipped_files (reading->skipped);
      g_signal_emit (session, iso_session_signals[ISO_SESSION_LEFT_OUT], 0, reading->skipped, all);
    }
  reading_unref (reading);
}

typedef struct {
  IsoSettings settings;
  IsoDataset *dataset; /* to be used again, or NULL */
  IsoReading *reading;
} Preparation;

static void
preparation_free (gpointer data)
{
  Preparation *preparation = data;
  g_clear_pointer (&preparation->dataset, iso_dataset_unref);
  reading_unref (preparation->reading);
  g_free (preparation);
}

/* On the worker's threads. */
static void
note_share (gpointer data, double share)
{
  ((IsoReading *) data)->permille = (int) (1000.0 * share);
}

static void
prepare_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Preparation *preparation = data;
  GError *error = NULL;
  IsoExperiment *experiment = NULL;
  if (preparation->dataset == NULL)
    {
      IsoSourceRequest request = iso_settings_source (&preparation->settings);
      IsoSourceReport report = { note_share, preparation->reading, preparation->reading->skipped };
      preparation->dataset = iso_source_load (&request, &report, cancellable, &error);
    }
  if (preparation->dataset != NULL)
    experiment = iso_experiment_new (&preparation->settings, preparation->dataset, cancellable, &error);
  if (experiment != NULL)
    g_task_return_pointer (task, experiment, (GDestroyNotify) iso_experiment_unref);
  else
    g_task_return_error (task, error);
}

void
iso_session_prepare (IsoSession *session)
{
  g_autoptr (GTask) task = NULL;
  Preparation *preparation = g_new0 (Preparation, 1);

  g_clear_handle_id (&session->prepare_timeout, g_source_remove);
  if (session->preparing != NULL)
    g_cancellable_cancel (session->preparing);
  g_clear_object (&session->preparing);
  session->preparing = g_cancellable_new ();
  iso_session_drop_reading (session);
  session->reading = reading_new ();
  preparation->reading = g_atomic_rc_box_acquire (session->reading);
  preparation->settings = session->settings;
  /* The window keeps one core for itself. */
  if (preparation->settings.train.threads == 0)
    preparation->settings.train.threads = MAX (1, iso_core_count () - 1);
  if (session->trainer != NULL)
    {
      IsoExperiment *present = iso_trainer_experiment (session->trainer);
      IsoSourceRequest shown = iso_settings_source (&present->settings), wanted = iso_settings_source (&session->settings);
      if (iso_source_request_equal (&shown, &wanted))
        preparation->dataset = iso_dataset_ref (present->dataset);
    }
  task = g_task_new (NULL, session->preparing, prepared, weak_session (session));
  g_task_set_task_data (task, preparation, preparation_free);
  g_task_run_in_thread (task, prepare_in_thread);
  iso_session_update_state (session);
  iso_session_pay_attention (session);
}

static gboolean
prepare_now (gpointer data)
{
  IsoSession *session = data;
  session->prepare_timeout = 0;
  iso_session_prepare (session);
  return G_SOURCE_REMOVE;
}

void
iso_session_prepare_soon (IsoSession *session)
{
  g_clear_handle_id (&session->prepare_timeout, g_source_remove);
  session->prepare_timeout = g_timeout_add (PREPARE_DELAY_MS, prepare_now, session);
}
