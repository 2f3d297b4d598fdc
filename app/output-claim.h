/* The folder of --out: claimed before the work (engine/export/output-folder.h), and not one that has files in it unless --force is
 * given. */
#pragma once

#include "engine/export/output-folder.h"

/* As iso_output_folder_claim(); ISO_ERROR_ARGUMENT where nothing is named, ISO_ERROR_FILE where something is there. */
bool iso_output_claim (IsoOutputFolder *folder, const char *const *names, const char *path, bool force, GError **error);

/* That alone: ISO_ERROR_FILE where the folder has files in it and may not be written into. */
bool iso_output_check_empty (const char *path, bool force, GError **error);
