/* A kept epoch, looked back on: what the window shows of a run while it goes on, read from the store again. What is read is checked
 * against the experiment that it is said to be of: files may be cut off, damaged or of another run, and nothing of that reaches a view.
 *
 * All of it reads files or the database: not for the thread of a window. Any other thread may call.
 *
 * Errors are ISO_ERROR_ARGUMENT where there is no such run, nothing of that kind is kept of the epoch, or the data are others than
 * the run's; ISO_ERROR_FILE, naming the path; ISO_ERROR_FORMAT and ISO_ERROR_NUMERIC, naming the file, what was found and what was
 * expected; ISO_ERROR_MEMORY. */
#pragma once

#include <gio/gio.h>

#include "engine/store/store.h"
#include "engine/train/snapshot.h"

/* Those in force when `step` steps were taken: the ones that the run began with, with all changes of steps up to it. A fork begins
 * where its parent began, for its past is the parent's; where that is no longer in the store, the fork's own hold for what nothing
 * tells. */
bool iso_store_read_settings_at (IsoSettings *settings, IsoStore *store, gint64 run, guint64 step, GError **error);

/* The run's experiment as it was started. dataset: the run's data, wherever they were read from; NULL: they are read again, from where
 * its settings say. ISO_ERROR_CANCELLED, and whatever iso_source_load() and iso_experiment_new() refuse. */
IsoExperiment *iso_store_read_experiment (IsoStore *store, gint64 run, IsoDataset *dataset, GCancellable *cancellable, GError **error);

/* The end of a kept epoch: embeddings of the test samples, which must be those of experiment->split.test, and the scores of that
 * evaluation (NAN where there was none). Of training samples and of single classes nothing is kept. */
IsoEpochSnapshot *iso_store_read_epoch (IsoStore *store, gint64 run, int epoch, IsoExperiment *experiment, GError **error);

/* The probe batch as it then stood, under the distillation settings then in force. Loss and divergence are NAN, and each sample's
 * place is its row: how the batch had been drawn is not kept. */
IsoBatchSnapshot *iso_store_read_batch (IsoStore *store, gint64 run, int epoch, IsoExperiment *experiment, GError **error);
