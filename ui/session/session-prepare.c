#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "engine/base/pool.h"
#include "engine/base/unjoined.h"
#include "ui/session/raw-scores.h"
#include "ui/session/session-private.h"

/* A typed number arrives as several changes: one run is prepared for all of them. */
#define PREPARE_DELAY_MS 200

void
iso_session_drop_reading (IsoSession *session)
{
  g_clear_pointer (&session->reading, iso_reading_unref);
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

/* Puts a prepared run in place; its trainer is taken, or made. origin: what it goes on from, or NULL. */
static void
install_run (IsoSession *session, IsoPreparedRun *run, const IsoOrigin *origin)
{
  gboolean is_new = run->trainer == NULL;
  iso_session_end_run (session);
  g_clear_pointer (&session->history, iso_history_unref);
  g_clear_pointer (&session->epoch, iso_epoch_snapshot_unref);
  session->batches_seen = 0;
  session->epochs_seen = 0;
  memset (&session->status, 0, sizeof session->status);
  memset (session->facts, 0, sizeof session->facts);
  session->trainer = is_new ? iso_trainer_new (run->experiment) : g_steal_pointer (&run->trainer);
  session->history = iso_history_ref (iso_trainer_history (session->trainer));
  session->needs_reset = FALSE;
  iso_trainer_status (session->trainer, &session->status);
  session->saved_step = session->status.step;
  if (!is_new)
    iso_session_take_run_settings (session);
  session->parent = origin != NULL && origin->kind == ISO_ORIGIN_FORK ? origin->run : 0;
  session->fork_epoch = run->epoch;
  session->first_step = session->status.step;
  session->is_gone_on = run->recorder != NULL;
  iso_session_keep (session, g_steal_pointer (&run->recorder));
  iso_trainer_set_endless (session->trainer, session->endless);
  iso_trainer_watch (session->trainer, session->watch);
  find_raw_scores (session, run->experiment);
  g_signal_emit (session, iso_session_signals[ISO_SESSION_RUN_CHANGED], 0);
  if (session->start_when_ready)
    {
      iso_session_begin_keeping (session);
      iso_trainer_start (session->trainer);
    }
  session->start_when_ready = FALSE;
  iso_session_look_at_keeping (session);
  iso_session_pay_attention (session);
}

void
iso_session_take_run_settings (IsoSession *session)
{
  int threads = session->settings.train.threads;
  iso_trainer_settings (session->trainer, &session->settings);
  session->settings.train.threads = threads;
}

/* What was there stays. error: NULL if the person gave up. */
static void
keep_run (IsoSession *session, const IsoOrigin *origin, const GError *error)
{
  session->start_when_ready = FALSE;
  if (origin != NULL)
    {
      /* The settings have not been touched. */
      gboolean forks = origin->kind == ISO_ORIGIN_FORK;
      if (error != NULL)
        g_signal_emit (session, iso_session_signals[forks ? ISO_SESSION_NOT_FORKED : ISO_SESSION_NOT_RESUMED], 0, error->message);
      return;
    }
  if (session->trainer != NULL)
    iso_session_take_run_settings (session);
  if (error != NULL)
    iso_session_say (session, error->message);
}

static void
tell_left_out (IsoSession *session, IsoExperiment *experiment, const IsoReading *reading)
{
  if (reading->skipped->len == 0)
    return;
  if (iso_source_kind (experiment->settings.data.source) != ISO_SOURCE_PICTURES)
    {
      g_autofree char *text = g_strdup_printf (_("Left out: %s"), (char *) reading->skipped->pdata[0]);
      iso_session_say (session, text);
      return;
    }
  guint64 all = iso_dataset_sample_count (experiment->dataset) + iso_source_skipped_files (reading->skipped);
  g_signal_emit (session, iso_session_signals[ISO_SESSION_LEFT_OUT], 0, reading->skipped, all);
}

static void
tell_gone_on (IsoSession *session, const IsoOrigin *origin)
{
  guint64 step = session->status.step;
  switch (origin->kind)
    {
    case ISO_ORIGIN_RUN:
      g_signal_emit (session, iso_session_signals[ISO_SESSION_RUN_RESUMED], 0, origin->run, step);
      break;
    case ISO_ORIGIN_FORK:
      g_signal_emit (session, iso_session_signals[ISO_SESSION_FORKED], 0, origin->run, session->fork_epoch, step);
      break;
    case ISO_ORIGIN_FILE:
    default:
      g_signal_emit (session, iso_session_signals[ISO_SESSION_RESUMED], 0, origin->path, step);
    }
}

/* After the state of the session is what it says. */
static void
tell_outcome (IsoSession *session, IsoExperiment *experiment, const IsoOrigin *origin, gboolean cancelled, const IsoReading *reading)
{
  if (cancelled)
    iso_session_say (session,
                     session->trainer != NULL ? _("Cancelled. What was loaded before is still in place.") : _("Cancelled."));
  else if (experiment != NULL)
    tell_left_out (session, experiment, reading);
  if (experiment != NULL && origin != NULL)
    tell_gone_on (session, origin);
}

static void
prepared (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (IsoSession) session = take_session (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoPreparedRun) run = g_task_propagate_pointer (G_TASK (result), &error);
  /* Nobody waits any more, or a newer preparation took over: this one's result is stale. */
  if (session == NULL || session->preparing != g_task_get_cancellable (G_TASK (result)))
    return;
  gboolean cancelled = g_cancellable_is_cancelled (session->preparing);
  g_autoptr (IsoOrigin) origin = g_steal_pointer (&session->origin);
  IsoReading *reading = g_steal_pointer (&session->reading);
  g_clear_object (&session->preparing);
  if (session->prepare_timeout != 0)
    {
      /* Settings have changed since this one was begun: it is not put in place, nor started, only to be replaced. */
      iso_reading_unref (reading);
      iso_session_prepare (session);
      return;
    }
  gboolean prepares_again = run == NULL && origin != NULL && session->prepare_after;
  if (run != NULL)
    install_run (session, run, origin);
  else
    keep_run (session, origin, cancelled ? NULL : error);
  if (prepares_again)
    iso_session_prepare (session);
  g_signal_emit (session, iso_session_signals[ISO_SESSION_SETTINGS_CHANGED], 0);
  iso_session_update_state (session);
  tell_outcome (session, run != NULL ? run->experiment : NULL, origin, cancelled, reading);
  iso_reading_unref (reading);
}

static void
prepare_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  IsoPreparedRun *run = iso_preparation_run (data, cancellable, &error);
  if (run != NULL)
    g_task_return_pointer (task, run, (GDestroyNotify) iso_prepared_run_free);
  else
    g_task_return_error (task, error);
}

