/* n is the grid's size, N = 2n the doubled one. Three passes, each over independent blocks:
 *
 *   along y   16 columns and the 16 beside them are one block of 16 complex columns. Of its 2n coefficients the first n + 1 of both
 *             real columns are taken apart by symmetry and written, turned over, as rows of `spectrum`: (group of 16 frequencies ky,
 *             x, re and im, 16), the order in which the next pass reads.
 *   along x   a group is transformed, multiplied by the kernel's coefficients, which are real, and transformed back, all in the cache.
 *   along y   back: the first pass turned around.
 *
 * The other way, whole transforms one after the other, moves the doubled grid through memory four times. */
#include "engine/linalg/grid-convolution.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdatomic.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/base/kernel.h"
#include "engine/linalg/blas.h"
#include "engine/linalg/fourier.h"

#define LANES ISO_FOURIER_LANES
#define ROW ISO_FOURIER_ROW
/* Rows of the kernel that are transformed at a time. */
#define KERNEL_ROWS 64

typedef struct {
  float *even, *odd; /* (n, 2, 16) */
  atomic_bool taken;
} Scratch;

struct _IsoGridConvolution {
  size_t n, groups; /* groups of 16 frequencies ky: 0 … n, and padding */
  IsoFourier *fourier;
  float *turns;     /* (n, 2): cosine and sine of −2π j / N */
  float *spectrum;  /* (groups, n, 2, 16) */
  float *kernel;    /* (groups, n + 1, 16): coefficient (ky, kx), with all factors */
  Scratch *scratch;
  int scratch_count;
};

typedef struct {
  IsoGridConvolution *convolution;
  float *grid;
} Application;

size_t
iso_grid_convolution_size (size_t size)
{
  size_t blocks = MAX ((size + ROW - 1) / ROW, 1);
  while (!iso_fourier_has_length (blocks))
    blocks++;
  return blocks * ROW;
}

IsoGridConvolution *
iso_grid_convolution_new (size_t size, int threads, GError **error)
{
  g_assert (size == iso_grid_convolution_size (size));
  g_autoptr (IsoGridConvolution) convolution = g_new0 (IsoGridConvolution, 1);
  convolution->n = size;
  convolution->groups = size / LANES + 1;
  convolution->fourier = iso_fourier_new (size);
  convolution->turns = g_new (float, 2 * size);
  for (size_t j = 0; j < size; j++)
    {
      convolution->turns[2 * j] = (float) cos (-G_PI * (double) j / (double) size);
      convolution->turns[2 * j + 1] = (float) sin (-G_PI * (double) j / (double) size);
    }
  convolution->scratch_count = threads;
  convolution->scratch = g_new0 (Scratch, threads);
  convolution->spectrum = iso_block_new (convolution->groups * size, ROW, sizeof (float), _("spectrum"), error);
  if (convolution->spectrum == NULL)
    return NULL;
  convolution->kernel = iso_block_new (convolution->groups * (size + 1), LANES, sizeof (float), _("spectrum of the kernel"), error);
  if (convolution->kernel == NULL)
    return NULL;
  for (int i = 0; i < threads; i++)
    {
      convolution->scratch[i].even = iso_block_new (2 * size, ROW, sizeof (float), _("columns"), error);
      if (convolution->scratch[i].even == NULL)
        return NULL;
      convolution->scratch[i].odd = convolution->scratch[i].even + size * ROW;
    }
  return g_steal_pointer (&convolution);
}

void
iso_grid_convolution_free (IsoGridConvolution *convolution)
{
  if (convolution == NULL)
    return;
  for (int i = 0; i < convolution->scratch_count; i++)
    iso_block_free (convolution->scratch[i].even);
  g_free (convolution->scratch);
  iso_block_free (convolution->spectrum);
  iso_block_free (convolution->kernel);
  iso_fourier_free (convolution->fourier);
  g_free (convolution->turns);
  g_free (convolution);
}

