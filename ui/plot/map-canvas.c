#include "ui/plot/map-canvas-private.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "ui/plot/theme-watch.h"

#define MOST_GLIDING 20000
#define GLIDE (G_USEC_PER_SEC / 4)      /* from epoch to epoch */
#define MORPH (G_USEC_PER_SEC * 2 / 5)  /* from one layout to another */
#define INSET 10.0
/* What is said of the map stands above it, and what is said of samples below. */
#define TOP_INSET 28.0
#define BOTTOM_INSET 26.0
#define LEAST_ZOOM 0.4
#define MOST_ZOOM 200.0

G_DEFINE_FINAL_TYPE (IsoMapCanvas, iso_map_canvas, GTK_TYPE_WIDGET)

enum { HOVERED, VIEW_CHANGED, SIGNAL_COUNT };
static guint signals[SIGNAL_COUNT];

/* What was drawn stays good for the part of it that is still shown. */
static void
move (IsoMapCanvas *canvas)
{
  g_clear_pointer (&canvas->node, gsk_render_node_unref);
  gtk_widget_queue_draw (GTK_WIDGET (canvas));
  if (canvas->hovered != G_MAXSIZE)
    g_signal_emit (canvas, signals[HOVERED], 0);
}

void
iso_map_canvas_invalidate (IsoMapCanvas *canvas)
{
  canvas->is_stale = true;
  move (canvas);
}

void
iso_map_canvas_repaint (IsoMapCanvas *canvas)
{
  g_clear_pointer (&canvas->colors, g_free);
  g_clear_pointer (&canvas->order, g_free);
  iso_map_canvas_invalidate (canvas);
}

/* ---- what is shown ---- */

IsoMapFrame
iso_map_canvas_fit_frame (IsoMapCanvas *canvas)
{
  int width = gtk_widget_get_width (GTK_WIDGET (canvas)), height = gtk_widget_get_height (GTK_WIDGET (canvas));
  return iso_map_frame_fit (&canvas->box, INSET, TOP_INSET, width - 2.0 * INSET, height - TOP_INSET - BOTTOM_INSET);
}

IsoMapFrame
iso_map_canvas_present_frame (IsoMapCanvas *canvas)
{
  return canvas->is_free ? canvas->frame : iso_map_canvas_fit_frame (canvas);
}

void
iso_map_canvas_set_frame (IsoMapCanvas *canvas, const IsoMapFrame *frame)
{
  bool was_free = canvas->is_free;
  canvas->frame = *frame;
  canvas->is_free = true;
  move (canvas);
  if (!was_free)
    g_signal_emit (canvas, signals[VIEW_CHANGED], 0);
}

void
iso_map_canvas_zoom (IsoMapCanvas *canvas, double factor, double x, double y)
{
  g_return_if_fail (ISO_IS_MAP_CANVAS (canvas));
  if (canvas->map == NULL)
    return;
  IsoMapFrame frame = iso_map_canvas_present_frame (canvas), fit = iso_map_canvas_fit_frame (canvas);
  double zoom = frame.scale / fit.scale;
  factor = CLAMP (zoom * factor, fmin (LEAST_ZOOM, zoom), fmax (MOST_ZOOM, zoom)) / zoom;
  if (factor == 1.0)
    return;
  frame = iso_map_frame_zoom (&frame, factor, x, y);
  iso_map_canvas_set_frame (canvas, &frame);
}

void
iso_map_canvas_fit (IsoMapCanvas *canvas)
{
  g_return_if_fail (ISO_IS_MAP_CANVAS (canvas));
  if (!canvas->is_free)
    return;
  canvas->is_free = false;
  iso_map_canvas_invalidate (canvas);
  g_signal_emit (canvas, signals[VIEW_CHANGED], 0);
}

gboolean
iso_map_canvas_is_fit (IsoMapCanvas *canvas)
{
  g_return_val_if_fail (ISO_IS_MAP_CANVAS (canvas), TRUE);
  return !canvas->is_free;
}

static void
iso_map_canvas_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  IsoMapCanvas *canvas = ISO_MAP_CANVAS (widget);
  if (canvas->map == NULL || gtk_widget_get_width (widget) < 1 || gtk_widget_get_height (widget) < 1)
    return;
  iso_map_canvas_ensure_points (canvas);
  gtk_snapshot_append_node (snapshot, canvas->node);
  iso_map_canvas_append_marks (canvas, snapshot);
}

/* ---- the point with the ring ---- */

void
iso_map_canvas_hover (IsoMapCanvas *canvas, size_t point, bool by_keys)
{
  bool changed = canvas->hovered != point;
  canvas->hovered = point;
  canvas->by_keys = by_keys && point != G_MAXSIZE;
  if (!changed)
    return;
  iso_map_canvas_point_at (canvas, point);
  gtk_widget_queue_draw (GTK_WIDGET (canvas));
  g_signal_emit (canvas, signals[HOVERED], 0);
}

