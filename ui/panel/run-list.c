#include <glib/gi18n.h>

#include "ui/panel/run-list-private.h"

G_DEFINE_FINAL_TYPE (IsoRunList, iso_run_list, GTK_TYPE_WIDGET)

enum { ACTIVATED, SELECTION, COUNTED, SIGNAL_COUNT };
static guint signals[SIGNAL_COUNT];

/* A table of GTK makes some two hundred rows at once, whatever is in sight, which takes longer than opening a window should: a screenful
 * comes first, the others frame by frame. */
#define FIRST_ROWS 48
#define ROWS_A_FRAME 8
#define ROWS_MADE 256 /* from there on more cost nothing */

static guint
row_count (IsoRunList *list)
{
  return g_list_model_get_n_items (iso_run_tree_model (list->tree));
}

static void
show_all_rows (IsoRunList *list)
{
  gtk_slice_list_model_set_size (list->shown, G_MAXUINT);
}

static gboolean
show_more_rows (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  IsoRunList *list = ISO_RUN_LIST (widget);
  guint size = gtk_slice_list_model_get_size (list->shown);
  if (size >= row_count (list))
    {
      list->growing = 0;
      return G_SOURCE_REMOVE;
    }
  /* The frame with the first rows is drawn before. */
  if (list->frames++ < 2)
    return G_SOURCE_CONTINUE;
  if (size + ROWS_A_FRAME < ROWS_MADE)
    gtk_slice_list_model_set_size (list->shown, size + ROWS_A_FRAME);
  else
    show_all_rows (list);
  return G_SOURCE_CONTINUE;
}

static void
grow (IsoRunList *list)
{
  if (list->growing != 0 || !gtk_widget_get_mapped (GTK_WIDGET (list)) || gtk_slice_list_model_get_size (list->shown) >= row_count (list))
    return;
  list->frames = 0;
  list->growing = gtk_widget_add_tick_callback (GTK_WIDGET (list), show_more_rows, NULL, NULL);
}

/* NULL beyond the end. Owned by the tree. */
static IsoRunRow *
row_at (IsoRunList *list, guint position)
{
  g_autoptr (GtkTreeListRow) place = g_list_model_get_item (G_LIST_MODEL (list->selection), position);
  if (place == NULL)
    return NULL;
  g_autoptr (IsoRunRow) row = gtk_tree_list_row_get_item (place);
  return row;
}

/* ---- selection ---- */

GArray *
iso_run_list_selected (IsoRunList *list)
{
  g_return_val_if_fail (ISO_IS_RUN_LIST (list), NULL);
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (list->selection);
  GtkBitsetIter iter;
  guint position;
  for (gboolean more = gtk_bitset_iter_init_first (&iter, selected, &position); more; more = gtk_bitset_iter_next (&iter, &position))
    {
      IsoRunRow *row = row_at (list, position);
      gint64 id = row != NULL ? iso_run_row_id (row) : 0;
      if (row != NULL)
        g_array_append_val (ids, id);
    }
  return ids;
}

static gboolean
is_same_set (const GArray *a, const GArray *b)
{
  gboolean is_same = a->len == b->len;
  for (guint i = 0; is_same && i < a->len; i++)
    {
      gboolean found = FALSE;
      for (guint j = 0; !found && j < b->len; j++)
        found = g_array_index (a, gint64, i) == g_array_index (b, gint64, j);
      is_same = found;
    }
  return is_same;
}

/* What is still shown of these is selected, and nothing else. */
static void
select_ids (IsoRunList *list, const GArray *ids)
{
  g_autoptr (GtkBitset) selected = gtk_bitset_new_empty (), mask = gtk_bitset_new_empty ();
  g_autoptr (GHashTable) wanted = g_hash_table_new (g_int64_hash, g_int64_equal);
  if (ids->len > 0)
    show_all_rows (list);
  guint count = g_list_model_get_n_items (G_LIST_MODEL (list->selection));
  for (guint i = 0; i < ids->len; i++)
    g_hash_table_add (wanted, &g_array_index (ids, gint64, i));
  for (guint i = 0; i < count && ids->len > 0; i++)
    {
      gint64 id = iso_run_row_id (row_at (list, i));
      if (g_hash_table_contains (wanted, &id))
        gtk_bitset_add (selected, i);
    }
  gtk_bitset_add_range (mask, 0, count);
  gtk_selection_model_set_selection (list->selection, selected, mask);
}

static void
selection_changed (IsoRunList *list)
{
  if (list->arranging == 0)
    g_signal_emit (list, signals[SELECTION], 0);
}

static void
arranging (IsoRunList *list)
{
  if (list->arranging++ == 0)
    list->noted = iso_run_list_selected (list);
}

