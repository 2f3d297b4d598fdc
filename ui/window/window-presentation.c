/* Presentation: the same window for a class to look at. Type grows, also that of drawings, which follow the desktop's size of text;
 * what serves the person at the keyboard alone goes. Alarms and the state of the run stay. */
#include "ui/window/window-private.h"

/* Legible from the last row of a class where the workbench is legible from a desk. */
#define GROWTH 1.45
#define USUAL_DPI (96 * 1024)

static void
grow_type (void)
{
  GtkSettings *settings = gtk_settings_get_default ();
  int dpi;
  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  g_object_set (settings, "gtk-xft-dpi", (int) (GROWTH * (dpi > 0 ? dpi : USUAL_DPI)), NULL);
}

/* At once: large type beside panels that still slide away would ask for a larger window. */
static void
show_panels (IsoWindow *window, gboolean panel, gboolean inspector)
{
  GtkSettings *settings = gtk_settings_get_default ();
  gboolean animates;
  g_object_get (settings, "gtk-enable-animations", &animates, NULL);
  g_object_set (settings, "gtk-enable-animations", FALSE, NULL);
  g_object_set (window, "show-panel", panel, "show-inspector", inspector, NULL);
  if (animates)
    gtk_settings_reset_property (settings, "gtk-enable-animations");
}

void
iso_window_set_presenting (IsoWindow *window, gboolean presenting)
{
  GtkWidget *const helpers[] = {
    GTK_WIDGET (window->panel_button), GTK_WIDGET (window->open_button), GTK_WIDGET (window->presets_button),
    GTK_WIDGET (window->pace_button),  GTK_WIDGET (window->step_button), GTK_WIDGET (window->reset_button),
    GTK_WIDGET (window->fork_button),
  };
  if (window->is_presenting == presenting)
    return;
  window->is_presenting = presenting;
  if (presenting)
    {
      window->before.panel = window->show_panel;
      window->before.inspector = window->show_inspector;
      show_panels (window, FALSE, FALSE);
      grow_type ();
    }
  else
    {
      /* The desktop's own size, whatever it is by now. */
      gtk_settings_reset_property (gtk_settings_get_default (), "gtk-xft-dpi");
      show_panels (window, window->before.panel, window->before.inspector);
    }
  for (size_t i = 0; i < G_N_ELEMENTS (helpers); i++)
    gtk_widget_set_visible (helpers[i], !presenting);
  gtk_widget_set_visible (GTK_WIDGET (window->inspector_button), !presenting && adw_flap_get_flap (window->inspector_flap) != NULL);
  iso_run_strip_show_timeline (window->status, !presenting);
  if (presenting)
    gtk_widget_add_css_class (GTK_WIDGET (window), "presenting");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (window), "presenting");
  iso_window_update_views (window);
}
