/* What a method (projection-pca.c, tsne.c, umap.c, projection-axes.c) gives to projection.c, and what it works on. */
#pragma once

#include "engine/base/random.h"
#include "engine/projection/projection.h"

typedef struct {
  /* Fills projection->positions, total, and state; nearest and note where it has them. */
  bool (*prepare) (IsoProjection *projection, const float *start, GCancellable *cancellable, GError **error);
  /* One step, from projection->done to done + 1 (which the caller counts). On false the positions are as before. NULL: there are
   * none. */
  bool (*step) (IsoProjection *projection, GCancellable *cancellable, GError **error);
  double (*cost) (IsoProjection *projection); /* or NULL */
  void (*clear) (gpointer state);             /* frees the state; or NULL */
} IsoProjectionKind;

struct _IsoProjection {
  const IsoProjectionKind *kind;
  IsoProjectionSettings settings;
  const float *embeddings; /* (N, D), the caller's */
  IsoProjectionRows rows;  /* the caller's; of use while it is prepared */
  size_t N, D;
  IsoPool *pool;           /* the caller's, or NULL */
  IsoRandom random;        /* stream "projection" of the seed */
  float *positions;        /* (N, 2) */
  size_t done, total;
  double explained[2];
  IsoNearest *nearest;     /* or NULL */
  char *note;              /* or NULL */
  gpointer state;          /* the method's own */
  IsoProjectionProgress progress; /* while it is prepared */
  gpointer progress_data;
};

void iso_projection_report (IsoProjection *projection, double fraction);

/* Then with ISO_ERROR_CANCELLED set. */
bool iso_projection_is_cancelled (GCancellable *cancellable, GError **error);

extern const IsoProjectionKind iso_projection_pca, iso_projection_tsne, iso_projection_umap, iso_projection_axes;
