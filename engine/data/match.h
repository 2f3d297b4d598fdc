/* Which samples two lists of a data set have in common: the test parts of two runs, say, or their batches. */
#pragma once

#include <glib.h>

/* first_rows, second_rows (room for MIN (first_count, second_count)): rows of first (first_count) and of second (second_count) that hold
 * the same sample, in the order of the first list. A sample that a list holds several times is matched once for each time that both have
 * it, the first time with the first. Returns how many there are. O(n log n). Any thread. */
size_t iso_match_samples (guint32 *first_rows, guint32 *second_rows, const guint32 *first, size_t first_count, const guint32 *second,
                          size_t second_count);
