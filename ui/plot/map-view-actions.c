/* What the person chooses on the map: method, samples, pause, seed, colours, tools. */
#include <glib/gi18n-lib.h>

#include "engine/train/parameters.h"
#include "ui/plot/map-view-private.h"

void
iso_map_view_choose (IsoMapView *view, const char *key, const char *value)
{
  g_signal_emit_by_name (view, "parameter-chosen", key, value);
  /* Refused, it must not look chosen. */
  iso_map_view_update_actions (view);
}

void
iso_map_view_choose_method (int method, gpointer data)
{
  IsoMapView *view = data;
  IsoSettings settings;
  if (method == view->settings.method)
    return;
  iso_settings_init (&settings);
  const IsoParameter *parameter = iso_parameter_find ("projection.method", &settings, NULL);
  iso_map_view_choose (view, parameter->key, parameter->choices[method]);
}

void
iso_map_view_choose_part (int part, gpointer data)
{
  IsoMapView *view = data;
  if ((int) view->part == part)
    return;
  view->part = (IsoMapPart) part;
  iso_map_view_request (view);
  iso_map_view_update_actions (view);
}

static void
method_wanted (GtkWidget *widget, const char *action, GVariant *parameter)
{
  int method = g_variant_get_int32 (parameter);
  if (method >= 0 && method < ISO_PROJECTION_METHOD_COUNT)
    iso_map_view_choose_method (method, widget);
}

static void
part_wanted (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoMapView *view = ISO_MAP_VIEW (widget);
  iso_map_view_choose_part (view->part == ISO_MAP_TEST ? ISO_MAP_TRAIN : ISO_MAP_TEST, view);
}

static void
pause_wanted (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoMapView *view = ISO_MAP_VIEW (widget);
  iso_map_projector_set_paused (view->projector, !iso_map_projector_is_paused (view->projector));
  iso_map_view_update_actions (view);
  iso_map_view_describe (view);
  /* Whoever stops to look wants to know how far this may be believed. */
  if (view->map != NULL && iso_map_projector_is_paused (view->projector))
    iso_map_judge_request (view->judge, view->map, NULL);
}

static void
seed_wanted (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoMapView *view = ISO_MAP_VIEW (widget);
  g_autofree char *seed = g_strdup_printf ("%d", view->settings.seed == G_MAXINT ? 0 : view->settings.seed + 1);
  iso_map_view_choose (view, "projection.seed", seed);
}

static void
tint_wanted (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoMapView *view = ISO_MAP_VIEW (widget);
  view->is_tinted = !view->is_tinted;
  iso_map_view_show_tint (view);
  iso_map_view_update_actions (view);
}

static void
density_wanted (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoMapView *view = ISO_MAP_VIEW (widget);
  view->is_density = !view->is_density;
  /* Whoever has seen it knows of it. */
  view->is_hint_over = TRUE;
  iso_map_canvas_set_density (view->canvas, view->is_density);
  iso_map_view_update_tools (view);
}

static void
edges_wanted (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoMapView *view = ISO_MAP_VIEW (widget);
  view->has_edges = !view->has_edges;
  iso_map_view_find_edges (view, TRUE);
  iso_map_view_update_tools (view);
}

static void
tool_wanted (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoMapView *view = ISO_MAP_VIEW (widget);
  IsoMapTool tool = g_str_equal (action, "map.box") ? ISO_MAP_TOOL_BOX : ISO_MAP_TOOL_LASSO;
  iso_map_canvas_set_tool (view->canvas, iso_map_canvas_tool (view->canvas) == tool ? ISO_MAP_TOOL_NONE : tool);
}

static void
clear_wanted (GtkWidget *widget, const char *action, GVariant *parameter)
{
  iso_sample_choice_select (ISO_MAP_VIEW (widget)->choice, NULL, 0, ISO_SELECT_INSTEAD);
}

static void
end_wanted (GtkWidget *widget, const char *action, GVariant *parameter)
{
  iso_map_view_use_point (ISO_MAP_VIEW (widget), g_str_equal (action, "map.across-from") ? ISO_AXIS_ACROSS_FROM : ISO_AXIS_ACROSS_TO);
}

