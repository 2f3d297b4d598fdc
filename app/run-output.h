/* The files that train --out writes: metrics.csv, steps.csv, embeddings.npy, labels.npy, configuration.json,
 * journal.json, checkpoint.safetensors, and skipped.txt where data were left out. */
#pragma once

#include "app/output-folder.h"
#include "app/run-report.h"
#include "engine/train/runner.h"

/* NULL-terminated, for iso_output_folder_claim(). */
extern const char *const iso_run_output_names[];

/* snapshot: the last evaluation, for the test embeddings and labels; runner: for the checkpoint. */
bool iso_run_output_write (IsoOutputFolder *folder, const IsoRunReport *report, const IsoEpochSnapshot *snapshot, IsoRunner *runner,
                           GError **error);
