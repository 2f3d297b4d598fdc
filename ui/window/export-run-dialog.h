/* Where a kept run is to be written, and in which formats: a row for each with what it is for, the folder, and what will be written. It
 * writes by itself, shows how far it is, and lets it be stopped; what went wrong is said here, and can be put right here.
 *
 * Signals:
 *   "exported" (char *folder, guint count)    count files are there; the dialog closes then */
#pragma once

#include <adwaita.h>

#include "ui/report/run-export.h"
#include "ui/session/shared-store.h"

/* To begin with. */
#define ISO_EXPORT_RUN_FORMATS ((IsoRunExportFormats) (ISO_RUN_EXPORT_HTML | ISO_RUN_EXPORT_CSV))

#define ISO_TYPE_EXPORT_RUN_DIALOG (iso_export_run_dialog_get_type ())
G_DECLARE_FINAL_TYPE (IsoExportRunDialog, iso_export_run_dialog, ISO, EXPORT_RUN_DIALOG, AdwWindow)

/* Takes a reference of the store. name: of the run, or NULL where it is not known. place: the folder in which the run gets one of its own, or NULL: the
 * user's documents. */
GtkWindow *iso_export_run_dialog_new (GtkWindow *parent, IsoSharedStore *store, gint64 run, const char *name,
                                      IsoRunExportFormats formats, const char *place);
IsoRunExportFormats iso_export_run_dialog_formats (IsoExportRunDialog *dialog);
const char *iso_export_run_dialog_place (IsoExportRunDialog *dialog);
/* As "place" above. */
void iso_export_run_dialog_set_place (IsoExportRunDialog *dialog, const char *place);
