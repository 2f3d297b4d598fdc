/* A run of the store, as exports want it.
 *
 *     g_autoptr (IsoKeptRun) kept = iso_kept_run_read (store, id, ISO_RUN_EXPORT_HTML, -1, NULL, &error);
 *     iso_run_export_write (folder, ISO_RUN_EXPORT_HTML, &kept->export, &error);
 *
 * Read is what the formats want and no more: of those that show neither embeddings nor figures the data need not even be there. A page
 * is written without the data too, and says what it lacks. */
#pragma once

#include "ui/report/run-export.h"

typedef struct {
  IsoRunExport export; /* of what follows; progress and cancellable are the caller's to set */
  IsoRun *run;
  IsoRunReport report;
  IsoSettings settings;
  IsoHistory *history;
  IsoExperiment *experiment; /* NULL where it is not wanted or cannot be had, as the next two */
  IsoEpochSnapshot *epoch;
  IsoBatchSnapshot *probe;
  char *checkpoint, *failure, *lack; /* as in the export and the report */
} IsoKeptRun;

/* epoch: a kept one, whose embeddings, batch and weights are meant; −1: the last there is of each. The store must live as long. Reads
 * files, and the data: not for the thread of a window. ISO_ERROR_ARGUMENT where there is no such run, or nothing is kept of such an
 * epoch; ISO_ERROR_CANCELLED; what the store cannot read. */
IsoKeptRun *iso_kept_run_read (IsoStore *store, gint64 id, IsoRunExportFormats formats, int epoch, GCancellable *cancellable,
                               GError **error);
void iso_kept_run_free (IsoKeptRun *kept);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoKeptRun, iso_kept_run_free)
