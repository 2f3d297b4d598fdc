/* How much t-SNE wants each pair of points together: the sparse symmetric matrix P of the embeddings' neighbors. */
#pragma once

#include <gio/gio.h>
#include <stdbool.h>

#include "engine/projection/nearest.h"

/* Rows begin at multiples of this many entries, filled up with the point itself at weight 0. */
#define ISO_AFFINITIES_PAD 16

typedef struct {
  size_t N;
  size_t *starts;   /* (N + 1): the entries of row i are starts[i] … starts[i + 1] − 1 */
  guint32 *columns; /* (starts[N]) */
  float *weights;   /* (starts[N]): p_ij = p_ji, in all 1 */
  double entropy;   /* Σ p ln p, in nats */
} IsoAffinities;

/* p_j|i ∝ exp (−β_i d_ij²) over the k neighbors j of i, with β_i such that the entropy of the row is ln perplexity (or as near as it
 * comes: all neighbors equally far have entropy ln k); p_ij = (p_j|i + p_i|j) / 2N (van der Maaten, Hinton 2008). ISO_ERROR_MEMORY,
 * ISO_ERROR_CANCELLED. The same bytes for any number of threads. */
IsoAffinities *iso_affinities_new (const IsoNearest *nearest, double perplexity, IsoPool *pool, GCancellable *cancellable,
                                   GError **error);
void iso_affinities_free (IsoAffinities *affinities);

/* The same for the points in another order: row r is what row order[r] was. ISO_ERROR_MEMORY, ISO_ERROR_CANCELLED, and then nothing
 * has changed. */
bool iso_affinities_reorder (IsoAffinities *affinities, const guint32 *order, IsoPool *pool, GCancellable *cancellable,
                             GError **error);

/* force (N, 2) = Σ_j p_ij w_ij (y_i − y_j) with w_ij = 1 / (1 + ‖y_i − y_j‖²), of rows first … end − 1. */
void iso_affinities_attract (const IsoAffinities *affinities, float *force, const float *y, size_t first, size_t end);

/* Σ_j p_ij ln w_ij of rows first … end − 1. */
double iso_affinities_log_weights (const IsoAffinities *affinities, const float *y, size_t first, size_t end);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoAffinities, iso_affinities_free)
