/* The gap between two parts of a dock, which a hand or the arrow keys move. Emits "moved" (by): pixels to the right or downwards since
 * "grasped" (). */
#pragma once

#include <gtk/gtk.h>

#define ISO_TYPE_DOCK_HANDLE (iso_dock_handle_get_type ())
G_DECLARE_FINAL_TYPE (IsoDockHandle, iso_dock_handle, ISO, DOCK_HANDLE, GtkWidget)

/* orientation: along which it moves. */
GtkWidget *iso_dock_handle_new (GtkOrientation orientation);
/* The share of the part before it, 0 … 1, for those who do not see it. */
void iso_dock_handle_describe (IsoDockHandle *handle, double share);
