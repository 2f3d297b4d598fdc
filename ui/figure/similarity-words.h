/* What is said about a histogram of similarities, translated. Strings are newly allocated. */
#pragma once

#include "engine/metrics/similarity-histogram.h"

/* "overlap 12 % · AUC 0.962"; which pairs are missing where there is nothing to compare. */
char *iso_similarity_summary (const IsoSimilarityHistogram *histogram);

/* "positives: 610 pairs". */
char *iso_similarity_pairs_text (const IsoSimilarityHistogram *histogram, IsoSimilarityKind kind);

/* "1 000 test embeddings · epoch 4"; epoch 0: the untrained network. */
char *iso_similarity_test_text (size_t N, int epoch);

/* The lines at a cursor: "similarity 0.42", "positives: density 1.32, 61 % at or above". */
void iso_similarity_cursor_title (char *text, size_t capacity, double similarity);
char *iso_similarity_cursor_line (const IsoSimilarityHistogram *histogram, IsoSimilarityKind kind, double similarity);

/* All numbers in a sentence, and what stands at a cursor, for those who do not see the drawing. */
char *iso_similarity_words (const IsoSimilarityHistogram *histogram);
char *iso_similarity_readout (const IsoSimilarityHistogram *histogram, double similarity);
