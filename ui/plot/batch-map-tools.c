/* What stands above the batch's map, and the legend below it: the card beside a sample, the tools that select, how many are selected. */
#include <glib/gi18n-lib.h>

#include "ui/figure/axis.h"
#include "ui/plot/batch-map-private.h"
#include "ui/plot/point-card.h"
#include "ui/plot/select-tools.h"

/* ---- the card beside the sample ---- */

static gboolean
show_card (gpointer data)
{
  IsoBatchMap *map = data;
  const IsoBatchGraph *graph = iso_batch_map_canvas_graph (map->canvas);
  double x, y;
  char number[32];
  size_t sample = iso_batch_map_canvas_hovered (map->canvas, &x, &y);
  map->card_source = 0;
  if (graph == NULL || sample >= graph->B)
    return G_SOURCE_REMOVE;
  guint32 index = graph->snapshot->indices[sample], label = (guint32) graph->snapshot->labels[sample];
  g_autofree char *edges = iso_batch_graph_describe_sample (graph, sample);
  iso_number_format (number, sizeof number, (double) index, 9);
  g_autofree char *name = g_strdup_printf (_("sample %s of the data"), number);
  g_autofree char *words = edges != NULL ? g_strdup_printf ("%s\n%s", name, edges) : g_strdup (name);
  iso_point_card_set_sample (ISO_POINT_CARD (map->card), graph->dataset, index, label, graph->class_names[label], words);
  gtk_widget_set_visible (map->card, TRUE);
  gtk_widget_queue_allocate (map->overlay);
  return G_SOURCE_REMOVE;
}

static void
hovered (IsoBatchMapCanvas *canvas, IsoBatchMap *map)
{
  double x, y;
  if (iso_batch_map_canvas_hovered (canvas, &x, &y) == G_MAXSIZE)
    {
      g_clear_handle_id (&map->card_source, g_source_remove);
      gtk_widget_set_visible (map->card, FALSE);
    }
  else if (gtk_widget_get_visible (map->card))
    show_card (map);
  else if (map->card_source == 0)
    map->card_source = g_timeout_add (ISO_POINT_CARD_DELAY, show_card, map);
}

static gboolean
place_card (GtkOverlay *overlay, GtkWidget *card, GdkRectangle *place, IsoBatchMap *map)
{
  double x, y;
  if (card != map->card || iso_batch_map_canvas_hovered (map->canvas, &x, &y) == G_MAXSIZE)
    return FALSE;
  iso_point_card_place (card, GTK_WIDGET (overlay), x, y, place);
  return TRUE;
}

/* ---- selecting ---- */

void
iso_batch_map_show_selection (IsoBatchMap *map)
{
  const IsoBatchGraph *graph = iso_batch_map_canvas_graph (map->canvas);
  gboolean is_ours = graph != NULL && graph->dataset != NULL && graph->dataset == map->dataset;
  g_autofree bool *selected = graph != NULL ? iso_batch_map_selection (map, graph->snapshot) : NULL;
  size_t here = 0;
  if (is_ours)
    iso_class_legend_show (map->legend, graph->snapshot->labels, selected, graph->B);
  for (size_t i = 0; selected != NULL && i < graph->B; i++)
    here += selected[i];
  gtk_widget_set_visible (map->selection_note, selected != NULL);
  if (selected != NULL)
    iso_selection_note_say (map->selection_label, here, graph->B, iso_sample_choice_selected_count (map->choice) - here);
}

static void
class_toggled (IsoClassLegend *legend, guint class, gboolean is_on, IsoBatchMap *map)
{
  if (map->dataset != NULL)
    iso_choice_select_class (map->choice, iso_dataset_labels (map->dataset), iso_dataset_sample_count (map->dataset), class, is_on);
  /* Where nothing came of it, the toggle goes back. */
  iso_batch_map_show_selection (map);
}

static void
tool_wanted (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoBatchMapCanvas *canvas = ISO_BATCH_MAP (widget)->canvas;
  IsoMapTool tool = g_str_equal (action, "batch-map.box") ? ISO_MAP_TOOL_BOX : ISO_MAP_TOOL_LASSO;
  iso_batch_map_canvas_set_tool (canvas, iso_batch_map_canvas_tool (canvas) == tool ? ISO_MAP_TOOL_NONE : tool);
}

