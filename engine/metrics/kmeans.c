#include "engine/metrics/kmeans.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/linalg/rows.h"
#include "engine/metrics/kmeans-private.h"

/* Lloyd ends when the sum of squares falls by less than this share. */
#define LEAST_PROGRESS 1e-5
/* Means computed by one task. */
#define CLUSTER_BLOCK 64

/* Points by cluster, for the means. */
typedef struct {
  IsoKmeans *kmeans;
  gint32 *clusters; /* (N) */
  size_t *starts;   /* (cluster_count + 1) */
  guint32 *members; /* (N) */
} Assignment;

/* A point that may be taken to fill an empty cluster. */
typedef struct {
  float distance;
  guint32 point;
} Outlier;

static int
compare_outliers (const void *a, const void *b)
{
  const Outlier *x = a, *y = b;
  if (x->distance != y->distance)
    return x->distance > y->distance ? -1 : 1;
  return x->point < y->point ? -1 : x->point > y->point;
}

/* starts and members from clusters: counting sort, points of a cluster ascending. */
static void
collect_members (Assignment *assignment)
{
  size_t N = assignment->kmeans->points.N, C = assignment->kmeans->cluster_count;
  size_t *starts = assignment->starts;
  memset (starts, 0, (C + 1) * sizeof *starts);
  for (size_t i = 0; i < N; i++)
    starts[assignment->clusters[i] + 1]++;
  for (size_t c = 0; c < C; c++)
    starts[c + 1] += starts[c];
  for (size_t i = 0; i < N; i++)
    assignment->members[starts[assignment->clusters[i]]++] = (guint32) i;
  for (size_t c = C; c > 0; c--)
    starts[c] = starts[c - 1];
  starts[0] = 0;
}

/* Each empty cluster takes the point farthest from its mean, the next the second farthest, …, as long as there are points apart
 * from their mean; a cluster never gives its last. */
static void
fill_empty (Assignment *assignment)
{
  const IsoKmeans *kmeans = assignment->kmeans;
  size_t N = kmeans->points.N, C = kmeans->cluster_count, empty = 0, next = 0;
  g_autofree size_t *sizes = g_new (size_t, C);
  for (size_t c = 0; c < C; c++)
    {
      sizes[c] = assignment->starts[c + 1] - assignment->starts[c];
      empty += sizes[c] == 0;
    }
  if (empty == 0)
    return;
  g_autofree Outlier *outliers = g_new (Outlier, N);
  for (size_t i = 0; i < N; i++)
    outliers[i] = (Outlier) { kmeans->distances[i], (guint32) i };
  qsort (outliers, N, sizeof *outliers, compare_outliers);
  for (size_t c = 0; c < C; c++)
    {
      if (sizes[c] > 0)
        continue;
      while (next < N && sizes[assignment->clusters[outliers[next].point]] < 2)
        next++;
      if (next == N || !(outliers[next].distance > 0.0f))
        break;
      guint32 point = outliers[next++].point;
      sizes[assignment->clusters[point]]--;
      assignment->clusters[point] = (gint32) c;
      sizes[c] = 1;
    }
  collect_members (assignment);
}

static void
compute_means (void *data, size_t block)
{
  const Assignment *assignment = data;
  IsoKmeans *kmeans = assignment->kmeans;
  size_t D = kmeans->points.D, first = block * CLUSTER_BLOCK, end = MIN (first + CLUSTER_BLOCK, kmeans->cluster_count);
  g_autofree double *sum = g_new (double, MAX (D, 1));
  for (size_t c = first; c < end; c++)
    {
      size_t start = assignment->starts[c], stop = assignment->starts[c + 1];
      if (start == stop) /* stays where it was */
        continue;
      memset (sum, 0, D * sizeof *sum);
      for (size_t at = start; at < stop; at++)
        {
          const float *row = kmeans->points.centred + (size_t) assignment->members[at] * D;
          for (size_t d = 0; d < D; d++)
            sum[d] += (double) row[d];
        }
      for (size_t d = 0; d < D; d++)
        kmeans->centers[c * D + d] = (float) (sum[d] / (double) (stop - start));
      kmeans->center_squares[c] = (float) iso_sum_of_squares (kmeans->centers + c * D, D);
    }
}