/* Takes the origin, which may be NULL: a new run. */
static void
begin (IsoSession *session, IsoOrigin *origin)
{
  g_autoptr (GTask) task = NULL;
  IsoPreparation *preparation = g_new0 (IsoPreparation, 1);

  g_clear_handle_id (&session->prepare_timeout, g_source_remove);
  if (session->preparing != NULL)
    g_cancellable_cancel (session->preparing);
  g_clear_object (&session->preparing);
  session->preparing = g_cancellable_new ();
  g_clear_pointer (&session->origin, iso_origin_unref);
  session->origin = origin;
  iso_session_drop_reading (session);
  session->reading = iso_reading_new ();
  preparation->reading = iso_reading_ref (session->reading);
  preparation->settings = session->settings;
  preparation->origin = origin != NULL ? iso_origin_ref (origin) : NULL;
  /* The window keeps one core for itself. */
  if (preparation->settings.train.threads == 0)
    preparation->settings.train.threads = MAX (1, iso_core_count () - 1);
  if (session->trainer != NULL)
    {
      IsoExperiment *present = iso_trainer_experiment (session->trainer);
      preparation->present = iso_dataset_ref (present->dataset);
      preparation->present_settings = present->settings;
    }
  task = g_task_new (NULL, session->preparing, prepared, weak_session (session));
  g_task_set_task_data (task, preparation, (GDestroyNotify) iso_preparation_free);
  iso_task_run_unjoined (task, prepare_in_thread);
  iso_session_update_state (session);
  iso_session_pay_attention (session);
}

void
iso_session_prepare (IsoSession *session)
{
  begin (session, NULL);
}

void
iso_session_prepare_from (IsoSession *session, IsoOrigin *origin)
{
  /* Should it be refused, what it came in between is made up for. */
  gboolean waits = session->preparing != NULL && (session->origin == NULL || session->prepare_after);
  session->prepare_after = session->trainer == NULL || waits || session->prepare_timeout != 0;
  session->start_when_ready = FALSE;
  begin (session, origin);
}

void
iso_session_resume (IsoSession *session, const char *path)
{
  IsoOrigin *origin = iso_origin_new (ISO_ORIGIN_FILE);
  origin->path = g_strdup (path);
  iso_session_prepare_from (session, origin);
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
  /* The settings of the checkpoint will take the place of these; if it is refused, these are prepared. */
  if (session->origin != NULL)
    {
      session->prepare_after = TRUE;
      return;
    }
  g_clear_handle_id (&session->prepare_timeout, g_source_remove);
  session->prepare_timeout = g_timeout_add (PREPARE_DELAY_MS, prepare_now, session);
}
