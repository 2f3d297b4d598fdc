#include "app/projection-run.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/matrix-input.h"
#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/base/timing.h"
#include "engine/data/npy.h"
#include "engine/projection/projection.h"

/* How long the thread may take to end by itself once it is cancelled. */
#define GRACE (25 * G_TIME_SPAN_MILLISECOND)

typedef struct {
  IsoProjectionRun *run;
  GMutex mutex;
  GCond cond;
  bool is_done, is_cancelled, succeeded;
  GError *error;
} Work;

static void
show_preparing (double fraction, gpointer data)
{
  IsoProjectionRun *run = data;
  g_autofree char *text = g_strdup_printf (_("preparing: %d %%"), (int) (100.0 * fraction));
  iso_progress_share (&run->progress, fraction, text);
}

static void
show_steps (IsoProjectionRun *run, size_t done, size_t total, double started)
{
  double left = (iso_seconds () - started) * (double) (total - done) / (double) MAX (done, 1);
  guint seconds = (guint) fmin (ceil (left), 359999.0);
  g_autofree char *text = g_strdup_printf (_("step %zu/%zu  %u:%02u left"), done, total, seconds / 60, seconds % 60);
  iso_progress_share (&run->progress, (double) done / (double) total, text);
}

static void
show_measuring (double fraction, gpointer data)
{
  IsoProjectionRun *run = data;
  g_autofree char *text = g_strdup_printf (_("measuring the map: %d %%"), (int) (100.0 * fraction));
  iso_progress_share (&run->progress, fraction, text);
}

static bool
read_labels (IsoProjectionRun *run, GError **error)
{
  size_t count;
  if (run->labels_path == NULL)
    return true;
  run->labels = iso_npy_read_labels (&count, run->labels_path, error);
  if (run->labels != NULL && count != run->N)
    g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: found %zu labels, expected one for each of the %zu rows of %s"),
                 run->labels_path, count, run->N, run->input);
  return run->labels != NULL && count == run->N;
}

static bool
project (IsoProjectionRun *run, const float *embeddings, IsoPool *pool, GError **error)
{
  double started = iso_seconds ();
  const IsoProjectionRows rows = { .labels = run->labels };
  g_autoptr (IsoProjection) projection = iso_projection_new (embeddings, run->N, run->D, &rows, &run->settings, NULL, pool,
                                                             run->cancellable, show_preparing, run, error);
  if (projection == NULL)
    return false;
  size_t total = iso_projection_total (projection), done;
  for (double began = iso_seconds (); (done = iso_projection_done (projection)) < total;)
    {
      show_steps (run, done, total, began);
      if (!iso_projection_step (projection, 1, run->cancellable, error))
        return false;
    }
  run->seconds = iso_seconds () - started;
  const IsoNearest *nearest = iso_projection_nearest (projection);
  run->map = iso_block_new (run->N, 2, sizeof (float), _("map"), error);
  if (run->map == NULL)
    return false;
  for (size_t at = 0; at < 2 * run->N; at++)
    run->map[at] = iso_projection_points (projection)[at];
  run->cost = iso_projection_cost (projection);
  iso_projection_explained (projection, run->explained);
  run->nearest_recall = nearest != NULL ? nearest->recall : (double) NAN;
  run->note = g_strdup (iso_projection_note (projection));
  return true;
}

static bool
work_through (IsoProjectionRun *run, GError **error)
{
  float *embeddings = iso_matrix_input_read (&run->N, &run->D, run->input, run->cancellable, error);
  if (embeddings == NULL)
    return false;
  g_autoptr (IsoPool) pool = iso_pool_new (run->threads);
  run->threads = iso_pool_threads (pool);
  bool done = read_labels (run, error) && project (run, embeddings, pool, error);
  if (done && run->measures)
    {
      run->quality = iso_quality_new (run->map, embeddings, run->N, run->D, ISO_QUALITY_NEIGHBORS, run->sample,
                                      (guint64) run->settings.seed, pool, run->cancellable, show_measuring, run, error);
      done = run->quality != NULL;
    }
  iso_block_free (embeddings);
  return done;
}

static gpointer
work_main (gpointer data)
{
  Work *work = data;
  g_autoptr (GError) error = NULL;
  bool succeeded = work_through (work->run, &error);
  g_mutex_lock (&work->mutex);
  work->succeeded = succeeded;
  work->error = g_steal_pointer (&error);
  work->is_done = true;
  g_cond_signal (&work->cond);
  g_mutex_unlock (&work->mutex);
  return NULL;
}

static void
notice_cancel (GCancellable *cancellable, gpointer data)
{
  Work *work = data;
  g_mutex_lock (&work->mutex);
  work->is_cancelled = true;
  g_cond_signal (&work->cond);
  g_mutex_unlock (&work->mutex);
}

/* Until the work is done, or has not ended by itself some time after it was cancelled. */
static bool
wait_for_end (Work *work)
{
  g_mutex_lock (&work->mutex);
  while (!work->is_done && !work->is_cancelled)
    g_cond_wait (&work->cond, &work->mutex);
  gint64 end = g_get_monotonic_time () + GRACE;
  while (!work->is_done && g_cond_wait_until (&work->cond, &work->mutex, end))
    ;
  bool is_done = work->is_done;
  g_mutex_unlock (&work->mutex);
  return is_done;
}

bool
iso_projection_run (IsoProjectionRun *run, bool *is_left_behind, GError **error)
{
  /* On the heap: the thread may outlive this call. */
  Work *work = g_new0 (Work, 1);
  work->run = run;
  g_mutex_init (&work->mutex);
  g_cond_init (&work->cond);
  run->seconds = run->cost = run->explained[0] = run->explained[1] = run->nearest_recall = NAN;
  iso_progress_start (&run->progress, 0, 0, false);
  GThread *thread = g_thread_new ("projection", work_main, work);
  gulong watch = g_cancellable_connect (run->cancellable, G_CALLBACK (notice_cancel), work, NULL);
  *is_left_behind = !wait_for_end (work);
  if (*is_left_behind)
    {
      g_set_error_literal (error, ISO_ERROR, ISO_ERROR_CANCELLED, _("interrupted"));
      return false;
    }
  g_cancellable_disconnect (run->cancellable, watch);
  g_thread_join (thread);
  iso_progress_end (&run->progress);
  bool succeeded = work->succeeded;
  if (!succeeded)
    g_propagate_error (error, work->error);
  g_mutex_clear (&work->mutex);
  g_cond_clear (&work->cond);
  g_free (work);
  return succeeded;
}

void
iso_projection_run_clear (IsoProjectionRun *run)
{
  g_clear_pointer (&run->map, iso_block_free);
  g_clear_pointer (&run->labels, iso_block_free);
  g_clear_pointer (&run->quality, iso_quality_free);
  g_clear_pointer (&run->note, g_free);
}
