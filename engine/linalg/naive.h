/* The plain way, in double: what the fast versions are tested against. Clarity only, no thought of speed. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* S (R, R) = Z Zᵀ for Z (R, C). */
void iso_naive_gram (double *S, const double *Z, size_t R, size_t C);

/* C (M, N) = A (M, K) B (K, N). */
void iso_naive_multiply (double *C, const double *A, const double *B, size_t M, size_t N, size_t K);

/* X (N, M) = A⁻¹ R for A (N, N) and R (N, M) by Gaussian elimination with row pivoting; false if A is singular. */
bool iso_naive_solve (double *X, const double *A, const double *R, size_t N, size_t M);

/* out (R, C) = log softmax of each row of in (R, C) / temperature. */
void iso_naive_log_softmax (double *out, const double *in, double temperature, size_t R, size_t C);
