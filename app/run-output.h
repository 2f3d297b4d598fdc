/* The folder that train --out fills: metrics.csv, steps.csv, embeddings.npy, labels.npy, configuration.json.
 *
 * The folder is claimed before training, so that a run of an hour does not end in a refusal; the files are written to a hidden
 * folder within it and moved in place together, so that an error leaves nothing half done.
 */
#pragma once

#include "app/run-report.h"

typedef struct {
  char *path;
  GPtrArray *created; /* folders made for it, outermost first */
} IsoRunOutput;

/* Makes the folder, parents included, or takes it if it is empty or `force` is given. ISO_ERROR_FILE. */
bool iso_run_output_claim (IsoRunOutput *output, const char *path, bool force, GError **error);

/* snapshot: the last evaluation, for the test embeddings and labels. */
bool iso_run_output_write (IsoRunOutput *output, const IsoRunReport *report, const IsoEpochSnapshot *snapshot, GError **error);

/* Removes the folders that were made, as far as they are empty. */
void iso_run_output_abandon (IsoRunOutput *output);
void iso_run_output_clear (IsoRunOutput *output);
