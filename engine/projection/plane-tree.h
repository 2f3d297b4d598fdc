/* The nearest neighbors of points of a map: a k-d tree over the plane, built once and then only read, by any number of threads. */
#pragma once

#include <gio/gio.h>
#include <stdbool.h>

typedef struct _IsoPlaneTree IsoPlaneTree;

/* Of positions (N, 2), finite, which must outlive the tree; N < 2³¹. ISO_ERROR_MEMORY. Time: O(N log² N). */
IsoPlaneTree *iso_plane_tree_new (const float *positions, size_t N, GError **error);
void iso_plane_tree_free (IsoPlaneTree *tree);

/* neighbors (k), nearest first, and their squared distances (k), or NULL: of point `index`, which is left out itself; exact in
 * double, ties to the lower index. Returns how many there are: min(k, N − 1). */
size_t iso_plane_tree_nearest (const IsoPlaneTree *tree, guint32 *neighbors, double *squares, size_t index, size_t k);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoPlaneTree, iso_plane_tree_free)
