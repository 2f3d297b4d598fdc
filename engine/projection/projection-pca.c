/* PCA as a kind of projection: finished when it is prepared. */
#include "engine/projection/align.h"
#include "engine/projection/pca.h"
#include "engine/projection/projection-private.h"

static bool
prepare (IsoProjection *projection, const float *start, GCancellable *cancellable, GError **error)
{
  if (iso_projection_is_cancelled (cancellable, error)
      || !iso_pca_project (projection->positions, projection->explained, projection->embeddings, projection->N, projection->D, error))
    return false;
  if (start != NULL)
    iso_align_procrustes (projection->positions, start, projection->N);
  return true;
}

const IsoProjectionKind iso_projection_pca = { .prepare = prepare };
