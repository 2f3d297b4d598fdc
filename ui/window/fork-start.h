/* Where a fork begins: what a kept epoch says of itself. */
#pragma once

#include "engine/store/store.h"

typedef struct {
  char *name;           /* of the run */
  int epoch;            /* that had ended */
  guint64 step;
  IsoSettings settings; /* in force then */
} IsoForkStart;

/* Of the store in that folder; epoch −1: the last that has a checkpoint. Not for the window's thread. Errors of iso_store_open(),
 * iso_store_find() and iso_store_file(). */
IsoForkStart *iso_fork_start_read (const char *folder, gint64 run, int epoch, GError **error);
void iso_fork_start_free (IsoForkStart *start);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoForkStart, iso_fork_start_free)
