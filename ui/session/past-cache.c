#include "ui/session/past-cache.h"

struct _IsoPastCache {
  guint64 room, size;
  GArray *pasts; /* of IsoPast, the one used last at the end */
};

void
iso_past_clear (IsoPast *past)
{
  g_clear_pointer (&past->snapshot, iso_epoch_snapshot_unref);
  g_clear_pointer (&past->batch, iso_batch_snapshot_unref);
  past->epoch = -1;
}

void
iso_past_set (IsoPast *to, const IsoPast *from)
{
  IsoPast shared = *from;
  if (shared.snapshot != NULL)
    iso_epoch_snapshot_ref (shared.snapshot);
  if (shared.batch != NULL)
    iso_batch_snapshot_ref (shared.batch);
  iso_past_clear (to);
  *to = shared;
}

guint64
iso_past_size (const IsoPast *past)
{
  guint64 values = 0;
  if (past->snapshot != NULL)
    values += (guint64) past->snapshot->N * past->snapshot->D;
  if (past->batch != NULL)
    values += (guint64) past->batch->B * (past->batch->D + 2 * past->batch->B);
  return values * sizeof (float);
}

static void
clear_past (void *past)
{
  iso_past_clear (past);
}

IsoPastCache *
iso_past_cache_new (guint64 room)
{
  IsoPastCache *cache = g_new0 (IsoPastCache, 1);
  cache->room = room;
  cache->pasts = g_array_new (FALSE, FALSE, sizeof (IsoPast));
  g_array_set_clear_func (cache->pasts, clear_past);
  return cache;
}

void
iso_past_cache_free (IsoPastCache *cache)
{
  if (cache == NULL)
    return;
  g_array_unref (cache->pasts);
  g_free (cache);
}

static IsoPast *
past_at (const IsoPastCache *cache, guint place)
{
  return &g_array_index (cache->pasts, IsoPast, place);
}

/* The number of pasts where it is not there. */
static guint
place_of (const IsoPastCache *cache, int epoch)
{
  guint place = 0;
  while (place < cache->pasts->len && past_at (cache, place)->epoch != epoch)
    place++;
  return place;
}

static void
drop (IsoPastCache *cache, guint place)
{
  cache->size -= iso_past_size (past_at (cache, place));
  g_array_remove_index (cache->pasts, place);
}

void
iso_past_cache_add (IsoPastCache *cache, const IsoPast *past)
{
  guint64 size = iso_past_size (past);
  IsoPast own = ISO_PAST_NONE;
  guint place = place_of (cache, past->epoch);
  if (size > cache->room)
    return;
  iso_past_set (&own, past);
  if (place < cache->pasts->len)
    drop (cache, place);
  while (cache->size + size > cache->room)
    drop (cache, 0);
  g_array_append_val (cache->pasts, own);
  cache->size += size;
}

const IsoPast *
iso_past_cache_find (IsoPastCache *cache, int epoch)
{
  guint place = place_of (cache, epoch), last = cache->pasts->len - 1;
  if (place == cache->pasts->len)
    return NULL;
  IsoPast found = *past_at (cache, place);
  for (; place < last; place++)
    *past_at (cache, place) = *past_at (cache, place + 1);
  *past_at (cache, last) = found;
  return past_at (cache, last);
}

bool
iso_past_cache_has (const IsoPastCache *cache, int epoch)
{
  return place_of (cache, epoch) < cache->pasts->len;
}

void
iso_past_cache_empty (IsoPastCache *cache)
{
  g_array_set_size (cache->pasts, 0);
  cache->size = 0;
}

guint64
iso_past_cache_size (const IsoPastCache *cache)
{
  return cache->size;
}

guint64
iso_past_cache_room (const IsoPastCache *cache)
{
  return cache->room;
}
