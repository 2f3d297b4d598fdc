/* Where a figure, or its numbers, are to be saved: the dialog for a file's name, in the formats that there are. */
#pragma once

#include "ui/figure/figure-file.h"
#include "ui/window/export-dialog.h"

/* name: of the file, without its ending; folder: to begin in, or NULL. Modal; the caller's. */
GtkFileChooserNative *iso_export_chooser_new (GtkWindow *parent, const char *name, gboolean is_picture, GFile *folder);
/* The format of the filter chosen; the first where the chooser does not tell. */
IsoFigureFormat iso_export_chooser_format (GtkFileChooser *chooser, gboolean is_picture);

/* Whoever types a name without an ending means the kind chosen; what is there under that name is not replaced unasked. Newly allocated. */
char *iso_export_path (const char *path, IsoFigureFormat format);

/* As it is to be drawn now. */
IsoFigureLook iso_export_figure_look (const IsoExportLook *look);
