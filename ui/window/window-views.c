/* The views in their panes: how the room is divided, one view alone, and what batches are asked for. */
#include <glib/gi18n.h>
#include <math.h>

#include "engine/train/parameters.h"
#include "ui/panel/map-settings.h"
#include "ui/window/window-private.h"

void
iso_window_fill_view (IsoWindow *window, GtkWidget *view)
{
  GtkWidget *const views[] = { GTK_WIDGET (window->curves), GTK_WIDGET (window->map), GTK_WIDGET (window->batch) };
  window->filling = view;
  for (size_t i = 0; i < G_N_ELEMENTS (views); i++)
    gtk_widget_set_visible (views[i], view == NULL || view == views[i]);
  gtk_widget_set_visible (GTK_WIDGET (window->columns_paned), view != GTK_WIDGET (window->batch));
  gtk_widget_action_set_enabled (GTK_WIDGET (window), "win.show-all-views", view != NULL);
}

/* What nobody sees need not be made. */
static void
update_watch (IsoWindow *window)
{
  iso_session_watch (window->session, gtk_widget_get_mapped (GTK_WIDGET (window->batch)) ? window->watch : ISO_WATCH_NOTHING);
}

static void
watch_chosen (IsoBatchView *view, int index, IsoWindow *window)
{
  window->watch = index == 0 ? ISO_WATCH_LIVE : ISO_WATCH_PROBE;
  update_watch (window);
}

static const char *const look_names[ISO_BATCH_LOOK_COUNT] = { "matrices", "map", "similarities" };

void
iso_window_set_batch_look (IsoWindow *window, const char *name)
{
  for (IsoBatchLook look = 0; look < ISO_BATCH_LOOK_COUNT; look++)
    if (g_strcmp0 (name, look_names[look]) == 0)
      iso_batch_view_set_look (window->batch, look);
}

const char *
iso_window_batch_look (IsoWindow *window)
{
  return look_names[window->batch != NULL ? iso_batch_view_look (window->batch) : ISO_BATCH_LOOK_MATRICES];
}

static void
fill_clicked (GtkButton *button, IsoWindow *window)
{
  GtkWidget *view = gtk_widget_get_ancestor (GTK_WIDGET (button), ISO_TYPE_VIEW_CARD);
  iso_window_fill_view (window, window->filling == view ? NULL : view);
}

static void
add_fill_button (IsoWindow *window, gpointer card)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("isotherm-fill-symbolic");
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "card-button");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, _("Fill the window (F11), back (Esc)"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Fill the window"), -1);
  g_signal_connect (button, "clicked", G_CALLBACK (fill_clicked), window);
  iso_view_card_add_control (ISO_VIEW_CARD (card), button);
}

/* The session may refuse: the view is told what holds either way. */
static void
map_parameter_chosen (IsoMapView *map, const char *key, const char *value, IsoWindow *window)
{
  g_autoptr (GError) error = NULL;
  if (!iso_session_set (window->session, key, value, &error))
    iso_window_say (window, error->message);
}

void
iso_window_train_with (IsoWindow *window)
{
  IsoSettings settings = *iso_session_settings (window->session);
  g_autoptr (GPtrArray) assignments = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  size_t count;
  const IsoParameter *parameters = iso_parameters (&count);
  iso_xray_get_settings (window->xray, &settings.distill);
  for (size_t i = 0; i < count; i++)
    if (g_str_has_prefix (parameters[i].key, "distill."))
      {
        g_autofree char *value = iso_settings_format (&settings, &parameters[i]);
        g_ptr_array_add (assignments, g_strdup_printf ("%s=%s", parameters[i].key, value));
      }
  g_ptr_array_add (assignments, NULL);
  if (iso_session_set_all (window->session, (const char *const *) assignments->pdata, &error))
    iso_xray_set_trial (window->xray, NULL);
  else
    iso_window_say (window, error->message);
}

/* A pane's position can be set when its size is known. */
static void
place_pane (GtkPaned *paned, GParamSpec *property, double *fraction)
{
  int room = iso_window_pane_room (paned);
  if (room <= 0 || isnan (*fraction))
    return;
  gtk_paned_set_position (paned, (int) lround (*fraction * room));
  *fraction = NAN;
}

void
iso_window_add_views (IsoWindow *window)
{
  window->curves = ISO_CURVE_PLOT (iso_curve_plot_new ());
  window->map = ISO_MAP_VIEW (iso_map_view_new ());
  window->batch = ISO_BATCH_VIEW (iso_batch_view_new ());
  iso_batch_view_set_xray (window->batch, window->xray);
  iso_view_card_add_control (ISO_VIEW_CARD (window->map), iso_map_settings_new (window->session));
  add_fill_button (window, window->curves);
  add_fill_button (window, window->map);
  add_fill_button (window, window->batch);
  gtk_paned_set_start_child (window->columns_paned, GTK_WIDGET (window->curves));
  gtk_paned_set_end_child (window->columns_paned, GTK_WIDGET (window->map));
  gtk_paned_set_end_child (window->rows_paned, GTK_WIDGET (window->batch));
  g_signal_connect (window->rows_paned, "notify::max-position", G_CALLBACK (place_pane), &window->rows_fraction);
  g_signal_connect (window->columns_paned, "notify::max-position", G_CALLBACK (place_pane), &window->columns_fraction);
  g_signal_connect_object (window->map, "parameter-chosen", G_CALLBACK (map_parameter_chosen), window, 0);
  g_signal_connect_object (window->batch, "watch-changed", G_CALLBACK (watch_chosen), window, 0);
  g_signal_connect_object (window->batch, "map", G_CALLBACK (update_watch), window, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (window->batch, "unmap", G_CALLBACK (update_watch), window, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}
