#include <math.h>

#include "engine/loss/miner.h"

IsoTripletSummary
iso_triplets_summarize (const gint32 *triplets, size_t count, const float *similarity, const gint32 *labels, size_t B,
                        double margin)
{
  IsoTripletSummary summary = { .count = count };
  double positive_sum = 0.0, negative_sum = 0.0;
  for (size_t t = 0; t < count; t++)
    {
      size_t a = (size_t) triplets[3 * t], p = (size_t) triplets[3 * t + 1], n = (size_t) triplets[3 * t + 2];
      g_assert (a < B && p < B && n < B);
      /* Rounding may take the similarity of equal embeddings above 1. */
      double positive = a == p ? 0.0 : MAX (2.0 - 2.0 * (double) similarity[a * B + p], 0.0);
      double negative = MAX (2.0 - 2.0 * (double) similarity[a * B + n], 0.0);
      if (labels[n] == labels[a])
        summary.swapped++;
      else if (negative <= positive)
        summary.hard++;
      else if (negative - positive < margin)
        summary.semi_hard++;
      else
        summary.easy++;
      summary.violating += positive - negative + margin > 0.0;
      positive_sum += sqrt (positive);
      negative_sum += sqrt (negative);
    }
  summary.mean_positive_distance = count > 0 ? positive_sum / (double) count : (double) NAN;
  summary.mean_negative_distance = count > 0 ? negative_sum / (double) count : (double) NAN;
  return summary;
}
