#include "engine/linalg/product.h"

#include <glib.h>
#include <stdint.h>
#include <string.h>

#include "engine/base/checked.h"
#include "isotherm-config.h"

/* A panel of so many rows stays in a core's second cache, beside the block of A that is multiplied by it. */
#define PANEL_ROWS 1024
/* Rows of A that go over all panels before the next ones do. */
#define BLOCK_ROWS 252
/* Columns of C from which on it pays to turn a block of a transposed A. */
#define TURNED_FROM 64
/* Distance of its rows beyond their length: rows at a power of two would push each other out of the first cache. */
#define GAP 16

typedef struct {
  const float *A, *B;
  IsoTranspose transpose_a, transpose_b;
  float alpha, beta;
  size_t M, N, K, ld_a, ld_b, ld_c;
} Product;

#define LANES 4
#define ROWS 6
#define TARGET
#define NAMED(name) name##_4
#include "engine/linalg/product-tiles.h"

#ifdef ISO_HAVE_TARGET_CLONES
#define LANES 16
#define ROWS 14
#define TARGET __attribute__ ((target ("arch=x86-64-v4")))
#define NAMED(name) name##_16
#include "engine/linalg/product-tiles.h"
#endif

typedef struct {
  size_t lanes;
  void (*multiply) (const Product *product, float *C, const float *A, const float *panel, size_t count, size_t K, size_t columns,
                    float beta);
  void (*transpose) (float *to, const float *B, size_t K, size_t width, size_t ld);
} Tiles;

static const Tiles narrow = { 4, multiply_4, transpose_4 };
#ifdef ISO_HAVE_TARGET_CLONES
static const Tiles wide = { 16, multiply_16, transpose_16 };
#endif

bool
iso_product_is_fast (void)
{
#ifdef ISO_HAVE_TARGET_CLONES
  return __builtin_cpu_supports ("x86-64-v4");
#else
  return false;
#endif
}

static const Tiles *
best_tiles (void)
{
#ifdef ISO_HAVE_TARGET_CLONES
  if (__builtin_cpu_supports ("x86-64-v4"))
    return &wide;
#endif
  return &narrow;
}

/* Room of a thread's own, kept until it ends. */
static float *
own_room (GPrivate *rooms, size_t size)
{
  float *room = g_private_get (rooms);
  if (room == NULL)
    {
      room = iso_floats_new (size);
      g_private_set (rooms, room);
    }
  return room;
}

static float *
own_panel (void)
{
  static GPrivate panels = G_PRIVATE_INIT (iso_block_free);
  return own_room (&panels, PANEL_ROWS * 32);
}

static float *
own_block (void)
{
  static GPrivate blocks = G_PRIVATE_INIT (iso_block_free);
  return own_room (&blocks, BLOCK_ROWS * (PANEL_ROWS + GAP));
}

/* block (rows, K) at a distance of ld = rows row … of Aᵀ, its columns k on. */
static void
turn_block (float *block, size_t ld, const Product *product, const Tiles *tiles, size_t row, size_t rows, size_t k, size_t K)
{
  const float *A = product->A + k * product->ld_a + row;
  size_t whole = rows / tiles->lanes * tiles->lanes, done = 0;
  for (; done + tiles->lanes <= K; done += tiles->lanes)
    tiles->transpose (block + done, A + done * product->ld_a, whole, ld, product->ld_a);
  for (size_t r = 0; r < rows; r++)
    for (size_t j = r < whole ? done : 0; j < K; j++)
      block[r * ld + j] = A[j * product->ld_a + r];
}

/* panel (K, width) = columns first … first + columns − 1 of op(B), rows `row` on; zeros beyond. */
static void
pack (float *panel, const Product *product, const Tiles *tiles, size_t row, size_t K, size_t first, size_t columns, size_t width)
{
  size_t ld = product->ld_b, lanes = tiles->lanes;
  if (product->transpose_b == ISO_PLAIN)
    {
      for (size_t k = 0; k < K; k++)
        {
          memcpy (panel + k * width, product->B + (row + k) * ld + first, columns * sizeof (float));
          memset (panel + k * width + columns, 0, (width - columns) * sizeof (float));
        }
      return;
    }
  const float *B = product->B + first * ld + row;
  size_t done = 0, whole = K / lanes * lanes;
  for (; done + lanes <= columns; done += lanes)
    {
      tiles->transpose (panel + done, B + done * ld, whole, width, ld);
      for (size_t k = whole; k < K; k++)
        for (size_t j = done; j < done + lanes; j++)
          panel[k * width + j] = B[j * ld + k];
    }
  for (size_t k = 0; k < K && done < width; k++)
    for (size_t j = done; j < width; j++)
      panel[k * width + j] = j < columns ? B[j * ld + k] : 0.0f;
}

static void
scale (float *C, const Product *product)
{
  for (size_t i = 0; i < product->M; i++)
    for (size_t j = 0; j < product->N; j++)
      C[i * product->ld_c + j] = product->beta == 0.0f ? 0.0f : product->beta * C[i * product->ld_c + j];
}

/* C = alpha op(A) op(B) + beta C for `rows` rows of C and a stretch of K that fits into a panel. */
static void
multiply_block (const Product *given, const Tiles *tiles, float *C, size_t row, size_t rows, size_t k, size_t K)
{
  Product product = *given;
  float *panel = own_panel (), beta = k == 0 ? given->beta : 1.0f;
  const float *A = given->A + (given->transpose_a == ISO_PLAIN ? row * given->ld_a + k : k * given->ld_a + row);
  /* Each column of a transposed A is a line of memory of its own, too many for the first cache where K is long. */
  if (given->transpose_a == ISO_TRANSPOSED && given->N >= TURNED_FROM)
    {
      float *block = own_block ();
      product.ld_a = K + GAP;
      product.transpose_a = ISO_PLAIN;
      turn_block (block, product.ld_a, given, tiles, row, rows, k, K);
      A = block;
    }
  for (size_t n = 0; n < product.N; n += 2 * tiles->lanes)
    {
      size_t columns = MIN (2 * tiles->lanes, product.N - n);
      pack (panel, &product, tiles, k, K, n, columns, columns > tiles->lanes ? 2 * tiles->lanes : tiles->lanes);
      tiles->multiply (&product, C + row * product.ld_c + n, A, panel, rows, K, columns, beta);
    }
}

void
iso_product (float *C, const float *A, const float *B, IsoTranspose transpose_a, IsoTranspose transpose_b, float alpha, float beta,
             size_t M, size_t N, size_t K, size_t ld_a, size_t ld_b, size_t ld_c)
{
  const Product product = { A, B, transpose_a, transpose_b, alpha, beta, M, N, K, ld_a, ld_b, ld_c };
  const Tiles *tiles = best_tiles ();
  if (K == 0)
    scale (C, &product);
  for (size_t m = 0; m < M; m += BLOCK_ROWS)
    for (size_t k = 0; k < K; k += PANEL_ROWS)
      multiply_block (&product, tiles, C, m, MIN (BLOCK_ROWS, M - m), k, MIN (PANEL_ROWS, K - k));
}
