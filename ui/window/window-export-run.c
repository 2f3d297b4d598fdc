/* Kept runs, written in the formats of other tools: the one in place, or any that the window of runs asks for. */
#include <glib/gi18n.h>
#include <inttypes.h>

#include "ui/window/export-run-dialog.h"
#include "ui/window/window-private.h"

static void
exported (IsoExportRunDialog *dialog, const char *folder, guint count, IsoWindow *window)
{
  g_autofree char *name = g_filename_display_basename (folder);
  g_autofree char *text = g_strdup_printf (ngettext ("Wrote %u file into %s", "Wrote %u files into %s", count), count, name);
  /* The next export begins as this one was. */
  window->export_run.formats = iso_export_run_dialog_formats (dialog);
  g_free (window->export_run.place);
  window->export_run.place = g_strdup (iso_export_run_dialog_place (dialog));
  iso_window_tell_written (window, text, _("_Show"), folder);
}

/* Whoever asked for it: this window, or one that stands before it. */
static GtkWindow *
find_parent (IsoWindow *window)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (window));
  GtkWindow *active = application != NULL ? gtk_application_get_active_window (application) : NULL;
  return active != NULL && gtk_window_get_transient_for (active) == GTK_WINDOW (window) ? active : GTK_WINDOW (window);
}

static void
open_dialog (IsoWindow *window, gint64 id)
{
  g_autoptr (IsoSharedStore) store = window->library != NULL ? iso_run_library_share (window->library) : NULL;
  const IsoRun *run = window->library != NULL ? iso_run_library_find (window->library, id) : NULL;
  if (id <= 0)
    iso_window_say (window, _("No run is kept yet: the first step begins one."));
  else if (store == NULL)
    iso_window_say (window, window->library == NULL ? _("Runs are not kept in this window.") : _("The kept runs cannot be read."));
  else
    {
      /* A run that has just begun may not be listed yet. */
      GtkWindow *dialog = iso_export_run_dialog_new (find_parent (window), store, id, run != NULL ? run->name : NULL,
                                                     window->export_run.formats, window->export_run.place);
      g_signal_connect_object (dialog, "exported", G_CALLBACK (exported), window, 0);
      gtk_window_present (dialog);
    }
}

static void
export_run (GtkWidget *widget, const char *action, GVariant *parameter)
{
  open_dialog (ISO_WINDOW (widget), g_variant_get_int64 (parameter));
}

static void
export_this_run (GtkWidget *widget, const char *action, GVariant *parameter)
{
  open_dialog (ISO_WINDOW (widget), iso_session_run (ISO_WINDOW (widget)->session));
}

static void
update (IsoWindow *window)
{
  iso_window_enable (window, "win.export-this-run", window->library != NULL && iso_session_run (window->session) > 0);
}

void
iso_window_watch_export_run (IsoWindow *window)
{
  window->export_run.formats = ISO_EXPORT_RUN_FORMATS;
  g_signal_connect_object (window->session, "recording", G_CALLBACK (update), window, G_CONNECT_SWAPPED);
  g_signal_connect_object (window->session, "run-changed", G_CALLBACK (update), window, G_CONNECT_SWAPPED);
  update (window);
}

void
iso_window_install_export_run_actions (GtkWidgetClass *class)
{
  gtk_widget_class_install_action (class, "win.export-run", "x", export_run);
  gtk_widget_class_install_action (class, "win.export-this-run", NULL, export_this_run);
}
