#include "engine/distill/divergence.h"

#include <float.h>
#include <math.h>

#include "engine/base/kernel.h"
#include "engine/linalg/elementary.h"

/* Independent lanes of sums and maxima: a compiler may not make them by itself without -ffast-math. */
#define LANES 16

typedef struct {
  const float *similarity, *targets;
  size_t B;
  float maximum, inverse; /* of the row; 1/τ */
  double log_sum;         /* log Σ_j exp((s_j − maximum)/τ) */
} Row;

static inline __attribute__ ((always_inline)) void
row_partition (Row *row)
{
  const float *s = row->similarity;
  size_t B = row->B, j = 0;
  float maxima[LANES];
  double sums[LANES] = { 0 };
  for (size_t l = 0; l < LANES; l++)
    maxima[l] = s[0];
  for (; j + LANES <= B; j += LANES)
    for (size_t l = 0; l < LANES; l++)
      maxima[l] = s[j + l] > maxima[l] ? s[j + l] : maxima[l];
  for (; j < B; j++)
    maxima[0] = s[j] > maxima[0] ? s[j] : maxima[0];
  float maximum = maxima[0];
  for (size_t l = 1; l < LANES; l++)
    maximum = maxima[l] > maximum ? maxima[l] : maximum;
  for (j = 0; j + LANES <= B; j += LANES)
    for (size_t l = 0; l < LANES; l++)
      sums[l] += (double) iso_exp ((s[j + l] - maximum) * row->inverse);
  for (; j < B; j++)
    sums[0] += (double) iso_exp ((s[j] - maximum) * row->inverse);
  double sum = 0.0;
  for (size_t l = 0; l < LANES; l++)
    sum += sums[l];
  row->maximum = maximum;
  row->log_sum = log (sum);
}

/* P_j (log P_j − (s_j − maximum)/τ); 0 · log 0 = 0, and a NaN stays. */
static inline __attribute__ ((always_inline)) double
divergence_term (float p, float s, double maximum, double inverse)
{
  double term = (double) p * (iso_log (p) - ((double) s - maximum) * inverse);
  return p < FLT_MIN ? 0.0 : term;
}

/* KL_i = Σ_j P_ij (log P_ij − (s_ij − m_i)/τ + log_sum_i), for rows of P that sum to 1, all in double: a divergence near 0 is the
 * difference of two entropies of order log B, of which float32 logarithms would leave few digits. Float32 rows of P sum to 1 within
 * 1e-7 only; with 1 − Σ_j P_ij added that rounding counts in second order. */
static inline __attribute__ ((always_inline)) double
row_divergence (const Row *row, double tau)
{
  const float *s = row->similarity, *targets = row->targets;
  double maximum = (double) row->maximum, inverse = 1.0 / tau;
  double terms[LANES] = { 0 }, masses[LANES] = { 0 };
  size_t j = 0;
  for (; j + LANES <= row->B; j += LANES)
    for (size_t l = 0; l < LANES; l++)
      {
        terms[l] += divergence_term (targets[j + l], s[j + l], maximum, inverse);
        masses[l] += (double) targets[j + l];
      }
  for (; j < row->B; j++)
    {
      terms[0] += divergence_term (targets[j], s[j], maximum, inverse);
      masses[0] += (double) targets[j];
    }
  double divergence = 0.0, mass = 0.0;
  for (size_t l = 0; l < LANES; l++)
    {
      divergence += terms[l];
      mass += masses[l];
    }
  return divergence + mass * row->log_sum + (1.0 - mass);
}

ISO_KERNEL double
iso_divergence (float *student_log_probabilities, float *similarity_gradient, const float *student_similarity, const float *targets,
                double tau, double weight, size_t B)
{
  double sum = 0.0;
  float scale = (float) (weight / (tau * (double) B));
  for (size_t i = 0; i < B; i++)
    {
      Row row = { student_similarity + i * B, targets + i * B, B, 0.0f, (float) (1.0 / tau), 0.0 };
      row_partition (&row);
      sum += row_divergence (&row, tau);
      float shift = (float) row.log_sum;
      if (student_log_probabilities != NULL)
        for (size_t j = 0; j < B; j++)
          student_log_probabilities[i * B + j] = (row.similarity[j] - row.maximum) * row.inverse - shift;
      if (similarity_gradient != NULL)
        for (size_t j = 0; j < B; j++)
          {
            float probability = iso_exp ((row.similarity[j] - row.maximum) * row.inverse - shift);
            similarity_gradient[i * B + j] += scale * (probability - row.targets[j]);
          }
    }
  return B == 0 ? 0.0 : sum / (double) B;
}
