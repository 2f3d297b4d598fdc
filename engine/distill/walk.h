/* The walk of one sample, step by step, to its limit: a row of F_{t+1} = ω T F_t + (1−ω) F_0 for t = 0, 1, 2, …
 *
 * A row of F_t wants no other rows. With r_t = e_i Tᵗ, where the walk from sample i is after t steps, unrolling the iteration gives
 *
 *   e_i F_t = k_t F_0,   k_t = (1−ω) Σ_{s<t} ωˢ r_s + ωᵗ r_t,   and so   k_{t+1} = k_t + ω^{t+1} (r_{t+1} − r_t):
 *
 * of the walk, a part 1−ω ends before each step, and k_t says where it has ended or still is. A step costs one product of a row with
 * T. What is still under way, m_t = ω^{t+1} r_t, moves along the edges in step t+1: as much as m_t,i T_ij from i to j, which is all
 * that changes k_t. The distance to the limit is e_t = k_t − k_∞ with e_{t+1} = ω e_t T: with the softmax transition Σ|e_t| shrinks by
 * ω a step and more, with the symmetric one √Σe_t² does.
 *
 * T is taken as float32 has it, the rows of the softmax kind divided by their sums in double, and all is computed in double. The limit
 * k_∞ solves k (I − ωT) = (1−ω) e_i; beginning from the row of the kernel K, which float32 knows to some six digits, the residual
 * is put through K again until nothing is left of it.
 *
 * All steps up to the limit are computed at once and kept, so that going back costs what going on does. Memory is bounded: where the
 * walk is too long only every n-th step is kept, and those between are computed anew from the one before. Immutable once made; any
 * thread may read. */
#pragma once

#include <gio/gio.h>
#include <stdbool.h>

typedef struct _IsoWalk IsoWalk;

typedef struct {
  size_t B;
  size_t start;            /* i, 0 … B − 1 */
  const float *transition; /* T (B, B) */
  const float *kernel;     /* K (B, B) in closed form */
  const float *targets;    /* F_0 (B, B): softmax_rows(Sᵗ/τ) of the softmax kind, Sᵗ of the symmetric one; NULL: I, the row of K_t */
  double omega;            /* in [0, 1) */
  bool is_stochastic;      /* softmax: rows of T sum to 1 */
} IsoWalkInput;

/* As near to the limit as the walk is followed: max_j |F_t − K F_0|_ij. */
#define ISO_WALK_TOLERANCE 1e-6
/* What the kept steps take at most, in bytes. */
#define ISO_WALK_ROOM ((size_t) 32 << 20)
/* Multiplications after which the walk is not followed any more: some seconds. */
#define ISO_WALK_MOST_WORK 4e9

/* The matrices must outlive the walk. ISO_ERROR_NUMERIC where ω is too close to 1 for K to be of use or anything is not finite;
 * ISO_ERROR_CANCELLED. Free with iso_walk_free(). */
IsoWalk *iso_walk_new (const IsoWalkInput *input, GCancellable *cancellable, GError **error);
void iso_walk_free (IsoWalk *walk);

size_t iso_walk_batch_size (const IsoWalk *walk);
/* The last step that can be looked at: the first that is within the tolerance of the limit; where it does not get there within
 * ISO_WALK_MOST_WORK, the last one computed, and *reaches (or NULL) is false. */
int iso_walk_end (const IsoWalk *walk, bool *reaches);
/* Every how many steps are kept: 1 unless the walk is long. */
int iso_walk_stride (const IsoWalk *walk);

/* row (B) = row i of F_t; step 0 … end, beyond it clamped. */
void iso_walk_row (double *row, const IsoWalk *walk, int step);
/* mass (B) = ω^t r_{t−1}: what was under way in the t-th step, from where it went. Zeros for step 0. */
void iso_walk_moved (double *mass, const IsoWalk *walk, int step);
/* What went from `from` to `to` in the step that `mass` is of: mass_from T_from,to. */
double iso_walk_flow (const IsoWalk *walk, const double *mass, size_t from, size_t to);
/* (B) row i of K F_0. */
const double *iso_walk_limit (const IsoWalk *walk);
/* max_j |F_t − K F_0|_ij. */
double iso_walk_distance (const IsoWalk *walk, int step);
/* 1 − distance at t / distance at 0, not below 0: the part of the way that lies behind; 1 where there is no way to go. */
double iso_walk_part (const IsoWalk *walk, int step);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoWalk, iso_walk_free)
