#include "ui/plot/pixels.h"

static gboolean
draws_by_cairo (GtkWidget *widget)
{
  GtkNative *native = gtk_widget_get_native (widget);
  return native != NULL && GSK_IS_CAIRO_RENDERER (gtk_native_get_renderer (native));
}

static void
release_surface (gpointer surface)
{
  cairo_surface_destroy (surface);
}

static GskRenderNode *
surface_node_new (cairo_surface_t *pixels, const graphene_rect_t *bounds, double scale, cairo_filter_t filter)
{
  GskRenderNode *node = gsk_cairo_node_new (bounds);
  cairo_t *cairo = gsk_cairo_node_get_draw_context (node);
  cairo_translate (cairo, (double) bounds->origin.x, (double) bounds->origin.y);
  cairo_scale (cairo, 1.0 / scale, 1.0 / scale);
  cairo_set_source_surface (cairo, pixels, 0.0, 0.0);
  cairo_pattern_set_filter (cairo_get_source (cairo), filter);
  cairo_paint (cairo);
  cairo_destroy (cairo);
  return node;
}

static GskRenderNode *
texture_node_new (cairo_surface_t *pixels, const graphene_rect_t *bounds)
{
  int width = cairo_image_surface_get_width (pixels), height = cairo_image_surface_get_height (pixels);
  int stride = cairo_image_surface_get_stride (pixels);
  g_autoptr (GBytes) bytes = g_bytes_new_with_free_func (cairo_image_surface_get_data (pixels), (gsize) stride * (gsize) height,
                                                         release_surface, cairo_surface_reference (pixels));
  g_autoptr (GdkTexture) texture = gdk_memory_texture_new (width, height, GDK_MEMORY_DEFAULT, bytes, (gsize) stride);
  return gsk_texture_node_new (texture, bounds);
}

static GskRenderNode *
node_new (GtkWidget *widget, cairo_surface_t *pixels, double x, double y, double scale, cairo_filter_t filter)
{
  graphene_rect_t bounds;
  g_return_val_if_fail (cairo_surface_get_type (pixels) == CAIRO_SURFACE_TYPE_IMAGE, NULL);
  cairo_surface_flush (pixels);
  graphene_rect_init (&bounds, (float) x, (float) y, (float) cairo_image_surface_get_width (pixels) / (float) scale,
                      (float) cairo_image_surface_get_height (pixels) / (float) scale);
  return draws_by_cairo (widget) ? surface_node_new (pixels, &bounds, scale, filter) : texture_node_new (pixels, &bounds);
}

GskRenderNode *
iso_pixels_node_new (GtkWidget *widget, cairo_surface_t *pixels, double x, double y)
{
  return node_new (widget, pixels, x, y, gtk_widget_get_scale_factor (widget), CAIRO_FILTER_NEAREST);
}

GskRenderNode *
iso_pixels_scaled_node_new (GtkWidget *widget, cairo_surface_t *pixels, double x, double y, double factor)
{
  return node_new (widget, pixels, x, y, gtk_widget_get_scale_factor (widget) / factor, CAIRO_FILTER_BILINEAR);
}

void
iso_pixels_append (GtkSnapshot *snapshot, GtkWidget *widget, cairo_surface_t *pixels, double x, double y)
{
  g_autoptr (GskRenderNode) node = iso_pixels_node_new (widget, pixels, x, y);
  gtk_snapshot_append_node (snapshot, node);
}
