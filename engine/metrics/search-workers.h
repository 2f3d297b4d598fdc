/* What a thread needs to search for neighbors: a tile of products, lists of candidates, room to rank them. One for each thread of a
 * pool, lent to whichever block of work runs at the moment. */
#pragma once

#include <stdatomic.h>

#include "engine/metrics/candidates.h"

typedef struct {
  float *products;          /* (tile) */
  guint32 *neighbors;       /* (longest) */
  IsoCandidates candidates; /* of some rows */
  IsoRankScratch scratch;
  atomic_bool taken;
} IsoSearchWorker;

typedef struct {
  IsoSearchWorker *workers; /* (count) */
  size_t count;
} IsoSearchWorkers;

/* longest: keys in the list of a row at most. rows: whose candidates a worker keeps, of points, `wanted` of each (both outlive the
 * workers); 0: none. To be cleared also where it fails, with ISO_ERROR_MEMORY. */
bool iso_search_workers_init (IsoSearchWorkers *workers, size_t count, size_t tile, size_t longest, const IsoPoints *points,
                              const guint32 *wanted, size_t rows, GError **error);
void iso_search_workers_clear (IsoSearchWorkers *workers);

/* For a block that runs on a pool of `count` threads: one is always free. */
IsoSearchWorker *iso_search_workers_claim (IsoSearchWorkers *workers);
void iso_search_worker_release (IsoSearchWorker *worker);
