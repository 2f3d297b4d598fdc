/* No neighbors are searched in the space of the embeddings: those in the map are few and cheaply found (plane-tree.h), and the rank
 * of each is one more than the number of points nearer than it. So tiles of products give the distances of some points to all, and
 * for each neighbor those below its own distance are counted. What the error of float leaves open (points.h) is settled in double. */
#include "engine/projection/quality.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/base/kernel.h"
#include "engine/base/random.h"
#include "engine/linalg/blas.h"
#include "engine/linalg/finite.h"
#include "engine/metrics/points.h"
#include "engine/projection/plane-tree.h"

#define STRIP 128
#define TILE 1024
#define CHUNK 32
/* Strips between two reports of progress. */
#define ROUND 32
/* Work that an automatic sample may cost, in pairs of points times dimensions, and what a pair costs beside its dimensions. */
#define MOST_WORK 1e12
#define PAIR_WORK 100.0
#define LEAST_SAMPLE 1000

typedef struct {
  IsoPoints points;
  IsoPlaneTree *tree;
  IsoQuality *quality;
  GCancellable *cancellable;
  size_t first_strip;
  double *sums; /* (strips, 2): of the ranks in excess, and of the neighbors that are true ones */
  atomic_bool lacks_memory; /* for a strip */
} Measurement;

static size_t
strip_count (const IsoQuality *quality)
{
  return (quality->measured + STRIP - 1) / STRIP;
}

/* One neighbor in the map of one point. */
typedef struct {
  double square;   /* its distance² in the space of the embeddings */
  float low, high; /* distance² − ‖a‖² by float: below low is truly nearer, above high is not */
  guint32 index;
  guint32 nearer;  /* points counted so far */
} Neighbor;

/* values (count) = squares − 2 products: distance² less the row's own ‖a‖². */
static ISO_KERNEL void
finish_distances (float *values, const float *squares, size_t count)
{
  for (size_t j = 0; j < count; j++)
    values[j] = squares[j] - 2.0f * values[j];
}

/* counts: how many of values (count) are below low, and how many are not above high. */
static ISO_KERNEL void
count_below (guint32 counts[2], const float *values, size_t count, float low, float high)
{
  guint32 below = 0, within = 0;
  for (size_t j = 0; j < count; j++)
    {
      below += values[j] < low;
      within += values[j] <= high;
    }
  counts[0] = below;
  counts[1] = within;
}

/* The first chunk at or after start with a value from low to high; count if none. */
static ISO_KERNEL size_t
next_open (const float *values, size_t start, size_t count, float low, float high)
{
  for (size_t chunk = start; chunk < count; chunk += CHUNK)
    {
      int hit = 0;
      size_t end = chunk + CHUNK < count ? chunk + CHUNK : count;
      for (size_t j = chunk; j < end; j++)
        hit |= (values[j] >= low) & (values[j] <= high);
      if (hit)
        return chunk;
    }
  return count;
}

/* Those that float leaves open, in double; of equal ones the lower index is nearer. */
static guint32
count_open (const IsoPoints *points, size_t point, const Neighbor *neighbor, const float *values, size_t first, size_t count)
{
  guint32 nearer = 0;
  for (size_t chunk = next_open (values, 0, count, neighbor->low, neighbor->high); chunk < count;
       chunk = next_open (values, chunk + CHUNK, count, neighbor->low, neighbor->high))
    for (size_t j = chunk; j < MIN (chunk + CHUNK, count); j++)
      {
        size_t other = first + j;
        if (!(values[j] >= neighbor->low && values[j] <= neighbor->high) || other == neighbor->index)
          continue;
        double square = iso_points_distance (points, point, other);
        nearer += square < neighbor->square || (square == neighbor->square && other < neighbor->index);
      }
  return nearer;
}

static void
count_tile (Neighbor *neighbors, size_t k, const IsoPoints *points, size_t point, const float *values, size_t first, size_t count)
{
  for (size_t n = 0; n < k; n++)
    {
      Neighbor *neighbor = &neighbors[n];
      bool is_here = neighbor->index >= first && neighbor->index < first + count;
      guint32 counts[2];
      count_below (counts, values, count, neighbor->low, neighbor->high);
      neighbor->nearer += counts[0];
      if (counts[1] - counts[0] > (is_here ? 1 : 0))
        neighbor->nearer += count_open (points, point, neighbor, values, first, count);
    }
}

