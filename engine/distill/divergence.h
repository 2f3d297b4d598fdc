/* The distillation loss between targets and the student's softened similarities. */
#pragma once

#include <glib.h>

/* L_KD = (1/B) Σ_i Σ_j P_ij (log P_ij − log Q_ij), with 0 · log 0 = 0 and log Q = log_softmax_rows(Sˢ / τ).
 *
 * student_log_probabilities (B, B) = log Q; may be NULL if only the loss and gradient are wanted.
 * similarity_gradient (B, B): adds weight · ∂L_KD/∂Sˢ = weight · (Q − P)/(τ B) to what is there; may be NULL.
 * Returns L_KD, without the weight. Rows of targets (B, B) must sum to 1. */
double iso_divergence (float *student_log_probabilities, float *similarity_gradient, const float *student_similarity,
                       const float *targets, double tau, double weight, size_t B);
