/* One of n parts of a list that is split among machines, each of which knows only the list, its own number and n: every place of the list
 * is in exactly one part. */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct {
  size_t part, parts; /* 1 ≤ part ≤ parts */
} IsoShard;

#define ISO_SHARD_ALL ((IsoShard){ 1, 1 })
#define ISO_SHARD_MOST 100000

/* "2/8". ISO_ERROR_ARGUMENT, which names `option`. */
bool iso_shard_parse (IsoShard *shard, const char *option, const char *text, GError **error);

/* Dealt out like cards: places that lie side by side, often alike in how long they take, go to different parts. */
static inline bool
iso_shard_has (IsoShard shard, size_t place)
{
  return place % shard.parts == shard.part - 1;
}
