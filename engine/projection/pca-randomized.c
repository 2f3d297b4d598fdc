/* Block Krylov iteration (Halko, Martinsson, Shkolnisky, Tygert 2011; Musco and Musco 2015): with the covariance C and random
 * orthonormal Q₀ (D, b), the blocks Q₀, C Q₀, C² Q₀, … are made orthonormal one after the other, and the leading eigenvectors of C
 * within their span are the axes. That span holds much more than the last block, so that few passes over the data are enough, also
 * where the variance falls off slowly.
 *
 * The products run in float over blocks of rows that are centred as they are read, so neither a centred copy of the data nor C is
 * ever stored; what comes out is added up in double, and orthogonalised in double, twice. */
#include <float.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/base/random.h"
#include "engine/linalg/blas.h"
#include "engine/projection/pca-private.h"

#define BLOCK ISO_PCA_BLOCK
#define MOST_BLOCKS 20
/* Blocks before it is asked for the first time whether the axes have settled. */
#define LEAST_BLOCKS 3
/* Floats of the rows that are centred at a time, about: they stay in a core's second cache. */
#define CHUNK_FLOATS 65536
#define MOST_PARTS 16
/* A direction shorter than this, beside the variance, is rounding. */
#define LEAST_LENGTH 1e-13

/* One product with the covariance, Y = C Q, cut into parts of the rows. */
typedef struct {
  const IsoPcaProblem *problem;
  const float *Q;  /* (D, BLOCK) */
  double *partial; /* (part_count, D, BLOCK) */
  size_t part_count, chunk;
  double scale;    /* of the centred rows: C has trace 1 */
} Product;

static size_t
chunk_rows (size_t D)
{
  return CLAMP (CHUNK_FLOATS / D, 16, 256);
}

static void
multiply_part (void *data, size_t part)
{
  const Product *product = data;
  const IsoPcaProblem *problem = product->problem;
  size_t D = problem->D, N = problem->N, chunk = product->chunk, chunks = (N + chunk - 1) / chunk;
  size_t first = part * chunks / product->part_count, end = (part + 1) * chunks / product->part_count;
  double *sum = product->partial + part * D * BLOCK;
  g_autofree float *rows = g_new (float, chunk * D), *along = g_new (float, chunk * BLOCK), *back = g_new (float, D * BLOCK);
  memset (sum, 0, D * BLOCK * sizeof *sum);
  for (size_t c = first; c < end && !g_cancellable_is_cancelled (problem->cancellable); c++)
    {
      size_t start = c * chunk, count = MIN (chunk, N - start);
      for (size_t i = 0; i < count; i++)
        for (size_t d = 0; d < D; d++)
          rows[i * D + d] = (float) (((double) problem->X[(start + i) * D + d] - problem->center[d]) * product->scale);
      iso_gemm (along, rows, product->Q, ISO_PLAIN, ISO_PLAIN, 1.0f, 0.0f, count, BLOCK, D, D, BLOCK, BLOCK);
      iso_gemm (back, rows, along, ISO_TRANSPOSED, ISO_PLAIN, 1.0f, 0.0f, D, BLOCK, count, D, BLOCK, BLOCK);
      for (size_t at = 0; at < D * BLOCK; at++)
        sum[at] += (double) back[at];
    }
}

/* The basis and what the covariance makes of it. Vectors are rows. */
typedef struct {
  IsoPcaProblem *problem;
  Product product;
  double *basis;    /* (MOST_BLOCKS · BLOCK, D), orthonormal; a row may be zero */
  double *image;    /* (BLOCK, D): C times the newest block, then what it adds to the basis */
  double *overlap;  /* (BLOCK, MOST_BLOCKS · BLOCK) */
  double *H;        /* (MOST_BLOCKS · BLOCK, as many): basis · C · basisᵀ, lower triangle */
  double *vectors;  /* (2, MOST_BLOCKS · BLOCK) */
  float *Q;         /* (D, BLOCK) */
  size_t count;     /* rows of the basis */
} Krylov;

#define MOST_ROWS ((size_t) MOST_BLOCKS * BLOCK)

