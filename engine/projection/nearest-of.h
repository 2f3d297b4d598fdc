/* The nearest neighbors of one point alone: a single look at all the others, in the space of the embeddings or on the map. */
#pragma once

#include <glib.h>

/* neighbors (k), nearest first, and their squared distances (k): of row `index` of rows (N, D), which is left out itself. Euclidean, in
 * double, ties to the lower index; rows that are not finite are nobody's neighbors. Returns how many there are, at most k and N − 1.
 * Time: O(N D). Any thread. */
size_t iso_nearest_of (guint32 *neighbors, double *squares, const float *rows, size_t N, size_t D, size_t index, size_t k);
