/* What step.c, step-access.c (what others see of it) and step-evaluation.c know of each other. */
#pragma once

#include "engine/train/embedder.h"
#include "engine/train/metric-loss.h"
#include "engine/train/step.h"

struct _IsoStep {
  IsoNetwork *network; /* owned reference */
  size_t B, D, weight_count, trained_count;
  float *weights;  /* (weight_count) */
  float *gradient; /* (trained_count) */
  IsoTeacher *teacher;
  bool teacher_ran; /* in the last step */
  const guint32 *samples; /* (B) of the next step's batch, borrowed; NULL */
  IsoOptimizer optimizer;
  IsoActivations *student;
  float *student_similarity, *teacher_similarity; /* (B, B) */
  float *similarity_gradient;                     /* ∂L/∂Sˢ (B, B) */
  float *loss_gradient;                           /* ∂L_DML/∂Sˢ (B, B); NULL until it is first kept */
  bool keeps_loss_gradient, has_loss_gradient;    /* from the next step on; of the last step */
  float *embedding_gradient;                      /* ∂L/∂Z (B, D) that does not pass through Sˢ */
  float *total_gradient;                          /* ∂L/∂Z (B, D), all of it */
  IsoTargets *targets;
  bool had_targets; /* in the last step */
  IsoMetricLoss metric_loss;
  double *square_sums; /* one for each NORM_BLOCK of the gradient */
  IsoEmbedder *embedder; /* of probe and evaluation; NULL until first needed */
};
