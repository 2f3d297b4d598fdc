/* The graph that UMAP lays out: who is tied to whom, and how strongly. */
#pragma once

#include "engine/projection/nearest.h"

/* Symmetric, without loops, by rows: row i is others[starts[i]] … others[starts[i + 1] − 1], ascending. */
typedef struct {
  size_t N;
  size_t *starts;   /* (N + 1) */
  guint32 *others;  /* (starts[N]) */
  float *weights;   /* (starts[N]), in (0, 1], the same both ways */
  float *distances; /* (N): ρ_i, to the nearest neighbor that is not at the same place; 0 where there is none */
  float *scales;    /* (N): σ_i */
} IsoUmapGraph;

/* Point i is tied to its neighbor j at the distance d with (McInnes, Healy, Melville 2018, section 3.1, algorithms 2 and 3)
 *
 *   p_j|i = exp (−max (0, d − ρ_i) / σ_i),  σ_i so that Σ_j p_j|i = log2 (k + 1),
 *
 * k + 1 because the reference counts a point among its own neighbors; σ_i is at least a thousandth of the mean distance (of the row,
 * or of all where the row's are 0). Both directions are joined to w_ij = p_j|i + p_i|j − p_j|i p_i|j.
 * ISO_ERROR_MEMORY, ISO_ERROR_CANCELLED. Same bytes for any number of threads. */
IsoUmapGraph *iso_umap_graph_new (const IsoNearest *nearest, IsoPool *pool, GCancellable *cancellable,
                                  GError **error);
void iso_umap_graph_free (IsoUmapGraph *graph);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoUmapGraph, iso_umap_graph_free)
