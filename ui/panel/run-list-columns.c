/* The cells of the list of runs. A table of GTK makes some two hundred rows, whatever is in sight: so a cell is one widget that never
 * asks for another size, but for the first two columns. */
#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "ui/panel/run-list-private.h"
#include "ui/panel/run-words.h"

#define ITEM "item"
/* Least width of the name, in pixels: columns that would take of it are left out, in this order. The details say what they say, too. */
#define NAME_ROOM 180

static const IsoRunColumn dispensable[] = { ISO_RUN_COLUMN_DATA, ISO_RUN_COLUMN_SIZE, ISO_RUN_COLUMN_EPOCHS };

static const struct {
  const char *title;
  int width;            /* pixels; 0: what is left */
  gboolean is_number;
} columns[ISO_RUN_COLUMN_COUNT] = {
  [ISO_RUN_COLUMN_NAME] = { N_("Name"), 0, FALSE },
  [ISO_RUN_COLUMN_STATUS] = { N_("Status"), 132, FALSE },
  [ISO_RUN_COLUMN_EPOCHS] = { N_("Epochs"), 78, TRUE },
  [ISO_RUN_COLUMN_RECALL] = { "recall@1", 92, TRUE },
  [ISO_RUN_COLUMN_MAP] = { "map@r", 78, TRUE },
  [ISO_RUN_COLUMN_METHOD] = { N_("Method"), 156, FALSE },
  [ISO_RUN_COLUMN_DATA] = { N_("Data"), 92, FALSE },
  [ISO_RUN_COLUMN_WHEN] = { N_("Begun"), 116, FALSE },
  [ISO_RUN_COLUMN_SIZE] = { N_("Size"), 76, TRUE },
};

/* ---- order ---- */

static int
compare_numbers (double a, double b)
{
  /* What is not known comes before everything. */
  if (isnan (a) || isnan (b))
    return (int) isnan (b) - (int) isnan (a) == 0 ? 0 : isnan (a) ? -1 : 1;
  return (a > b) - (a < b);
}

static int
compare_texts (const char *a, const char *b)
{
  int difference = g_utf8_collate (a, b);
  return (difference > 0) - (difference < 0);
}

static int
compare_rows (gconstpointer first, gconstpointer second, gpointer data)
{
  IsoRunRow *first_row = ISO_RUN_ROW ((gpointer) first), *second_row = ISO_RUN_ROW ((gpointer) second);
  const IsoRun *a = iso_run_row_run (first_row), *b = iso_run_row_run (second_row);
  switch (((const IsoRunColumnCells *) data)->column)
    {
    case ISO_RUN_COLUMN_NAME:
      return compare_texts (a->name, b->name);
    case ISO_RUN_COLUMN_STATUS:
      return (a->status > b->status) - (a->status < b->status);
    case ISO_RUN_COLUMN_DATA:
      return compare_texts (a->data, b->data);
    case ISO_RUN_COLUMN_METHOD:
      return compare_texts (iso_run_row_method (first_row), iso_run_row_method (second_row));
    case ISO_RUN_COLUMN_EPOCHS:
      return (a->epochs > b->epochs) - (a->epochs < b->epochs);
    case ISO_RUN_COLUMN_RECALL:
      return compare_numbers (iso_scores_value (&a->test, ISO_SCORE_RECALL_1), iso_scores_value (&b->test, ISO_SCORE_RECALL_1));
    case ISO_RUN_COLUMN_MAP:
      return compare_numbers (iso_scores_value (&a->test, ISO_SCORE_MAP_AT_R), iso_scores_value (&b->test, ISO_SCORE_MAP_AT_R));
    case ISO_RUN_COLUMN_WHEN:
      return (a->created > b->created) - (a->created < b->created);
    case ISO_RUN_COLUMN_SIZE:
      return (a->bytes > b->bytes) - (a->bytes < b->bytes);
    case ISO_RUN_COLUMN_COUNT:
      break;
    }
  return 0;
}

/* ---- cells ---- */

static GtkWidget *
text_new (IsoRunColumn column)
{
  GtkWidget *text = gtk_inscription_new (NULL);
  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (text), GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_inscription_set_xalign (GTK_INSCRIPTION (text), columns[column].is_number ? 1.0f : 0.0f);
  gtk_inscription_set_min_chars (GTK_INSCRIPTION (text), column == ISO_RUN_COLUMN_NAME ? 16 : 4);
  gtk_inscription_set_nat_chars (GTK_INSCRIPTION (text), column == ISO_RUN_COLUMN_NAME ? 30 : 8);
  gtk_inscription_set_nat_lines (GTK_INSCRIPTION (text), 1);
  gtk_widget_set_hexpand (text, TRUE);
  if (columns[column].is_number || column == ISO_RUN_COLUMN_WHEN)
    gtk_widget_add_css_class (text, "numeric");
  return text;
}

