/* Epochs that were read from the store, kept in memory while there is room: those that were shown last stay. Of one run; main context. */
#pragma once

#include "engine/train/snapshot.h"

/* What is kept of an epoch; either may be NULL. */
typedef struct {
  int epoch; /* −1: none */
  int batch_epoch; /* of which the batch was kept */
  IsoEpochSnapshot *snapshot;
  IsoBatchSnapshot *batch;
} IsoPast;

#define ISO_PAST_NONE { .epoch = -1 }

/* *to, cleared before, shares what `from` has. */
void iso_past_set (IsoPast *to, const IsoPast *from);
void iso_past_clear (IsoPast *past);
/* Bytes that it takes. */
guint64 iso_past_size (const IsoPast *past);

typedef struct _IsoPastCache IsoPastCache;

/* room: bytes. */
IsoPastCache *iso_past_cache_new (guint64 room);
void iso_past_cache_free (IsoPastCache *cache);

/* Shares what the past has. What was used longest ago gives way; what is larger than all the room is not taken. */
void iso_past_cache_add (IsoPastCache *cache, const IsoPast *past);
/* Borrowed until the next call that adds or empties; NULL where it is not there. */
const IsoPast *iso_past_cache_find (IsoPastCache *cache, int epoch);
bool iso_past_cache_has (const IsoPastCache *cache, int epoch);
void iso_past_cache_empty (IsoPastCache *cache);
guint64 iso_past_cache_size (const IsoPastCache *cache);
guint64 iso_past_cache_room (const IsoPastCache *cache);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (IsoPast, iso_past_clear)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoPastCache, iso_past_cache_free)
