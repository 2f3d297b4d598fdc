/* The register tiles of product.c for one width of vectors. Included once a width, without a guard, with LANES (floats in a
 * vector), ROWS (of a tile; ROWS × 2 accumulators, two vectors of B and a broadcast fill the registers), TARGET (the function
 * attribute that lets the compiler use such vectors) and NAMED(x) (x with a suffix of its own). */

typedef float NAMED (Vector) __attribute__ ((vector_size (LANES * sizeof (float))));

/* C (rows, vectors · LANES) = alpha A · panel + beta C over K. The element (r, k) of A is at A[r ld + k], or transposed at
 * A[k ld + r]. (Nothing else may happen to the sums here, or the compiler keeps them in memory.) */
static inline __attribute__ ((always_inline)) TARGET void
NAMED (tile) (const Product *product, float *C, size_t ld_c, const float *A, const float *panel, size_t K, float beta,
              const size_t rows, const size_t vectors, const bool transposed)
{
  size_t ld = product->ld_a;
  NAMED (Vector) sum[ROWS][2];
#pragma GCC unroll 16
  for (size_t r = 0; r < rows; r++)
#pragma GCC unroll 2
    for (size_t v = 0; v < vectors; v++)
      sum[r][v] = (NAMED (Vector)) { 0 };
  for (size_t k = 0; k < K; k++, panel += vectors * LANES)
    {
      NAMED (Vector) b[2];
#pragma GCC unroll 2
      for (size_t v = 0; v < vectors; v++)
        memcpy (&b[v], panel + v * LANES, sizeof b[v]);
#pragma GCC unroll 16
      for (size_t r = 0; r < rows; r++)
        {
          float a = transposed ? A[k * ld + r] : A[r * ld + k];
#pragma GCC unroll 2
          for (size_t v = 0; v < vectors; v++)
            sum[r][v] += a * b[v];
        }
    }
#pragma GCC unroll 16
  for (size_t r = 0; r < rows; r++)
#pragma GCC unroll 2
    for (size_t v = 0; v < vectors; v++)
      {
        NAMED (Vector) value = product->alpha * sum[r][v], old = { 0 };
        if (beta != 0.0f)
          memcpy (&old, C + r * ld_c + v * LANES, sizeof old);
        value += beta * old;
        memcpy (C + r * ld_c + v * LANES, &value, sizeof value);
      }
}

/* `count` rows of C by one panel, in tiles of about equal height. */
static inline __attribute__ ((always_inline)) TARGET void
NAMED (rows) (const Product *product, float *C, const float *A, const float *panel, size_t count, size_t K, size_t columns,
              float beta, const size_t vectors, const bool transposed)
{
  size_t tiles = (count + ROWS - 1) / ROWS;
  for (size_t tile = 0, start = 0; tile < tiles; tile++)
    {
      size_t end = (tile + 1) * count / tiles;
      const float *a = A + start * (transposed ? 1 : product->ld_a);
      /* Where a panel is wider than what is left of C, the tile is put aside and its columns are copied. */
      float aside[ROWS * 2 * LANES];
      bool whole = columns == vectors * LANES;
      float *c = whole ? C + start * product->ld_c : aside;
      size_t ld_c = whole ? product->ld_c : vectors * LANES;
      float factor = whole ? beta : 0.0f;
      switch (end - start)
        {
#define CASE(n)                                                                                               \
  case n:                                                                                                     \
    NAMED (tile) (product, c, ld_c, a, panel, K, factor, MIN (n, ROWS), vectors, transposed);                 \
    break;
          CASE (1) CASE (2) CASE (3) CASE (4) CASE (5) CASE (6)
#if ROWS > 6
          CASE (7) CASE (8) CASE (9) CASE (10) CASE (11) CASE (12) CASE (13) CASE (14)
#endif
#undef CASE
        }
      for (size_t r = start; r < end && !whole; r++)
        for (size_t j = 0; j < columns; j++)
          {
            float *to = C + r * product->ld_c + j;
            *to = aside[(r - start) * ld_c + j] + (beta != 0.0f ? beta * *to : 0.0f);
          }
      start = end;
    }
}

static TARGET void
NAMED (multiply) (const Product *product, float *C, const float *A, const float *panel, size_t count, size_t K, size_t columns,
                  float beta)
{
  bool two = columns > LANES, transposed = product->transpose_a == ISO_TRANSPOSED;
  if (two && transposed)
    NAMED (rows) (product, C, A, panel, count, K, columns, beta, 2, true);
  else if (two)
    NAMED (rows) (product, C, A, panel, count, K, columns, beta, 2, false);
  else if (transposed)
    NAMED (rows) (product, C, A, panel, count, K, columns, beta, 1, true);
  else
    NAMED (rows) (product, C, A, panel, count, K, columns, beta, 1, false);
}

/* panel (K, width) = the first LANES columns at `to`, transposed from LANES rows of B at stride ld; K counts whole vectors. In each of
 * log₂ LANES rounds, row i and row i + half exchange every other element: pairs, then fours, … */
static TARGET void
NAMED (transpose) (float *to, const float *B, size_t K, size_t width, size_t ld)
{
  typedef int32_t Index __attribute__ ((vector_size (LANES * sizeof (int32_t))));
  for (size_t k = 0; k + LANES <= K; k += LANES)
    {
      NAMED (Vector) row[LANES];
#pragma GCC unroll 16
      for (size_t i = 0; i < LANES; i++)
        memcpy (&row[i], B + i * ld + k, sizeof row[i]);
#pragma GCC unroll 4
      for (size_t half = 1; half < LANES; half *= 2)
        {
          Index low, high;
#pragma GCC unroll 16
          for (int l = 0; l < LANES; l++)
            {
              bool lower = (l & (int) half) == 0;
              low[l] = lower ? l : l - (int) half + LANES;
              high[l] = lower ? l + (int) half : l + LANES;
            }
#pragma GCC unroll 16
          for (size_t i = 0; i < LANES; i++)
            if ((i & half) == 0)
              {
                NAMED (Vector) a = row[i], b = row[i + half];
                row[i] = __builtin_shuffle (a, b, low);
                row[i + half] = __builtin_shuffle (a, b, high);
              }
        }
#pragma GCC unroll 16
      for (size_t i = 0; i < LANES; i++)
        memcpy (to + (k + i) * width, &row[i], sizeof row[i]);
    }
}

#undef LANES
#undef ROWS
#undef TARGET
#undef NAMED
