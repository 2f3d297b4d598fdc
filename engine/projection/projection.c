#include "engine/projection/projection.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/projection/projection-private.h"

static const IsoProjectionKind *const kinds[ISO_PROJECTION_METHOD_COUNT] = {
  [ISO_PROJECTION_PCA] = &iso_projection_pca,
  [ISO_PROJECTION_TSNE] = &iso_projection_tsne,
  [ISO_PROJECTION_UMAP] = &iso_projection_umap,
  [ISO_PROJECTION_AXES] = &iso_projection_axes,
};

IsoProjection *
iso_projection_new (const float *embeddings, size_t N, size_t D, const IsoProjectionRows *rows,
                    const IsoProjectionSettings *settings, const float *start, IsoPool *pool, GCancellable *cancellable,
                    IsoProjectionProgress progress, gpointer progress_data, GError **error)
{
  g_autoptr (IsoProjection) projection = g_new0 (IsoProjection, 1);
  g_assert (settings->method >= 0 && settings->method < ISO_PROJECTION_METHOD_COUNT);
  projection->kind = kinds[settings->method];
  projection->settings = *settings;
  projection->embeddings = embeddings;
  projection->rows = rows != NULL ? *rows : (IsoProjectionRows) { NULL, NULL };
  projection->N = N;
  projection->D = D;
  projection->pool = pool;
  projection->explained[0] = projection->explained[1] = NAN;
  projection->progress = progress;
  projection->progress_data = progress_data;
  iso_random_init (&projection->random, (guint64) settings->seed, "projection");
  projection->positions = iso_block_new (MAX (N, 1), 2, sizeof (float), _("map"), error);
  if (projection->positions == NULL || !projection->kind->prepare (projection, start, cancellable, error))
    return NULL;
  projection->progress = NULL;
  return g_steal_pointer (&projection);
}

void
iso_projection_free (IsoProjection *projection)
{
  if (projection == NULL)
    return;
  if (projection->kind->clear != NULL)
    projection->kind->clear (projection->state);
  iso_nearest_free (projection->nearest);
  iso_block_free (projection->positions);
  g_free (projection->note);
  g_free (projection);
}

bool
iso_projection_step (IsoProjection *projection, size_t count, GCancellable *cancellable, GError **error)
{
  for (size_t i = 0; i < count && projection->done < projection->total; i++)
    {
      if (iso_projection_is_cancelled (cancellable, error) || !projection->kind->step (projection, cancellable, error))
        return false;
      projection->done++;
    }
  return true;
}

size_t
iso_projection_done (const IsoProjection *projection)
{
  return projection->done;
}

size_t
iso_projection_total (const IsoProjection *projection)
{
  return projection->total;
}

const float *
iso_projection_points (const IsoProjection *projection)
{
  return projection->positions;
}

double
iso_projection_cost (IsoProjection *projection)
{
  return projection->kind->cost != NULL ? projection->kind->cost (projection) : (double) NAN;
}

void
iso_projection_explained (const IsoProjection *projection, double explained[2])
{
  explained[0] = projection->explained[0];
  explained[1] = projection->explained[1];
}

const IsoNearest *
iso_projection_nearest (const IsoProjection *projection)
{
  return projection->nearest;
}

const char *
iso_projection_note (const IsoProjection *projection)
{
  return projection->note;
}

void
iso_projection_report (IsoProjection *projection, double fraction)
{
  if (projection->progress != NULL)
    projection->progress (CLAMP (fraction, 0.0, 1.0), projection->progress_data);
}

bool
iso_projection_is_cancelled (GCancellable *cancellable, GError **error)
{
  if (!g_cancellable_is_cancelled (cancellable))
    return false;
  g_set_error_literal (error, ISO_ERROR, ISO_ERROR_CANCELLED, _("the projection was cancelled"));
  return true;
}