static gboolean
escape_pressed (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  IsoMapView *view = ISO_MAP_VIEW (widget);
  if (iso_map_canvas_tool (view->canvas) != ISO_MAP_TOOL_NONE)
    iso_map_canvas_set_tool (view->canvas, ISO_MAP_TOOL_NONE);
  else if (iso_sample_choice_has_selection (view->choice))
    iso_sample_choice_select (view->choice, NULL, 0, ISO_SELECT_INSTEAD);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

/* What can be chosen, and what is. */
void
iso_map_view_update_actions (IsoMapView *view)
{
  GtkWidget *widget = GTK_WIDGET (view);
  bool is_iterative = iso_projection_method_has_steps (view->settings.method) && view->epoch != NULL;
  bool is_paused = iso_map_projector_is_paused (view->projector);
  bool is_forming = view->map == NULL || !iso_projected_map_is_at_rest (view->map) || view->map->settings.method != view->settings.method;
  const char *words = is_paused ? _("Let the map go on (P)") : _("Pause the map (P)");
  gtk_widget_action_set_enabled (widget, "map.pause", is_iterative && (is_paused || is_forming));
  gtk_widget_action_set_enabled (widget, "map.new-seed", is_iterative);
  gtk_widget_set_visible (view->pause_button, is_iterative && (is_paused || is_forming));
  gtk_button_set_icon_name (GTK_BUTTON (view->pause_button),
                            is_paused ? "media-playback-start-symbolic" : "media-playback-pause-symbolic");
  gtk_widget_set_tooltip_text (view->pause_button, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view->pause_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  is_paused ? _("Let the map go on") : _("Pause the map"), -1);
  iso_choice_row_set_active (view->methods, view->settings.method);
  iso_choice_row_set_active (view->parts, (int) view->part);
  if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (view->readout)) != view->is_tinted)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (view->readout), view->is_tinted);
  gtk_stack_set_visible_child_name (view->legends, view->is_tinted ? "scale" : "classes");
  iso_map_view_update_axes (view);
  iso_map_view_update_tools (view);
}

void
iso_map_view_install_actions (GtkWidgetClass *class)
{
  static const guint method_keys[ISO_PROJECTION_METHOD_COUNT] = { GDK_KEY_1, GDK_KEY_2, GDK_KEY_3, GDK_KEY_4 };
  gtk_widget_class_install_action (class, "map.method", "i", method_wanted);
  gtk_widget_class_install_action (class, "map.part", NULL, part_wanted);
  gtk_widget_class_install_action (class, "map.pause", NULL, pause_wanted);
  gtk_widget_class_install_action (class, "map.new-seed", NULL, seed_wanted);
  gtk_widget_class_install_action (class, "map.tint", NULL, tint_wanted);
  gtk_widget_class_install_action (class, "map.density", NULL, density_wanted);
  gtk_widget_class_install_action (class, "map.edges", NULL, edges_wanted);
  gtk_widget_class_install_action (class, "map.box", NULL, tool_wanted);
  gtk_widget_class_install_action (class, "map.lasso", NULL, tool_wanted);
  gtk_widget_class_install_action (class, "map.clear-selection", NULL, clear_wanted);
  gtk_widget_class_install_action (class, "map.across-from", NULL, end_wanted);
  gtk_widget_class_install_action (class, "map.across-to", NULL, end_wanted);
  for (int method = 0; method < ISO_PROJECTION_METHOD_COUNT; method++)
    gtk_widget_class_add_binding_action (class, method_keys[method], 0, "map.method", "i", method);
  gtk_widget_class_add_binding_action (class, GDK_KEY_s, 0, "map.part", NULL);
  gtk_widget_class_add_binding_action (class, GDK_KEY_p, 0, "map.pause", NULL);
  gtk_widget_class_add_binding_action (class, GDK_KEY_n, 0, "map.new-seed", NULL);
  gtk_widget_class_add_binding_action (class, GDK_KEY_c, 0, "map.tint", NULL);
  gtk_widget_class_add_binding_action (class, GDK_KEY_d, 0, "map.density", NULL);
  gtk_widget_class_add_binding_action (class, GDK_KEY_e, 0, "map.edges", NULL);
  gtk_widget_class_add_binding_action (class, GDK_KEY_b, 0, "map.box", NULL);
  gtk_widget_class_add_binding_action (class, GDK_KEY_l, 0, "map.lasso", NULL);
  gtk_widget_class_add_binding_action (class, GDK_KEY_bracketleft, 0, "map.across-from", NULL);
  gtk_widget_class_add_binding_action (class, GDK_KEY_bracketright, 0, "map.across-to", NULL);
  gtk_widget_class_add_binding (class, GDK_KEY_Escape, 0, escape_pressed, NULL);
}
