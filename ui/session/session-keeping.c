/* The run in place on its way into the store, and kept runs on their way back. */
#include <glib/gi18n.h>
#include <inttypes.h>

#include "ui/session/session-private.h"

/* What is looked at on every frame while the window shows training, and this often whatever the window does. */
#define LOOK_MS 500
/* Training of which nothing is left worth asking about: it is done again sooner than a question is answered. */
#define SMALL_LOSS_SECONDS 60.0

void
iso_session_limit_keeping (IsoSession *session, int epochs, guint64 bytes)
{
  session->keep_epochs = epochs;
  session->keep_bytes = bytes;
}

static IsoRunStatus
run_status (IsoTrainerState state)
{
  switch (state)
    {
    case ISO_TRAINER_RUNNING:
      return ISO_RUN_RUNNING;
    case ISO_TRAINER_FINISHED:
      return ISO_RUN_FINISHED;
    case ISO_TRAINER_FAILED:
      return ISO_RUN_FAILED;
    case ISO_TRAINER_READY:
    case ISO_TRAINER_PAUSED:
    case ISO_TRAINER_STOPPED:
    default:
      return ISO_RUN_PAUSED;
    }
}

void
iso_session_look_at_keeping (IsoSession *session)
{
  gint64 run = iso_session_run (session);
  g_autofree char *problem = iso_session_keeping_problem (session);
  if (session->keeper != NULL)
    {
      /* The window may stand still while the run does not. */
      IsoTrainerStatus status;
      iso_trainer_status (session->trainer, &status);
      iso_run_keeper_status (session->keeper, run_status (status.state));
    }
  if (run == session->told_run && g_strcmp0 (problem, session->told_problem) == 0)
    return;
  session->told_run = run;
  g_free (session->told_problem);
  session->told_problem = g_steal_pointer (&problem);
  g_signal_emit (session, iso_session_signals[ISO_SESSION_RECORDING], 0);
}

static gboolean
look (gpointer data)
{
  iso_session_look_at_keeping (data);
  return G_SOURCE_CONTINUE;
}

static void
follow (IsoSession *session)
{
  if (session->keeper_timer == 0)
    session->keeper_timer = g_timeout_add (LOOK_MS, look, session);
}

void
iso_session_keep (IsoSession *session, IsoRecorder *recorder)
{
  IsoRecorderOptions options = { .parent = session->parent, .fork_epoch = session->fork_epoch, .keep_epochs = session->keep_epochs,
                                 .keep_bytes = session->keep_bytes };
  if (session->library == NULL && recorder == NULL)
    return;
  const char *folder = session->library != NULL ? iso_run_library_folder (session->library) : NULL;
  session->keeper = iso_run_keeper_new (session->trainer, recorder, folder, &options);
  if (recorder != NULL)
    follow (session);
}

void
iso_session_begin_keeping (IsoSession *session)
{
  if (session->keeper == NULL)
    return;
  iso_run_keeper_begin (session->keeper);
  follow (session);
}

void
iso_session_end_run (IsoSession *session)
{
  IsoTrainerStatus status;
  g_clear_handle_id (&session->keeper_timer, g_source_remove);
  if (session->keeper == NULL)
    {
      /* Freeing a trainer waits for its step: never on this thread. */
      g_clear_pointer (&session->trainer, iso_trainer_retire);
      return;
    }
  iso_trainer_status (session->trainer, &status);
  IsoRunStatus ended = run_status (status.state);
  if (ended == ISO_RUN_RUNNING || ended == ISO_RUN_PAUSED)
    ended = ISO_RUN_STOPPED;
  iso_run_keeper_end (g_steal_pointer (&session->keeper), g_steal_pointer (&session->trainer), ended);
}

