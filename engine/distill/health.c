#include "engine/distill/health.h"

#include <float.h>
#include <math.h>

#include "engine/base/kernel.h"
#include "engine/linalg/elementary.h"
#include "engine/linalg/lanes.h"
#include "engine/linalg/rows.h"
#include "engine/linalg/spectrum.h"

/* Σ of terms(j) over a row, in double and in an order that leaves room for vectors. */
#define SUM_OVER_ROW(sum, count, term) \
  for (size_t start = 0; start < (count); start += ISO_CHUNK) \
    { \
      double terms[ISO_CHUNK]; \
      size_t width = (count) - start < ISO_CHUNK ? (count) - start : ISO_CHUNK; \
      for (size_t l = 0; l < width; l++) \
        { \
          size_t j = start + l; \
          terms[l] = (term); \
        } \
      for (size_t l = width; l < ISO_CHUNK; l++) \
        terms[l] = 0.0; \
      (sum) += iso_chunk_fold (terms); \
    }

/* What one row of P contributes. */
typedef struct {
  double entropy, mass, same_class, spread;
} RowHealth;

/* −p ln p, with 0 ln 0 = 0. */
static inline __attribute__ ((always_inline)) double
entropy_term (float p)
{
  double term = -(double) p * iso_log (p);
  return p < FLT_MIN ? 0.0 : term;
}

static ISO_KERNEL RowHealth
measure_row (const float *row, const gint32 *labels, const double *mean, size_t i, size_t B)
{
  RowHealth health = { 0 };
  gint32 own = labels[i];
  SUM_OVER_ROW (health.entropy, B, entropy_term (row[j]));
  SUM_OVER_ROW (health.mass, B, (double) row[j]);
  SUM_OVER_ROW (health.same_class, B, labels[j] == own ? (double) row[j] : 0.0);
  SUM_OVER_ROW (health.spread, B, fabs ((double) row[j] - mean[j]));
  return health;
}

/* mean (B) = Σ_i P_ij / B. */
static ISO_KERNEL void
mean_row (double *mean, const float *targets, size_t B)
{
  for (size_t i = 0; i < B; i++)
    for (size_t j = 0; j < B; j++)
      mean[j] += (double) targets[i * B + j];
  for (size_t j = 0; j < B; j++)
    mean[j] /= (double) B;
}

IsoTargetHealth
iso_target_health (const float *targets, const gint32 *labels, size_t B)
{
  const double none = (double) NAN;
  IsoTargetHealth health = { none, none, none, none, none };
  if (B == 0 || !iso_all_finite (targets, B * B))
    return health;
  g_autofree double *mean = g_new0 (double, B);
  double entropy = 0.0, mass = 0.0, same_class = 0.0, spread = 0.0, row_error = 0.0;
  mean_row (mean, targets, B);
  for (size_t i = 0; i < B; i++)
    {
      RowHealth row = measure_row (targets + i * B, labels, mean, i, B);
      entropy += row.entropy;
      mass += row.mass;
      same_class += row.same_class;
      spread += row.spread;
      row_error = fmax (row_error, fabs (row.mass - 1.0));
    }
  entropy /= (double) B;
  health.entropy = B > 1 ? entropy / log ((double) B) : none;
  health.effective_neighbors = exp (entropy);
  health.same_class = mass > 0.0 ? same_class / mass : none;
  health.spread = 0.5 * spread / (double) B;
  health.row_error = row_error;
  return health;
}

/* Σ of a row, in double. */
static ISO_KERNEL double
sum_of_rows (const float *rows, size_t B)
{
  double sum = 0.0;
  for (size_t i = 0; i < B; i++)
    {
      const float *row = rows + i * B;
      SUM_OVER_ROW (sum, B, (double) row[j]);
    }
  return sum;
}

double
iso_mean_similarity (const float *similarity, size_t B)
{
  if (B < 2)
    return (double) NAN;
  double sum = sum_of_rows (similarity, B);
  for (size_t i = 0; i < B; i++)
    sum -= (double) similarity[i * B + i];
  /* Sums of floats do not overflow in double: what is not finite here was not finite before. */
  return isfinite (sum) ? sum / ((double) B * ((double) B - 1.0)) : (double) NAN;
}

double
iso_effective_rank (const float *embeddings, size_t B, size_t D)
{
  if (B == 0 || D == 0 || !iso_all_finite (embeddings, B * D))
    return (double) NAN;
  g_autofree double *values = g_new (double, MIN (B, D));
  return iso_singular_values (values, embeddings, B, D, NULL, NULL) ? iso_effective_count (values, MIN (B, D)) : (double) NAN;
}

IsoEmbeddingHealth
iso_embedding_health (const float *embeddings, const float *similarity, size_t B, size_t D)
{
  return (IsoEmbeddingHealth) { iso_mean_similarity (similarity, B), iso_effective_rank (embeddings, B, D) };
}
