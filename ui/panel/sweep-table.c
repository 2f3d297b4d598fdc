#include "ui/panel/sweep-table.h"

#include <glib/gi18n.h>
#include <math.h>

#include "ui/figure/axis.h"
#include "ui/figure/sweep-figure.h"
#include "ui/plot/spoken.h"

#define CHOSEN_MARK "★"

/* ---- a row: which setting ---- */

#define ISO_TYPE_SWEEP_ROW (iso_sweep_row_get_type ())
G_DECLARE_FINAL_TYPE (IsoSweepRow, iso_sweep_row, ISO, SWEEP_ROW, GObject)

struct _IsoSweepRow {
  GObject parent_instance;
  size_t setting;
};

G_DEFINE_FINAL_TYPE (IsoSweepRow, iso_sweep_row, G_TYPE_OBJECT)

static void
iso_sweep_row_class_init (IsoSweepRowClass *class)
{
}

static void
iso_sweep_row_init (IsoSweepRow *row)
{
}

/* ---- the table ---- */

struct _IsoSweepTable {
  IsoViewCard parent_instance;
  IsoSweepChoice *choice;
  GListStore *rows;
  GtkCustomFilter *filter;
  GtkSortListModel *sorted;
  GtkMultiSelection *selection;
  GtkColumnView *view;
  GHashTable *cells;    /* labels that are bound at the moment */
  guint generation;     /* of the choice, that rows and columns are of */
  gboolean is_syncing;  /* the selection follows the choice, not the other way round */
};

G_DEFINE_FINAL_TYPE (IsoSweepTable, iso_sweep_table, ISO_TYPE_VIEW_CARD)

/* Columns: the number, the keys, seeds, mean, deviation. */
enum { NUMBER, KEYS };

static guint
column_count (IsoSweepTable *table)
{
  const IsoSweepScores *scores = iso_sweep_choice_scores (table->choice);
  return scores == NULL ? 0 : KEYS + (guint) scores->key_count + 3;
}

static char *
number_text (double value, int digits)
{
  char text[32];
  if (isnan (value))
    return g_strdup ("–");
  iso_number_format (text, sizeof text, value, digits);
  return g_strdup (text);
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
  return column == KEYS + keys + 1 ? fixed_text (scores->score[setting]) : number_text (scores->deviation[setting], 2);
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
static void
mark_cell (IsoSweepTable *table, GtkWidget *label)
{
  GtkWidget *cell = gtk_widget_get_parent (label), *row = cell != NULL ? gtk_widget_get_parent (cell) : NULL;
  if (row == NULL)
    return;
  if (iso_sweep_choice_is_pointed (table->choice, setting_of (label)))
    gtk_widget_add_css_class (row, "pointed");
  else
    gtk_widget_remove_css_class (row, "pointed");
}

static void
fill_cell (IsoSweepTable *table, GtkWidget *label)
{
  const IsoSweepScores *scores = iso_sweep_choice_scores (table->choice);
  size_t setting = setting_of (label);
  guint column = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (label), "column"));
  if (scores == NULL || setting >= scores->setting_count || column >= column_count (table))
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
  fill_cell (table, label);
  mark_cell (table, label);
}

static void
unbind_cell (GtkSignalListItemFactory *factory, GtkListItem *item, IsoSweepTable *table)
{
  g_hash_table_remove (table->cells, gtk_list_item_get_child (item));
}

static void
each_cell (IsoSweepTable *table, void (*act) (IsoSweepTable *table, GtkWidget *label))
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

static void
rebuild (IsoSweepTable *table)
{
  const IsoSweepScores *scores = iso_sweep_choice_scores (table->choice);
  GListModel *columns = gtk_column_view_get_columns (table->view);
  g_list_store_remove_all (table->rows);
  while (g_list_model_get_n_items (columns) > 0)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, 0);
      gtk_column_view_remove_column (table->view, column);
    }
  for (guint place = 0; place < column_count (table); place++)
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

static gboolean
is_shown (gpointer item, gpointer data)
{
  const bool *quiet = iso_sweep_choice_quiet (ISO_SWEEP_TABLE (data)->choice);
  return quiet == NULL || !quiet[((IsoSweepRow *) item)->setting];
}

/* ---- what the choice tells ---- */

