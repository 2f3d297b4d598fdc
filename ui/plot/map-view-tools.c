/* What stands above the map: at the right points or density, the tools that select and the lines to neighbors; at the bottom notes on
 * what is selected, what the lines mean, how dark which density is, and that points overlap. */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/figure/axis.h"
#include "ui/figure/map-density.h"
#include "ui/plot/map-view-private.h"
#include "ui/plot/select-tools.h"
#include "ui/plot/theme-watch.h"
#include "ui/plot/wrap-layout.h"

#define SCALE_WIDTH 80
#define SCALE_HEIGHT 8
#define LINE_WIDTH 24
#define LINE_HEIGHT 10
#define SHARE_ROOM 112

static void
activate (IsoMapView *view, const char *action)
{
  gtk_widget_activate_action (GTK_WIDGET (view), action, NULL);
}

static GtkWidget *
word_new (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);
  gtk_widget_add_css_class (label, style);
  return label;
}

static GtkWidget *
drawing_new (int width, int height, GtkDrawingAreaDrawFunc draw, gpointer data)
{
  GtkWidget *area = g_object_new (GTK_TYPE_DRAWING_AREA, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (area), width);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (area), height);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (area), draw, data, NULL);
  gtk_widget_set_valign (area, GTK_ALIGN_CENTER);
  iso_watch_theme (area, G_CALLBACK (gtk_widget_queue_draw));
  return area;
}

/* ---- tools ---- */

static void
look_chosen (int look, gpointer data)
{
  IsoMapView *view = data;
  if ((look == 1) != view->is_density)
    activate (view, "map.density");
}

static void
button_toggled (GtkToggleButton *button, IsoMapView *view)
{
  bool is_on = gtk_toggle_button_get_active (button);
  IsoMapTool tool = iso_map_canvas_tool (view->canvas);
  if (GTK_WIDGET (button) == view->edges_button && is_on != view->has_edges)
    activate (view, "map.edges");
  else if (GTK_WIDGET (button) == view->box_button && is_on != (tool == ISO_MAP_TOOL_BOX))
    activate (view, "map.box");
  else if (GTK_WIDGET (button) == view->lasso_button && is_on != (tool == ISO_MAP_TOOL_LASSO))
    activate (view, "map.lasso");
}

static GtkWidget *
add_tool (IsoMapView *view, GtkWidget *button)
{
  g_signal_connect (button, "toggled", G_CALLBACK (button_toggled), view);
  gtk_box_append (GTK_BOX (view->tools), button);
  return button;
}

static void
build_tools (IsoMapView *view)
{
  const char *looks[] = { _("points"), _("density"), NULL };
  view->tools = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2);
  view->looks = iso_choice_row_new (_("Points or density"), looks, 0, look_chosen, view);
  gtk_widget_set_tooltip_text (view->looks, _("Each sample a point, or how many there are, where they lie on top of each other (D)"));
  gtk_box_append (GTK_BOX (view->tools), view->looks);
  view->box_button = add_tool (view, iso_select_tool_button_new (ISO_MAP_TOOL_BOX));
  view->lasso_button = add_tool (view, iso_select_tool_button_new (ISO_MAP_TOOL_LASSO));
  view->edges_button = add_tool (view, iso_map_tool_button_new ("isotherm-edges-symbolic", _("Lines to neighbors"),
                                                                _("Lines from the picked sample to its 10 nearest (E)")));
  gtk_widget_set_halign (view->tools, GTK_ALIGN_END);
  gtk_widget_set_valign (view->tools, GTK_ALIGN_START);
  gtk_widget_set_margin_top (view->tools, ISO_MAP_VIEW_RING);
  gtk_widget_add_css_class (view->tools, "map-tools");
  gtk_overlay_add_overlay (GTK_OVERLAY (view->overlay), view->tools);
}

static void
set_active (GtkWidget *button, bool is_active)
{
  if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (button)) != is_active)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), is_active);
}