/* The k nearest in the map, with the limits that their distances among the embeddings set. */
static void
find_neighbors (Neighbor *neighbors, const Measurement *measurement, size_t point, guint32 *indices, double *squares)
{
  const IsoPoints *points = &measurement->points;
  size_t k = measurement->quality->k;
  double slack = (double) points->slack[point], own = (double) points->squares[point];
  iso_plane_tree_nearest (measurement->tree, indices, squares, point, k);
  for (size_t n = 0; n < k; n++)
    {
      double square = iso_points_distance (points, point, indices[n]);
      double value = square * points->scale * points->scale - own;
      /* A little wider, for these are rounded to float. */
      double width = slack + 0x1p-22 * (fabs (value) + own);
      neighbors[n] = (Neighbor) { square, (float) (value - width), (float) (value + width), indices[n], 0 };
    }
}

/* What may be in excess of a point at most: ranks N − k … N − 1 where 1 … k would be. */
static double
most_excess (const IsoQuality *quality)
{
  return 0.5 * (double) quality->k * (2.0 * (double) quality->N - 3.0 * (double) quality->k - 1.0);
}

/* sums: of its strip. */
static void
score (const Measurement *measurement, size_t place, const Neighbor *neighbors, double sums[2])
{
  IsoQuality *quality = measurement->quality;
  size_t k = quality->k, kept = 0;
  double excess = 0.0;
  for (size_t n = 0; n < k; n++)
    {
      double rank = (double) neighbors[n].nearer + 1.0;
      kept += rank <= (double) k;
      excess += fmax (rank - (double) k, 0.0);
    }
  quality->trustworthiness[place] = (float) (1.0 - excess / most_excess (quality));
  quality->recall[place] = (float) ((double) kept / (double) k);
  sums[0] += excess;
  sums[1] += (double) kept;
}

/* Some of the points against all. */
static void
measure_strip (void *data, size_t block)
{
  Measurement *measurement = data;
  const IsoPoints *points = &measurement->points;
  size_t N = points->N, D = points->D, k = measurement->quality->k;
  size_t start = (measurement->first_strip + block) * STRIP, rows = MIN (STRIP, measurement->quality->measured - start);
  const guint32 *measured = measurement->quality->points + start;
  if (g_cancellable_is_cancelled (measurement->cancellable))
    return;
  float *own = iso_block_new (rows, D, sizeof (float), "", NULL), *values = iso_block_new (rows, TILE, sizeof (float), "", NULL);
  if (own == NULL || values == NULL)
    {
      atomic_store (&measurement->lacks_memory, true);
      iso_block_free (own);
      iso_block_free (values);
      return;
    }
  g_autofree Neighbor *neighbors = g_new (Neighbor, rows * k);
  g_autofree guint32 *indices = g_new (guint32, k);
  g_autofree double *squares = g_new (double, k);
  bool is_cancelled = false;
  for (size_t r = 0; r < rows; r++)
    {
      find_neighbors (neighbors + r * k, measurement, measured[r], indices, squares);
      for (size_t d = 0; d < D; d++)
        own[r * D + d] = points->centred[measured[r] * D + d];
    }
  for (size_t first = 0; first < N && !is_cancelled; first += TILE)
    {
      size_t count = MIN (TILE, N - first);
      iso_gemm (values, own, points->centred + first * D, ISO_PLAIN, ISO_TRANSPOSED, 1.0f, 0.0f, rows, count, D, D, D, TILE);
      for (size_t r = 0; r < rows; r++)
        {
          float *row = values + r * TILE;
          finish_distances (row, points->squares + first, count);
          if (measured[r] >= first && measured[r] < first + count)
            row[measured[r] - first] = INFINITY; /* not a neighbor of itself */
          count_tile (neighbors + r * k, k, points, measured[r], row, first, count);
        }
      is_cancelled = g_cancellable_is_cancelled (measurement->cancellable);
    }
  for (size_t r = 0; r < rows && !is_cancelled; r++)
    score (measurement, start + r, neighbors + r * k, measurement->sums + 2 * (measurement->first_strip + block));
  iso_block_free (own);
  iso_block_free (values);
}

static int
compare_indices (const void *a, const void *b)
{
  guint32 p = *(const guint32 *) a, q = *(const guint32 *) b;
  return p < q ? -1 : p > q;
}

static size_t
automatic_sample (size_t N, size_t D)
{
  double affordable = MOST_WORK / ((double) MAX (N, 1) * ((double) D + PAIR_WORK));
  return affordable >= (double) N ? N : MIN (N, MAX ((size_t) affordable, LEAST_SAMPLE));
}

