/* The room of the views: frames beside and above one another, with handles between them, that a person rearranges by dragging cards
 * and tabs or by keys, closes and opens, and finds again as they were.
 *
 *     GtkWidget *dock = iso_dock_new ("rows 0.385 columns 0.5 [ curves ] [ map ] [ batch walk ]");
 *     iso_dock_add (ISO_DOCK (dock), "curves", _("Curves"), NULL, curves);   // all of them, then
 *     iso_dock_from_text (ISO_DOCK (dock), remembered);
 *
 * A view behind a tab, closed, or hidden by one that fills the dock is unmapped: it must not compute then. Emits "changed" () when
 * views were moved, closed, shown, or one fills the dock or no longer does. */
#pragma once

#include <gtk/gtk.h>

#include "ui/window/dock-tree.h"

#define ISO_TYPE_DOCK (iso_dock_get_type ())
G_DECLARE_FINAL_TYPE (IsoDock, iso_dock, ISO, DOCK, GtkWidget)

/* standard: the tree (see dock-tree.h) in which each view that may come has its place. A view that it does not name goes behind the
 * last frame's tabs. */
GtkWidget *iso_dock_new (const char *standard);

/* A view under its tab's title; icon_name may be NULL. The view, which has no parent, becomes a child of the dock for ever. A card (IsoViewCard) can be moved by its header. */
void iso_dock_add (IsoDock *dock, const char *id, const char *title, const char *icon_name, GtkWidget *view);
/* In the order in which they were added. */
guint iso_dock_count (IsoDock *dock);
const char *iso_dock_id (IsoDock *dock, guint index);
/* NULL where there is no such view. */
const char *iso_dock_title (IsoDock *dock, const char *id);
GtkWidget *iso_dock_view (IsoDock *dock, const char *id);

/* Brings a view into sight: opened where it belongs, in front of its tabs, and filling the dock if another one did. */
void iso_dock_show (IsoDock *dock, const char *id);
/* The last one stays: FALSE. */
gboolean iso_dock_close (IsoDock *dock, const char *id);
/* Whether it has a place, in front or behind other tabs. */
gboolean iso_dock_is_open (IsoDock *dock, const char *id);
/* The keyboard to a view in sight. */
void iso_dock_focus (IsoDock *dock, const char *id);
/* The view that has or had the focus, of those in place; else the last in order of place. NULL without any. */
const char *iso_dock_current (IsoDock *dock);

/* One view alone, or all (NULL). */
void iso_dock_fill (IsoDock *dock, const char *id);
const char *iso_dock_filling (IsoDock *dock);

/* Into the next frame on that side; at the edge out of its tabs, or along the whole edge. */
void iso_dock_move (IsoDock *dock, const char *id, IsoDockSide side);
/* Among the views of a frame of the dock's tree, or into that half of it. */
void iso_dock_drop (IsoDock *dock, const char *id, IsoDockNode *frame, IsoDockSide side);
/* The side of a frame of width × height that a drop at (x, y) in it means, in pixels: an edge, or its middle. */
IsoDockSide iso_dock_side_at (double x, double y, double width, double height);
/* Out of its tabs, into a frame of its own on that side. */
void iso_dock_split (IsoDock *dock, const char *id, IsoDockSide side);
/* The tab `by` places after the present one, around the end. */
void iso_dock_turn (IsoDock *dock, const char *id, int by);

/* All views where they were meant to be. */
void iso_dock_reset (IsoDock *dock);
/* The arrangement, newly allocated; and takes one up. A text that is not one of ours changes nothing: FALSE with an error. Views
 * that it does not speak of come to their standard places. */
char *iso_dock_to_text (IsoDock *dock);
gboolean iso_dock_from_text (IsoDock *dock, const char *text, GError **error);

/* "ID": whether that view is open, as a state that can be changed. The group belongs to the dock; insert it as "view". */
GActionGroup *iso_dock_actions (IsoDock *dock);
/* Items for all views, with check marks by the actions "view.ID"; owned by the dock, it grows with them. */
GMenuModel *iso_dock_menu (IsoDock *dock);
