#include "ui/plot/batch-stages.h"

#include <pthread.h>

#include "engine/base/timing.h"

struct _IsoBatchStages {
  IsoReferences references; /* the owner's, and one for each result under way */
  pthread_t thread;
  pthread_mutex_t lock;     /* guards all down to `quit` */
  pthread_cond_t wake;
  IsoBatchRequest request;  /* waiting if its snapshot is not NULL */
  guint64 generation;       /* of the newest request */
  guint64 forgotten;        /* results up to this generation are not wanted */
  bool quit;

  GMainContext *context;
  IsoBatchReady ready;      /* NULL once freed; main thread only */
  gpointer data;
};

typedef struct {
  IsoBatchStages *stages;
  IsoBatchResult result;
} Delivery;

static void
stages_unref (IsoBatchStages *stages)
{
  if (!iso_references_drop (&stages->references))
    return;
  iso_batch_snapshot_unref (stages->request.snapshot);
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

static void
delivery_free (gpointer data)
{
  Delivery *delivery = data;
  iso_batch_snapshot_unref (delivery->result.snapshot);
  iso_batch_matrices_unref (delivery->result.matrices);
  g_clear_pointer (&delivery->result.large, cairo_surface_destroy);
  for (size_t i = 0; i < ISO_MATRIX_COUNT; i++)
    g_clear_pointer (&delivery->result.tiles[i], cairo_surface_destroy);
  stages_unref (delivery->stages);
  g_free (delivery);
}

static gboolean
deliver (gpointer data)
{
  Delivery *delivery = data;
  IsoBatchStages *stages = delivery->stages;
  if (stages->ready != NULL && is_wanted (stages, delivery->result.generation))
    stages->ready (&delivery->result, stages->data);
  return G_SOURCE_REMOVE;
}

static void
send (Delivery *delivery)
{
  g_autoptr (GSource) source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, deliver, delivery, delivery_free);
  g_source_attach (source, delivery->stages->context);
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
  Delivery *delivery = g_new0 (Delivery, 1);
  IsoBatchResult *result = &delivery->result;

  iso_references_add (&stages->references);
  delivery->stages = stages;
  result->generation = generation;
  result->snapshot = request->snapshot;
  result->large_kind = request->large;
  result->logarithmic = request->logarithmic;
  result->matrices = iso_batch_matrices_new (request->snapshot, &request->settings, room);
  if (!is_wanted (stages, generation))
    {
      delivery_free (delivery);
      return;
    }
  draw_result (result, request);
  result->seconds = iso_seconds () - start;
  send (delivery);
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
