#include "engine/linalg/solve.h"

#include <glib/gi18n-lib.h>

#include "engine/base/error.h"

/* Below so many rows LAPACK on one thread is as fast. */
#define BLOCKED 256
#define BLOCK 64
/* Columns of a right-hand side that are solved together. */
#define PANEL 96

typedef struct {
  float *A, *R;
  size_t N, M;
  size_t k;        /* block column in work */
  bool is_general; /* upper triangle of its own with a unit diagonal, instead of the lower one transposed */
} System;

static size_t
block_count (const System *system)
{
  return (system->N + BLOCK - 1) / BLOCK;
}

static size_t
block_rows (const System *system, size_t block)
{
  return MIN (BLOCK, system->N - block * BLOCK);
}

static float *
block_at (const System *system, size_t i, size_t j)
{
  return system->A + i * BLOCK * system->N + j * BLOCK;
}

/* L_ik = A_ik L_kk⁻ᵀ for the blocks below the diagonal. */
static void
panel_task (void *data, size_t task)
{
  const System *system = data;
  size_t i = system->k + 1 + task, N = system->N;
  iso_solve_triangle_right (block_at (system, i, system->k), block_at (system, system->k, system->k), block_rows (system, i), BLOCK,
                            N, N);
}

/* A_ij −= L_ik L_jkᵀ for one block row i > k, j = k + 1 … i; the longest rows first. */
static void
update_task (void *data, size_t task)
{
  const System *system = data;
  size_t i = block_count (system) - 1 - task, k = system->k, N = system->N;
  size_t columns = MIN ((i + 1) * BLOCK, N) - (k + 1) * BLOCK;
  iso_gemm (block_at (system, i, k + 1), block_at (system, i, k), block_at (system, k + 1, k), ISO_PLAIN, ISO_TRANSPOSED, -1.0f, 1.0f,
            block_rows (system, i), columns, BLOCK, N, N, N);
}

/* A = L Lᵀ, block column by block column. Returns 0 or the row that failed. */
static size_t
factor_blocked (System *system, IsoPool *pool)
{
  size_t blocks = block_count (system);
  for (system->k = 0; system->k < blocks; system->k++)
    {
      size_t below = blocks - 1 - system->k;
      size_t failed = iso_factor_positive_definite (block_at (system, system->k, system->k), block_rows (system, system->k), system->N);
      if (failed > 0)
        return system->k * BLOCK + failed;
      iso_pool_run (pool, below, panel_task, system);
      iso_pool_run (pool, below, update_task, system);
    }
  return 0;
}

/* Both substitutions for one panel of columns. */
static void
substitute_task (void *data, size_t task)
{
  const System *system = data;
  size_t N = system->N, M = system->M, columns = MIN (PANEL, M - task * PANEL), blocks = block_count (system);
  float *R = system->R + task * PANEL;
  for (size_t i = 0; i < blocks; i++)
    {
      iso_gemm (R + i * BLOCK * M, block_at (system, i, 0), R, ISO_PLAIN, ISO_PLAIN, -1.0f, 1.0f, block_rows (system, i), columns,
                i * BLOCK, N, M, M);
      iso_solve_triangle (R + i * BLOCK * M, block_at (system, i, i), ISO_LOWER, block_rows (system, i), columns, N, M);
    }
  for (size_t i = blocks; i-- > 0;)
    {
      size_t done = MIN ((i + 1) * BLOCK, N);
      const float *beside = system->is_general ? system->A + i * BLOCK * N + done : system->A + done * N + i * BLOCK;
      iso_gemm (R + i * BLOCK * M, beside, R + done * M, system->is_general ? ISO_PLAIN : ISO_TRANSPOSED, ISO_PLAIN, -1.0f, 1.0f,
                block_rows (system, i), columns, N - done, N, M, M);
      iso_solve_triangle (R + i * BLOCK * M, block_at (system, i, i), system->is_general ? ISO_UPPER_UNIT : ISO_LOWER_TRANSPOSED,
                          block_rows (system, i), columns, N, M);
    }
}

static void
substitute (System *system, IsoPool *pool)
{
  if (system->N >= BLOCKED)
    {
      iso_pool_run (pool, (system->M + PANEL - 1) / PANEL, substitute_task, system);
      return;
    }
  size_t N = system->N, M = system->M;
  iso_solve_triangle (system->R, system->A, ISO_LOWER, N, M, N, M);
  iso_solve_triangle (system->R, system->A, system->is_general ? ISO_UPPER_UNIT : ISO_LOWER_TRANSPOSED, N, M, N, M);
}

bool
iso_solve_positive_definite (float *R, float *A, size_t N, size_t M, IsoPool *pool, GError **error)
{
  System system = { .A = A, .R = R, .N = N, .M = M };
  size_t failed = N >= BLOCKED ? factor_blocked (&system, pool) : iso_factor_positive_definite (A, N, N);
  if (failed > 0)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_NUMERIC, _("a matrix of %zu rows is not positive definite (at row %zu)"), N, failed);
      return false;
    }
  substitute (&system, pool);
  return true;
}

bool
iso_solve_general (float *R, float *A, size_t N, size_t M, IsoPool *pool, GError **error)
{
  System system = { .A = A, .R = R, .N = N, .M = M, .is_general = true };
  g_autofree int *pivots = g_new (int, MAX (N, 1));
  size_t failed = iso_factor_general (A, pivots, N);
  if (failed > 0)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_NUMERIC, _("a matrix of %zu rows is singular (at row %zu)"), N, failed);
      return false;
    }
  substitute (&system, pool);
  iso_swap_rows (R, pivots, N, M);
  return true;
}
