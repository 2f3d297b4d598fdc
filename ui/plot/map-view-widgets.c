/* What the map view is built of: header, canvas with readout and card, legends, and words in their place. */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/figure/axis.h"
#include "ui/plot/map-view-private.h"
#include "ui/plot/point-card.h"

#define MESSAGE_DELAY 500
#define SCALE_WIDTH 120
#define SCALE_HEIGHT 8

/* ---- the card beside the point ---- */

static gboolean
show_card (gpointer data)
{
  IsoMapView *view = data;
  double x, y;
  size_t point = iso_map_canvas_hovered (view->canvas, &x, &y);
  view->card_source = 0;
  if (view->map != NULL && point < view->map->N)
    {
      double recall = view->recall != NULL ? (double) view->recall[point] : (double) NAN;
      iso_point_card_set_point (ISO_POINT_CARD (view->card), view->map, point, recall);
      gtk_widget_set_visible (view->card, TRUE);
      gtk_widget_queue_allocate (view->overlay);
    }
  return G_SOURCE_REMOVE;
}

static void
hovered (IsoMapCanvas *canvas, IsoMapView *view)
{
  double x, y;
  bool is_shown = gtk_widget_get_visible (view->card);
  if (iso_map_canvas_hovered (canvas, &x, &y) == G_MAXSIZE)
    {
      g_clear_handle_id (&view->card_source, g_source_remove);
      gtk_widget_set_visible (view->card, FALSE);
    }
  else if (is_shown)
    show_card (view);
  else if (view->card_source == 0)
    view->card_source = g_timeout_add (ISO_POINT_CARD_DELAY, show_card, view);
}

/* At the left, as far as the tools let it. */
static gboolean
place_readout (GtkOverlay *overlay, IsoMapView *view, GdkRectangle *place)
{
  GtkRequisition least, size, tools;
  gtk_widget_get_preferred_size (view->readout, &least, &size);
  gtk_widget_get_preferred_size (view->tools, NULL, &tools);
  *place = (GdkRectangle) { 0, ISO_MAP_VIEW_RING, MAX (MIN (size.width, gtk_widget_get_width (GTK_WIDGET (overlay)) - tools.width), least.width),
                            size.height };
  return TRUE;
}

static gboolean
place_card (GtkOverlay *overlay, GtkWidget *card, GdkRectangle *place, IsoMapView *view)
{
  double x, y;
  if (card == view->readout)
    return place_readout (overlay, view, place);
  if (card != view->card || iso_map_canvas_hovered (view->canvas, &x, &y) == G_MAXSIZE)
    return FALSE;
  iso_point_card_place (card, GTK_WIDGET (overlay), x, y, place);
  return TRUE;
}

/* ---- words in the place of the map ---- */

static gboolean
reveal_message (gpointer data)
{
  IsoMapView *view = data;
  view->message_source = 0;
  gtk_widget_set_visible (GTK_WIDGET (view->message), TRUE);
  return G_SOURCE_REMOVE;
}

/* Between two runs there is no map for a moment: words that only flash up would disturb. */
void
iso_map_view_show_message (IsoMapView *view, const char *text)
{
  /* The same said of every epoch would never be seen if it began anew each time. */
  if (g_str_equal (gtk_stack_get_visible_child_name (view->pages), "empty") && g_str_equal (gtk_label_get_text (view->message), text))
    return;
  gtk_label_set_text (view->message, text);
  gtk_widget_set_visible (GTK_WIDGET (view->message), FALSE);
  gtk_stack_set_visible_child_name (view->pages, "empty");
  if (view->message_source == 0)
    view->message_source = g_timeout_add (MESSAGE_DELAY, reveal_message, view);
}

void
iso_map_view_show_canvas (IsoMapView *view)
{
  g_clear_handle_id (&view->message_source, g_source_remove);
  gtk_stack_set_visible_child_name (view->pages, "map");
}

/* ---- what the map keeps ---- */

