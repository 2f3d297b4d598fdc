/* Repulsion by interpolation (Linderman et al. 2019), in one convolution a step instead of four.
 *
 * The force is a gradient, Σ_j w_ij² (y_i − y_j) = −½ ∇_i Σ_j w_ij, so the potential φ (y) = Σ_j w (y − y_j) is enough: its sum over
 * the points is the normalizer, its slope the force. It is interpolated by cubic splines: each point gives a charge to the 4 × 4
 * nodes around it, the charges are convolved with w, and φ and its slope are read at the points through the same splines. That a
 * B-spline smooths instead of going through its nodes is undone in the spectrum, where it is a division.
 *
 * The grid's spacing is the usual one where that takes from SMALLEST to LARGEST cells; a smaller map has a grid of that many cells and
 * a finer spacing, of a ladder of values, for the kernel has to be made anew for each. A constant taken off the kernel keeps small
 * maps exact: φ ≈ N everywhere in them, and its slopes would drown in the rounding of N.
 *
 * Charges are added strip by strip, in the order of the points; a strip's reach over into the next one, so every other strip is
 * filled at a time. */
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/base/kernel.h"
#include "engine/linalg/lanes.h"
#include "engine/projection/tsne-repulsion-private.h"

#define SMALLEST 64
/* A map so wide that it has outgrown its descent gets a coarser spacing instead. */
#define LARGEST 2048
/* A point's nodes begin one cell before its own and end two after; beside that half a cell is free at either end. */
#define BEFORE 1
#define MARGIN 5.0
#define STRIP 8
/* Spacings other than the usual one are that times powers of this. */
#define LADDER 0.8408964152537146 /* 2^(−¼) */
/* A map is no smaller than this to the grid: below, all its forces are linear, and float holds no finer one. */
#define LEAST_SPAN 1e-6

/* Weights of the four nodes about a point u beyond its cell's node (a cubic B-spline). */
static inline __attribute__ ((always_inline)) IsoFloat4
spline_weights (float u)
{
  float v = 1.0f - u;
  return (IsoFloat4) { v * v * v, (3.0f * u - 6.0f) * u * u + 4.0f, (3.0f * v - 6.0f) * v * v + 4.0f, u * u * u } * (1.0f / 6.0f);
}

/* Their derivatives with regard to u. */
static inline __attribute__ ((always_inline)) IsoFloat4
spline_slopes (float u)
{
  float v = 1.0f - u;
  return (IsoFloat4) { -0.5f * v * v, (1.5f * u - 2.0f) * u, (2.0f - 1.5f * v) * v, 0.5f * u * u };
}

/* A cell and how far beyond its node. */
static inline __attribute__ ((always_inline)) size_t
cell_of (float *beyond, float y, float origin, float inverse_step)
{
  float place = (y - origin) * inverse_step;
  size_t cell = (size_t) place;
  *beyond = place - (float) cell;
  return cell;
}

static void
bound_block (void *data, size_t block)
{
  IsoRepulsion *repulsion = data;
  size_t first = block * ISO_REPULSION_BLOCK, end = MIN (first + ISO_REPULSION_BLOCK, repulsion->N);
  IsoRepulsionBlock *bounds = &repulsion->blocks[block];
  for (size_t axis = 0; axis < 2; axis++)
    {
      float low = INFINITY, high = -INFINITY;
      for (size_t i = first; i < end; i++)
        {
          float value = repulsion->y[2 * i + axis];
          low = value < low ? value : low;
          high = value > high ? value : high;
        }
      bounds->low[axis] = low;
      bounds->high[axis] = high;
    }
}

/* The kernel 1 / (1 + r²) at the distances of the grid, and the spectrum of a B-spline's values at the nodes, twice: for giving and
 * for reading. */
static bool
make_kernel (IsoRepulsion *repulsion, IsoPool *pool, GCancellable *cancellable, GError **error)
{
  size_t size = repulsion->size;
  double *kernel = iso_block_new (size + 1, size + 1, sizeof (double), _("kernel"), error);
  if (kernel == NULL)
    return false;
  g_autofree double *smoothing = g_new (double, size + 1);
  double across = repulsion->step * (double) size;
  repulsion->constant = 1.0 / (1.0 + across * across);
  for (size_t i = 0; i <= size; i++)
    {
      double amplitude = (4.0 + 2.0 * cos (G_PI * (double) i / (double) size)) / 6.0;
      smoothing[i] = amplitude * amplitude;
      for (size_t j = 0; j <= size; j++)
        {
          /* w − constant, without the loss of digits of a difference */
          double square = repulsion->step * repulsion->step * (double) (i * i + j * j);
          kernel[i * (size + 1) + j] = (across * across - square) / ((1.0 + square) * (1.0 + across * across));
        }
    }
  bool made = iso_grid_convolution_set_kernel (repulsion->convolution, kernel, smoothing, pool, cancellable, error);
  iso_block_free (kernel);
  return made;
}