void
iso_map_view_update_tools (IsoMapView *view)
{
  IsoMapTool tool = iso_map_canvas_tool (view->canvas);
  iso_choice_row_set_active (view->looks, view->is_density);
  set_active (view->box_button, tool == ISO_MAP_TOOL_BOX);
  set_active (view->lasso_button, tool == ISO_MAP_TOOL_LASSO);
  set_active (view->edges_button, view->has_edges);
  gtk_widget_set_visible (view->density_scale, view->is_density);
  iso_map_view_update_notes (view);
}

/* ---- notes ---- */

static void
clear_clicked (GtkButton *button, IsoMapView *view)
{
  activate (view, "map.clear-selection");
  /* The button goes with the selection, and must not take the focus along to somewhere else. */
  gtk_widget_grab_focus (GTK_WIDGET (view->canvas));
}

static void
hint_clicked (GtkButton *button, IsoMapView *view)
{
  activate (view, "map.density");
  gtk_widget_grab_focus (GTK_WIDGET (view->canvas));
}

static GtkWidget *
note_new (IsoMapView *view)
{
  GtkWidget *note = iso_map_note_new ();
  gtk_widget_set_parent (note, view->notes);
  return note;
}

static void
draw_line (GtkDrawingArea *area, cairo_t *cairo, int width, int height, gpointer line)
{
  iso_set_color (cairo, iso_present_theme ()->text);
  iso_map_line_style (cairo, (IsoMapLine) GPOINTER_TO_INT (line));
  cairo_move_to (cairo, 1.0, 0.5 * height);
  cairo_line_to (cairo, width - 1.0, 0.5 * height);
  cairo_stroke (cairo);
}

static void
build_edges_note (IsoMapView *view)
{
  view->edges_note = note_new (view);
  for (int line = 0; line < ISO_MAP_LINE_COUNT; line++)
    {
      GtkWidget *sample = drawing_new (LINE_WIDTH, LINE_HEIGHT, draw_line, GINT_TO_POINTER (line));
      gtk_widget_set_margin_start (sample, line > 0 ? 8 : 0);
      gtk_box_append (GTK_BOX (view->edges_note), sample);
      view->edge_labels[line] = GTK_LABEL (gtk_label_new (NULL));
      gtk_widget_add_css_class (GTK_WIDGET (view->edge_labels[line]), "numeric");
      gtk_box_append (GTK_BOX (view->edges_note), GTK_WIDGET (view->edge_labels[line]));
    }
  gtk_widget_set_tooltip_text (view->edges_note, _("The nearest neighbors of the picked sample: in the space of the embeddings, and on "
                                                   "this map"));
}

void
iso_map_view_explain_edges (IsoMapView *view, const IsoNeighbors *neighbors)
{
  size_t both = 0;
  gtk_widget_set_visible (view->edges_note, neighbors != NULL);
  if (neighbors == NULL)
    return;
  for (size_t i = 0; i < neighbors->space_count; i++)
    both += iso_neighbors_on_map (neighbors, neighbors->space[i]);
  g_autofree char *in_both = g_strdup_printf (_("%zu in both"), both);
  g_autofree char *in_space = g_strdup_printf (_("%zu space only"), neighbors->space_count - both);
  g_autofree char *on_map = g_strdup_printf (_("%zu map only"), neighbors->map_count - both);
  gtk_label_set_text (view->edge_labels[ISO_MAP_LINE_SOLID], in_both);
  gtk_label_set_text (view->edge_labels[ISO_MAP_LINE_DASHED], in_space);
  gtk_label_set_text (view->edge_labels[ISO_MAP_LINE_DOTTED], on_map);
}

/* ---- the density's scale ---- */

static void
draw_scale (GtkDrawingArea *area, cairo_t *cairo, int width, int height, gpointer data)
{
  const double most = ISO_MAP_DENSITY_LEAST_RANGE;
  IsoColor color = iso_present_theme ()->text;
  for (int x = 0; x < width; x++)
    {
      color.alpha = iso_map_density_shade (pow (most, (x + 0.5) / width), most);
      iso_set_color (cairo, color);
      cairo_rectangle (cairo, x, 0.0, 1.0, height);
      cairo_fill (cairo);
    }
}