/* "62 % of neighbors kept · trustworthiness 0.93 · drift 0.12". */
void
iso_map_view_show_quality (IsoMapView *view, const IsoMapQuality *quality)
{
  bool is_known = quality != NULL && isfinite (quality->neighbor_recall);
  gtk_widget_set_visible (view->readout, is_known);
  if (!is_known)
    return;
  g_autoptr (GString) text = g_string_new (NULL), help = g_string_new (NULL);
  g_string_append_printf (text, _("%.0f %% of neighbors kept"), 100.0 * quality->neighbor_recall);
  g_string_append_printf (help, _("Of the %d nearest of each point in the space of the embeddings, so many are among its %d nearest "
                                  "here"),
                          ISO_MAP_NEIGHBORS, ISO_MAP_NEIGHBORS);
  if (isfinite (quality->trustworthiness))
    {
      g_string_append_printf (text, _(" · trustworthiness %.3f"), quality->trustworthiness);
      g_string_append (help, _("\nTrustworthiness: 1 where no point stands near others that are far from it in that space"));
    }
  if (isfinite (quality->drift))
    {
      g_string_append_printf (text, _(" · drift %.2f"), quality->drift);
      g_string_append_printf (help, _("\nDrift: how far points moved relative to their neighbors since epoch %d, in distances between "
                                      "neighbors"),
                              quality->before_epoch);
    }
  if (quality->measured < view->map->N)
    {
      char measured[32], all[32];
      iso_number_format (measured, sizeof measured, (double) quality->measured, 9);
      iso_number_format (all, sizeof all, (double) view->map->N, 9);
      g_string_append_printf (text, _(" · measured on %s of %s"), measured, all);
    }
  g_string_append (help, _("\nPress to color each point by its own neighbors kept (C)"));
  gtk_button_set_label (GTK_BUTTON (view->readout), text->str);
  gtk_label_set_ellipsize (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (view->readout))), PANGO_ELLIPSIZE_END);
  gtk_widget_set_tooltip_text (view->readout, help->str);
}

static void
draw_scale (GtkDrawingArea *area, cairo_t *cairo, int width, int height, gpointer data)
{
  const IsoTheme *theme = iso_present_theme ();
  for (int x = 0; x < width; x++)
    {
      iso_set_color (cairo, iso_map_tint_color (theme, (x + 0.5) / width));
      cairo_rectangle (cairo, x, 0.0, 1.0, height);
      cairo_fill (cairo);
    }
}

static GtkWidget *
small_label (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, style);
  return label;
}

static GtkWidget *
scale_new (IsoMapView *view)
{
  GtkWidget *scale = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *bar;
  bar = g_object_new (GTK_TYPE_DRAWING_AREA, "accessible-role", GTK_ACCESSIBLE_ROLE_IMG, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Color scale"), -1);
  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (bar), SCALE_WIDTH);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (bar), SCALE_HEIGHT);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (bar), draw_scale, NULL, NULL);
  gtk_widget_set_valign (bar, GTK_ALIGN_CENTER);
  gtk_widget_set_overflow (bar, GTK_OVERFLOW_HIDDEN);
  gtk_widget_add_css_class (bar, "tint-bar");
  gtk_widget_add_css_class (scale, "tint-scale");
  g_autofree char *title = g_strdup_printf (_("Of the %d nearest neighbors, kept:"), ISO_MAP_NEIGHBORS);
  gtk_box_append (GTK_BOX (scale), small_label (title, "dim-label"));
  gtk_box_append (GTK_BOX (scale), small_label (_("none"), "numeric"));
  gtk_box_append (GTK_BOX (scale), bar);
  gtk_box_append (GTK_BOX (scale), small_label (_("all"), "numeric"));
  return scale;
}

/* ---- pages ---- */

static void
view_changed (IsoMapCanvas *canvas, IsoMapView *view)
{
  gtk_widget_set_visible (view->fit_button, !iso_map_canvas_is_fit (canvas));
  iso_map_view_show_axis_names (view);
}

static void
readout_toggled (GtkToggleButton *readout, IsoMapView *view)
{
  if (gtk_toggle_button_get_active (readout) != view->is_tinted)
    gtk_widget_activate_action (GTK_WIDGET (view), "map.tint", NULL);
}

static GtkWidget *
readout_new (IsoMapView *view)
{
  GtkWidget *readout = gtk_toggle_button_new_with_label ("");
  gtk_widget_add_css_class (readout, "flat");
  gtk_widget_add_css_class (readout, "map-readout");
  gtk_widget_add_css_class (readout, "numeric");
  gtk_widget_set_halign (readout, GTK_ALIGN_START);
  gtk_widget_set_valign (readout, GTK_ALIGN_START);
  gtk_widget_set_visible (readout, FALSE);
  g_signal_connect (readout, "toggled", G_CALLBACK (readout_toggled), view);
  return readout;
}

