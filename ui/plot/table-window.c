#include "ui/plot/table-window.h"

#include <glib/gi18n-lib.h>
#include "engine/base/unjoined.h"
#include "ui/figure/axis.h"
#include "ui/plot/table-rows.h"

#define COLUMN_WIDTH 104
#define LEAST_WIDTH 400
#define MOST_WIDTH 1000
#define HEIGHT 520
#define CELL_CHARACTERS 8

struct _IsoTableWindow {
  AdwWindow parent_instance;
  IsoNumberTable *table;
  char *file_name;
  int *decimals; /* of each column */
  GtkColumnView *view;
  GtkLabel *status;
  GtkFileChooserNative *chooser;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (IsoTableWindow, iso_table_window, ADW_TYPE_WINDOW)

/* ---- cells ---- */

static void
set_up_cell (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  GtkWidget *label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (label), 1.0f);
  gtk_label_set_width_chars (GTK_LABEL (label), CELL_CHARACTERS);
  gtk_widget_add_css_class (label, "numeric");
  gtk_list_item_set_child (item, label);
}

static void
bind_cell (GtkSignalListItemFactory *factory, GtkListItem *item, IsoTableWindow *window)
{
  char text[32];
  size_t column = GPOINTER_TO_SIZE (g_object_get_data (G_OBJECT (factory), "column"));
  iso_number_table_cell (window->table, text, sizeof text, iso_table_row_index (gtk_list_item_get_item (item)), column,
                         window->decimals[column]);
  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)), text);
}

/* The names stand over their numbers, at the right. The view makes the titles itself: a row of buttons with a label each. */
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
add_columns (IsoTableWindow *window)
{
  window->decimals = g_new (int, iso_number_table_columns (window->table));
  for (size_t i = 0; i < iso_number_table_columns (window->table); i++)
    {
      window->decimals[i] = iso_number_table_decimals (window->table, i);
      GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
      g_object_set_data (G_OBJECT (factory), "column", GSIZE_TO_POINTER (i));
      g_signal_connect (factory, "setup", G_CALLBACK (set_up_cell), NULL);
      g_signal_connect (factory, "bind", G_CALLBACK (bind_cell), window);
      g_autoptr (GtkColumnViewColumn) column = gtk_column_view_column_new (iso_number_table_name (window->table, i), factory);
      gtk_column_view_column_set_expand (column, TRUE);
      gtk_column_view_append_column (window->view, column);
    }
  align_titles (gtk_widget_get_first_child (GTK_WIDGET (window->view)));
}

/* ---- writing ---- */

typedef struct {
  IsoNumberTable *table;
  GFile *file; /* NULL: for the clipboard */
} Order;

static void
order_free (gpointer data)
{
  Order *order = data;
  iso_number_table_unref (order->table);
  g_clear_object (&order->file);
  g_free (order);
}

static void
write_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Order *order = data;
  g_autoptr (GError) error = NULL;
  size_t length = 0;
  g_autofree char *csv = iso_number_table_csv (order->table, &length, cancellable, &error);
  if (csv != NULL && order->file != NULL)
    g_file_replace_contents (order->file, csv, length, NULL, FALSE, G_FILE_CREATE_NONE, NULL, cancellable, &error);
  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, g_steal_pointer (&csv), g_free);
}

static void
weak_free (GWeakRef *weak)
{
  g_weak_ref_clear (weak);
  g_free (weak);
}

static void
written (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (IsoTableWindow) window = g_weak_ref_get (data);
  g_autoptr (GError) error = NULL;
  Order *order = g_task_get_task_data (G_TASK (result));
  g_autofree char *csv = g_task_propagate_pointer (G_TASK (result), &error), *said = NULL;
  char rows[32];
  weak_free (data);
  if (window == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  iso_number_format (rows, sizeof rows, (double) iso_number_table_rows (order->table), 9);
  if (error != NULL)
    said = g_strdup (error->message);
  else if (order->file == NULL)
    {
      gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (window)), csv);
      said = g_strdup_printf (_("%s rows copied"), rows);
    }
  else
    {
      g_autofree char *name = g_file_get_basename (order->file);
      said = g_strdup_printf (_("%s rows saved as %s"), rows, name);
    }
  gtk_label_set_text (window->status, said);
}

/* The task holds the window weakly: a worker that dropped the last reference would take it apart on its own thread. */
static void
write_table (IsoTableWindow *window, GFile *file)
{
  GWeakRef *weak = g_new (GWeakRef, 1);
  Order *order = g_new0 (Order, 1);
  g_weak_ref_init (weak, window);
  g_autoptr (GTask) task = g_task_new (NULL, window->cancellable, written, weak);
  order->table = iso_number_table_ref (window->table);
  order->file = file != NULL ? g_object_ref (file) : NULL;
  g_task_set_task_data (task, order, order_free);
  iso_task_run_unjoined (task, write_in_thread);
}

void
iso_table_window_save (IsoTableWindow *window, GFile *file)
{
  g_return_if_fail (ISO_IS_TABLE_WINDOW (window) && G_IS_FILE (file));
  write_table (window, file);
}

static void
file_chosen (GtkNativeDialog *dialog, int response, IsoTableWindow *window)
{
  g_autoptr (GFile) file = NULL;
  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  g_clear_object (&window->chooser);
  if (file != NULL)
    write_table (window, file);
}

