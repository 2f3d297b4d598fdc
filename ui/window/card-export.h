/* What a card shows, taken away from any window: the dialog of its look, a file chosen, a worker that writes; or its picture on the
 * clipboard. One at a time a window.
 *
 *     window->export = iso_card_export_new (GTK_WINDOW (window), say, window);
 *     iso_card_export_figure (window->export, card);
 */
#pragma once

#include <adwaita.h>

#include "ui/figure/figure-file.h"
#include "ui/plot/view-card.h"

typedef struct _IsoCardExport IsoCardExport;

/* Told what came of it, one sentence. */
typedef void (*IsoCardExportSay) (const char *text, gpointer data);

/* window: borrowed, frees this when it is disposed. */
IsoCardExport *iso_card_export_new (GtkWindow *window, IsoCardExportSay say, gpointer data);
void iso_card_export_free (IsoCardExport *export);

/* Its picture, after a dialog; its numbers, at once to the choice of a file. A card that shows nothing is told of. */
void iso_card_export_figure (IsoCardExport *export, IsoViewCard *card);
void iso_card_export_numbers (IsoCardExport *export, IsoViewCard *card);
/* Its picture as it was exported last, onto the clipboard. */
void iso_card_export_copy (IsoCardExport *export, IsoViewCard *card);

/* Writes what was taken last there: the path's ending decides the kind of file; for tests. */
void iso_card_export_write (IsoCardExport *export, const char *path);