/* At most as many blocks run at once as there are threads, so one is always free. */
static Scratch *
claim (IsoGridConvolution *convolution)
{
  for (int i = 0;; i = (i + 1) % convolution->scratch_count)
    if (!atomic_exchange_explicit (&convolution->scratch[i].taken, true, memory_order_acquire))
      return &convolution->scratch[i];
}

static void
release (Scratch *scratch)
{
  atomic_store_explicit (&scratch->taken, false, memory_order_release);
}

/* out = row turned by (cosine, sine). */
static inline __attribute__ ((always_inline)) void
turn_row (float *out, const float *row, float cosine, float sine)
{
  for (size_t l = 0; l < LANES; l++)
    {
      float re = row[l], im = row[LANES + l];
      out[l] = re * cosine - im * sine;
      out[LANES + l] = re * sine + im * cosine;
    }
}

static ISO_KERNEL void
turn_rows (float *out, const float *rows, size_t stride, const float *turns, size_t n)
{
  for (size_t j = 0; j < n; j++)
    turn_row (out + j * ROW, rows + j * stride, turns[2 * j], turns[2 * j + 1]);
}

/* The row of frequency ky of the doubled length, among both scratches. */
static inline float *
row_of (const Scratch *scratch, const guint32 *places, size_t ky)
{
  return (ky % 2 == 0 ? scratch->even : scratch->odd) + places[ky / 2] * ROW;
}

/* to (16, stride) = from (16, 16), transposed. */
static inline __attribute__ ((always_inline)) void
transpose_tile (float *to, size_t stride, const float *from)
{
  for (size_t i = 0; i < LANES; i++)
    for (size_t j = 0; j < LANES; j++)
      to[i * stride + j] = from[j * LANES + i];
}

/* The coefficients Z of columns a + i b are A + i B, and those of −k are conj A + i conj B: tiles (a re, a im, b re, b im) of 16
 * frequencies by 16 columns. */
static ISO_KERNEL void
take_apart (float *spectrum, size_t x, const Scratch *scratch, const guint32 *places, size_t n, size_t group)
{
  float tiles[4][LANES * LANES] __attribute__ ((aligned (64)));
  memset (tiles, 0, sizeof tiles);
  for (size_t i = 0; i < LANES && group * LANES + i <= n; i++)
    {
      size_t ky = group * LANES + i;
      const float *z = row_of (scratch, places, ky), *mate = row_of (scratch, places, (2 * n - ky) % (2 * n));
      for (size_t l = 0; l < LANES; l++)
        {
          tiles[0][i * LANES + l] = 0.5f * (z[l] + mate[l]);
          tiles[1][i * LANES + l] = 0.5f * (z[LANES + l] - mate[LANES + l]);
          tiles[2][i * LANES + l] = 0.5f * (z[LANES + l] + mate[LANES + l]);
          tiles[3][i * LANES + l] = 0.5f * (mate[l] - z[l]);
        }
    }
  for (size_t t = 0; t < 4; t++)
    transpose_tile (spectrum + (group * n + x + t / 2 * LANES) * ROW + t % 2 * LANES, ROW, tiles[t]);
}

/* The reverse: a group's tiles into both scratches. */
static ISO_KERNEL void
put_together (Scratch *scratch, const float *spectrum, size_t x, const guint32 *places, size_t n, size_t group)
{
  float tiles[4][LANES * LANES] __attribute__ ((aligned (64)));
  for (size_t t = 0; t < 4; t++)
    {
      const float *from = spectrum + (group * n + x + t / 2 * LANES) * ROW + t % 2 * LANES;
      for (size_t i = 0; i < LANES; i++)
        for (size_t j = 0; j < LANES; j++)
          tiles[t][i * LANES + j] = from[j * ROW + i];
    }
  for (size_t i = 0; i < LANES && group * LANES + i <= n; i++)
    {
      size_t ky = group * LANES + i;
      float *z = row_of (scratch, places, ky), *mate = row_of (scratch, places, (2 * n - ky) % (2 * n));
      for (size_t l = 0; l < LANES; l++)
        {
          float a_re = tiles[0][i * LANES + l], a_im = tiles[1][i * LANES + l];
          float b_re = tiles[2][i * LANES + l], b_im = tiles[3][i * LANES + l];
          mate[l] = a_re + b_im;
          mate[LANES + l] = b_re - a_im;
          z[l] = a_re - b_im;
          z[LANES + l] = a_im + b_re;
        }
    }
}

