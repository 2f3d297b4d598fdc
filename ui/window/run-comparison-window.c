#include "ui/window/run-comparison-window.h"

#include <glib/gi18n.h>

#include "ui/plot/view-card.h"
#include "ui/window/run-comparison-pages.h"
#include "ui/window/run-comparison-window-private.h"

#define WIDTH 1120
#define HEIGHT 760

G_DEFINE_FINAL_TYPE (IsoRunComparisonWindow, iso_run_comparison_window, ADW_TYPE_WINDOW)

/* ---- reading ---- */

typedef struct {
  IsoSharedStore *store;
  GArray *ids;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;
  iso_shared_store_unref (request->store);
  g_array_unref (request->ids);
  g_free (request);
}

static gpointer
read_runs (gpointer data, GCancellable *cancellable, GError **error)
{
  const Request *request = data;
  return iso_compared_runs_read (request->store->store, (const gint64 *) (gconstpointer) request->ids->data, request->ids->len,
                                 cancellable, error);
}

static void
show_state (IsoRunComparisonWindow *window, const char *problem)
{
  gboolean has_runs = window->runs != NULL;
  if (problem != NULL)
    gtk_label_set_text (window->empty_text, problem);
  gtk_spinner_set_spinning (window->spinner, !has_runs && problem == NULL);
  gtk_stack_set_visible_child_name (window->states, has_runs ? "views" : problem != NULL ? "empty" : "wait");
  gtk_widget_set_sensitive (window->switcher, has_runs);
}

/* Nothing is left out silently. */
static void
update_note (IsoRunComparisonWindow *window)
{
  g_autoptr (GString) note = g_string_new (NULL);
  if (window->runs->left_out > 0)
    g_string_append_printf (note, _("The first %d of %zu runs are compared. "), ISO_COMPARED_RUNS_MOST,
                            window->runs->left_out + ISO_COMPARED_RUNS_MOST);
  if (window->runs->missing > 0)
    g_string_append_printf (note, ngettext ("%zu run has been deleted.", "%zu runs have been deleted.", window->runs->missing),
                            window->runs->missing);
  gtk_label_set_text (window->note, note->str);
  gtk_widget_set_visible (GTK_WIDGET (window->note), note->len > 0);
}

static void
runs_read (gpointer result, const GError *error, gpointer data)
{
  IsoRunComparisonWindow *window = data;
  gboolean is_first = window->runs == NULL;
  if (result == NULL)
    {
      /* What was read before stays: it is still right as far as it goes. */
      show_state (window, error != NULL ? error->message : _("The runs could not be read"));
      return;
    }
  iso_compared_runs_unref (window->runs);
  window->runs = result;
  g_autofree char *words = iso_compared_runs_words (window->runs);
  adw_window_title_set_subtitle (window->heading, words);
  update_note (window);
  size_t count;
  const IsoRunComparisonPage *pages = iso_run_comparison_pages (&count);
  for (size_t i = 0; i < MIN (count, ISO_RUN_COMPARISON_MOST_PAGES); i++)
    pages[i].set_runs (window->widgets[i], window->runs);
  show_state (window, NULL);
  if (is_first)
    iso_run_comparison_window_focus_page (window);
}

void
iso_run_comparison_window_read (IsoRunComparisonWindow *window, gboolean at_once)
{
  IsoSharedStore *store = iso_run_library_share (window->library);
  window->is_stale = FALSE;
  if (store == NULL)
    {
      show_state (window, iso_run_library_problem (window->library));
      return;
    }
  Request *request = g_new0 (Request, 1);
  request->store = store;
  request->ids = g_array_copy (window->ids);
  iso_latest_job_request (window->job, request, at_once);
}

/* Whether the library knows something of these runs that is not shown. */
static gboolean
is_outdated (IsoRunComparisonWindow *window)
{
  if (window->runs == NULL)
    return TRUE;
  for (size_t i = 0; i < window->runs->count; i++)
    {
      const IsoRun *shown = window->runs->runs[i].run, *now = iso_run_library_find (window->library, shown->id);
      if (now == NULL || now->steps != shown->steps || now->epochs != shown->epochs || now->status != shown->status
          || g_strcmp0 (now->name, shown->name) != 0 || iso_compared_runs_are_growing (window->runs))
        return TRUE;
    }
  return FALSE;
}

static void
library_changed (IsoRunComparisonWindow *window)
{
  if (!is_outdated (window))
    return;
  window->is_stale = TRUE;
  if (window->is_watching || window->runs == NULL)
    iso_run_comparison_window_read (window, window->runs == NULL);
}