static void
densest_changed (IsoMapCanvas *canvas, IsoMapView *view)
{
  char number[32];
  iso_number_format (number, sizeof number, fmax (iso_map_canvas_densest (canvas), ISO_MAP_DENSITY_LEAST_RANGE), 2);
  g_autofree char *text = g_strdup_printf (_("%s points in one place"), number);
  g_autofree char *sentence = g_strdup_printf (_("Density on a logarithmic scale from one point to %s in one place; colors are the mean "
                                                 "of the points there"), number);
  gtk_label_set_text (view->densest_label, text);
  gtk_widget_set_tooltip_text (view->density_scale, sentence);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view->density_scale), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence, -1);
}

static void
build_scale (IsoMapView *view)
{
  GtkWidget *bar = drawing_new (SCALE_WIDTH, SCALE_HEIGHT, draw_scale, NULL);
  view->density_scale = note_new (view);
  view->densest_label = GTK_LABEL (word_new (NULL, "numeric"));
  gtk_widget_set_overflow (bar, GTK_OVERFLOW_HIDDEN);
  gtk_widget_add_css_class (bar, "tint-bar");
  gtk_box_append (GTK_BOX (view->density_scale), word_new (_("Density, log:"), "dim-label"));
  gtk_box_append (GTK_BOX (view->density_scale), word_new ("1", "numeric"));
  gtk_box_append (GTK_BOX (view->density_scale), bar);
  gtk_box_append (GTK_BOX (view->density_scale), GTK_WIDGET (view->densest_label));
}

/* ---- all of them ---- */

static void
build_notes (IsoMapView *view)
{
  view->notes = g_object_new (GTK_TYPE_BOX, "layout-manager", iso_wrap_layout_new (6, 4), NULL);
  gtk_widget_set_halign (view->notes, GTK_ALIGN_START);
  gtk_widget_set_valign (view->notes, GTK_ALIGN_END);
  gtk_widget_add_css_class (view->notes, "map-notes");
  /* Where the canvas says how many points are in sight. */
  gtk_widget_set_margin_end (view->notes, SHARE_ROOM);
  view->selection_note = iso_selection_note_new (&view->selection_label, G_CALLBACK (clear_clicked), view);
  gtk_widget_set_parent (view->selection_note, view->notes);
  build_edges_note (view);
  build_scale (view);
  view->hint = gtk_button_new_with_label (_("Many points lie on top of each other: show how dense they are"));
  gtk_widget_add_css_class (view->hint, "flat");
  gtk_widget_add_css_class (view->hint, "map-note");
  gtk_widget_add_css_class (view->hint, "map-hint");
  gtk_widget_set_visible (view->hint, FALSE);
  gtk_label_set_ellipsize (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (view->hint))), PANGO_ELLIPSIZE_END);
  g_signal_connect (view->hint, "clicked", G_CALLBACK (hint_clicked), view);
  gtk_widget_set_parent (view->hint, view->notes);
  gtk_overlay_add_overlay (GTK_OVERLAY (view->overlay), view->notes);
}

void
iso_map_view_update_notes (IsoMapView *view)
{
  size_t here = iso_map_canvas_selected_count (view->canvas), all = iso_sample_choice_selected_count (view->choice);
  bool has_selection = view->map != NULL && iso_map_canvas_selected (view->canvas) != NULL;
  gtk_widget_set_visible (view->selection_note, has_selection);
  gtk_widget_set_visible (view->hint, view->map != NULL && view->map->N >= ISO_MAP_DENSITY_HINT && !view->is_density
                                      && !view->is_hint_over);
  gtk_widget_action_set_enabled (GTK_WIDGET (view), "map.clear-selection", has_selection);
  if (!has_selection)
    return;
  iso_selection_note_say (view->selection_label, here, view->map->N, all - here);
}

void
iso_map_view_build_tools (IsoMapView *view)
{
  build_tools (view);
  build_notes (view);
  g_signal_connect (view->canvas, "densest", G_CALLBACK (densest_changed), view);
  g_signal_connect_swapped (view->canvas, "tool-changed", G_CALLBACK (iso_map_view_update_tools), view);
}
