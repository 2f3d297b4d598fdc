#include "engine/linalg/spectrum.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/base/checked.h"
#include "engine/linalg/blas.h"

/* Rows or columns of X that are converted to double at a time, and outputs of a task. */
#define SLICE 256
#define TILE 128

/* G (size, size) += Y Yᵀ or YᵀY for a slice Y of X in double. */
typedef struct {
  double *G, *slice;
  size_t size, depth; /* outputs a side; terms of this slice */
  bool is_dual;       /* slice (size, SLICE): columns of X, G = XXᵀ; else slice (SLICE, size): rows of X, G = XᵀX */
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
  size_t i = row * TILE, j = column * TILE, rows = MIN (TILE, size - i), columns = MIN (TILE, size - j);
  double *G = sum->G + i * size + j;
  if (sum->is_dual)
    iso_gemm_double (G, sum->slice + i * SLICE, sum->slice + j * SLICE, ISO_PLAIN, ISO_TRANSPOSED, 1.0, 1.0, rows, columns,
                     sum->depth, SLICE, SLICE, size);
  else
    iso_gemm_double (G, sum->slice + i, sum->slice + j, ISO_TRANSPOSED, ISO_PLAIN, 1.0, 1.0, rows, columns, sum->depth, size,
                     size, size);
}

static void
convert (Accumulation *sum, const float *X, size_t N, size_t D, size_t start)
{
  if (sum->is_dual)
    for (size_t i = 0; i < N; i++)
      for (size_t d = 0; d < sum->depth; d++)
        sum->slice[i * SLICE + d] = (double) X[i * D + start + d];
  else
    for (size_t at = 0; at < sum->depth * D; at++)
      sum->slice[at] = (double) X[start * D + at];
}

bool
iso_singular_values (double *values, const float *X, size_t N, size_t D, IsoPool *pool, GError **error)
{
  Accumulation sum = { .size = MIN (N, D), .is_dual = N < D };
  size_t terms = MAX (N, D), tiles = (sum.size + TILE - 1) / TILE;
  sum.G = iso_block_new (sum.size, sum.size, sizeof (double), _("products of dimensions"), error);
  sum.slice = sum.G == NULL ? NULL : iso_block_new (sum.size, SLICE, sizeof (double), _("a slice of embeddings"), error);
  bool found = sum.slice != NULL;
  for (size_t start = 0; found && sum.size > 0 && start < terms; start += SLICE)
    {
      sum.depth = MIN (SLICE, terms - start);
      convert (&sum, X, N, D, start);
      iso_pool_run (pool, tiles * (tiles + 1) / 2, add_tile, &sum);
    }
  found = found && iso_symmetric_eigenvalues (values, sum.G, sum.size, error);
  for (size_t i = 0; found && i < sum.size / 2; i++)
    {
      double value = values[i];
      values[i] = values[sum.size - 1 - i];
      values[sum.size - 1 - i] = value;
    }
  /* An eigenvalue is off by about ε times the largest. */
  double least = found && sum.size > 0 ? values[0] * (double) sum.size * 0x1p-52 : 0.0;
  for (size_t i = 0; found && i < sum.size; i++)
    values[i] = values[i] > least ? sqrt (values[i]) : 0.0;
  iso_block_free (sum.G);
  iso_block_free (sum.slice);
  return found;
}

double
iso_effective_count (const double *values, size_t count)
{
  double total = 0.0, entropy = 0.0;
  for (size_t i = 0; i < count; i++)
    total += values[i];
  if (!(total > 0.0))
    return (double) NAN;
  for (size_t i = 0; i < count; i++)
    if (values[i] > 0.0)
      entropy -= values[i] / total * log (values[i] / total);
  return exp (entropy);
}
