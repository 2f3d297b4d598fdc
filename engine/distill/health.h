/* Whether targets and embeddings of a batch are in good health: pure functions of what a snapshot holds.
 *
 * All of it costs less than a millisecond at B = 112, D = 128, but for the spectral gap, which costs some. Inputs that are not
 * finite give NAN, as does an empty batch.
 */
#pragma once

#include <glib.h>

/* Of targets P (B, B), whose rows sum to 1. */
typedef struct {
  double entropy;             /* mean over rows of H(P_i) / ln B: 1 for uniform rows, 0 where each names one sample; NAN at
                               * B = 1 */
  double effective_neighbors; /* exp of the mean entropy: how many samples a row spreads over, 1 … B */
  double same_class;          /* share of all mass on samples of the row's class, itself included: by chance, the class's share */
  double spread;              /* mean over rows of the total variation distance ½ Σ_j |P_ij − mean_j| to the mean row: 0 where all
                               * rows are equal and the targets say nothing, up to 1 − 1/B */
  double row_error;           /* max |Σ_j P_ij − 1| */
} IsoTargetHealth;

IsoTargetHealth iso_target_health (const float *targets, const gint32 *labels, size_t B);

/* 1 − |λ₂| of the transition matrix T (B, B), |λ₂| its second largest eigenvalue by modulus: the walk forgets where it began at a
 * rate of |λ₂| a step. 0: it never does, for the graph is in pieces; 1: at once. NAN at B = 1. Up to ISO_SPECTRAL_GAP_EXACT_SIZE
 * by LAPACK, beyond by subspace iteration, to about 0.005. */
double iso_spectral_gap (const float *transition, size_t B);
#define ISO_SPECTRAL_GAP_EXACT_SIZE 256

/* The same for a T whose rows sum to 1 (the softmax transition), to about 0.005 and in a tenth of the time: for every few training
 * steps. */
double iso_spectral_gap_quick (const float *transition, size_t B);

/* Of embeddings Z (B, D) of unit rows with S = Z Zᵀ (B, B). */
typedef struct {
  double mean_similarity; /* mean of S_ij, i ≠ j: near 1 where all embeddings have collapsed to one point; NAN at B = 1 */
  double effective_rank;  /* exp of the entropy of the normalized singular values of Z, 1 … min(B, D): 1 on a line (Roy, Vetterli:
                           * The effective rank, EUSIPCO 2007) */
} IsoEmbeddingHealth;

/* One of the two alone: the first takes some microseconds at B = 112, the second a tenth of a millisecond at D = 64. */
double iso_mean_similarity (const float *similarity, size_t B);
double iso_effective_rank (const float *embeddings, size_t B, size_t D);

IsoEmbeddingHealth iso_embedding_health (const float *embeddings, const float *similarity, size_t B, size_t D);
