#include "engine/loss/distance.h"

#include <math.h>

#include "engine/base/kernel.h"

/* Below this d², S in float32 would give it less than five digits (for embeddings of unit length). */
#define NEAR 0.02

ISO_KERNEL static double
difference_norm (const float *a, const float *b, size_t D)
{
  double sums[8] = { 0 };
  size_t d = 0;
  for (; d + 8 <= D; d += 8)
    for (size_t l = 0; l < 8; l++)
      {
        double difference = (double) a[d + l] - (double) b[d + l];
        sums[l] += difference * difference;
      }
  for (; d < D; d++)
    {
      double difference = (double) a[d] - (double) b[d];
      sums[0] += difference * difference;
    }
  return ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]));
}

double
iso_squared_distance (const IsoLossInput *input, size_t a, size_t b)
{
  const float *S = input->similarity, *Z = input->embeddings;
  size_t R = input->R, D = input->D;
  double squared = (double) S[a * R + a] + (double) S[b * R + b] - 2.0 * (double) S[a * R + b];
  return squared > NEAR ? squared : difference_norm (Z + a * D, Z + b * D, D);
}

double
iso_distance (const IsoLossInput *input, size_t a, size_t b)
{
  return sqrt (iso_squared_distance (input, a, b));
}

/* weight · 2 (z_a − z_b) to a, its opposite to b. */
ISO_KERNEL static void
add_difference (float *gradient_a, float *gradient_b, const float *a, const float *b, double weight, size_t D)
{
  for (size_t d = 0; d < D; d++)
    {
      float part = (float) (2.0 * weight * ((double) a[d] - (double) b[d]));
      gradient_a[d] += part;
      gradient_b[d] -= part;
    }
}

void
iso_squared_distance_backward (IsoLossOutput *output, const IsoLossInput *input, size_t a, size_t b, double squared,
                               double weight)
{
  size_t R = input->R, D = input->D;
  if (a == b)
    return;
  if (squared <= NEAR)
    {
      add_difference (output->embedding_gradient + a * D, output->embedding_gradient + b * D, input->embeddings + a * D,
                      input->embeddings + b * D, weight, D);
      return;
    }
  output->similarity_gradient[a * R + a] += (float) weight;
  output->similarity_gradient[b * R + b] += (float) weight;
  output->similarity_gradient[a * R + b] -= (float) (2.0 * weight);
}

void
iso_distance_backward (IsoLossOutput *output, const IsoLossInput *input, size_t a, size_t b, double distance, double weight)
{
  if (distance > 0.0)
    iso_squared_distance_backward (output, input, a, b, distance * distance, weight / (2.0 * distance));
}
