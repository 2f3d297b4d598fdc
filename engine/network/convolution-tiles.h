/* The register tiles of convolution.c for one width of vectors. Included once a width, without a guard, with
 *
 *     LANES      floats in a vector
 *     PIXELS     the most pixels (or inputs) in a tile: PIXELS × 2 accumulators, two weights and a broadcast fill the registers
 *     TARGET     the function attribute that lets the compiler use such vectors
 *     NAMED(x)   x with a suffix of its own
 */

typedef float NAMED (Vector) __attribute__ ((vector_size (LANES * sizeof (float))));

/* Rows of a tile: `rows` × `vectors` accumulators over three rows of taps of 3·in inputs.
 * Y + p·out + v·LANES (p < pixels) = Σ_t Σ_r X[t·stride + p·in + r] · packed[(t·3·in + r)·width + v·LANES] */
static inline __attribute__ ((always_inline)) TARGET void
NAMED (forward_tile) (float *Y, const float *X, const float *packed, size_t in, size_t out, size_t stride, size_t width,
                      const size_t pixels, const size_t vectors, bool add)
{
  NAMED (Vector) sum[PIXELS][2];
#pragma GCC unroll 16
  for (size_t p = 0; p < pixels; p++)
#pragma GCC unroll 2
    for (size_t v = 0; v < vectors; v++)
      {
        if (add)
          memcpy (&sum[p][v], Y + p * out + v * LANES, sizeof sum[p][v]);
        else
          sum[p][v] = (NAMED (Vector)) { 0 };
      }
  for (size_t t = 0; t < 3; t++)
    {
      const float *x = X + t * stride;
      for (size_t r = 0; r < 3 * in; r++)
        {
          NAMED (Vector) w[2];
#pragma GCC unroll 2
          for (size_t v = 0; v < vectors; v++)
            memcpy (&w[v], packed + v * LANES, sizeof w[v]);
          packed += width;
#pragma GCC unroll 16
          for (size_t p = 0; p < pixels; p++)
            {
              float value = x[p * in + r];
#pragma GCC unroll 2
              for (size_t v = 0; v < vectors; v++)
                sum[p][v] += value * w[v];
            }
        }
    }
#pragma GCC unroll 16
  for (size_t p = 0; p < pixels; p++)
#pragma GCC unroll 2
    for (size_t v = 0; v < vectors; v++)
      memcpy (Y + p * out + v * LANES, &sum[p][v], sizeof sum[p][v]);
}

/* One row of Y, `vectors` vectors of outputs: tiles of about equal width. */
static inline __attribute__ ((always_inline)) TARGET void
NAMED (forward_row) (float *Y, const float *X, const float *packed, const IsoConvolution *c, size_t width, const size_t vectors,
                     bool add)
{
  size_t in = c->input_channels, out = c->output_channels, stride = (c->width + 2) * in;
  size_t tiles = (c->width + PIXELS - 1) / PIXELS;
  for (size_t tile = 0, start = 0; tile < tiles; tile++)
    {
      size_t end = (tile + 1) * c->width / tiles;
      float *y = Y + start * out;
      const float *x = X + start * in;
      switch (end - start)
        {
#define CASE(n)                                                                                     \
  case n:                                                                                           \
    NAMED (forward_tile) (y, x, packed, in, out, stride, width, MIN (n, PIXELS), vectors, add);     \
    break;
          CASE (1) CASE (2) CASE (3) CASE (4) CASE (5) CASE (6)
#if PIXELS > 6
          CASE (7) CASE (8) CASE (9) CASE (10) CASE (11) CASE (12) CASE (13) CASE (14)
#endif
#undef CASE
        }
      start = end;
    }
}

