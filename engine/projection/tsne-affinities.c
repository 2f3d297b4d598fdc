/* The conditional weights stand as they come, (N, k), rows sorted by column; their transpose is made by counting, so its rows are
 * sorted too, and the two are merged row by row. */
#include "engine/projection/tsne-affinities.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/projection/projection-private.h"

#define BLOCK 256
/* Newton's method takes about five; bisection the rest where the entropy is flat. */
#define MOST_TRIALS 200
#define ENTROPY_TOLERANCE 1e-9
/* Rows between two looks at the cancellable. */
#define ROWS_AT_ONCE 4096

typedef struct {
  guint32 column;
  float weight;
} Entry;

typedef struct {
  const IsoNearest *nearest;
  IsoAffinities *affinities;
  double perplexity;
  GCancellable *cancellable;
  Entry *conditional; /* (N, k) */
  Entry *transposed;
  size_t *transposed_starts; /* (N + 1) */
  size_t *lengths;           /* (N): of the merged rows, padded */
  double *entropies;         /* a block */
} Making;

/* Entropy in nats of exp (−β s_j) / Σ, its derivative by β, and the weights (k) before their division by *sum. */
static double
row_entropy (double *weights, double *sum, double *slope, const double *squares, size_t k, double beta)
{
  double total = 0.0, first = 0.0, second = 0.0;
  for (size_t j = 0; j < k; j++)
    {
      double weight = exp (-beta * squares[j]), moment = weight * squares[j];
      weights[j] = weight;
      total += weight;
      first += moment;
      second += moment * squares[j];
    }
  double mean = first / total;
  *sum = total;
  *slope = -beta * (second / total - mean * mean);
  return log (total) + beta * mean;
}

/* weights (k) of one point, in all 1. distances (k), nearest first: squares are taken beyond the nearest one, which cancels out, and in
 * units of their mean, so that any scale will do. */
static void
point_weights (double *weights, double *squares, const float *distances, size_t k, double perplexity)
{
  double nearest = (double) distances[0] * (double) distances[0], mean = 0.0;
  for (size_t j = 0; j < k; j++)
    {
      squares[j] = fmax ((double) distances[j] * (double) distances[j] - nearest, 0.0);
      mean += squares[j] / (double) k;
    }
  for (size_t j = 0; j < k && mean > 0.0; j++)
    squares[j] /= mean;
  double low = 0.0, high = (double) INFINITY, beta = 1.0, sum = 0.0, wanted = log (perplexity);
  for (int trial = 0; trial < MOST_TRIALS; trial++)
    {
      double slope, excess = row_entropy (weights, &sum, &slope, squares, k, beta) - wanted;
      if (fabs (excess) <= ENTROPY_TOLERANCE || !(mean > 0.0))
        break;
      *(excess > 0.0 ? &low : &high) = beta;
      double next = beta - excess / slope;
      if (!(next > low && next < high))
        next = isfinite (high) ? 0.5 * (low + high) : 2.0 * beta;
      /* the entropy may stay above: as many equally near neighbors as wanted, or more */
      if (next == beta || !(next < 1e300))
        break;
      beta = next;
    }
  for (size_t j = 0; j < k; j++)
    weights[j] /= sum;
}

/* By column; Shell's sort in Ciura's steps, for rows of about a hundred. */
static void
sort_entries (Entry *entries, size_t count)
{
  static const size_t gaps[] = { 132, 57, 23, 10, 4, 1 };
  for (size_t g = 0; g < G_N_ELEMENTS (gaps); g++)
    for (size_t i = gaps[g]; i < count; i++)
      {
        Entry entry = entries[i];
        size_t j = i;
        for (; j >= gaps[g] && entries[j - gaps[g]].column > entry.column; j -= gaps[g])
          entries[j] = entries[j - gaps[g]];
        entries[j] = entry;
      }
}

static void
weigh_block (void *data, size_t block)
{
  Making *making = data;
  const IsoNearest *nearest = making->nearest;
  size_t k = nearest->k;
  if (g_cancellable_is_cancelled (making->cancellable))
    return;
  g_autofree double *weights = g_new (double, k), *squares = g_new (double, k);
  for (size_t i = block * BLOCK; i < MIN ((block + 1) * BLOCK, nearest->N); i++)
    {
      Entry *row = making->conditional + i * k;
      point_weights (weights, squares, nearest->distances + i * k, k, making->perplexity);
      for (size_t j = 0; j < k; j++)
        row[j] = (Entry) { nearest->indices[i * k + j], (float) weights[j] };
      sort_entries (row, k);
    }
}

