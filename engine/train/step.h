/* One training step: student and teacher forward, metric-learning loss, soft targets, divergence, backward, optimizer. Used by
 * the trainer and the benchmark; after the first step it allocates nothing, unless a miner finds more triplets than before. */
#pragma once

#include "engine/distill/target.h"
#include "engine/loss/selection.h"
#include "engine/train/embedding-memory.h"
#include "engine/train/experiment.h"
#include "engine/train/loss-weights.h"
#include "engine/train/mined.h"
#include "engine/train/teacher.h"

typedef struct _IsoStep IsoStep;

typedef struct {
  double loss;          /* L = L_DML + ramp λ τ² L_KD */
  double metric_loss;   /* L_DML */
  double divergence;    /* L_KD, unweighted; NAN without distillation */
  double gradient_norm; /* of ∂L/∂weights of the network, without weight decay; NAN where it was not reached */
  double ramp;
  size_t active_count, candidate_count; /* of the loss: anchors or triplets */
  bool has_teacher;     /* whether the teacher took part */
  bool finite;          /* false: embeddings, loss or gradient are NaN or infinite; weights, moments, memory were not touched */
} IsoStepResult;

/* Student's weights start as iso_network_initialize() gives them. B = settings.batch.size. */
IsoStep *iso_step_new (const IsoNetwork *network, size_t B, guint64 seed);
void iso_step_free (IsoStep *step);

/* Makes what the settings' loss wants beside the network: its own weights for the training part's class_count classes (stream
 * "loss" of seed), and the memory of past embeddings. Needed before the first step with a loss that learns weights, or with
 * memory.size above 0. ISO_ERROR_MEMORY. */
bool iso_step_prepare_loss (IsoStep *step, const IsoSettings *settings, size_t class_count, guint64 seed, GError **error);

/* The teacher becomes a copy of the student. With teacher.kind moving-average the first step does it, and each step moves the
 * teacher on. */
void iso_step_teach (IsoStep *step);
bool iso_step_has_teacher (const IsoStep *step);
IsoTeacher *iso_step_teacher (IsoStep *step);

/* Which samples of the dataset, indices (B), the next iso_step_run() gets, so that a teacher that remembers can look them up;
 * borrowed until then. Unless named before a step, its samples are unknown, and the teacher computes. */
void iso_step_name_samples (IsoStep *step, const guint32 *indices);

/* input X (B, F), labels (B): classes of the training part, 0 … class_count − 1, where the loss learns weights. `epoch`,
 * with the part of it that is done, out of `epochs` planned is for the learning rate's schedule and, whole, for the ramp. mining: the stream that miners draw from. Distillation takes part from the first
 * iso_step_teach() on, unless its mode is none; the uniform control waits for a teacher too, but does not run it. Results are
 * the same bytes for any number of threads. Fails, weights untouched, with what iso_targets_compute() fails with. A NaN is no
 * failure: see result->finite. */
bool iso_step_run (IsoStep *step, IsoStepResult *result, const float *input, const gint32 *labels, const IsoSettings *settings,
                   double epoch, double epochs, IsoRandom *mining, IsoPool *pool, GError **error);

/* What a step changes beside the teacher, for saving and restoring. */
typedef struct {
  float *weights; /* (weight_count) */
  IsoOptimizer *optimizer;
  IsoLossWeights *loss_weights;
  IsoEmbeddingMemory *memory;
} IsoStepState;
IsoStepState iso_step_state (IsoStep *step);

float *iso_step_weights (IsoStep *step);
/* The loss's own: proxies (M, D) or β (class_count), *count numbers; NULL if it has none. */
float *iso_step_loss_weights (IsoStep *step, size_t *count);
/* Of the last step: Zˢ (B, D), Sˢ (B, B), Sᵗ (B, B); Sᵗ is NULL if the teacher was not run in that step. */
const float *iso_step_embeddings (const IsoStep *step);
const float *iso_step_student_similarity (const IsoStep *step);
const float *iso_step_teacher_similarity (const IsoStep *step);
/* Likewise its targets, of which `targets` and with mode obdp `transition` hold something; NULL if it had none. */
const IsoTargets *iso_step_targets (const IsoStep *step);
/* Likewise what its loss was computed on, and that in numbers. */
const IsoSelection *iso_step_selection (const IsoStep *step);
const IsoMined *iso_step_mined (const IsoStep *step);
/* ∂L_DML/∂Sˢ (B, B) of the last step, if that was asked for before it: the copy is made for who looks on. NULL if it was not, and of
 * losses that work on no similarities of pairs (those with proxies). */
void iso_step_keep_loss_gradient (IsoStep *step, bool keep);
const float *iso_step_loss_gradient (const IsoStep *step);
size_t iso_step_batch_size (const IsoStep *step);
size_t iso_step_embedding_size (const IsoStep *step);

/* Sˢ and Sᵗ (B, B), Zˢ (B, D) of any batch under the present weights, without training (probe batch). Without a teacher the
 * student's similarity stands in. */
void iso_step_probe (IsoStep *step, float *embeddings, float *student_similarity, float *teacher_similarity, const float *input,
                     IsoPool *pool);

/* embeddings (N, D) of dataset samples `indices` under the student's weights, in blocks on the pool. */
void iso_step_embed (IsoStep *step, float *embeddings, const IsoDataset *dataset, IsoNormalizer normalizer,
                     const guint32 *indices, size_t N, IsoPool *pool);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoStep, iso_step_free)