void
iso_batch_map_install_tools (GtkWidgetClass *class)
{
  gtk_widget_class_install_action (class, "batch-map.box", NULL, tool_wanted);
  gtk_widget_class_install_action (class, "batch-map.lasso", NULL, tool_wanted);
  gtk_widget_class_add_binding_action (class, GDK_KEY_b, 0, "batch-map.box", NULL);
  gtk_widget_class_add_binding_action (class, GDK_KEY_l, 0, "batch-map.lasso", NULL);
}

static void
tool_toggled (GtkToggleButton *button, IsoBatchMap *map)
{
  IsoMapTool tool = GTK_WIDGET (button) == map->box_button ? ISO_MAP_TOOL_BOX : ISO_MAP_TOOL_LASSO;
  gboolean is_on = iso_batch_map_canvas_tool (map->canvas) == tool;
  if (is_on != gtk_toggle_button_get_active (button))
    iso_batch_map_canvas_set_tool (map->canvas, is_on ? ISO_MAP_TOOL_NONE : tool);
}

static void
tool_changed (IsoBatchMapCanvas *canvas, IsoBatchMap *map)
{
  IsoMapTool tool = iso_batch_map_canvas_tool (canvas);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (map->box_button), tool == ISO_MAP_TOOL_BOX);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (map->lasso_button), tool == ISO_MAP_TOOL_LASSO);
}

static void
clear_clicked (GtkButton *button, IsoBatchMap *map)
{
  iso_sample_choice_select (map->choice, NULL, 0, ISO_SELECT_INSTEAD);
  /* The button goes with the selection, and must not take the focus along to somewhere else. */
  gtk_widget_grab_focus (GTK_WIDGET (map->canvas));
}

static GtkWidget *
add_tool (IsoBatchMap *map, IsoMapTool tool)
{
  GtkWidget *button = iso_select_tool_button_new (tool);
  g_signal_connect (button, "toggled", G_CALLBACK (tool_toggled), map);
  gtk_box_append (GTK_BOX (map->tools), button);
  return button;
}

void
iso_batch_map_build_tools (IsoBatchMap *map)
{
  map->overlay = gtk_overlay_new ();
  map->legend = ISO_CLASS_LEGEND (iso_class_legend_new ());
  map->card = iso_point_card_new ();
  map->tools = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2);
  map->box_button = add_tool (map, ISO_MAP_TOOL_BOX);
  map->lasso_button = add_tool (map, ISO_MAP_TOOL_LASSO);
  map->selection_note = iso_selection_note_new (&map->selection_label, G_CALLBACK (clear_clicked), map);
  gtk_widget_set_halign (map->tools, GTK_ALIGN_END);
  gtk_widget_set_valign (map->tools, GTK_ALIGN_START);
  /* Below the line that shows where the keyboard is. */
  gtk_widget_set_margin_top (map->tools, 4);
  gtk_widget_add_css_class (map->tools, "map-tools");
  gtk_widget_set_halign (map->selection_note, GTK_ALIGN_START);
  gtk_widget_set_valign (map->selection_note, GTK_ALIGN_END);
  gtk_widget_set_margin_start (map->selection_note, 8);
  gtk_widget_set_margin_bottom (map->selection_note, 4);
  gtk_widget_set_visible (map->card, FALSE);
  gtk_widget_set_vexpand (map->overlay, TRUE);
  gtk_overlay_set_child (GTK_OVERLAY (map->overlay), GTK_WIDGET (map->canvas));
  gtk_overlay_add_overlay (GTK_OVERLAY (map->overlay), map->tools);
  gtk_overlay_add_overlay (GTK_OVERLAY (map->overlay), map->selection_note);
  gtk_overlay_add_overlay (GTK_OVERLAY (map->overlay), map->card);
  g_signal_connect (map->overlay, "get-child-position", G_CALLBACK (place_card), map);
  g_signal_connect (map->canvas, "hovered", G_CALLBACK (hovered), map);
  g_signal_connect (map->canvas, "tool-changed", G_CALLBACK (tool_changed), map);
  g_signal_connect (map->legend, "class-toggled", G_CALLBACK (class_toggled), map);
}