static bool
make_grid (IsoRepulsion *repulsion, size_t size, GError **error)
{
  g_clear_pointer (&repulsion->convolution, iso_grid_convolution_free);
  g_clear_pointer (&repulsion->grid, iso_block_free);
  g_clear_pointer (&repulsion->counts, iso_block_free);
  g_clear_pointer (&repulsion->starts, g_free);
  repulsion->size = 0;
  size_t strips = size / STRIP;
  repulsion->starts = g_new0 (guint32, strips + 1);
  repulsion->grid = iso_block_new (size, size, sizeof (float), _("grid"), error);
  if (repulsion->grid == NULL)
    return false;
  repulsion->counts = iso_block_new (repulsion->block_count, strips, sizeof (guint32), _("grid"), error);
  if (repulsion->counts == NULL)
    return false;
  repulsion->convolution = iso_grid_convolution_new (size, repulsion->threads, error);
  if (repulsion->convolution == NULL)
    return false;
  repulsion->size = size;
  return true;
}

void
iso_repulsion_choose_grid (IsoRepulsion *repulsion, IsoPool *pool)
{
  iso_pool_run (pool, repulsion->block_count, bound_block, repulsion);
  IsoRepulsionBlock all = repulsion->blocks[0];
  for (size_t block = 1; block < repulsion->block_count; block++)
    for (size_t axis = 0; axis < 2; axis++)
      {
        all.low[axis] = MIN (all.low[axis], repulsion->blocks[block].low[axis]);
        all.high[axis] = MAX (all.high[axis], repulsion->blocks[block].high[axis]);
      }
  double span = MAX (MAX ((double) all.high[0] - (double) all.low[0], (double) all.high[1] - (double) all.low[1]), LEAST_SPAN);
  double step = repulsion->spacing, needed = ceil (span / step) + MARGIN;
  size_t size = iso_grid_convolution_size ((size_t) CLAMP (needed, SMALLEST, LARGEST));
  if (needed < SMALLEST || needed > LARGEST)
    {
      double wanted = span / ((double) size - MARGIN);
      step *= pow (LADDER, floor (log (wanted / step) / log (LADDER)));
    }
  repulsion->size_wanted = size;
  repulsion->step_wanted = step;
  for (size_t axis = 0; axis < 2; axis++)
    {
      double middle = 0.5 * ((double) all.low[axis] + (double) all.high[axis]);
      repulsion->origin[axis] = (float) (middle - 0.5 * span - (BEFORE + 0.5) * step);
    }
}

/* The grid and its kernel as they are wanted, where they are others than before. */
static bool
fit_grid (IsoRepulsion *repulsion, IsoPool *pool, GCancellable *cancellable, GError **error)
{
  if (repulsion->size_wanted == repulsion->size && repulsion->step_wanted == repulsion->step)
    return true;
  if (repulsion->size_wanted != repulsion->size && !make_grid (repulsion, repulsion->size_wanted, error))
    return false;
  repulsion->step = repulsion->step_wanted;
  if (make_kernel (repulsion, pool, cancellable, error))
    return true;
  repulsion->step = 0.0;
  return false;
}

static void
count_block (void *data, size_t block)
{
  IsoRepulsion *repulsion = data;
  size_t strips = repulsion->size / STRIP;
  guint32 *counts = repulsion->counts + block * strips;
  float inverse_step = (float) (1.0 / repulsion->step), beyond;
  memset (counts, 0, strips * sizeof *counts);
  for (size_t i = block * ISO_REPULSION_BLOCK; i < MIN ((block + 1) * ISO_REPULSION_BLOCK, repulsion->N); i++)
    counts[cell_of (&beyond, repulsion->y[2 * i + 1], repulsion->origin[1], inverse_step) / STRIP]++;
}

static void
sort_block (void *data, size_t block)
{
  IsoRepulsion *repulsion = data;
  size_t strips = repulsion->size / STRIP;
  guint32 *places = repulsion->counts + block * strips;
  float inverse_step = (float) (1.0 / repulsion->step), beyond;
  for (size_t i = block * ISO_REPULSION_BLOCK; i < MIN ((block + 1) * ISO_REPULSION_BLOCK, repulsion->N); i++)
    {
      size_t strip = cell_of (&beyond, repulsion->y[2 * i + 1], repulsion->origin[1], inverse_step) / STRIP;
      repulsion->order[places[strip]++] = (guint32) i;
    }
}

