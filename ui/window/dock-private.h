/* What the dock's files share. */
#pragma once

#include "ui/window/dock.h"

typedef struct {
  const char *id; /* interned */
  char *title, *icon_name;
  GtkWidget *widget;
} IsoDockView;

struct _IsoDock {
  GtkWidget parent_instance;
  GPtrArray *views;      /* of IsoDockView */
  IsoDockNode *standard; /* with places of views that are not there, too */
  IsoDockNode *tree;     /* of those in place; NULL: none */
  GtkWidget *root;       /* the widget of the tree */
  const char *filling, *current;
  gboolean is_standard; /* nothing was rearranged yet */
  gboolean is_building; /* what handles tell meanwhile is not the person's doing */
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

/* dock-build.c */
/* Makes the widgets of the tree anew; the focus stays with its view. */
void iso_dock_rebuild (IsoDock *dock);
void iso_dock_drop_widgets (IsoDock *dock);
