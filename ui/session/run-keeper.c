#include "ui/session/run-keeper.h"

#include <pthread.h>
#include <time.h>

#include "engine/base/references.h"
#include "engine/base/unjoined.h"

/* Seconds from one look for the first step to the next, and until a store that could not be had is tried again. */
#define FIRST_STEP_INTERVAL 0.02
#define RETRY_INTERVAL 2.0

/* The end of an epoch, as the trainer hands it in. */
typedef struct {
  GBytes *image;
  IsoEpochSnapshot *snapshot;
  IsoBatchSnapshot *probe;
} Epoch;

struct _IsoRunKeeper {
  IsoReferences references;
  /* Fixed once it is made. */
  IsoExperiment *experiment;
  IsoHistory *history;
  char *folder;
  IsoRecorderOptions options;
  size_t first_step; /* steps that the history had when the run was put in place */
  bool is_resumed;

  struct {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    IsoRecorder *recorder;    /* NULL before it is made and once it is being ended */
    size_t flushing;          /* who waits for the recorder */
    gint64 run;
    IsoRunStatus status;
    IsoEpochSnapshot *beginning; /* the model as the run began, until it is handed in */
    Epoch waiting;            /* the newest epoch that ended before there was a recorder */
    char *problem;            /* why there is none */
    bool has_thread, ending;
    IsoTrainer *trainer;      /* to be freed at the end */
  } shared;
};

static void
epoch_clear (Epoch *epoch)
{
  g_clear_pointer (&epoch->image, g_bytes_unref);
  g_clear_pointer (&epoch->snapshot, iso_epoch_snapshot_unref);
  g_clear_pointer (&epoch->probe, iso_batch_snapshot_unref);
}

IsoRunKeeper *
iso_run_keeper_ref (IsoRunKeeper *keeper)
{
  iso_references_add (&keeper->references);
  return keeper;
}

void
iso_run_keeper_unref (IsoRunKeeper *keeper)
{
  if (keeper == NULL || !iso_references_drop (&keeper->references))
    return;
  epoch_clear (&keeper->shared.waiting);
  g_clear_pointer (&keeper->shared.beginning, iso_epoch_snapshot_unref);
  pthread_cond_destroy (&keeper->shared.changed);
  pthread_mutex_destroy (&keeper->shared.mutex);
  iso_history_unref (keeper->history);
  iso_experiment_unref (keeper->experiment);
  g_free (keeper->shared.problem);
  g_free (keeper->folder);
  g_free (keeper);
}

/* ---- what the trainer asks and hands in, on its thread ---- */

/* Before there is a recorder each is wanted, for it may be the last; where there can be none, only that which ends the run. */
static bool
wants_image (bool is_last, gpointer data)
{
  IsoRunKeeper *keeper = data;
  pthread_mutex_lock (&keeper->shared.mutex);
  bool is_wanted = keeper->shared.recorder != NULL ? iso_recorder_wants_image (keeper->shared.recorder, is_last)
                                                   : is_last || keeper->shared.problem == NULL;
  pthread_mutex_unlock (&keeper->shared.mutex);
  return is_wanted;
}

static void
keep_epoch (GBytes *image, IsoEpochSnapshot *snapshot, IsoBatchSnapshot *probe, gpointer data)
{
  IsoRunKeeper *keeper = data;
  Epoch dropped = { 0 };
  pthread_mutex_lock (&keeper->shared.mutex);
  if (keeper->shared.recorder != NULL)
    iso_recorder_epoch (keeper->shared.recorder, image, snapshot, probe);
  else if (image != NULL || keeper->shared.waiting.image == NULL)
    {
      dropped = keeper->shared.waiting;
      keeper->shared.waiting = (Epoch) { image != NULL ? g_bytes_ref (image) : NULL,
                                         snapshot != NULL ? iso_epoch_snapshot_ref (snapshot) : NULL,
                                         probe != NULL ? iso_batch_snapshot_ref (probe) : NULL };
    }
  pthread_mutex_unlock (&keeper->shared.mutex);
  epoch_clear (&dropped);
}

static void
release (gpointer data)
{
  iso_run_keeper_unref (data);
}

