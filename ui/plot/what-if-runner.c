#include "ui/plot/what-if-runner.h"

#include "ui/plot/latest-job.h"

#define REVEAL_DELAY 150 /* milliseconds: a grid that is through by then takes the place of the one before at once, without flicker */

struct _IsoWhatIfRunner {
  IsoWhatIfRan changed, again;
  gpointer data;
  IsoLatestJob *job;     /* one tile at a time */
  IsoWhatIfGrid *shown;  /* on view, or NULL */
  IsoWhatIfGrid *coming; /* being computed behind it; else NULL, and it is `shown` that fills */
  gboolean is_busy, is_streaming, is_stopped;
  gboolean is_stale;     /* a newer batch came meanwhile */
  guint reveal_source;
};

/* ---- the worker ---- */

typedef struct {
  IsoBatchSnapshot *snapshot;
  IsoDistillSettings settings;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;
  iso_batch_snapshot_unref (request->snapshot);
  g_free (request);
}

static gpointer
compute (gpointer data, GCancellable *cancellable, GError **error)
{
  const Request *request = data;
  return g_cancellable_set_error_if_cancelled (cancellable, error)
             ? NULL
             : iso_what_if_tile_new (request->snapshot, &request->settings);
}

/* ---- one grid after the other ---- */

static void
request_next (IsoWhatIfRunner *runner)
{
  IsoWhatIfGrid *grid = runner->coming != NULL ? runner->coming : runner->shown;
  size_t place = iso_what_if_grid_missing (grid);
  runner->is_busy = place < grid->count;
  if (!runner->is_busy)
    return;
  Request *request = g_new0 (Request, 1);
  request->snapshot = iso_batch_snapshot_ref (grid->snapshot);
  request->settings = iso_what_if_grid_settings (grid, place);
  /* Each tile at the pace of streaming data: so the whole grid keeps to it. */
  iso_latest_job_request (runner->job, request, !runner->is_streaming);
}

static void
forget (IsoWhatIfRunner *runner)
{
  iso_latest_job_forget (runner->job);
  g_clear_handle_id (&runner->reveal_source, g_source_remove);
  g_clear_pointer (&runner->coming, iso_what_if_grid_free);
  runner->is_busy = runner->is_stale = FALSE;
}

/* The coming grid takes the place of the one before. */
static void
reveal (IsoWhatIfRunner *runner)
{
  g_autoptr (IsoWhatIfGrid) old = g_steal_pointer (&runner->shown);
  g_clear_handle_id (&runner->reveal_source, g_source_remove);
  runner->shown = g_steal_pointer (&runner->coming);
  runner->changed (runner->data);
}

static gboolean
reveal_late (gpointer data)
{
  IsoWhatIfRunner *runner = data;
  runner->reveal_source = 0;
  reveal (runner);
  return G_SOURCE_REMOVE;
}

static void
computed (gpointer result, const GError *error, gpointer data)
{
  IsoWhatIfRunner *runner = data;
  IsoWhatIfGrid *grid = runner->coming != NULL ? runner->coming : runner->shown;
  /* Without a result it was cancelled, and whoever did that has begun anew. */
  if (result == NULL)
    return;
  iso_what_if_grid_take (grid, iso_what_if_grid_missing (grid), result);
  request_next (runner);
  gboolean is_due = !runner->is_busy && runner->is_stale;
  if (runner->coming != NULL && !runner->is_busy)
    reveal (runner);
  else if (runner->coming == NULL)
    runner->changed (runner->data);
  if (is_due)
    {
      runner->is_stale = FALSE;
      runner->again (runner->data);
    }
}

/* Whether only the batch is another than that of the grid before. */
static gboolean
is_next_batch (const IsoWhatIfGrid *last, const IsoWhatIfGrid *next)
{
  if (last == NULL || last->snapshot == next->snapshot || last->snapshot->B != next->snapshot->B || last->count != next->count
      || last->pair != next->pair)
    return FALSE;
  for (size_t place = 0; place < next->count; place++)
    {
      IsoDistillSettings a = iso_what_if_grid_settings (last, place), b = iso_what_if_grid_settings (next, place);
      if (!iso_distill_settings_equal (&a, &b))
        return FALSE;
    }
  return TRUE;
}

void
iso_what_if_runner_start (IsoWhatIfRunner *runner, IsoWhatIfGrid *grid)
{
  g_autoptr (IsoWhatIfGrid) next = grid;
  gboolean is_streaming = is_next_batch (runner->coming != NULL ? runner->coming : runner->shown, next);
  if (is_streaming && runner->is_busy)
    {
      runner->is_stale = TRUE;
      return;
    }
  iso_what_if_grid_reuse (next, runner->coming);
  iso_what_if_grid_reuse (next, runner->shown);
  forget (runner);
  runner->is_stopped = FALSE;
  runner->is_streaming = is_streaming;
  runner->coming = g_steal_pointer (&next);
  request_next (runner);
  if (!runner->is_busy || runner->shown == NULL)
    reveal (runner);
  else if (!is_streaming)
    runner->reveal_source = g_timeout_add (REVEAL_DELAY, reveal_late, runner);
}

void
iso_what_if_runner_stop (IsoWhatIfRunner *runner)
{
  if (!runner->is_busy)
    return;
  IsoWhatIfGrid *partial = g_steal_pointer (&runner->coming);
  forget (runner);
  runner->is_stopped = TRUE;
  runner->coming = partial;
  if (partial != NULL)
    reveal (runner);
  else
    runner->changed (runner->data);
}

void
iso_what_if_runner_rest (IsoWhatIfRunner *runner)
{
  forget (runner);
}

void
iso_what_if_runner_clear (IsoWhatIfRunner *runner)
{
  g_autoptr (IsoWhatIfGrid) old = g_steal_pointer (&runner->shown);
  forget (runner);
  runner->is_stopped = FALSE;
  runner->changed (runner->data);
}

const IsoWhatIfGrid *
iso_what_if_runner_grid (const IsoWhatIfRunner *runner)
{
  return runner->shown;
}

gboolean
iso_what_if_runner_is_busy (const IsoWhatIfRunner *runner)
{
  return runner->is_busy || runner->is_stale;
}

gboolean
iso_what_if_runner_is_waited_for (const IsoWhatIfRunner *runner)
{
  return runner->is_busy && !runner->is_streaming;
}

gboolean
iso_what_if_runner_is_stopped (const IsoWhatIfRunner *runner)
{
  return runner->is_stopped;
}

IsoWhatIfRunner *
iso_what_if_runner_new (IsoWhatIfRan changed, IsoWhatIfRan again, gpointer data)
{
  IsoWhatIfRunner *runner = g_new0 (IsoWhatIfRunner, 1);
  runner->changed = changed;
  runner->again = again;
  runner->data = data;
  runner->job = iso_latest_job_new (compute, request_free, computed, (GDestroyNotify) iso_what_if_tile_unref, runner);
  return runner;
}

void
iso_what_if_runner_free (IsoWhatIfRunner *runner)
{
  if (runner == NULL)
    return;
  g_clear_handle_id (&runner->reveal_source, g_source_remove);
  iso_latest_job_free (runner->job);
  iso_what_if_grid_free (runner->coming);
  iso_what_if_grid_free (runner->shown);
  g_free (runner);
}