static void
run_forward (void *data, size_t block)
{
  Application *application = data;
  IsoGridConvolution *convolution = application->convolution;
  size_t n = convolution->n;
  const guint32 *places = iso_fourier_places (convolution->fourier);
  Scratch *scratch = claim (convolution);
  for (size_t y = 0; y < n; y++)
    memcpy (scratch->even + y * ROW, application->grid + y * n + block * ROW, ROW * sizeof (float));
  turn_rows (scratch->odd, scratch->even, ROW, convolution->turns, n);
  iso_fourier_forward (convolution->fourier, scratch->even);
  iso_fourier_forward (convolution->fourier, scratch->odd);
  for (size_t group = 0; group < convolution->groups; group++)
    take_apart (convolution->spectrum, block * ROW, scratch, places, n, group);
  release (scratch);
}

/* rows (n, 2, 16), of even or of odd frequencies kx, times the coefficients of the kernel (n + 1, 16). */
static ISO_KERNEL void
multiply (float *rows, const float *kernel, const guint32 *places, size_t n, size_t odd)
{
  for (size_t j = 0; j < n; j++)
    {
      size_t kx = 2 * j + odd;
      float *row = rows + places[j] * ROW;
      const float *factor = kernel + (kx <= n ? kx : 2 * n - kx) * LANES;
      for (size_t l = 0; l < LANES; l++)
        {
          row[l] *= factor[l];
          row[LANES + l] *= factor[l];
        }
    }
}

/* even (n, 2, 16) + odd turned back. */
static ISO_KERNEL void
add_turned_back (float *even, const float *odd, const float *turns, size_t n)
{
  for (size_t j = 0; j < n; j++)
    {
      float row[ROW];
      turn_row (row, odd + j * ROW, turns[2 * j], -turns[2 * j + 1]);
      for (size_t l = 0; l < ROW; l++)
        even[j * ROW + l] += row[l];
    }
}

static void
run_along_x (void *data, size_t group)
{
  Application *application = data;
  IsoGridConvolution *convolution = application->convolution;
  size_t n = convolution->n;
  const guint32 *places = iso_fourier_places (convolution->fourier);
  const float *kernel = convolution->kernel + group * (n + 1) * LANES;
  float *even = convolution->spectrum + group * n * ROW;
  Scratch *scratch = claim (convolution);
  turn_rows (scratch->odd, even, ROW, convolution->turns, n);
  for (size_t odd = 0; odd < 2; odd++)
    {
      float *rows = odd ? scratch->odd : even;
      iso_fourier_forward (convolution->fourier, rows);
      multiply (rows, kernel, places, n, odd);
      iso_fourier_inverse (convolution->fourier, rows);
    }
  add_turned_back (even, scratch->odd, convolution->turns, n);
  release (scratch);
}

static void
run_back (void *data, size_t block)
{
  Application *application = data;
  IsoGridConvolution *convolution = application->convolution;
  size_t n = convolution->n;
  const guint32 *places = iso_fourier_places (convolution->fourier);
  Scratch *scratch = claim (convolution);
  for (size_t group = 0; group < convolution->groups; group++)
    put_together (scratch, convolution->spectrum, block * ROW, places, n, group);
  iso_fourier_inverse (convolution->fourier, scratch->even);
  iso_fourier_inverse (convolution->fourier, scratch->odd);
  add_turned_back (scratch->even, scratch->odd, convolution->turns, n);
  for (size_t y = 0; y < n; y++)
    memcpy (application->grid + y * n + block * ROW, scratch->even + y * ROW, ROW * sizeof (float));
  release (scratch);
}

