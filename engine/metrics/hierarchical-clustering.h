/* Hierarchical clustering by average linkage, and an order of the samples that puts like beside like.
 *
 * The distance of two samples is d = 1 − (S_ij + S_ji)/2; that of two clusters is the mean distance of their members (UPGMA). The
 * chain of nearest neighbors (Benzécri 1982, Juan 1982) finds the merges in O(B²) time and memory, where the plain way takes O(B³):
 * it is exact for average linkage, whose clusters never come nearer to each other by merging.
 *
 * The tree leaves 2^(B−1) orders open. Of them is taken, from the leaves up, the one in which the two samples that come to stand
 * beside each other at a merge are the nearest of the four at its ends (Gruvaeus and Wainer 1972): O(B), near the shortest of all
 * such orders, which would take O(B³) to find. Any thread.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* Clusters 0 … B−1 are the samples, cluster B + i is that of merge i. Merges come with height ascending. */
typedef struct {
  guint32 left, right; /* clusters; left < right */
  guint32 count;       /* samples of both */
  double height;       /* mean distance between their samples */
} IsoMerge;

/* merges (B − 1) of similarity (B, B). False with ISO_ERROR_NUMERIC where a similarity is not finite, with ISO_ERROR_MEMORY where
 * the distances (B, B) do not fit; merges are then undefined. B ≤ 1: nothing to merge. */
bool iso_hierarchical_clustering (IsoMerge *merges, const float *similarity, size_t B, GError **error);

/* order (B): the samples as the leaves of the tree; of the two directions the one that begins at the lower index. */
void iso_hierarchical_order (guint32 *order, const IsoMerge *merges, const float *similarity, size_t B);
