/* A point's neighbors are looked for in its own cluster and in those whose means are nearest to its mean, by tiles of products: all
 * points of a cluster look at the same ones.
 *
 * How many they look at is settled before: the true neighbors of some points are found among all, and as many clusters are taken as
 * hold WANTED_RECALL of them. Other points then say which share was really found. */
#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/base/kernel.h"
#include "engine/base/random.h"
#include "engine/linalg/blas.h"
#include "engine/metrics/search-workers.h"
#include "engine/projection/nearest-clusters.h"
#include "engine/projection/nearest-private.h"

#define WANTED_RECALL 0.98
/* Points that settle how far to look, and as many that measure what was found. */
#define SAMPLE 128
#define TILE_ROWS 128
#define TILE_COLUMNS 1024
#define LANES 16
#define CHUNK 32
/* Values between two looks at the cancellable, about. */
#define VALUES_AT_ONCE 16384

typedef struct {
  size_t cluster, first, count; /* rows of a tile */
} Task;

typedef struct {
  IsoNearest *nearest;
  const IsoClusters *clusters;
  const float *embeddings;
  guint32 *wanted;     /* (N) */
  size_t budget;       /* points that a cluster looks at: the first ones of its order, to the end of the cluster that reaches it */
  GArray *tasks;       /* Task */
  guint32 *sampled;    /* (2 SAMPLE): rows */
  guint32 *truth;      /* (2 SAMPLE, k): their true neighbors, rows */
  IsoSearchWorkers workers;
  size_t sample_count;
  GCancellable *cancellable;
} Search;

/* products (count) of row a (D) with rows B (count, D). */
static ISO_KERNEL void
multiply_row (float *products, const float *a, const float *B, size_t count, size_t D)
{
  for (size_t j = 0; j < count; j++)
    {
      float part[LANES] = { 0 }, sum = 0.0f;
      size_t d = 0;
      for (; d + LANES <= D; d += LANES)
        for (size_t l = 0; l < LANES; l++)
          part[l] += a[d + l] * B[j * D + d + l];
      for (; d < D; d++)
        sum += a[d] * B[j * D + d];
      for (size_t l = 0; l < LANES; l++)
        sum += part[l];
      products[j] = sum;
    }
}

/* The first chunk at or after `start` with a value within the limit; count if none. */
static ISO_KERNEL size_t
next_chunk (const float *products, const float *squares, float limit, size_t start, size_t count)
{
  for (; start < count; start += CHUNK)
    {
      int hit = 0;
      size_t end = MIN (start + CHUNK, count);
      for (size_t j = start; j < end; j++)
        hit |= squares[j] - 2.0f * products[j] <= limit;
      if (hit)
        return start;
    }
  return count;
}

static void
add_row (IsoCandidates *candidates, size_t row, const float *products, size_t first_column, size_t count)
{
  const float *squares = candidates->points->squares + first_column;
  size_t self = candidates->first + row;
  for (size_t chunk = 0; chunk < count; chunk += CHUNK)
    {
      chunk = next_chunk (products, squares, candidates->limits[row], chunk, count);
      for (size_t j = chunk; j < MIN (chunk + CHUNK, count); j++)
        if (first_column + j != self)
          iso_candidates_add (candidates, row, squares[j] - 2.0f * products[j], (guint32) (first_column + j));
    }
}

/* The true neighbors of one sampled row. */
static void
find_truth (void *data, size_t sample)
{
  Search *search = data;
  const IsoPoints *points = &search->clusters->points;
  size_t row = search->sampled[sample], k = search->nearest->k;
  IsoSearchWorker *worker = iso_search_workers_claim (&search->workers);
  iso_candidates_begin (&worker->candidates, row, 1);
  for (size_t column = 0; column < points->N && !g_cancellable_is_cancelled (search->cancellable); column += VALUES_AT_ONCE)
    {
      size_t count = MIN (VALUES_AT_ONCE, points->N - column);
      multiply_row (worker->products, points->centred + row * points->D, points->centred + column * points->D, count, points->D);
      add_row (&worker->candidates, 0, worker->products, column, count);
    }
  if (!g_cancellable_is_cancelled (search->cancellable))
    iso_candidates_rank (search->truth + sample * k, &worker->candidates, 0, NULL, &worker->scratch);
  iso_search_worker_release (worker);
}

