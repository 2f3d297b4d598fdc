/* Matrix products in register tiles, for processors whose vectors OpenBLAS does not use to the full: it knows a processor by its
 * model, and takes one that is newer than itself for an older kind with vectors of half the width. iso_gemm() in blas.h chooses.
 *
 * B is copied panel by panel, 2 vectors of columns at a time, so that a panel lies in the order in which it is read; A is read where
 * it is. A tile of 14 rows by 2 vectors stays in registers over all of K. The sum of each element of C runs over K in order,
 * whatever the sizes: the same bytes however a product is cut. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "engine/linalg/blas.h"

/* Whether the processor has vectors for which this is faster than BLAS. */
bool iso_product_is_fast (void);

/* As iso_gemm(); works on every processor. */
void iso_product (float *C, const float *A, const float *B, IsoTranspose transpose_a, IsoTranspose transpose_b, float alpha,
                  float beta, size_t M, size_t N, size_t K, size_t ld_a, size_t ld_b, size_t ld_c);
