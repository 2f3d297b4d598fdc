/* Columns and cells of the table of a sweep's settings, and the order of its rows. */
#include <glib/gi18n.h>
#include <math.h>

#include "ui/figure/sweep-scores.h"
#include "ui/panel/sweep-table-private.h"

#define CHOSEN_MARK "★"

G_DEFINE_FINAL_TYPE (IsoSweepRow, iso_sweep_row, G_TYPE_OBJECT)

static void
iso_sweep_row_class_init (IsoSweepRowClass *class)
{
}

static void
iso_sweep_row_init (IsoSweepRow *row)
{
}

/* Columns: the number, the keys, seeds, mean, deviation. */
enum { NUMBER, KEYS };

guint
iso_sweep_table_column_count (IsoSweepTable *table)
{
  const IsoSweepScores *scores = iso_sweep_choice_scores (table->choice);
  return scores == NULL ? 0 : KEYS + (guint) scores->key_count + 3;
}

/* All with the same decimals, so that they can be compared at a glance. */
static char *
fixed_text (double value)
{
  char text[32];
  if (isnan (value))
    return g_strdup ("–");
  return g_strdup (g_ascii_formatd (text, sizeof text, fabs (value) < 10.0 ? "%.4f" : "%.2f", value));
}

char *
iso_sweep_table_text_of (IsoSweepTable *table, size_t setting, guint column)
{
  g_return_val_if_fail (ISO_IS_SWEEP_TABLE (table), NULL);
  const IsoSweepScores *scores = iso_sweep_choice_scores (table->choice);
  guint keys = (guint) scores->key_count;
  if (column == NUMBER)
    return g_strdup_printf ((int) setting == scores->chosen ? CHOSEN_MARK " %zu" : "%zu", setting + 1);
  if (column < KEYS + keys)
    return g_strdup (scores->values[setting * keys + column - KEYS]);
  if (column == KEYS + keys && scores->failed[setting] > 0)
    return g_strdup_printf (_("%zu/%zu, %zu failed"), scores->finished[setting], scores->seed_count, scores->failed[setting]);
  if (column == KEYS + keys)
    return g_strdup_printf ("%zu/%zu", scores->finished[setting], scores->seed_count);
  return fixed_text (column == KEYS + keys + 1 ? scores->score[setting] : scores->deviation[setting]);
}

/* ---- cells ---- */

static guint
column_of (gpointer factory)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (factory), "column"));
}

static size_t
setting_of (gpointer label)
{
  return GPOINTER_TO_SIZE (g_object_get_data (G_OBJECT (label), "setting"));
}

/* The row widget is not ours: it is what stands above cell and label. */
void
iso_sweep_table_mark_cell (IsoSweepTable *table, GtkWidget *label)
{
  GtkWidget *cell = gtk_widget_get_parent (label), *row = cell != NULL ? gtk_widget_get_parent (cell) : NULL;
  if (row == NULL)
    return;
  if (iso_sweep_choice_is_pointed (table->choice, setting_of (label)))
    gtk_widget_add_css_class (row, "pointed");
  else
    gtk_widget_remove_css_class (row, "pointed");
}

void
iso_sweep_table_fill_cell (IsoSweepTable *table, GtkWidget *label)
{
  const IsoSweepScores *scores = iso_sweep_choice_scores (table->choice);
  size_t setting = setting_of (label);
  guint column = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (label), "column"));
  if (scores == NULL || setting >= scores->setting_count || column >= iso_sweep_table_column_count (table))
    return;
  g_autofree char *text = iso_sweep_table_text_of (table, setting, column);
  gtk_label_set_text (GTK_LABEL (label), text);
  if ((int) setting == scores->chosen)
    gtk_widget_add_css_class (label, "heading");
  else
    gtk_widget_remove_css_class (label, "heading");
}

static void
entered (GtkEventControllerMotion *motion, double x, double y, IsoSweepTable *table)
{
  size_t setting = setting_of (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (motion)));
  iso_sweep_choice_point (table->choice, &setting, 1);
}

static void
left (GtkEventControllerMotion *motion, IsoSweepTable *table)
{
  iso_sweep_choice_point (table->choice, NULL, 0);
}

static void
set_up_cell (GtkSignalListItemFactory *factory, GtkListItem *item, IsoSweepTable *table)
{
  GtkWidget *label = gtk_label_new (NULL);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  gtk_label_set_xalign (GTK_LABEL (label), 1.0f);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (label), column_of (factory) == NUMBER ? 4 : 7);
  gtk_widget_add_css_class (label, "numeric");
  g_object_set_data (G_OBJECT (label), "column", GUINT_TO_POINTER (column_of (factory)));
  g_signal_connect (motion, "enter", G_CALLBACK (entered), table);
  g_signal_connect (motion, "leave", G_CALLBACK (left), table);
  gtk_widget_add_controller (label, motion);
  gtk_list_item_set_child (item, label);
}

static void
bind_cell (GtkSignalListItemFactory *factory, GtkListItem *item, IsoSweepTable *table)
{
  GtkWidget *label = gtk_list_item_get_child (item);
  IsoSweepRow *row = gtk_list_item_get_item (item);
  g_object_set_data (G_OBJECT (label), "setting", GSIZE_TO_POINTER (row->setting));
  g_hash_table_add (table->cells, label);
  iso_sweep_table_fill_cell (table, label);
  iso_sweep_table_mark_cell (table, label);
}

