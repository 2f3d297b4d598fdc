/* What the maps side by side are built of. */
#include <glib/gi18n-lib.h>

#include "ui/plot/compared-maps-view-private.h"
#include "ui/plot/spoken.h"

#define LIST_WIDTH 308

static GtkWidget *
button_new (GtkWidget *button, const char *words, const char *key)
{
  g_autofree char *tip = g_strdup_printf ("%s (%s)", words, key);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "card-button");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, tip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  return button;
}

static void
add_header (IsoComparedMapsView *view)
{
  IsoViewCard *card = ISO_VIEW_CARD (view);
  const char *methods[] = { iso_projection_method_name (ISO_PROJECTION_PCA), iso_projection_method_name (ISO_PROJECTION_TSNE),
                            iso_projection_method_name (ISO_PROJECTION_UMAP), NULL };
  view->spinner = gtk_spinner_new ();
  view->methods = iso_choice_row_new (_("Method of the maps"), methods, 0, iso_compared_maps_view_method_chosen, view);
  view->swap = button_new (gtk_button_new_with_label ("⇄"), _("Swap A and B"), "X");
  view->list_button = button_new (gtk_toggle_button_new (), _("List of samples"), "L");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (view->swap), "comparison-maps.swap");
  gtk_button_set_icon_name (GTK_BUTTON (view->list_button), "view-list-symbolic");
  iso_view_card_set_title (card, _("Maps"));
  iso_view_card_add_control (card, view->spinner);
  iso_view_card_add_control (card, view->methods);
  iso_view_card_add_control (card, view->swap);
  iso_view_card_add_control (card, view->list_button);
  g_object_bind_property (view->flap, "reveal-flap", view->list_button, "active", G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
}

static GtkWidget *
map_new (IsoComparedMapsView *view, IsoRunSideName side)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *overlay = gtk_overlay_new ();
  view->choosers[side] = ISO_RUN_CHOOSER (iso_run_chooser_new (side));
  view->canvases[side] = ISO_MAP_CANVAS (iso_map_canvas_new ());
  view->notes[side] = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (view->notes[side], 0.0f);
  gtk_label_set_ellipsize (view->notes[side], PANGO_ELLIPSIZE_END);
  gtk_widget_set_valign (GTK_WIDGET (view->notes[side]), GTK_ALIGN_START);
  gtk_widget_set_can_target (GTK_WIDGET (view->notes[side]), FALSE);
  gtk_widget_set_css_classes (GTK_WIDGET (view->notes[side]),
                              (const char *[]) { "dim-label", "caption", "numeric", "student-note", NULL });
  gtk_overlay_set_child (GTK_OVERLAY (overlay), GTK_WIDGET (view->canvases[side]));
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), GTK_WIDGET (view->notes[side]));
  view->overlays[side] = overlay;
  iso_compared_maps_view_add_card (view, side);
  gtk_widget_set_vexpand (overlay, TRUE);
  gtk_box_append (GTK_BOX (box), overlay);
  return box;
}

