#include "ui/plot/batch-map-canvas-private.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "ui/plot/pixels.h"
#include "ui/plot/theme-watch.h"
#include "ui/plot/view-card.h"

#define RING_GAP 3.5

G_DEFINE_FINAL_TYPE (IsoBatchMapCanvas, iso_batch_map_canvas, GTK_TYPE_WIDGET)

enum { HOVERED, OUTGROWN, TOOL_CHANGED, SIGNAL_COUNT };
static guint signals[SIGNAL_COUNT];

/* ---- the point with the ring ---- */

static guint32
index_of (IsoBatchMapCanvas *canvas, size_t sample)
{
  return canvas->picture != NULL && sample < canvas->picture->graph->B ? canvas->picture->graph->snapshot->indices[sample]
                                                                        : ISO_NO_SAMPLE;
}

/* Where a sample of the data is in the batch; G_MAXSIZE: nowhere. */
static size_t
place_of (IsoBatchMapCanvas *canvas, guint32 index)
{
  for (size_t i = 0; index != ISO_NO_SAMPLE && canvas->picture != NULL && i < canvas->picture->graph->B; i++)
    if (canvas->picture->graph->snapshot->indices[i] == index)
      return i;
  return G_MAXSIZE;
}

void
iso_batch_map_canvas_hover (IsoBatchMapCanvas *canvas, size_t sample, gboolean by_keys)
{
  gboolean changed = canvas->hovered != sample;
  canvas->hovered = sample;
  canvas->by_keys = by_keys && sample != G_MAXSIZE;
  if (!changed)
    return;
  if (canvas->choice != NULL)
    iso_sample_choice_point (canvas->choice, index_of (canvas, sample), ISO_NO_SAMPLE);
  gtk_widget_queue_draw (GTK_WIDGET (canvas));
  g_signal_emit (canvas, signals[HOVERED], 0);
}

gboolean
iso_batch_map_canvas_pick (IsoBatchMapCanvas *canvas, size_t sample)
{
  if (canvas->choice == NULL || canvas->picture == NULL)
    return GDK_EVENT_PROPAGATE;
  iso_sample_choice_pick (canvas->choice, index_of (canvas, sample), ISO_NO_SAMPLE);
  return GDK_EVENT_STOP;
}

gboolean
iso_batch_map_canvas_toggle_selected (IsoBatchMapCanvas *canvas, size_t sample)
{
  guint32 index = index_of (canvas, sample);
  if (canvas->choice == NULL || index == ISO_NO_SAMPLE)
    return GDK_EVENT_PROPAGATE;
  iso_sample_choice_select (canvas->choice, &index, 1,
                            iso_sample_choice_is_selected (canvas->choice, index) ? ISO_SELECT_NO_MORE : ISO_SELECT_TOO);
  return GDK_EVENT_STOP;
}

static void
drop_choice (IsoBatchMapCanvas *canvas)
{
  if (canvas->choice == NULL)
    return;
  g_signal_handlers_disconnect_by_data (canvas->choice, canvas);
  g_clear_object (&canvas->choice);
}

void
iso_batch_map_canvas_set_choice (IsoBatchMapCanvas *canvas, IsoSampleChoice *choice)
{
  g_return_if_fail (ISO_IS_BATCH_MAP_CANVAS (canvas));
  if (choice == canvas->choice)
    return;
  drop_choice (canvas);
  canvas->choice = choice != NULL ? g_object_ref (choice) : NULL;
  gtk_widget_queue_draw (GTK_WIDGET (canvas));
  if (choice == NULL)
    return;
  g_signal_connect_swapped (choice, "pointed", G_CALLBACK (gtk_widget_queue_draw), canvas);
  g_signal_connect_swapped (choice, "picked", G_CALLBACK (gtk_widget_queue_draw), canvas);
}

size_t
iso_batch_map_canvas_hovered (IsoBatchMapCanvas *canvas, double *x, double *y)
{
  g_return_val_if_fail (ISO_IS_BATCH_MAP_CANVAS (canvas), G_MAXSIZE);
  if (canvas->picture == NULL || canvas->hovered == G_MAXSIZE)
    return G_MAXSIZE;
  *x = (double) canvas->picture->placed[2 * canvas->hovered] / canvas->picture->scale;
  *y = (double) canvas->picture->placed[2 * canvas->hovered + 1] / canvas->picture->scale;
  return canvas->hovered;
}

/* ---- drawing ---- */

