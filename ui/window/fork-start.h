/* Where a fork begins: what a kept epoch says of itself. */
#pragma once

#include "engine/store/store.h"

typedef struct {
  char *name;           /* of the run */
  int epoch;            /* that had ended: the one asked for, else the last before it whose state is kept, else the first after it */
  guint64 step;
  IsoSettings settings; /* in force then */
} IsoForkStart;

/* Of the store in that folder; epoch −1: the last whose state is kept. Not for the window's thread. ISO_ERROR_ARGUMENT where there is no
 * such run or nothing is kept of it that could be gone on from; errors of iso_store_open() and iso_checkpoint_open(). */
IsoForkStart *iso_fork_start_read (const char *folder, gint64 run, int epoch, GError **error);
void iso_fork_start_free (IsoForkStart *start);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoForkStart, iso_fork_start_free)
