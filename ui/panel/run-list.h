/* All runs of a library as a table: sorted by any column, searched, filtered, flat or as a tree of forks, several selected at once.
 *
 *     GtkWidget *list = iso_run_list_new ();
 *     iso_run_list_set_library (ISO_RUN_LIST (list), library);
 *     g_signal_connect (list, "activated", G_CALLBACK (open_run), …);
 *
 * The library is watched while the list is mapped. Where there is nothing to show it says why, and what to do.
 *
 * Signals:
 *   "activated" (gint64 id)   Enter or a double click
 *   "selection" ()            other runs are selected, or they read differently
 *   "counted" ()              how many there are, or match, has changed */
#pragma once

#include <gtk/gtk.h>

#include "ui/panel/run-tree.h"

#define ISO_TYPE_RUN_LIST (iso_run_list_get_type ())
G_DECLARE_FINAL_TYPE (IsoRunList, iso_run_list, ISO, RUN_LIST, GtkWidget)

GtkWidget *iso_run_list_new (void);

/* NULL: none. Takes a reference. */
void iso_run_list_set_library (IsoRunList *list, IsoRunLibrary *library);
void iso_run_list_set_filter (IsoRunList *list, const IsoRunFilter *filter);
void iso_run_list_set_is_tree (IsoRunList *list, gboolean is_tree);
/* What a click with the other button and the Menu key open. */
void iso_run_list_set_menu (IsoRunList *list, GMenuModel *menu);

/* The ids of what is selected, in the order in which they are shown; of gint64, newly allocated. */
GArray *iso_run_list_selected (IsoRunList *list);
/* Selects this run alone and brings it into sight; false where it is not shown. */
gboolean iso_run_list_select (IsoRunList *list, gint64 id);
void iso_run_list_select_all (IsoRunList *list);

/* In all, and of these as many as match what is searched for. */
guint iso_run_list_count (IsoRunList *list);
guint iso_run_list_match_count (IsoRunList *list);
/* NULL where there is none of this id. */
const IsoRun *iso_run_list_find (IsoRunList *list, gint64 id);

/* The keyboard goes to the rows. */
void iso_run_list_focus (IsoRunList *list);
/* The table itself. */
GtkColumnView *iso_run_list_view (IsoRunList *list);
