#include "engine/linalg/solve.h"

#include <glib/gi18n-lib.h>

#include "engine/base/error.h"

/* Below so many rows LAPACK on one thread is as fast. */
#define BLOCKED 256
#define BLOCK 64
/* Columns of a right-hand side that are solved together: few enough to stay in a core's second cache. */
#define PANEL 256

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

/* The first half of so many rows, in whole blocks. */
static size_t
first_half (size_t rows)
{
  return ((rows + BLOCK - 1) / BLOCK + 1) / 2 * BLOCK;
}

/* R = L⁻¹ R for the rows first … first + rows − 1 of the system and `columns` columns from R on, in halves: the upper one is solved,
 * multiplied into the lower one in one deep product, and then that is solved. */
static void
substitute_forward (const System *system, float *R, size_t first, size_t rows, size_t columns)
{
  size_t N = system->N, M = system->M, upper = first_half (rows), lower = rows - MIN (upper, rows);
  const float *A = system->A + first * N + first;
  if (rows <= BLOCK)
    {
      iso_solve_triangle (R + first * M, A, ISO_LOWER, rows, columns, N, M);
      return;
    }
  substitute_forward (system, R, first, upper, columns);
  iso_gemm (R + (first + upper) * M, A + upper * N, R + first * M, ISO_PLAIN, ISO_PLAIN, -1.0f, 1.0f, lower, columns, upper, N, M, M);
  substitute_forward (system, R, first + upper, lower, columns);
}

/* The same with the upper triangle, from below. */
static void
substitute_backward (const System *system, float *R, size_t first, size_t rows, size_t columns)
{
  size_t N = system->N, M = system->M, upper = first_half (rows), lower = rows - MIN (upper, rows);
  const float *A = system->A + first * N + first;
  if (rows <= BLOCK)
    {
      iso_solve_triangle (R + first * M, A, system->is_general ? ISO_UPPER_UNIT : ISO_LOWER_TRANSPOSED, rows, columns, N, M);
      return;
    }
  substitute_backward (system, R, first + upper, lower, columns);
  iso_gemm (R + first * M, system->is_general ? A + upper : A + upper * N, R + (first + upper) * M,
            system->is_general ? ISO_PLAIN : ISO_TRANSPOSED, ISO_PLAIN, -1.0f, 1.0f, upper, columns, lower, N, M, M);
  substitute_backward (system, R, first, upper, columns);
}

/* Both substitutions for one panel of columns. */
static void
substitute_task (void *data, size_t task)
{
  const System *system = data;
  size_t columns = MIN (PANEL, system->M - task * PANEL);
  float *R = system->R + task * PANEL;
  substitute_forward (system, R, 0, system->N, columns);
  substitute_backward (system, R, 0, system->N, columns);
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
