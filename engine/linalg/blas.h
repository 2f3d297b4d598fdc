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

/* Solves A X = R for symmetric positive definite A (N, N): its lower triangle (row-major) is read and overwritten by the factor,
 * R (N, M) by X. Both row-major. ISO_ERROR_NUMERIC if A is not positive definite. */
bool iso_solve_positive_definite (float *R, float *A, size_t N, size_t M, GError **error);

/* Solves A X = R for a general square A (N, N) by LU with pivoting: A is overwritten by the factors, R (N, M) by X.
 * ISO_ERROR_NUMERIC if A is singular. */
bool iso_solve_general (float *R, float *A, size_t N, size_t M, GError **error);

/* Eigenvalues, ascending, of symmetric A (N, N) in double; its rows become the unit eigenvectors: row i belongs to values[i]. */
bool iso_symmetric_eigen (double *values, double *A, size_t N, GError **error);

/* The eigenvalues alone, ascending; A (N, N), of which the lower triangle is read, is overwritten. */
bool iso_symmetric_eigenvalues (double *values, double *A, size_t N, GError **error);

/* |λ| of all eigenvalues of a general A (N, N) in double, descending; A is overwritten. */
bool iso_eigenvalue_moduli (double *moduli, double *A, size_t N, GError **error);