/* How many lines there are, and what they mean. */
static GtkWidget *
lines_new (IsoComparedMapsView *view)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8), *reading = gtk_inscription_new (NULL);
  view->lines_adjustment = gtk_adjustment_new (ISO_MAPS_LINES, 0.0, ISO_MAPS_MOST_LINES, 1.0, 10.0, 0.0);
  view->lines_scale = gtk_scale_new (GTK_ORIENTATION_HORIZONTAL, view->lines_adjustment);
  /* An inscription asks for no other size: what is pointed at moves nothing. */
  view->reading = GTK_INSCRIPTION (reading);
  gtk_widget_set_size_request (view->lines_scale, 120, -1);
  gtk_widget_set_valign (view->lines_scale, GTK_ALIGN_CENTER);
  gtk_range_set_round_digits (GTK_RANGE (view->lines_scale), 0);
  gtk_scale_set_draw_value (GTK_SCALE (view->lines_scale), FALSE);
  gtk_widget_set_tooltip_text (view->lines_scale, _("Lines in B's map, from where a sample stands in A to where it stands in B: of those "
                                                    "whose neighbors changed most"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (view->lines_scale), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Number of lines"), -1);
  gtk_inscription_set_min_chars (view->reading, 8);
  gtk_inscription_set_nat_chars (view->reading, 40);
  gtk_inscription_set_text_overflow (view->reading, GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_widget_set_css_classes (reading, (const char *[]) { "caption", "numeric", NULL });
  gtk_widget_set_hexpand (reading, TRUE);
  gtk_box_append (GTK_BOX (box), view->lines_scale);
  gtk_box_append (GTK_BOX (box), reading);
  g_signal_connect_swapped (view->lines_adjustment, "value-changed", G_CALLBACK (iso_compared_maps_view_lines_moved), view);
  return box;
}

static GtkWidget *
maps_page_new (IsoComparedMapsView *view)
{
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4), *maps = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  gtk_box_set_homogeneous (GTK_BOX (maps), TRUE);
  for (IsoRunSideName side = 0; side < ISO_SIDE_COUNT; side++)
    gtk_box_append (GTK_BOX (maps), map_new (view, side));
  gtk_widget_set_vexpand (maps, TRUE);
  view->legend = ISO_CLASS_LEGEND (iso_class_legend_new ());
  g_signal_connect_swapped (view->legend, "class-toggled", G_CALLBACK (iso_compared_maps_view_class_toggled), view);
  gtk_box_append (GTK_BOX (page), maps);
  gtk_box_append (GTK_BOX (page), GTK_WIDGET (view->legend));
  gtk_box_append (GTK_BOX (page), lines_new (view));
  return page;
}

static GtkWidget *
choosers_new (IsoComparedMapsView *view)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  gtk_box_set_homogeneous (GTK_BOX (row), TRUE);
  for (IsoRunSideName side = 0; side < ISO_SIDE_COUNT; side++)
    gtk_box_append (GTK_BOX (row), GTK_WIDGET (view->choosers[side]));
  return row;
}

void
iso_compared_maps_view_build (IsoComparedMapsView *view)
{
  GtkWidget *body = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4), *message = gtk_label_new (NULL), *maps = maps_page_new (view);
  view->message = GTK_LABEL (message);
  gtk_widget_add_css_class (message, "dim-label");
  gtk_label_set_wrap (view->message, TRUE);
  gtk_label_set_justify (view->message, GTK_JUSTIFY_CENTER);
  gtk_label_set_max_width_chars (view->message, 60);
  view->pages = GTK_STACK (gtk_stack_new ());
  gtk_stack_add_named (view->pages, message, "empty");
  gtk_stack_add_named (view->pages, maps, "maps");
  gtk_widget_set_vexpand (GTK_WIDGET (view->pages), TRUE);
  gtk_widget_add_css_class (body, "compared-body");
  gtk_box_append (GTK_BOX (body), choosers_new (view));
  gtk_box_append (GTK_BOX (body), GTK_WIDGET (view->pages));
  view->list = ISO_CHANGE_LIST (iso_change_list_new ());
  gtk_widget_set_size_request (GTK_WIDGET (view->list), LIST_WIDTH, -1);
  gtk_widget_add_css_class (GTK_WIDGET (view->list), "compared-list");
  view->flap = ADW_FLAP (adw_flap_new ());
  adw_flap_set_flap_position (view->flap, GTK_PACK_END);
  adw_flap_set_content (view->flap, body);
  adw_flap_set_flap (view->flap, GTK_WIDGET (view->list));
  adw_flap_set_separator (view->flap, gtk_separator_new (GTK_ORIENTATION_VERTICAL));
  adw_flap_set_swipe_to_open (view->flap, FALSE);
  adw_flap_set_swipe_to_close (view->flap, FALSE);
  add_header (view);
  iso_view_card_set_body (ISO_VIEW_CARD (view), GTK_WIDGET (view->flap));
  iso_view_card_set_main (ISO_VIEW_CARD (view), GTK_WIDGET (view->canvases[ISO_SIDE_B]));
}
