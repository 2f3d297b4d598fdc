/* A validated experiment: settings together with the data they fit, ready to be trained. Immutable, shared by reference. */
#pragma once

#include <gio/gio.h>

#include "engine/base/references.h"
#include "engine/train/settings.h"

typedef struct {
  IsoSettings settings; /* as started */
  IsoDataset *dataset;
  IsoSplit split;
  IsoNormalizer normalizer;
  IsoNetwork *network;
  IsoReferences references;
} IsoExperiment;

/* Loads the data (unless `dataset` is given, which must be what data.source means), splits it, checks every rule between settings
 * and data, builds the network's shape. ISO_ERROR_MEMORY where the run would not find the memory it wants. */
IsoExperiment *iso_experiment_new (const IsoSettings *settings, IsoDataset *dataset, GCancellable *cancellable, GError **error);
IsoExperiment *iso_experiment_ref (IsoExperiment *experiment);
void iso_experiment_unref (IsoExperiment *experiment);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoExperiment, iso_experiment_unref)
