#include "ui/plot/map-canvas-private.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "ui/plot/pixels.h"
#include "ui/plot/theme-watch.h"
#include "ui/plot/view-card.h"

#define MOST_GLIDING 20000
#define GLIDE (G_USEC_PER_SEC / 4)      /* from epoch to epoch */
#define MORPH (G_USEC_PER_SEC * 2 / 5)  /* from one layout to another */
#define INSET 10.0
/* What is said of the map stands above it. */
#define TOP_INSET 28.0
#define LEAST_ZOOM 0.4
#define MOST_ZOOM 200.0
#define RING_GAP 3.5

G_DEFINE_FINAL_TYPE (IsoMapCanvas, iso_map_canvas, GTK_TYPE_WIDGET)

enum { HOVERED, VIEW_CHANGED, SIGNAL_COUNT };
static guint signals[SIGNAL_COUNT];

void
iso_map_canvas_invalidate (IsoMapCanvas *canvas)
{
  g_clear_pointer (&canvas->node, gsk_render_node_unref);
  gtk_widget_queue_draw (GTK_WIDGET (canvas));
  if (canvas->hovered != G_MAXSIZE)
    g_signal_emit (canvas, signals[HOVERED], 0);
}

/* ---- what is shown ---- */

static IsoMapFrame
fit_frame (IsoMapCanvas *canvas)
{
  int width = gtk_widget_get_width (GTK_WIDGET (canvas)), height = gtk_widget_get_height (GTK_WIDGET (canvas));
  return iso_map_frame_fit (&canvas->box, INSET, TOP_INSET, width - 2.0 * INSET, height - INSET - TOP_INSET);
}

IsoMapFrame
iso_map_canvas_present_frame (IsoMapCanvas *canvas)
{
  return canvas->is_free ? canvas->frame : fit_frame (canvas);
}

void
iso_map_canvas_set_frame (IsoMapCanvas *canvas, const IsoMapFrame *frame)
{
  bool was_free = canvas->is_free;
  canvas->frame = *frame;
  canvas->is_free = true;
  iso_map_canvas_invalidate (canvas);
  if (!was_free)
    g_signal_emit (canvas, signals[VIEW_CHANGED], 0);
}