static void
set_up (GtkSignalListItemFactory *factory, GtkListItem *item, const IsoRunColumnCells *cells)
{
  GtkWidget *child = text_new (cells->column);
  if (cells->column == ISO_RUN_COLUMN_NAME)
    {
      GtkWidget *expander = gtk_tree_expander_new ();
      gtk_tree_expander_set_child (GTK_TREE_EXPANDER (expander), child);
      child = expander;
    }
  else if (cells->column == ISO_RUN_COLUMN_STATUS)
    {
      GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
      gtk_box_append (GTK_BOX (line), gtk_image_new ());
      gtk_box_append (GTK_BOX (line), child);
      child = line;
    }
  g_object_set_data (G_OBJECT (child), ITEM, item);
  gtk_list_item_set_child (item, child);
}

/* Newly allocated. */
static char *
text_of (const IsoRunList *list, IsoRunRow *row, IsoRunColumn column)
{
  const IsoRun *run = iso_run_row_run (row);
  char score[ISO_RUN_SCORE_SIZE];
  switch (column)
    {
    case ISO_RUN_COLUMN_NAME:
      return iso_run_line (run->name);
    case ISO_RUN_COLUMN_STATUS:
      return iso_run_state_text (run);
    case ISO_RUN_COLUMN_DATA:
      return iso_run_line (run->data);
    case ISO_RUN_COLUMN_METHOD:
      return iso_run_line (iso_run_row_method (row));
    case ISO_RUN_COLUMN_EPOCHS:
      return iso_run_epochs_text (run);
    case ISO_RUN_COLUMN_RECALL:
      return g_strdup (iso_run_score_text (score, iso_scores_value (&run->test, ISO_SCORE_RECALL_1)));
    case ISO_RUN_COLUMN_MAP:
      return g_strdup (iso_run_score_text (score, iso_scores_value (&run->test, ISO_SCORE_MAP_AT_R)));
    case ISO_RUN_COLUMN_WHEN:
      return iso_run_when_text (run->created, list->now);
    case ISO_RUN_COLUMN_SIZE:
      return g_format_size (run->bytes);
    case ISO_RUN_COLUMN_COUNT:
      break;
    }
  return g_strdup ("");
}

static void
fill (GtkListItem *item, const IsoRunColumnCells *cells)
{
  GtkTreeListRow *place = gtk_list_item_get_item (item);
  g_autoptr (IsoRunRow) row = gtk_tree_list_row_get_item (place);
  g_autofree char *text = text_of (cells->list, row, cells->column);
  GtkWidget *child = gtk_list_item_get_child (item), *cell = child;
  if (cells->column == ISO_RUN_COLUMN_NAME)
    cell = gtk_tree_expander_get_child (GTK_TREE_EXPANDER (child));
  else if (cells->column == ISO_RUN_COLUMN_STATUS)
    {
      GtkImage *icon = GTK_IMAGE (gtk_widget_get_first_child (child));
      gtk_image_set_from_icon_name (icon, iso_run_status_icon (iso_run_row_run (row)->status));
      cell = gtk_widget_get_last_child (child);
    }
  gtk_inscription_set_text (GTK_INSCRIPTION (cell), text);
}

static void
bind (GtkSignalListItemFactory *factory, GtkListItem *item, IsoRunColumnCells *cells)
{
  if (cells->column == ISO_RUN_COLUMN_NAME)
    {
      GtkTreeExpander *expander = GTK_TREE_EXPANDER (gtk_list_item_get_child (item));
      gtk_tree_expander_set_indent_for_icon (expander, !iso_run_tree_is_flat (cells->list->tree));
      gtk_tree_expander_set_list_row (expander, gtk_list_item_get_item (item));
    }
  fill (item, cells);
  g_hash_table_insert (cells->list->bound, item, cells);
}

static void
unbind (GtkSignalListItemFactory *factory, GtkListItem *item, IsoRunColumnCells *cells)
{
  g_hash_table_remove (cells->list->bound, item);
  if (cells->column == ISO_RUN_COLUMN_NAME)
    gtk_tree_expander_set_list_row (GTK_TREE_EXPANDER (gtk_list_item_get_child (item)), NULL);
}

