/* Where what is kept of runs is read from, by workers: a store, or what a test makes up. Counted; any thread may read. */
#pragma once

#include <gio/gio.h>

#include "engine/store/run.h"

typedef struct {
  /* Of IsoKeptEpoch, ascending. */
  bool (*kept) (GArray **kept, gpointer data, gint64 run, GError **error);
  /* dataset: the run's data, if they are at hand, else NULL. */
  IsoExperiment *(*experiment) (gpointer data, gint64 run, IsoDataset *dataset, GCancellable *cancellable, GError **error);
  IsoEpochSnapshot *(*epoch) (gpointer data, gint64 run, int epoch, IsoExperiment *experiment, GError **error);
  IsoBatchSnapshot *(*batch) (gpointer data, gint64 run, int epoch, IsoExperiment *experiment, GError **error);
  GDestroyNotify free; /* of the data */
} IsoRunSourceKind;

typedef struct {
  int holders; /* atomic */
  const IsoRunSourceKind *kind;
  gpointer data;
} IsoRunSource;

/* kind: of static storage. Takes the data over. */
IsoRunSource *iso_run_source_new (const IsoRunSourceKind *kind, gpointer data);
IsoRunSource *iso_run_source_ref (IsoRunSource *source);
void iso_run_source_unref (IsoRunSource *source);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoRunSource, iso_run_source_unref)
