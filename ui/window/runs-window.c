#include "ui/window/runs-window.h"

#include <glib/gi18n.h>

#include "ui/window/runs-window-private.h"

#define WIDTH 1360
#define HEIGHT 780
#define DETAILS_WIDTH 340

G_DEFINE_FINAL_TYPE (IsoRunsWindow, iso_runs_window, ADW_TYPE_WINDOW)

static void
selection_changed (IsoRunsWindow *window)
{
  g_autoptr (GArray) ids = iso_run_list_selected (window->list);
  iso_run_details_show (window->details, (const gint64 *) (void *) ids->data, ids->len);
  iso_runs_window_update_actions (window);
}

/* Where there are no runs, there is nothing to say of any. */
void
iso_runs_window_update_details (IsoRunsWindow *window)
{
  gtk_widget_set_visible (window->details_pane, window->shows_details && iso_run_list_count (window->list) > 0);
}

static void
counted (IsoRunsWindow *window)
{
  guint all = iso_run_list_count (window->list), shown = iso_run_list_match_count (window->list);
  GPtrArray *runs = iso_run_library_runs (window->library);
  guint64 bytes = 0;
  for (guint i = 0; i < runs->len; i++)
    bytes += ((const IsoRun *) g_ptr_array_index (runs, i))->bytes;
  g_autofree char *size = g_format_size (bytes);
  g_autofree char *text = all == shown ? g_strdup_printf (ngettext ("%u run · %s", "%u runs · %s", all), all, size)
                                       : g_strdup_printf (_("%u of %u runs"), shown, all);
  const char *problem = iso_run_library_is_listed (window->library) ? iso_run_library_problem (window->library) : NULL;
  adw_window_title_set_subtitle (window->heading, problem != NULL ? problem : all > 0 ? text : NULL);
  iso_runs_window_update_details (window);
  iso_runs_window_fill_sweeps (window);
  if (!window->was_filled && runs->len > 0)
    {
      window->was_filled = TRUE;
      iso_run_list_select (window->list, ((const IsoRun *) g_ptr_array_index (runs, 0))->id);
    }
}

/* ---- the window ---- */

static GtkWidget *
button_new (const char *label, const char *tip, const char *action)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);
  gtk_widget_set_tooltip_text (button, tip);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  return button;
}

static GtkWidget *
bar_new (IsoRunsWindow *window)
{
  GtkWidget *bar = adw_header_bar_new (), *more = gtk_menu_button_new ();
  GtkWidget *details = gtk_button_new_from_icon_name ("isotherm-inspector-symbolic");
  GtkWidget *open = button_new (_("_Go On"), _("Open the selected run and go on with it (Enter)"), "runs.open");
  GtkWidget *fork = button_new (_("_Fork…"), _("A new run that begins where the selected one is (Ctrl+D)"), "runs.fork");
  GtkWidget *compare = button_new (_("_Compare"), _("The selected runs beside each other, 2 to 48 of them (Ctrl+Enter)"), "runs.compare");
  g_autoptr (GMenuModel) menu = iso_runs_window_menu_new (TRUE);
  window->heading = ADW_WINDOW_TITLE (adw_window_title_new (_("Runs"), NULL));
  gtk_widget_add_css_class (open, "suggested-action");
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (more), "open-menu-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (more), menu);
  gtk_menu_button_set_primary (GTK_MENU_BUTTON (more), TRUE);
  gtk_widget_set_tooltip_text (more, _("Everything that can be done here (F10)"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (more), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Menu"), -1);
  gtk_widget_set_tooltip_text (details, _("Show or hide the details (F9)"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (details), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Details"), -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (details), "runs.details");
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (bar), GTK_WIDGET (window->heading));
  adw_header_bar_pack_start (ADW_HEADER_BAR (bar), open);
  adw_header_bar_pack_start (ADW_HEADER_BAR (bar), fork);
  adw_header_bar_pack_start (ADW_HEADER_BAR (bar), compare);
  adw_header_bar_pack_end (ADW_HEADER_BAR (bar), more);
  adw_header_bar_pack_end (ADW_HEADER_BAR (bar), details);
  return bar;
}

static GtkWidget *
halves_new (IsoRunsWindow *window)
{
  GtkWidget *halves = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0), *left = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *right = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  window->list = ISO_RUN_LIST (iso_run_list_new ());
  window->details = ISO_RUN_DETAILS (iso_run_details_new ());
  window->details_pane = right;
  gtk_widget_set_hexpand (left, TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (window->list), TRUE);
  gtk_widget_set_size_request (GTK_WIDGET (window->details), DETAILS_WIDTH, -1);
  gtk_widget_set_hexpand (right, FALSE);
  gtk_box_append (GTK_BOX (left), iso_runs_window_filter_new (window));
  gtk_box_append (GTK_BOX (left), GTK_WIDGET (window->list));
  gtk_box_append (GTK_BOX (right), gtk_separator_new (GTK_ORIENTATION_VERTICAL));
  gtk_box_append (GTK_BOX (right), GTK_WIDGET (window->details));
  gtk_box_append (GTK_BOX (halves), left);
  gtk_box_append (GTK_BOX (halves), right);
  gtk_widget_set_vexpand (halves, TRUE);
  return halves;
}

static void
add_content (IsoRunsWindow *window)
{
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *toasts = adw_toast_overlay_new ();
  g_autoptr (GMenuModel) menu = iso_runs_window_menu_new (FALSE);
  window->toasts = ADW_TOAST_OVERLAY (toasts);
  gtk_box_append (GTK_BOX (content), bar_new (window));
  gtk_box_append (GTK_BOX (content), iso_runs_window_progress_new (window));
  adw_toast_overlay_set_child (window->toasts, halves_new (window));
  gtk_box_append (GTK_BOX (content), toasts);
  adw_window_set_content (ADW_WINDOW (window), content);
  iso_run_list_set_menu (window->list, menu);
  iso_runs_window_accept_drops (window);
}

/* However it goes away, also with the main window: what has been typed is meant. */
static void
iso_runs_window_unmap (GtkWidget *widget)
{
  iso_run_details_commit (ISO_RUNS_WINDOW (widget)->details);
  GTK_WIDGET_CLASS (iso_runs_window_parent_class)->unmap (widget);
}

static void
iso_runs_window_dispose (GObject *object)
{
  IsoRunsWindow *window = ISO_RUNS_WINDOW (object);
  iso_runs_window_drop_transfer (window);
  if (window->library != NULL)
    g_signal_handlers_disconnect_by_data (window->library, window);
  if (window->list != NULL)
    {
      g_signal_handlers_disconnect_by_data (window->list, window);
      g_signal_handlers_disconnect_by_data (window->statuses, window);
      g_signal_handlers_disconnect_by_data (window->sweeps, window);
      g_signal_handlers_disconnect_by_data (window->search, window);
    }
  window->list = NULL;
  g_clear_object (&window->library);
  G_OBJECT_CLASS (iso_runs_window_parent_class)->dispose (object);
}

static void
iso_runs_window_finalize (GObject *object)
{
  g_clear_pointer (&ISO_RUNS_WINDOW (object)->sweep_ids, g_ptr_array_unref);
  G_OBJECT_CLASS (iso_runs_window_parent_class)->finalize (object);
}

static void
iso_runs_window_class_init (IsoRunsWindowClass *class)
{
  G_OBJECT_CLASS (class)->dispose = iso_runs_window_dispose;
  G_OBJECT_CLASS (class)->finalize = iso_runs_window_finalize;
  GTK_WIDGET_CLASS (class)->unmap = iso_runs_window_unmap;
  iso_runs_window_install_actions (GTK_WIDGET_CLASS (class));
}

static void
iso_runs_window_init (IsoRunsWindow *window)
{
  gtk_window_set_title (GTK_WINDOW (window), _("Runs"));
  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH, HEIGHT);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (window), TRUE);
  window->shows_details = TRUE;
}

