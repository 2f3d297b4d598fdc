/* Soft targets of a batch: the one pure function from teacher similarities and settings to every stage of the method, used by the
 * trainer, the views and the command line alike.
 *
 *   Sᵗ = Zᵗ Zᵗᵀ -> graph -> transition T -> kernel K = (1−ω)(I − ωT)⁻¹ -> P
 *
 * Source: "Self-distillation with Online Diffusion on Batch Manifolds Improves Deep Metric Learning", arXiv 2211.07566; the batch
 * graph's k, the mutual and union graphs and the stopped walk are this project's extensions.
 */
#pragma once

#include <stdbool.h>

#include "engine/base/pool.h"
#include "engine/distill/settings.h"

/* All (B, B) row-major. Stages not asked for hold nothing meaningful. */
typedef struct {
  size_t batch_size;
  guint8 *edges;         /* graph: 1 where i → j */
  float *affinity;       /* softmax: Sᵗ on the edges, else 0; symmetric: A */
  float *transition;     /* T */
  float *kernel;         /* K */
  float *psd;            /* softmax_rows(Sᵗ / τ): the targets without diffusion, F_0 of the softmax kind */
  float *targets;        /* P as the mode has it */
  struct _IsoTargetsScratch *scratch;
} IsoTargets;

typedef enum {
  ISO_STAGES_TARGETS, /* only what P needs, by the fastest way (training) */
  ISO_STAGES_ALL,     /* every stage, K in closed form (views, command line) */
} IsoStages;

/* Room for batches of up to `capacity` samples. */
IsoTargets *iso_targets_new (size_t capacity);
void iso_targets_free (IsoTargets *targets);

/* Computes the stages for teacher_similarity (B, B), B ≤ capacity. With mode none only `psd` (and, for ISO_STAGES_ALL, the stages
 * an OBDP with these settings would have) is made and targets = psd. With ISO_STAGES_ALL and any mode, graph to kernel are those
 * of the settings; `targets` follows the mode. Pool may be NULL.
 * ISO_ERROR_ARGUMENT: symmetric on a directed graph with 0 < k < B − 1, ω outside [0, 1), a temperature below 1e-30, γ ≤ 0;
 * ISO_ERROR_NUMERIC: NaN or infinite similarities, an unsolvable system. */
bool iso_targets_compute (IsoTargets *targets, const float *teacher_similarity, size_t B, const IsoDistillSettings *settings,
                          IsoStages stages, IsoPool *pool, GError **error);

/* What of an earlier computation in the same room still holds. */
typedef enum {
  ISO_KEEP_NOTHING = 0,
  ISO_KEEP_PSD = 1 << 0,        /* Sᵗ and τ are as they were */
  ISO_KEEP_TRANSITION = 1 << 1, /* Sᵗ and what graph and transition are made from (k, graph, normalization, τ_d, γ) */
  ISO_KEEP_KERNEL = 1 << 2,     /* the same and ω; wants ISO_KEEP_TRANSITION */
} IsoKeptStages;

/* As iso_targets_compute() with ISO_STAGES_ALL, for a person who moves one slider: stages that are as they were are not made again. The
 * caller vouches for what it says of the computation before, which must have been with ISO_STAGES_ALL and have succeeded. P is made
 * from K, P ∝ K F_0, and differs from what training makes by float32 rounding alone. */
bool iso_targets_recompute (IsoTargets *targets, const float *teacher_similarity, size_t B, const IsoDistillSettings *settings,
                            IsoKeptStages kept, IsoPool *pool, GError **error);

/* Same checks, without a batch: whether these settings make sense together (B = 0: whatever the batch). */
bool iso_distill_settings_validate (const IsoDistillSettings *settings, size_t B, GError **error);

/* ramp(e) of METHOD: linear e/E, constant 1, cosine (1 − cos(π e/E))/2; e beyond E counts as E. */
double iso_ramp (IsoRampKind ramp, double epoch, double epochs);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoTargets, iso_targets_free)
