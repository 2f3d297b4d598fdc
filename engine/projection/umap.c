/* UMAP. */
#include "engine/base/error.h"
#include "engine/projection/projection-private.h"

static bool
prepare (IsoProjection *projection, const float *start, GCancellable *cancellable, GError **error)
{
  g_set_error_literal (error, ISO_ERROR, ISO_ERROR_ARGUMENT, "UMAP is still to come");
  return false;
}

const IsoProjectionKind iso_projection_umap = { .prepare = prepare };
