/* How well what was typed fits a name: its letters must occur in it in order, and count for more at the beginnings of words and one
 * after another. Case and accents do not matter, and Greek letters go by their names: "omega" finds ω. */
#pragma once

#include <glib.h>

/* A text made comparable: lower case, without accents, Greek letters spelled out, all that is neither letter nor digit a space.
 * Newly allocated. */
char *iso_palette_fold (const char *text);

/* Both folded. Each word of `query` is looked for by itself, in any order; 0 where one is not there or its letters lie too far apart to
 * be meant. An empty query fits everything alike (1). Larger is better; shorter names win over longer ones that fit as well. */
double iso_palette_score (const char *query, const char *name);