size_t
iso_map_canvas_hovered (IsoMapCanvas *canvas, double *x, double *y)
{
  g_return_val_if_fail (ISO_IS_MAP_CANVAS (canvas), G_MAXSIZE);
  if (canvas->map == NULL || canvas->hovered == G_MAXSIZE)
    return G_MAXSIZE;
  IsoMapFrame frame = iso_map_canvas_present_frame (canvas);
  *x = frame.x + frame.scale * (double) canvas->positions[2 * canvas->hovered];
  *y = frame.y - frame.scale * (double) canvas->positions[2 * canvas->hovered + 1];
  return canvas->hovered;
}

/* ---- maps ---- */

/* Other samples, or none: nothing of what was shown holds any more. */
static void
replace_map (IsoMapCanvas *canvas, IsoProjectedMap *map)
{
  bool was_free = canvas->is_free, is_train = map != NULL && map->samples->part == ISO_MAP_TRAIN;
  iso_map_canvas_stop (canvas);
  iso_map_canvas_hover (canvas, G_MAXSIZE, false);
  iso_map_canvas_drop_outline (canvas);
  iso_map_canvas_drop_trails (canvas);
  g_clear_pointer (&canvas->neighbors, iso_neighbors_free);
  g_clear_pointer (&canvas->tint, g_free);
  g_clear_pointer (&canvas->colors, g_free);
  g_clear_pointer (&canvas->order, g_free);
  g_clear_pointer (&canvas->share, gsk_render_node_unref);
  g_free (canvas->positions);
  g_free (canvas->placed);
  canvas->positions = map != NULL ? g_new0 (float, MAX (2 * map->N, 2)) : NULL;
  canvas->placed = map != NULL ? g_new0 (float, MAX (2 * map->N, 2)) : NULL;
  canvas->is_placed = canvas->is_free = false;
  if (map != NULL)
    canvas->target_box = map->fit;
  if (was_free)
    g_signal_emit (canvas, signals[VIEW_CHANGED], 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (canvas), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  is_train ? _("Map of the training embeddings") : _("Map of the test embeddings"), -1);
}

/* How the points come to their places on the map that is now in place of `before`, which shows the same samples. */
static void
move_on (IsoMapCanvas *canvas, const IsoProjectedMap *before)
{
  const IsoProjectedMap *map = canvas->map;
  bool is_next = iso_projected_map_is_next (before, map);
  bool is_seen = gtk_widget_get_mapped (GTK_WIDGET (canvas)) && adw_get_enable_animations (GTK_WIDGET (canvas));
  if (!map->has_given_fit && memcmp (before->positions, map->positions, 2 * map->N * sizeof (float)) == 0)
    return;
  canvas->target_box = is_next && !map->has_given_fit ? iso_map_box_follow (&canvas->target_box, &map->fit) : map->fit;
  /* The units of another layout are others: the part that the person had chosen means nothing there. */
  if (!is_next)
    iso_map_canvas_fit (canvas);
  if (!is_seen || map->N > MOST_GLIDING)
    iso_map_canvas_arrive (canvas);
  else if (is_next && map->total > 0)
    iso_map_canvas_follow (canvas);
  else
    iso_map_canvas_glide (canvas, is_next ? GLIDE : MORPH);
}

void
iso_map_canvas_set_map (IsoMapCanvas *canvas, IsoProjectedMap *map)
{
  g_return_if_fail (ISO_IS_MAP_CANVAS (canvas));
  if (map == canvas->map)
    return;
  g_autoptr (IsoProjectedMap) before = canvas->map;
  bool is_comparable = map != NULL && before != NULL && iso_projected_map_is_comparable (before, map);
  if (!is_comparable)
    replace_map (canvas, map);
  canvas->map = map != NULL ? iso_projected_map_ref (map) : NULL;
  if (!is_comparable)
    iso_map_canvas_find_places (canvas);
  if (map == NULL)
    iso_map_canvas_invalidate (canvas);
  else if (is_comparable)
    move_on (canvas, before);
  else
    iso_map_canvas_arrive (canvas);
}

void
iso_map_canvas_set_tint (IsoMapCanvas *canvas, const float *tint)
{
  g_return_if_fail (ISO_IS_MAP_CANVAS (canvas));
  if (canvas->tint == NULL && tint == NULL)
    return;
  g_clear_pointer (&canvas->tint, g_free);
  if (canvas->map != NULL && tint != NULL)
    canvas->tint = g_memdup2 (tint, MAX (canvas->map->N, 1) * sizeof (float));
  iso_map_canvas_repaint (canvas);
}

void
iso_map_canvas_set_density (IsoMapCanvas *canvas, gboolean is_density)
{
  g_return_if_fail (ISO_IS_MAP_CANVAS (canvas));
  if (canvas->is_density == is_density)
    return;
  canvas->is_density = is_density;
  iso_map_canvas_invalidate (canvas);
}

double
iso_map_canvas_densest (IsoMapCanvas *canvas)
{
  g_return_val_if_fail (ISO_IS_MAP_CANVAS (canvas), 0.0);
  return canvas->densest;
}

