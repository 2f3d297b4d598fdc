#include "ui/plot/map-view.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/figure/axis.h"
#include "ui/plot/class-legend.h"
#include "ui/plot/map-canvas.h"
#include "ui/plot/map-projector.h"
#include "ui/plot/point-card.h"

#define CARD_DELAY 125 /* milliseconds */
#define CARD_DISTANCE 16
#define MESSAGE_DELAY 500

struct _IsoMapView {
  IsoViewCard parent_instance;
  IsoMapProjector *projector;
  IsoProjectedMap *map;
  GtkStack *pages;
  GtkLabel *message;
  GtkWidget *overlay, *card, *fit_button;
  IsoMapCanvas *canvas;
  IsoClassLegend *legend;
  guint card_source, message_source;
};

G_DEFINE_FINAL_TYPE (IsoMapView, iso_map_view, ISO_TYPE_VIEW_CARD)

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
      iso_point_card_set_point (ISO_POINT_CARD (view->card), view->map, point);
      gtk_widget_set_visible (view->card, TRUE);
      gtk_widget_queue_allocate (view->overlay);
    }
  return G_SOURCE_REMOVE;
}

/* Once in sight the card follows from point to point at once; it comes after a moment, so that it does not flicker along the
 * way. */
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
    view->card_source = g_timeout_add (CARD_DELAY, show_card, view);
}

/* Beside the point, on the side where there is room. */
static gboolean
place_card (GtkOverlay *overlay, GtkWidget *card, GdkRectangle *place, IsoMapView *view)
{
  int width = gtk_widget_get_width (GTK_WIDGET (overlay)), height = gtk_widget_get_height (GTK_WIDGET (overlay));
  GtkRequisition size;
  double x, y;
  if (card != view->card || iso_map_canvas_hovered (view->canvas, &x, &y) == G_MAXSIZE)
    return FALSE;
  gtk_widget_get_preferred_size (card, NULL, &size);
  bool is_right = x + CARD_DISTANCE + size.width <= width || x < 0.5 * width;
  place->width = MIN (size.width, width);
  place->height = MIN (size.height, height);
  place->x = (int) round (is_right ? x + CARD_DISTANCE : x - CARD_DISTANCE - place->width);
  place->y = (int) round (y - 0.5 * place->height);
  place->x = CLAMP (place->x, 0, width - place->width);
  place->y = CLAMP (place->y, 0, height - place->height);
  return TRUE;
}

/* ---- legend and frame ---- */

static void
classes_changed (IsoClassLegend *legend, IsoMapView *view)
{
  iso_map_canvas_set_highlighted (view->canvas, iso_class_legend_highlighted (legend));
}

static void
view_changed (IsoMapCanvas *canvas, IsoMapView *view)
{
  gtk_widget_set_visible (view->fit_button, !iso_map_canvas_is_fit (canvas));
}

static gboolean
escape_pressed (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  IsoMapView *view = ISO_MAP_VIEW (widget);
  if (iso_class_legend_highlighted (view->legend) == NULL)
    return GDK_EVENT_PROPAGATE;
  iso_class_legend_clear (view->legend);
  return GDK_EVENT_STOP;
}

/* ---- maps ---- */

static gboolean
reveal_message (gpointer data)
{
  IsoMapView *view = data;
  view->message_source = 0;
  gtk_widget_set_visible (GTK_WIDGET (view->message), TRUE);
  return G_SOURCE_REMOVE;
}

/* Between two runs there is no map for a moment: words that only flash up would disturb. */
static void
show_message (IsoMapView *view, const char *text)
{
  gtk_label_set_text (view->message, text);
  gtk_widget_set_visible (GTK_WIDGET (view->message), FALSE);
  gtk_stack_set_visible_child_name (view->pages, "empty");
  if (view->message_source == 0)
    view->message_source = g_timeout_add (MESSAGE_DELAY, reveal_message, view);
}

static void
show_map (IsoMapView *view)
{
  g_clear_handle_id (&view->message_source, g_source_remove);
  gtk_stack_set_visible_child_name (view->pages, "map");
}

static void
describe (IsoMapView *view)
{
  IsoMapPoints points = iso_projected_map_points (view->map);
  g_autofree size_t *counts = g_new (size_t, MAX (points.class_count, 1));
  g_autofree char *subtitle = iso_projected_map_describe (view->map);
  size_t present = iso_map_class_counts (counts, &points);
  g_autofree char *sentence = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s, %zu class. Arrow keys go from point to point",
                                                            "%s, %zu classes. Arrow keys go from point to point", present),
                                               subtitle, present);
  iso_view_card_set_subtitle (ISO_VIEW_CARD (view), subtitle);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view->canvas), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, sentence, -1);
}

static void
forget_map (IsoMapView *view)
{
  g_clear_pointer (&view->map, iso_projected_map_unref);
  iso_map_canvas_set_map (view->canvas, NULL);
  iso_class_legend_set_points (view->legend, NULL);
  iso_view_card_set_subtitle (ISO_VIEW_CARD (view), "");
}