static void
arranged (IsoRunList *list)
{
  if (list->arranging > 1)
    {
      list->arranging--;
      return;
    }
  g_autoptr (GArray) noted = g_steal_pointer (&list->noted), now = iso_run_list_selected (list);
  if (!is_same_set (noted, now))
    select_ids (list, noted);
  g_autoptr (GArray) kept = iso_run_list_selected (list);
  list->arranging = 0;
  iso_run_list_show_page (list);
  grow (list);
  if (!is_same_set (noted, kept))
    g_signal_emit (list, signals[SELECTION], 0);
  g_signal_emit (list, signals[COUNTED], 0);
}

static void
tree_changed (IsoRunList *list)
{
  list->now = g_get_real_time ();
  iso_run_list_refill (list, FALSE);
  iso_run_list_show_page (list);
  g_autoptr (GArray) ids = iso_run_list_selected (list);
  for (guint i = 0; i < ids->len; i++)
    if (iso_run_tree_is_changed (list->tree, iso_run_tree_find (list->tree, g_array_index (ids, gint64, i))))
      {
        g_signal_emit (list, signals[SELECTION], 0);
        break;
      }
  g_signal_emit (list, signals[COUNTED], 0);
}

static gboolean
select_shown (IsoRunList *list, gint64 id)
{
  guint count = g_list_model_get_n_items (G_LIST_MODEL (list->selection));
  for (guint i = 0; i < count; i++)
    if (iso_run_row_id (row_at (list, i)) == id)
      {
        GtkWidget *rows = gtk_widget_get_last_child (GTK_WIDGET (list->view));
        gtk_selection_model_select_item (list->selection, i, TRUE);
        gtk_widget_activate_action (rows, "list.scroll-to-item", "u", i);
        return TRUE;
      }
  return FALSE;
}

gboolean
iso_run_list_select (IsoRunList *list, gint64 id)
{
  g_return_val_if_fail (ISO_IS_RUN_LIST (list), FALSE);
  if (select_shown (list, id))
    return TRUE;
  show_all_rows (list);
  return select_shown (list, id);
}

void
iso_run_list_select_all (IsoRunList *list)
{
  g_return_if_fail (ISO_IS_RUN_LIST (list));
  show_all_rows (list);
  gtk_selection_model_select_all (list->selection);
}

static void
activated (GtkColumnView *view, guint position, IsoRunList *list)
{
  IsoRunRow *row = row_at (list, position);
  if (row != NULL)
    g_signal_emit (list, signals[ACTIVATED], 0, iso_run_row_id (row));
}

/* ---- what is shown ---- */

static void
update_watching (IsoRunList *list)
{
  gboolean wants = list->library != NULL && gtk_widget_get_mapped (GTK_WIDGET (list));
  if (wants == list->is_watching)
    return;
  list->is_watching = wants;
  if (wants)
    iso_run_library_watch (list->library);
  else
    iso_run_library_unwatch (list->library);
}

void
iso_run_list_set_library (IsoRunList *list, IsoRunLibrary *library)
{
  g_return_if_fail (ISO_IS_RUN_LIST (list));
  if (library == list->library)
    return;
  if (list->is_watching)
    iso_run_library_unwatch (list->library);
  list->is_watching = FALSE;
  g_set_object (&list->library, library);
  update_watching (list);
  iso_run_tree_set_library (list->tree, library);
}

void
iso_run_list_set_filter (IsoRunList *list, const IsoRunFilter *filter)
{
  g_return_if_fail (ISO_IS_RUN_LIST (list));
  iso_run_tree_set_filter (list->tree, filter);
}

void
iso_run_list_set_is_tree (IsoRunList *list, gboolean is_tree)
{
  g_return_if_fail (ISO_IS_RUN_LIST (list));
  iso_run_tree_set_is_flat (list->tree, !is_tree);
}

guint
iso_run_list_count (IsoRunList *list)
{
  g_return_val_if_fail (ISO_IS_RUN_LIST (list), 0);
  return iso_run_tree_count (list->tree);
}

guint
iso_run_list_match_count (IsoRunList *list)
{
  g_return_val_if_fail (ISO_IS_RUN_LIST (list), 0);
  return iso_run_tree_match_count (list->tree);
}

const IsoRun *
iso_run_list_find (IsoRunList *list, gint64 id)
{
  g_return_val_if_fail (ISO_IS_RUN_LIST (list), NULL);
  IsoRunRow *row = iso_run_tree_find (list->tree, id);
  return row != NULL ? iso_run_row_run (row) : NULL;
}

void
iso_run_list_focus (IsoRunList *list)
{
  g_return_if_fail (ISO_IS_RUN_LIST (list));
  gtk_widget_grab_focus (gtk_widget_get_last_child (GTK_WIDGET (list->view)));
}

GtkColumnView *
iso_run_list_view (IsoRunList *list)
{
  g_return_val_if_fail (ISO_IS_RUN_LIST (list), NULL);
  return list->view;
}

/* ---- the widget ---- */

static void
iso_run_list_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (iso_run_list_parent_class)->map (widget);
  update_watching (ISO_RUN_LIST (widget));
  grow (ISO_RUN_LIST (widget));
}