void
iso_run_list_refill (IsoRunList *list, gboolean all)
{
  GHashTableIter iter;
  gpointer item, cells;
  g_hash_table_iter_init (&iter, list->bound);
  while (g_hash_table_iter_next (&iter, &item, &cells))
    {
      g_autoptr (IsoRunRow) row = gtk_tree_list_row_get_item (gtk_list_item_get_item (item));
      if (all || iso_run_tree_is_changed (list->tree, row))
        fill (item, cells);
    }
}

guint
iso_run_list_position_of (IsoRunList *list, GtkWidget *widget)
{
  for (; widget != NULL && widget != GTK_WIDGET (list); widget = gtk_widget_get_parent (widget))
    {
      GtkListItem *item = g_object_get_data (G_OBJECT (widget), ITEM);
      if (item != NULL)
        return gtk_list_item_get_position (item);
    }
  return GTK_INVALID_LIST_POSITION;
}

/* The view makes the titles itself, a row of buttons with a label and an arrow each: those of numbers stand over them, at the right, with
 * the arrow before them. */
static void
align_titles (GtkColumnView *view)
{
  GtkWidget *title = gtk_widget_get_first_child (gtk_widget_get_first_child (GTK_WIDGET (view)));
  for (int i = 0; i < ISO_RUN_COLUMN_COUNT && title != NULL; i++, title = gtk_widget_get_next_sibling (title))
    {
      GtkWidget *box = gtk_widget_get_first_child (title), *label = box != NULL ? gtk_widget_get_first_child (box) : NULL;
      if (!columns[i].is_number || !GTK_IS_LABEL (label))
        continue;
      if (GTK_IS_BOX (box) && gtk_widget_get_last_child (box) != label)
        gtk_box_reorder_child_after (GTK_BOX (box), gtk_widget_get_last_child (box), NULL);
      gtk_widget_set_hexpand (label, TRUE);
      gtk_label_set_xalign (GTK_LABEL (label), 1.0f);
    }
}

/* Whether all of them fit once those before `left_out` are gone. */
static gboolean
do_fit (int width, size_t left_out)
{
  int wanted = NAME_ROOM;
  for (int i = 0; i < ISO_RUN_COLUMN_COUNT; i++)
    wanted += columns[i].width;
  for (size_t i = 0; i < left_out; i++)
    wanted -= columns[dispensable[i]].width;
  return wanted <= width;
}

static gboolean
fit_columns (gpointer data)
{
  IsoRunList *list = data;
  int width = gtk_widget_get_width (GTK_WIDGET (list));
  list->fitting = 0;
  for (size_t i = 0; i < G_N_ELEMENTS (dispensable); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (gtk_column_view_get_columns (list->view), dispensable[i]);
      gboolean fits = do_fit (width, i);
      if (fits == gtk_column_view_column_get_visible (column))
        continue;
      /* Else the view keeps the place of what is out of sight. */
      gtk_column_view_column_set_fixed_width (column, fits ? columns[dispensable[i]].width : 0);
      gtk_column_view_column_set_visible (column, fits);
    }
  return G_SOURCE_REMOVE;
}

void
iso_run_list_fit_columns (IsoRunList *list, int width)
{
  gboolean is_same = TRUE;
  for (size_t i = 0; i < G_N_ELEMENTS (dispensable); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (gtk_column_view_get_columns (list->view), dispensable[i]);
      is_same = is_same && gtk_column_view_column_get_visible (column) == do_fit (width, i);
    }
  /* A column cannot go away in the midst of being given its place. */
  if (!is_same && list->fitting == 0)
    list->fitting = g_idle_add (fit_columns, list);
}

void
iso_run_list_add_columns (IsoRunList *list)
{
  for (int i = 0; i < ISO_RUN_COLUMN_COUNT; i++)
    {
      IsoRunColumnCells *cells = &list->cells[i];
      GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
      *cells = (IsoRunColumnCells) { list, (IsoRunColumn) i };
      g_signal_connect (factory, "setup", G_CALLBACK (set_up), cells);
      g_signal_connect (factory, "bind", G_CALLBACK (bind), cells);
      g_signal_connect (factory, "unbind", G_CALLBACK (unbind), cells);
      g_autoptr (GtkColumnViewColumn) column = gtk_column_view_column_new (_(columns[i].title), factory);
      g_autoptr (GtkSorter) sorter = GTK_SORTER (gtk_custom_sorter_new (compare_rows, cells, NULL));
      gtk_column_view_column_set_sorter (column, sorter);
      gtk_column_view_column_set_resizable (column, TRUE);
      gtk_column_view_column_set_expand (column, columns[i].width == 0);
      if (columns[i].width > 0)
        gtk_column_view_column_set_fixed_width (column, columns[i].width);
      gtk_column_view_append_column (list->view, column);
    }
  align_titles (list->view);
}
