/* What workers do for looking back: the list of kept epochs, and their files. */
#include <stdlib.h>

#include "engine/base/unjoined.h"
#include "engine/store/kept-epoch.h"
#include "ui/session/look-back-private.h"

/* A recorder writes within the second; a slow disk takes somewhat longer. */
#define LIST_MS 400
#define LIST_FOR (3 * G_USEC_PER_SEC)
/* Kept epochs that are read before anybody asks. */
#define AHEAD 2

/* A job and its result. The weak reference is to whoever asked, who may be gone, or look back on another run by then. */
typedef struct {
  GWeakRef back;
  IsoSharedStore *shared;
  gint64 run;
  guint64 generation;
  IsoExperiment *experiment;
  int epoch;
  bool is_asked; /* somebody waits for it; else it is read ahead */
  GArray *kept;  /* of a listing */
  IsoPast past;  /* of a reading */
  GError *error;
} Job;

static Job *
job_new (IsoLookBack *back, int epoch)
{
  Job *job = g_new0 (Job, 1);
  g_weak_ref_init (&job->back, back);
  job->shared = iso_run_library_share (back->library);
  job->run = back->run;
  job->generation = back->generation;
  job->experiment = iso_experiment_ref (back->experiment);
  job->epoch = epoch;
  job->past = (IsoPast) ISO_PAST_NONE;
  return job;
}

static void
job_free (gpointer data)
{
  Job *job = data;
  g_weak_ref_clear (&job->back);
  iso_shared_store_unref (job->shared);
  iso_experiment_unref (job->experiment);
  g_clear_pointer (&job->kept, g_array_unref);
  iso_past_clear (&job->past);
  g_clear_error (&job->error);
  g_free (job);
}

static void
start (Job *job, GTaskThreadFunc work, GAsyncReadyCallback done)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, done, NULL);
  g_task_set_task_data (task, job, job_free);
  iso_task_run_unjoined (task, work);
}

/* The job, and who asked for it if it still wants to know; a reference. */
static Job *
finish (IsoLookBack **back, GAsyncResult *result)
{
  Job *job = g_task_get_task_data (G_TASK (result));
  *back = g_weak_ref_get (&job->back);
  if (*back != NULL && (*back)->generation != job->generation)
    g_clear_object (back);
  return job;
}

/* Whether there is anything to ask, and somewhere. */
static bool
can_ask (IsoLookBack *back)
{
  return back->run != 0 && back->experiment != NULL && back->library != NULL && iso_run_library_store (back->library) != NULL;
}

/* ---- listing ---- */

static void list (IsoLookBack *back);

static void
work_list (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  iso_store_read_kept (job->shared->store, job->run, &job->kept, &job->error);
  g_task_return_boolean (task, TRUE);
}

static bool
is_same (const GArray *a, const GArray *b)
{
  bool same = a->len == b->len;
  for (guint i = 0; same && i < a->len; i++)
    {
      const IsoKeptEpoch *one = &g_array_index (a, IsoKeptEpoch, i), *other = &g_array_index (b, IsoKeptEpoch, i);
      same = one->epoch == other->epoch && one->step == other->step && one->embeddings == other->embeddings && one->batch == other->batch
             && one->checkpoint == other->checkpoint;
    }
  return same;
}

static void
take_kept (IsoLookBack *back, GArray *kept)
{
  bool has_test = back->experiment->split.test.count > 0;
  for (guint i = kept->len; i-- > 0;)
    {
      const IsoKeptEpoch *epoch = &g_array_index (kept, IsoKeptEpoch, i);
      if (has_test ? !epoch->embeddings : !epoch->batch)
        g_array_remove_index (kept, i);
    }
  if (is_same (kept, back->kept))
    return;
  g_array_unref (back->kept);
  back->kept = g_array_ref (kept);
  g_signal_emit (back, iso_look_back_signals[ISO_LOOK_BACK_KEPT_CHANGED], 0);
}

static void
listed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (IsoLookBack) back = NULL;
  Job *job = finish (&back, result);
  if (back == NULL)
    return;
  back->is_listing = FALSE;
  /* What cannot be read now may be later; the library tells what is wrong with the store. */
  if (job->kept != NULL)
    take_kept (back, job->kept);
  if (back->lists_again)
    list (back);
}

static void
list (IsoLookBack *back)
{
  back->lists_again = back->is_listing;
  if (back->is_listing || !can_ask (back))
    return;
  back->is_listing = TRUE;
  start (job_new (back, -1), work_list, listed);
}

static gboolean
list_later (gpointer data)
{
  IsoLookBack *back = data;
  list (back);
  if (g_get_monotonic_time () < back->list_until)
    return G_SOURCE_CONTINUE;
  back->list_timer = 0;
  return G_SOURCE_REMOVE;
}

void
iso_look_back_refresh (IsoLookBack *back)
{
  if (!can_ask (back))
    return;
  list (back);
  back->list_until = g_get_monotonic_time () + LIST_FOR;
  if (back->list_timer == 0)
    back->list_timer = g_timeout_add (LIST_MS, list_later, back);
}

