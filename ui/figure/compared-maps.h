/* The embeddings of the same test samples by two runs, or by one at two moments, laid out beside each other: the samples matched by their
 * index in the data, the second map turned to lie as the first, one box for both, and how far the neighbors of each sample changed.
 * Immutable once made, shared by reference, any thread.
 *
 * t-SNE and UMAP lay the second out from where the points stand in the first, as they do from epoch to epoch of a run: what has kept its
 * neighbors then stays where it is, and what moves has a reason to. That costs little: of the sample, trained and untrained, the second map's
 * trustworthiness was 0.001 lower than that of a map of its own, 0.007 where the first was as unlike it as can be. All maps are turned (and mirrored, if need be) by orthogonal
 * Procrustes over all points. */
#pragma once

#include "engine/projection/neighbor-change.h"
#include "ui/figure/map-trails.h"
#include "ui/figure/projected-map.h"

typedef struct {
  IsoReferences references;
  size_t N;                  /* samples that both have */
  IsoProjectedMap *maps[2];  /* owned; row by row of the same samples, with the same box to fit */
  IsoNeighborChange *change; /* owned: from the first to the second */
  size_t all[2];             /* test samples of each */
} IsoComparedMaps;

/* before (or NULL): what was made last, of which all that still holds is taken over. progress (0 … 1) may be NULL.
 * ISO_ERROR_ARGUMENT where the two cannot be compared, with what to do about it; ISO_ERROR_NUMERIC, ISO_ERROR_MEMORY and
 * ISO_ERROR_CANCELLED as iso_projection_new(). Not along axes. */
IsoComparedMaps *iso_compared_maps_new (IsoEpochSnapshot *first, IsoEpochSnapshot *second, const IsoProjectionSettings *settings,
                                        const IsoComparedMaps *before, IsoPool *pool, GCancellable *cancellable,
                                        IsoProjectionProgress progress, gpointer progress_data, GError **error);
IsoComparedMaps *iso_compared_maps_ref (IsoComparedMaps *maps);
void iso_compared_maps_unref (IsoComparedMaps *maps);

/* Lines of the `count` samples (or all) whose neighbors changed most, of those that have other neighbors at all; valid as long as maps. */
IsoMapTrails iso_compared_maps_trails (const IsoComparedMaps *maps, size_t count);
/* How many have other neighbors at all. */
size_t iso_compared_maps_changed_count (const IsoComparedMaps *maps);
/* The row of a sample of the data, G_MAXSIZE where the maps do not show it. O(N). */
size_t iso_compared_maps_row_of (const IsoComparedMaps *maps, guint32 sample);

/* "41 % of the 10 nearest neighbors kept", and "1 000 test samples", "996 test samples that both have, of 1 000 and 1 200". Newly allocated. */
char *iso_compared_maps_kept_text (const IsoComparedMaps *maps);
char *iso_compared_maps_samples_text (const IsoComparedMaps *maps);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoComparedMaps, iso_compared_maps_unref)