/* By counting: rows of the transpose come out sorted. */
static bool
transpose (Making *making, GError **error)
{
  size_t N = making->nearest->N, k = making->nearest->k;
  size_t *starts = making->transposed_starts;
  for (size_t i = 0; i < N; i++)
    {
      if (i % ROWS_AT_ONCE == 0 && iso_projection_is_cancelled (making->cancellable, error))
        return false;
      for (size_t j = 0; j < k; j++)
        starts[making->conditional[i * k + j].column + 1]++;
    }
  for (size_t i = 0; i < N; i++)
    starts[i + 1] += starts[i];
  for (size_t i = 0; i < N; i++)
    {
      if (i % ROWS_AT_ONCE == 0 && iso_projection_is_cancelled (making->cancellable, error))
        return false;
      for (size_t j = 0; j < k; j++)
        {
          Entry entry = making->conditional[i * k + j];
          making->transposed[starts[entry.column]++] = (Entry) { (guint32) i, entry.weight };
        }
    }
  /* every start has moved to its row's end, which is the next one's start */
  memmove (starts + 1, starts, N * sizeof *starts);
  starts[0] = 0;
  return true;
}

/* The rows of both, merged; columns NULL: only how many there are. */
static size_t
merge_row (guint32 *columns, float *weights, const Entry *a, size_t a_count, const Entry *b, size_t b_count, double scale)
{
  size_t count = 0;
  for (size_t i = 0, j = 0; i < a_count || j < b_count; count++)
    {
      guint32 column = i == a_count ? b[j].column : j == b_count ? a[i].column : MIN (a[i].column, b[j].column);
      double weight = 0.0;
      if (i < a_count && a[i].column == column)
        weight += (double) a[i++].weight;
      if (j < b_count && b[j].column == column)
        weight += (double) b[j++].weight;
      if (columns != NULL)
        {
          columns[count] = column;
          weights[count] = (float) (weight * scale);
        }
    }
  return count;
}

static void
merge_block (void *data, size_t block)
{
  Making *making = data;
  IsoAffinities *affinities = making->affinities;
  size_t N = making->nearest->N, k = making->nearest->k;
  bool counting = affinities->columns == NULL;
  double entropy = 0.0;
  if (g_cancellable_is_cancelled (making->cancellable))
    return;
  for (size_t i = block * BLOCK; i < MIN ((block + 1) * BLOCK, N); i++)
    {
      size_t start = affinities->starts[i], transposed = making->transposed_starts[i];
      guint32 *columns = counting ? NULL : affinities->columns + start;
      float *weights = counting ? NULL : affinities->weights + start;
      size_t count = merge_row (columns, weights, making->conditional + i * k, k, making->transposed + transposed,
                                making->transposed_starts[i + 1] - transposed, 0.5 / (double) N);
      making->lengths[i] = (count + ISO_AFFINITIES_PAD - 1) / ISO_AFFINITIES_PAD * ISO_AFFINITIES_PAD;
      for (size_t e = 0; !counting && e < count; e++)
        entropy += weights[e] > 0.0f ? (double) weights[e] * log ((double) weights[e]) : 0.0;
      for (size_t e = count; !counting && e < making->lengths[i]; e++)
        columns[e] = (guint32) i;
    }
  making->entropies[block] = entropy;
}

/* Takes the memory for what starts[N] says. */
static bool
make_entries (IsoAffinities *affinities, GError **error)
{
  size_t count = MAX (affinities->starts[affinities->N], 1);
  affinities->columns = iso_block_new (count, 1, sizeof (guint32), _("affinities"), error);
  if (affinities->columns == NULL)
    return false;
  affinities->weights = iso_block_new (count, 1, sizeof (float), _("affinities"), error);
  return affinities->weights != NULL;
}

