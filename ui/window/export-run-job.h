/* Writes a kept run into a folder on a worker, in the formats of other tools (ui/report/kept-export.h). Counted; main thread. */
#pragma once

#include "ui/report/run-export.h"
#include "ui/session/shared-store.h"

typedef struct _IsoExportRunJob IsoExportRunJob;

/* count: files that were written, 0 with an error, which is the caller's to look at only. Nothing is there of a run whose export failed or
 * was cancelled (ISO_ERROR_CANCELLED). */
typedef void (*IsoExportRunDone) (GObject *owner, guint count, const GError *error);

/* Takes a reference of the store, copies folder. `done` is called on the main thread, unless the owner, of which no reference is held, is
 * gone by then. */
IsoExportRunJob *iso_export_run_job_start (GObject *owner, IsoSharedStore *store, gint64 run, IsoRunExportFormats formats,
                                           const char *folder, IsoExportRunDone done);
/* How far it is, 0 … 1; *what: what is being done, translated and static. */
double iso_export_run_job_share (IsoExportRunJob *job, const char **what);
/* It ends soon, by itself. */
void iso_export_run_job_cancel (IsoExportRunJob *job);
/* The caller's reference; what was begun goes on. */
void iso_export_run_job_unref (IsoExportRunJob *job);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoExportRunJob, iso_export_run_job_unref)
