#include "engine/projection/drift.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/linalg/finite.h"
#include "engine/projection/plane-tree.h"

/* Points of a task. */
#define BLOCK 512

typedef struct {
  const float *earlier, *later;
  IsoPlaneTree *trees[2]; /* of the earlier and of the later map */
  double *distances;      /* (2, N, k): to the neighbors in each map */
  IsoDrift *drift;
  GCancellable *cancellable;
} Comparison;

/* offset (2) = y(point) − the mean of its neighbors, in map (N, 2). The neighbors are taken relative to the point, so that a shift
 * does not cost digits. */
static void
find_offset (double offset[2], const float *map, size_t point, const guint32 *neighbors, size_t k)
{
  for (size_t axis = 0; axis < 2; axis++)
    {
      double sum = 0.0;
      for (size_t n = 0; n < k; n++)
        sum += (double) map[2 * point + axis] - (double) map[2 * neighbors[n] + axis];
      offset[axis] = sum / (double) k;
    }
}

static size_t
count_changed (const guint32 *before, const guint32 *after, size_t k)
{
  size_t changed = 0;
  for (size_t a = 0; a < k; a++)
    {
      bool is_kept = false;
      for (size_t b = 0; b < k && !is_kept; b++)
        is_kept = before[a] == after[b];
      changed += !is_kept;
    }
  return changed;
}

/* Displacements as lengths in the map, and changed neighbors. */
static void
compare_block (void *data, size_t block)
{
  Comparison *comparison = data;
  IsoDrift *drift = comparison->drift;
  size_t N = drift->N, k = drift->k;
  g_autofree guint32 *before = g_new (guint32, k), *after = g_new (guint32, k);
  if (g_cancellable_is_cancelled (comparison->cancellable))
    return;
  for (size_t i = block * BLOCK; i < MIN ((block + 1) * BLOCK, N); i++)
    {
      double *squares = comparison->distances + i * k, offsets[2][2];
      iso_plane_tree_nearest (comparison->trees[0], before, squares, i, k);
      iso_plane_tree_nearest (comparison->trees[1], after, squares + N * k, i, k);
      find_offset (offsets[0], comparison->earlier, i, before, k);
      find_offset (offsets[1], comparison->later, i, before, k);
      drift->displacement[i] = (float) hypot (offsets[1][0] - offsets[0][0], offsets[1][1] - offsets[0][1]);
      drift->changed[i] = (float) ((double) count_changed (before, after, k) / (double) k);
    }
}

static int
compare_doubles (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;
  return x < y ? -1 : x > y;
}

/* values (count > 0) are put in order. */
static double
median_of (double *values, size_t count)
{
  qsort (values, count, sizeof *values, compare_doubles);
  return 0.5 * (values[(count - 1) / 2] + values[count / 2]);
}

/* The median distance of neighbors in the earlier map, in the later one, or 0. More than half of the points may stand in pairs in one
 * place: then the median of those that do not. */
static double
find_scale (double *squares, size_t count)
{
  for (int map = 0; map < 2; map++)
    {
      double *values = squares + (size_t) map * count, median = median_of (values, count);
      size_t zeros = 0;
      while (zeros < count && !(values[zeros] > 0.0))
        zeros++;
      if (!(median > 0.0) && zeros < count)
        median = median_of (values + zeros, count - zeros);
      if (median > 0.0)
        return sqrt (median);
    }
  return 0.0;
}

static void
summarize (Comparison *comparison)
{
  IsoDrift *drift = comparison->drift;
  size_t N = drift->N;
  double scale = find_scale (comparison->distances, N * drift->k), factor = scale > 0.0 ? 1.0 / scale : 0.0;
  g_autofree double *sorted = g_new (double, N);
  for (size_t i = 0; i < N; i++)
    {
      sorted[i] = factor * (double) drift->displacement[i];
      drift->displacement[i] = (float) sorted[i];
      drift->mean_displacement += sorted[i] / (double) N;
      drift->mean_changed += (double) drift->changed[i] / (double) N;
      drift->moved += drift->changed[i] > 0.0f ? 1.0 / (double) N : 0.0;
    }
  drift->median_displacement = median_of (sorted, N);
}

static bool
compare_maps (Comparison *comparison, IsoPool *pool, GError **error)
{
  IsoDrift *drift = comparison->drift;
  comparison->trees[0] = iso_plane_tree_new (comparison->earlier, drift->N, error);
  comparison->trees[1] = comparison->trees[0] == NULL ? NULL : iso_plane_tree_new (comparison->later, drift->N, error);
  if (comparison->trees[1] == NULL)
    return false;
  iso_pool_run (pool, (drift->N + BLOCK - 1) / BLOCK, compare_block, comparison);
  if (g_cancellable_is_cancelled (comparison->cancellable))
    {
      g_set_error_literal (error, ISO_ERROR, ISO_ERROR_CANCELLED, _("cancelled"));
      return false;
    }
  summarize (comparison);
  return true;
}

IsoDrift *
iso_drift_new (const float *earlier, const float *later, size_t N, size_t k, IsoPool *pool, GCancellable *cancellable, GError **error)
{
  g_autoptr (IsoDrift) drift = g_new0 (IsoDrift, 1);
  g_assert (k > 0);
  drift->N = N;
  drift->k = MIN (k, MAX (N, 1) - 1);
  drift->displacement = iso_block_new (MAX (N, 1), 1, sizeof (float), _("drift"), error);
  drift->changed = drift->displacement == NULL ? NULL : iso_block_new (MAX (N, 1), 1, sizeof (float), _("drift"), error);
  if (drift->changed == NULL || !iso_check_finite (earlier, N, 2, error) || !iso_check_finite (later, N, 2, error))
    return NULL;
  if (drift->k == 0)
    return g_steal_pointer (&drift);
  Comparison comparison = { .earlier = earlier, .later = later, .drift = drift, .cancellable = cancellable };
  comparison.distances = iso_block_new (2 * N, drift->k, sizeof (double), _("drift"), error);
  bool done = comparison.distances != NULL && compare_maps (&comparison, pool, error);
  iso_plane_tree_free (comparison.trees[0]);
  iso_plane_tree_free (comparison.trees[1]);
  iso_block_free (comparison.distances);
  return done ? g_steal_pointer (&drift) : NULL;
}

void
iso_drift_free (IsoDrift *drift)
{
  if (drift == NULL)
    return;
  iso_block_free (drift->displacement);
  iso_block_free (drift->changed);
  g_free (drift);
}
