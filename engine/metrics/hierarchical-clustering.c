#include "engine/metrics/hierarchical-clustering.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"

static inline double
distance_of (const float *similarity, size_t B, size_t i, size_t j)
{
  return 1.0 - 0.5 * ((double) similarity[i * B + j] + (double) similarity[j * B + i]);
}

/* ---- the chain ---- */

typedef struct {
  double *distances; /* (B, B), of clusters, each in the row and column of one of its samples */
  guint32 *counts;   /* (B) samples of the cluster there; 0: it is in another by now */
  size_t B;
} Clusters;

static bool
fill (Clusters *clusters, const float *similarity, GError **error)
{
  size_t B = clusters->B;
  for (size_t i = 0; i < B; i++)
    {
      clusters->counts[i] = 1;
      for (size_t j = 0; j < B; j++)
        {
          double distance = distance_of (similarity, B, i, j);
          if (i != j && !isfinite (distance))
            {
              g_set_error (error, ISO_ERROR, ISO_ERROR_NUMERIC, _("no clusters: the similarity of %zu and %zu is not a number"), i + 1,
                           j + 1);
              return false;
            }
          clusters->distances[i * B + j] = distance;
        }
    }
  return true;
}

/* The cluster nearest to `at`; at a tie `before`, without which the chain could go round in circles, then the lowest. */
static size_t
nearest (const Clusters *clusters, size_t at, size_t before)
{
  const double *row = clusters->distances + at * clusters->B;
  size_t best = before;
  double least = before != G_MAXSIZE ? row[before] : (double) INFINITY;
  for (size_t k = 0; k < clusters->B; k++)
    if (clusters->counts[k] > 0 && k != at && row[k] < least)
      {
        least = row[k];
        best = k;
      }
  return best;
}

/* Puts `a` into `b`: d(k, a ∪ b) = (n_a d(k, a) + n_b d(k, b))/(n_a + n_b). */
static void
join (Clusters *clusters, size_t a, size_t b)
{
  size_t B = clusters->B;
  double *from = clusters->distances + a * B, *into = clusters->distances + b * B;
  double count_a = clusters->counts[a], count_b = clusters->counts[b], total = count_a + count_b;
  for (size_t k = 0; k < B; k++)
    if (clusters->counts[k] > 0 && k != a && k != b)
      into[k] = clusters->distances[k * B + b] = (count_a * from[k] + count_b * into[k]) / total;
  clusters->counts[b] += clusters->counts[a];
  clusters->counts[a] = 0;
}

/* merges (B − 1), as they are found: by samples of both clusters, not yet by the clusters' numbers. */
static void
follow_chain (IsoMerge *merges, Clusters *clusters, guint32 *chain)
{
  size_t B = clusters->B, length = 0, first = 0;
  for (size_t merged = 0; merged + 1 < B;)
    {
      if (length == 0)
        {
          while (clusters->counts[first] == 0)
            first++;
          chain[length++] = (guint32) first;
        }
      size_t top = chain[length - 1], before = length > 1 ? chain[length - 2] : G_MAXSIZE;
      size_t next = nearest (clusters, top, before);
      if (next != before)
        {
          chain[length++] = (guint32) next;
          continue;
        }
      merges[merged++] = (IsoMerge){ (guint32) top, (guint32) next, 0, clusters->distances[top * B + next] };
      join (clusters, MIN (top, next), MAX (top, next));
      length -= 2;
    }
}

/* ---- numbering ---- */

static int
compare_heights (const void *a, const void *b, void *data)
{
  double x = ((const IsoMerge *) a)->height, y = ((const IsoMerge *) b)->height;
  return x < y ? -1 : x > y;
}

static guint32
root_of (guint32 *parents, guint32 cluster)
{
  while (parents[cluster] != cluster)
    cluster = parents[cluster] = parents[parents[cluster]];
  return cluster;
}

