/* Self-distillation of one batch from embeddings to gradient: what the command line writes, views show and tests compare. */
#pragma once

#include "engine/distill/target.h"

typedef struct {
  size_t B, D;
  float *teacher_similarity;        /* Sᵗ (B, B) */
  float *student_log_probabilities; /* log Q (B, B) */
  float *gradient;                  /* ∂L_KD/∂Z (B, D), without λ, τ² and ramp, Z taken as given */
  IsoTargets *targets;              /* with mode obdp every stage, else targets and psd */
  double divergence;                /* L_KD */
} IsoDistillation;

/* student (B, D) and teacher (B, teacher_D) of the same samples, rows of unit length (not checked, and not divided by their
 * length). Errors as iso_targets_compute(), ISO_ERROR_NUMERIC also where the student's numbers overflow; B beyond
 * ISO_DISTILLATION_CAPACITY is ISO_ERROR_MEMORY. Free with iso_distillation_free(). */
IsoDistillation *iso_distillation_new (const float *student, const float *teacher, size_t B, size_t D, size_t teacher_D,
                                       const IsoDistillSettings *settings, IsoPool *pool, GError **error);
void iso_distillation_free (IsoDistillation *distillation);

/* About 2.5 GB of matrices. */
#define ISO_DISTILLATION_CAPACITY 8192

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoDistillation, iso_distillation_free)
