/* What can be done in the window: the one table of names and keys. Bindings, menus, the palette and the window of shortcuts are made
 * from it, so that they say the same. */
#pragma once

#include <gtk/gtk.h>
#include <stdbool.h>

typedef struct {
  const char *action; /* "win.start"; NULL: a key that GTK itself or the focused widget answers */
  const char *target; /* the string that the action is given, or NULL */
  const char *title;  /* N_("Save Checkpoint…") */
  const char *keys;   /* as GTK writes them ("<Control>s"), or NULL */
  const char *group;  /* N_("Training") */
} IsoActionName;

/* In the order of menus and shortcuts; those of a group stand together. */
const IsoActionName *iso_action_names (size_t *count);
/* NULL if there is none; target may be NULL. */
const IsoActionName *iso_action_name_find (const char *action, const char *target);

/* Binds the keys of all actions of the table. */
void iso_action_names_bind (GtkWidgetClass *class);
/* An item with the action's name and key. The action must be in the table. */
GMenuItem *iso_action_menu_item (const char *action, const char *target);
/* Appends such items for "ACTION" or "ACTION::TARGET", NULL-terminated. */
void iso_action_menu_append (GMenu *menu, const char *const *actions);
/* The keys as text for GtkBuilder: children of a GtkShortcutsWindow, a section each; newly allocated. */
char *iso_action_names_shortcuts (void);
