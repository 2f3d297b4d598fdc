/* How much a map may be believed: whether points that lie side by side in it do so in the space of the embeddings.
 *
 *   g_autoptr (IsoQuality) quality = iso_quality_new (map, embeddings, N, D, ISO_QUALITY_NEIGHBORS, 0, seed, pool, NULL, NULL, NULL,
 *                                                     &error);
 *
 * With r(i, j) the rank of j among the neighbors of i in the space of the embeddings (1: the nearest) and M(i) the k nearest of i in
 * the map,
 *
 *   trustworthiness(i) = 1 − 2 / (k (2N − 3k − 1)) Σ_{j ∈ M(i)} max (r(i, j) − k, 0)      (Venna and Kaski 2001)
 *   recall(i)          = |{j ∈ M(i): r(i, j) ≤ k}| / k
 *
 * and of the map the means over all points: 1 where every neighbor is a true one. Trustworthiness forgives neighbors that are nearly
 * such; recall does not. Distances are Euclidean, as double arithmetic has them, ties go to the lower index; but for ties the value is
 * that of scikit-learn's manifold.trustworthiness. */
#pragma once

#include <gio/gio.h>
#include <stdbool.h>

#include "engine/base/pool.h"

#define ISO_QUALITY_NEIGHBORS 10

typedef struct {
  size_t N, k;            /* k: as asked, or the most that N allows, which is below N / 2; 0 where N < 3 */
  size_t measured;        /* points that were measured, each against all N */
  guint32 *points;        /* (measured), ascending: which */
  float *trustworthiness; /* (measured) */
  float *recall;          /* (measured) */
  double mean_trustworthiness, mean_recall; /* NAN where k = 0 */
} IsoQuality;

/* fraction 0 … 1, on the caller's thread. */
typedef void (*IsoQualityProgress) (double fraction, gpointer data);

/* Of map (N, 2) of embeddings (N, D). sample: how many points are measured, drawn by the seed; 0: all as long as that takes a few
 * seconds (70 000 points of 50 dimensions), then as many as do. Time: sample · N · (D + 10 k); there is no N × N matrix.
 * ISO_ERROR_NUMERIC on NaN or infinity (with the row), ISO_ERROR_MEMORY, ISO_ERROR_CANCELLED. Same bytes for any number of threads. */
IsoQuality *iso_quality_new (const float *map, const float *embeddings, size_t N, size_t D, size_t k, size_t sample, guint64 seed,
                             IsoPool *pool, GCancellable *cancellable, IsoQualityProgress progress, gpointer progress_data,
                             GError **error);
void iso_quality_free (IsoQuality *quality);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoQuality, iso_quality_free)