/* The point once more above all others, in a ring with a gap; in two where it is picked. */
static void
draw_ring (IsoBatchMapCanvas *canvas, cairo_t *cairo, const float *placed, size_t sample, gboolean is_picked)
{
  const IsoBatchPicture *picture = canvas->picture;
  double radius = iso_batch_map_point_radius (picture->graph, picture->width, picture->height);
  double x = (double) placed[2 * sample], y = (double) placed[2 * sample + 1];
  iso_set_color (cairo, picture->theme->background);
  cairo_arc (cairo, x, y, radius + RING_GAP + (is_picked ? RING_GAP + 1.0 : 0.0), 0.0, 2.0 * G_PI);
  cairo_fill_preserve (cairo);
  iso_set_color (cairo, picture->theme->text);
  cairo_set_line_width (cairo, 2.0);
  cairo_stroke (cairo);
  if (is_picked)
    {
      cairo_arc (cairo, x, y, radius + RING_GAP, 0.0, 2.0 * G_PI);
      cairo_stroke (cairo);
    }
  iso_set_color (cairo, iso_class_color (picture->theme, (guint32) picture->graph->snapshot->labels[sample]));
  cairo_arc (cairo, x, y, radius + 0.5, 0.0, 2.0 * G_PI);
  cairo_fill (cairo);
}

/* Rings about what is pointed at and picked, here or elsewhere, and the edges of what is pointed at. */
static void
append_rings (IsoBatchMapCanvas *canvas, GtkSnapshot *snapshot)
{
  const IsoBatchPicture *picture = canvas->picture;
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0.0f, 0.0f, (float) picture->width, (float) picture->height);
  IsoSamplePair pointed = canvas->choice != NULL ? iso_sample_choice_pointed (canvas->choice) : ISO_NO_PAIR;
  IsoSamplePair picked = canvas->choice != NULL ? iso_sample_choice_picked (canvas->choice) : ISO_NO_PAIR;
  size_t from = canvas->hovered != G_MAXSIZE ? canvas->hovered : place_of (canvas, pointed.sample);
  size_t other = canvas->hovered == G_MAXSIZE ? place_of (canvas, pointed.other) : G_MAXSIZE;
  const size_t picks[2] = { place_of (canvas, picked.sample), place_of (canvas, picked.other) };
  if (from == G_MAXSIZE && other == G_MAXSIZE && picks[0] == G_MAXSIZE && picks[1] == G_MAXSIZE)
    return;
  g_autofree float *placed = g_new (float, 2 * picture->graph->B);
  for (size_t i = 0; i < 2 * picture->graph->B; i++)
    placed[i] = picture->placed[i] / (float) picture->scale;
  cairo_t *cairo = gtk_snapshot_append_cairo (snapshot, &bounds);
  if (from != G_MAXSIZE)
    iso_batch_map_draw_neighbors (cairo, picture->graph, placed, from,
                                  iso_batch_map_point_radius (picture->graph, picture->width, picture->height), picture->theme);
  for (int i = 0; i < 2; i++)
    if (picks[i] != G_MAXSIZE)
      draw_ring (canvas, cairo, placed, picks[i], TRUE);
  if (from != G_MAXSIZE && from != picks[0] && from != picks[1])
    draw_ring (canvas, cairo, placed, from, FALSE);
  if (other != G_MAXSIZE && other != picks[0] && other != picks[1])
    draw_ring (canvas, cairo, placed, other, FALSE);
  cairo_destroy (cairo);
}

static void
append_outline (IsoBatchMapCanvas *canvas, GtkSnapshot *snapshot)
{
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0.0f, 0.0f, (float) canvas->picture->width, (float) canvas->picture->height);
  if (canvas->outline.drawing == ISO_MAP_TOOL_NONE)
    return;
  cairo_t *cairo = gtk_snapshot_append_cairo (snapshot, &bounds);
  iso_select_outline_draw (&canvas->outline, cairo, canvas->picture->theme);
  cairo_destroy (cairo);
}

static gboolean
fits (IsoBatchMapCanvas *canvas)
{
  GtkWidget *widget = GTK_WIDGET (canvas);
  const IsoBatchPicture *picture = canvas->picture;
  return picture->width == gtk_widget_get_width (widget) && picture->height == gtk_widget_get_height (widget)
         && picture->scale == gtk_widget_get_scale_factor (widget) && picture->theme == iso_present_theme ();
}

static void
iso_batch_map_canvas_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  IsoBatchMapCanvas *canvas = ISO_BATCH_MAP_CANVAS (widget);
  if (canvas->picture == NULL)
    return;
  if (canvas->node == NULL)
    canvas->node = iso_pixels_node_new (widget, canvas->picture->pixels, 0.0, 0.0);
  gtk_snapshot_append_node (snapshot, canvas->node);
  append_rings (canvas, snapshot);
  append_outline (canvas, snapshot);
}

