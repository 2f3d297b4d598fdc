#include <glib/gi18n.h>

#include "ui/figure/sweep-figure.h"
#include "ui/panel/sweep-table-private.h"
#include "ui/plot/spoken.h"

G_DEFINE_FINAL_TYPE (IsoSweepTable, iso_sweep_table, ISO_TYPE_VIEW_CARD)

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
    g_string_append_printf (text, _("showing %zu of %zu, Escape shows all"), iso_sweep_choice_within (table->choice),
                            scores->setting_count);
  else if (scores != NULL)
    g_string_append_printf (text, ngettext ("%zu setting", "%zu settings", (gulong) scores->setting_count), scores->setting_count);
  if (chosen > 0)
    g_string_append_printf (text, _(" · %zu selected"), chosen);
  if (scores != NULL && scores->chosen >= 0)
    g_string_append (text, _(" · ★ chosen"));
  iso_view_card_set_subtitle (ISO_VIEW_CARD (table), text->str);
}

/* Rows change places as scores come: who looks at the best ones goes on to. */
static void
scroll_to_top (IsoSweepTable *table)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (table->view)); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_LIST_VIEW (child) && g_list_model_get_n_items (G_LIST_MODEL (table->sorted)) > 0)
      gtk_widget_activate_action (child, "list.scroll-to-item", "u", 0);
}

static void
scores_changed (IsoSweepTable *table)
{
  GtkAdjustment *place = gtk_scrolled_window_get_vadjustment (table->scroller);
  gboolean is_at_top = gtk_adjustment_get_value (place) < 1.0;
  table->is_syncing = TRUE;
  if (table->generation != iso_sweep_choice_generation (table->choice))
    {
      table->generation = iso_sweep_choice_generation (table->choice);
      iso_sweep_table_rebuild (table);
    }
  else if (gtk_column_view_get_sorter (table->view) != NULL)
    gtk_sorter_changed (gtk_column_view_get_sorter (table->view), GTK_SORTER_CHANGE_DIFFERENT);
  table->is_syncing = FALSE;
  iso_sweep_table_each_cell (table, iso_sweep_table_fill_cell);
  show_selection (table);
  if (is_at_top)
    scroll_to_top (table);
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
  iso_sweep_table_each_cell (table, iso_sweep_table_mark_cell);
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
  GtkFilterListModel *within =
      gtk_filter_list_model_new (G_LIST_MODEL (g_object_ref (table->rows)), GTK_FILTER (g_object_ref (table->filter)));
  table->sorted = gtk_sort_list_model_new (G_LIST_MODEL (within), NULL);
  table->selection = gtk_multi_selection_new (G_LIST_MODEL (g_object_ref (table->sorted)));
  table->view = GTK_COLUMN_VIEW (gtk_column_view_new (GTK_SELECTION_MODEL (g_object_ref (table->selection))));
  gtk_sort_list_model_set_sorter (table->sorted, gtk_column_view_get_sorter (table->view));
  gtk_widget_add_css_class (GTK_WIDGET (table->view), "sweep-table");
  gtk_accessible_update_property (GTK_ACCESSIBLE (table->view), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Settings of the sweep"), -1);
  table->scroller = GTK_SCROLLED_WINDOW (scroller);
  gtk_scrolled_window_set_child (table->scroller, GTK_WIDGET (table->view));
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