/* Points by strips, within a strip by number. */
static void
sort_points (IsoRepulsion *repulsion, IsoPool *pool)
{
  size_t strips = repulsion->size / STRIP;
  guint32 place = 0;
  iso_pool_run (pool, repulsion->block_count, count_block, repulsion);
  for (size_t strip = 0; strip < strips; strip++)
    {
      repulsion->starts[strip] = place;
      for (size_t block = 0; block < repulsion->block_count; block++)
        {
          guint32 count = repulsion->counts[block * strips + strip];
          repulsion->counts[block * strips + strip] = place;
          place += count;
        }
    }
  repulsion->starts[strips] = place;
  iso_pool_run (pool, repulsion->block_count, sort_block, repulsion);
}

static ISO_KERNEL void
give_charges (float *grid, size_t size, const float *y, const guint32 *points, size_t count, const float *origin,
              float inverse_step)
{
  for (size_t p = 0; p < count; p++)
    {
      float u, v;
      size_t column = cell_of (&u, y[2 * points[p]], origin[0], inverse_step);
      size_t row = cell_of (&v, y[2 * points[p] + 1], origin[1], inverse_step);
      IsoFloat4 across = spline_weights (u), down = spline_weights (v);
      for (size_t r = 0; r < 4; r++)
        {
          float *to = grid + (row + r - BEFORE) * size + column - BEFORE;
          IsoFloat4 value = iso_load4 (to) + across * down[r];
          memcpy (to, &value, sizeof value);
        }
    }
}

static void
fill_strip (void *data, size_t pair)
{
  IsoRepulsion *repulsion = data;
  size_t strip = 2 * pair + repulsion->parity, start = repulsion->starts[strip];
  give_charges (repulsion->grid, repulsion->size, repulsion->y, repulsion->order + start, repulsion->starts[strip + 1] - start,
                repulsion->origin, (float) (1.0 / repulsion->step));
}

/* The potential's sum over points first … end − 1, and the forces on them. */
static ISO_KERNEL double
read_potential (float *force, const float *grid, size_t size, const float *y, size_t first, size_t end, const float *origin,
                float inverse_step)
{
  double sum = 0.0;
  for (size_t i = first; i < end; i++)
    {
      float u, v;
      size_t column = cell_of (&u, y[2 * i], origin[0], inverse_step), row = cell_of (&v, y[2 * i + 1], origin[1], inverse_step);
      IsoFloat4 down = spline_weights (v), slopes = spline_slopes (v), values = { 0 }, derivatives = { 0 };
      for (size_t r = 0; r < 4; r++)
        {
          IsoFloat4 nodes = iso_load4 (grid + (row + r - BEFORE) * size + column - BEFORE);
          values += nodes * down[r];
          derivatives += nodes * slopes[r];
        }
      IsoFloat4 across = spline_weights (u);
      IsoFloat4 potential = values * across, along_x = values * spline_slopes (u), along_y = derivatives * across;
      sum += (double) ((potential[0] + potential[1]) + (potential[2] + potential[3]));
      if (force != NULL)
        {
          force[2 * i] = -0.5f * inverse_step * ((along_x[0] + along_x[1]) + (along_x[2] + along_x[3]));
          force[2 * i + 1] = -0.5f * inverse_step * ((along_y[0] + along_y[1]) + (along_y[2] + along_y[3]));
        }
    }
  return sum;
}

static void
read_block (void *data, size_t block)
{
  IsoRepulsion *repulsion = data;
  size_t first = block * ISO_REPULSION_BLOCK, end = MIN (first + ISO_REPULSION_BLOCK, repulsion->N);
  repulsion->blocks[block].sum = read_potential (repulsion->force, repulsion->grid, repulsion->size, repulsion->y, first, end,
                                                 repulsion->origin, (float) (1.0 / repulsion->step));
}

bool
iso_repulsion_by_grid (IsoRepulsion *repulsion, double *normalizer, IsoPool *pool, GCancellable *cancellable, GError **error)
{
  size_t N = repulsion->N;
  if (repulsion->order == NULL)
    repulsion->order = iso_block_new (N, 1, sizeof (guint32), _("order of the points"), error);
  if (repulsion->order == NULL || !fit_grid (repulsion, pool, cancellable, error))
    return false;
  sort_points (repulsion, pool);
  size_t strips = repulsion->size / STRIP;
  memset (repulsion->grid, 0, repulsion->size * repulsion->size * sizeof (float));
  for (repulsion->parity = 0; repulsion->parity < 2; repulsion->parity++)
    iso_pool_run (pool, strips / 2, fill_strip, repulsion);
  iso_grid_convolution_apply (repulsion->convolution, repulsion->grid, pool);
  iso_pool_run (pool, repulsion->block_count, read_block, repulsion);
  double sum = 0.0;
  for (size_t block = 0; block < repulsion->block_count; block++)
    sum += repulsion->blocks[block].sum;
  /* The constant stands for every pair, and w_ii = 1 is none. */
  *normalizer = sum + (double) N * (double) N * repulsion->constant - (double) N;
  return true;
}
