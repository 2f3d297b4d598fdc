/* What writing and reading of run.json share. */
#pragma once

#include "engine/store/archive-run.h"
#include "engine/store/run-folder.h"

#define ISO_ARCHIVE_RUN_FORMAT 1

/* Of its lists, NULL-terminated. */
#define ISO_ARCHIVE_KEPT_COLUMNS 2
#define ISO_ARCHIVE_EVENT_COLUMNS 5
#define ISO_ARCHIVE_FILE_COLUMNS 3
extern const char *const iso_archive_kept_columns[];
extern const char *const iso_archive_event_columns[];
extern const char *const iso_archive_file_columns[];

/* The kind and epoch of a file's name; false where it is not what iso_run_file_name() makes of any. */
bool iso_archive_run_place (IsoRunFile *kind, int *epoch, const char *name);