void
iso_session_set_library (IsoSession *session, IsoRunLibrary *library)
{
  g_set_object (&session->library, library);
  if (session->trainer == NULL || (session->keeper != NULL && iso_run_keeper_has_begun (session->keeper)))
    return;
  /* Of a run that has not begun nothing is kept yet. */
  if (session->keeper != NULL)
    iso_trainer_keep (session->trainer, NULL, NULL, NULL, NULL);
  g_clear_pointer (&session->keeper, iso_run_keeper_unref);
  iso_session_keep (session, NULL);
  if (session->status.state == ISO_TRAINER_RUNNING)
    iso_session_begin_keeping (session);
}

gint64
iso_session_run (IsoSession *session)
{
  return session->keeper != NULL ? iso_run_keeper_run (session->keeper) : 0;
}

char *
iso_session_keeping_problem (IsoSession *session)
{
  return session->keeper != NULL ? iso_run_keeper_problem (session->keeper) : NULL;
}

/* Seconds of training since the last epoch's end, which is what a kept run may be gone on from. */
static double
seconds_since_epoch (const IsoTrainerStatus *status)
{
  guint64 steps = status->step % MAX (status->steps_per_epoch, 1);
  return status->step > 0 ? status->train_seconds * (double) steps / (double) status->step : 0.0;
}

gboolean
iso_session_has_unsaved_steps (IsoSession *session)
{
  g_autofree char *problem = iso_session_keeping_problem (session);
  if (session->trainer == NULL || session->status.step == session->saved_step)
    return FALSE;
  return iso_session_run (session) == 0 || problem != NULL || seconds_since_epoch (&session->status) > SMALL_LOSS_SECONDS;
}

void
iso_session_fork_place (IsoSession *session, gint64 *run, int *epoch)
{
  guint64 per_epoch = MAX (session->status.steps_per_epoch, 1);
  gboolean has_ended = session->is_gone_on || session->status.step / per_epoch > session->first_step / per_epoch;
  *run = has_ended ? iso_session_run (session) : 0;
  *epoch = -1;
  if (*run == 0)
    {
      *run = session->parent;
      *epoch = session->fork_epoch;
    }
}

/* Why there is nothing to go on from, newly allocated, or NULL. */
static char *
refusal (IsoSession *session, gint64 run, gboolean forks)
{
  if (session->library == NULL)
    return g_strdup (_("Runs are not kept in this window."));
  if (run <= 0)
    return g_strdup (_("The run in place is not kept yet: it is from its first step on."));
  if (!forks && run == iso_session_run (session))
    return g_strdup_printf (_("Run %" PRId64 " is in place already: Start goes on with it, and a fork goes back."), run);
  return NULL;
}

static void
go_on_from (IsoSession *session, IsoOriginKind kind, gint64 run, int epoch, const char *const *assignments)
{
  gboolean forks = kind == ISO_ORIGIN_FORK;
  g_autofree char *reason = refusal (session, run, forks);
  if (reason != NULL)
    {
      g_signal_emit (session, iso_session_signals[forks ? ISO_SESSION_NOT_FORKED : ISO_SESSION_NOT_RESUMED], 0, reason);
      return;
    }
  IsoOrigin *origin = iso_origin_new (kind);
  origin->folder = g_strdup (iso_run_library_folder (session->library));
  origin->run = run;
  origin->epoch = epoch;
  origin->assignments = g_strdupv ((char **) assignments);
  origin->limits = (IsoRecorderOptions) { .keep_epochs = session->keep_epochs, .keep_bytes = session->keep_bytes };
  if (run == iso_session_run (session))
    origin->keeper = iso_run_keeper_ref (session->keeper);
  iso_session_prepare_from (session, origin);
}

void
iso_session_resume_run (IsoSession *session, gint64 run, int epoch)
{
  go_on_from (session, ISO_ORIGIN_RUN, run, epoch, NULL);
}

void
iso_session_fork (IsoSession *session, gint64 run, int epoch, const char *const *assignments)
{
  go_on_from (session, ISO_ORIGIN_FORK, run, epoch, assignments);
}
