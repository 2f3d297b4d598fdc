/* history.safetensors of an exported run: the tensors steps (T, 27) and epochs (E, 91) of doubles, rows as engine/train/history-rows.h has
 * them. */
#pragma once

#include "engine/train/history.h"

/* steps: of IsoStepRecord; epochs: of IsoEpochRecord. ISO_ERROR_FILE, ISO_ERROR_MEMORY. */
bool iso_archive_history_write (const char *path, const GArray *steps, const GArray *epochs, GError **error);

/* Appends exactly step_count and epoch_count records to the history, whose order must be that of a run: steps from 1 on without a gap,
 * evaluations after one another and none after the last step. ISO_ERROR_FILE, ISO_ERROR_FORMAT. */
bool iso_archive_history_read (IsoHistory *history, const char *path, guint64 step_count, size_t epoch_count, GError **error);