/* From samples to clusters, in the order of height. */
static void
number (IsoMerge *merges, size_t B)
{
  g_autofree guint32 *parents = g_new (guint32, 2 * B), *counts = g_new (guint32, 2 * B);
  for (size_t i = 0; i < 2 * B; i++)
    {
      parents[i] = (guint32) i;
      counts[i] = 1;
    }
  /* Stable: equal heights stay in the order in which they were found, where a cluster comes before what it becomes part of. */
  g_qsort_with_data (merges, (gint) (B - 1), sizeof *merges, compare_heights, NULL);
  for (size_t i = 0; i + 1 < B; i++)
    {
      guint32 a = root_of (parents, merges[i].left), b = root_of (parents, merges[i].right), whole = (guint32) (B + i);
      parents[a] = parents[b] = whole;
      counts[whole] = counts[a] + counts[b];
      merges[i] = (IsoMerge){ MIN (a, b), MAX (a, b), counts[whole], merges[i].height };
    }
}

bool
iso_hierarchical_clustering (IsoMerge *merges, const float *similarity, size_t B, GError **error)
{
  if (B < 2)
    return true;
  double *distances = iso_block_new (B, B, sizeof *distances, _("distances of clusters"), error);
  if (distances == NULL)
    return false;
  g_autofree guint32 *counts = g_new (guint32, B), *chain = g_new (guint32, B);
  Clusters clusters = { distances, counts, B };
  bool good = fill (&clusters, similarity, error);
  if (good)
    {
      follow_chain (merges, &clusters, chain);
      number (merges, B);
    }
  iso_block_free (distances);
  return good;
}

/* ---- the order of the leaves ---- */

typedef struct {
  guint32 first, last; /* samples at a cluster's ends, as it stands within itself */
  bool flip_left, flip_right;
} Arranged;

static void
arrange (Arranged *arranged, const Arranged *left, const Arranged *right, const float *similarity, size_t B)
{
  /* Which sample of the left cluster comes to stand beside which of the right one. */
  const guint32 inner[2] = { left->last, left->first }, outer[2] = { right->first, right->last };
  double least = INFINITY;
  for (int l = 0; l < 2; l++)
    for (int r = 0; r < 2; r++)
      {
        double distance = distance_of (similarity, B, inner[l], outer[r]);
        if (distance < least)
          {
            least = distance;
            arranged->flip_left = l == 1;
            arranged->flip_right = r == 1;
          }
      }
  arranged->first = arranged->flip_left ? left->last : left->first;
  arranged->last = arranged->flip_right ? right->first : right->last;
}

void
iso_hierarchical_order (guint32 *order, const IsoMerge *merges, const float *similarity, size_t B)
{
  g_autofree Arranged *arranged = g_new0 (Arranged, MAX (2 * B, 1));
  /* Clusters to be laid down, the next one on top; the low bit says whether it is turned round. */
  g_autofree guint64 *stack = g_new (guint64, MAX (B, 1));
  size_t depth = 0, placed = 0;
  if (B == 0)
    return;
  for (size_t i = 0; i < B; i++)
    arranged[i].first = arranged[i].last = (guint32) i;
  for (size_t i = 0; i + 1 < B; i++)
    arrange (&arranged[B + i], &arranged[merges[i].left], &arranged[merges[i].right], similarity, B);

  size_t root = 2 * B - 2;
  stack[depth++] = (guint64) root << 1 | (arranged[root].first > arranged[root].last);
  while (depth > 0)
    {
      guint64 top = stack[--depth];
      size_t cluster = (size_t) (top >> 1);
      bool turned = (top & 1) != 0;
      if (cluster < B)
        {
          order[placed++] = (guint32) cluster;
          continue;
        }
      guint64 left = (guint64) merges[cluster - B].left << 1 | (arranged[cluster].flip_left != turned);
      guint64 right = (guint64) merges[cluster - B].right << 1 | (arranged[cluster].flip_right != turned);
      stack[depth++] = turned ? left : right;
      stack[depth++] = turned ? right : left;
    }
}
