/* Which runs are shown, in which order, flat or each below the run that it was forked from: a list model for a column view, kept up with
 * a library by the smallest changes, so that what is selected, expanded or in sight stays so.
 *
 *     IsoRunTree *tree = iso_run_tree_new ();
 *     iso_run_tree_set_library (tree, library);
 *     iso_run_tree_set_filter (tree, &filter);
 *     gtk_multi_selection_new (g_object_ref (iso_run_tree_model (tree)))
 *
 * Where they form a tree, a run that does not match is still there if a fork of it does.
 *
 * Signals:
 *   "arranging" (), "arranged" ()   before and after rows change their places: the time to note and bring back a selection
 *   "changed" ()    what the library says is another: rows may read differently, counts may have changed */
#pragma once

#include <gtk/gtk.h>

#include "ui/panel/run-row.h"
#include "ui/session/run-library.h"

#define ISO_TYPE_RUN_TREE (iso_run_tree_get_type ())
G_DECLARE_FINAL_TYPE (IsoRunTree, iso_run_tree, ISO, RUN_TREE, GObject)

/* sweep: uuid; "": runs of no sweep; NULL: any. status ISO_RUN_STATUS_COUNT: any. text: words that all must be found; NULL: any. */
typedef struct {
  const char *text, *sweep;
  IsoRunStatus status;
} IsoRunFilter;

#define ISO_RUN_FILTER_NONE { NULL, NULL, ISO_RUN_STATUS_COUNT }

IsoRunTree *iso_run_tree_new (void);

/* NULL: none. Takes a reference. */
void iso_run_tree_set_library (IsoRunTree *tree, IsoRunLibrary *library);
/* Copied. */
void iso_run_tree_set_filter (IsoRunTree *tree, const IsoRunFilter *filter);
void iso_run_tree_set_is_flat (IsoRunTree *tree, gboolean is_flat);
gboolean iso_run_tree_is_flat (IsoRunTree *tree);
/* Compares IsoRunRow; among those that it holds equal, and without one, the newest is first, and forks of one run stand in the order of
 * the epochs that they began with. NULL: none. Takes a reference. */
void iso_run_tree_set_sorter (IsoRunTree *tree, GtkSorter *sorter);

/* Of GtkTreeListRow whose items are IsoRunRow; the same as long as the tree lives. */
GListModel *iso_run_tree_model (IsoRunTree *tree);

/* NULL where there is no such run. */
IsoRunRow *iso_run_tree_find (IsoRunTree *tree, gint64 id);
/* Whether the row reads differently since the library's last "changed". */
gboolean iso_run_tree_is_changed (IsoRunTree *tree, IsoRunRow *row);
/* How many there are in all; and how many match the filter. */
guint iso_run_tree_count (IsoRunTree *tree);
guint iso_run_tree_match_count (IsoRunTree *tree);
