/* A run of the store, written into a folder in one go: all files of the formats asked for, or none. */
#pragma once

#include "ui/report/run-export.h"

typedef struct {
  gint64 run;
  IsoRunExportFormats formats; /* at least one */
  const char *folder;          /* made if need be; files of the same names are replaced, others stay */
  int epoch;                   /* a kept one, or −1: the last; see ui/report/kept-run.h */
  IsoExportProgress progress;  /* or NULL */
  gpointer data;               /* of progress */
} IsoKeptExport;

/* On the caller's thread, which no window's may be. *names: the files that were written, NULL-terminated, to be freed alone with
 * g_free(); or NULL. Errors of iso_kept_run_read(), iso_output_folder_claim() and iso_run_export_write(). */
bool iso_kept_export_write (const char ***names, IsoStore *store, const IsoKeptExport *export, GCancellable *cancellable,
                            GError **error);
