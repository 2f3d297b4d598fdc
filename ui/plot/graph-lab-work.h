/* What the kNN lab has measured on a worker: the graph of one batch for many k. Request and result of an IsoLatestJob. */
#pragma once

#include <gio/gio.h>

#include "engine/distill/graph-statistics.h"
#include "engine/train/snapshot.h"

typedef struct {
  IsoBatchSnapshot *snapshot;
  IsoDistillSettings settings;
  IsoGraphSweep *sweep; /* of the result */
} IsoLabWork;

/* Takes a reference of the snapshot. */
IsoLabWork *iso_lab_work_new (IsoBatchSnapshot *snapshot, const IsoDistillSettings *settings);
void iso_lab_work_free (gpointer work);

/* An IsoLabWork for an IsoLabWork, with its sweep; NULL with what iso_graph_sweep_new() fails with. Any thread. */
gpointer iso_lab_work_measure (gpointer request, GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoLabWork, iso_lab_work_free)
