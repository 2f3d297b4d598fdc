/* What the dock's files share. */
#pragma once

#include "ui/window/dock.h"

typedef struct {
  const char *id; /* interned */
  char *title, *icon_name;
  GtkWidget *widget;
  gboolean is_in_sight;
} IsoDockView;

struct _IsoDock {
  GtkWidget parent_instance;
  GPtrArray *views;      /* of IsoDockView */
  IsoDockNode *standard; /* with places of views that are not there, too */
  IsoDockNode *tree;     /* of those in place; NULL: none */
  GPtrArray *parts;      /* tabs and handles, owned by the dock as its children */
  GtkWidget *hint;       /* where a drop would go, while one hovers */
  GdkRectangle hint_room;
  const char *filling, *current;
  gboolean is_standard; /* nothing was rearranged yet */
  GSimpleActionGroup *actions;
  GMenu *menu;
};

/* dock.c */
IsoDockView *iso_dock_find_view (IsoDock *dock, const char *id);
/* The view at or above a widget, or NULL. */
IsoDockView *iso_dock_view_above (IsoDock *dock, GtkWidget *widget);
GtkWidget *iso_dock_focus_widget (IsoDock *dock);
/* Puts visibility and the states of actions right, and tells. */
void iso_dock_settle (IsoDock *dock);
/* The standard tree without those that are not there. */
void iso_dock_take_standard (IsoDock *dock);

/* dock-layout.c */
/* Makes tabs and handles of the tree anew. */
void iso_dock_rebuild (IsoDock *dock);
void iso_dock_drop_parts (IsoDock *dock);
/* Maps what is in sight, unmaps all else. */
void iso_dock_settle_views (IsoDock *dock);
void iso_dock_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline,
                       int *natural_baseline);
void iso_dock_size_allocate (GtkWidget *widget, int width, int height, int baseline);

/* dock-keys.c */
void iso_dock_listen (IsoDock *dock);

/* dock-drag.c */
/* From now on the view can be dragged by this handle. */
void iso_dock_drag_by (GtkWidget *handle, GtkWidget *view, const char *title);
void iso_dock_accept_drops (IsoDock *dock);