void
iso_grid_convolution_apply (IsoGridConvolution *convolution, float *grid, IsoPool *pool)
{
  g_assert (iso_pool_threads (pool) <= convolution->scratch_count);
  Application application = { convolution, grid };
  iso_pool_run (pool, convolution->n / ROW, run_forward, &application);
  iso_pool_run (pool, convolution->groups, run_along_x, &application);
  iso_pool_run (pool, convolution->n / ROW, run_back, &application);
}

typedef struct {
  IsoGridConvolution *convolution;
  const double *in, *cosines; /* (n + 1, n + 1) */
  double *out;                /* (n + 1, n + 1) = in · cosines, transposed by the second product */
  IsoTranspose transposed;
  GCancellable *cancellable;
} KernelProduct;

static void
run_product (void *data, size_t block)
{
  KernelProduct *product = data;
  if (g_cancellable_is_cancelled (product->cancellable))
    return;
  size_t size = product->convolution->n + 1, row = block * KERNEL_ROWS;
  const double *in = product->in + (product->transposed == ISO_TRANSPOSED ? row : row * size);
  iso_gemm_double (product->out + row * size, in, product->cosines, product->transposed, ISO_PLAIN, 1.0, 0.0,
                   MIN (KERNEL_ROWS, size - row), size, size, size, size, size);
}

/* The coefficients of an even sequence of length 2n: e (0) + (−1)ᵏ e (n) + 2 Σ_{0 < j < n} e (j) cos (π jk / n), as a matrix. */
static void
fill_cosines (double *cosines, size_t n)
{
  for (size_t j = 0; j <= n; j++)
    for (size_t k = 0; k <= n; k++)
      cosines[j * (n + 1) + k] = (j == 0 || j == n ? 1.0 : 2.0) * cos (G_PI * (double) (j * k % (2 * n)) / (double) n);
}

bool
iso_grid_convolution_set_kernel (IsoGridConvolution *convolution, double *kernel, const double *divisor, IsoPool *pool,
                                 GCancellable *cancellable, GError **error)
{
  size_t n = convolution->n, size = n + 1;
  double *cosines = iso_block_new (2 * size, size, sizeof (double), _("spectrum of the kernel"), error);
  if (cosines == NULL)
    return false;
  fill_cosines (cosines, n);
  size_t blocks = (size + KERNEL_ROWS - 1) / KERNEL_ROWS;
  /* kernel · cosines, then its transpose · cosines: (kx, ky). */
  KernelProduct product = { convolution, kernel, cosines, cosines + size * size, ISO_PLAIN, cancellable };
  iso_pool_run (pool, blocks, run_product, &product);
  product = (KernelProduct) { convolution, cosines + size * size, cosines, kernel, ISO_TRANSPOSED, cancellable };
  iso_pool_run (pool, blocks, run_product, &product);
  double scale = 1.0 / (4.0 * (double) n * (double) n);
  for (size_t ky = 0; ky <= n; ky++)
    for (size_t kx = 0; kx <= n; kx++)
      {
        double value = scale * kernel[kx * size + ky];
        if (divisor != NULL)
          value /= divisor[ky] * divisor[kx];
        convolution->kernel[(ky / LANES * size + kx) * LANES + ky % LANES] = (float) value;
      }
  iso_block_free (cosines);
  if (!g_cancellable_is_cancelled (cancellable))
    return true;
  g_set_error_literal (error, ISO_ERROR, ISO_ERROR_CANCELLED, _("the convolution was cancelled"));
  return false;
}
