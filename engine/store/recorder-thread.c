/* The recorder's thread: takes what is new, writes it, and says what went wrong. */
#include <errno.h>
#include <time.h>

#include "engine/base/priority.h"
#include "engine/base/timing.h"
#include "engine/store/recorder-private.h"
#include "engine/store/run-folder.h"

/* Seconds from one look at the history to the next, and after something has failed. */
#define INTERVAL 0.25
#define INTERVAL_AFTER_FAILURE 1.0
/* The training's threads wait for each other after every product: held up on one core, all stand still. So the recorder takes what they
 * leave, and a tenth of a core at least, which is twice what the shortest epochs want. */
#define PRIORITY_STEPS 10
/* How long the end tries again what has failed. */
#define LAST_TRIES 3

/* What one round is to write. */
typedef struct {
  IsoRunStatus status;
  gint64 ended;
  guint64 asked;
  bool ending;
} Round;

static struct timespec
after (double seconds)
{
  struct timespec time;
  clock_gettime (CLOCK_MONOTONIC, &time);
  gint64 nanoseconds = (gint64) time.tv_nsec + (gint64) (seconds * 1e9);
  time.tv_sec += (time_t) (nanoseconds / 1000000000);
  time.tv_nsec = (long) (nanoseconds % 1000000000);
  return time;
}

/* Until it is time, or something is asked for: an epoch to be written (unless that has just failed), a wait, the end. */
static void
wait_for_round (IsoRecorder *recorder, Round *round, bool has_failed)
{
  struct timespec until = after (has_failed ? INTERVAL_AFTER_FAILURE : INTERVAL);
  int problem = 0;
  pthread_mutex_lock (&recorder->shared.mutex);
  while (problem != ETIMEDOUT && !recorder->shared.ending
         && (has_failed || (recorder->shared.waiting == 0 && recorder->shared.asked == recorder->shared.served)))
    problem = pthread_cond_timedwait (&recorder->shared.changed, &recorder->shared.mutex, &until);
  *round = (Round) { recorder->shared.status, recorder->shared.ended, recorder->shared.asked, recorder->shared.ending };
  pthread_mutex_unlock (&recorder->shared.mutex);
}

/* The epoch that has waited longest. */
static bool
take_epoch (IsoRecorder *recorder, IsoRecorderEpoch *epoch)
{
  pthread_mutex_lock (&recorder->shared.mutex);
  bool is_there = recorder->shared.waiting > 0;
  if (is_there)
    {
      *epoch = recorder->shared.places[0];
      for (size_t i = 1; i < recorder->shared.waiting; i++)
        recorder->shared.places[i - 1] = recorder->shared.places[i];
      recorder->shared.waiting--;
    }
  pthread_mutex_unlock (&recorder->shared.mutex);
  return is_there;
}

/* One that could not be written waits on, unless two newer ones have come meanwhile. */
static void
put_back (IsoRecorder *recorder, IsoRecorderEpoch *epoch)
{
  pthread_mutex_lock (&recorder->shared.mutex);
  if (recorder->shared.waiting < ISO_RECORDER_PLACES)
    {
      for (size_t i = recorder->shared.waiting; i > 0; i--)
        recorder->shared.places[i] = recorder->shared.places[i - 1];
      recorder->shared.places[0] = *epoch;
      recorder->shared.waiting++;
      *epoch = (IsoRecorderEpoch) { 0 };
    }
  pthread_mutex_unlock (&recorder->shared.mutex);
  iso_recorder_epoch_clear (epoch);
}

/* Processor time of this thread: the disk's is nobody's loss. */
static double
processor_seconds (void)
{
  struct timespec time;
  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return (double) time.tv_sec + 1e-9 * (double) time.tv_nsec;
}

/* The next image may come once this one, which took so long to be written, is paid for. */
static void
space_images (IsoRecorder *recorder, double writing)
{
  double now = iso_seconds ();
  pthread_mutex_lock (&recorder->shared.mutex);
  recorder->shared.next_image = now + (recorder->shared.handing + writing) / ISO_KEEP_SHARE;
  pthread_mutex_unlock (&recorder->shared.mutex);
}

/* The numbers first: a checkpoint that is there must find the history that it ends. */
static bool
write_round (IsoRecorder *recorder, const Round *round, GError **error)
{
  IsoRecorderEpoch epoch;
  if (!iso_recorder_write_row (recorder, round->status, round->ended, error))
    return false;
  while (take_epoch (recorder, &epoch))
    {
      double start = processor_seconds ();
      if (!iso_recorder_write_row (recorder, round->status, round->ended, error)
          || !iso_recorder_write_epoch (recorder, &epoch, error))
        {
          put_back (recorder, &epoch);
          return false;
        }
      if (epoch.image != NULL)
        space_images (recorder, processor_seconds () - start);
      iso_recorder_epoch_clear (&epoch);
    }
  return true;
}

static void
tell (IsoRecorder *recorder, const Round *round, const GError *error)
{
  pthread_mutex_lock (&recorder->shared.mutex);
  g_clear_pointer (&recorder->shared.problem, g_free);
  if (error != NULL)
    recorder->shared.problem = g_strdup (error->message);
  else
    recorder->shared.served = round->asked;
  pthread_cond_broadcast (&recorder->shared.changed);
  pthread_mutex_unlock (&recorder->shared.mutex);
}

void *
iso_recorder_main (void *data)
{
  IsoRecorder *recorder = data;
  bool has_failed = false;
  Round round = { 0 };
  iso_thread_lower_priority (PRIORITY_STEPS);
  iso_run_folder_sweep (recorder->database, recorder->store_folder);
  for (int tries = 0; tries < LAST_TRIES;)
    {
      g_autoptr (GError) error = NULL;
      wait_for_round (recorder, &round, has_failed);
      has_failed = !write_round (recorder, &round, &error);
      tell (recorder, &round, error);
      if (round.ending)
        {
          if (!has_failed)
            break;
          tries++;
          g_usleep ((gulong) (INTERVAL * G_USEC_PER_SEC));
        }
    }
  return NULL;
}
