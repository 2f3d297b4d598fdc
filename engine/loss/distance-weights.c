/* Distance-weighted sampling (Wu et al. 2017): on a sphere of dimension D most distances are near √2, so negatives drawn evenly
 * are all alike. The density of the distance d between points spread evenly is
 *
 *   q(d) ∝ d^(D−2) (1 − d²/4)^((D−3)/2)
 *
 * and a negative drawn with weight 1/q(d) comes from every distance equally often. Below the cut-off the weight stays what it is
 * there, for the nearest are often mislabelled and their weights would rule out all others; beyond the upper limit, where a loss
 * is zero anyway, it is 0. */
#include <math.h>

#include "engine/base/kernel.h"
#include "engine/linalg/elementary.h"
#include "engine/loss/miner-kinds.h"

/* Keeps the logarithm of 1 − d²/4 finite for opposite points. */
#define LEAST_FACTOR 1e-6f

/* logs (B) = −log q(d) up to a constant, with d² = 2 − 2 S. */
static ISO_KERNEL void
negative_log_density (double *logs, const float *row, size_t B, double D, float least_square)
{
  double distance_power = 0.5 * (2.0 - D), factor_power = 0.5 * (3.0 - D);
  for (size_t j = 0; j < B; j++)
    {
      float square = 2.0f - 2.0f * row[j];
      square = square < least_square ? least_square : square;
      float factor = 1.0f - 0.25f * square;
      factor = factor < LEAST_FACTOR ? LEAST_FACTOR : factor;
      logs[j] = distance_power * iso_log (square) + factor_power * iso_log (factor);
    }
}

double
iso_miner_distance_weights (double *weights, const float *row, const gint32 *labels, size_t B, size_t D, size_t anchor,
                            double cutoff, double upper)
{
  float most = (float) (upper * upper);
  const double none = (double) -INFINITY;
  double largest = none, sum = 0.0;
  negative_log_density (weights, row, B, (double) D, (float) (cutoff * cutoff));
  for (size_t j = 0; j < B; j++)
    {
      bool counts = labels[j] != labels[anchor] && 2.0f - 2.0f * row[j] <= most;
      weights[j] = counts ? weights[j] : none;
      largest = MAX (largest, weights[j]);
    }
  for (size_t j = 0; j < B; j++)
    {
      weights[j] = weights[j] > none ? (double) iso_exp ((float) (weights[j] - largest)) : 0.0;
      sum += weights[j];
    }
  return sum;
}

gint32
iso_miner_draw_weighted (const double *weights, double sum, const gint32 *labels, size_t B, size_t anchor, IsoRandom *random)
{
  if (!(sum > 0.0))
    return iso_miner_draw (labels, B, anchor, FALSE, random);
  double left = iso_random_uniform (random) * sum;
  gint32 last = ISO_MINER_NO_SAMPLE;
  for (size_t j = 0; j < B; j++)
    {
      if (!(weights[j] > 0.0))
        continue;
      last = (gint32) j;
      left -= weights[j];
      if (left < 0.0)
        break;
    }
  return last;
}
