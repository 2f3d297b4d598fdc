/* k-means on a sample, then every point to the nearest mean by blocks of products. */
#include "engine/projection/nearest-clusters.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/linalg/blas.h"
#include "engine/linalg/rows.h"
#include "engine/metrics/kmeans.h"

/* Points of a cluster, about: few enough that near clusters hug a point, many enough for products of blocks. */
#define CLUSTER_SIZE 200
#define MOST_CLUSTERS 2048
/* Points that a mean is learnt from, and how long: clusters need not be the best. */
#define SAMPLE_FOR_EACH 40
#define ITERATIONS 8
#define BLOCK 256

typedef struct {
  IsoClusters *clusters;
  const float *points; /* (N, D), centred */
  float *means;        /* (cluster_count, D) */
  float *squares;      /* (cluster_count) of the means' norms */
  gint32 *assigned;    /* (N) */
  GCancellable *cancellable;
} Making;

static bool
is_cancelled (GCancellable *cancellable, GError **error)
{
  if (!g_cancellable_is_cancelled (cancellable))
    return false;
  g_set_error_literal (error, ISO_ERROR, ISO_ERROR_CANCELLED, _("the search for neighbors was cancelled"));
  return true;
}

/* Means of the clusters of evenly spaced points; a cluster that stayed empty has the mean of all, zero. */
static bool
learn_means (Making *making, guint64 seed, IsoPool *pool, GError **error)
{
  IsoClusters *clusters = making->clusters;
  size_t N = clusters->N, D = clusters->D, C = clusters->cluster_count, count = MIN (N, C * SAMPLE_FOR_EACH);
  float *sample = iso_block_new (count, MAX (D, 1), sizeof (float), _("sample of the embeddings"), error);
  if (sample == NULL)
    return false;
  for (size_t i = 0; i < count; i++)
    memcpy (sample + i * D, making->points + i * N / count * D, D * sizeof (float));
  g_autofree gint32 *assigned = g_new (gint32, count);
  IsoKmeansSettings settings = { seed, 1, ITERATIONS };
  bool done = iso_kmeans_cluster (assigned, NULL, sample, count, D, C, &settings, pool, making->cancellable, error);
  g_autofree double *sums = g_new0 (double, C * D + 1);
  g_autofree size_t *counts = g_new0 (size_t, C);
  for (size_t i = 0; done && i < count; i++)
    {
      counts[assigned[i]]++;
      for (size_t d = 0; d < D; d++)
        sums[(size_t) assigned[i] * D + d] += (double) sample[i * D + d];
    }
  for (size_t c = 0; c < C; c++)
    {
      for (size_t d = 0; d < D; d++)
        making->means[c * D + d] = (float) (sums[c * D + d] / (double) MAX (counts[c], 1));
      making->squares[c] = (float) iso_sum_of_squares (making->means + c * D, D);
    }
  iso_block_free (sample);
  return done;
}

static void
assign_block (void *data, size_t block)
{
  Making *making = data;
  const IsoClusters *clusters = making->clusters;
  size_t D = clusters->D, C = clusters->cluster_count, first = block * BLOCK, count = MIN (BLOCK, clusters->N - first);
  if (g_cancellable_is_cancelled (making->cancellable))
    return;
  g_autofree float *products = g_new (float, count * C);
  iso_gemm (products, making->points + first * D, making->means, ISO_PLAIN, ISO_TRANSPOSED, 1.0f, 0.0f, count, C, D, D, D, C);
  for (size_t i = 0; i < count; i++)
    {
      size_t best = 0;
      float least = INFINITY;
      for (size_t c = 0; c < C; c++)
        {
          float value = making->squares[c] - 2.0f * products[i * C + c];
          if (value < least)
            {
              least = value;
              best = c;
            }
        }
      making->assigned[first + i] = (gint32) best;
    }
}

