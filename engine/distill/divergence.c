#include "engine/distill/divergence.h"

#include <float.h>
#include <math.h>

#include "engine/base/kernel.h"
#include "engine/linalg/elementary.h"
#include "engine/linalg/lanes.h"

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
  float maximum = iso_lanes_maximum (s, row->B);
  double sum = 0.0, parts[ISO_CHUNK];
  for (size_t start = 0; start < row->B; start += ISO_CHUNK)
    {
      size_t count = row->B - start < ISO_CHUNK ? row->B - start : ISO_CHUNK;
      for (size_t l = 0; l < count; l++)
        parts[l] = (double) iso_exp ((s[start + l] - maximum) * row->inverse);
      for (size_t l = count; l < ISO_CHUNK; l++)
        parts[l] = 0.0;
      sum += iso_chunk_fold (parts);
    }
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
 * difference of two entropies of order log B, of which float32 logarithms would leave few digits. Float32 rows of P sum to 1
 * within 1e-7 only; with 1 − Σ_j P_ij added that rounding counts in second order. */
static inline __attribute__ ((always_inline)) double
row_divergence (const Row *row, double tau)
{
  const float *s = row->similarity, *targets = row->targets;
  double maximum = (double) row->maximum, inverse = 1.0 / tau, divergence = 0.0, mass = 0.0;
  double terms[ISO_CHUNK], masses[ISO_CHUNK];
  for (size_t start = 0; start < row->B; start += ISO_CHUNK)
    {
      size_t count = row->B - start < ISO_CHUNK ? row->B - start : ISO_CHUNK;
      for (size_t l = 0; l < count; l++)
        {
          terms[l] = divergence_term (targets[start + l], s[start + l], maximum, inverse);
          masses[l] = (double) targets[start + l];
        }
      for (size_t l = count; l < ISO_CHUNK; l++)
        {
          terms[l] = 0.0;
          masses[l] = 0.0;
        }
      divergence += iso_chunk_fold (terms);
      mass += iso_chunk_fold (masses);
    }
  return divergence + mass * row->log_sum + (1.0 - mass);
}

ISO_KERNEL double
iso_divergence (float *student_log_probabilities, float *similarity_gradient, const float *student_similarity,
                const float *targets, double tau, double weight, size_t B)
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
