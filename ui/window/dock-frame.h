/* A frame of the dock: views behind one another, the tabs above them where there is more than one. A tab, or the header of a card,
 * can be dragged to another frame: into its middle, to stand among its views, or to an edge, to take that half of it. Emits
 * "chosen" (id) when a tab was pressed, and "dropped" (view, side) when a view was dropped on it. */
#pragma once

#include <gtk/gtk.h>

#include "ui/window/dock-tree.h"

#define ISO_TYPE_DOCK_FRAME (iso_dock_frame_get_type ())
G_DECLARE_FINAL_TYPE (IsoDockFrame, iso_dock_frame, ISO, DOCK_FRAME, GtkWidget)

GtkWidget *iso_dock_frame_new (void);

/* icon_name may be NULL. The view must have no parent. */
void iso_dock_frame_add (IsoDockFrame *frame, const char *id, const char *title, const char *icon_name, GtkWidget *view);
/* Lets go of all views. */
void iso_dock_frame_clear (IsoDockFrame *frame);
/* Brings a view to the front; the others are unmapped. */
void iso_dock_frame_raise (IsoDockFrame *frame, const char *id);

/* The half that a drop at (x, y) in a frame of width × height takes, in pixels. */
IsoDockSide iso_dock_side_at (double x, double y, double width, double height);
/* From now on the view can be dragged by this handle. */
void iso_dock_drag_by (GtkWidget *handle, GtkWidget *view, const char *title);