void
iso_map_canvas_zoom (IsoMapCanvas *canvas, double factor, double x, double y)
{
  g_return_if_fail (ISO_IS_MAP_CANVAS (canvas));
  if (canvas->map == NULL)
    return;
  IsoMapFrame frame = iso_map_canvas_present_frame (canvas), fit = fit_frame (canvas);
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

/* ---- drawing ---- */

static void
ensure_masks (IsoMapCanvas *canvas, double radius)
{
  /* Sixteenths of a pixel: while zooming not every frame wants masks of its own. */
  radius = round (radius * 16.0) / 16.0;
  if (canvas->masks != NULL && iso_point_masks_radius (canvas->masks) == radius)
    return;
  iso_point_masks_free (canvas->masks);
  canvas->masks = iso_point_masks_new (radius);
}

static void
place_points (IsoMapCanvas *canvas)
{
  IsoMapFrame frame = iso_map_canvas_present_frame (canvas), fit = fit_frame (canvas);
  double scale = canvas->scale;
  ensure_masks (canvas, scale * iso_map_point_radius (canvas->map->N, canvas->width, canvas->height, frame.scale / fit.scale));
  frame = (IsoMapFrame) { frame.x * scale, frame.y * scale, frame.scale * scale };
  iso_map_frame_place (canvas->placed, &frame, canvas->positions, canvas->map->N);
}

static void
draw_points (IsoMapCanvas *canvas)
{
  gint64 start = g_get_monotonic_time ();
  IsoMapPoints points = iso_projected_map_points (canvas->map);
  points.tint = canvas->tint;
  int width = canvas->width * canvas->scale, height = canvas->height * canvas->scale;
  cairo_surface_t *pixels = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  place_points (canvas);
  if (cairo_surface_status (pixels) == CAIRO_STATUS_SUCCESS)
    {
      cairo_surface_flush (pixels);
      iso_map_points_draw ((guint32 *) (void *) cairo_image_surface_get_data (pixels), width, height,
                           cairo_image_surface_get_stride (pixels) / 4, &points, canvas->placed, canvas->highlighted,
                           canvas->masks, canvas->theme);
      cairo_surface_mark_dirty (pixels);
      cairo_surface_set_device_scale (pixels, canvas->scale, canvas->scale);
      cairo_t *cairo = cairo_create (pixels);
      /* A number that flickers while points are on their way says nothing. */
      if (canvas->tick == 0)
        iso_map_draw_share (cairo, iso_map_count_inside (canvas->placed, points.N, width, height), points.N, canvas->width - 8.0,
                            canvas->height - 4.0, canvas->theme);
      cairo_destroy (cairo);
      cairo_surface_set_device_scale (pixels, 1.0, 1.0);
    }
  canvas->node = iso_pixels_node_new (GTK_WIDGET (canvas), pixels, 0.0, 0.0);
  cairo_surface_destroy (pixels);
  canvas->drawn_count++;
  canvas->drawn_ms = (double) (g_get_monotonic_time () - start) / 1000.0;
}

static void
ensure_points (IsoMapCanvas *canvas)
{
  GtkWidget *widget = GTK_WIDGET (canvas);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  int scale = gtk_widget_get_scale_factor (widget);
  const IsoTheme *theme = iso_present_theme ();
  bool is_same = canvas->width == width && canvas->height == height && canvas->scale == scale && canvas->theme == theme;
  if (canvas->node != NULL && is_same)
    return;
  g_clear_pointer (&canvas->node, gsk_render_node_unref);
  canvas->width = width;
  canvas->height = height;
  canvas->scale = scale;
  canvas->theme = theme;
  draw_points (canvas);
}

/* The point once more, above all others, in a ring with a gap. */
static void
append_ring (IsoMapCanvas *canvas, GtkSnapshot *snapshot)
{
  double x = (double) canvas->placed[2 * canvas->hovered] / canvas->scale;
  double y = (double) canvas->placed[2 * canvas->hovered + 1] / canvas->scale;
  double radius = iso_point_masks_radius (canvas->masks) / canvas->scale, outer = radius + RING_GAP + 2.0;
  float side = (float) ceil (2.0 * outer + 1.0);
  graphene_rect_t bounds = GRAPHENE_RECT_INIT ((float) floor (x - outer), (float) floor (y - outer), side, side);
  cairo_t *cairo = gtk_snapshot_append_cairo (snapshot, &bounds);
  iso_set_color (cairo, canvas->theme->background);
  cairo_arc (cairo, x, y, radius + RING_GAP, 0.0, 2.0 * G_PI);
  cairo_fill_preserve (cairo);
  iso_set_color (cairo, canvas->theme->text);
  cairo_set_line_width (cairo, 2.0);
  cairo_stroke (cairo);
  iso_set_color (cairo, canvas->tint != NULL ? iso_map_tint_color (canvas->theme, (double) canvas->tint[canvas->hovered])
                                             : iso_class_color (canvas->theme, (guint32) canvas->map->labels[canvas->hovered]));
  cairo_arc (cairo, x, y, radius + 0.5, 0.0, 2.0 * G_PI);
  cairo_fill (cairo);
  cairo_destroy (cairo);
}

static void
iso_map_canvas_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  IsoMapCanvas *canvas = ISO_MAP_CANVAS (widget);
  if (canvas->map == NULL || gtk_widget_get_width (widget) < 1 || gtk_widget_get_height (widget) < 1)
    return;
  ensure_points (canvas);
  gtk_snapshot_append_node (snapshot, canvas->node);
  if (canvas->hovered != G_MAXSIZE)
    append_ring (canvas, snapshot);
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
  g_clear_pointer (&canvas->highlighted, g_free);
  g_clear_pointer (&canvas->tint, g_free);
  g_free (canvas->positions);
  g_free (canvas->placed);
  canvas->positions = map != NULL ? g_new0 (float, MAX (2 * map->N, 2)) : NULL;
  canvas->placed = map != NULL ? g_new0 (float, MAX (2 * map->N, 2)) : NULL;
  canvas->is_free = false;
  iso_map_canvas_hover (canvas, G_MAXSIZE, false);
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
  if (memcmp (before->positions, map->positions, 2 * map->N * sizeof (float)) == 0)
    return;
  canvas->target_box = is_next ? iso_map_box_follow (&canvas->target_box, &map->fit) : map->fit;
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
  iso_map_canvas_invalidate (canvas);
}

void
iso_map_canvas_set_highlighted (IsoMapCanvas *canvas, const bool *highlighted)
{
  g_return_if_fail (ISO_IS_MAP_CANVAS (canvas));
  g_clear_pointer (&canvas->highlighted, g_free);
  if (canvas->map != NULL && highlighted != NULL)
    canvas->highlighted = g_memdup2 (highlighted, iso_projected_map_points (canvas->map).class_count * sizeof (bool));
  iso_map_canvas_invalidate (canvas);
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
      g_clear_pointer (&canvas->node, gsk_render_node_unref);
    }
}

static void
iso_map_canvas_unrealize (GtkWidget *widget)
{
  /* The node is made for one renderer. */
  g_clear_pointer (&ISO_MAP_CANVAS (widget)->node, gsk_render_node_unref);
  GTK_WIDGET_CLASS (iso_map_canvas_parent_class)->unrealize (widget);
}

static void
iso_map_canvas_dispose (GObject *object)
{
  IsoMapCanvas *canvas = ISO_MAP_CANVAS (object);
  iso_map_canvas_stop (canvas);
  g_clear_pointer (&canvas->node, gsk_render_node_unref);
  g_clear_pointer (&canvas->map, iso_projected_map_unref);
  g_clear_pointer (&canvas->highlighted, g_free);
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
  gtk_widget_class_set_css_name (widget_class, "map-canvas");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
iso_map_canvas_init (IsoMapCanvas *canvas)
{
  canvas->hovered = G_MAXSIZE;
  gtk_widget_set_focusable (GTK_WIDGET (canvas), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (canvas), GTK_OVERFLOW_HIDDEN);
  gtk_accessible_update_property (GTK_ACCESSIBLE (canvas), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Map of the test embeddings"), -1);
  iso_map_canvas_add_controllers (canvas);
  iso_watch_theme (GTK_WIDGET (canvas), G_CALLBACK (iso_map_canvas_invalidate));
}

GtkWidget *
iso_map_canvas_new (void)
{
  return g_object_new (ISO_TYPE_MAP_CANVAS, NULL);
}
