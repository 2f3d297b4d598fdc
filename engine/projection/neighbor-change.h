/* How the neighbors of the same samples differ between two embeddings, of two runs or of two moments of one: in the space of the
 * embeddings, where no map and its turns and tears play a part.
 *
 * With N(i) the k nearest of sample i in the first embedding and M(i) those in the second,
 *
 *   changed(i) = |N(i) \ M(i)| / k,   kept = 1 − mean_i changed(i)
 *
 * Both embeddings may have any number of dimensions and any scale: only the order of distances counts. Two embeddings that have nothing
 * to do with each other keep k/(N − 1) of the neighbors on average. */
#pragma once

#include "engine/base/references.h"
#include "engine/projection/nearest.h"

#define ISO_CHANGE_NEIGHBORS 10

/* Immutable once made, shared by reference, any thread. */
typedef struct {
  IsoReferences references;
  size_t N, k;         /* k: as asked, or N − 1 */
  IsoNearest *first, *second; /* (N, k) each */
  float *changed;      /* (N), 0 … 1 */
  guint32 *order;      /* (N) the samples, those that changed most first, equal ones by index */
  double kept;         /* of all neighbors, the share that are still such; NAN with fewer than two samples */
  size_t same;         /* samples whose neighbors are all still such */
} IsoNeighborChange;

/* From first (N, first_D) to second (N, second_D), of the same samples in the same order. Exact; time and memory are those of two
 * exact searches of neighbors.
 * ISO_ERROR_NUMERIC on NaN or infinity (says at which row), ISO_ERROR_MEMORY, ISO_ERROR_CANCELLED. Same bytes for any number of
 * threads. */
IsoNeighborChange *iso_neighbor_change_new (const float *first, size_t first_D, const float *second, size_t second_D, size_t N, size_t k,
                                            IsoPool *pool, GCancellable *cancellable, GError **error);
IsoNeighborChange *iso_neighbor_change_ref (IsoNeighborChange *change);
void iso_neighbor_change_unref (IsoNeighborChange *change);

/* How many of the k neighbors of a sample in the first embedding are its neighbors in the second. */
size_t iso_neighbor_change_kept (const IsoNeighborChange *change, size_t sample);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoNeighborChange, iso_neighbor_change_unref)
