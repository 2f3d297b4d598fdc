#include "ui/plot/text-table.h"

#include <string.h>

struct _IsoTextTable {
  GtkWidget parent_instance;
  GtkWidget *scroller;
  GtkColumnView *view;
  GListStore *lines;
  GtkTreeListModel *tree;
  GtkSortListModel *sorted;
  GtkSingleSelection *selection;
  GArray *columns; /* of IsoTextColumn, titles owned */
  gboolean is_tree;
};

G_DEFINE_FINAL_TYPE (IsoTextTable, iso_text_table, GTK_TYPE_WIDGET)

/* ---- cells ---- */

static void
show_cell (GtkListItem *item)
{
  GtkTreeListRow *row = gtk_list_item_get_item (item);
  GtkWidget *child = gtk_list_item_get_child (item), *label = child;
  size_t column = GPOINTER_TO_SIZE (g_object_get_data (G_OBJECT (item), "column"));
  if (row == NULL || child == NULL)
    return;
  g_autoptr (IsoTextLine) line = gtk_tree_list_row_get_item (row);
  if (GTK_IS_TREE_EXPANDER (child))
    label = gtk_tree_expander_get_child (GTK_TREE_EXPANDER (child));
  gtk_label_set_text (GTK_LABEL (label), iso_text_line_text (line, column));
  gtk_widget_set_tooltip_text (label, iso_text_line_tip (line, column));
  if (iso_text_line_is_strong (line, column))
    gtk_widget_add_css_class (label, "strong-cell");
  else
    gtk_widget_remove_css_class (label, "strong-cell");
}

static void
set_up_cell (GtkSignalListItemFactory *factory, GtkListItem *item, IsoTextTable *table)
{
  size_t column = GPOINTER_TO_SIZE (g_object_get_data (G_OBJECT (factory), "column"));
  const IsoTextColumn *shown = &g_array_index (table->columns, IsoTextColumn, column);
  GtkWidget *label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (label), shown->is_number ? 1.0f : 0.0f);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (label), shown->characters);
  if (shown->is_number)
    gtk_widget_add_css_class (label, "numeric");
  g_object_set_data (G_OBJECT (item), "column", GSIZE_TO_POINTER (column));
  if (column > 0 || !table->is_tree)
    {
      gtk_list_item_set_child (item, label);
      return;
    }
  GtkWidget *expander = gtk_tree_expander_new ();
  gtk_tree_expander_set_child (GTK_TREE_EXPANDER (expander), label);
  gtk_list_item_set_child (item, expander);
}

static void
bind_cell (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  GtkTreeListRow *row = gtk_list_item_get_item (item);
  GtkWidget *child = gtk_list_item_get_child (item);
  g_autoptr (IsoTextLine) line = gtk_tree_list_row_get_item (row);
  if (GTK_IS_TREE_EXPANDER (child))
    gtk_tree_expander_set_list_row (GTK_TREE_EXPANDER (child), row);
  g_signal_connect_object (line, "changed", G_CALLBACK (show_cell), item, G_CONNECT_SWAPPED);
  show_cell (item);
}

static void
unbind_cell (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  GtkTreeListRow *row = gtk_list_item_get_item (item);
  GtkWidget *child = gtk_list_item_get_child (item);
  g_autoptr (IsoTextLine) line = row != NULL ? gtk_tree_list_row_get_item (row) : NULL;
  if (line != NULL)
    g_signal_handlers_disconnect_by_func (line, show_cell, item);
  if (GTK_IS_TREE_EXPANDER (child))
    gtk_tree_expander_set_list_row (GTK_TREE_EXPANDER (child), NULL);
}

static int
compare_lines (gconstpointer a, gconstpointer b, gpointer column)
{
  return iso_text_line_compare ((IsoTextLine *) a, (IsoTextLine *) b, GPOINTER_TO_SIZE (column));
}

/* ---- columns ---- */

static void
clear_column (gpointer data)
{
  g_free ((char *) ((IsoTextColumn *) data)->title);
}

