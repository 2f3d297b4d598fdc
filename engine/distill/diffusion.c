#include "engine/distill/diffusion.h"

#include <math.h>
#include <string.h>

#include "engine/base/kernel.h"
#include "engine/linalg/blas.h"
#include "engine/linalg/elementary.h"
#include "engine/linalg/lanes.h"
#include "engine/linalg/rows.h"
#include "engine/linalg/solve.h"

/* Largest spread of the logarithms of the balancing scales: e^60 squared still fits the exponents of float32. */
#define SCALE_SPREAD 60.0
/* Rows a block of the pool. */
#define BLOCK 64

ISO_KERNEL static void
form_system (float *system, const float *transition, double omega, size_t B)
{
  float negative = (float) -omega;
  for (size_t at = 0; at < B * B; at++)
    system[at] = negative * transition[at];
  for (size_t i = 0; i < B; i++)
    system[i * B + i] = (float) (1.0 - omega * (double) transition[i * B + i]);
}

ISO_KERNEL static void
scale_by (float *X, const float *F, double factor, size_t count)
{
  for (size_t at = 0; at < count; at++)
    X[at] = (float) factor * F[at];
}

bool
iso_diffusion_solve (float *X, float *system, const float *transition, const float *F, double omega, size_t B, IsoPool *pool,
                     GError **error)
{
  form_system (system, transition, omega, B);
  scale_by (X, F, 1.0 - omega, B * B);
  return iso_solve_general (X, system, B, B, pool, error);
}

bool
iso_diffusion_solve_symmetric (float *X, float *system, const float *transition, const float *F, double omega, size_t B,
                               IsoPool *pool, GError **error)
{
  form_system (system, transition, omega, B);
  scale_by (X, F, 1.0 - omega, B * B);
  return iso_solve_positive_definite (X, system, B, B, pool, error);
}

/* Row i of the balanced system: −ω N_ij below the diagonal. Exponents are ≤ 0, for no S_ij on an edge exceeds either maximum. */
ISO_KERNEL static void
balanced_row (float *system, const float *similarity, const guint8 *edges, const float *maxima, const float *roots, float half,
              float omega, size_t i)
{
  float own_maximum = maxima[i], own_root = omega * roots[i];
  for (size_t j = 0; j < i; j++)
    {
      float exponent = ((similarity[j] - own_maximum) + (similarity[j] - maxima[j])) * half;
      float value = iso_exp (exponent) * (own_root * roots[j]);
      system[j] = edges[j] ? -value : 0.0f;
    }
}

/* Spread and middle of m_i over the samples that are not isolated. */
static double
spread_of_maxima (double *middle, const float *maxima, const guint8 *isolated, size_t B)
{
  double least = INFINITY, most = -INFINITY;
  for (size_t i = 0; i < B; i++)
    if (!isolated[i])
      {
        least = MIN (least, (double) maxima[i]);
        most = MAX (most, (double) maxima[i]);
      }
  *middle = most < least ? 0.0 : (most + least) / 2.0;
  return most < least ? 0.0 : most - least;
}

/* The system of iso_diffusion_solve_balanced(), cut into blocks of rows. */
typedef struct {
  float *X, *system, *roots;
  const float *transition, *maxima, *similarity, *F;
  const guint8 *edges, *isolated;
  double half, middle, omega;
  size_t B;
} Balanced;

ISO_KERNEL static void
find_roots (void *data, size_t block)
{
  const Balanced *work = data;
  /* 1/√r_i: the entry of the row's maximum is exp(0)/r_i. */
  for (size_t i = block * BLOCK; i < MIN ((block + 1) * BLOCK, work->B); i++)
    work->roots[i] = sqrtf (iso_lanes_maximum (work->transition + i * work->B, work->B));
}

/* The longest rows, which are the last, first. */
static void
fill_rows (void *data, size_t task)
{
  const Balanced *work = data;
  size_t B = work->B, block = (B + BLOCK - 1) / BLOCK - 1 - task;
  for (size_t i = block * BLOCK; i < MIN ((block + 1) * BLOCK, B); i++)
    {
      balanced_row (work->system + i * B, work->similarity + i * B, work->edges + i * B, work->maxima, work->roots,
                    (float) work->half, (float) work->omega, i);
      work->system[i * B + i] = 1.0f;
      double scale = work->isolated[i] ? 1.0
                                       : exp (((double) work->maxima[i] - work->middle) * work->half) / (double) work->roots[i];
      scale_by (work->X + i * B, work->F + i * B, scale, B);
    }
}

static void
divide_rows (void *data, size_t block)
{
  const Balanced *work = data;
  iso_rows_divide_by_sum (work->X + block * BLOCK * work->B, MIN (BLOCK, work->B - block * BLOCK), work->B);
}

/* T = D⁻¹ W with W_ij = exp(S_ij/τ_d) symmetric, so T is similar to the symmetric N = D^(−1/2) W D^(−1/2), N_ij = √(T_ij T_ji):
 *
 *   (I − ωT) X = F   ⇔   (I − ωN) Y = D^(1/2) F,  X = D^(−1/2) Y.
 *
 * I − ωN is positive definite with condition at most (1+ω)/(1−ω), and an M-matrix: with a right-hand side ≥ 0 no difference is
 * ever taken in the triangular solves. The factor of a row, √d_i and 1−ω, falls out when rows are divided by their sums. d_i
 * alone would overflow for small τ_d, so logarithms of it are centered first: √d_i ∝ exp((m_i − middle)/(2τ_d)) √r_i with
 * m_i the largest S_ij on an edge and r_i = Σ_j exp((S_ij − m_i)/τ_d). */
bool
iso_diffusion_solve_balanced (float *X, float *system, float *roots, const float *transition, const float *maxima,
                              const float *similarity, const guint8 *edges, const guint8 *isolated, const float *F, double tau_d,
                              double omega, size_t B, IsoPool *pool)
{
  size_t blocks = (B + BLOCK - 1) / BLOCK;
  Balanced work = { X, system, roots, transition, maxima, similarity, F, edges, isolated, 0.5 / tau_d, 0.0, omega, B };
  if (!(spread_of_maxima (&work.middle, maxima, isolated, B) * work.half <= SCALE_SPREAD))
    return false;
  iso_pool_run (pool, blocks, find_roots, &work);
  iso_pool_run (pool, blocks, fill_rows, &work);
  if (!iso_solve_positive_definite (X, system, B, B, pool, NULL))
    return false;
  iso_pool_run (pool, blocks, divide_rows, &work);
  return true;
}

/* Steps after which F_t has come as near to its limit as float32 can tell: what is left of F_0 shrinks by ω a step. */
static double
steps_to_limit (double omega)
{
  return omega > 0.0 ? ceil (log (0x1p-60) / log (omega)) : 1.0;
}

void
iso_diffusion_walk (float *X, float *scratch, const float *transition, const float *F, double omega, int steps, size_t B)
{
  double enough = steps_to_limit (omega);
  if (steps > enough)
    steps = (int) enough;
  /* Two buffers in turn, begun so that the last step ends in X. */
  float *next = steps % 2 == 1 ? X : scratch, *other = steps % 2 == 1 ? scratch : X;
  const float *present = F;
  for (int step = 0; step < steps; step++)
    {
      scale_by (next, F, 1.0 - omega, B * B);
      iso_gemm (next, transition, present, ISO_PLAIN, ISO_PLAIN, (float) omega, 1.0f, B, B, B, B, B, B);
      present = next;
      float *swap = next;
      next = other;
      other = swap;
    }
}
