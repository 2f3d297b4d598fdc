#include "engine/metrics/geometry.h"

#include <math.h>

#include "engine/linalg/rows.h"
#include "engine/linalg/spectrum.h"

/* Classes measured by one task. */
#define CLASS_BLOCK 64
/* A length below this, beside one, is rounding: of the mean of a class, that the class has no direction. */
#define LEAST_LENGTH 1e-12

typedef struct {
  const float *embeddings;
  const IsoClasses *classes;
  size_t D;
  double *centers; /* (class_count, D): unit rows, or 0 */
  double *intra;   /* (class_count) */
} Measure;

/* sum (D) += the embedding divided by its length; returns the square of the result's length: 1, or 0. */
static double
add_unit (double *sum, const float *embedding, size_t D)
{
  double length = sqrt (iso_sum_of_squares (embedding, D));
  if (!(length > 0.0))
    return 0.0;
  for (size_t d = 0; d < D; d++)
    sum[d] += (double) embedding[d] / length;
  return 1.0;
}

static double
square_of (const double *row, size_t D)
{
  double sum = 0.0;
  for (size_t d = 0; d < D; d++)
    sum += row[d] * row[d];
  return sum;
}

/* Mean distance over ordered pairs of `count` vectors whose sum has the square `square` and whose own squares sum up to `own`. */
static double
mean_distance (double square, double own, size_t count)
{
  if (count < 2)
    return (double) NAN;
  return 1.0 - (square - own) / ((double) count * ((double) count - 1.0));
}

static void
measure_classes (void *data, size_t block)
{
  const Measure *measure = data;
  const IsoClasses *classes = measure->classes;
  size_t D = measure->D, first = block * CLASS_BLOCK, end = MIN (first + CLASS_BLOCK, classes->class_count);
  for (size_t c = first; c < end; c++)
    {
      double *center = measure->centers + c * D, own = 0.0;
      size_t size = iso_classes_size (classes, c);
      for (size_t at = classes->starts[c]; at < classes->starts[c + 1]; at++)
        own += add_unit (center, measure->embeddings + (size_t) classes->members[at] * D, D);
      double square = square_of (center, D), length = sqrt (square);
      measure->intra[c] = mean_distance (square, own, size);
      for (size_t d = 0; d < D; d++)
        center[d] = length > LEAST_LENGTH * (double) size ? center[d] / length : 0.0;
    }
}

static double
dot (const double *a, const double *b, size_t D)
{
  double sum = 0.0;
  for (size_t d = 0; d < D; d++)
    sum += a[d] * b[d];
  return sum;
}

/* The mean over the classes where it is defined. */
static double
mean_intra (const double *intra, size_t count)
{
  double sum = 0.0;
  size_t defined = 0;
  for (size_t c = 0; c < count; c++)
    if (!isnan (intra[c]))
      {
        sum += intra[c];
        defined++;
      }
  return defined > 0 ? sum / (double) defined : (double) NAN;
}

/* NAN where either is, or where the centers differ by rounding alone. */
static double
ratio (double intra, double inter)
{
  return inter > LEAST_LENGTH ? intra / inter : (double) NAN;
}

void
iso_geometry_measure (IsoGeometry *result, IsoGeometry *of_classes, const float *embeddings, const IsoClasses *classes, size_t D,
                      IsoPool *pool)
{
  size_t C = classes->class_count;
  g_autofree double *centers = g_new0 (double, MAX (C * D, 1));
  g_autofree double *intra = g_new (double, MAX (C, 1));
  g_autofree double *sum = g_new0 (double, MAX (D, 1));
  Measure measure = { embeddings, classes, D, centers, intra };
  iso_pool_run (pool, (C + CLASS_BLOCK - 1) / CLASS_BLOCK, measure_classes, &measure);
  double own = 0.0;
  for (size_t c = 0; c < C; c++)
    {
      for (size_t d = 0; d < D; d++)
        sum[d] += centers[c * D + d];
      own += square_of (centers + c * D, D);
    }
  result->intra = mean_intra (intra, C);
  result->inter = mean_distance (square_of (sum, D), own, C);
  result->intra_over_inter = ratio (result->intra, result->inter);
  for (size_t c = 0; of_classes != NULL && c < C; c++)
    {
      const double *center = centers + c * D;
      double others = dot (center, sum, D) - square_of (center, D);
      double inter = C > 1 ? 1.0 - others / ((double) C - 1.0) : (double) NAN;
      of_classes[c] = (IsoGeometry) { intra[c], inter, ratio (intra[c], inter) };
    }
}

bool
iso_spectral_decay (double *decay, const float *embeddings, size_t N, size_t D, IsoPool *pool, GError **error)
{
  size_t count = MIN (N, D);
  g_autofree double *values = g_new (double, MAX (count, 1));
  double total = 0.0, sum = 0.0;
  if (!iso_singular_values (values, embeddings, N, D, pool, error))
    return false;
  for (size_t i = 0; i < count; i++)
    total += values[i];
  /* Σ (1/n) log((1/n) / (σ/Σσ)) */
  for (size_t i = 0; i < count; i++)
    sum -= log ((double) count * values[i] / total);
  *decay = total > 0.0 ? MAX (sum / (double) count, 0.0) : (double) NAN;
  return true;
}
