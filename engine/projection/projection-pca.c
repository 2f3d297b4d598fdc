/* PCA as a kind of projection: finished when it is prepared. */
#include <glib/gi18n-lib.h>

#include "engine/projection/align.h"
#include "engine/projection/pca.h"
#include "engine/projection/projection-private.h"

static bool
prepare (IsoProjection *projection, const float *start, GCancellable *cancellable, GError **error)
{
  IsoPcaResult result;
  const IsoProjectionSettings *settings = &projection->settings;
  if (!iso_pca_solve (projection->positions, &result, projection->embeddings, projection->N, projection->D,
                      (IsoPcaSolver) settings->pca.solver, (guint64) settings->seed, projection->pool, cancellable, error))
    return false;
  projection->explained[0] = result.explained[0];
  projection->explained[1] = result.explained[1];
  if (!(result.residual <= ISO_PCA_SETTLED))
    projection->note = g_strdup (_("the variance falls off so slowly that the axes have not settled; the exact solver would "
                                   "turn them a little"));
  if (start != NULL)
    iso_align_procrustes (projection->positions, start, projection->N);
  return true;
}

const IsoProjectionKind iso_projection_pca = { .prepare = prepare };