/* All rows for outputs first … first + width − 1, whose weights `packed` holds as (9 in, width); width = vectors · LANES. */
static TARGET void
NAMED (forward_two) (float *Y, const float *X, const float *packed, const IsoConvolution *c, bool add)
{
  for (size_t y = 0; y < c->height; y++)
    NAMED (forward_row) (Y + y * c->width * c->output_channels, X + y * (c->width + 2) * c->input_channels, packed, c, 2 * LANES,
                         2, add);
}

static TARGET void
NAMED (forward_one) (float *Y, const float *X, const float *packed, const IsoConvolution *c, bool add)
{
  for (size_t y = 0; y < c->height; y++)
    NAMED (forward_row) (Y + y * c->width * c->output_channels, X + y * (c->width + 2) * c->input_channels, packed, c, LANES, 1,
                         add);
}

/* dW (`inputs` rows of out, `vectors` vectors) += Σ over pixels of X[pixel·in + row] · dY[pixel·out …]. */
static inline __attribute__ ((always_inline)) TARGET void
NAMED (weights_tile) (float *dW, const float *X, const float *dY, const IsoConvolution *c, const size_t inputs,
                      const size_t vectors)
{
  size_t in = c->input_channels, out = c->output_channels;
  NAMED (Vector) sum[PIXELS][2];
#pragma GCC unroll 16
  for (size_t r = 0; r < inputs; r++)
#pragma GCC unroll 2
    for (size_t v = 0; v < vectors; v++)
      sum[r][v] = (NAMED (Vector)) { 0 };
  for (size_t y = 0; y < c->height; y++)
    {
      const float *x = X + y * (c->width + 2) * in, *dy = dY + y * (c->width + 2) * out;
      for (size_t pixel = 0; pixel < c->width; pixel++, x += in, dy += out)
        {
          NAMED (Vector) d[2];
#pragma GCC unroll 2
          for (size_t v = 0; v < vectors; v++)
            memcpy (&d[v], dy + v * LANES, sizeof d[v]);
#pragma GCC unroll 16
          for (size_t r = 0; r < inputs; r++)
            {
              float value = x[r];
#pragma GCC unroll 2
              for (size_t v = 0; v < vectors; v++)
                sum[r][v] += value * d[v];
            }
        }
    }
#pragma GCC unroll 16
  for (size_t r = 0; r < inputs; r++)
#pragma GCC unroll 2
    for (size_t v = 0; v < vectors; v++)
      {
        NAMED (Vector) total;
        memcpy (&total, dW + r * out + v * LANES, sizeof total);
        total += sum[r][v];
        memcpy (dW + r * out + v * LANES, &total, sizeof total);
      }
}

/* Inputs of a tile: a divisor of 3·in where in is a multiple of 4, so that all tiles are full. */
#define INPUTS (PIXELS > 6 ? 12 : 6)

static inline __attribute__ ((always_inline)) TARGET void
NAMED (weights_all) (float *dW, const float *X, const float *dY, const IsoConvolution *c, const size_t vectors)
{
  size_t in = c->input_channels, out = c->output_channels, rows = 3 * in;
  for (size_t t = 0; t < 3; t++)
    {
      const float *x = X + t * (c->width + 2) * in;
      float *dw = dW + t * rows * out;
      size_t r = 0;
      for (; r + INPUTS <= rows; r += INPUTS)
        NAMED (weights_tile) (dw + r * out, x + r, dY, c, INPUTS, vectors);
      for (; r + 3 <= rows; r += 3)
        NAMED (weights_tile) (dw + r * out, x + r, dY, c, 3, vectors);
    }
}

static TARGET void
NAMED (weights_two) (float *dW, const float *X, const float *dY, const IsoConvolution *c)
{
  NAMED (weights_all) (dW, X, dY, c, 2);
}

static TARGET void
NAMED (weights_one) (float *dW, const float *X, const float *dY, const IsoConvolution *c)
{
  NAMED (weights_all) (dW, X, dY, c, 1);
}

#undef INPUTS
#undef LANES
#undef PIXELS
#undef TARGET
#undef NAMED