/* Which points are measured, and room for what is found. */
static bool
choose_points (IsoQuality *quality, size_t sample, guint64 seed, GError **error)
{
  size_t N = quality->N;
  g_autofree guint32 *order = g_new (guint32, MAX (N, 1));
  quality->measured = quality->k > 0 ? MIN (sample, N) : 0;
  for (size_t i = 0; i < N; i++)
    order[i] = (guint32) i;
  if (quality->measured < N)
    {
      IsoRandom random;
      iso_random_init (&random, seed, "quality");
      for (size_t i = 0; i < quality->measured; i++)
        {
          size_t other = i + iso_random_below (&random, (guint32) (N - i));
          guint32 index = order[i];
          order[i] = order[other];
          order[other] = index;
        }
      qsort (order, quality->measured, sizeof *order, compare_indices);
    }
  quality->points = g_memdup2 (order, MAX (quality->measured, 1) * sizeof *order);
  quality->trustworthiness = iso_block_new (MAX (quality->measured, 1), 1, sizeof (float), _("quality of the map"), error);
  quality->recall = quality->trustworthiness == NULL
                        ? NULL
                        : iso_block_new (MAX (quality->measured, 1), 1, sizeof (float), _("quality of the map"), error);
  return quality->recall != NULL;
}

static bool
measure (Measurement *measurement, IsoPool *pool, IsoQualityProgress progress, gpointer progress_data, GError **error)
{
  size_t strips = strip_count (measurement->quality);
  for (; measurement->first_strip < strips; measurement->first_strip += ROUND)
    {
      if (progress != NULL)
        progress ((double) measurement->first_strip / (double) strips, progress_data);
      iso_pool_run (pool, MIN (ROUND, strips - measurement->first_strip), measure_strip, measurement);
      if (g_cancellable_is_cancelled (measurement->cancellable))
        {
          g_set_error_literal (error, ISO_ERROR, ISO_ERROR_CANCELLED, _("the quality of the map was not measured to the end"));
          return false;
        }
      if (atomic_load (&measurement->lacks_memory))
        {
          g_set_error_literal (error, ISO_ERROR, ISO_ERROR_MEMORY, _("no memory to measure the quality of the map"));
          return false;
        }
    }
  return true;
}

/* The means over all that were measured. */
static void
summarize (const Measurement *measurement)
{
  IsoQuality *quality = measurement->quality;
  double excess = 0.0, kept = 0.0, count = (double) quality->measured;
  quality->mean_trustworthiness = quality->mean_recall = NAN;
  if (quality->measured == 0)
    return;
  for (size_t strip = 0; strip < strip_count (quality); strip++)
    {
      excess += measurement->sums[2 * strip];
      kept += measurement->sums[2 * strip + 1];
    }
  quality->mean_trustworthiness = 1.0 - excess / (count * most_excess (quality));
  quality->mean_recall = kept / (count * (double) quality->k);
}

IsoQuality *
iso_quality_new (const float *map, const float *embeddings, size_t N, size_t D, size_t k, size_t sample, guint64 seed, IsoPool *pool,
                 GCancellable *cancellable, IsoQualityProgress progress, gpointer progress_data, GError **error)
{
  g_autoptr (IsoQuality) quality = g_new0 (IsoQuality, 1);
  g_assert (N < G_MAXINT32);
  quality->N = N;
  quality->k = MIN (k, (MAX (N, 1) - 1) / 2);
  Measurement measurement = { .quality = quality, .cancellable = cancellable };
  if (!iso_check_finite (map, N, 2, error)
      || !choose_points (quality, sample > 0 ? sample : automatic_sample (N, D), seed, error)
      || !iso_points_init (&measurement.points, embeddings, N, D, error))
    return NULL;
  measurement.tree = iso_plane_tree_new (map, N, error);
  measurement.sums = g_new0 (double, 2 * strip_count (quality) + 1);
  bool done = measurement.tree != NULL && measure (&measurement, pool, progress, progress_data, error);
  if (done)
    summarize (&measurement);
  g_free (measurement.sums);
  iso_plane_tree_free (measurement.tree);
  iso_points_clear (&measurement.points);
  return done ? g_steal_pointer (&quality) : NULL;
}

void
iso_quality_free (IsoQuality *quality)
{
  if (quality == NULL)
    return;
  g_free (quality->points);
  iso_block_free (quality->trustworthiness);
  iso_block_free (quality->recall);
  g_free (quality);
}
