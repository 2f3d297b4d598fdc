/* The views in their dock: where each belongs, what can be done with them, and what batches are asked for. */
#include <glib/gi18n.h>

#include "engine/train/parameters.h"
#include "ui/window/window-private.h"

/* Windows from this width on show the inspector the first time. */
#define INSPECTOR_FROM 1440
/* Each view that there may be has its place: those of a batch are tabs of one frame. */
#define STANDARD "rows 0.385 columns 0.5 [ curves ] [ map ] [ batch walk tuples lab whatif ]"

static void
watch_chosen (IsoBatchView *view, int index, IsoWindow *window)
{
  window->watch = index == 0 ? ISO_WATCH_LIVE : ISO_WATCH_PROBE;
  iso_window_update_watch (window);
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

/* ---- buttons of a card ---- */

static const char *
id_above (IsoWindow *window, GtkWidget *widget)
{
  for (guint i = 0; i < iso_dock_count (window->dock); i++)
    {
      const char *id = iso_dock_id (window->dock, i);
      if (gtk_widget_is_ancestor (widget, iso_dock_view (window->dock, id)))
        return id;
    }
  return NULL;
}

static void
fill_clicked (GtkButton *button, IsoWindow *window)
{
  const char *id = id_above (window, GTK_WIDGET (button));
  iso_dock_fill (window->dock, g_strcmp0 (iso_dock_filling (window->dock), id) == 0 ? NULL : id);
}

/* Fill the window with it; and all else that can be done with a view. */
static GtkWidget *
view_buttons_new (IsoWindow *window, const char *title, IsoViewCard *card)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0), *fill = gtk_button_new_from_icon_name ("isotherm-fill-symbolic");
  GtkWidget *more = gtk_menu_button_new ();
  g_autoptr (GMenuModel) menu = iso_window_view_menu (iso_view_card_no_picture (card));
  g_autofree char *name = g_strdup_printf (_("Arrange %s"), title);
  gtk_widget_add_css_class (fill, "flat");
  gtk_widget_add_css_class (fill, "card-button");
  gtk_widget_set_valign (fill, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (fill, _("Fill the window (F11), back (Esc)"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (fill), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Fill the window"), -1);
  g_signal_connect (fill, "clicked", G_CALLBACK (fill_clicked), window);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (more), "view-more-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (more), menu);
  gtk_widget_set_halign (GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (more))), GTK_ALIGN_END);
  gtk_widget_add_css_class (more, "flat");
  gtk_widget_add_css_class (more, "card-menu");
  gtk_widget_set_valign (more, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (more, _("Export, move, split off or close this view; its title can be dragged, too"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (more), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_box_append (GTK_BOX (box), fill);
  gtk_box_append (GTK_BOX (box), more);
  return box;
}

void
iso_window_add_view (IsoWindow *window, const char *id, const char *title, GtkWidget *view)
{
  if (ISO_IS_VIEW_CARD (view))
    {
      iso_view_card_set_corner (ISO_VIEW_CARD (view), view_buttons_new (window, title, ISO_VIEW_CARD (view)));
      g_signal_connect_object (view, "exportable", G_CALLBACK (iso_window_update_export), window, G_CONNECT_SWAPPED);
    }
  iso_dock_add (window->dock, id, title, NULL, view);
}

/* On a small screen the views need the inspector's room. */
static void
fit_inspector (IsoWindow *window)
{
  int width, height;
  gtk_window_get_default_size (GTK_WINDOW (window), &width, &height);
  if (width < INSPECTOR_FROM && !window->recalls_inspector)
    g_object_set (window, "show-inspector", FALSE, NULL);
}

void
iso_window_set_inspector (IsoWindow *window, GtkWidget *inspector)
{
  GtkWidget *clamp = adw_clamp_new ();
  /* However wide its words would like to be. */
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), ISO_INSPECTOR_WIDTH);
  adw_clamp_set_tightening_threshold (ADW_CLAMP (clamp), ISO_INSPECTOR_WIDTH);
  adw_clamp_set_child (ADW_CLAMP (clamp), inspector);
  gtk_widget_set_hexpand (clamp, FALSE);
  gtk_widget_set_size_request (clamp, ISO_INSPECTOR_WIDTH, -1);
  adw_flap_set_flap (window->inspector_flap, clamp);
  gtk_widget_set_visible (GTK_WIDGET (window->inspector_button), TRUE);
  iso_window_enable (window, "win.show-inspector", TRUE);
  g_object_set (window, "show-inspector", TRUE, NULL);
  g_signal_connect (window, "realize", G_CALLBACK (fit_inspector), NULL);
}

/* ---- actions ---- */

static const char *const sides[] = { "left", "right", "up", "down" };

static void
move_view (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoDock *dock = ISO_WINDOW (widget)->dock;
  const char *id = iso_dock_current (dock);
  for (IsoDockSide side = ISO_DOCK_LEFT; id != NULL && side < ISO_DOCK_INSIDE; side++)
    if (!g_str_has_suffix (action, sides[side]))
      continue;
    else if (g_str_has_prefix (action, "win.move"))
      iso_dock_move (dock, id, side);
    else
      iso_dock_split (dock, id, side);
}

static void
fill_view (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoDock *dock = ISO_WINDOW (widget)->dock;
  iso_dock_fill (dock, iso_dock_filling (dock) != NULL ? NULL : iso_dock_current (dock));
}

/* Esc goes back one step at a time: from one view to all, then from the presentation to the workbench. */
static void
show_all_views (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoWindow *window = ISO_WINDOW (widget);
  if (iso_dock_filling (window->dock) != NULL)
    iso_dock_fill (window->dock, NULL);
  else if (window->is_presenting)
    g_object_set (window, "presenting", FALSE, NULL);
}

static void
close_view (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoDock *dock = ISO_WINDOW (widget)->dock;
  const char *id = iso_dock_current (dock);
  if (id != NULL && !iso_dock_close (dock, id))
    iso_window_say (ISO_WINDOW (widget), _("The last view stays."));
  /* Not to what happens to stand beside all views. */
  iso_dock_focus (dock, iso_dock_current (dock));
}

void
iso_window_show_view (IsoWindow *window, const char *id)
{
  IsoDock *dock = window->dock;
  iso_dock_show (dock, id);
  iso_dock_focus (dock, id);
  /* Asked for from within, the view gives the keyboard to what it is about. */
  if (ISO_IS_VIEW_CARD (iso_dock_view (dock, id)))
    iso_view_card_focus (ISO_VIEW_CARD (iso_dock_view (dock, id)));
}

static void
show_view (GtkWidget *widget, const char *action, GVariant *parameter)
{
  iso_window_show_view (ISO_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

/* Around all that are in sight, in the order in which they were added. */
static void
next_view (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoDock *dock = ISO_WINDOW (widget)->dock;
  const char *current = iso_dock_current (dock);
  guint count = iso_dock_count (dock), at = 0, step = g_str_equal (action, "win.next-view") ? 1 : count - 1;
  for (guint i = 0; i < count; i++)
    if (g_strcmp0 (iso_dock_id (dock, i), current) == 0)
      at = i;
  for (guint i = 0; i < count; i++)
    {
      at = (at + step) % count;
      if (gtk_widget_get_mapped (iso_dock_view (dock, iso_dock_id (dock, at))))
        {
          iso_dock_focus (dock, iso_dock_id (dock, at));
          return;
        }
    }
}

static void
turn_tab (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoDock *dock = ISO_WINDOW (widget)->dock;
  const char *id = iso_dock_current (dock);
  if (id != NULL)
    iso_dock_turn (dock, id, g_str_equal (action, "win.next-tab") ? 1 : -1);
}

static void
reset_views (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoDock *dock = ISO_WINDOW (widget)->dock;
  const char *id = iso_dock_current (dock);
  iso_dock_reset (dock);
  iso_dock_focus (dock, id);
}

static void
show_batch_change (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoWindow *window = ISO_WINDOW (widget);
  if (!iso_batch_view_toggle_change (window->batch))
    {
      iso_window_say (window, _("Nothing is tried on the batch yet: x opens the sliders."));
      return;
    }
  iso_window_show_view (window, "batch");
}

static void
show_map_settings (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoWindow *window = ISO_WINDOW (widget);
  iso_dock_show (window->dock, "map");
  iso_map_settings_open (window->map_settings, NULL);
}

void
iso_window_update_views (IsoWindow *window)
{
  iso_window_enable (window, "win.show-all-views", iso_dock_filling (window->dock) != NULL || window->is_presenting);
  iso_window_update_export (window);
}

void
iso_window_install_view_actions (GtkWidgetClass *class)
{
  static const char *const ids[] = { "curves", "map", "batch", "walk", "tuples", "lab", "whatif" };
  for (size_t i = 0; i < G_N_ELEMENTS (sides); i++)
    {
      g_autofree char *move = g_strconcat ("win.move-view-", sides[i], NULL), *split = g_strconcat ("win.split-view-", sides[i], NULL);
      gtk_widget_class_install_action (class, move, NULL, move_view);
      gtk_widget_class_install_action (class, split, NULL, move_view);
    }
  gtk_widget_class_install_action (class, "win.fill-view", NULL, fill_view);
  gtk_widget_class_install_action (class, "win.show-all-views", NULL, show_all_views);
  gtk_widget_class_install_action (class, "win.close-view", NULL, close_view);
  gtk_widget_class_install_action (class, "win.show-view", "s", show_view);
  gtk_widget_class_install_action (class, "win.next-view", NULL, next_view);
  gtk_widget_class_install_action (class, "win.previous-view", NULL, next_view);
  gtk_widget_class_install_action (class, "win.next-tab", NULL, turn_tab);
  gtk_widget_class_install_action (class, "win.previous-tab", NULL, turn_tab);
  gtk_widget_class_install_action (class, "win.reset-views", NULL, reset_views);
  gtk_widget_class_install_action (class, "win.batch-change", NULL, show_batch_change);
  gtk_widget_class_install_action (class, "win.map-settings", NULL, show_map_settings);
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    gtk_widget_class_add_binding_action (class, GDK_KEY_1 + i, GDK_CONTROL_MASK, "win.show-view", "s", ids[i]);
}

/* ---- the views ---- */

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

void
iso_window_add_views (IsoWindow *window)
{
  window->curves = ISO_CURVE_PLOT (iso_curve_plot_new ());
  window->map = ISO_MAP_VIEW (iso_map_view_new ());
  window->batch = ISO_BATCH_VIEW (iso_batch_view_new ());
  iso_batch_view_set_xray (window->batch, window->xray);
  iso_batch_view_set_choice (window->batch, window->choice);
  iso_map_view_set_choice (window->map, window->choice);
  window->map_settings = ISO_MAP_SETTINGS (iso_map_settings_new (window->session));
  iso_view_card_add_control (ISO_VIEW_CARD (window->map), GTK_WIDGET (window->map_settings));
  window->dock = ISO_DOCK (iso_dock_new (STANDARD));
  adw_flap_set_content (window->inspector_flap, GTK_WIDGET (window->dock));
  gtk_widget_insert_action_group (GTK_WIDGET (window), "view", iso_dock_actions (window->dock));
  iso_window_add_view (window, "curves", _("Curves"), GTK_WIDGET (window->curves));
  iso_window_add_view (window, "map", _("Map"), GTK_WIDGET (window->map));
  iso_window_add_view (window, "batch", _("Batch"), GTK_WIDGET (window->batch));
  iso_window_add_diffusion_views (window);
  g_signal_connect_object (window->dock, "changed", G_CALLBACK (iso_window_update_views), window, G_CONNECT_SWAPPED);
  /* The view with the focus is the one that is exported. */
  g_signal_connect (window, "notify::focus-widget", G_CALLBACK (iso_window_update_export), NULL);
  iso_window_update_views (window);
  g_signal_connect_object (window->map, "parameter-chosen", G_CALLBACK (map_parameter_chosen), window, 0);
  g_signal_connect_object (window->batch, "watch-changed", G_CALLBACK (watch_chosen), window, 0);
}