static void
unbind_cell (GtkSignalListItemFactory *factory, GtkListItem *item, IsoSweepTable *table)
{
  g_hash_table_remove (table->cells, gtk_list_item_get_child (item));
}

void
iso_sweep_table_each_cell (IsoSweepTable *table, void (*act) (IsoSweepTable *table, GtkWidget *label))
{
  GHashTableIter iter;
  gpointer label;
  g_hash_table_iter_init (&iter, table->cells);
  while (g_hash_table_iter_next (&iter, &label, NULL))
    act (table, label);
}

/* ---- order ---- */

static int
compare (double a, double b)
{
  return a < b ? -1 : a > b;
}

/* Without a score below all others, whichever way is better: they come last in the order that the table begins with. */
static double
sortable (const IsoSweepScores *scores, size_t setting)
{
  if (!isnan (scores->score[setting]))
    return scores->score[setting];
  return scores->is_lower_better ? (double) INFINITY : -(double) INFINITY;
}

typedef struct {
  IsoSweepTable *table;
  guint column;
} Order;

static int
compare_rows (gconstpointer a, gconstpointer b, gpointer data)
{
  const Order *order = data;
  const IsoSweepScores *scores = iso_sweep_choice_scores (order->table->choice);
  size_t x = ((const IsoSweepRow *) a)->setting, y = ((const IsoSweepRow *) b)->setting;
  guint keys = scores == NULL ? 0 : (guint) scores->key_count;
  if (scores == NULL || x >= scores->setting_count || y >= scores->setting_count || order->column == NUMBER)
    return compare ((double) x, (double) y);
  if (order->column < KEYS + keys)
    return compare (iso_sweep_choice_value (order->table->choice, x, order->column - KEYS),
                    iso_sweep_choice_value (order->table->choice, y, order->column - KEYS));
  if (order->column == KEYS + keys)
    return compare ((double) scores->finished[x], (double) scores->finished[y]);
  if (order->column == KEYS + keys + 1)
    return compare (sortable (scores, x), sortable (scores, y));
  return compare (scores->deviation[x], scores->deviation[y]);
}

/* ---- columns and rows ---- */

static char *
column_title (const IsoSweepScores *scores, guint column)
{
  guint keys = (guint) scores->key_count;
  if (column == NUMBER)
    return g_strdup (_("No."));
  if (column < KEYS + keys)
    return g_strdup (iso_sweep_key_label (scores->keys[column - KEYS]));
  if (column == KEYS + keys)
    return g_strdup (_("Seeds"));
  return column == KEYS + keys + 1 ? g_strdup (scores->score_title) : g_strdup ("±");
}

/* The view makes the titles itself; they stand over their numbers, at the right. */
static void
align_titles (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    {
      gtk_widget_set_hexpand (widget, TRUE);
      gtk_label_set_xalign (GTK_LABEL (widget), 1.0f);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    align_titles (child);
}

static void
add_column (IsoSweepTable *table, const IsoSweepScores *scores, guint place)
{
  g_autofree char *title = column_title (scores, place);
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  Order *order = g_new (Order, 1);
  *order = (Order){ table, place };
  g_object_set_data (G_OBJECT (factory), "column", GUINT_TO_POINTER (place));
  g_signal_connect (factory, "setup", G_CALLBACK (set_up_cell), table);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cell), table);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cell), table);
  g_autoptr (GtkColumnViewColumn) column = gtk_column_view_column_new (title, factory);
  g_autoptr (GtkSorter) sorter = GTK_SORTER (gtk_custom_sorter_new (compare_rows, order, g_free));
  gtk_column_view_column_set_sorter (column, sorter);
  gtk_column_view_column_set_expand (column, place != NUMBER);
  gtk_column_view_column_set_resizable (column, TRUE);
  gtk_column_view_append_column (table->view, column);
  if (place == KEYS + scores->key_count + 1)
    gtk_column_view_sort_by_column (table->view, column, scores->is_lower_better ? GTK_SORT_ASCENDING : GTK_SORT_DESCENDING);
}

void
iso_sweep_table_rebuild (IsoSweepTable *table)
{
  const IsoSweepScores *scores = iso_sweep_choice_scores (table->choice);
  GListModel *columns = gtk_column_view_get_columns (table->view);
  g_list_store_remove_all (table->rows);
  while (g_list_model_get_n_items (columns) > 0)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, 0);
      gtk_column_view_remove_column (table->view, column);
    }
  for (guint place = 0; place < iso_sweep_table_column_count (table); place++)
    add_column (table, scores, place);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  for (size_t s = 0; scores != NULL && s < scores->setting_count; s++)
    {
      IsoSweepRow *row = g_object_new (ISO_TYPE_SWEEP_ROW, NULL);
      row->setting = s;
      g_ptr_array_add (rows, row);
    }
  g_list_store_splice (table->rows, 0, 0, rows->pdata, rows->len);
  align_titles (gtk_widget_get_first_child (GTK_WIDGET (table->view)));
}
