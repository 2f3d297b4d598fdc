/* The files that train --out writes: metrics.csv, steps.csv, embeddings.npy, labels.npy, configuration.json,
 * journal.json, checkpoint.safetensors, skipped.txt where data were left out, and those that are asked for besides (run-export.h). */
#pragma once

#include "engine/export/output-folder.h"
#include "engine/train/runner.h"
#include "ui/report/run-export.h"

/* All that may be written, NULL-terminated, for iso_output_folder_claim(); free the list alone with g_free(). */
const char **iso_run_output_names (IsoRunExportFormats formats);

/* run: with an evaluation, whose test embeddings and labels are kept; runner: for the checkpoint, of which the weights are taken. Where
 * a format cannot be written, the run's own files are there all the same. */
bool iso_run_output_write (IsoOutputFolder *folder, const IsoRunExport *run, IsoRunExportFormats formats, IsoRunner *runner,
                           GError **error);