static void
clear_krylov (Krylov *krylov)
{
  iso_block_free (krylov->product.partial);
  iso_block_free (krylov->basis);
  iso_block_free (krylov->image);
  iso_block_free (krylov->overlap);
  iso_block_free (krylov->H);
  iso_block_free (krylov->vectors);
  iso_block_free (krylov->Q);
}

static bool
init_krylov (Krylov *krylov, IsoPcaProblem *problem, GError **error)
{
  const char *what = _("principal axes");
  size_t chunk = chunk_rows (problem->D), chunks = (problem->N + chunk - 1) / chunk;
  *krylov = (Krylov) { .problem = problem };
  krylov->product = (Product) { .problem = problem, .part_count = MIN (chunks, MOST_PARTS), .chunk = chunk,
                                .scale = 1.0 / sqrt (problem->total) };
  return (krylov->product.partial = iso_block_new (krylov->product.part_count * BLOCK, problem->D, sizeof (double), what, error)) != NULL
         && (krylov->basis = iso_block_new (MOST_ROWS, problem->D, sizeof (double), what, error)) != NULL
         && (krylov->image = iso_block_new (BLOCK, problem->D, sizeof (double), what, error)) != NULL
         && (krylov->overlap = iso_block_new (BLOCK, MOST_ROWS, sizeof (double), what, error)) != NULL
         && (krylov->H = iso_block_new (MOST_ROWS, MOST_ROWS, sizeof (double), what, error)) != NULL
         && (krylov->vectors = iso_block_new (2, MOST_ROWS, sizeof (double), what, error)) != NULL
         && (krylov->Q = iso_block_new (BLOCK, problem->D, sizeof (float), what, error)) != NULL;
}

/* image = C times the newest block of the basis. */
static bool
multiply (Krylov *krylov, GError **error)
{
  size_t D = krylov->problem->D;
  const double *newest = krylov->basis + (krylov->count - BLOCK) * D;
  for (size_t d = 0; d < D; d++)
    for (size_t b = 0; b < BLOCK; b++)
      krylov->Q[d * BLOCK + b] = (float) newest[b * D + d];
  krylov->product.Q = krylov->Q;
  iso_pool_run (krylov->problem->pool, krylov->product.part_count, multiply_part, &krylov->product);
  memset (krylov->image, 0, BLOCK * D * sizeof *krylov->image);
  for (size_t part = 0; part < krylov->product.part_count; part++)
    for (size_t d = 0; d < D; d++)
      for (size_t b = 0; b < BLOCK; b++)
        krylov->image[b * D + d] += krylov->product.partial[(part * D + d) * BLOCK + b];
  return !iso_pca_is_cancelled (krylov->problem->cancellable, error);
}

/* The newest rows of H, from image. */
static void
extend_products (Krylov *krylov)
{
  size_t D = krylov->problem->D, first = krylov->count - BLOCK;
  iso_gemm_double (krylov->H + first * MOST_ROWS, krylov->image, krylov->basis, ISO_PLAIN, ISO_TRANSPOSED, 1.0, 0.0, BLOCK,
                   krylov->count, D, D, D, MOST_ROWS);
}

/* image less what lies in the basis. */
static void
project_out (Krylov *krylov)
{
  size_t D = krylov->problem->D;
  if (krylov->count == 0)
    return;
  iso_gemm_double (krylov->overlap, krylov->image, krylov->basis, ISO_PLAIN, ISO_TRANSPOSED, 1.0, 0.0, BLOCK, krylov->count, D, D, D,
                   MOST_ROWS);
  iso_gemm_double (krylov->image, krylov->overlap, krylov->basis, ISO_PLAIN, ISO_PLAIN, -1.0, 1.0, BLOCK, D, krylov->count, MOST_ROWS,
                   D, D);
}

static double
dot (const double *a, const double *b, size_t count)
{
  double part[4] = { 0 };
  size_t i = 0;
  for (; i + 4 <= count; i += 4)
    for (size_t l = 0; l < 4; l++)
      part[l] += a[i + l] * b[i + l];
  for (; i < count; i++)
    part[0] += a[i] * b[i];
  return (part[0] + part[1]) + (part[2] + part[3]);
}

