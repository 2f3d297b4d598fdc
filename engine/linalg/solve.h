/* Linear systems with many right-hand sides.
 *
 * A system of BLOCKED rows or more is cut into blocks of 64: factors and substitutions are then matrix products but for the blocks on
 * the diagonal, and run on the pool. The columns of the right-hand side are solved independently of each other, a panel at a time.
 * How a system is cut depends on its size alone, so the bytes do not depend on the number of threads. */
#pragma once

#include "engine/base/pool.h"
#include "engine/linalg/blas.h"

/* Solves A X = R for symmetric positive definite A (N, N): its lower triangle (row-major) is read and overwritten by the factor,
 * R (N, M) by X. Both row-major. pool may be NULL. ISO_ERROR_NUMERIC if A is not positive definite. */
bool iso_solve_positive_definite (float *R, float *A, size_t N, size_t M, IsoPool *pool, GError **error);

/* Solves A X = R for a general square A (N, N) by LU with pivoting: A is overwritten by the factors, R (N, M) by X.
 * ISO_ERROR_NUMERIC if A is singular. */
bool iso_solve_general (float *R, float *A, size_t N, size_t M, IsoPool *pool, GError **error);
