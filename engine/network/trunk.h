/* The convolutional part of a network, from images to features: a chain of stages, then global pooling.
 *
 *     stage:  3×3 convolution → batch norm → (+ shortcut) → ReLU → (2×2 max pooling)
 *
 * Images come as planes (channels, H, W) and are kept with channels innermost and a frame of zeros; see convolution.h.
 *
 * Weights lie in two blocks that the caller owns. `trained`: W₁ (3, 3, in, out) | γ₁ (out) | β₁ (out) | W₂ | … is what the
 * optimizer changes; `running`: mean₁ (out) | variance₁ (out) | mean₂ | … are the statistics that batch norm has seen (Ioffe and
 * Szegedy 2015), used by evaluation and by the teacher, and by training too if the norm is frozen.
 *
 * Training works stage by stage, because the statistics of a batch must be known before anything can be normalized by them: one
 * pool run a stage, in which a block of images is normalized, convolved and measured while it is in cache. Evaluation has no such
 * wait: each image runs through all stages alone.
 *
 * Sums over images are made in fixed blocks and added in a fixed order, so the bytes do not depend on the number of threads.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "engine/base/pool.h"
#include "engine/base/random.h"
#include "engine/network/global-pool.h"

typedef struct _IsoTrunk IsoTrunk;
typedef struct _IsoTrunkTraining IsoTrunkTraining;
typedef struct _IsoTrunkEvaluation IsoTrunkEvaluation;

#define ISO_NO_SHORTCUT SIZE_MAX

/* One stage: its output channels, a multiple of ISO_CHANNEL_UNIT; what its shortcut adds, 0 for the images, s + 1 for the output of
 * stage s, or ISO_NO_SHORTCUT; whether it pools. */
typedef struct {
  size_t channels;
  size_t shortcut;
  bool pools;
} IsoTrunkStage;

/* The stages must fit: at least one; a shortcut comes from an earlier stage of the same size and of no more channels; no image
 * becomes empty. (Whoever reads a description from a person checks that with messages.) */
IsoTrunk *iso_trunk_new (size_t channels, size_t height, size_t width, const IsoTrunkStage *stages, size_t stage_count,
                         IsoPooling pooling, bool frozen_norm);
void iso_trunk_free (IsoTrunk *trunk);

size_t iso_trunk_stage_count (const IsoTrunk *trunk);
size_t iso_trunk_input_size (const IsoTrunk *trunk);   /* channels H W */
size_t iso_trunk_feature_count (const IsoTrunk *trunk);
size_t iso_trunk_trained_count (const IsoTrunk *trunk);
size_t iso_trunk_running_count (const IsoTrunk *trunk);

/* Where the pieces of one stage lie: offsets into `trained` for the first three, into `running` for the others. */
typedef struct {
  size_t input_channels, channels;
  size_t weight, gamma, beta, mean, variance;
} IsoTrunkLayout;
IsoTrunkLayout iso_trunk_layout (const IsoTrunk *trunk, size_t stage);

/* As PyTorch starts: W uniform in ±1/√(9 in), γ = 1, β = 0, mean 0, variance 1. */
void iso_trunk_initialize (const IsoTrunk *trunk, float *trained, float *running, IsoRandom *random);

/* Floats that training wants for one image: for a check before they are taken. */
size_t iso_trunk_training_floats (const IsoTrunk *trunk);
/* And those it wants besides, whatever the batch: gradients of blocks of images, weights as they are read, one image's gradients. */
size_t iso_trunk_workspace_floats (const IsoTrunk *trunk);

IsoTrunkTraining *iso_trunk_training_new (const IsoTrunk *trunk, size_t capacity);
void iso_trunk_training_free (IsoTrunkTraining *training);

/* features (B, feature_count) of images input (B, input_size), with the batch's own statistics, or the running ones if frozen. */
void iso_trunk_train_forward (const IsoTrunk *trunk, float *features, IsoTrunkTraining *training, const float *trained,
                              const float *running, const float *input, size_t B, IsoPool *pool);

/* gradient (trained_count) = ∂L/∂trained from ∂L/∂features (B, feature_count), after iso_trunk_train_forward(). */
void iso_trunk_train_backward (const IsoTrunk *trunk, float *gradient, IsoTrunkTraining *training, const float *trained,
                               const float *feature_gradient, size_t B, IsoPool *pool);

/* running ← 0.9 running + 0.1 of the last batch (unbiased variance), as PyTorch does; nothing if the norm is frozen. Apart from
 * forward, so that a step that is refused leaves no trace. */
void iso_trunk_learn_statistics (const IsoTrunk *trunk, float *running, const IsoTrunkTraining *training);

/* Holds weights prepared for evaluation, and scratch memory for as many threads as use it at a time. It and IsoTrunkTraining refer
 * to the trunk, which must outlive them. */
IsoTrunkEvaluation *iso_trunk_evaluation_new (const IsoTrunk *trunk);
void iso_trunk_evaluation_free (IsoTrunkEvaluation *evaluation);
/* To be called before iso_trunk_evaluate() whenever weights have changed, while no one evaluates. */
void iso_trunk_evaluation_prepare (IsoTrunkEvaluation *evaluation, const float *trained, const float *running);
/* features (count, feature_count) of input (count, input_size); any number of threads at a time. */
void iso_trunk_evaluate (IsoTrunkEvaluation *evaluation, float *features, const float *input, size_t count);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoTrunk, iso_trunk_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoTrunkTraining, iso_trunk_training_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoTrunkEvaluation, iso_trunk_evaluation_free)
