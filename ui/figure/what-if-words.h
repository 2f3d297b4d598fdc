/* What the what-if grid says, translated: names, values, numbers and what a cell amounts to. */
#pragma once

#include "ui/figure/what-if-grid.h"

/* "ω", and "Diffusion ω" in words. */
const char *iso_what_if_symbol (IsoWhatIfParameter parameter);
const char *iso_what_if_name (IsoWhatIfParameter parameter);
/* "ω × k". Free with g_free(). */
char *iso_what_if_pair_name (IsoWhatIfPair pair);

/* "0.8", "14", "all" for the k that is all. */
void iso_what_if_value_text (char *text, size_t capacity, IsoWhatIfParameter parameter, double value, size_t B);
/* "ω 0.8 · k 14". Free with g_free(). */
char *iso_what_if_place_text (const IsoWhatIfGrid *grid, size_t place);

/* The number below a cell: "64 %", with λ as an axis "3.1e-4"; "–" where there is none. */
void iso_what_if_number (char *text, size_t capacity, const IsoWhatIfGrid *grid, size_t place);

/* Beside it, where there is room: the entropy of P's rows over ln B, "0.72". */
void iso_what_if_entropy (char *text, size_t capacity, const IsoWhatIfGrid *grid, size_t place);

/* "64 % of P on the same class · entropy 0.72 · rows spread over about 30 of 112 · gradient 3.1e-4", or why there is nothing. Free with g_free(). */
char *iso_what_if_cell_text (const IsoWhatIfGrid *grid, size_t place);
/* "in force, most same-class mass": what is special; NULL if nothing. Free with g_free(). */
char *iso_what_if_remark (bool is_present, bool is_best);
/* What the numbers below the cells are. */
const char *iso_what_if_legend (const IsoWhatIfGrid *grid);

/* All of it as it stands, for assistive technologies. Free with g_free(). */
char *iso_what_if_words (const IsoWhatIfGrid *grid, int present);
