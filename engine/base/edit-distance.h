/* How far a typed word is from one that is known, for suggestions. */
#pragma once

#include <glib.h>

/* Levenshtein's distance in bytes: the fewest insertions, deletions and changes that make b of a. */
size_t iso_edit_distance (const char *a, const char *b);
