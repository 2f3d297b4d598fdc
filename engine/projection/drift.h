/* How much points moved relative to their neighbors between two maps of the same samples.
 *
 * A map as a whole turns, shifts and swells from one moment to the next without anything having happened; and one class that goes
 * elsewhere takes its points along. So each point is compared with those that stood beside it: with K(i) the k nearest of i in the
 * earlier map and o(i) = y(i) − mean_{j ∈ K(i)} y(j) its offset to their middle,
 *
 *   displacement(i) = ‖o_later(i) − o_earlier(i)‖ / s,   s = median over all i and j ∈ K(i) of ‖y(i) − y(j)‖ in the earlier map
 *   changed(i)      = the share of K(i) that is not among the k nearest of i in the later map
 *
 * 0 for identical maps. A shift changes nothing; a turn and a reflection change nothing once the later map is aligned to the earlier
 * (align.h). A displacement of 1: the point went as far from its neighbors as neighbors are apart. */
#pragma once

#include <gio/gio.h>
#include <stdbool.h>

#include "engine/base/pool.h"

#define ISO_DRIFT_NEIGHBORS 10

typedef struct {
  size_t N, k;         /* k: as asked, or N − 1 */
  float *displacement; /* (N) */
  float *changed;      /* (N), 0 … 1 */
  double mean_displacement, median_displacement;
  double mean_changed; /* of all neighbors, the share that are no longer such */
  double moved;        /* of all points, the share with another neighbor than before */
} IsoDrift;

/* From earlier (N, 2) to later (N, 2), aligned. Where all points of the earlier map stand in one place s is taken from the later one.
 * With fewer than two points all is 0. Time: O(N (log² N + k²)).
 * ISO_ERROR_NUMERIC on NaN or infinity (with the row), ISO_ERROR_MEMORY, ISO_ERROR_CANCELLED. Same bytes for any number of threads. */
IsoDrift *iso_drift_new (const float *earlier, const float *later, size_t N, size_t k, IsoPool *pool, GCancellable *cancellable,
                         GError **error);
void iso_drift_free (IsoDrift *drift);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoDrift, iso_drift_free)
