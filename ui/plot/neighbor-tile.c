#include "ui/plot/neighbor-tile.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/figure/axis.h"
#include "ui/figure/thumbnail.h"
#include "ui/plot/theme-watch.h"
#include "ui/plot/view-card.h"

#define LEAST_SIDE 20
#define MOST_SIDE 44
#define FRAME 2.0
#define CORNER 5.0
#define BADGE 5.5 /* radius */

struct _IsoNeighborTile {
  GtkButton parent_instance;
  IsoSampleChoice *choice; /* or NULL */
  cairo_surface_t *picture;
  IsoNeighborFacts facts;
  gboolean is_pointing;    /* what is pointed at is so because of this tile */
};

G_DEFINE_FINAL_TYPE (IsoNeighborTile, iso_neighbor_tile, GTK_TYPE_BUTTON)

/* ---- drawing ---- */

static IsoColor
verdict_color (const IsoTheme *theme, gboolean is_right)
{
  static const IsoColor red[2] = { { 0.75, 0.11, 0.16, 1.0 }, { 1.0, 0.42, 0.38, 1.0 } };
  return is_right ? theme->recall : red[theme->is_dark];
}

static void
trace_frame (cairo_t *cairo, double inset, double side, double corner)
{
  double far = side - inset;
  cairo_new_path (cairo);
  cairo_arc (cairo, far - corner, inset + corner, corner, -0.5 * G_PI, 0.0);
  cairo_arc (cairo, far - corner, far - corner, corner, 0.0, 0.5 * G_PI);
  cairo_arc (cairo, inset + corner, far - corner, corner, 0.5 * G_PI, G_PI);
  cairo_arc (cairo, inset + corner, inset + corner, corner, G_PI, 1.5 * G_PI);
  cairo_close_path (cairo);
}

/* A check mark or a cross, for those who do not tell the colours apart. */
static void
draw_badge (cairo_t *cairo, double x, double y, gboolean is_right, const IsoTheme *theme)
{
  cairo_arc (cairo, x, y, BADGE + 1.0, 0.0, 2.0 * G_PI);
  iso_set_color (cairo, theme->background);
  cairo_fill (cairo);
  cairo_arc (cairo, x, y, BADGE, 0.0, 2.0 * G_PI);
  iso_set_color (cairo, verdict_color (theme, is_right));
  cairo_fill (cairo);
  iso_set_color (cairo, theme->background);
  cairo_set_line_width (cairo, 1.5);
  cairo_set_line_cap (cairo, CAIRO_LINE_CAP_ROUND);
  if (is_right)
    {
      cairo_move_to (cairo, x - 2.5, y + 0.2);
      cairo_line_to (cairo, x - 0.7, y + 2.0);
      cairo_line_to (cairo, x + 2.5, y - 1.8);
    }
  else
    {
      cairo_move_to (cairo, x - 2.0, y - 2.0);
      cairo_line_to (cairo, x + 2.0, y + 2.0);
      cairo_move_to (cairo, x + 2.0, y - 2.0);
      cairo_line_to (cairo, x - 2.0, y + 2.0);
    }
  cairo_stroke (cairo);
}

static void
draw_picture (IsoNeighborTile *tile, cairo_t *cairo, double side, const IsoTheme *theme)
{
  double inset = 2.0 * FRAME;
  cairo_save (cairo);
  trace_frame (cairo, inset, side, CORNER - FRAME);
  cairo_clip (cairo);
  if (tile->picture != NULL)
    {
      cairo_translate (cairo, inset, inset);
      iso_thumbnail_draw (cairo, tile->picture, side - 2.0 * inset, side - 2.0 * inset);
    }
  else
    {
      iso_set_color (cairo, iso_class_color (theme, tile->facts.class));
      cairo_paint_with_alpha (cairo, 0.8);
    }
  cairo_restore (cairo);
}

static void
iso_neighbor_tile_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  IsoNeighborTile *tile = ISO_NEIGHBOR_TILE (widget);
  const IsoTheme *theme = iso_present_theme ();
  double width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget), side = fmin (width, height);
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (-2.0f, -2.0f, (float) width + 4.0f, (float) height + 4.0f);
  cairo_t *cairo = gtk_snapshot_append_cairo (snapshot, &bounds);
  bool is_pointed = tile->choice != NULL && iso_sample_choice_pointed (tile->choice).sample == tile->facts.sample;
  cairo_translate (cairo, 0.5 * (width - side), 0.5 * (height - side));
  draw_picture (tile, cairo, side, theme);
  trace_frame (cairo, 0.5 * FRAME, side, CORNER);
  iso_set_color (cairo, verdict_color (theme, tile->facts.is_right));
  cairo_set_line_width (cairo, FRAME);
  cairo_stroke (cairo);
  if (is_pointed)
    {
      trace_frame (cairo, -1.0, side, CORNER + 1.0);
      iso_set_color (cairo, theme->text);
      cairo_stroke (cairo);
    }
  draw_badge (cairo, side - BADGE, side - BADGE, tile->facts.is_right, theme);
  cairo_destroy (cairo);
}

/* ---- pointing and picking ---- */

static void
point (IsoNeighborTile *tile)
{
  tile->is_pointing = TRUE;
  if (tile->choice != NULL)
    iso_sample_choice_point (tile->choice, tile->facts.sample, ISO_NO_SAMPLE);
}