static void
show_selection (IsoSweepTable *table)
{
  guint count = g_list_model_get_n_items (G_LIST_MODEL (table->sorted));
  g_autoptr (GtkBitset) selected = gtk_bitset_new_empty (), all = gtk_bitset_new_range (0, count);
  for (guint i = 0; i < count; i++)
    if (iso_sweep_choice_is_selected (table->choice, iso_sweep_table_setting_at (table, i)))
      gtk_bitset_add (selected, i);
  gboolean was_syncing = table->is_syncing;
  table->is_syncing = TRUE;
  gtk_selection_model_set_selection (GTK_SELECTION_MODEL (table->selection), selected, all);
  table->is_syncing = was_syncing;
}

static void
say (IsoSweepTable *table)
{
  const IsoSweepScores *scores = iso_sweep_choice_scores (table->choice);
  size_t chosen = iso_sweep_choice_selected_count (table->choice);
  g_autoptr (GString) text = g_string_new (NULL);
  if (scores != NULL && iso_sweep_choice_has_brush (table->choice))
    g_string_append_printf (text, _("showing %zu of %zu, Escape shows all"), iso_sweep_choice_within (table->choice), scores->setting_count);
  else if (scores != NULL)
    g_string_append_printf (text, ngettext ("%zu setting", "%zu settings", (gulong) scores->setting_count), scores->setting_count);
  if (chosen > 0)
    g_string_append_printf (text, _(" · %zu selected"), chosen);
  if (scores != NULL && scores->chosen >= 0)
    g_string_append (text, _(" · ★ chosen"));
  iso_view_card_set_subtitle (ISO_VIEW_CARD (table), text->str);
}

static void
scores_changed (IsoSweepTable *table)
{
  table->is_syncing = TRUE;
  if (table->generation != iso_sweep_choice_generation (table->choice))
    {
      table->generation = iso_sweep_choice_generation (table->choice);
      rebuild (table);
    }
  else if (gtk_column_view_get_sorter (table->view) != NULL)
    gtk_sorter_changed (gtk_column_view_get_sorter (table->view), GTK_SORTER_CHANGE_DIFFERENT);
  table->is_syncing = FALSE;
  each_cell (table, fill_cell);
  show_selection (table);
  say (table);
  iso_view_card_exportable (ISO_VIEW_CARD (table));
}

static void
brush_changed (IsoSweepTable *table)
{
  table->is_syncing = TRUE;
  gtk_filter_changed (GTK_FILTER (table->filter), GTK_FILTER_CHANGE_DIFFERENT);
  table->is_syncing = FALSE;
  show_selection (table);
  say (table);
}

static void
pointed_changed (IsoSweepTable *table)
{
  each_cell (table, mark_cell);
}

static void
selected_changed (IsoSweepTable *table)
{
  if (!table->is_syncing)
    show_selection (table);
  say (table);
}

/* ---- what the person does ---- */

static void
selection_changed (GtkSelectionModel *model, guint position, guint count, IsoSweepTable *table)
{
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (model);
  guint64 size = gtk_bitset_get_size (selected);
  if (table->is_syncing)
    return;
  g_autofree size_t *settings = g_new (size_t, size + 1);
  for (guint64 i = 0; i < size; i++)
    settings[i] = iso_sweep_table_setting_at (table, gtk_bitset_get_nth (selected, (guint) i));
  table->is_syncing = TRUE;
  iso_sweep_choice_select (table->choice, settings, (size_t) size, false);
  table->is_syncing = FALSE;
}

static void
row_activated (GtkColumnView *view, guint row, IsoSweepTable *table)
{
  iso_sweep_choice_activate (table->choice, iso_sweep_table_setting_at (table, row));
}

static gboolean
key_pressed (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, IsoSweepTable *table)
{
  return key == GDK_KEY_Escape && iso_sweep_choice_clear (table->choice) ? GDK_EVENT_STOP : GDK_EVENT_PROPAGATE;
}

/* ---- for tests ---- */

guint
iso_sweep_table_row_count (IsoSweepTable *table)
{
  g_return_val_if_fail (ISO_IS_SWEEP_TABLE (table), 0);
  return g_list_model_get_n_items (G_LIST_MODEL (table->sorted));
}

size_t
iso_sweep_table_setting_at (IsoSweepTable *table, guint row)
{
  g_autoptr (IsoSweepRow) item = g_list_model_get_item (G_LIST_MODEL (table->sorted), row);
  g_return_val_if_fail (item != NULL, 0);
  return item->setting;
}

guint
iso_sweep_table_column_count (IsoSweepTable *table)
{
  g_return_val_if_fail (ISO_IS_SWEEP_TABLE (table), 0);
  return column_count (table);
}

/* ---- the card ---- */

