#include "engine/metrics/points.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/base/checked.h"
#include "engine/base/kernel.h"
#include "engine/linalg/finite.h"
#include "engine/linalg/rows.h"

#define LANES 8

/* mean (D) in double; the first row is taken off before summing, so that a constant column centres to exact zeros. */
static void
column_means (double *mean, const float *embeddings, size_t N, size_t D)
{
  for (size_t i = 0; i < N; i++)
    for (size_t d = 0; d < D; d++)
      mean[d] += (double) embeddings[i * D + d] - (double) embeddings[d];
  for (size_t d = 0; d < D; d++)
    mean[d] = mean[d] / (double) N + (double) embeddings[d];
}

/* Power of two that brings the largest centred value into [½, 1); 1 where all are zero. */
static double
scale_of (const float *embeddings, const double *mean, size_t N, size_t D)
{
  double largest = 0.0;
  for (size_t i = 0; i < N; i++)
    for (size_t d = 0; d < D; d++)
      largest = fmax (largest, fabs ((double) embeddings[i * D + d] - mean[d]));
  int exponent = 0;
  frexp (largest, &exponent);
  return ldexp (1.0, -exponent);
}

bool
iso_points_init (IsoPoints *points, const float *embeddings, size_t N, size_t D, GError **error)
{
  *points = (IsoPoints) { .original = embeddings, .scale = 1.0, .N = N, .D = D };
  if (!iso_check_finite (embeddings, N, D, error))
    return false;
  points->centred = iso_block_new (N, D, sizeof (float), _("centered embeddings"), error);
  points->squares = points->centred == NULL ? NULL : iso_block_new (N, 1, sizeof (float), _("squared norms"), error);
  points->slack = points->squares == NULL ? NULL : iso_block_new (N, 1, sizeof (float), _("error bounds"), error);
  g_autofree double *mean = g_new0 (double, MAX (D, 1));
  if (points->slack == NULL)
    {
      iso_points_clear (points);
      return false;
    }
  if (N == 0)
    return true;
  column_means (mean, embeddings, N, D);
  double scale = scale_of (embeddings, mean, N, D);
  points->scale = scale;
  double largest = 0.0;
  for (size_t i = 0; i < N; i++)
    {
      float *row = points->centred + i * D;
      for (size_t d = 0; d < D; d++)
        row[d] = (float) (((double) embeddings[i * D + d] - mean[d]) * scale);
      double square = iso_sum_of_squares (row, D);
      points->squares[i] = (float) square;
      largest = fmax (largest, sqrt (square));
    }
  /* u = 2⁻²⁴: a product of D terms is off by at most D u ‖a‖ ‖b‖ in any order of summation; centring, the norms and the two sums
   * add at most 6 u (‖a‖ + ‖b‖)². Rounded up. */
  for (size_t i = 0; i < N; i++)
    {
      double norm = sqrt ((double) points->squares[i]);
      double bound = 0x1p-24 * (8.0 * (norm + largest) * (norm + largest) + 2.1 * (double) D * norm * largest);
      points->slack[i] = (float) (bound * 1.01);
    }
  return true;
}

void
iso_points_clear (IsoPoints *points)
{
  g_clear_pointer (&points->centred, iso_block_free);
  g_clear_pointer (&points->squares, iso_block_free);
  g_clear_pointer (&points->slack, iso_block_free);
}

ISO_KERNEL double
iso_squared_difference (const float *a, const float *b, size_t D)
{
  double part[LANES] = { 0 };
  size_t d = 0;
  for (; d + LANES <= D; d += LANES)
    for (size_t l = 0; l < LANES; l++)
      {
        double difference = (double) a[d + l] - (double) b[d + l];
        part[l] += difference * difference;
      }
  for (; d < D; d++)
    {
      double difference = (double) a[d] - (double) b[d];
      part[0] += difference * difference;
    }
  double sum = 0.0;
  for (size_t l = 0; l < LANES; l++)
    sum += part[l];
  return sum;
}

double
iso_points_distance (const IsoPoints *points, size_t i, size_t j)
{
  return iso_squared_difference (points->original + i * points->D, points->original + j * points->D, points->D);
}
