#include "ui/plot/batch-stages.h"

#include <pthread.h>

#include "engine/base/timing.h"

/* Results pass through a slot under the lock, and the main context is merely told to look there: a newer result replaces one that
 * was not fetched, and no data rides on GLib's own locks. */
struct _IsoBatchStages {
  IsoReferences references; /* the owner's, and that of a call on its way to the main context */
  pthread_t thread;
  pthread_mutex_t lock;     /* guards all down to `quit` */
  pthread_cond_t wake;
  IsoBatchRequest request;  /* waiting if its snapshot is not NULL */
  IsoBatchResult *finished; /* to be fetched, or NULL */
  bool calling;             /* the main context has been told */
  guint64 generation;       /* of the newest request */
  guint64 forgotten;        /* results up to this generation are not wanted */
  bool quit;

  GMainContext *context;
  IsoBatchReady ready;      /* main thread only; NULL once freed */
  gpointer data;
};

static void
result_free (IsoBatchResult *result)
{
  if (result == NULL)
    return;
  iso_batch_snapshot_unref (result->snapshot);
  iso_batch_matrices_unref (result->matrices);
  g_clear_pointer (&result->large, cairo_surface_destroy);
  for (size_t i = 0; i < ISO_MATRIX_COUNT; i++)
    g_clear_pointer (&result->tiles[i], cairo_surface_destroy);
  g_free (result);
}

static void
stages_unref (gpointer data)
{
  IsoBatchStages *stages = data;
  if (!iso_references_drop (&stages->references))
    return;
  iso_batch_snapshot_unref (stages->request.snapshot);
  result_free (stages->finished);
  pthread_cond_destroy (&stages->wake);
  pthread_mutex_destroy (&stages->lock);
  g_main_context_unref (stages->context);
  g_free (stages);
}

static bool
is_wanted (IsoBatchStages *stages, guint64 generation)
{
  pthread_mutex_lock (&stages->lock);
  bool wanted = !stages->quit && generation > stages->forgotten;
  pthread_mutex_unlock (&stages->lock);
  return wanted;
}

/* ---- results, on their way to the main context ---- */

static gboolean
deliver (gpointer data)
{
  IsoBatchStages *stages = data;
  pthread_mutex_lock (&stages->lock);
  IsoBatchResult *result = g_steal_pointer (&stages->finished);
  bool wanted = result != NULL && !stages->quit && result->generation > stages->forgotten;
  stages->calling = false;
  pthread_mutex_unlock (&stages->lock);
  if (wanted && stages->ready != NULL)
    stages->ready (result, stages->data);
  result_free (result);
  return G_SOURCE_REMOVE;
}

/* Takes the result over. */
static void
finish (IsoBatchStages *stages, IsoBatchResult *result)
{
  pthread_mutex_lock (&stages->lock);
  IsoBatchResult *replaced = stages->finished;
  bool call = !stages->calling;
  stages->finished = result;
  stages->calling = true;
  pthread_mutex_unlock (&stages->lock);
  result_free (replaced);
  if (!call)
    return;
  g_autoptr (GSource) source = g_idle_source_new ();
  iso_references_add (&stages->references);
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, deliver, stages, stages_unref);
  g_source_attach (source, stages->context);
}

/* ---- the worker ---- */

static void
draw_result (IsoBatchResult *result, const IsoBatchRequest *request)
{
  if (request->large_side > 0)
    result->large = iso_batch_matrices_draw (result->matrices, request->large, request->logarithmic, request->is_dark,
                                             request->large_side, request->radius);
  for (IsoMatrixKind kind = 0; request->tile_side > 0 && kind < ISO_MATRIX_COUNT; kind++)
    result->tiles[kind] = iso_batch_matrices_draw (result->matrices, kind, request->logarithmic, request->is_dark,
                                                   request->tile_side, request->radius);
}

/* Takes the request's snapshot over. */
static void
compute (IsoBatchStages *stages, const IsoBatchRequest *request, guint64 generation, IsoTargets *room)
{
  double start = iso_seconds ();
  IsoBatchResult *result = g_new0 (IsoBatchResult, 1);
  result->generation = generation;
  result->snapshot = request->snapshot;
  result->large_kind = request->large;
  result->logarithmic = request->logarithmic;
  result->matrices = iso_batch_matrices_new (request->snapshot, &request->settings, room);
  if (!is_wanted (stages, generation))
    {
      result_free (result);
      return;
    }
  iso_batch_health_compute (&result->health, request->snapshot, result->matrices);
  draw_result (result, request);
  result->seconds = iso_seconds () - start;
  finish (stages, result);
}

static void *
work (void *data)
{
  IsoBatchStages *stages = data;
  IsoTargets *room = NULL;
  size_t capacity = 0;
  for (;;)
    {
      pthread_mutex_lock (&stages->lock);
      while (!stages->quit && stages->request.snapshot == NULL)
        pthread_cond_wait (&stages->wake, &stages->lock);
      IsoBatchRequest request = stages->request;
      guint64 generation = stages->generation;
      bool quit = stages->quit;
      if (!quit)
        stages->request.snapshot = NULL;
      pthread_mutex_unlock (&stages->lock);
      if (quit)
        break;
      if (request.snapshot->B > capacity)
        {
          iso_targets_free (room);
          capacity = request.snapshot->B;
          room = iso_targets_new (capacity);
        }
      compute (stages, &request, generation, room);
    }
  iso_targets_free (room);
  return NULL;
}

/* ---- the doors ---- */

IsoBatchStages *
iso_batch_stages_new (IsoBatchReady ready, gpointer data)
{
  IsoBatchStages *stages = g_new0 (IsoBatchStages, 1);
  iso_references_init (&stages->references);
  pthread_mutex_init (&stages->lock, NULL);
  pthread_cond_init (&stages->wake, NULL);
  stages->context = g_main_context_ref_thread_default ();
  stages->ready = ready;
  stages->data = data;
  if (pthread_create (&stages->thread, NULL, work, stages) != 0)
    g_error ("no thread to be had for the batch matrices");
  return stages;
}

void
iso_batch_stages_free (IsoBatchStages *stages)
{
  if (stages == NULL)
    return;
  pthread_mutex_lock (&stages->lock);
  stages->quit = true;
  pthread_cond_signal (&stages->wake);
  pthread_mutex_unlock (&stages->lock);
  pthread_join (stages->thread, NULL);
  stages->ready = NULL;
  stages_unref (stages);
}

guint64
iso_batch_stages_request (IsoBatchStages *stages, const IsoBatchRequest *request)
{
  IsoBatchSnapshot *replaced;
  iso_batch_snapshot_ref (request->snapshot);
  pthread_mutex_lock (&stages->lock);
  replaced = stages->request.snapshot;
  stages->request = *request;
  guint64 generation = ++stages->generation;
  pthread_cond_signal (&stages->wake);
  pthread_mutex_unlock (&stages->lock);
  iso_batch_snapshot_unref (replaced);
  return generation;
}

void
iso_batch_stages_forget (IsoBatchStages *stages)
{
  pthread_mutex_lock (&stages->lock);
  IsoBatchSnapshot *dropped = stages->request.snapshot;
  stages->request.snapshot = NULL;
  stages->forgotten = stages->generation;
  pthread_mutex_unlock (&stages->lock);
  iso_batch_snapshot_unref (dropped);
}
