/* What the inspector says about a sample's row and about a pair, translated. Results are freed with g_free(). Rows and columns count
 * from 0 here and from 1 in the texts; names may be NULL. */
#pragma once

#include "engine/data/dataset.h"
#include "ui/figure/pair-facts.h"

/* "Sᵗ", the quiet word beside it, "teacher" (or ""), and what it is in full, "Sᵗ, teacher similarity". */
const char *iso_pair_symbol (IsoPairValue kind);
const char *iso_pair_word (IsoPairValue kind, bool has_teacher);
const char *iso_pair_title (IsoPairValue kind);
/* "0.0312", or "0.0208 → 0.0312" where `before` is given and reads otherwise; "–" where there is no number. */
char *iso_pair_value_text (const IsoPairFacts *facts, const IsoPairFacts *before, IsoPairValue kind);

/* "Together they pull the pair closer.": which way both gradients move it; NULL where there is nothing to say. */
const char *iso_pair_direction (const IsoPairFacts *facts);

/* "57 Sandal"; without names "57". */
char *iso_place_name (const IsoBatchSnapshot *snapshot, const IsoDataset *names, size_t place);
/* "Sandal"; "class 3" without names. */
char *iso_label_name (const IsoDataset *names, gint32 label);
/* A share: "61 %", "0.4 %", "less than 0.1 %"; "–" for NAN. */
char *iso_share_text (double share);

/* "61 % by 60 → 57 → 59", "23 % from 60 itself", or why there is no split. */
char *iso_pair_origin_text (const IsoPairFacts *facts);
/* "0", "1", "2", "3–5", "6–10", "more": steps of a walk; 0 … ISO_PAIR_LENGTH_COUNT − 1. */
const char *iso_pair_length_name (size_t group);
/* All of it in a sentence: "Walks of 0 steps 20 %, 1 step 31 %, …". */
char *iso_pair_lengths_text (const IsoPairFacts *facts);

/* "Mined as positive in 12 of 3 136 triplets; 4 violate the margin." */
char *iso_pair_mining_text (const IsoPairMining *mining);
/* "0.3 % of the loss's gradient, pulled together"; NULL where there is no gradient. */
char *iso_pair_gradient_text (const IsoPairMining *mining);

/* A row (B) that sums to 1, for who cannot see its bars: "Coat 61 %, Pullover 12 %, Shirt 9 %, others 18 %". Classes by their
 * summed mass, the largest three. */
char *iso_row_text (const float *row, const gint32 *labels, const IsoDataset *names, size_t B);
/* "28.4" samples; NAN: "–". */
char *iso_neighbors_text (double neighbors);