static bool
make (Making *making, IsoPool *pool, GError **error)
{
  IsoAffinities *affinities = making->affinities;
  size_t N = making->nearest->N, blocks = (N + BLOCK - 1) / BLOCK;
  iso_pool_run (pool, blocks, weigh_block, making);
  if (iso_projection_is_cancelled (making->cancellable, error) || !transpose (making, error))
    return false;
  iso_pool_run (pool, blocks, merge_block, making);
  for (size_t i = 0; i < N; i++)
    affinities->starts[i + 1] = affinities->starts[i] + making->lengths[i];
  if (iso_projection_is_cancelled (making->cancellable, error) || !make_entries (affinities, error))
    return false;
  iso_pool_run (pool, blocks, merge_block, making);
  for (size_t block = 0; block < blocks; block++)
    affinities->entropy += making->entropies[block];
  return !iso_projection_is_cancelled (making->cancellable, error);
}

IsoAffinities *
iso_affinities_new (const IsoNearest *nearest, double perplexity, IsoPool *pool, GCancellable *cancellable, GError **error)
{
  g_autoptr (IsoAffinities) affinities = g_new0 (IsoAffinities, 1);
  size_t N = nearest->N;
  affinities->N = N;
  affinities->starts = g_new0 (size_t, N + 1);
  g_autofree size_t *transposed_starts = g_new0 (size_t, N + 1), *lengths = g_new0 (size_t, MAX (N, 1));
  g_autofree double *entropies = g_new0 (double, N / BLOCK + 1);
  Making making = { nearest, affinities, perplexity, cancellable, NULL, NULL, transposed_starts, lengths, entropies };
  making.conditional = iso_block_new (MAX (N, 1), MAX (nearest->k, 1), sizeof (Entry), _("affinities"), error);
  if (making.conditional != NULL)
    making.transposed = iso_block_new (MAX (N, 1), MAX (nearest->k, 1), sizeof (Entry), _("affinities"), error);
  bool made = making.transposed != NULL && (nearest->k == 0 ? make_entries (affinities, error) : make (&making, pool, error));
  iso_block_free (making.conditional);
  iso_block_free (making.transposed);
  return made ? g_steal_pointer (&affinities) : NULL;
}

void
iso_affinities_free (IsoAffinities *affinities)
{
  if (affinities == NULL)
    return;
  g_free (affinities->starts);
  iso_block_free (affinities->columns);
  iso_block_free (affinities->weights);
  g_free (affinities);
}

typedef struct {
  const IsoAffinities *from;
  IsoAffinities *to;
  const guint32 *order;
  guint32 *places; /* (N): where a point went */
  GCancellable *cancellable;
} Reordering;

static void
reorder_block (void *data, size_t block)
{
  Reordering *reordering = data;
  const IsoAffinities *from = reordering->from;
  if (g_cancellable_is_cancelled (reordering->cancellable))
    return;
  for (size_t row = block * BLOCK; row < MIN ((block + 1) * BLOCK, from->N); row++)
    {
      size_t start = from->starts[reordering->order[row]], to = reordering->to->starts[row];
      size_t count = reordering->to->starts[row + 1] - to;
      memcpy (reordering->to->weights + to, from->weights + start, count * sizeof (float));
      for (size_t e = 0; e < count; e++)
        reordering->to->columns[to + e] = reordering->places[from->columns[start + e]];
    }
}

bool
iso_affinities_reorder (IsoAffinities *affinities, const guint32 *order, IsoPool *pool, GCancellable *cancellable, GError **error)
{
  size_t N = affinities->N;
  g_autoptr (IsoAffinities) reordered = g_new0 (IsoAffinities, 1);
  g_autofree guint32 *places = g_new (guint32, MAX (N, 1));
  reordered->N = N;
  reordered->starts = g_new0 (size_t, N + 1);
  for (size_t row = 0; row < N; row++)
    {
      places[order[row]] = (guint32) row;
      reordered->starts[row + 1] = reordered->starts[row] + affinities->starts[order[row] + 1] - affinities->starts[order[row]];
    }
  if (!make_entries (reordered, error))
    return false;
  Reordering reordering = { affinities, reordered, order, places, cancellable };
  iso_pool_run (pool, (N + BLOCK - 1) / BLOCK, reorder_block, &reordering);
  if (iso_projection_is_cancelled (cancellable, error))
    return false;
  reordered->entropy = affinities->entropy;
  IsoAffinities old = *affinities;
  *affinities = *reordered;
  *reordered = old;
  return true;
}