static gboolean
can_export (IsoViewCard *card)
{
  return iso_sweep_choice_scores (ISO_SWEEP_TABLE (card)->choice) != NULL;
}

/* Its numbers are those of the lines. */
static IsoFigure *
figure (IsoViewCard *card)
{
  const IsoSweepScores *scores = iso_sweep_choice_scores (ISO_SWEEP_TABLE (card)->choice);
  return scores != NULL ? iso_figure_of_sweep_lines (scores, NULL) : NULL;
}

static void
iso_sweep_table_dispose (GObject *object)
{
  IsoSweepTable *table = ISO_SWEEP_TABLE (object);
  table->is_syncing = TRUE;
  if (table->view != NULL)
    gtk_column_view_set_model (table->view, NULL);
  table->view = NULL;
  g_clear_object (&table->selection);
  g_clear_object (&table->sorted);
  g_clear_object (&table->filter);
  g_clear_object (&table->rows);
  g_clear_object (&table->choice);
  G_OBJECT_CLASS (iso_sweep_table_parent_class)->dispose (object);
}

static void
iso_sweep_table_finalize (GObject *object)
{
  g_hash_table_unref (ISO_SWEEP_TABLE (object)->cells);
  G_OBJECT_CLASS (iso_sweep_table_parent_class)->finalize (object);
}

static void
iso_sweep_table_class_init (IsoSweepTableClass *class)
{
  IsoViewCardClass *card_class = ISO_VIEW_CARD_CLASS (class);
  G_OBJECT_CLASS (class)->dispose = iso_sweep_table_dispose;
  G_OBJECT_CLASS (class)->finalize = iso_sweep_table_finalize;
  card_class->can_export = can_export;
  card_class->figure = figure;
  card_class->no_picture = N_("The table is numbers alone: the lines are its picture");
}

static void
iso_sweep_table_init (IsoSweepTable *table)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  table->cells = g_hash_table_new (g_direct_hash, g_direct_equal);
  table->rows = g_list_store_new (ISO_TYPE_SWEEP_ROW);
  table->filter = gtk_custom_filter_new (is_shown, table, NULL);
  table->sorted = gtk_sort_list_model_new (
      G_LIST_MODEL (gtk_filter_list_model_new (G_LIST_MODEL (g_object_ref (table->rows)), GTK_FILTER (g_object_ref (table->filter)))), NULL);
  table->selection = gtk_multi_selection_new (G_LIST_MODEL (g_object_ref (table->sorted)));
  table->view = GTK_COLUMN_VIEW (gtk_column_view_new (GTK_SELECTION_MODEL (g_object_ref (table->selection))));
  gtk_sort_list_model_set_sorter (table->sorted, gtk_column_view_get_sorter (table->view));
  gtk_widget_add_css_class (GTK_WIDGET (table->view), "sweep-table");
  gtk_accessible_update_property (GTK_ACCESSIBLE (table->view), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Settings of the sweep"), -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (table->view));
  gtk_widget_set_vexpand (scroller, TRUE);
  iso_speak_scroller (scroller, _("Settings of the sweep"));
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed), table);
  gtk_widget_add_controller (GTK_WIDGET (table->view), keys);
  g_signal_connect (table->view, "activate", G_CALLBACK (row_activated), table);
  g_signal_connect (table->selection, "selection-changed", G_CALLBACK (selection_changed), table);
  iso_view_card_set_title (ISO_VIEW_CARD (table), _("Settings"));
  iso_view_card_set_body (ISO_VIEW_CARD (table), scroller);
  iso_view_card_set_main (ISO_VIEW_CARD (table), GTK_WIDGET (table->view));
}

GtkWidget *
iso_sweep_table_new (IsoSweepChoice *choice)
{
  IsoSweepTable *table = g_object_new (ISO_TYPE_SWEEP_TABLE, NULL);
  table->choice = g_object_ref (choice);
  g_signal_connect_object (choice, "scores", G_CALLBACK (scores_changed), table, G_CONNECT_SWAPPED);
  g_signal_connect_object (choice, "pointed", G_CALLBACK (pointed_changed), table, G_CONNECT_SWAPPED);
  g_signal_connect_object (choice, "selected", G_CALLBACK (selected_changed), table, G_CONNECT_SWAPPED);
  g_signal_connect_object (choice, "brushed", G_CALLBACK (brush_changed), table, G_CONNECT_SWAPPED);
  table->generation = iso_sweep_choice_generation (choice) - 1;
  scores_changed (table);
  return GTK_WIDGET (table);
}