static size_t
cluster_of (const IsoClusters *clusters, size_t row)
{
  size_t low = 0, high = clusters->cluster_count;
  while (high - low > 1)
    {
      size_t middle = (low + high) / 2;
      *(clusters->starts[middle] <= row ? &low : &high) = middle;
    }
  return low;
}

static int
compare_sizes (const void *a, const void *b)
{
  const size_t *x = a, *y = b;
  return (*x > *y) - (*x < *y);
}

/* The budget with which WANTED_RECALL of the first SAMPLE points' neighbors would be found. */
static size_t
choose_budget (const Search *search)
{
  const IsoClusters *clusters = search->clusters;
  size_t C = clusters->cluster_count, k = search->nearest->k, samples = search->sample_count / 2;
  g_autofree size_t *before = g_new (size_t, C), *needed = g_new (size_t, samples * k);
  for (size_t s = 0; s < samples; s++)
    {
      const guint32 *near = clusters->near + cluster_of (clusters, search->sampled[s]) * C;
      for (size_t c = 0, sum = 0; c < C; c++)
        {
          before[near[c]] = sum;
          sum += clusters->starts[near[c] + 1] - clusters->starts[near[c]];
        }
      for (size_t j = 0; j < k; j++)
        needed[s * k + j] = before[cluster_of (clusters, search->truth[s * k + j])] + 1;
    }
  qsort (needed, samples * k, sizeof *needed, compare_sizes);
  return MAX (needed[(size_t) (WANTED_RECALL * (double) (samples * k - 1))], 4 * k);
}

/* Columns first … end − 1 past the rows of a task. */
static void
pass_columns (Search *search, IsoSearchWorker *worker, const Task *task, size_t first, size_t end)
{
  const IsoPoints *points = &search->clusters->points;
  for (size_t column = first; column < end; column += TILE_COLUMNS)
    {
      size_t columns = MIN (TILE_COLUMNS, end - column), D = points->D;
      iso_gemm (worker->products, points->centred + task->first * D, points->centred + column * D, ISO_PLAIN, ISO_TRANSPOSED, 1.0f,
                0.0f, task->count, columns, D, D, D, TILE_COLUMNS);
      for (size_t row = 0; row < task->count; row++)
        add_row (&worker->candidates, row, worker->products + row * TILE_COLUMNS, column, columns);
    }
}

static void
report (Search *search, IsoSearchWorker *worker, const Task *task)
{
  const IsoClusters *clusters = search->clusters;
  IsoNearest *nearest = search->nearest;
  size_t k = nearest->k;
  for (size_t row = 0; row < task->count; row++)
    {
      size_t point = clusters->order[task->first + row];
      guint32 *indices = nearest->indices + point * k;
      iso_candidates_rank (worker->neighbors, &worker->candidates, row, NULL, &worker->scratch);
      for (size_t j = 0; j < k; j++)
        indices[j] = clusters->order[worker->neighbors[j]];
      iso_nearest_measure (nearest->distances + point * k, search->embeddings, clusters->D, point, indices, k);
    }
}

static void
run_task (void *data, size_t number)
{
  Search *search = data;
  const IsoClusters *clusters = search->clusters;
  const Task *task = &g_array_index (search->tasks, Task, number);
  const guint32 *near = clusters->near + task->cluster * clusters->cluster_count;
  IsoSearchWorker *worker = iso_search_workers_claim (&search->workers);
  iso_candidates_begin (&worker->candidates, task->first, task->count);
  size_t seen = 0;
  for (size_t c = 0; c < clusters->cluster_count && seen < search->budget; c++)
    {
      if (g_cancellable_is_cancelled (search->cancellable))
        break;
      pass_columns (search, worker, task, clusters->starts[near[c]], clusters->starts[near[c] + 1]);
      seen += clusters->starts[near[c] + 1] - clusters->starts[near[c]];
    }
  if (!g_cancellable_is_cancelled (search->cancellable))
    report (search, worker, task);
  iso_search_worker_release (worker);
}