IsoRunKeeper *
iso_run_keeper_new (IsoTrainer *trainer, IsoRecorder *recorder, const char *folder, const IsoRecorderOptions *options)
{
  IsoRunKeeper *keeper = g_new0 (IsoRunKeeper, 1);
  pthread_condattr_t attributes;
  pthread_condattr_init (&attributes);
  pthread_condattr_setclock (&attributes, CLOCK_MONOTONIC);
  pthread_mutex_init (&keeper->shared.mutex, NULL);
  pthread_cond_init (&keeper->shared.changed, &attributes);
  pthread_condattr_destroy (&attributes);
  iso_references_init (&keeper->references);
  keeper->experiment = iso_experiment_ref (iso_trainer_experiment (trainer));
  keeper->history = iso_history_ref (iso_trainer_history (trainer));
  keeper->folder = g_strdup (folder);
  keeper->options = (IsoRecorderOptions) { .parent = options->parent, .fork_epoch = options->fork_epoch,
                                           .keep_epochs = options->keep_epochs, .keep_bytes = options->keep_bytes };
  keeper->first_step = iso_history_step_count (keeper->history);
  keeper->is_resumed = recorder != NULL;
  keeper->shared.recorder = recorder;
  keeper->shared.run = recorder != NULL ? iso_recorder_run (recorder) : 0;
  keeper->shared.status = ISO_RUN_RUNNING;
  iso_trainer_keep (trainer, wants_image, keep_epoch, iso_run_keeper_ref (keeper), release);
  return keeper;
}

/* ---- the thread ---- */

/* Under the mutex. A run whose very first step failed is one too. */
static bool
is_due (IsoRunKeeper *keeper)
{
  return iso_history_step_count (keeper->history) > keeper->first_step || keeper->shared.status == ISO_RUN_FAILED;
}

/* Under the mutex. */
static void
wait_for (IsoRunKeeper *keeper, double seconds)
{
  struct timespec until;
  clock_gettime (CLOCK_MONOTONIC, &until);
  gint64 nanoseconds = (gint64) until.tv_nsec + (gint64) (seconds * 1e9);
  until.tv_sec += (time_t) (nanoseconds / 1000000000);
  until.tv_nsec = (long) (nanoseconds % 1000000000);
  pthread_cond_timedwait (&keeper->shared.changed, &keeper->shared.mutex, &until);
}

/* Under the mutex: what came before the recorder. */
static void
hand_in (IsoRunKeeper *keeper)
{
  IsoRecorder *recorder = keeper->shared.recorder;
  Epoch *waiting = &keeper->shared.waiting;
  if (keeper->shared.beginning != NULL)
    iso_recorder_epoch (recorder, NULL, keeper->shared.beginning, NULL);
  if (waiting->image != NULL || waiting->snapshot != NULL)
    iso_recorder_epoch (recorder, waiting->image, waiting->snapshot, waiting->probe);
  g_clear_pointer (&keeper->shared.beginning, iso_epoch_snapshot_unref);
  epoch_clear (waiting);
}

/* Takes its time, so it is done without the mutex, which is held before and after. */
static void
make_recorder (IsoRunKeeper *keeper)
{
  g_autoptr (GError) error = NULL;
  pthread_mutex_unlock (&keeper->shared.mutex);
  IsoRecorder *recorder = iso_recorder_new (keeper->folder, keeper->experiment, keeper->history, &keeper->options, &error);
  pthread_mutex_lock (&keeper->shared.mutex);
  g_clear_pointer (&keeper->shared.problem, g_free);
  if (recorder == NULL)
    {
      keeper->shared.problem = g_strdup (error->message);
      return;
    }
  keeper->shared.recorder = recorder;
  keeper->shared.run = iso_recorder_run (recorder);
  iso_recorder_status (recorder, keeper->shared.status);
  hand_in (keeper);
}

/* Once the trainer is gone nothing comes any more; a run that ended before it could be recorded is recorded now. */
static void
finish (IsoRunKeeper *keeper)
{
  pthread_mutex_lock (&keeper->shared.mutex);
  if (keeper->shared.recorder == NULL && is_due (keeper))
    make_recorder (keeper);
  while (keeper->shared.flushing > 0)
    pthread_cond_wait (&keeper->shared.changed, &keeper->shared.mutex);
  IsoRecorder *recorder = keeper->shared.recorder;
  keeper->shared.recorder = NULL;
  pthread_mutex_unlock (&keeper->shared.mutex);
  iso_recorder_free (recorder);
}

static gpointer
keeper_main (gpointer data)
{
  IsoRunKeeper *keeper = data;
  pthread_mutex_lock (&keeper->shared.mutex);
  while (keeper->shared.recorder == NULL && !keeper->shared.ending)
    {
      bool has_stepped = is_due (keeper);
      if (has_stepped)
        make_recorder (keeper);
      if (keeper->shared.recorder == NULL && !keeper->shared.ending)
        wait_for (keeper, has_stepped ? RETRY_INTERVAL : FIRST_STEP_INTERVAL);
    }
  while (!keeper->shared.ending)
    pthread_cond_wait (&keeper->shared.changed, &keeper->shared.mutex);
  pthread_mutex_unlock (&keeper->shared.mutex);
  iso_trainer_free (keeper->shared.trainer);
  finish (keeper);
  iso_run_keeper_unref (keeper);
  return NULL;
}

