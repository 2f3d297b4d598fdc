/* A diffused target opened up: through which samples, and over walks of which length, its mass came; and the pull on the student's
 * similarity that follows from it.
 *
 * With the softmax transition P = K F_0, F_0 = softmax_rows(Sᵗ/τ) being PSD's targets, and both splits are exact:
 *
 *   by sample  P_ij = Σ_l K_il F_0,lj                        the walk from i ends at l, whose own target goes to j
 *   by length  P_ij = Σ_t w_t (e_i T^t F_0)_j                w_t = (1−ω) ω^t
 *
 * Stopped after s steps, P = F_s: t runs to s alone, w_s = ω^s, and K is Σ_t w_t T^t. T^t is never formed: the row vector e_i T^t
 * takes B² multiplications a step. With the symmetric transition P = softmax_rows(K Sᵗ/τ), which is no sum over samples or walks:
 * there is no such split.
 */
#pragma once

#include <stdbool.h>

#include "engine/distill/settings.h"

/* Of one batch under `settings`, as iso_targets_compute() makes them with mode obdp and ISO_STAGES_ALL: T, K, F_0, P (B, B). */
typedef struct {
  const IsoDistillSettings *settings;
  size_t B;
  const float *transition, *kernel, *psd, *targets;
} IsoOriginStages;

typedef struct {
  guint32 sample;      /* l, its place in the batch */
  double contribution; /* to P_ij */
} IsoOriginPart;

/* Whether these settings have exact splits: the softmax transition. */
bool iso_origin_is_exact (const IsoDistillSettings *settings);

/* parts (B): what each sample l contributed to P_ij, i = row, j = column; their sum is P_ij within 1e-6. Largest first, equal ones by
 * place. False, and nothing written, where there is no exact split. */
bool iso_origin_by_sample (IsoOriginPart *parts, const IsoOriginStages *stages, size_t row, size_t column);

/* lengths (count): what walks of t = 0, 1, … count − 1 steps contributed to P_ij; *longer: all others. Together they are P_ij within
 * 1e-6. False, and nothing written, where there is no exact split. */
bool iso_origin_by_length (double *lengths, double *longer, size_t count, const IsoOriginStages *stages, size_t row, size_t column);

/* ∂(ramp λ τ² L_KD)/∂Sˢ_ij = ramp λ τ² (Q_ij − P_ij)/(B τ), for softened similarities Q and targets P in force. */
double iso_distillation_gradient (double softened, double target, const IsoDistillSettings *settings, double ramp, size_t B);
