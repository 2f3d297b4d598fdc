/* The pages on losses, miners and samplers, opened from their rows, by F1 there, or by Ctrl+I anywhere. */
#include <string.h>

#include "engine/train/method-page.h"
#include "ui/panel/method-window.h"
#include "ui/window/window-private.h"

void
iso_window_open_page_of (IsoWindow *window, const char *key, int index)
{
  if (window->pages == NULL)
    {
      window->pages = GTK_WIDGET (iso_method_window_new (GTK_WINDOW (window), window->session));
      g_object_add_weak_pointer (G_OBJECT (window->pages), (gpointer *) &window->pages);
    }
  iso_method_window_show_page (ISO_METHOD_WINDOW (window->pages), key, index);
  gtk_window_present (GTK_WINDOW (window->pages));
}

void
iso_window_open_page (IsoWindow *window, const char *key)
{
  iso_window_open_page_of (window, key, -1);
}

void
iso_window_show_page (GtkWidget *widget, const char *action, GVariant *parameter)
{
  iso_window_open_page (ISO_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

/* The page of the row that has the focus, else that of the loss. */
void
iso_window_show_page_here (GtkWidget *widget, const char *action, GVariant *parameter)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (widget));
  GtkWidget *row = focus == NULL ? NULL : gtk_widget_get_ancestor (focus, ISO_TYPE_PARAMETER_ROW);
  const char *key = row == NULL ? NULL : iso_parameter_row_parameter (ISO_PARAMETER_ROW (row))->key;
  if (key == NULL || !g_strv_contains (iso_method_topics (), key))
    key = key != NULL && g_str_has_prefix (key, "miner.") ? "miner.name" : "loss.name";
  iso_window_open_page (ISO_WINDOW (widget), key);
}