/* ---- the doors ---- */

/* Under the mutex. */
static void
start_thread (IsoRunKeeper *keeper)
{
  if (keeper->shared.has_thread)
    return;
  keeper->shared.has_thread = true;
  iso_thread_run_unjoined ("keeper", keeper_main, iso_run_keeper_ref (keeper));
}

void
iso_run_keeper_begin (IsoRunKeeper *keeper)
{
  pthread_mutex_lock (&keeper->shared.mutex);
  start_thread (keeper);
  pthread_mutex_unlock (&keeper->shared.mutex);
}

bool
iso_run_keeper_has_begun (IsoRunKeeper *keeper)
{
  pthread_mutex_lock (&keeper->shared.mutex);
  bool has_begun = keeper->shared.has_thread || keeper->shared.recorder != NULL;
  pthread_mutex_unlock (&keeper->shared.mutex);
  return has_begun;
}

void
iso_run_keeper_look (IsoRunKeeper *keeper, IsoEpochSnapshot *snapshot)
{
  /* A run that is gone on with has more of that epoch already. */
  if (keeper->is_resumed || snapshot->step != keeper->first_step)
    return;
  pthread_mutex_lock (&keeper->shared.mutex);
  if (keeper->shared.recorder != NULL)
    iso_recorder_epoch (keeper->shared.recorder, NULL, snapshot, NULL);
  else if (keeper->shared.beginning == NULL)
    keeper->shared.beginning = iso_epoch_snapshot_ref (snapshot);
  pthread_mutex_unlock (&keeper->shared.mutex);
}

/* Under the mutex. The time of an end is that of the first call that tells of it. */
static void
set_status (IsoRunKeeper *keeper, IsoRunStatus status)
{
  if (status == keeper->shared.status)
    return;
  keeper->shared.status = status;
  if (keeper->shared.recorder != NULL)
    iso_recorder_status (keeper->shared.recorder, status);
}

void
iso_run_keeper_status (IsoRunKeeper *keeper, IsoRunStatus status)
{
  pthread_mutex_lock (&keeper->shared.mutex);
  if (!keeper->shared.ending)
    set_status (keeper, status);
  pthread_mutex_unlock (&keeper->shared.mutex);
}

gint64
iso_run_keeper_run (IsoRunKeeper *keeper)
{
  pthread_mutex_lock (&keeper->shared.mutex);
  gint64 run = keeper->shared.run;
  pthread_mutex_unlock (&keeper->shared.mutex);
  return run;
}

char *
iso_run_keeper_problem (IsoRunKeeper *keeper)
{
  pthread_mutex_lock (&keeper->shared.mutex);
  char *problem = keeper->shared.recorder != NULL ? iso_recorder_problem (keeper->shared.recorder) : g_strdup (keeper->shared.problem);
  pthread_mutex_unlock (&keeper->shared.mutex);
  return problem;
}

bool
iso_run_keeper_flush (IsoRunKeeper *keeper, double seconds)
{
  pthread_mutex_lock (&keeper->shared.mutex);
  IsoRecorder *recorder = keeper->shared.recorder;
  if (recorder == NULL)
    {
      pthread_mutex_unlock (&keeper->shared.mutex);
      return true;
    }
  keeper->shared.flushing++;
  pthread_mutex_unlock (&keeper->shared.mutex);
  bool done = iso_recorder_wait (recorder, seconds);
  pthread_mutex_lock (&keeper->shared.mutex);
  keeper->shared.flushing--;
  pthread_cond_broadcast (&keeper->shared.changed);
  pthread_mutex_unlock (&keeper->shared.mutex);
  return done;
}

void
iso_run_keeper_end (IsoRunKeeper *keeper, IsoTrainer *trainer, IsoRunStatus status)
{
  /* Its thread need not be waited for before it is told. */
  iso_trainer_stop (trainer);
  pthread_mutex_lock (&keeper->shared.mutex);
  set_status (keeper, status);
  keeper->shared.trainer = trainer;
  keeper->shared.ending = true;
  start_thread (keeper);
  pthread_cond_broadcast (&keeper->shared.changed);
  pthread_mutex_unlock (&keeper->shared.mutex);
  iso_run_keeper_unref (keeper);
}
