/* What the walk's view is built of: header, map with the card beside a sample, bars, counter and controls. */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/figure/axis.h"
#include "ui/plot/point-card.h"
#include "ui/plot/spoken.h"
#include "ui/plot/walk-view-private.h"
#include "ui/plot/wrap-layout.h"

/* The slider's last stretch is "all at once". */
#define SLIDER_FASTEST 0.92

/* ---- the card beside the sample ---- */

static gboolean
show_card_now (gpointer data)
{
  IsoWalkView *view = data;
  view->card_source = 0;
  if (!iso_walk_view_has_walk (view) || view->scene.pointed >= view->scene.graph->B)
    return G_SOURCE_REMOVE;
  const IsoBatchGraph *graph = view->scene.graph;
  size_t place = view->scene.pointed;
  guint32 label = (guint32) graph->snapshot->labels[place];
  char index[32], value[32], limit[32];
  iso_number_format (index, sizeof index, graph->snapshot->indices[place], 9);
  iso_number_format (value, sizeof value, view->row[place], 3);
  iso_number_format (limit, sizeof limit, iso_walk_limit (view->scene.walk)[place], 3);
  g_autofree char *words = g_strdup_printf (_("sample %s of the data\n%s, in the limit %s"), index, value, limit);
  iso_point_card_set_sample (ISO_POINT_CARD (view->card), graph->dataset, graph->snapshot->indices[place], label,
                             graph->class_names[label], words);
  gtk_widget_set_visible (view->card, TRUE);
  gtk_widget_queue_allocate (view->overlay);
  return G_SOURCE_REMOVE;
}

void
iso_walk_view_show_card (IsoWalkView *view)
{
  if (gtk_widget_get_visible (view->card))
    show_card_now (view);
  else if (view->card_source == 0 && gtk_widget_get_mapped (GTK_WIDGET (view)))
    view->card_source = g_timeout_add (ISO_POINT_CARD_DELAY, show_card_now, view);
}

void
iso_walk_view_hide_card (IsoWalkView *view)
{
  g_clear_handle_id (&view->card_source, g_source_remove);
  gtk_widget_set_visible (view->card, FALSE);
}

static gboolean
place_card (GtkOverlay *overlay, GtkWidget *card, GdkRectangle *place, IsoWalkView *view)
{
  double x, y;
  if (card != view->card || !iso_walk_canvas_pointed_at (view->map, &x, &y))
    return FALSE;
  iso_point_card_place (card, GTK_WIDGET (overlay), x, y, place);
  return TRUE;
}

/* ---- samples ---- */

static guint32
sample_of (IsoWalkView *view, int place)
{
  return place < 0 || !iso_walk_view_has_walk (view) ? ISO_NO_SAMPLE : view->scene.graph->snapshot->indices[place];
}

static void
sample_pointed (IsoWalkCanvas *canvas, int place, IsoWalkView *view)
{
  iso_sample_choice_point (view->choice, sample_of (view, place), ISO_NO_SAMPLE);
}

static void
sample_picked (IsoWalkCanvas *canvas, int place, IsoWalkView *view)
{
  iso_sample_choice_pick (view->choice, sample_of (view, place), ISO_NO_SAMPLE);
}

static void
outgrown (IsoWalkCanvas *canvas, IsoWalkView *view)
{
  iso_walk_view_ask (view, TRUE);
}

/* ---- choices ---- */

static void
freezing_chosen (int index, gpointer data)
{
  IsoWalkView *view = data;
  if (view->is_choosing || view->xray == NULL)
    return;
  view->has_frozen = FALSE;
  iso_xray_set_frozen (view->xray, index == 1);
}

static void
origin_chosen (int index, gpointer data)
{
  IsoWalkView *view = data;
  if (view->from_targets == (index == 1))
    return;
  view->from_targets = index == 1;
  iso_walk_view_ask (view, TRUE);
}

static void
scale_chosen (int index, gpointer data)
{
  IsoWalkView *view = data;
  view->is_linear = index == 0;
  if (!iso_walk_view_has_walk (view))
    return;
  view->scene.scale = view->is_linear ? view->picture->route->linear : view->picture->route->logarithmic;
  iso_walk_view_draw (view);
}

/* ---- speed ---- */

static double
speed_of (double place)
{
  return place > SLIDER_FASTEST ? (double) INFINITY : pow (ISO_WALK_FASTEST, place / SLIDER_FASTEST);
}

static double
place_of (double speed)
{
  return isinf (speed) ? 1.0 : SLIDER_FASTEST * log (speed) / log (ISO_WALK_FASTEST);
}

