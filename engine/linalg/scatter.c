#include "engine/linalg/scatter.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/linalg/blas.h"

/* Rows or columns of X that are converted to double at a time, and outputs of a task: smaller ones where there are few. */
#define SLICE 256
#define TILE 128
#define SMALL_TILE 32
#define SMALL_SIZE 256

/* G += Y Yᵀ or YᵀY for a slice Y in double. */
typedef struct {
  double *G, *slice;
  const float *X;
  const double *center;
  size_t N, D;
  size_t size, tile;   /* outputs a side, and of a task */
  size_t start, depth; /* of this slice */
  bool is_dual;        /* slice (size, SLICE): columns of X, G = YYᵀ; else slice (SLICE, size): rows of X, G = YᵀY */
} Accumulation;

/* One square tile on or below the diagonal. */
static void
add_tile (void *data, size_t index)
{
  const Accumulation *sum = data;
  size_t row = 0;
  while ((row + 1) * (row + 2) / 2 <= index)
    row++;
  size_t column = index - row * (row + 1) / 2, size = sum->size;
  size_t i = row * sum->tile, j = column * sum->tile, rows = MIN (sum->tile, size - i), columns = MIN (sum->tile, size - j);
  double *G = sum->G + i * size + j;
  if (sum->is_dual)
    iso_gemm_double (G, sum->slice + i * SLICE, sum->slice + j * SLICE, ISO_PLAIN, ISO_TRANSPOSED, 1.0, 1.0, rows, columns,
                     sum->depth, SLICE, SLICE, size);
  else
    iso_gemm_double (G, sum->slice + i, sum->slice + j, ISO_TRANSPOSED, ISO_PLAIN, 1.0, 1.0, rows, columns, sum->depth, size,
                     size, size);
}

/* to (count) = from (count) − center (count). */
static void
convert_row (double *to, const float *from, const double *center, size_t count)
{
  if (center == NULL)
    for (size_t d = 0; d < count; d++)
      to[d] = (double) from[d];
  else
    for (size_t d = 0; d < count; d++)
      to[d] = (double) from[d] - center[d];
}

static void
convert (Accumulation *sum)
{
  const double *center = sum->center != NULL && sum->is_dual ? sum->center + sum->start : sum->center;
  if (sum->is_dual)
    for (size_t i = 0; i < sum->N; i++)
      convert_row (sum->slice + i * SLICE, sum->X + i * sum->D + sum->start, center, sum->depth);
  else
    for (size_t i = 0; i < sum->depth; i++)
      convert_row (sum->slice + i * sum->D, sum->X + (sum->start + i) * sum->D, center, sum->D);
}

bool
iso_scatter (double *G, const float *X, const double *center, size_t N, size_t D, IsoPool *pool, GCancellable *cancellable,
             GError **error)
{
  Accumulation sum = { .G = G, .X = X, .center = center, .N = N, .D = D, .size = MIN (N, D), .is_dual = N < D };
  sum.tile = sum.size <= SMALL_SIZE ? SMALL_TILE : TILE;
  size_t terms = MAX (N, D), tiles = (sum.size + sum.tile - 1) / sum.tile;
  sum.slice = iso_block_new (sum.size, SLICE, sizeof (double), _("a slice of embeddings"), error);
  if (sum.slice == NULL)
    return false;
  memset (G, 0, sum.size * sum.size * sizeof *G);
  bool is_cancelled = false;
  for (; sum.start < terms && sum.size > 0 && !is_cancelled; sum.start += SLICE)
    {
      sum.depth = MIN (SLICE, terms - sum.start);
      convert (&sum);
      iso_pool_run (pool, tiles * (tiles + 1) / 2, add_tile, &sum);
      is_cancelled = g_cancellable_is_cancelled (cancellable);
    }
  iso_block_free (sum.slice);
  if (is_cancelled)
    g_set_error_literal (error, ISO_ERROR, ISO_ERROR_CANCELLED, _("cancelled"));
  return !is_cancelled;
}