static void
iso_run_list_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (iso_run_list_parent_class)->unmap (widget);
  update_watching (ISO_RUN_LIST (widget));
}

static void
iso_run_list_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  IsoRunList *list = ISO_RUN_LIST (widget);
  gtk_widget_size_allocate (list->pages, &(GtkAllocation) { 0, 0, width, height }, baseline);
  iso_run_list_fit_columns (list, width);
  if (list->menu != NULL)
    gtk_popover_present (GTK_POPOVER (list->menu));
}

static void
iso_run_list_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                      int *minimum_baseline, int *natural_baseline)
{
  gtk_widget_measure (ISO_RUN_LIST (widget)->pages, orientation, for_size, minimum, natural, NULL, NULL);
}

static void
iso_run_list_dispose (GObject *object)
{
  IsoRunList *list = ISO_RUN_LIST (object);
  if (list->tree != NULL)
    g_signal_handlers_disconnect_by_data (list->tree, list);
  iso_run_list_set_library (list, NULL);
  iso_run_list_set_menu (list, NULL);
  g_clear_handle_id (&list->fitting, g_source_remove);
  if (list->view != NULL)
    gtk_column_view_set_model (list->view, NULL);
  list->view = NULL;
  g_clear_object (&list->selection);
  g_clear_object (&list->shown);
  g_clear_pointer (&list->pages, gtk_widget_unparent);
  g_clear_object (&list->tree);
  G_OBJECT_CLASS (iso_run_list_parent_class)->dispose (object);
}

static void
iso_run_list_finalize (GObject *object)
{
  IsoRunList *list = ISO_RUN_LIST (object);
  g_hash_table_unref (list->bound);
  g_clear_pointer (&list->noted, g_array_unref);
  G_OBJECT_CLASS (iso_run_list_parent_class)->finalize (object);
}

static void
iso_run_list_class_init (IsoRunListClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  G_OBJECT_CLASS (class)->dispose = iso_run_list_dispose;
  G_OBJECT_CLASS (class)->finalize = iso_run_list_finalize;
  widget_class->map = iso_run_list_map;
  widget_class->unmap = iso_run_list_unmap;
  widget_class->size_allocate = iso_run_list_size_allocate;
  widget_class->measure = iso_run_list_measure;
  gtk_widget_class_install_action (widget_class, "run-list.menu", NULL, iso_run_list_menu_key);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0, "run-list.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, "run-list.menu", NULL);
  signals[ACTIVATED] = g_signal_new ("activated", ISO_TYPE_RUN_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                     G_TYPE_INT64);
  signals[SELECTION] = g_signal_new ("selection", ISO_TYPE_RUN_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[COUNTED] = g_signal_new ("counted", ISO_TYPE_RUN_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static GtkWidget *
table_new (IsoRunList *list)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  list->view = GTK_COLUMN_VIEW (gtk_column_view_new (NULL));
  gtk_column_view_set_reorderable (list->view, FALSE);
  gtk_column_view_set_show_row_separators (list->view, FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (list->view), "data-table");
  gtk_widget_add_css_class (GTK_WIDGET (list->view), "run-table");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list->view), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Runs"), -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (list->view));
  g_signal_connect (list->view, "activate", G_CALLBACK (activated), list);
  return scroller;
}

static void
iso_run_list_init (IsoRunList *list)
{
  GtkGesture *click = gtk_gesture_click_new ();
  list->bound = g_hash_table_new (NULL, NULL);
  list->now = g_get_real_time ();
  list->tree = iso_run_tree_new ();
  iso_run_list_add_pages (list, table_new (list));
  gtk_widget_set_parent (list->pages, GTK_WIDGET (list));
  iso_run_list_add_columns (list);
  list->shown = gtk_slice_list_model_new (g_object_ref (iso_run_tree_model (list->tree)), 0, FIRST_ROWS);
  list->selection = GTK_SELECTION_MODEL (gtk_multi_selection_new (G_LIST_MODEL (g_object_ref (list->shown))));
  gtk_column_view_set_model (list->view, list->selection);
  iso_run_tree_set_sorter (list->tree, gtk_column_view_get_sorter (list->view));
  g_signal_connect_object (list->selection, "selection-changed", G_CALLBACK (selection_changed), list, G_CONNECT_SWAPPED);
  g_signal_connect_swapped (list->tree, "arranging", G_CALLBACK (arranging), list);
  g_signal_connect_swapped (list->tree, "arranged", G_CALLBACK (arranged), list);
  g_signal_connect_swapped (list->tree, "changed", G_CALLBACK (tree_changed), list);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect (click, "pressed", G_CALLBACK (iso_run_list_other_button), list);
  gtk_widget_add_controller (GTK_WIDGET (list), GTK_EVENT_CONTROLLER (click));
  iso_run_list_show_page (list);
}

GtkWidget *
iso_run_list_new (void)
{
  return g_object_new (ISO_TYPE_RUN_LIST, NULL);
}
