#include "engine/projection/neighbor-change.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/base/checked.h"

static bool
holds (const guint32 *neighbors, size_t k, guint32 wanted)
{
  for (size_t i = 0; i < k; i++)
    if (neighbors[i] == wanted)
      return true;
  return false;
}

size_t
iso_neighbor_change_kept (const IsoNeighborChange *change, size_t sample)
{
  const guint32 *before = change->first->indices + sample * change->k, *after = change->second->indices + sample * change->k;
  size_t kept = 0;
  for (size_t i = 0; i < change->k; i++)
    kept += holds (after, change->k, before[i]);
  return kept;
}

/* There are k + 1 values that a share can have: counted and put in place, equal ones stay in their order. */
static void
sort_by_change (IsoNeighborChange *change, const guint32 *kept)
{
  g_autofree size_t *next = g_new0 (size_t, change->k + 2);
  for (size_t i = 0; i < change->N; i++)
    next[kept[i] + 1]++;
  for (size_t value = 1; value < change->k + 2; value++)
    next[value] += next[value - 1];
  for (size_t i = 0; i < change->N; i++)
    change->order[next[kept[i]]++] = (guint32) i;
}

static void
summarize (IsoNeighborChange *change)
{
  g_autofree guint32 *kept = g_new (guint32, MAX (change->N, 1));
  guint64 total = 0;
  for (size_t i = 0; i < change->N; i++)
    {
      kept[i] = (guint32) iso_neighbor_change_kept (change, i);
      total += kept[i];
      change->same += kept[i] == change->k;
      change->changed[i] = change->k > 0 ? (float) ((double) (change->k - kept[i]) / (double) change->k) : 0.0f;
    }
  change->kept = change->k > 0 ? (double) total / ((double) change->N * (double) change->k) : (double) NAN;
  sort_by_change (change, kept);
}

IsoNeighborChange *
iso_neighbor_change_new (const float *first, size_t first_D, const float *second, size_t second_D, size_t N, size_t k, IsoPool *pool,
                         GCancellable *cancellable, GError **error)
{
  g_autoptr (IsoNeighborChange) change = g_new0 (IsoNeighborChange, 1);
  iso_references_init (&change->references);
  change->N = N;
  change->first = iso_nearest_new (first, N, first_D, k, ISO_NEAREST_EXACT, 0, pool, cancellable, error);
  if (change->first == NULL)
    return NULL;
  change->second = iso_nearest_new (second, N, second_D, k, ISO_NEAREST_EXACT, 0, pool, cancellable, error);
  if (change->second == NULL)
    return NULL;
  change->k = change->first->k;
  change->changed = iso_block_new (MAX (N, 1), 1, sizeof (float), _("changed neighbors"), error);
  if (change->changed == NULL)
    return NULL;
  change->order = iso_block_new (MAX (N, 1), 1, sizeof (guint32), _("changed neighbors"), error);
  if (change->order == NULL)
    return NULL;
  summarize (change);
  return g_steal_pointer (&change);
}

IsoNeighborChange *
iso_neighbor_change_ref (IsoNeighborChange *change)
{
  iso_references_add (&change->references);
  return change;
}

void
iso_neighbor_change_unref (IsoNeighborChange *change)
{
  if (change == NULL || !iso_references_drop (&change->references))
    return;
  iso_nearest_free (change->first);
  iso_nearest_free (change->second);
  iso_block_free (change->changed);
  iso_block_free (change->order);
  g_free (change);
}