/* The share of the true neighbors of the last SAMPLE points that were found. */
static double
measure_recall (const Search *search)
{
  const IsoNearest *nearest = search->nearest;
  const guint32 *order = search->clusters->order;
  size_t k = nearest->k, first = search->sample_count / 2, found = 0;
  for (size_t s = first; s < search->sample_count; s++)
    {
      const guint32 *indices = nearest->indices + order[search->sampled[s]] * k;
      for (size_t j = 0; j < k; j++)
        for (size_t i = 0; i < k; i++)
          if (indices[i] == order[search->truth[s * k + j]])
            {
              found++;
              break;
            }
    }
  return (double) found / (double) ((search->sample_count - first) * k);
}

static void
make_tasks (Search *search)
{
  const IsoClusters *clusters = search->clusters;
  search->tasks = g_array_new (FALSE, FALSE, sizeof (Task));
  for (size_t c = 0; c < clusters->cluster_count; c++)
    for (size_t first = clusters->starts[c]; first < clusters->starts[c + 1]; first += TILE_ROWS)
      {
        Task task = { c, first, MIN (TILE_ROWS, clusters->starts[c + 1] - first) };
        g_array_append_val (search->tasks, task);
      }
}

/* Rows drawn without repetition where there are enough, the two halves alike. */
static void
draw_sample (Search *search, guint64 seed)
{
  size_t N = search->nearest->N;
  IsoRandom random;
  iso_random_init (&random, seed, "neighbors");
  search->sample_count = N >= 2 * SAMPLE ? 2 * SAMPLE : 2;
  search->sampled = g_new (guint32, search->sample_count);
  search->truth = g_new0 (guint32, search->sample_count * search->nearest->k);
  for (size_t s = 0; s < search->sample_count; s++)
    {
      size_t low = s / 2 * 2 * N / search->sample_count, high = MIN ((s / 2 * 2 + 2) * N / search->sample_count, N);
      size_t to = s / 2 + s % 2 * (search->sample_count / 2);
      search->sampled[to] = (guint32) (low + iso_random_below (&random, (guint32) (high - low)));
    }
}

static void
clear_search (Search *search)
{
  iso_search_workers_clear (&search->workers);
  g_free (search->wanted);
  g_free (search->sampled);
  g_free (search->truth);
  g_clear_pointer (&search->tasks, g_array_unref);
}

bool
iso_nearest_approximate (IsoNearest *nearest, const float *embeddings, size_t D, guint64 seed, IsoPool *pool,
                         GCancellable *cancellable, GError **error)
{
  g_autoptr (IsoClusters) clusters = iso_clusters_new (embeddings, nearest->N, D, seed, pool, cancellable, error);
  if (clusters == NULL)
    return false;
  Search search = { .nearest = nearest, .clusters = clusters, .embeddings = embeddings, .cancellable = cancellable };
  search.wanted = g_new (guint32, nearest->N);
  for (size_t i = 0; i < nearest->N; i++)
    search.wanted[i] = (guint32) nearest->k;
  draw_sample (&search, seed);
  make_tasks (&search);
  size_t longest = iso_candidates_list_size ((guint32) nearest->k, nearest->N);
  bool done = iso_search_workers_init (&search.workers, (size_t) iso_pool_threads (pool), (size_t) TILE_ROWS * TILE_COLUMNS, longest,
                                       &clusters->points, search.wanted, TILE_ROWS, error);
  if (done)
    iso_pool_run (pool, search.sample_count, find_truth, &search);
  if (done && !g_cancellable_is_cancelled (cancellable))
    {
      search.budget = choose_budget (&search);
      iso_pool_run (pool, search.tasks->len, run_task, &search);
    }
  if (done && g_cancellable_is_cancelled (cancellable))
    {
      g_set_error_literal (error, ISO_ERROR, ISO_ERROR_CANCELLED, _("the search for neighbors was cancelled"));
      done = false;
    }
  if (done)
    nearest->recall = measure_recall (&search);
  clear_search (&search);
  return done;
}