static void
map_ready (IsoProjectedMap *map, const GError *error, gpointer data)
{
  IsoMapView *view = data;
  if (map == NULL)
    {
      g_autofree char *text = g_strdup_printf (_("There is no map of this epoch: %s"), error->message);
      forget_map (view);
      show_message (view, text);
      return;
    }
  bool is_next = view->map != NULL && iso_projected_map_is_comparable (view->map, map->epoch);
  iso_map_canvas_set_map (view->canvas, map);
  g_clear_pointer (&view->map, iso_projected_map_unref);
  view->map = iso_projected_map_ref (map);
  if (!is_next)
    {
      IsoMapPoints points = iso_projected_map_points (map);
      iso_class_legend_set_points (view->legend, &points);
    }
  describe (view);
  show_map (view);
}

void
iso_map_view_set_epoch (IsoMapView *view, IsoEpochSnapshot *epoch)
{
  g_return_if_fail (ISO_IS_MAP_VIEW (view));
  if (epoch != NULL && epoch->N > 0)
    {
      iso_map_projector_request (view->projector, epoch);
      return;
    }
  iso_map_projector_forget (view->projector);
  forget_map (view);
  show_message (view, epoch == NULL ? _("The map appears once a run is prepared: open data, then press Start (F5)")
                                    : _("The test part has no samples: there is nothing to map"));
}

/* ---- the widget ---- */

static GtkWidget *
map_page_new (IsoMapView *view)
{
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  view->canvas = ISO_MAP_CANVAS (iso_map_canvas_new ());
  view->legend = ISO_CLASS_LEGEND (iso_class_legend_new ());
  view->card = iso_point_card_new ();
  view->overlay = gtk_overlay_new ();
  gtk_widget_set_visible (view->card, FALSE);
  gtk_widget_set_vexpand (view->overlay, TRUE);
  gtk_overlay_set_child (GTK_OVERLAY (view->overlay), GTK_WIDGET (view->canvas));
  gtk_overlay_add_overlay (GTK_OVERLAY (view->overlay), view->card);
  g_signal_connect (view->overlay, "get-child-position", G_CALLBACK (place_card), view);
  g_signal_connect (view->canvas, "hovered", G_CALLBACK (hovered), view);
  g_signal_connect (view->canvas, "view-changed", G_CALLBACK (view_changed), view);
  g_signal_connect (view->legend, "changed", G_CALLBACK (classes_changed), view);
  gtk_box_append (GTK_BOX (page), view->overlay);
  gtk_box_append (GTK_BOX (page), GTK_WIDGET (view->legend));
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

static void
iso_map_view_dispose (GObject *object)
{
  IsoMapView *view = ISO_MAP_VIEW (object);
  g_clear_handle_id (&view->card_source, g_source_remove);
  g_clear_handle_id (&view->message_source, g_source_remove);
  g_clear_pointer (&view->projector, iso_map_projector_free);
  g_clear_pointer (&view->map, iso_projected_map_unref);
  if (view->canvas != NULL)
    {
      g_signal_handlers_disconnect_by_data (view->canvas, view);
      g_signal_handlers_disconnect_by_data (view->legend, view);
      g_signal_handlers_disconnect_by_data (view->overlay, view);
    }
  view->canvas = NULL;
  G_OBJECT_CLASS (iso_map_view_parent_class)->dispose (object);
}

static void
iso_map_view_class_init (IsoMapViewClass *class)
{
  G_OBJECT_CLASS (class)->dispose = iso_map_view_dispose;
  gtk_widget_class_add_binding (GTK_WIDGET_CLASS (class), GDK_KEY_Escape, 0, escape_pressed, NULL);
}

static void
iso_map_view_init (IsoMapView *view)
{
  IsoViewCard *card = ISO_VIEW_CARD (view);
  view->projector = iso_map_projector_new (map_ready, view);
  view->pages = GTK_STACK (gtk_stack_new ());
  view->fit_button = gtk_button_new_from_icon_name ("zoom-fit-best-symbolic");
  gtk_widget_add_css_class (view->fit_button, "flat");
  gtk_widget_add_css_class (view->fit_button, "card-button");
  gtk_widget_set_valign (view->fit_button, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (view->fit_button, FALSE);
  gtk_widget_set_tooltip_text (view->fit_button, _("Show the whole map (0)"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (view->fit_button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Show the whole map"), -1);
  gtk_stack_add_named (view->pages, empty_page_new (view), "empty");
  gtk_stack_add_named (view->pages, map_page_new (view), "map");
  g_signal_connect_swapped (view->fit_button, "clicked", G_CALLBACK (iso_map_canvas_fit), view->canvas);
  iso_view_card_set_title (card, _("Map"));
  iso_view_card_add_control (card, view->fit_button);
  iso_view_card_set_body (card, GTK_WIDGET (view->pages));
  iso_map_view_set_epoch (view, NULL);
}

GtkWidget *
iso_map_view_new (void)
{
  return g_object_new (ISO_TYPE_MAP_VIEW, NULL);
}