void
iso_map_canvas_take_neighbors (IsoMapCanvas *canvas, IsoNeighbors *neighbors)
{
  g_return_if_fail (ISO_IS_MAP_CANVAS (canvas));
  if (canvas->neighbors == NULL && neighbors == NULL)
    return;
  iso_neighbors_free (canvas->neighbors);
  canvas->neighbors = neighbors;
  gtk_widget_queue_draw (GTK_WIDGET (canvas));
}

guint
iso_map_canvas_drawn_count (IsoMapCanvas *canvas)
{
  g_return_val_if_fail (ISO_IS_MAP_CANVAS (canvas), 0);
  return canvas->drawn_count;
}

double
iso_map_canvas_drawn_ms (IsoMapCanvas *canvas)
{
  g_return_val_if_fail (ISO_IS_MAP_CANVAS (canvas), 0.0);
  return canvas->drawn_ms;
}

/* ---- the widget ---- */

static void
iso_map_canvas_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                        int *minimum_baseline, int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 160 : 90;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 460 : 240;
}

/* What is in the middle stays there. */
static void
iso_map_canvas_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  IsoMapCanvas *canvas = ISO_MAP_CANVAS (widget);
  if (canvas->is_free && canvas->width > 0)
    {
      canvas->frame.x += 0.5 * (width - canvas->width);
      canvas->frame.y += 0.5 * (height - canvas->height);
      canvas->width = width;
      canvas->height = height;
      canvas->is_stale = true;
      g_clear_pointer (&canvas->node, gsk_render_node_unref);
    }
}

static void
iso_map_canvas_unrealize (GtkWidget *widget)
{
  /* The node is made for one renderer. */
  g_clear_pointer (&ISO_MAP_CANVAS (widget)->node, gsk_render_node_unref);
  iso_map_canvas_free_pixels (ISO_MAP_CANVAS (widget));
  GTK_WIDGET_CLASS (iso_map_canvas_parent_class)->unrealize (widget);
}

static void
iso_map_canvas_dispose (GObject *object)
{
  IsoMapCanvas *canvas = ISO_MAP_CANVAS (object);
  iso_map_canvas_stop (canvas);
  iso_map_canvas_drop_choice (canvas);
  g_clear_handle_id (&canvas->densest_source, g_source_remove);
  g_clear_pointer (&canvas->sharpener, iso_latest_job_free);
  g_clear_pointer (&canvas->node, gsk_render_node_unref);
  iso_map_canvas_free_pixels (canvas);
  g_clear_pointer (&canvas->map, iso_projected_map_unref);
  g_clear_pointer (&canvas->colors, g_free);
  g_clear_pointer (&canvas->order, g_free);
  g_clear_pointer (&canvas->places, g_free);
  g_clear_pointer (&canvas->selected, g_free);
  g_clear_pointer (&canvas->neighbors, iso_neighbors_free);
  iso_map_canvas_drop_trails (canvas);
  iso_select_outline_clear (&canvas->outline);
  g_clear_pointer (&canvas->pool, iso_pool_free);
  g_clear_pointer (&canvas->tint, g_free);
  g_clear_pointer (&canvas->positions, g_free);
  g_clear_pointer (&canvas->placed, g_free);
  g_clear_pointer (&canvas->masks, iso_point_masks_free);
  canvas->hovered = G_MAXSIZE;
  G_OBJECT_CLASS (iso_map_canvas_parent_class)->dispose (object);
}

static void
iso_map_canvas_class_init (IsoMapCanvasClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  G_OBJECT_CLASS (class)->dispose = iso_map_canvas_dispose;
  widget_class->snapshot = iso_map_canvas_snapshot;
  widget_class->measure = iso_map_canvas_measure;
  widget_class->size_allocate = iso_map_canvas_size_allocate;
  widget_class->unrealize = iso_map_canvas_unrealize;
  signals[HOVERED] = g_signal_new ("hovered", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[VIEW_CHANGED] = g_signal_new ("view-changed", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 0);
  g_signal_new ("selected", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_signal_new ("tool-changed", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_signal_new ("densest", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_css_name (widget_class, "map-canvas");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
iso_map_canvas_init (IsoMapCanvas *canvas)
{
  canvas->hovered = canvas->pointed[0] = canvas->pointed[1] = canvas->picked[0] = canvas->picked[1] = G_MAXSIZE;
  iso_select_outline_init (&canvas->outline);
  gtk_widget_set_focusable (GTK_WIDGET (canvas), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (canvas), GTK_OVERFLOW_HIDDEN);
  gtk_accessible_update_property (GTK_ACCESSIBLE (canvas), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Map of the test embeddings"), -1);
  iso_map_canvas_add_controllers (canvas);
  iso_watch_theme (GTK_WIDGET (canvas), G_CALLBACK (iso_map_canvas_repaint));
}

GtkWidget *
iso_map_canvas_new (void)
{
  return g_object_new (ISO_TYPE_MAP_CANVAS, NULL);
}