static void
sort_rows (Making *making, const float *embeddings)
{
  IsoClusters *clusters = making->clusters;
  size_t N = clusters->N, D = clusters->D, C = clusters->cluster_count;
  for (size_t i = 0; i < N; i++)
    clusters->starts[making->assigned[i] + 1]++;
  for (size_t c = 0; c < C; c++)
    clusters->starts[c + 1] += clusters->starts[c];
  g_autofree size_t *places = g_memdup2 (clusters->starts, C * sizeof (size_t));
  for (size_t i = 0; i < N; i++)
    {
      size_t row = places[making->assigned[i]]++;
      clusters->order[row] = (guint32) i;
      memcpy (clusters->rows + row * D, embeddings + i * D, D * sizeof (float));
    }
}

typedef struct {
  float distance;
  guint32 cluster;
} Near;

static int
compare_near (const void *a, const void *b)
{
  const Near *x = a, *y = b;
  return x->distance < y->distance ? -1 : x->distance > y->distance ? 1 : (x->cluster > y->cluster) - (x->cluster < y->cluster);
}

static void
order_near (void *data, size_t cluster)
{
  Making *making = data;
  IsoClusters *clusters = making->clusters;
  size_t D = clusters->D, C = clusters->cluster_count;
  const float *mean = making->means + cluster * D;
  g_autofree Near *near = g_new (Near, C);
  if (g_cancellable_is_cancelled (making->cancellable))
    return;
  for (size_t c = 0; c < C; c++)
    {
      double sum = 0.0;
      for (size_t d = 0; d < D; d++)
        {
          double difference = (double) mean[d] - (double) making->means[c * D + d];
          sum += difference * difference;
        }
      near[c] = (Near) { c == cluster ? -1.0f : (float) sum, (guint32) c };
    }
  qsort (near, C, sizeof *near, compare_near);
  for (size_t c = 0; c < C; c++)
    clusters->near[cluster * C + c] = near[c].cluster;
}

static bool
make (Making *making, const float *embeddings, guint64 seed, IsoPool *pool, GError **error)
{
  IsoClusters *clusters = making->clusters;
  if (!learn_means (making, seed, pool, error))
    return false;
  iso_pool_run (pool, (clusters->N + BLOCK - 1) / BLOCK, assign_block, making);
  iso_pool_run (pool, clusters->cluster_count, order_near, making);
  if (is_cancelled (making->cancellable, error))
    return false;
  sort_rows (making, embeddings);
  return !is_cancelled (making->cancellable, error)
         && iso_points_init (&clusters->points, clusters->rows, clusters->N, clusters->D, error);
}

IsoClusters *
iso_clusters_new (const float *embeddings, size_t N, size_t D, guint64 seed, IsoPool *pool, GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (IsoClusters) clusters = g_new0 (IsoClusters, 1);
  size_t C = CLAMP (N / CLUSTER_SIZE, 1, MOST_CLUSTERS);
  clusters->N = N;
  clusters->D = D;
  clusters->cluster_count = C;
  clusters->order = g_new (guint32, N);
  clusters->starts = g_new0 (size_t, C + 1);
  clusters->near = g_new (guint32, C * C);
  clusters->rows = iso_block_new (N, MAX (D, 1), sizeof (float), _("embeddings by clusters"), error);
  IsoPoints points = { 0 };
  if (clusters->rows == NULL || !iso_points_init (&points, embeddings, N, D, error))
    return NULL;
  g_autofree float *means = g_new0 (float, C * D + 1), *squares = g_new0 (float, C);
  g_autofree gint32 *assigned = g_new (gint32, N);
  Making making = { clusters, points.centred, means, squares, assigned, cancellable };
  bool made = make (&making, embeddings, seed, pool, error);
  iso_points_clear (&points);
  return made ? g_steal_pointer (&clusters) : NULL;
}

void
iso_clusters_free (IsoClusters *clusters)
{
  if (clusters == NULL)
    return;
  iso_points_clear (&clusters->points);
  iso_block_free (clusters->rows);
  g_free (clusters->order);
  g_free (clusters->starts);
  g_free (clusters->near);
  g_free (clusters);
}
