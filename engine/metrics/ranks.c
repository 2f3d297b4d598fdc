/* The distances to the others of a point's class, sorted, are thresholds; every point falls between two of them, and the counts
 * of these intervals, summed up, are the ranks. So a point costs a search among the few thresholds, vectors at a time, instead of
 * its share of a full sort.
 *
 * Distances come by tiles of products in float (points.h). Where such a distance is nearer to a threshold than its error bound
 * allows, the place is decided by the distance in double.
 */
#include "engine/metrics/ranks.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/base/kernel.h"
#include "engine/linalg/blas.h"
#include "engine/metrics/points.h"

#define MOST_ROWS 128
#define TILE_COLUMNS 1024
#define CHUNK 64
#define SHORT_RUN 16
/* Places by float are seldom farther off. */
#define NEAR_GUESS 2
/* Thresholds of all rows of a block together, unless one row alone has more. */
#define BLOCK_THRESHOLDS ((size_t) 1 << 20)

/* The distance in double as an integer of the same order, and whose it is. */
typedef struct {
  guint64 distance;
  guint32 index;
} Threshold;

typedef struct {
  IsoPoints points;
  const IsoClasses *classes;
  IsoRanksFunction function;
  gpointer data;
  GCancellable *cancellable;
  size_t block_rows, room; /* rows of a block; thresholds of a row, rounded up */
  gint failed;             /* atomic: a worker had no memory */
} Search;

/* What a block needs; thresholds of row r begin at r · room. */
typedef struct {
  float *products;        /* (block_rows, TILE_COLUMNS) */
  Threshold *thresholds;  /* (block_rows, room), sorted */
  float *floats;          /* (block_rows, room): −∞, the thresholds as scaled floats, then +∞ to a power of two and one more */
  guint32 *counts;        /* (block_rows, room): points in each interval, the threshold at its end included */
} Block;

static inline guint64
distance_bits (double distance)
{
  union { double value; guint64 bits; } as = { .value = distance };
  return as.bits;
}

static inline bool
is_before (const Threshold *a, const Threshold *b)
{
  return a->distance < b->distance || (a->distance == b->distance && a->index < b->index);
}

/* thresholds (count) sorted by a merge from short runs; scratch (count). */
static void
sort_thresholds (Threshold *thresholds, size_t count, Threshold *scratch)
{
  for (size_t start = 0; start < count; start += SHORT_RUN)
    for (size_t i = start + 1; i < MIN (start + SHORT_RUN, count); i++)
      {
        Threshold moved = thresholds[i];
        size_t j = i;
        for (; j > start && is_before (&moved, &thresholds[j - 1]); j--)
          thresholds[j] = thresholds[j - 1];
        thresholds[j] = moved;
      }
  Threshold *from = thresholds, *to = scratch;
  for (size_t width = SHORT_RUN; width < count; width *= 2)
    {
      for (size_t start = 0; start < count; start += 2 * width)
        {
          size_t i = start, middle = MIN (start + width, count), j = middle, end = MIN (start + 2 * width, count);
          for (size_t o = start; o < end; o++)
            {
              bool second = j < end && (i == middle || is_before (&from[j], &from[i]));
              to[o] = second ? from[j] : from[i];
              j += second;
              i += !second;
            }
        }
      Threshold *other = from;
      from = to;
      to = other;
    }
  if (from != thresholds)
    memcpy (thresholds, from, count * sizeof *thresholds);
}

/* Smallest power of two above count. */
static size_t
search_size (size_t count)
{
  size_t size = 1;
  while (size <= count)
    size *= 2;
  return size;
}

/* Thresholds of one point into their places; returns how many. */
static size_t
prepare_row (const Search *search, Threshold *thresholds, float *floats, Threshold *scratch, size_t point)
{
  const IsoClasses *classes = search->classes;
  size_t c = (size_t) classes->class_of[point], count = 0;
  double scale = search->points.scale * search->points.scale;
  for (size_t at = classes->starts[c]; at < classes->starts[c + 1]; at++)
    {
      guint32 other = classes->members[at];
      if (other != point)
        thresholds[count++] = (Threshold) { distance_bits (iso_points_distance (&search->points, point, other)), other };
    }
  sort_thresholds (thresholds, count, scratch);
  floats[0] = -INFINITY;
  for (size_t m = 0; m < count; m++)
    {
      union { guint64 bits; double value; } distance = { .bits = thresholds[m].distance };
      floats[m + 1] = (float) (distance.value * scale);
    }
  for (size_t m = count + 1; m <= search_size (count); m++)
    floats[m] = INFINITY;
  return count;
}

