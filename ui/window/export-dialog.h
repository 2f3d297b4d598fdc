/* How a figure is to leave the window: its size, the scale of a PNG of it, its style. Responses: "save", "copy" and "cancel". */
#pragma once

#include <adwaita.h>

typedef enum { ISO_EXPORT_AS_WINDOW, ISO_EXPORT_LIGHT, ISO_EXPORT_DARK } IsoExportStyle;

typedef struct {
  int width, height; /* units */
  int scale;         /* 1 … 3 pixels in a unit */
  IsoExportStyle style;
} IsoExportLook;

#define ISO_EXPORT_LOOK_DEFAULT { 1200, 800, 2, ISO_EXPORT_AS_WINDOW }
#define ISO_EXPORT_LEAST_WIDTH 480
#define ISO_EXPORT_LEAST_HEIGHT 320
#define ISO_EXPORT_MOST_SIDE 4000
#define ISO_EXPORT_MOST_SCALE 3

#define ISO_TYPE_EXPORT_DIALOG (iso_export_dialog_get_type ())
G_DECLARE_FINAL_TYPE (IsoExportDialog, iso_export_dialog, ISO, EXPORT_DIALOG, AdwMessageDialog)

/* title: of what is exported; look: to begin with. */
GtkWindow *iso_export_dialog_new (GtkWindow *parent, const char *title, const IsoExportLook *look);
void iso_export_dialog_get_look (IsoExportDialog *dialog, IsoExportLook *look);
