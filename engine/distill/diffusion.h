/* Diffusion on a batch: K F for the kernel K = (1−ω)(I − ωT)⁻¹, the limit of F_{t+1} = ω T F_t + (1−ω) F_0, and the walk itself.
 *
 * Zhou et al., "Ranking on Data Manifolds", NIPS 2003; Iscen et al., "Efficient Diffusion on Region Manifolds", CVPR 2017.
 * Systems are solved for K F rather than inverted; F = I gives K. All matrices (B, B), row-major. `system` (B, B) is room to work
 * in and must be none of the others. pool may be NULL.
 */
#pragma once

#include <stdbool.h>

#include "engine/base/pool.h"
#include "engine/distill/settings.h"

/* X = K F for any T, by LU with pivoting. ISO_ERROR_NUMERIC if I − ωT is singular. */
bool iso_diffusion_solve (float *X, float *system, const float *transition, const float *F, double omega, size_t B,
                          IsoPool *pool, GError **error);

/* X = K F for a symmetric T, by Cholesky. ISO_ERROR_NUMERIC if I − ωT is not positive definite. */
bool iso_diffusion_solve_symmetric (float *X, float *system, const float *transition, const float *F, double omega, size_t B,
                                    IsoPool *pool, GError **error);

/* X = K F with its rows divided by their sums, for rows of F that sum to 1 and T = iso_transition_softmax() of an undirected
 * graph, by Cholesky. maxima, similarity, edges, isolated, τ_d are what T was made with; roots (B) is room to work in.
 * Returns false where the similarities divided by τ_d spread too far for float32, or the factorization fails: solve by LU then.
 */
bool iso_diffusion_solve_balanced (float *X, float *system, float *roots, const float *transition, const float *maxima,
                                   const float *similarity, const guint8 *edges, const guint8 *isolated, const float *F,
                                   double tau_d, double omega, size_t B, IsoPool *pool);

/* X = F_t after `steps` ≥ 1 steps from F_0 = F. Steps that float32 could not tell from none are not taken. */
void iso_diffusion_walk (float *X, float *scratch, const float *transition, const float *F, double omega, int steps, size_t B);
