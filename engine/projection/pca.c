#include "engine/projection/pca.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/base/kernel.h"
#include "engine/linalg/finite.h"
#include "engine/projection/pca-private.h"

/* A share of the variance below this is rounding: that axis stays empty. */
#define LEAST_SHARE 1e-13
#define LANES 8
#define MOST_PARTS 64
#define LEAST_ROWS 64
/* Measured: with fewer dimensions and points than this the exact solver is at least as fast. */
#define LEAST_RANDOMIZED 160
/* With no more than this the exact solver takes a few seconds at most. */
#define MOST_EXACT 2048

typedef struct {
  IsoPcaProblem problem;
  size_t part_count;
  double *sums, *squares; /* (part_count, D): of x − the first row */
  float *map;             /* (N, 2) */
  double variance[MOST_PARTS][2];
} Pca;

static void
clear_pca (Pca *pca)
{
  g_free (pca->problem.center);
  g_free (pca->problem.loadings);
  iso_block_free (pca->sums);
  iso_block_free (pca->squares);
}

bool
iso_pca_is_cancelled (GCancellable *cancellable, GError **error)
{
  if (!g_cancellable_is_cancelled (cancellable))
    return false;
  g_set_error_literal (error, ISO_ERROR, ISO_ERROR_CANCELLED, _("the projection was cancelled"));
  return true;
}

static ISO_KERNEL void
add_row (double *sums, double *squares, const float *row, const float *first, size_t D)
{
  for (size_t d = 0; d < D; d++)
    {
      double value = (double) row[d] - (double) first[d];
      sums[d] += value;
      squares[d] += value * value;
    }
}

static void
sum_part (void *data, size_t part)
{
  Pca *pca = data;
  size_t N = pca->problem.N, D = pca->problem.D;
  for (size_t i = part * N / pca->part_count; i < (part + 1) * N / pca->part_count; i++)
    add_row (pca->sums + part * D, pca->squares + part * D, pca->problem.X + i * D, pca->problem.X, D);
}

/* Mean and total variance. The first row is taken off first: constant columns become exact zeros. */
static bool
find_center (Pca *pca, GError **error)
{
  IsoPcaProblem *problem = &pca->problem;
  size_t D = problem->D;
  pca->sums = iso_block_new (pca->part_count, D, sizeof (double), _("mean embedding"), error);
  pca->squares = pca->sums == NULL ? NULL : iso_block_new (pca->part_count, D, sizeof (double), _("mean embedding"), error);
  if (pca->squares == NULL)
    return false;
  iso_pool_run (problem->pool, pca->part_count, sum_part, pca);
  for (size_t d = 0; d < D && problem->N > 0; d++)
    {
      double sum = 0.0, square = 0.0;
      for (size_t part = 0; part < pca->part_count; part++)
        {
          sum += pca->sums[part * D + d];
          square += pca->squares[part * D + d];
        }
      problem->center[d] = (double) problem->X[d] + sum / (double) problem->N;
      problem->total += fmax (square - sum * sum / (double) problem->N, 0.0);
    }
  return true;
}

/* loading (D) to unit length, its largest entry (the first of equals) positive. */
static void
orient (double *loading, size_t D)
{
  double sum = 0.0, largest = 0.0;
  for (size_t d = 0; d < D; d++)
    {
      sum += loading[d] * loading[d];
      if (fabs (loading[d]) > fabs (largest))
        largest = loading[d];
    }
  double scale = sum > 0.0 ? copysign (1.0 / sqrt (sum), largest) : 0.0;
  for (size_t d = 0; d < D; d++)
    loading[d] *= scale;
}

/* place (2) = the centred row along both axes. */
static ISO_KERNEL void
place_row (double place[2], const float *row, const double *center, const double *loadings, size_t D)
{
  double x[LANES] = { 0 }, y[LANES] = { 0 };
  const double *second = loadings + D;
  size_t d = 0;
  for (; d + LANES <= D; d += LANES)
    for (size_t l = 0; l < LANES; l++)
      {
        double value = (double) row[d + l] - center[d + l];
        x[l] += value * loadings[d + l];
        y[l] += value * second[d + l];
      }
  for (; d < D; d++)
    {
      x[0] += ((double) row[d] - center[d]) * loadings[d];
      y[0] += ((double) row[d] - center[d]) * second[d];
    }
  place[0] = place[1] = 0.0;
  for (size_t l = 0; l < LANES; l++)
    {
      place[0] += x[l];
      place[1] += y[l];
    }
}