static void
point_no_more (IsoNeighborTile *tile)
{
  if (tile->choice != NULL && tile->is_pointing && iso_sample_choice_pointed (tile->choice).sample == tile->facts.sample)
    iso_sample_choice_point (tile->choice, ISO_NO_SAMPLE, ISO_NO_SAMPLE);
  tile->is_pointing = FALSE;
}

static void
iso_neighbor_tile_clicked (GtkButton *button)
{
  IsoNeighborTile *tile = ISO_NEIGHBOR_TILE (button);
  if (tile->choice != NULL)
    iso_sample_choice_pick (tile->choice, tile->facts.sample, ISO_NO_SAMPLE);
}

static void
drop_choice (IsoNeighborTile *tile)
{
  if (tile->choice != NULL)
    g_signal_handlers_disconnect_by_data (tile->choice, tile);
  g_clear_object (&tile->choice);
}

void
iso_neighbor_tile_set_choice (IsoNeighborTile *tile, IsoSampleChoice *choice)
{
  g_return_if_fail (ISO_IS_NEIGHBOR_TILE (tile));
  drop_choice (tile);
  tile->choice = choice != NULL ? g_object_ref (choice) : NULL;
  if (choice != NULL)
    g_signal_connect_swapped (choice, "pointed", G_CALLBACK (gtk_widget_queue_draw), tile);
}

guint32
iso_neighbor_tile_sample (IsoNeighborTile *tile)
{
  g_return_val_if_fail (ISO_IS_NEIGHBOR_TILE (tile), ISO_NO_SAMPLE);
  return tile->facts.sample;
}

void
iso_neighbor_tile_set (IsoNeighborTile *tile, const IsoNeighborFacts *facts, cairo_surface_t *picture)
{
  char number[32], distance[32];
  g_return_if_fail (ISO_IS_NEIGHBOR_TILE (tile));
  bool was_pointing = tile->is_pointing;
  if (facts->sample != tile->facts.sample)
    point_no_more (tile);
  g_clear_pointer (&tile->picture, cairo_surface_destroy);
  tile->picture = picture;
  tile->facts = *facts;
  tile->facts.class_name = NULL;
  /* The pointer, or the focus, is still here, and another sample below it. */
  if (was_pointing)
    point (tile);
  iso_number_format (number, sizeof number, (double) facts->sample, 9);
  iso_number_format (distance, sizeof distance, facts->distance, 3);
  g_autofree char *sentence = g_strdup_printf (facts->is_right ? _("%d. %s, right: its class; distance %s; sample %s of the data")
                                                               : _("%d. %s, wrong: another class; distance %s; sample %s of the data"),
                                               facts->rank, facts->class_name, distance, number);
  gtk_accessible_update_property (GTK_ACCESSIBLE (tile), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence, -1);
  gtk_widget_set_tooltip_text (GTK_WIDGET (tile), sentence);
  gtk_widget_queue_draw (GTK_WIDGET (tile));
}

/* ---- the widget ---- */

static GtkSizeRequestMode
iso_neighbor_tile_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
iso_neighbor_tile_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                           int *minimum_baseline, int *natural_baseline)
{
  *minimum = LEAST_SIDE;
  *natural = MOST_SIDE;
  if (orientation == GTK_ORIENTATION_VERTICAL && for_size >= 0)
    *minimum = *natural = CLAMP (for_size, LEAST_SIDE, MOST_SIDE);
}

static void
iso_neighbor_tile_dispose (GObject *object)
{
  IsoNeighborTile *tile = ISO_NEIGHBOR_TILE (object);
  drop_choice (tile);
  g_clear_pointer (&tile->picture, cairo_surface_destroy);
  G_OBJECT_CLASS (iso_neighbor_tile_parent_class)->dispose (object);
}

static void
iso_neighbor_tile_class_init (IsoNeighborTileClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  G_OBJECT_CLASS (class)->dispose = iso_neighbor_tile_dispose;
  GTK_BUTTON_CLASS (class)->clicked = iso_neighbor_tile_clicked;
  widget_class->get_request_mode = iso_neighbor_tile_get_request_mode;
  widget_class->measure = iso_neighbor_tile_measure;
  widget_class->snapshot = iso_neighbor_tile_snapshot;
}

static void
iso_neighbor_tile_init (IsoNeighborTile *tile)
{
  GtkEventController *motion = gtk_event_controller_motion_new (), *focus = gtk_event_controller_focus_new ();
  tile->facts.sample = ISO_NO_SAMPLE;
  /* A button's would ask its child, which there is none of. */
  gtk_widget_set_layout_manager (GTK_WIDGET (tile), NULL);
  g_signal_connect_swapped (motion, "enter", G_CALLBACK (point), tile);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (point_no_more), tile);
  g_signal_connect_swapped (focus, "enter", G_CALLBACK (point), tile);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (point_no_more), tile);
  gtk_widget_add_controller (GTK_WIDGET (tile), motion);
  gtk_widget_add_controller (GTK_WIDGET (tile), focus);
  gtk_widget_add_css_class (GTK_WIDGET (tile), "neighbor-tile");
  iso_watch_theme (GTK_WIDGET (tile), G_CALLBACK (gtk_widget_queue_draw));
}

GtkWidget *
iso_neighbor_tile_new (void)
{
  return g_object_new (ISO_TYPE_NEIGHBOR_TILE, NULL);
}