/* One restart; clusters (N) are left in `assignment`, and the sum of squares is returned, as float products have it. */
static double
run_once (Assignment *assignment, const IsoKmeansSettings *settings, IsoRandom *random)
{
  IsoKmeans *kmeans = assignment->kmeans;
  size_t N = kmeans->points.N;
  double inertia = INFINITY;
  iso_kmeans_seed (kmeans, random);
  for (size_t i = 0; i < N; i++)
    assignment->clusters[i] = -1;
  for (int iteration = 0; iteration < settings->iterations && !g_cancellable_is_cancelled (kmeans->cancellable); iteration++)
    {
      double before = inertia;
      bool changed = false;
      iso_kmeans_reset (kmeans);
      iso_kmeans_update_nearest (kmeans, 0, kmeans->cluster_count);
      if (g_cancellable_is_cancelled (kmeans->cancellable))
        break;
      inertia = 0.0;
      for (size_t i = 0; i < N; i++)
        {
          changed |= assignment->clusters[i] != kmeans->nearest[i];
          assignment->clusters[i] = kmeans->nearest[i];
          inertia += (double) kmeans->distances[i];
        }
      if (!changed || before - inertia < LEAST_PROGRESS * inertia)
        break;
      collect_members (assignment);
      fill_empty (assignment);
      iso_pool_run (kmeans->pool, (kmeans->cluster_count + CLUSTER_BLOCK - 1) / CLUSTER_BLOCK, compute_means, assignment);
    }
  return inertia;
}

/* Σ of squared distances of the points, as given, to the mean of their cluster: per dimension and cluster Σ x² − (Σ x)²/n, of
 * values taken from those of one member so that nothing cancels. */
static double
sum_of_squares (Assignment *assignment, const float *embeddings)
{
  size_t D = assignment->kmeans->points.D;
  double total = 0.0;
  collect_members (assignment);
  for (size_t c = 0; c < assignment->kmeans->cluster_count; c++)
    for (size_t d = 0; d < D && assignment->starts[c] < assignment->starts[c + 1]; d++)
      {
        size_t start = assignment->starts[c], end = assignment->starts[c + 1];
        double origin = (double) embeddings[(size_t) assignment->members[start] * D + d], sum = 0.0, squares = 0.0;
        for (size_t at = start; at < end; at++)
          {
            double value = (double) embeddings[(size_t) assignment->members[at] * D + d] - origin;
            sum += value;
            squares += value * value;
          }
        total += MAX (squares - sum * sum / (double) (end - start), 0.0);
      }
  return total;
}

static bool
make_room (IsoKmeans *kmeans, Assignment *assignment, GError **error)
{
  size_t N = kmeans->points.N, C = kmeans->cluster_count;
  kmeans->centers = iso_block_new (C, kmeans->points.D, sizeof (float), _("cluster means"), error);
  if (kmeans->centers == NULL)
    return false;
  kmeans->center_squares = g_new0 (float, C);
  kmeans->nearest = g_new (gint32, N);
  kmeans->distances = g_new (float, N);
  assignment->clusters = g_new (gint32, N);
  assignment->starts = g_new (size_t, C + 1);
  assignment->members = g_new (guint32, N);
  return true;
}

static void
clear_room (IsoKmeans *kmeans, Assignment *assignment)
{
  g_free (assignment->clusters);
  g_free (assignment->starts);
  g_free (assignment->members);
  g_free (kmeans->nearest);
  g_free (kmeans->distances);
  g_free (kmeans->center_squares);
  iso_block_free (kmeans->centers);
  iso_points_clear (&kmeans->points);
}

bool
iso_kmeans_cluster (gint32 *clusters, double *inertia, const float *embeddings, size_t N, size_t D, size_t cluster_count,
                    const IsoKmeansSettings *settings, IsoPool *pool, GCancellable *cancellable, GError **error)
{
  double best = 0.0;
  IsoKmeans kmeans = { .cluster_count = cluster_count, .pool = pool, .cancellable = cancellable };
  Assignment assignment = { .kmeans = &kmeans };
  g_assert (settings->restarts >= 1 && settings->iterations >= 1 && N < G_MAXINT32);
  g_assert (N == 0 || (cluster_count >= 1 && cluster_count <= N));
  if (!iso_points_init (&kmeans.points, embeddings, N, D, error))
    return false;
  bool done = N == 0 || make_room (&kmeans, &assignment, error);
  IsoRandom random;
  iso_random_init (&random, settings->seed, "clustering");
  for (int restart = 0; done && N > 0 && restart < settings->restarts && !g_cancellable_is_cancelled (cancellable); restart++)
    {
      double found = run_once (&assignment, settings, &random);
      if (restart > 0 && !(found < best))
        continue;
      best = found;
      memcpy (clusters, assignment.clusters, N * sizeof *clusters);
    }
  if (inertia != NULL)
    *inertia = 0.0;
  if (inertia != NULL && done && N > 0 && !g_cancellable_is_cancelled (cancellable))
    {
      memcpy (assignment.clusters, clusters, N * sizeof *clusters);
      *inertia = sum_of_squares (&assignment, embeddings);
    }
  clear_room (&kmeans, &assignment);
  if (!done || !g_cancellable_is_cancelled (cancellable))
    return done;
  g_set_error_literal (error, ISO_ERROR, ISO_ERROR_CANCELLED, _("the clustering was cancelled"));
  return false;
}