static void
place_part (void *data, size_t part)
{
  Pca *pca = data;
  const IsoPcaProblem *problem = &pca->problem;
  size_t D = problem->D;
  double place[2], variance[2] = { 0 };
  for (size_t i = part * problem->N / pca->part_count; i < (part + 1) * problem->N / pca->part_count; i++)
    {
      place_row (place, problem->X + i * D, problem->center, problem->loadings, D);
      for (size_t axis = 0; axis < 2; axis++)
        {
          variance[axis] += place[axis] * place[axis];
          pca->map[2 * i + axis] = (float) place[axis];
        }
    }
  pca->variance[part][0] = variance[0];
  pca->variance[part][1] = variance[1];
}

/* Points and explained variance from the loadings. */
static void
place (Pca *pca, IsoPcaResult *result)
{
  const IsoPcaProblem *problem = &pca->problem;
  for (size_t axis = 0; axis < 2; axis++)
    orient (problem->loadings + axis * problem->D, problem->D);
  iso_pool_run (problem->pool, pca->part_count, place_part, pca);
  for (size_t axis = 0; axis < 2; axis++)
    {
      double variance = 0.0;
      for (size_t part = 0; part < pca->part_count; part++)
        variance += pca->variance[part][axis];
      bool is_empty = !(variance > LEAST_SHARE * problem->total);
      result->explained[axis] = is_empty ? 0.0 : fmin (variance / problem->total, 1.0);
      for (size_t i = 0; is_empty && i < problem->N; i++)
        pca->map[2 * i + axis] = 0.0f;
    }
}

static bool
find_axes (Pca *pca, IsoPcaResult *result, IsoPcaSolver solver, guint64 seed, GError **error)
{
  IsoPcaProblem *problem = &pca->problem;
  size_t size = MIN (problem->N, problem->D);
  bool randomized = size >= 2 * ISO_PCA_BLOCK && solver != ISO_PCA_EXACT
                    && (solver == ISO_PCA_RANDOMIZED || size >= LEAST_RANDOMIZED);
  if (randomized && !iso_pca_find_randomized (problem, seed, error))
    return false;
  if (randomized && solver == ISO_PCA_AUTOMATIC && !(problem->residual <= ISO_PCA_SETTLED) && size <= MOST_EXACT)
    {
      for (size_t at = 0; at < 2 * problem->D; at++)
        problem->loadings[at] = 0.0;
      randomized = false;
    }
  if (!randomized && (iso_pca_is_cancelled (problem->cancellable, error) || !iso_pca_find_exact (problem, error)))
    return false;
  result->solver = randomized ? ISO_PCA_RANDOMIZED : ISO_PCA_EXACT;
  result->residual = randomized ? problem->residual : 0.0;
  return true;
}

bool
iso_pca_solve (float *map, IsoPcaResult *result, const float *embeddings, size_t N, size_t D, IsoPcaSolver solver, guint64 seed,
               IsoPool *pool, GCancellable *cancellable, GError **error)
{
  *result = (IsoPcaResult) { .solver = ISO_PCA_EXACT };
  if (!iso_check_finite (embeddings, N, D, error) || iso_pca_is_cancelled (cancellable, error))
    return false;
  Pca pca = {
    .problem = { .X = embeddings, .N = N, .D = D, .center = g_new0 (double, MAX (D, 1)), .pool = pool,
                 .cancellable = cancellable, .loadings = g_new0 (double, MAX (2 * D, 1)) },
    .part_count = CLAMP (N / LEAST_ROWS, 1, MOST_PARTS),
    .map = map,
  };
  bool done = find_center (&pca, error)
              && (!(pca.problem.total > 0.0) || find_axes (&pca, result, solver, seed, error))
              && !iso_pca_is_cancelled (cancellable, error);
  if (done)
    place (&pca, result);
  clear_pca (&pca);
  return done;
}

bool
iso_pca_project (float *map, double *explained, const float *embeddings, size_t N, size_t D, GError **error)
{
  IsoPcaResult result;
  if (!iso_pca_solve (map, &result, embeddings, N, D, ISO_PCA_AUTOMATIC, 0, NULL, NULL, error))
    return false;
  explained[0] = result.explained[0];
  explained[1] = result.explained[1];
  return true;
}
