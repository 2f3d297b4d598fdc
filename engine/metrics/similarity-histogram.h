/* How similar the pairs of one class are, and those of two classes: two histograms of cosines over [−1, 1], and how far they overlap.
 *
 * Pairs are unordered and of two different points; a positive is of one class, a negative of two. No matrix of all pairs is ever
 * held. */
#pragma once

#include <gio/gio.h>
#include <stdbool.h>

#include "engine/base/pool.h"

/* Bins counted in: bin b holds cosines in [−1 + b w, −1 + (b + 1) w) with w = 0.001; the last one holds 1 too. */
#define ISO_SIMILARITY_FINE_BINS 2000
/* Most bins drawn and compared in. */
#define ISO_SIMILARITY_MOST_BINS 200

typedef enum { ISO_SIMILARITY_POSITIVE, ISO_SIMILARITY_NEGATIVE, ISO_SIMILARITY_KINDS } IsoSimilarityKind;

typedef struct {
  guint64 pairs[ISO_SIMILARITY_KINDS];
  guint64 counts[ISO_SIMILARITY_KINDS][ISO_SIMILARITY_FINE_BINS]; /* exact */
  double mean[ISO_SIMILARITY_KINDS];    /* of the cosines themselves, not of their bins; NAN without pairs */
  /* The densities: 50, 100 or 200 equal bins over [−1, 1], as many as numbers and spread of the pairs allow; each integrates to 1, or
   * is 0 all over without pairs. */
  size_t bin_count;
  double density[ISO_SIMILARITY_KINDS][ISO_SIMILARITY_MOST_BINS];
  double overlap; /* ∫ min (both densities): 0 where a threshold tells the kinds apart, 1 where they lie alike; NAN unless both
                   * kinds have pairs */
  double auc;     /* P(a positive is more similar than a negative) + P(as similar) / 2, out of the fine bins; NAN likewise */
} IsoSimilarityHistogram;

/* Of embeddings (N, D), of any length: they are divided by it, and one of length 0 has cosine 0 to everything. labels (N), any
 * integers. The same result for any number of threads.
 * ISO_ERROR_NUMERIC on NaN or infinity (says at which row), ISO_ERROR_MEMORY, ISO_ERROR_CANCELLED: within 50 ms. */
bool iso_similarity_histogram_of_embeddings (IsoSimilarityHistogram *histogram, const float *embeddings, const gint32 *labels,
                                             size_t N, size_t D, IsoPool *pool, GCancellable *cancellable, GError **error);

/* Of a batch's similarities (B, B), symmetric; those beyond −1 and 1 by rounding go to the bins at the ends.
 * ISO_ERROR_NUMERIC on NaN or infinity. */
bool iso_similarity_histogram_of_matrix (IsoSimilarityHistogram *histogram, const float *similarity, const gint32 *labels, size_t B,
                                         GError **error);

/* The share of the pairs of this kind whose cosine is `similarity` or more; within a fine bin as if they lay evenly. NAN without
 * pairs. */
double iso_similarity_share_above (const IsoSimilarityHistogram *histogram, IsoSimilarityKind kind, double similarity);

/* The density at `similarity`; 0 outside [−1, 1]. */
double iso_similarity_density_at (const IsoSimilarityHistogram *histogram, IsoSimilarityKind kind, double similarity);
