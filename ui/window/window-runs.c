/* The way to the window of kept runs. */
#include <glib/gi18n.h>

#include "ui/window/runs-window.h"
#include "ui/window/window-private.h"

static void
show_runs (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoWindow *window = ISO_WINDOW (widget);
  if (window->library != NULL)
    iso_runs_window_present (GTK_WINDOW (window), window->library);
  else
    iso_window_say (window, _("Runs are not kept in this window."));
}

void
iso_window_install_runs_actions (GtkWidgetClass *class)
{
  gtk_widget_class_install_action (class, "win.runs", NULL, show_runs);
}