void
iso_look_back_stop_listing (IsoLookBack *back)
{
  g_clear_handle_id (&back->list_timer, g_source_remove);
  back->is_listing = back->lists_again = FALSE;
}

/* ---- reading ---- */

/* Of short epochs not each has its batch kept, but the nearest that there is comes close: its own epoch is told with it. −1: there is
 * none. */
static int
find_batch (IsoLookBack *back, int epoch)
{
  int nearest = -1;
  for (guint i = 0; i < back->kept->len; i++)
    {
      const IsoKeptEpoch *kept = &g_array_index (back->kept, IsoKeptEpoch, i);
      if (kept->batch && (nearest < 0 || abs (kept->epoch - epoch) < abs (nearest - epoch)))
        nearest = kept->epoch;
    }
  return nearest;
}

/* That batch, if it is at hand; a reference, or NULL. */
static IsoBatchSnapshot *
share_batch (IsoLookBack *back, int batch_epoch)
{
  const IsoPast *own = iso_past_cache_has (back->cache, batch_epoch) ? iso_past_cache_find (back->cache, batch_epoch) : NULL;
  const IsoPast *const places[] = { &back->shown, own };
  for (size_t i = 0; i < G_N_ELEMENTS (places); i++)
    if (places[i] != NULL && places[i]->batch != NULL && places[i]->batch_epoch == batch_epoch)
      return iso_batch_snapshot_ref (places[i]->batch);
  return NULL;
}

/* Without a test part there are no embeddings. */
static void
work_read (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  g_autoptr (GError) first = NULL, second = NULL;
  job->past.snapshot = iso_store_read_epoch (job->shared->store, job->run, job->epoch, job->experiment, &first);
  if (job->past.batch == NULL && job->past.batch_epoch >= 0)
    job->past.batch = iso_store_read_batch (job->shared->store, job->run, job->past.batch_epoch, job->experiment, &second);
  job->past.epoch = job->epoch;
  if (job->past.snapshot == NULL && (job->past.batch == NULL || job->experiment->split.test.count > 0))
    job->error = g_steal_pointer (&first);
  g_task_return_boolean (task, TRUE);
}

static void
read_done (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (IsoLookBack) back = NULL;
  Job *job = finish (&back, result);
  if (back == NULL)
    return;
  back->reading = -1;
  if (job->error != NULL)
    {
      g_hash_table_add (back->unreadable, GINT_TO_POINTER (job->epoch));
      iso_look_back_fail (back, job->epoch, job->error->message);
    }
  else
    {
      iso_past_cache_add (back->cache, &job->past);
      /* Whoever drags on sees where he has been, but nothing older than what he sees already. */
      if (job->is_asked && back->asked != ISO_LOOK_BACK_NOW && back->shown.epoch != back->asked)
        iso_look_back_show (back, &job->past);
    }
  iso_look_back_pump (back);
}

/* Whether reading it ahead leaves what is in sight in memory. */
static bool
has_room (IsoLookBack *back)
{
  return (AHEAD + 1) * iso_past_size (&back->shown) <= iso_past_cache_room (back->cache);
}

/* The first of the next epochs on the way that is not at hand; −1: all are. */
static int
find_ahead (IsoLookBack *back)
{
  int place = iso_look_back_place (back, back->asked);
  for (int i = 1; i <= AHEAD && has_room (back); i++)
    {
      int next = place + i * back->direction;
      if (next < 0 || next >= (int) back->kept->len)
        return -1;
      int epoch = iso_look_back_epoch_at (back, next);
      if (!iso_past_cache_has (back->cache, epoch) && !g_hash_table_contains (back->unreadable, GINT_TO_POINTER (epoch)))
        return epoch;
    }
  return -1;
}

void
iso_look_back_pump (IsoLookBack *back)
{
  bool is_wanted = back->asked != ISO_LOOK_BACK_NOW && back->asked != back->shown.epoch;
  const IsoPast *past = is_wanted ? iso_past_cache_find (back->cache, back->asked) : NULL;
  if (past != NULL)
    {
      IsoPast found = ISO_PAST_NONE;
      iso_past_set (&found, past);
      iso_look_back_show (back, &found);
      iso_past_clear (&found);
    }
  if (back->reading >= 0 || !can_ask (back) || back->asked == ISO_LOOK_BACK_NOW)
    return;
  bool is_there = back->shown.epoch == back->asked || g_hash_table_contains (back->unreadable, GINT_TO_POINTER (back->asked));
  int epoch = is_there ? find_ahead (back) : back->asked;
  if (epoch < 0)
    return;
  back->reading = epoch;
  Job *job = job_new (back, epoch);
  job->is_asked = !is_there;
  job->past.batch_epoch = find_batch (back, epoch);
  job->past.batch = share_batch (back, job->past.batch_epoch);
  start (job, work_read, read_done);
}
