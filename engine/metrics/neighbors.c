/* Tiles of products ‖b‖² − 2 a·b by matrix multiplication; each value is compared with the limit of its row (candidates.h),
 * and few pass.
 *
 * Two schedules. `halves`: all rows keep their lists at once and every tile serves its rows and its columns, so half of the
 * products are computed. Blocks of rows meet pairwise as in a tournament, so that in one round no two threads touch the same
 * block. `strips`: where the lists of all rows would take too much memory (thousands of neighbors), each thread takes a strip of
 * rows past all columns. The result does not depend on the schedule or on the number of threads, for the lists decide exactly.
 */
#include "engine/metrics/neighbors.h"

#include <glib/gi18n-lib.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/base/kernel.h"
#include "engine/linalg/blas.h"
#include "engine/metrics/search-workers.h"

#define TILE_ROWS 256
#define TILE_COLUMNS 1024
#define CHUNK 32
/* Blocks of the tournament: small ones where the set is small, or there would be nothing to share out. */
#define SMALL_SET 8192
#define SMALL_BLOCK 128
/* Keys of all lists together that `halves` may hold: 128 MB. */
#define HALVES_KEYS ((size_t) 1 << 24)

typedef struct {
  IsoPoints points;
  const guint32 *wanted;
  const gint32 *labels;
  IsoNeighborsFunction function;
  gpointer data;
  GCancellable *cancellable;
  IsoCandidates candidates; /* of all rows; unused by `strips` */
  IsoSearchWorkers workers;
  size_t block_size, block_count;
  size_t round; /* of the tournament */
} Search;

/* The first chunk at or after `start` with a value that its row's limit lets pass, or (limits not NULL) its column's;
 * end if none. */
static ISO_KERNEL size_t
next_chunk (const float *products, const float *squares, const float *limits, float row_square, float row_limit, size_t start,
            size_t end)
{
  for (size_t chunk = start; chunk < end; chunk += CHUNK)
    {
      int hit = 0;
      size_t stop = chunk + CHUNK < end ? chunk + CHUNK : end;
      if (limits != NULL)
        for (size_t j = chunk; j < stop; j++)
          hit |= (squares[j] - 2.0f * products[j] <= row_limit) | (row_square - 2.0f * products[j] <= limits[j]);
      else
        for (size_t j = chunk; j < stop; j++)
          hit |= squares[j] - 2.0f * products[j] <= row_limit;
      if (hit)
        return chunk;
    }
  return end;
}

/* Row `row` of a tile against its columns first_column + (start … end − 1). Points and places in the lists are the same here. */
static void
scan_both (IsoCandidates *candidates, const float *products, size_t row, size_t first_column, size_t start, size_t end)
{
  const float *squares = candidates->points->squares + first_column;
  const float *limits = candidates->limits + first_column;
  float row_square = candidates->points->squares[row];
  for (size_t chunk = start; chunk < end; chunk += CHUNK)
    {
      chunk = next_chunk (products, squares, limits, row_square, candidates->limits[row], chunk, end);
      for (size_t j = chunk; j < MIN (chunk + CHUNK, end); j++)
        {
          iso_candidates_add (candidates, row, squares[j] - 2.0f * products[j], (guint32) (first_column + j));
          iso_candidates_add (candidates, first_column + j, row_square - 2.0f * products[j], (guint32) row);
        }
    }
}

/* The same for a strip: only the row's list is filled. */
static void
scan_row (IsoCandidates *candidates, const float *products, size_t row, size_t first_column, size_t end)
{
  const float *squares = candidates->points->squares + first_column;
  size_t point = candidates->first + row;
  for (size_t chunk = 0; chunk < end; chunk += CHUNK)
    {
      chunk = next_chunk (products, squares, NULL, 0.0f, candidates->limits[row], chunk, end);
      for (size_t j = chunk; j < MIN (chunk + CHUNK, end); j++)
        if (first_column + j != point)
          iso_candidates_add (candidates, row, squares[j] - 2.0f * products[j], (guint32) (first_column + j));
    }
}

static void
compute_tile (float *products, const IsoPoints *points, size_t row, size_t rows, size_t column, size_t columns)
{
  size_t D = points->D;
  iso_gemm (products, points->centred + row * D, points->centred + column * D, ISO_PLAIN, ISO_TRANSPOSED, 1.0f, 0.0f, rows,
            columns, D, D, D, TILE_COLUMNS);
}

/* All pairs between two blocks, or within one: there each pair once, above the diagonal. */
static void
meet (Search *search, IsoSearchWorker *worker, size_t first, size_t second)
{
  const IsoPoints *points = &search->points;
  size_t row_end = MIN ((first + 1) * search->block_size, points->N);
  size_t column_end = MIN ((second + 1) * search->block_size, points->N);
  for (size_t row = first * search->block_size; row < row_end; row += TILE_ROWS)
    for (size_t column = second * search->block_size; column < column_end; column += TILE_COLUMNS)
      {
        size_t rows = MIN (TILE_ROWS, row_end - row), columns = MIN (TILE_COLUMNS, column_end - column);
        if (g_cancellable_is_cancelled (search->cancellable))
          return;
        compute_tile (worker->products, points, row, rows, column, columns);
        for (size_t r = 0; r < rows; r++)
          {
            size_t start = row + r < column ? 0 : row + r + 1 - column;
            scan_both (&search->candidates, worker->products + r * TILE_COLUMNS, row + r, column, first == second ? start : 0,
                       columns);
          }
      }
}