static void
speed_moved (GtkRange *range, IsoWalkView *view)
{
  if (view->is_choosing)
    return;
  iso_walk_view_set_speed (view, speed_of (gtk_range_get_value (range)));
}

void
iso_walk_view_show_speed (IsoWalkView *view)
{
  g_autofree char *text = iso_walk_view_name_speed (view->speed);
  double place = place_of (view->speed);
  gboolean is_choosing = view->is_choosing;
  view->is_choosing = TRUE;
  if (fabs (gtk_range_get_value (GTK_RANGE (view->speed_scale)) - place) > 1e-6
      && !(isinf (view->speed) && gtk_range_get_value (GTK_RANGE (view->speed_scale)) > SLIDER_FASTEST))
    gtk_range_set_value (GTK_RANGE (view->speed_scale), place);
  view->is_choosing = is_choosing;
  gtk_label_set_text (view->speed_label, text);
  iso_speak_value (view->speed_scale, text, _("How fast the walk plays"));
}

/* ---- building ---- */

static GtkWidget *
button_new (const char *icon, const char *action, const char *name, const char *tip)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_set_tooltip_text (button, tip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "card-button");
  gtk_widget_set_size_request (button, 28, 26);
  return button;
}

static GtkWidget *
sample_controls_new (IsoWalkView *view)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2), *label = gtk_label_new (NULL);
  view->start_label = GTK_LABEL (label);
  gtk_label_set_ellipsize (view->start_label, PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (view->start_label, 16);
  gtk_label_set_max_width_chars (view->start_label, 16);
  gtk_label_set_xalign (view->start_label, 0.0f);
  gtk_widget_add_css_class (label, "numeric");
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_set_tooltip_text (label, _("Where the walk begins: press a sample on the map or in the bars to choose another"));
  gtk_box_append (GTK_BOX (box), button_new ("go-up-symbolic", "walk.previous-sample", _("Walk from the sample before"),
                                             _("Walk from the sample before (Up)")));
  gtk_box_append (GTK_BOX (box), button_new ("go-down-symbolic", "walk.next-sample", _("Walk from the next sample"),
                                             _("Walk from the next sample (Down)")));
  gtk_box_append (GTK_BOX (box), label);
  return box;
}

static GtkWidget *
step_controls_new (IsoWalkView *view)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2);
  view->play_button = button_new ("media-playback-start-symbolic", "walk.play", _("Play the walk"), _("Play the walk (Space)"));
  gtk_box_append (GTK_BOX (box), button_new ("media-skip-backward-symbolic", "walk.first", _("To the start of the walk"),
                                             _("To the start (Home)")));
  gtk_box_append (GTK_BOX (box), button_new ("go-previous-symbolic", "walk.back", _("A step back"),
                                             _("A step back (Left)")));
  gtk_box_append (GTK_BOX (box), view->play_button);
  gtk_box_append (GTK_BOX (box), button_new ("go-next-symbolic", "walk.step", _("A step on"), _("A step on (Right)")));
  gtk_box_append (GTK_BOX (box), button_new ("media-skip-forward-symbolic", "walk.last", _("To the limit of the walk"),
                                             _("To the limit (End)")));
  return box;
}

static GtkWidget *
speed_controls_new (IsoWalkView *view)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2), *label = gtk_label_new (NULL);
  view->speed_scale = gtk_scale_new_with_range (GTK_ORIENTATION_HORIZONTAL, 0.0, 1.0, 0.04);
  view->speed_label = GTK_LABEL (label);
  /* As high as the buttons beside it. */
  gtk_widget_set_size_request (box, -1, 26);
  gtk_scale_set_draw_value (GTK_SCALE (view->speed_scale), FALSE);
  gtk_widget_set_size_request (view->speed_scale, 76, -1);
  gtk_widget_set_tooltip_text (view->speed_scale, _("How fast the walk plays"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (view->speed_scale), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Speed of the walk"), -1);
  g_signal_connect (view->speed_scale, "value-changed", G_CALLBACK (speed_moved), view);
  gtk_label_set_xalign (view->speed_label, 0.0f);
  gtk_label_set_width_chars (view->speed_label, 8);
  gtk_widget_add_css_class (label, "numeric");
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_box_append (GTK_BOX (box), view->speed_scale);
  gtk_box_append (GTK_BOX (box), label);
  return box;
}

static GtkWidget *
controls_new (IsoWalkView *view)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_set_layout_manager (bar, iso_wrap_layout_new (8, 2));
  gtk_widget_add_css_class (bar, "walk-controls");
  gtk_box_append (GTK_BOX (bar), step_controls_new (view));
  gtk_box_append (GTK_BOX (bar), speed_controls_new (view));
  gtk_box_append (GTK_BOX (bar), sample_controls_new (view));
  return bar;
}