static void
activated (IsoRunList *list, gint64 run, IsoRunsWindow *window)
{
  iso_runs_window_open (window, run);
}

static void
renamed (IsoRunDetails *details, gint64 run, const char *name, IsoRunsWindow *window)
{
  iso_runs_window_rename (window, run, name);
}

static void
noted (IsoRunDetails *details, gint64 run, const char *note, IsoRunsWindow *window)
{
  iso_runs_window_note (window, run, note);
}

/* A run that the search leaves out is found by searching for nothing. */
static void
wanted (IsoRunDetails *details, gint64 run, IsoRunsWindow *window)
{
  if (iso_run_list_select (window->list, run))
    return;
  gtk_editable_set_text (GTK_EDITABLE (window->search), "");
  gtk_drop_down_set_selected (window->statuses, 0);
  gtk_drop_down_set_selected (window->sweeps, 0);
  iso_runs_window_update_filter (window);
  iso_run_list_select (window->list, run);
}

GtkWindow *
iso_runs_window_new (GtkWindow *parent, IsoRunLibrary *library)
{
  IsoRunsWindow *window = g_object_new (ISO_TYPE_RUNS_WINDOW, "transient-for", parent, NULL);
  window->library = g_object_ref (library);
  add_content (window);
  g_signal_connect_swapped (window->list, "selection", G_CALLBACK (selection_changed), window);
  g_signal_connect_swapped (window->list, "counted", G_CALLBACK (counted), window);
  g_signal_connect (window->list, "activated", G_CALLBACK (activated), window);
  g_signal_connect (window->details, "renamed", G_CALLBACK (renamed), window);
  g_signal_connect (window->details, "noted", G_CALLBACK (noted), window);
  g_signal_connect (window->details, "wanted", G_CALLBACK (wanted), window);
  g_signal_connect_swapped (window->details, "left", G_CALLBACK (iso_run_list_focus), window->list);
  g_signal_connect_swapped (library, "opened", G_CALLBACK (iso_runs_window_update_actions), window);
  iso_run_details_set_library (window->details, library);
  iso_run_list_set_library (window->list, library);
  selection_changed (window);
  counted (window);
  iso_run_list_focus (window->list);
  return GTK_WINDOW (window);
}

void
iso_runs_window_present (GtkWindow *parent, IsoRunLibrary *library)
{
  GListModel *windows = gtk_window_get_toplevels ();
  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);
      if (ISO_IS_RUNS_WINDOW (window) && gtk_window_get_transient_for (window) == parent)
        {
          gtk_window_present (window);
          return;
        }
    }
  gtk_window_present (iso_runs_window_new (parent, library));
}

IsoRunList *
iso_runs_window_list (IsoRunsWindow *window)
{
  g_return_val_if_fail (ISO_IS_RUNS_WINDOW (window), NULL);
  return window->list;
}

IsoRunDetails *
iso_runs_window_details (IsoRunsWindow *window)
{
  g_return_val_if_fail (ISO_IS_RUNS_WINDOW (window), NULL);
  return window->details;
}