/* Pair number `pair` of a round: block m − 1 stays, the others turn around it (m even; one past the last block is a bye). In the
 * last round every block meets itself. */
static void
run_pair (void *data, size_t pair)
{
  Search *search = data;
  size_t m = (search->block_count + 1) / 2 * 2;
  size_t first = pair, second = pair;
  if (search->round < m - 1)
    {
      first = pair == 0 ? m - 1 : (search->round + pair) % (m - 1);
      second = (search->round + (m - 1) - pair) % (m - 1);
    }
  if (MAX (first, second) >= search->block_count)
    return;
  IsoSearchWorker *worker = iso_search_workers_claim (&search->workers);
  meet (search, worker, MIN (first, second), MAX (first, second));
  iso_search_worker_release (worker);
}

static void
report (Search *search, IsoSearchWorker *worker, IsoCandidates *candidates)
{
  for (size_t row = 0; row < candidates->count; row++)
    {
      size_t count = iso_candidates_rank (worker->neighbors, candidates, row, search->labels, &worker->scratch);
      search->function (search->data, candidates->first + row, worker->neighbors, count);
    }
}

static void
report_block (void *data, size_t block)
{
  Search *search = data;
  if (g_cancellable_is_cancelled (search->cancellable))
    return;
  IsoSearchWorker *worker = iso_search_workers_claim (&search->workers);
  IsoCandidates part = search->candidates;
  part.first = block * search->block_size;
  part.count = MIN (search->block_size, search->points.N - part.first);
  part.offsets += part.first;
  part.counts += part.first;
  part.limits += part.first;
  report (search, worker, &part);
  iso_search_worker_release (worker);
}

static void
run_strip (void *data, size_t strip)
{
  Search *search = data;
  const IsoPoints *points = &search->points;
  IsoSearchWorker *worker = iso_search_workers_claim (&search->workers);
  IsoCandidates *candidates = &worker->candidates;
  size_t first = strip * search->block_size;
  size_t rows = MIN (search->block_size, points->N - first);
  iso_candidates_begin (candidates, first, rows);
  for (size_t column = 0; column < points->N && !g_cancellable_is_cancelled (search->cancellable); column += TILE_COLUMNS)
    {
      size_t columns = MIN (TILE_COLUMNS, points->N - column);
      compute_tile (worker->products, points, first, rows, column, columns);
      for (size_t r = 0; r < rows; r++)
        scan_row (candidates, worker->products + r * TILE_COLUMNS, r, column, columns);
    }
  if (!g_cancellable_is_cancelled (search->cancellable))
    report (search, worker, candidates);
  iso_search_worker_release (worker);
}

/* Lists of all rows (*total) and of the longest row. */
static size_t
longest_list (size_t *total, const guint32 *wanted, size_t N)
{
  size_t longest = 0;
  *total = 0;
  for (size_t i = 0; i < N; i++)
    {
      size_t size = iso_candidates_list_size (wanted[i], N);
      longest = MAX (longest, size);
      *total += size;
    }
  return longest;
}

static void
clear_search (Search *search)
{
  iso_search_workers_clear (&search->workers);
  iso_candidates_clear (&search->candidates);
  iso_points_clear (&search->points);
}

static void
run_halves (Search *search, IsoPool *pool)
{
  iso_candidates_begin (&search->candidates, 0, search->points.N);
  size_t m = (search->block_count + 1) / 2 * 2;
  for (search->round = 0; search->round < m && !g_cancellable_is_cancelled (search->cancellable); search->round++)
    iso_pool_run (pool, search->round < m - 1 ? m / 2 : search->block_count, run_pair, search);
  iso_pool_run (pool, search->block_count, report_block, search);
}

bool
iso_neighbors_visit (const float *embeddings, size_t N, size_t D, const guint32 *wanted, const gint32 *labels,
                     IsoNeighborsFunction function, gpointer data, IsoPool *pool, GCancellable *cancellable, GError **error)
{
  g_assert (N < G_MAXINT32);
  Search search = { .wanted = wanted, .labels = labels, .function = function, .data = data, .cancellable = cancellable };
  if (!iso_points_init (&search.points, embeddings, N, D, error))
    return false;
  size_t total, longest = longest_list (&total, wanted, N);
  bool strips = total > HALVES_KEYS;
  search.block_size = strips ? SMALL_BLOCK : N < SMALL_SET ? SMALL_BLOCK : TILE_COLUMNS;
  search.block_count = (N + search.block_size - 1) / search.block_size;
  bool done = iso_search_workers_init (&search.workers, (size_t) iso_pool_threads (pool), (size_t) TILE_ROWS * TILE_COLUMNS, longest,
                                       &search.points, wanted, strips ? search.block_size : 0, error)
              && (strips || iso_candidates_init (&search.candidates, &search.points, wanted, N, total, error));
  if (done && strips)
    iso_pool_run (pool, search.block_count, run_strip, &search);
  else if (done && N > 0)
    run_halves (&search, pool);
  clear_search (&search);
  if (done && g_cancellable_is_cancelled (cancellable))
    {
      g_set_error_literal (error, ISO_ERROR, ISO_ERROR_CANCELLED, _("the search for neighbors was cancelled"));
      return false;
    }
  return done;
}