/* The counter, and what the bars below it are. */
static GtkWidget *
counter_new (IsoWalkView *view)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12), *counter = gtk_label_new (NULL), *key = gtk_label_new (NULL);
  view->counter = GTK_LABEL (counter);
  view->key = GTK_LABEL (key);
  gtk_label_set_xalign (view->counter, 0.0f);
  gtk_label_set_ellipsize (view->counter, PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (view->key, 1.0f);
  gtk_label_set_ellipsize (view->key, PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (key, TRUE);
  gtk_widget_add_css_class (counter, "numeric");
  gtk_widget_add_css_class (key, "dim-label");
  gtk_widget_add_css_class (line, "walk-counter");
  gtk_box_append (GTK_BOX (line), counter);
  gtk_box_append (GTK_BOX (line), key);
  return line;
}

static GtkWidget *
page_new (IsoWalkView *view)
{
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  view->overlay = gtk_overlay_new ();
  view->map = ISO_WALK_CANVAS (iso_walk_canvas_new (ISO_WALK_ON_MAP));
  view->bars = ISO_WALK_CANVAS (iso_walk_canvas_new (ISO_WALK_IN_BARS));
  view->card = iso_point_card_new ();
  gtk_widget_set_visible (view->card, FALSE);
  gtk_widget_set_vexpand (view->overlay, TRUE);
  gtk_overlay_set_child (GTK_OVERLAY (view->overlay), GTK_WIDGET (view->map));
  gtk_overlay_add_overlay (GTK_OVERLAY (view->overlay), view->card);
  g_signal_connect (view->overlay, "get-child-position", G_CALLBACK (place_card), view);
  g_signal_connect (view->map, "outgrown", G_CALLBACK (outgrown), view);
  for (int i = 0; i < 2; i++)
    {
      GtkWidget *canvas = GTK_WIDGET (i == 0 ? view->map : view->bars);
      g_signal_connect (canvas, "pointed", G_CALLBACK (sample_pointed), view);
      g_signal_connect (canvas, "picked", G_CALLBACK (sample_picked), view);
    }
  gtk_widget_add_css_class (GTK_WIDGET (view->bars), "walk-bars");
  gtk_box_append (GTK_BOX (page), view->overlay);
  gtk_box_append (GTK_BOX (page), counter_new (view));
  gtk_box_append (GTK_BOX (page), GTK_WIDGET (view->bars));
  gtk_box_append (GTK_BOX (page), controls_new (view));
  return page;
}

static void
build_header (IsoWalkView *view)
{
  const char *const freezing[] = { C_("batch", "live"), C_("batch", "frozen"), NULL };
  const char *const origins[] = { C_("walk from", "sample"), C_("walk from", "targets"), NULL };
  const char *const scales[] = { _("linear"), _("log"), NULL };
  view->freezing = iso_choice_row_new (_("Batch of the walk"), freezing, 0, freezing_chosen, view);
  view->origins = iso_choice_row_new (_("What the walk spreads"), origins, 0, origin_chosen, view);
  view->scales = iso_choice_row_new (_("Scale of the heat"), scales, 1, scale_chosen, view);
  gtk_widget_set_tooltip_text (view->freezing, _("Whether the batch stands still while training goes on (F)"));
  gtk_widget_set_tooltip_text (view->origins, _("The sample alone: the walk ends as its row of K. Its soft targets before diffusion: the "
                                                "walk ends as its row of K F₀"));
  iso_view_card_set_title (ISO_VIEW_CARD (view), _("Walk"));
  iso_view_card_lower_subtitle (ISO_VIEW_CARD (view));
  iso_view_card_add_control (ISO_VIEW_CARD (view), view->freezing);
  iso_view_card_add_control (ISO_VIEW_CARD (view), view->origins);
  iso_view_card_add_control (ISO_VIEW_CARD (view), view->scales);
}

void
iso_walk_view_build (IsoWalkView *view)
{
  GtkWidget *message = gtk_label_new (NULL);
  build_header (view);
  view->pages = GTK_STACK (gtk_stack_new ());
  view->message = GTK_LABEL (message);
  gtk_widget_add_css_class (message, "dim-label");
  gtk_label_set_wrap (view->message, TRUE);
  gtk_label_set_justify (view->message, GTK_JUSTIFY_CENTER);
  gtk_label_set_max_width_chars (view->message, 60);
  gtk_stack_add_named (view->pages, message, "empty");
  gtk_stack_add_named (view->pages, page_new (view), "walk");
  iso_view_card_set_body (ISO_VIEW_CARD (view), GTK_WIDGET (view->pages));
  iso_walk_view_show_speed (view);
}
