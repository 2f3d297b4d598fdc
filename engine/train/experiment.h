/* A validated experiment: settings together with the data they fit, ready to be trained. Immutable, shared by reference. */
#pragma once

#include <gio/gio.h>

#include "engine/base/references.h"
#include "engine/train/checkpoint.h"
#include "engine/train/settings.h"

typedef struct {
  IsoSettings settings; /* as started */
  IsoDataset *dataset;
  IsoSplit split;
  gint32 *noisy_labels; /* (samples of the dataset): those to train on; NULL without label noise */
  IsoNormalizer normalizer;
  IsoNetwork *network;
  size_t class_count; /* classes of the training part */
  gint32 *classes;    /* (iso_dataset_class_count()): 0 … class_count − 1 in ascending order of label; −1 for those not trained */
  float *teacher_weights; /* (weight_count) of a fixed teacher; NULL with any other */
  IsoReferences references;
} IsoExperiment;

/* Loads the data (unless `dataset` is given, which must be what data.source means), splits it, checks every rule between settings
 * and data, builds the network's shape. ISO_ERROR_MEMORY where the run would not find the memory it wants. */
IsoExperiment *iso_experiment_new (const IsoSettings *settings, IsoDataset *dataset, GCancellable *cancellable, GError **error);
/* The same, to go on from a checkpoint under settings that are its own but for what may change: the data must be those it was
 * trained on, and a fixed teacher comes out of it, not from the file that it was once read from, unless the settings name another.
 * What may change: see engine/train/fork.h. */
IsoExperiment *iso_experiment_resume (const IsoCheckpoint *checkpoint, const IsoSettings *settings, IsoDataset *dataset,
                                      GCancellable *cancellable, GError **error);
IsoExperiment *iso_experiment_ref (IsoExperiment *experiment);
void iso_experiment_unref (IsoExperiment *experiment);

/* The labels that training goes by (batches, miner, loss): with data.label_noise some of the training part are wrong. Everything
 * else, evaluation of the training part and views included, goes by the true ones, iso_dataset_labels(). */
const gint32 *iso_experiment_training_labels (const IsoExperiment *experiment);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoExperiment, iso_experiment_unref)
