#include "engine/loss/length-penalty.h"

#include <math.h>

#include "engine/linalg/rows.h"

double
iso_length_penalty (IsoLossOutput *output, const IsoLossInput *input, double l2)
{
  size_t B = input->B, D = input->D;
  double sum = 0.0;
  for (size_t i = 0; l2 > 0.0 && i < B; i++)
    {
      double length = sqrt (iso_sum_of_squares (input->embeddings + i * D, D));
      float scale = length > 0.0 ? (float) (l2 / ((double) B * length)) : 0.0f;
      for (size_t d = 0; d < D; d++)
        output->embedding_gradient[i * D + d] += scale * input->embeddings[i * D + d];
      sum += length;
    }
  return l2 * sum / (double) B;
}
