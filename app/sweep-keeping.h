/* Where the runs of a sweep are kept while isotherm-cli runs it: a folder, the store of runs, or nowhere. */
#pragma once

#include "engine/sweep/folder.h"
#include "engine/sweep/queue.h"
#include "engine/sweep/store.h"

typedef struct {
  const IsoSweepPlan *plan;
  IsoSweepResults *results;
  IsoSweepFolder *folder; /* or NULL, */
  IsoSweepStore *store;   /* or NULL: one of them at most */
  bool retry;             /* failed runs are not done */
  GAsyncQueue *lines;     /* of char *: what there is to say of runs that have ended, taken by the thread that prints */
} IsoSweepKeeping;

/* path: of the folder, “store”, or NULL. Reads what is there already. */
bool iso_sweep_keeping_init (IsoSweepKeeping *keeping, const IsoSweepPlan *plan, const char *path, bool resume, bool retry,
                             GError **error);
void iso_sweep_keeping_clear (IsoSweepKeeping *keeping);

/* Once more, what other machines may have added meanwhile. */
bool iso_sweep_keeping_read (IsoSweepKeeping *keeping, GError **error);
/* Whether anything is kept. */
bool iso_sweep_keeping_keeps (const IsoSweepKeeping *keeping);

/* As the queue wants it; keeping must stay. */
IsoSweepKeeper iso_sweep_keeping_keeper (IsoSweepKeeping *keeping);
