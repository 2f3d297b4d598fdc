/* A sweep's runs kept in a folder: plan.json (the file of the sweep), runs/ with one small file for each run, and at the end runs.csv,
 * settings.csv and results.json. Each file is written beside its name and moved in place, so that several machines may share the folder, each with
 * its part of the sweep, and whatever is broken off leaves only whole files. */
#pragma once

#include "engine/sweep/results.h"

typedef struct _IsoSweepFolder IsoSweepFolder;

/* Makes it where it is missing. The plan must stay. Without `resume` a folder that holds runs of this sweep is refused, and one with
 * another sweep always. ISO_ERROR_FILE, ISO_ERROR_ARGUMENT. */
IsoSweepFolder *iso_sweep_folder_open (const char *path, const IsoSweepPlan *plan, bool resume, GError **error);
void iso_sweep_folder_free (IsoSweepFolder *folder);

/* Looks for every point of the plan and takes into the results what is there. A file that cannot be read counts as missing. */
void iso_sweep_folder_read (IsoSweepFolder *folder, IsoSweepResults *results);
/* Whether it was there when read, and how it ended: ISO_SWEEP_INTERRUPTED where it was not. */
IsoSweepEnd iso_sweep_folder_end_of (const IsoSweepFolder *folder, size_t point);

/* ISO_ERROR_FILE. */
bool iso_sweep_folder_keep (IsoSweepFolder *folder, size_t point, const IsoSweepOutcome *outcome, GError **error);
bool iso_sweep_folder_write_tables (IsoSweepFolder *folder, const IsoSweepResults *results, GError **error);

const char *iso_sweep_folder_path (const IsoSweepFolder *folder);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoSweepFolder, iso_sweep_folder_free)