static void
check_fit (IsoBatchMapCanvas *canvas)
{
  if (canvas->picture == NULL || !fits (canvas))
    g_signal_emit (canvas, signals[OUTGROWN], 0);
}

/* ---- the widget ---- */

static void
iso_batch_map_canvas_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                              int *minimum_baseline, int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 160 : 90;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 460 : 240;
}

static void
iso_batch_map_canvas_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  check_fit (ISO_BATCH_MAP_CANVAS (widget));
}

static void
iso_batch_map_canvas_unrealize (GtkWidget *widget)
{
  /* The node is made for one renderer. */
  g_clear_pointer (&ISO_BATCH_MAP_CANVAS (widget)->node, gsk_render_node_unref);
  GTK_WIDGET_CLASS (iso_batch_map_canvas_parent_class)->unrealize (widget);
}

static void
iso_batch_map_canvas_dispose (GObject *object)
{
  IsoBatchMapCanvas *canvas = ISO_BATCH_MAP_CANVAS (object);
  drop_choice (canvas);
  g_clear_pointer (&canvas->node, gsk_render_node_unref);
  g_clear_pointer (&canvas->picture, iso_batch_picture_free);
  iso_select_outline_clear (&canvas->outline);
  G_OBJECT_CLASS (iso_batch_map_canvas_parent_class)->dispose (object);
}

static void
iso_batch_map_canvas_class_init (IsoBatchMapCanvasClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  GType type = G_TYPE_FROM_CLASS (class);
  G_OBJECT_CLASS (class)->dispose = iso_batch_map_canvas_dispose;
  widget_class->snapshot = iso_batch_map_canvas_snapshot;
  widget_class->measure = iso_batch_map_canvas_measure;
  widget_class->size_allocate = iso_batch_map_canvas_size_allocate;
  widget_class->unrealize = iso_batch_map_canvas_unrealize;
  signals[HOVERED] = g_signal_new ("hovered", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[TOOL_CHANGED] = g_signal_new ("tool-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[OUTGROWN] = g_signal_new ("outgrown", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_css_name (widget_class, "map-canvas");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
iso_batch_map_canvas_init (IsoBatchMapCanvas *canvas)
{
  canvas->hovered = G_MAXSIZE;
  gtk_widget_set_overflow (GTK_WIDGET (canvas), GTK_OVERFLOW_HIDDEN);
  gtk_accessible_update_property (GTK_ACCESSIBLE (canvas), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Map of the batch and its graph"), -1);
  iso_select_outline_init (&canvas->outline);
  iso_batch_map_canvas_add_controllers (canvas);
  iso_watch_theme (GTK_WIDGET (canvas), G_CALLBACK (check_fit));
}

GtkWidget *
iso_batch_map_canvas_new (void)
{
  return g_object_new (ISO_TYPE_BATCH_MAP_CANVAS, NULL);
}

static gboolean
is_of_same_samples (const IsoBatchPicture *a, const IsoBatchPicture *b)
{
  return a != NULL && b != NULL && a->graph->B == b->graph->B
         && memcmp (a->graph->snapshot->indices, b->graph->snapshot->indices, a->graph->B * sizeof (guint32)) == 0;
}

void
iso_batch_map_canvas_take (IsoBatchMapCanvas *canvas, IsoBatchPicture *picture)
{
  g_return_if_fail (ISO_IS_BATCH_MAP_CANVAS (canvas));
  gboolean stays = is_of_same_samples (canvas->picture, picture);
  g_clear_pointer (&canvas->node, gsk_render_node_unref);
  iso_batch_picture_free (canvas->picture);
  canvas->picture = picture;
  /* Other points are below the hand now. */
  if (!stays)
    iso_select_outline_drop (&canvas->outline);
  if (!stays)
    iso_batch_map_canvas_hover (canvas, G_MAXSIZE, FALSE);
  else if (canvas->hovered != G_MAXSIZE)
    g_signal_emit (canvas, signals[HOVERED], 0);
  gtk_widget_queue_draw (GTK_WIDGET (canvas));
}

const IsoBatchGraph *
iso_batch_map_canvas_graph (IsoBatchMapCanvas *canvas)
{
  g_return_val_if_fail (ISO_IS_BATCH_MAP_CANVAS (canvas), NULL);
  return canvas->picture != NULL ? canvas->picture->graph : NULL;
}