/* Number of thresholds (count) before point `index` at `distance`; about `guess`, as a rule. */
static size_t
exact_place (const Threshold *thresholds, size_t count, size_t guess, double distance, guint32 index)
{
  Threshold wanted = { distance_bits (distance), index };
  size_t low = guess < NEAR_GUESS ? 0 : guess - NEAR_GUESS, high = MIN (guess + NEAR_GUESS, count);
  if (low > 0 && !is_before (&thresholds[low - 1], &wanted))
    low = 0;
  if (high < count && is_before (&thresholds[high], &wanted))
    high = count;
  while (low < high)
    {
      size_t middle = low + (high - low) / 2;
      if (is_before (&thresholds[middle], &wanted))
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* places (n ≤ CHUNK) = how many of the thresholds are below each distance ‖b‖² − 2 a·b + ‖a‖²; unsure (n) = 1 where one is so
 * near that the error may hide it. floats as in Block, size = search_size(). False if all n lie surely beyond the last threshold.
 * */
static ISO_KERNEL bool
find_places (gint32 *restrict places, guint8 *restrict unsure, const float *products, const float *squares, float square,
             const float *floats, float last, float error, size_t size, size_t n)
{
  float distances[CHUNK];
  int within = 0;
  for (size_t j = 0; j < n; j++)
    {
      distances[j] = squares[j] - 2.0f * products[j] + square;
      within |= distances[j] - last <= error;
    }
  if (!within)
    return false;
  for (size_t j = 0; j < n; j++)
    places[j] = 0;
  for (gint32 half = (gint32) (size / 2); half >= 1; half /= 2)
    for (size_t j = 0; j < n; j++)
      places[j] += floats[places[j] + half] < distances[j] ? half : 0;
  for (size_t j = 0; j < n; j++)
    unsure[j] = (distances[j] - floats[places[j]] <= error) | (floats[places[j] + 1] - distances[j] <= error);
  return true;
}

/* Counts the points column … column + columns − 1 of other classes into the intervals of `point`. */
static void
count_row (const Search *search, guint32 *counts, const Threshold *thresholds, const float *floats, size_t count, size_t point,
           const float *products, size_t column, size_t columns)
{
  const IsoPoints *points = &search->points;
  const gint32 *class_of = search->classes->class_of;
  /* The threshold's own rounding to float is below an eighth of the bound (points.c). */
  float error = points->slack[point] * 1.25f;
  size_t size = search_size (count);
  gint32 places[CHUNK];
  guint8 unsure[CHUNK];
  for (size_t start = 0; start < columns; start += CHUNK)
    {
      size_t n = MIN (CHUNK, columns - start), first = column + start;
      if (!find_places (places, unsure, products + start, points->squares + first, points->squares[point], floats, floats[count],
                        error, size, n))
        continue;
      for (size_t j = 0; j < n; j++)
        {
          size_t place = (size_t) places[j], other = first + j;
          if (class_of[other] == class_of[point])
            continue;
          if (unsure[j])
            place = exact_place (thresholds, count, place, iso_points_distance (points, point, other), (guint32) other);
          counts[place]++;
        }
    }
}

/* Ranks of the thresholds from the counts of the intervals, in place. */
static void
report_row (const Search *search, guint32 *counts, size_t count, size_t point)
{
  for (size_t m = 0; m < count; m++)
    counts[m] += 1 + (m > 0 ? counts[m - 1] : 0);
  search->function (search->data, point, counts, count);
}

static bool
block_init (Block *block, const Search *search)
{
  size_t rows = search->block_rows, room = search->room;
  block->products = iso_block_new (rows, TILE_COLUMNS, sizeof (float), "", NULL);
  block->thresholds = iso_block_new (rows + 1, room, sizeof (Threshold), "", NULL); /* one more: scratch of the sort */
  block->floats = iso_block_new (rows, room, sizeof (float), "", NULL);
  block->counts = iso_block_new (rows, room, sizeof (guint32), "", NULL);
  return block->products != NULL && block->thresholds != NULL && block->floats != NULL && block->counts != NULL;
}

static void
block_clear (Block *block)
{
  iso_block_free (block->products);
  iso_block_free (block->thresholds);
  iso_block_free (block->floats);
  iso_block_free (block->counts);
}

static void
fill_block (const Search *search, Block *block, size_t first, size_t rows)
{
  const IsoPoints *points = &search->points;
  size_t room = search->room, D = points->D, count[MOST_ROWS];
  for (size_t r = 0; r < rows; r++)
    count[r] = prepare_row (search, block->thresholds + r * room, block->floats + r * room,
                            block->thresholds + search->block_rows * room, first + r);
  for (size_t column = 0; column < points->N; column += TILE_COLUMNS)
    {
      size_t columns = MIN (TILE_COLUMNS, points->N - column);
      if (g_cancellable_is_cancelled (search->cancellable))
        return;
      iso_gemm (block->products, points->centred + first * D, points->centred + column * D, ISO_PLAIN, ISO_TRANSPOSED, 1.0f, 0.0f,
                rows, columns, D, D, D, TILE_COLUMNS);
      for (size_t r = 0; r < rows; r++)
        if (count[r] > 0)
          count_row (search, block->counts + r * room, block->thresholds + r * room, block->floats + r * room, count[r],
                     first + r, block->products + r * TILE_COLUMNS, column, columns);
    }
  for (size_t r = 0; r < rows; r++)
    report_row (search, block->counts + r * room, count[r], first + r);
}

static void
run_block (void *data, size_t index)
{
  Search *search = data;
  Block block;
  size_t first = index * search->block_rows;
  if (g_cancellable_is_cancelled (search->cancellable) || g_atomic_int_get (&search->failed))
    return;
  if (block_init (&block, search))
    fill_block (search, &block, first, MIN (search->block_rows, search->points.N - first));
  else
    g_atomic_int_set (&search->failed, 1);
  block_clear (&block);
}

/* With nothing but its class around it a point finds its class everywhere, in any order. */
static void
report_one_class (IsoRanksFunction function, gpointer data, size_t N)
{
  g_autofree guint32 *ranks = g_new (guint32, N);
  for (size_t m = 0; m + 1 < N; m++)
    ranks[m] = (guint32) (m + 1);
  for (size_t i = 0; i < N; i++)
    function (data, i, ranks, N - 1);
}

bool
iso_ranks_visit (const float *embeddings, const IsoClasses *classes, size_t D, IsoRanksFunction function, gpointer data,
                 IsoPool *pool, GCancellable *cancellable, GError **error)
{
  Search search = { .classes = classes, .function = function, .data = data, .cancellable = cancellable };
  size_t N = classes->N, longest = 0;
  if (!iso_points_init (&search.points, embeddings, N, D, error))
    return false;
  for (size_t c = 0; c < classes->class_count; c++)
    longest = MAX (longest, iso_classes_size (classes, c));
  search.room = search_size (longest) + 1;
  search.block_rows = CLAMP (BLOCK_THRESHOLDS / search.room, 1, MOST_ROWS);
  if (classes->class_count == 1)
    report_one_class (function, data, N);
  else
    iso_pool_run (pool, (N + search.block_rows - 1) / search.block_rows, run_block, &search);
  iso_points_clear (&search.points);
  if (g_cancellable_is_cancelled (cancellable))
    g_set_error_literal (error, ISO_ERROR, ISO_ERROR_CANCELLED, _("the ranking was cancelled"));
  else if (search.failed)
    g_set_error (error, ISO_ERROR, ISO_ERROR_MEMORY, _("no memory to rank %zu samples of one class"), longest);
  else
    return true;
  return false;
}