static gboolean
are_same (IsoTextTable *table, const IsoTextColumn *columns, size_t count)
{
  if (table->columns->len != count)
    return FALSE;
  for (size_t i = 0; i < count; i++)
    {
      const IsoTextColumn *there = &g_array_index (table->columns, IsoTextColumn, i);
      if (!g_str_equal (there->title, columns[i].title) || there->is_number != columns[i].is_number
          || there->is_wide != columns[i].is_wide || there->characters != columns[i].characters)
        return FALSE;
    }
  return TRUE;
}

/* The view makes the titles itself: a row of buttons with a label each, in the order of the columns. Over numbers they stand at the
 * right as these do. */
static void
align_titles (IsoTextTable *table)
{
  GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (table->view));
  GtkWidget *title = row != NULL ? gtk_widget_get_first_child (row) : NULL;
  for (guint i = 0; i < table->columns->len && title != NULL; i++, title = gtk_widget_get_next_sibling (title))
    if (g_array_index (table->columns, IsoTextColumn, i).is_number)
      {
        GtkWidget *box = gtk_widget_get_first_child (title);
        if (!GTK_IS_BOX (box))
          continue;
        gtk_widget_set_halign (box, GTK_ALIGN_END);
        /* The arrow of the order stands before the title, so that this ends where its numbers do. */
        gtk_box_reorder_child_after (GTK_BOX (box), gtk_widget_get_first_child (box), gtk_widget_get_last_child (box));
      }
}

static void
append_column (IsoTextTable *table, size_t index)
{
  const IsoTextColumn *shown = &g_array_index (table->columns, IsoTextColumn, index);
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_object_set_data (G_OBJECT (factory), "column", GSIZE_TO_POINTER (index));
  g_signal_connect (factory, "setup", G_CALLBACK (set_up_cell), table);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cell), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cell), NULL);
  g_autoptr (GtkColumnViewColumn) column = gtk_column_view_column_new (shown->title, factory);
  gtk_column_view_column_set_expand (column, shown->is_wide);
  gtk_column_view_column_set_resizable (column, TRUE);
  if (table->is_tree)
    {
      g_autoptr (GtkSorter) sorter = GTK_SORTER (gtk_custom_sorter_new (compare_lines, GSIZE_TO_POINTER (index), NULL));
      gtk_column_view_column_set_sorter (column, sorter);
    }
  gtk_column_view_append_column (table->view, column);
}

void
iso_text_table_set_columns (IsoTextTable *table, const IsoTextColumn *columns, size_t count)
{
  g_return_if_fail (ISO_IS_TEXT_TABLE (table));
  if (are_same (table, columns, count))
    return;
  g_list_store_remove_all (table->lines);
  GListModel *shown = gtk_column_view_get_columns (table->view);
  while (g_list_model_get_n_items (shown) > 0)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (shown, g_list_model_get_n_items (shown) - 1);
      gtk_column_view_remove_column (table->view, column);
    }
  g_array_set_size (table->columns, 0);
  for (size_t i = 0; i < count; i++)
    {
      IsoTextColumn own = columns[i];
      own.title = g_strdup (columns[i].title);
      g_array_append_val (table->columns, own);
    }
  for (size_t i = 0; i < count; i++)
    append_column (table, i);
  align_titles (table);
}

/* ---- rows ---- */

/* Line by line where all that is there stays what it is: nothing closes, the keyboard stays. */
static gboolean
fill_in_place (IsoTextTable *table, GPtrArray *lines)
{
  GListModel *there = G_LIST_MODEL (table->lines);
  if (g_list_model_get_n_items (there) != lines->len)
    return FALSE;
  for (guint i = 0; i < lines->len; i++)
    {
      g_autoptr (IsoTextLine) line = g_list_model_get_item (there, i);
      if (!iso_text_line_become (line, lines->pdata[i]))
        return FALSE;
    }
  return TRUE;
}

void
iso_text_table_set_lines (IsoTextTable *table, GPtrArray *lines)
{
  g_return_if_fail (ISO_IS_TEXT_TABLE (table));
  if (!fill_in_place (table, lines))
    g_list_store_splice (table->lines, 0, g_list_model_get_n_items (G_LIST_MODEL (table->lines)), lines->pdata, lines->len);
  else if (table->is_tree)
    gtk_sorter_changed (gtk_column_view_get_sorter (table->view), GTK_SORTER_CHANGE_DIFFERENT);
}

static GListModel *
children_of (gpointer item, gpointer data)
{
  GListModel *children = iso_text_line_children (item);
  return g_list_model_get_n_items (children) > 0 ? g_object_ref (children) : NULL;
}