/* ---- the doors ---- */

void
iso_run_comparison_window_compare (IsoRunComparisonWindow *window, const gint64 *runs, size_t count)
{
  g_return_if_fail (ISO_IS_RUN_COMPARISON_WINDOW (window) && count > 0);
  g_array_set_size (window->ids, 0);
  g_array_append_vals (window->ids, runs, (guint) count);
  iso_run_comparison_window_read (window, TRUE);
}

void
iso_run_comparison_window_show_page (IsoRunComparisonWindow *window, const char *name)
{
  g_return_if_fail (ISO_IS_RUN_COMPARISON_WINDOW (window) && name != NULL);
  size_t count;
  const IsoRunComparisonPage *pages = iso_run_comparison_pages (&count);
  for (size_t i = 0; i < MIN (count, ISO_RUN_COMPARISON_MOST_PAGES); i++)
    if (g_str_equal (pages[i].name, name))
      iso_choice_row_set_active (window->switcher, (int) i);
}

const char *
iso_run_comparison_window_page (IsoRunComparisonWindow *window)
{
  g_return_val_if_fail (ISO_IS_RUN_COMPARISON_WINDOW (window), NULL);
  return adw_view_stack_get_visible_child_name (window->views);
}

GtkWidget *
iso_run_comparison_window_page_widget (IsoRunComparisonWindow *window, const char *name)
{
  g_return_val_if_fail (ISO_IS_RUN_COMPARISON_WINDOW (window), NULL);
  return adw_view_stack_get_child_by_name (window->views, name);
}

IsoComparedRuns *
iso_run_comparison_window_runs (IsoRunComparisonWindow *window)
{
  g_return_val_if_fail (ISO_IS_RUN_COMPARISON_WINDOW (window), NULL);
  return window->runs;
}

/* ---- pages ---- */

static void
page_chosen (int index, gpointer data)
{
  IsoRunComparisonWindow *window = data;
  size_t count;
  const IsoRunComparisonPage *pages = iso_run_comparison_pages (&count);
  if (index >= 0 && (size_t) index < MIN (count, ISO_RUN_COMPARISON_MOST_PAGES))
    adw_view_stack_set_visible_child_name (window->views, pages[index].name);
}

static void
add_pages (IsoRunComparisonWindow *window)
{
  const char *titles[ISO_RUN_COMPARISON_MOST_PAGES + 1] = { NULL };
  size_t count;
  const IsoRunComparisonPage *pages = iso_run_comparison_pages (&count);
  window->views = ADW_VIEW_STACK (adw_view_stack_new ());
  gtk_widget_add_css_class (GTK_WIDGET (window->views), "views");
  for (size_t i = 0; i < MIN (count, ISO_RUN_COMPARISON_MOST_PAGES); i++)
    {
      titles[i] = _(pages[i].title);
      window->widgets[i] = pages[i].make (window->library);
      adw_view_stack_add_titled (window->views, window->widgets[i], pages[i].name, titles[i]);
    }
  window->switcher = iso_choice_row_new (_("Page"), titles, 0, page_chosen, window);
}

/* ---- the window ---- */

static void
iso_run_comparison_window_map (GtkWidget *widget)
{
  IsoRunComparisonWindow *window = ISO_RUN_COMPARISON_WINDOW (widget);
  GTK_WIDGET_CLASS (iso_run_comparison_window_parent_class)->map (widget);
  iso_run_library_watch (window->library);
  window->is_watching = TRUE;
  if (window->is_stale)
    iso_run_comparison_window_read (window, FALSE);
}

static void
iso_run_comparison_window_unmap (GtkWidget *widget)
{
  IsoRunComparisonWindow *window = ISO_RUN_COMPARISON_WINDOW (widget);
  iso_run_library_unwatch (window->library);
  window->is_watching = FALSE;
  GTK_WIDGET_CLASS (iso_run_comparison_window_parent_class)->unmap (widget);
}

static void
iso_run_comparison_window_dispose (GObject *object)
{
  IsoRunComparisonWindow *window = ISO_RUN_COMPARISON_WINDOW (object);
  g_clear_pointer (&window->job, iso_latest_job_free);
  g_clear_pointer (&window->export, iso_card_export_free);
  G_OBJECT_CLASS (iso_run_comparison_window_parent_class)->dispose (object);
  g_clear_pointer (&window->runs, iso_compared_runs_unref);
  g_clear_object (&window->library);
}

