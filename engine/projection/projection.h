/* Embeddings laid out in the plane by PCA, t-SNE, UMAP or along chosen axes: one way to use them all.
 *
 *   g_autoptr (IsoProjection) projection = iso_projection_new (embeddings, N, D, NULL, &settings, NULL, pool, NULL, NULL, NULL, &error);
 *   while (projection != NULL && iso_projection_done (projection) < iso_projection_total (projection))
 *     if (!iso_projection_step (projection, 10, cancellable, &error))
 *       break;
 *   draw (iso_projection_points (projection));
 *
 * Not for two threads at once. The same embeddings, settings and number of threads give the same bytes. Everything that takes long
 * looks at the cancellable at least every 50 ms and then fails with ISO_ERROR_CANCELLED; the points stay as they were after the
 * last step that ended.
 *
 * Few points are no error: N = 0 gives no points, 1 the origin, and a perplexity or a number of neighbors that N does not allow is
 * lowered, which iso_projection_note() says. */
#pragma once

#include <gio/gio.h>
#include <stdbool.h>

#include "engine/base/pool.h"
#include "engine/projection/nearest.h"

typedef struct _IsoProjection IsoProjection;

/* Which sample each row is, for those whom a person calls by class or number; either NULL where it is not known. */
typedef struct {
  const gint32 *labels;   /* (N); NULL: axes cannot be chosen by class */
  const guint32 *numbers; /* (N); NULL: by row, counted from 0 */
} IsoProjectionRows;

/* fraction 0 … 1 of the preparation; on the caller's thread. */
typedef void (*IsoProjectionProgress) (double fraction, gpointer data);

/* Prepares: neighbors, weights, first positions. embeddings (N, D) must outlive the projection; pool (or NULL: one thread) too.
 * rows (or NULL: nothing is known) names them; only axes ask for it.
 * start (N, 2), or NULL: positions to begin from, an earlier map of the same samples; t-SNE and UMAP then leave their early phase
 * out and move gently, PCA turns its map to lie as close to it as possible, and an
 * axis found by variance points the same way. progress may be NULL.
 * ISO_ERROR_NUMERIC on NaN or infinity (says at which row), ISO_ERROR_MEMORY, ISO_ERROR_CANCELLED; ISO_ERROR_ARGUMENT on axes without
 * a direction. */
IsoProjection *iso_projection_new (const float *embeddings, size_t N, size_t D, const IsoProjectionRows *rows,
                                   const IsoProjectionSettings *settings, const float *start, IsoPool *pool, GCancellable *cancellable,
                                   IsoProjectionProgress progress, gpointer progress_data, GError **error);
void iso_projection_free (IsoProjection *projection);

/* Takes `count` further steps, or as many as are left. */
bool iso_projection_step (IsoProjection *projection, size_t count, GCancellable *cancellable, GError **error);

/* Steps taken, and in all. PCA and axes are finished when they are prepared: both 0. */
size_t iso_projection_done (const IsoProjection *projection);
size_t iso_projection_total (const IsoProjection *projection);

/* (N, 2), centred, as they stand; valid until the next step. */
const float *iso_projection_points (const IsoProjection *projection);

/* t-SNE: the Kullback–Leibler divergence KL(P‖Q) in nats of the map as it stands, over all N² pairs of the sparse P; else NAN. May
 * take as long as a step. */
double iso_projection_cost (IsoProjection *projection);

/* PCA and axes: shares of the variance along the two axes; else NAN. */
void iso_projection_explained (const IsoProjection *projection, double explained[2]);

/* The neighbors it was made from, in the space of the embeddings; NULL for PCA and axes. Owned by the projection. */
const IsoNearest *iso_projection_nearest (const IsoProjection *projection);

/* What a person should know, translated ("perplexity 30 needs 91 points, there are 12: 3.7 was taken"); NULL where there is nothing.
 * Owned by the projection. */
const char *iso_projection_note (const IsoProjection *projection);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoProjection, iso_projection_free)
