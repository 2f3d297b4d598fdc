/* What tests of lists of runs ask them. */
#pragma once

#include <adwaita.h>

#include "tests/support/made-runs.h"
#include "tests/support/store-fixture.h"
#include "tests/support/wait-for.h"
#include "tests/support/widgets.h"
#include "ui/panel/run-list.h"

/* Writes by another connection than the library's. */
static inline void
test_write (const char *folder, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoDatabase) database = iso_database_open (folder, &error);
  g_assert_no_error (error);
  iso_database_run (database, sql, &error);
  g_assert_no_error (error);
}

/* The ids in the order in which they are shown, with a hyphen for each level of the tree: "6 -8 7". */
static inline char *
test_shown (IsoRunList *list)
{
  GListModel *model = G_LIST_MODEL (gtk_column_view_get_model (iso_run_list_view (list)));
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (GtkTreeListRow) place = g_list_model_get_item (model, i);
      g_autoptr (IsoRunRow) row = gtk_tree_list_row_get_item (place);
      g_string_append (text, i > 0 ? " " : "");
      for (guint level = gtk_tree_list_row_get_depth (place); level > 0; level--)
        g_string_append_c (text, '-');
      g_string_append_printf (text, "%d", (int) iso_run_row_id (row));
    }
  return g_string_free (text, FALSE);
}

#define ASSERT_SHOWN(list, expected)             \
  G_STMT_START                                   \
  {                                              \
    g_autofree char *shown = test_shown (list);  \
    g_assert_cmpstr (shown, ==, expected);       \
  }                                              \
  G_STMT_END

static inline char *
test_selected (IsoRunList *list)
{
  g_autoptr (GArray) ids = iso_run_list_selected (list);
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < ids->len; i++)
    g_string_append_printf (text, "%s%d", i > 0 ? " " : "", (int) g_array_index (ids, gint64, i));
  return g_string_free (text, FALSE);
}

#define ASSERT_SELECTED(list, expected)                \
  G_STMT_START                                         \
  {                                                    \
    g_autofree char *selected = test_selected (list);  \
    g_assert_cmpstr (selected, ==, expected);          \
  }                                                    \
  G_STMT_END

/* The first cell in sight at or below root that says this; NULL: none. */
static inline GtkWidget *
test_cell (GtkWidget *root, const char *text)
{
  if (GTK_IS_INSCRIPTION (root) && gtk_widget_get_mapped (root)
      && g_strcmp0 (gtk_inscription_get_text (GTK_INSCRIPTION (root)), text) == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = test_cell (child, text);
      if (found != NULL)
        return found;
    }
  return NULL;
}

/* Selects these runs, of GtkMultiSelection's model, as Ctrl and clicks would. */
static inline void
test_select (IsoRunList *list, const char *ids)
{
  GtkSelectionModel *model = gtk_column_view_get_model (iso_run_list_view (list));
  g_auto (GStrv) words = g_strsplit (ids, " ", -1);
  gtk_selection_model_unselect_all (model);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (model)); i++)
    {
      g_autoptr (GtkTreeListRow) place = g_list_model_get_item (G_LIST_MODEL (model), i);
      g_autoptr (IsoRunRow) row = gtk_tree_list_row_get_item (place);
      g_autofree char *id = g_strdup_printf ("%d", (int) iso_run_row_id (row));
      if (g_strv_contains ((const char *const *) words, id))
        gtk_selection_model_select_item (model, i, FALSE);
    }
}
