/* The folder of a run's files, runs/UUID in the store's. */
#pragma once

#include "engine/store/database.h"

/* The kinds of file in it, in the order of the columns of `kept`. */
typedef enum { ISO_RUN_FILE_CHECKPOINT, ISO_RUN_FILE_EMBEDDINGS, ISO_RUN_FILE_BATCH, ISO_RUN_FILE_COUNT } IsoRunFile;

/* "checkpoint-3.safetensors", newly allocated; the kind called "checkpoint", ISO_RUN_FILE_COUNT where there is none. */
char *iso_run_file_name (IsoRunFile kind, int epoch);
IsoRunFile iso_run_file_find (const char *kind);

/* Its path; newly allocated. */
char *iso_run_folder (const char *store_folder, const char *uuid);

/* Removes it with what is in it; what cannot be removed is left. */
void iso_run_folder_remove (const char *folder);

/* What programs that were killed have left behind: runs that say they go on although nobody records them become interrupted ones; files
 * that were not yet complete, or of which no row says that they are kept, and folders without a run are removed. Errors are let be:
 * the next who records tries again. */
void iso_run_folder_sweep (IsoDatabase *database, const char *store_folder);
