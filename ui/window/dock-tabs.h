/* The tabs above the views of one frame of the dock. Emits "chosen" (id) when one is pressed. */
#pragma once

#include <gtk/gtk.h>

#define ISO_TYPE_DOCK_TABS (iso_dock_tabs_get_type ())
G_DECLARE_FINAL_TYPE (IsoDockTabs, iso_dock_tabs, ISO, DOCK_TABS_WIDGET, GtkBox)

GtkWidget *iso_dock_tabs_new (void);

/* icon_name may be NULL; view: what the tab brings to the front. Returns the tab, owned by the strip. */
GtkWidget *iso_dock_tabs_add (IsoDockTabs *tabs, const char *id, const char *title, const char *icon_name, GtkWidget *view);
/* Shows which one is in front, without a signal. */
void iso_dock_tabs_set_active (IsoDockTabs *tabs, const char *id);
