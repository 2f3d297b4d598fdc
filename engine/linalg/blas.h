/* The only door to BLAS and LAPACK.
 *
 * Matrices are row-major float32. A leading dimension (ld…) is the distance between two rows, in elements, so that a block of
 * columns can be addressed in place. OpenBLAS runs on one thread here; to use all cores cut the work into fixed blocks on an
 * IsoPool.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef enum { ISO_PLAIN, ISO_TRANSPOSED } IsoTranspose;

/* C (M, N) = alpha * op(A) op(B) + beta * C, with op(A) (M, K) and op(B) (K, N). */
void iso_gemm (float *C, const float *A, const float *B, IsoTranspose transpose_a, IsoTranspose transpose_b, float alpha,
               float beta, size_t M, size_t N, size_t K, size_t ld_a, size_t ld_b, size_t ld_c);

/* The same in double. */
/* Whether iso_gemm() gives each row of C the same bytes whatever rows are computed beside it, and however many. */
bool iso_gemm_is_same_by_row (void);

void iso_gemm_double (double *C, const double *A, const double *B, IsoTranspose transpose_a, IsoTranspose transpose_b,
                      double alpha, double beta, size_t M, size_t N, size_t K, size_t ld_a, size_t ld_b, size_t ld_c);

/* What solve.c builds on. A (N, N) with rows ld apart is overwritten by L of A = L Lᵀ, both in the lower triangle. Returns 0, or the
 * row, from 1, at which A turned out not to be positive definite. */
size_t iso_factor_positive_definite (float *A, size_t N, size_t ld);

/* A (N, N) is overwritten so that A = Lo Up P with Lo its lower triangle, Up its upper one with a unit diagonal, and P the exchanges of
 * rows `pivots` (N) that iso_swap_rows() undoes. Returns 0, or the row, from 1, at which A turned out to be singular. */
size_t iso_factor_general (float *A, int *pivots, size_t N);
/* R (N, M) = Pᵀ R. */
void iso_swap_rows (float *R, const int *pivots, size_t N, size_t M);

typedef enum { ISO_LOWER, ISO_LOWER_TRANSPOSED, ISO_UPPER_UNIT } IsoTriangle;
/* R (N, M) = T⁻¹ R for the triangle T of an (N, N) block; the lower one transposed is upper. */
void iso_solve_triangle (float *R, const float *T, IsoTriangle triangle, size_t N, size_t M, size_t ld_t, size_t ld_r);
/* R (rows, N) = R L⁻ᵀ for the lower triangle L of an (N, N) block. */
void iso_solve_triangle_right (float *R, const float *L, size_t rows, size_t N, size_t ld_l, size_t ld_r);

/* Eigenvalues, ascending, of symmetric A (N, N) in double; its rows become the unit eigenvectors: row i belongs to values[i]. */
bool iso_symmetric_eigen (double *values, double *A, size_t N, GError **error);

/* The eigenvalues alone, ascending; A (N, N), of which the lower triangle is read, is overwritten. */
bool iso_symmetric_eigenvalues (double *values, double *A, size_t N, GError **error);

/* The `count` largest eigenvalues, descending, with their unit eigenvectors, the rows of vectors (count, N), of symmetric A (N, N) in
 * double, of which the lower triangle is read and all is overwritten; count ≤ N. */
bool iso_symmetric_largest (double *values, double *vectors, double *A, size_t N, size_t count, GError **error);

/* |λ| of all eigenvalues of a general A (N, N) in double, descending; A is overwritten. */
bool iso_eigenvalue_moduli (double *moduli, double *A, size_t N, GError **error);
