/* A run that was recorded elsewhere becomes one of the store. */
#pragma once

#include "engine/store/archive-run.h"
#include "engine/store/store.h"

/* All rows of the run and the folder of its files (what archive->kept and archive->files say, and nothing else; of the same file system
 * as the store) in one transaction; the folder is moved. Returns the id. 0 and ISO_ERROR_FILE: nothing was changed, and the folder is
 * still there. */
gint64 iso_store_adopt (IsoStore *store, const IsoArchiveRun *archive, IsoHistory *history, const char *folder, GError **error);