static void
iso_run_comparison_window_finalize (GObject *object)
{
  g_array_unref (ISO_RUN_COMPARISON_WINDOW (object)->ids);
  G_OBJECT_CLASS (iso_run_comparison_window_parent_class)->finalize (object);
}

static void
iso_run_comparison_window_class_init (IsoRunComparisonWindowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  G_OBJECT_CLASS (class)->dispose = iso_run_comparison_window_dispose;
  G_OBJECT_CLASS (class)->finalize = iso_run_comparison_window_finalize;
  widget_class->map = iso_run_comparison_window_map;
  widget_class->unmap = iso_run_comparison_window_unmap;
  iso_run_comparison_window_install_actions (widget_class);
}

static void
iso_run_comparison_window_init (IsoRunComparisonWindow *window)
{
  window->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  window->job = iso_latest_job_new (read_runs, request_free, runs_read, (GDestroyNotify) iso_compared_runs_unref, window);
  gtk_window_set_title (GTK_WINDOW (window), _("Runs Compared"));
  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH, HEIGHT);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (window), TRUE);
}

static GtkLabel *
quiet_label_new (const char *text)
{
  GtkWidget *label = gtk_label_new (text);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_widget_add_css_class (label, "dim-label");
  return GTK_LABEL (label);
}

static GtkWidget *
wait_page_new (IsoRunComparisonWindow *window)
{
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  window->spinner = GTK_SPINNER (gtk_spinner_new ());
  gtk_widget_set_size_request (GTK_WIDGET (window->spinner), 32, 32);
  gtk_widget_set_valign (page, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (page), GTK_WIDGET (window->spinner));
  gtk_box_append (GTK_BOX (page), GTK_WIDGET (quiet_label_new (_("Reading the runs…"))));
  return page;
}

static void
say (const char *text, gpointer data)
{
  IsoRunComparisonWindow *window = data;
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  adw_toast_overlay_add_toast (window->toasts, adw_toast_new (escaped));
}

static void
add_content (IsoRunComparisonWindow *window)
{
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *bar = adw_header_bar_new ();
  add_pages (window);
  window->heading = ADW_WINDOW_TITLE (adw_window_title_new (_("Runs Compared"), NULL));
  window->note = quiet_label_new (NULL);
  window->empty_text = quiet_label_new (NULL);
  window->states = GTK_STACK (gtk_stack_new ());
  gtk_widget_set_valign (window->switcher, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (GTK_WIDGET (window->note), FALSE);
  gtk_widget_set_vexpand (GTK_WIDGET (window->states), TRUE);
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (bar), GTK_WIDGET (window->heading));
  adw_header_bar_pack_start (ADW_HEADER_BAR (bar), window->switcher);
  adw_header_bar_pack_end (ADW_HEADER_BAR (bar), iso_run_comparison_window_menu_button_new ());
  gtk_stack_add_named (window->states, wait_page_new (window), "wait");
  gtk_stack_add_named (window->states, GTK_WIDGET (window->views), "views");
  gtk_stack_add_named (window->states, GTK_WIDGET (window->empty_text), "empty");
  gtk_box_append (GTK_BOX (content), bar);
  gtk_box_append (GTK_BOX (content), GTK_WIDGET (window->note));
  gtk_box_append (GTK_BOX (content), GTK_WIDGET (window->states));
  window->toasts = ADW_TOAST_OVERLAY (adw_toast_overlay_new ());
  adw_toast_overlay_set_child (window->toasts, content);
  adw_window_set_content (ADW_WINDOW (window), GTK_WIDGET (window->toasts));
  window->export = iso_card_export_new (GTK_WINDOW (window), say, window);
  show_state (window, NULL);
}

GtkWidget *
iso_run_comparison_window_new (IsoRunLibrary *library, const gint64 *runs, size_t count)
{
  g_return_val_if_fail (ISO_IS_RUN_LIBRARY (library), NULL);
  IsoRunComparisonWindow *window = g_object_new (ISO_TYPE_RUN_COMPARISON_WINDOW, NULL);
  window->library = g_object_ref (library);
  add_content (window);
  g_signal_connect_object (library, "changed", G_CALLBACK (library_changed), window, G_CONNECT_SWAPPED);
  g_signal_connect_object (library, "opened", G_CALLBACK (library_changed), window, G_CONNECT_SWAPPED);
  iso_run_comparison_window_compare (window, runs, count);
  return GTK_WIDGET (window);
}
