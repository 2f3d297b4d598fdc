#include "engine/store/recorder.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <time.h>
#include <unistd.h>

#include "engine/base/error.h"
#include "engine/base/timing.h"
#include "engine/store/recorder-private.h"
#include "engine/store/store.h"

void
iso_recorder_epoch_clear (IsoRecorderEpoch *epoch)
{
  g_clear_pointer (&epoch->image, g_bytes_unref);
  g_clear_pointer (&epoch->snapshot, iso_epoch_snapshot_unref);
  g_clear_pointer (&epoch->probe, iso_batch_snapshot_unref);
}

static void
clear (IsoRecorder *recorder)
{
  for (size_t i = 0; i < recorder->shared.waiting; i++)
    iso_recorder_epoch_clear (&recorder->shared.places[i]);
  iso_database_close (recorder->database);
  if (recorder->lock >= 0)
    close (recorder->lock);
  g_array_unref (recorder->kept);
  iso_history_unref (recorder->history);
  iso_experiment_unref (recorder->experiment);
  pthread_cond_destroy (&recorder->shared.changed);
  pthread_mutex_destroy (&recorder->shared.mutex);
  g_free (recorder->shared.problem);
  g_free (recorder->store_folder);
  g_free (recorder->folder);
  g_free (recorder);
}

IsoRecorder *
iso_recorder_new (const char *folder, IsoExperiment *experiment, IsoHistory *history, const IsoRecorderOptions *options, GError **error)
{
  const IsoRecorderOptions none = { 0 };
  IsoRecorder *recorder = g_new0 (IsoRecorder, 1);
  pthread_condattr_t attributes;
  if (options == NULL)
    options = &none;
  pthread_condattr_init (&attributes);
  pthread_condattr_setclock (&attributes, CLOCK_MONOTONIC);
  pthread_mutex_init (&recorder->shared.mutex, NULL);
  pthread_cond_init (&recorder->shared.changed, &attributes);
  pthread_condattr_destroy (&attributes);
  recorder->experiment = iso_experiment_ref (experiment);
  recorder->history = iso_history_ref (history);
  recorder->store_folder = folder != NULL ? g_strdup (folder) : iso_store_default_folder ();
  recorder->keep_epochs = options->keep_epochs > 0 ? options->keep_epochs : ISO_KEEP_EPOCHS;
  recorder->keep_bytes = options->keep_bytes > 0 ? options->keep_bytes : ISO_KEEP_BYTES;
  recorder->kept = g_array_new (FALSE, FALSE, sizeof (IsoRecorderKept));
  recorder->lock = -1;
  recorder->database = iso_database_open (recorder->store_folder, error);
  if (recorder->database == NULL || !iso_recorder_begin_row (recorder, options, error))
    {
      clear (recorder);
      return NULL;
    }
  if (pthread_create (&recorder->thread, NULL, iso_recorder_main, recorder) == 0)
    return recorder;
  g_set_error_literal (error, ISO_ERROR, ISO_ERROR_MEMORY, _("the system refused a thread for recording the run"));
  clear (recorder);
  return NULL;
}

void
iso_recorder_free (IsoRecorder *recorder)
{
  if (recorder == NULL)
    return;
  pthread_mutex_lock (&recorder->shared.mutex);
  recorder->shared.ending = true;
  if (recorder->shared.status == ISO_RUN_RUNNING || recorder->shared.status == ISO_RUN_PAUSED)
    {
      recorder->shared.status = ISO_RUN_INTERRUPTED;
      recorder->shared.ended = g_get_real_time ();
    }
  pthread_cond_broadcast (&recorder->shared.changed);
  pthread_mutex_unlock (&recorder->shared.mutex);
  pthread_join (recorder->thread, NULL);
  clear (recorder);
}

bool
iso_recorder_wants_image (IsoRecorder *recorder, bool is_last)
{
  double now = iso_seconds ();
  pthread_mutex_lock (&recorder->shared.mutex);
  bool is_wanted = is_last || now >= recorder->shared.next_image;
  recorder->shared.wanted_at = is_wanted ? now : 0.0;
  pthread_mutex_unlock (&recorder->shared.mutex);
  return is_wanted;
}

void
iso_recorder_epoch (IsoRecorder *recorder, GBytes *image, IsoEpochSnapshot *snapshot, IsoBatchSnapshot *probe)
{
  g_return_if_fail (image != NULL || snapshot != NULL);
  IsoRecorderEpoch epoch = { .image = image != NULL ? g_bytes_ref (image) : NULL,
                             .snapshot = snapshot != NULL ? iso_epoch_snapshot_ref (snapshot) : NULL,
                             .probe = probe != NULL ? iso_batch_snapshot_ref (probe) : NULL };
  IsoRecorderEpoch dropped = { 0 };
  double now = iso_seconds ();
  pthread_mutex_lock (&recorder->shared.mutex);
  if (image != NULL && recorder->shared.wanted_at > 0.0)
    {
      recorder->shared.handing = now - recorder->shared.wanted_at;
      recorder->shared.next_image = now + recorder->shared.handing / ISO_KEEP_SHARE;
      recorder->shared.wanted_at = 0.0;
    }
  if (recorder->shared.waiting == ISO_RECORDER_PLACES)
    dropped = recorder->shared.places[--recorder->shared.waiting];
  recorder->shared.places[recorder->shared.waiting++] = epoch;
  pthread_cond_broadcast (&recorder->shared.changed);
  pthread_mutex_unlock (&recorder->shared.mutex);
  iso_recorder_epoch_clear (&dropped);
}

void
iso_recorder_status (IsoRecorder *recorder, IsoRunStatus status)
{
  g_return_if_fail (status < ISO_RUN_STATUS_COUNT);
  pthread_mutex_lock (&recorder->shared.mutex);
  recorder->shared.status = status;
  recorder->shared.ended = status == ISO_RUN_RUNNING || status == ISO_RUN_PAUSED ? 0 : g_get_real_time ();
  pthread_mutex_unlock (&recorder->shared.mutex);
}

gint64
iso_recorder_run (IsoRecorder *recorder)
{
  return recorder->run;
}

char *
iso_recorder_problem (IsoRecorder *recorder)
{
  pthread_mutex_lock (&recorder->shared.mutex);
  char *problem = g_strdup (recorder->shared.problem);
  pthread_mutex_unlock (&recorder->shared.mutex);
  return problem;
}

bool
iso_recorder_wait (IsoRecorder *recorder, double seconds)
{
  struct timespec until;
  clock_gettime (CLOCK_MONOTONIC, &until);
  gint64 nanoseconds = (gint64) until.tv_nsec + (gint64) (seconds * 1e9);
  until.tv_sec += (time_t) (nanoseconds / 1000000000);
  until.tv_nsec = (long) (nanoseconds % 1000000000);
  pthread_mutex_lock (&recorder->shared.mutex);
  guint64 wanted = ++recorder->shared.asked;
  int problem = 0;
  pthread_cond_broadcast (&recorder->shared.changed);
  while (recorder->shared.served < wanted && problem != ETIMEDOUT)
    problem = pthread_cond_timedwait (&recorder->shared.changed, &recorder->shared.mutex, &until);
  bool done = recorder->shared.served >= wanted;
  pthread_mutex_unlock (&recorder->shared.mutex);
  return done;
}
