/* Lays a graph out in the plane by UMAP's stochastic descent (McInnes, Healy, Melville 2018, section 3.2, algorithm 5).
 *
 * In an epoch each tie is drawn with a chance in proportion to its weight. A tie drawn pulls both its ends together, and pushes
 * the end that it was drawn for away from a few points drawn at random. In the reference one thread works through all ties in turn. Here
 * the points are dealt at random into groups, and the groups take turns: all points of a group move at once, each through its own
 * ties one after the other, and see the other points where they stood when the group's turn came. A point's move is computed
 * by itself alone, and its draws come from a stream of its own for each epoch, so that the bytes are the same for any number of
 * threads; and since few ties lie within a group, the map is as good as the one of the points in turn. */
#pragma once

#include "engine/base/random.h"
#include "engine/projection/umap-graph.h"

typedef struct _IsoUmapLayout IsoUmapLayout;

typedef struct {
  double a, b;           /* of iso_umap_curve() */
  double learning_rate;  /* of the first epoch; falls to 0 */
  size_t epochs;
  size_t negative_samples;
} IsoUmapPlan;

/* What it needs of graph is copied. ISO_ERROR_MEMORY. */
IsoUmapLayout *iso_umap_layout_new (const IsoUmapGraph *graph, const IsoUmapPlan *plan, const IsoRandom *random, GError **error);
void iso_umap_layout_free (IsoUmapLayout *layout);

/* Moves positions (N, 2) through epoch 0 … plan.epochs − 1. ISO_ERROR_CANCELLED: then positions are half way. */
bool iso_umap_layout_run (IsoUmapLayout *layout, float *positions, size_t epoch, IsoPool *pool, GCancellable *cancellable,
                          GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoUmapLayout, iso_umap_layout_free)
