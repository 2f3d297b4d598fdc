/* What stands in the list's place where there is nothing to list. */
#include <glib/gi18n.h>

#include "ui/panel/run-list-private.h"

static AdwStatusPage *
page_new (const char *icon, const char *title)
{
  GtkWidget *page = adw_status_page_new ();
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), icon);
  adw_status_page_set_title (ADW_STATUS_PAGE (page), title);
  gtk_widget_add_css_class (page, "compact");
  return ADW_STATUS_PAGE (page);
}

static GtkWidget *
wait_new (void)
{
  GtkWidget *spinner = gtk_spinner_new ();
  gtk_spinner_set_spinning (GTK_SPINNER (spinner), TRUE);
  gtk_widget_set_size_request (spinner, 32, 32);
  gtk_widget_set_halign (spinner, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (spinner, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (spinner), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Reading the runs"), -1);
  return spinner;
}

void
iso_run_list_add_pages (IsoRunList *list, GtkWidget *table)
{
  list->empty = page_new ("document-open-recent-symbolic", _("No Runs Yet"));
  list->problem = page_new ("dialog-error-symbolic", _("The Runs Cannot Be Read"));
  list->nothing = page_new ("edit-find-symbolic", _("No Run Matches"));
  adw_status_page_set_description (list->empty, _("Every run is kept from its first step on: press Start (F5) in the main window. "
                                                  "Runs of others come in by Import Archive."));
  adw_status_page_set_description (list->nothing, _("Search for fewer words, or show every status and sweep."));
  GtkStack *pages = GTK_STACK (gtk_stack_new ());
  list->pages = GTK_WIDGET (pages);
  gtk_stack_add_named (pages, table, "runs");
  gtk_stack_add_named (pages, wait_new (), "wait");
  gtk_stack_add_named (pages, GTK_WIDGET (list->empty), "empty");
  gtk_stack_add_named (pages, GTK_WIDGET (list->problem), "problem");
  gtk_stack_add_named (pages, GTK_WIDGET (list->nothing), "nothing");
}

static void
say_problem (IsoRunList *list)
{
  const char *problem = iso_run_library_problem (list->library);
  g_autofree char *folder = g_filename_display_name (iso_run_library_folder (list->library));
  g_autofree char *text = g_strdup_printf (_("%s.\n\nTraining goes on, but is not kept. See that the folder %s can be written to and "
                                             "has room; this page goes away by itself."), problem, folder);
  g_autofree char *markup = g_markup_escape_text (text, -1);
  adw_status_page_set_description (list->problem, markup);
}

void
iso_run_list_show_page (IsoRunList *list)
{
  const char *page = "runs";
  gboolean is_listed = list->library != NULL && iso_run_library_is_listed (list->library);
  if (!is_listed && list->library != NULL && iso_run_library_problem (list->library) != NULL)
    {
      say_problem (list);
      page = "problem";
    }
  else if (!is_listed && list->library != NULL)
    page = "wait";
  else if (iso_run_tree_count (list->tree) == 0)
    page = "empty";
  else if (iso_run_tree_match_count (list->tree) == 0)
    page = "nothing";
  gtk_stack_set_visible_child_name (GTK_STACK (list->pages), page);
}
