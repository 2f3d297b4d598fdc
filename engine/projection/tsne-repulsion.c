/* The choice of the way, and the exact one: every point against all, 16 at a time. */
#include "engine/projection/tsne-repulsion.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/base/kernel.h"
#include "engine/projection/projection-private.h"
#include "engine/projection/tsne-repulsion-private.h"

#define LANES 16
/* Points that fill a row of 16 up stand so far off that they weigh nothing. */
#define FAR 1e18f
#define SPACING (1.0 / 3.0)
#define FINE_SPACING (1.0 / 6.0)
/* Up to here all pairs take less than a tenth of a second on one core. */
#define EXACT_NORMALIZER_BELOW 12000
/* As measured: a pair takes ¼ ns, a cell of the grid 7 to 9 ns with its part of the transforms. */
#define PAIRS_IN_TIME_OF_A_CELL 32.0
/* Sums in float are added up in double every so many columns. */
#define COLUMNS 1024

IsoRepulsion *
iso_repulsion_new (size_t N, IsoRepulsionWay way, double spacing, int threads)
{
  IsoRepulsion *repulsion = g_new0 (IsoRepulsion, 1);
  repulsion->N = N;
  repulsion->way = way;
  repulsion->spacing = spacing > 0.0 ? spacing : SPACING;
  repulsion->threads = threads;
  repulsion->block_count = (N + ISO_REPULSION_BLOCK - 1) / ISO_REPULSION_BLOCK;
  repulsion->blocks = g_new0 (IsoRepulsionBlock, MAX (repulsion->block_count, 1));
  return repulsion;
}

void
iso_repulsion_free (IsoRepulsion *repulsion)
{
  if (repulsion == NULL)
    return;
  iso_grid_convolution_free (repulsion->convolution);
  iso_block_free (repulsion->planes);
  iso_block_free (repulsion->grid);
  iso_block_free (repulsion->counts);
  iso_block_free (repulsion->order);
  g_free (repulsion->starts);
  g_free (repulsion->blocks);
  g_free (repulsion);
}

/* Σ_j w_j² (dx, dy) and Σ_j w_j of the point (x, y) against columns start … end − 1 of planes (2, padded), in double. */
static inline __attribute__ ((always_inline)) void
against_columns (double *force, double *weights, float x, float y, const float *planes, size_t padded, size_t start, size_t end)
{
  float fx[LANES] = { 0 }, fy[LANES] = { 0 }, sum[LANES] = { 0 };
  for (size_t j = start; j < end; j += LANES)
    for (size_t l = 0; l < LANES; l++)
      {
        float dx = x - planes[j + l], dy = y - planes[padded + j + l];
        float w = 1.0f / (1.0f + dx * dx + dy * dy), w2 = w * w;
        sum[l] += w;
        fx[l] += w2 * dx;
        fy[l] += w2 * dy;
      }
  for (size_t l = 0; l < LANES; l++)
    {
      force[0] += (double) fx[l];
      force[1] += (double) fy[l];
      *weights += (double) sum[l];
    }
}

static ISO_KERNEL double
block_by_pairs (float *force, const float *planes, size_t padded, size_t first, size_t end)
{
  double total = 0.0;
  for (size_t i = first; i < end; i++)
    {
      double sums[2] = { 0 }, weights = 0.0;
      for (size_t start = 0; start < padded; start += COLUMNS)
        against_columns (sums, &weights, planes[i], planes[padded + i], planes, padded, start, MIN (start + COLUMNS, padded));
      if (force != NULL)
        {
          force[2 * i] = (float) sums[0];
          force[2 * i + 1] = (float) sums[1];
        }
      total += weights - 1.0;
    }
  return total;
}

/* Blocks are small here, so that a small set can be shared out too. */
#define PAIR_BLOCK 64

typedef struct {
  IsoRepulsion *repulsion;
  double *sums; /* a block */
  size_t padded;
  GCancellable *cancellable;
} PairPass;

static void
run_pair_block (void *data, size_t block)
{
  PairPass *pass = data;
  if (g_cancellable_is_cancelled (pass->cancellable))
    return;
  size_t first = block * PAIR_BLOCK, end = MIN (first + PAIR_BLOCK, pass->repulsion->N);
  pass->sums[block] = block_by_pairs (pass->repulsion->force, pass->repulsion->planes, pass->padded, first, end);
}

bool
iso_repulsion_by_pairs (IsoRepulsion *repulsion, double *normalizer, IsoPool *pool, GCancellable *cancellable, GError **error)
{
  size_t N = repulsion->N, padded = (N + LANES - 1) / LANES * LANES, blocks = (N + PAIR_BLOCK - 1) / PAIR_BLOCK;
  if (repulsion->planes == NULL)
    repulsion->planes = iso_block_new (2, MAX (padded, 1), sizeof (float), _("coordinates of the map"), error);
  if (repulsion->planes == NULL)
    return false;
  for (size_t i = 0; i < padded; i++)
    for (size_t axis = 0; axis < 2; axis++)
      repulsion->planes[axis * padded + i] = i < N ? repulsion->y[2 * i + axis] : FAR;
  g_autofree double *sums = g_new0 (double, MAX (blocks, 1));
  PairPass pass = { repulsion, sums, padded, cancellable };
  iso_pool_run (pool, blocks, run_pair_block, &pass);
  *normalizer = 0.0;
  for (size_t block = 0; block < blocks; block++)
    *normalizer += sums[block];
  return !iso_projection_is_cancelled (cancellable, error);
}

bool
iso_repulsion_evaluate (IsoRepulsion *repulsion, float *force, double *normalizer, const float *y, IsoPool *pool,
                        GCancellable *cancellable, GError **error)
{
  size_t N = repulsion->N;
  repulsion->y = y;
  repulsion->force = force;
  *normalizer = 0.0;
  if (N == 0)
    return true;
  bool pairs = repulsion->way == ISO_REPULSION_EXACT;
  if (!pairs)
    {
      iso_repulsion_choose_grid (repulsion, pool);
      double cells = (double) repulsion->size_wanted * (double) repulsion->size_wanted;
      pairs = repulsion->way == ISO_REPULSION_AUTOMATIC && (double) N * (double) N < PAIRS_IN_TIME_OF_A_CELL * cells;
    }
  return pairs ? iso_repulsion_by_pairs (repulsion, normalizer, pool, cancellable, error)
               : iso_repulsion_by_grid (repulsion, normalizer, pool, cancellable, error);
}

bool
iso_repulsion_normalizer (double *normalizer, const float *y, size_t N, IsoPool *pool, GError **error)
{
  IsoRepulsionWay way = N < EXACT_NORMALIZER_BELOW ? ISO_REPULSION_EXACT : ISO_REPULSION_GRID;
  g_autoptr (IsoRepulsion) repulsion = iso_repulsion_new (N, way, FINE_SPACING, iso_pool_threads (pool));
  return iso_repulsion_evaluate (repulsion, NULL, normalizer, y, pool, NULL, error);
}
