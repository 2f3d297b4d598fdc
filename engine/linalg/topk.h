/* The k largest values of a row, without sorting. */
#pragma once

#include <glib.h>

/* selected (count) = 1 for the k largest of values (count), else 0; ties go to the lower index (−0 and +0 tie). `without` is
 * never selected (count or more: none is left out); with k at or beyond what is left, all are. Values must not be NaN.
 * keys (count) is room to work in. Time: O(count) whatever k. */
void iso_top_k_select (guint8 *selected, guint32 *keys, const float *values, size_t count, size_t k, size_t without);
