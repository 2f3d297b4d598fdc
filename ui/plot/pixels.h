/* Finished pixels into a GtkSnapshot, one to one with the screen's: by the way that the window's renderer draws cheapest.
 *
 * Under GskCairoRenderer a cairo surface is painted with the nearest filter (a texture would be downloaded and copied each
 * frame); any other renderer gets a GdkMemoryTexture, which it uploads once. Make the surface on a worker, at device pixels:
 * width and height of the widget times its scale factor. A surface handed over must not be written to any more.
 */
#pragma once

#include <gtk/gtk.h>

/* A node that shows `pixels` (a CAIRO_FORMAT_ARGB32 image surface of device scale 1) with its top left corner at (x, y) of
 * `widget`, which must be rooted. Keep the node and append it again as long as the pixels are the same: the renderer then
 * knows that nothing changed there. The node holds a reference to the surface. Free with gsk_render_node_unref(). */
GskRenderNode *iso_pixels_node_new (GtkWidget *widget, cairo_surface_t *pixels, double x, double y);

/* The same, `factor` times as large, softly. */
GskRenderNode *iso_pixels_scaled_node_new (GtkWidget *widget, cairo_surface_t *pixels, double x, double y, double factor);

/* The same, appended and forgotten. */
void iso_pixels_append (GtkSnapshot *snapshot, GtkWidget *widget, cairo_surface_t *pixels, double x, double y);
