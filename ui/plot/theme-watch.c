#include "ui/plot/theme-watch.h"

#include <adwaita.h>

void
iso_watch_theme (GtkWidget *widget, GCallback changed)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  g_signal_connect_object (manager, "notify::dark", changed, widget, G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", changed, widget, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_settings_get_default (), "notify::gtk-xft-dpi", changed, widget, G_CONNECT_SWAPPED);
  g_signal_connect_object (widget, "notify::scale-factor", changed, widget, G_CONNECT_SWAPPED);
}