/* Rows of the new block, orthonormal among each other (Gram–Schmidt, each row twice); one that has nothing of its own becomes
 * zero. R (BLOCK, BLOCK), lower: image before = R · image after. */
static void
orthonormalize (double *image, double *R, size_t D)
{
  for (size_t b = 0; b < BLOCK; b++)
    {
      double *row = image + b * D;
      for (int pass = 0; pass < 2; pass++)
        for (size_t a = 0; a < b; a++)
          {
            double share = dot (row, image + a * D, D);
            R[b * BLOCK + a] += share;
            for (size_t d = 0; d < D; d++)
              row[d] -= share * image[a * D + d];
          }
      double length = sqrt (dot (row, row, D));
      R[b * BLOCK + b] = length;
      double factor = length > LEAST_LENGTH ? 1.0 / length : 0.0;
      for (size_t d = 0; d < D; d++)
        row[d] *= factor;
    }
}

/* Puts image, made orthonormal, behind the basis. R as above. */
static void
append (Krylov *krylov, double *R)
{
  size_t D = krylov->problem->D;
  memset (R, 0, BLOCK * BLOCK * sizeof *R);
  project_out (krylov);
  project_out (krylov);
  orthonormalize (krylov->image, R, D);
  memcpy (krylov->basis + krylov->count * D, krylov->image, BLOCK * D * sizeof *krylov->image);
  krylov->count += BLOCK;
}

/* The best two axes within the first `count` rows of the basis, and how far they are from settled: for C basisᵀ = basisᵀ H + (next
 * block)ᵀ Rᵀ … only the newest block leads out of the span, by R, so ‖C v − λ v‖ = ‖Rᵀ s‖ with s the part of the vector in it. */
static bool
find_axes (Krylov *krylov, const double *R, size_t count, GError **error)
{
  double values[2], residual = 0.0;
  g_autofree double *H = g_new (double, count * count);
  for (size_t i = 0; i < count; i++)
    for (size_t j = 0; j <= i; j++)
      H[i * count + j] = krylov->H[i * MOST_ROWS + j];
  if (!iso_symmetric_largest (values, krylov->vectors, H, count, 2, error))
    return false;
  for (size_t axis = 0; axis < 2; axis++)
    {
      const double *s = krylov->vectors + axis * count + (count - BLOCK);
      double square = 0.0;
      for (size_t a = 0; a < BLOCK; a++)
        {
          double sum = 0.0;
          for (size_t b = a; b < BLOCK; b++)
            sum += R[b * BLOCK + a] * s[b];
          square += sum * sum;
        }
      residual = fmax (residual, sqrt (square) / fmax (values[axis], DBL_MIN));
    }
  krylov->problem->residual = residual;
  return true;
}

bool
iso_pca_find_randomized (IsoPcaProblem *problem, guint64 seed, GError **error)
{
  Krylov krylov;
  IsoRandom random;
  double R[BLOCK * BLOCK];
  size_t D = problem->D, count = 0, most = MIN (MOST_BLOCKS, (D + BLOCK - 1) / BLOCK);
  bool found = init_krylov (&krylov, problem, error);
  iso_random_init (&random, seed, "pca");
  for (size_t at = 0; found && at < BLOCK * D; at++)
    krylov.image[at] = iso_random_normal (&random);
  if (found)
    append (&krylov, R);
  for (size_t block = 1; found && block <= most; block++)
    {
      found = multiply (&krylov, error);
      if (!found)
        break;
      extend_products (&krylov);
      count = krylov.count;
      if (block < most)
        append (&krylov, R);
      else
        {
          /* There is no room for it; only its length is wanted. */
          memset (R, 0, sizeof R);
          project_out (&krylov);
          orthonormalize (krylov.image, R, D);
        }
      if (block < LEAST_BLOCKS && block < most)
        continue;
      found = find_axes (&krylov, R, count, error);
      if (problem->residual <= 0.1 * ISO_PCA_SETTLED)
        break;
    }
  if (found)
    iso_gemm_double (problem->loadings, krylov.vectors, krylov.basis, ISO_PLAIN, ISO_PLAIN, 1.0, 0.0, 2, D, count, count, D, D);
  clear_krylov (&krylov);
  return found;
}