static GtkWidget *
map_page_new (IsoMapView *view)
{
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  view->canvas = ISO_MAP_CANVAS (iso_map_canvas_new ());
  iso_view_card_set_main (ISO_VIEW_CARD (view), GTK_WIDGET (view->canvas));
  view->legend = ISO_CLASS_LEGEND (iso_class_legend_new ());
  view->card = iso_point_card_new ();
  view->readout = readout_new (view);
  view->scale = scale_new (view);
  view->overlay = gtk_overlay_new ();
  view->legends = GTK_STACK (gtk_stack_new ());
  gtk_stack_set_hhomogeneous (view->legends, FALSE);
  gtk_widget_set_visible (view->card, FALSE);
  gtk_widget_set_vexpand (view->overlay, TRUE);
  gtk_overlay_set_child (GTK_OVERLAY (view->overlay), GTK_WIDGET (view->canvas));
  gtk_overlay_add_overlay (GTK_OVERLAY (view->overlay), view->readout);
  iso_map_view_build_axis_names (view);
  iso_map_view_build_tools (view);
  gtk_overlay_add_overlay (GTK_OVERLAY (view->overlay), view->card);
  gtk_stack_add_named (view->legends, GTK_WIDGET (view->legend), "classes");
  gtk_stack_add_named (view->legends, view->scale, "scale");
  g_signal_connect (view->overlay, "get-child-position", G_CALLBACK (place_card), view);
  g_signal_connect (view->canvas, "hovered", G_CALLBACK (hovered), view);
  g_signal_connect (view->canvas, "view-changed", G_CALLBACK (view_changed), view);
  gtk_box_append (GTK_BOX (page), view->overlay);
  gtk_box_append (GTK_BOX (page), GTK_WIDGET (view->legends));
  return page;
}

static GtkWidget *
empty_page_new (IsoMapView *view)
{
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0), *label = gtk_label_new (NULL);
  view->message = GTK_LABEL (label);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_label_set_wrap (view->message, TRUE);
  gtk_label_set_justify (view->message, GTK_JUSTIFY_CENTER);
  gtk_label_set_max_width_chars (view->message, 44);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_margin_start (label, 12);
  gtk_widget_set_margin_end (label, 12);
  gtk_box_append (GTK_BOX (page), label);
  return page;
}

/* ---- header ---- */

static GtkWidget *
header_button (const char *icon, const char *tooltip, const char *name)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "card-button");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (button, FALSE);
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return button;
}

static void
explain (GtkWidget *row, const char *const *tooltips)
{
  GtkWidget *button = gtk_widget_get_first_child (row);
  for (int i = 0; button != NULL; button = gtk_widget_get_next_sibling (button), i++)
    gtk_widget_set_tooltip_text (button, _(tooltips[i]));
}

static void
add_header (IsoMapView *view)
{
  static const char *const method_help[] = { N_("The two directions of largest variance (1)"),
                                             N_("Neighbors stay together, distances between groups mean little (2)"),
                                             N_("Neighbors stay together, groups are drawn apart (3)"),
                                             N_("Along lines that you choose, from one class or sample to another (4)") };
  static const char *const part_help[] = { N_("The test samples (S)"), N_("The training samples that are evaluated (S)") };
  const char *methods[ISO_PROJECTION_METHOD_COUNT + 1] = { NULL }, *parts[] = { _("test"), _("train"), NULL };
  IsoViewCard *card = ISO_VIEW_CARD (view);
  for (int method = 0; method < ISO_PROJECTION_METHOD_COUNT; method++)
    methods[method] = iso_projection_method_name (method);
  view->parts = iso_choice_row_new (_("Samples"), parts, ISO_MAP_TEST, iso_map_view_choose_part, view);
  view->methods = iso_choice_row_new (_("Method"), methods, ISO_PROJECTION_PCA, iso_map_view_choose_method, view);
  explain (view->parts, part_help);
  explain (view->methods, method_help);
  view->pause_button = header_button ("media-playback-pause-symbolic", _("Pause the map (P)"), _("Pause the map"));
  view->fit_button = header_button ("zoom-fit-best-symbolic", _("Show the whole map (0)"), _("Show the whole map"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (view->pause_button), "map.pause");
  g_signal_connect_swapped (view->fit_button, "clicked", G_CALLBACK (iso_map_canvas_fit), view->canvas);
  iso_view_card_set_title (card, _("Map"));
  iso_view_card_lower_subtitle (card);
  iso_view_card_add_control (card, view->pause_button);
  iso_view_card_add_control (card, view->fit_button);
  iso_view_card_add_control (card, view->parts);
  iso_view_card_add_control (card, view->methods);
}

void
iso_map_view_build (IsoMapView *view)
{
  GtkWidget *body = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  view->pages = GTK_STACK (gtk_stack_new ());
  gtk_stack_add_named (view->pages, empty_page_new (view), "empty");
  gtk_stack_add_named (view->pages, map_page_new (view), "map");
  add_header (view);
  /* Outside the pages: where axes give no map, others must be within reach. */
  gtk_widget_set_vexpand (GTK_WIDGET (view->pages), TRUE);
  gtk_box_append (GTK_BOX (body), iso_map_view_build_axes (view));
  gtk_box_append (GTK_BOX (body), GTK_WIDGET (view->pages));
  iso_view_card_set_body (ISO_VIEW_CARD (view), body);
}