static void
save_wanted (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoTableWindow *window = ISO_TABLE_WINDOW (widget);
  if (window->chooser != NULL)
    return;
  window->chooser = gtk_file_chooser_native_new (_("Save the Numbers"), GTK_WINDOW (window), GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"),
                                                 _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (window->chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (window->chooser), window->file_name);
  g_signal_connect_object (window->chooser, "response", G_CALLBACK (file_chosen), window, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (window->chooser));
}

static void
copy_wanted (GtkWidget *widget, const char *action, GVariant *parameter)
{
  write_table (ISO_TABLE_WINDOW (widget), NULL);
}

const char *
iso_table_window_status (IsoTableWindow *window)
{
  g_return_val_if_fail (ISO_IS_TABLE_WINDOW (window), NULL);
  return gtk_label_get_text (window->status);
}

/* ---- the whole ---- */

static void
iso_table_window_dispose (GObject *object)
{
  IsoTableWindow *window = ISO_TABLE_WINDOW (object);
  g_cancellable_cancel (window->cancellable);
  g_clear_object (&window->chooser);
  G_OBJECT_CLASS (iso_table_window_parent_class)->dispose (object);
}

static void
iso_table_window_finalize (GObject *object)
{
  IsoTableWindow *window = ISO_TABLE_WINDOW (object);
  g_clear_object (&window->cancellable);
  g_clear_pointer (&window->table, iso_number_table_unref);
  g_free (window->file_name);
  g_free (window->decimals);
  G_OBJECT_CLASS (iso_table_window_parent_class)->finalize (object);
}

static void
iso_table_window_class_init (IsoTableWindowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  G_OBJECT_CLASS (class)->dispose = iso_table_window_dispose;
  G_OBJECT_CLASS (class)->finalize = iso_table_window_finalize;
  gtk_widget_class_install_action (widget_class, "table.copy", NULL, copy_wanted);
  gtk_widget_class_install_action (widget_class, "table.save", NULL, save_wanted);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_w, GDK_CONTROL_MASK, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "table.copy", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, GDK_CONTROL_MASK, "table.save", NULL);
}

static void
iso_table_window_init (IsoTableWindow *window)
{
  window->cancellable = g_cancellable_new ();
  gtk_window_set_destroy_with_parent (GTK_WINDOW (window), TRUE);
}

static GtkWidget *
button_new (const char *label, const char *action, const char *tip)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_set_tooltip_text (button, tip);
  return button;
}

static GtkWidget *
bar_new (const char *title, const char *subtitle)
{
  GtkWidget *bar = adw_header_bar_new ();
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (bar), adw_window_title_new (title, subtitle));
  adw_header_bar_pack_start (ADW_HEADER_BAR (bar), button_new (_("_Copy"), "table.copy", _("Copy all rows as CSV (Ctrl+C)")));
  adw_header_bar_pack_end (ADW_HEADER_BAR (bar),
                           button_new (_("_Save as CSV…"), "table.save", _("All rows, with all digits (Ctrl+S)")));
  return bar;
}

static GtkWidget *
view_new (IsoTableWindow *window, const char *title)
{
  size_t rows = MIN (iso_number_table_rows (window->table), (size_t) G_MAXUINT);
  GtkSelectionModel *selection = GTK_SELECTION_MODEL (gtk_single_selection_new (iso_table_rows_new ((guint) rows)));
  GtkWidget *view = gtk_column_view_new (selection), *scroller = gtk_scrolled_window_new ();
  g_autoptr (GString) described = g_string_new (NULL);
  for (size_t i = 0; i < iso_number_table_columns (window->table); i++)
    g_string_append_printf (described, i == 0 ? "%s" : ", %s", iso_number_table_name (window->table, i));
  window->view = GTK_COLUMN_VIEW (view);
  gtk_column_view_set_show_column_separators (window->view, FALSE);
  gtk_column_view_set_show_row_separators (window->view, FALSE);
  gtk_widget_add_css_class (view, "data-table");
  gtk_widget_add_css_class (view, "number-table");
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, title, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  described->str, -1);
  add_columns (window);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), view);
  gtk_widget_set_vexpand (scroller, TRUE);
  return scroller;
}

GtkWindow *
iso_table_window_new (GtkWindow *parent, const char *title, const char *subtitle, IsoNumberTable *table, const char *file_name)
{
  IsoTableWindow *window = g_object_new (ISO_TYPE_TABLE_WINDOW, "transient-for", parent, "title", title, NULL);
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  window->table = iso_number_table_ref (table);
  window->file_name = g_strdup (file_name);
  int width = (int) MIN (iso_number_table_columns (table) * COLUMN_WIDTH, (size_t) MOST_WIDTH);
  gtk_window_set_default_size (GTK_WINDOW (window), MAX (width, LEAST_WIDTH), HEIGHT);
  window->status = GTK_LABEL (g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS, NULL));
  gtk_label_set_xalign (window->status, 0.0f);
  gtk_label_set_ellipsize (window->status, PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_add_css_class (GTK_WIDGET (window->status), "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (window->status), "table-status");
  gtk_box_append (GTK_BOX (content), bar_new (title, subtitle));
  gtk_box_append (GTK_BOX (content), view_new (window, title));
  gtk_box_append (GTK_BOX (content), GTK_WIDGET (window->status));
  adw_window_set_content (ADW_WINDOW (window), content);
  gtk_window_set_focus (GTK_WINDOW (window), GTK_WIDGET (window->view));
  return GTK_WINDOW (window);
}