guint
iso_text_table_count (IsoTextTable *table)
{
  g_return_val_if_fail (ISO_IS_TEXT_TABLE (table), 0);
  return g_list_model_get_n_items (G_LIST_MODEL (table->sorted));
}

IsoTextLine *
iso_text_table_line (IsoTextTable *table, guint row)
{
  g_return_val_if_fail (ISO_IS_TEXT_TABLE (table), NULL);
  g_autoptr (GtkTreeListRow) shown = g_list_model_get_item (G_LIST_MODEL (table->sorted), row);
  g_autoptr (IsoTextLine) line = shown != NULL ? gtk_tree_list_row_get_item (shown) : NULL;
  /* The store holds it. */
  return line;
}

void
iso_text_table_open_all (IsoTextTable *table, gboolean open)
{
  g_return_if_fail (ISO_IS_TEXT_TABLE (table));
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (table->lines)); i++)
    {
      g_autoptr (GtkTreeListRow) row = gtk_tree_list_model_get_child_row (table->tree, i);
      if (row != NULL && gtk_tree_list_row_is_expandable (row))
        gtk_tree_list_row_set_expanded (row, open);
    }
}

GtkColumnView *
iso_text_table_view (IsoTextTable *table)
{
  g_return_val_if_fail (ISO_IS_TEXT_TABLE (table), NULL);
  return table->view;
}

/* ---- the widget ---- */

static void
iso_text_table_dispose (GObject *object)
{
  IsoTextTable *table = ISO_TEXT_TABLE (object);
  g_clear_pointer (&table->scroller, gtk_widget_unparent);
  G_OBJECT_CLASS (iso_text_table_parent_class)->dispose (object);
}

static void
iso_text_table_finalize (GObject *object)
{
  IsoTextTable *table = ISO_TEXT_TABLE (object);
  g_array_unref (table->columns);
  g_clear_object (&table->sorted);
  g_clear_object (&table->tree);
  g_clear_object (&table->lines);
  G_OBJECT_CLASS (iso_text_table_parent_class)->finalize (object);
}

static void
iso_text_table_class_init (IsoTextTableClass *class)
{
  G_OBJECT_CLASS (class)->dispose = iso_text_table_dispose;
  G_OBJECT_CLASS (class)->finalize = iso_text_table_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (class), "text-table");
}

static void
iso_text_table_init (IsoTextTable *table)
{
  table->columns = g_array_new (FALSE, FALSE, sizeof (IsoTextColumn));
  g_array_set_clear_func (table->columns, clear_column);
  table->lines = g_list_store_new (ISO_TYPE_TEXT_LINE);
  table->tree = gtk_tree_list_model_new (G_LIST_MODEL (g_object_ref (table->lines)), FALSE, FALSE, children_of, NULL, NULL);
  table->view = GTK_COLUMN_VIEW (gtk_column_view_new (NULL));
  /* Rows stay below the one that they belong to. */
  GtkSorter *by_column = GTK_SORTER (gtk_tree_list_row_sorter_new (g_object_ref (gtk_column_view_get_sorter (table->view))));
  table->sorted = gtk_sort_list_model_new (G_LIST_MODEL (g_object_ref (table->tree)), by_column);
  table->selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (table->sorted)));
  gtk_single_selection_set_autoselect (table->selection, FALSE);
  gtk_single_selection_set_can_unselect (table->selection, TRUE);
  gtk_column_view_set_model (table->view, GTK_SELECTION_MODEL (table->selection));
  g_object_unref (table->selection);
  gtk_widget_add_css_class (GTK_WIDGET (table->view), "data-table");
  table->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (table->scroller), GTK_WIDGET (table->view));
  gtk_widget_set_vexpand (table->scroller, TRUE);
  gtk_widget_set_parent (table->scroller, GTK_WIDGET (table));
}

GtkWidget *
iso_text_table_new (const char *label, gboolean is_tree)
{
  IsoTextTable *table = g_object_new (ISO_TYPE_TEXT_TABLE, NULL);
  table->is_tree = is_tree;
  gtk_accessible_update_property (GTK_ACCESSIBLE (table->view), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  return GTK_WIDGET (table);
}
