/* How a matrix view draws: its part of the matrix as pixels, numbers in large cells, then cursor and marks over it. */
#include <math.h>

#include "ui/plot/matrix-view-private.h"
#include "ui/plot/pixels.h"
#include "ui/plot/view-card.h"

/* How far faded cells are on their way to the card's ground: of a faded row or column, of both. */
#define PALER 0.5
#define PALEST 0.8
#define NUMBER_SIZE 10.0
#define NUMBER_SIZE_ROOMY 12.0
#define ROOMY 44.0 /* pixels a cell */

/* ---- pixels ---- */

static void
write_numbers (IsoMatrixView *view, guint32 *pixels, size_t stride)
{
  const IsoMatrixPicture *picture = &view->picture;
  double scale = gtk_widget_get_scale_factor (GTK_WIDGET (view)), cell = iso_matrix_zoom_cell (&view->zoom) / scale;
  double size = scale * (cell >= ROOMY ? NUMBER_SIZE_ROOMY : NUMBER_SIZE);
  if (!view->is_interactive || cell < ISO_CELL_NUMBERS_LEAST)
    return;
  if (view->numbers == NULL || fabs (iso_cell_numbers_size (view->numbers) - size) > 0.1)
    {
      g_clear_pointer (&view->numbers, iso_cell_numbers_free);
      view->numbers = iso_cell_numbers_new (size);
    }
  iso_cell_numbers_draw (view->numbers, pixels, stride, &view->zoom, picture->matrices->values[picture->kind],
                         picture->order != NULL ? picture->order->rows : NULL);
}

static void
paint_part (IsoMatrixView *view, guint32 *pixels, size_t stride, size_t side, gboolean is_dark)
{
  const IsoMatrixPicture *picture = &view->picture;
  guint32 paler[ISO_COLORMAP_SIZE], palest[ISO_COLORMAP_SIZE];
  const guint32 *table = iso_colormap_table (picture->map, is_dark);
  const IsoHeatWindow window = { picture->matrices->values[picture->kind], picture->matrices->B,
                                 picture->order != NULL ? picture->order->rows : NULL, picture->levels, view->zoom.whole,
                                 view->zoom.x, view->zoom.y };
  const IsoHeatPaint paint = { &picture->scale, table, iso_colormap_missing_in (picture->map, is_dark), view->faded, paler, palest };
  if (view->faded != NULL)
    {
      guint32 ground = iso_color_pixel (iso_present_theme ()->background);
      iso_colormap_fade (paler, table, ground, PALER);
      iso_colormap_fade (palest, table, ground, PALEST);
    }
  iso_heat_window_draw (pixels, stride, side, side, &window, &paint);
  write_numbers (view, pixels, stride);
}

/* NULL where memory is not to be had, and nothing to be drawn. */
static cairo_surface_t *
part_new (IsoMatrixView *view, size_t side, gboolean is_dark)
{
  if (!iso_matrix_view_has_values (view) || !(view->picture.scale.minimum < view->picture.scale.maximum))
    return NULL;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) side, (int) side);
  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS)
    {
      cairo_surface_destroy (surface);
      return NULL;
    }
  guint32 *pixels = (guint32 *) (void *) cairo_image_surface_get_data (surface);
  size_t stride = (size_t) cairo_image_surface_get_stride (surface) / sizeof *pixels;
  paint_part (view, pixels, stride, side, is_dark);
  iso_heat_round_corners (pixels, stride, side, ISO_MATRIX_RADIUS * gtk_widget_get_scale_factor (GTK_WIDGET (view)));
  cairo_surface_mark_dirty (surface);
  return surface;
}

static void
ensure_node (IsoMatrixView *view, size_t side)
{
  gboolean is_dark = iso_present_theme ()->is_dark;
  if (view->pixels != NULL && (view->is_dark != is_dark || cairo_image_surface_get_width (view->pixels) != (int) side))
    iso_matrix_view_forget_pixels (view);
  if (view->pixels == NULL)
    {
      view->pixels = part_new (view, side, is_dark);
      view->is_dark = is_dark;
    }
  if (view->node == NULL && view->pixels != NULL)
    view->node = iso_pixels_node_new (GTK_WIDGET (view), view->pixels, 0.0, 0.0);
}

/* ---- over them ---- */

typedef struct {
  double x0, x1, y0, y1; /* of a cell, in pixels of the widget */
} Box;

static GdkRGBA
rgba (IsoColor color, double alpha)
{
  return (GdkRGBA){ (float) color.red, (float) color.green, (float) color.blue, (float) (color.alpha * alpha) };
}

static void
append_box (GtkSnapshot *snapshot, const GdkRGBA *color, double x, double y, double width, double height)
{
  if (width > 0.0 && height > 0.0)
    gtk_snapshot_append_color (snapshot, color, &GRAPHENE_RECT_INIT ((float) x, (float) y, (float) width, (float) height));
}

void
iso_matrix_view_append_frame (GtkSnapshot *snapshot, IsoColor color, double side, double distance, double thickness)
{
  GskRoundedRect outline;
  GdkRGBA shade = rgba (color, 1.0);
  float width = (float) thickness, reach = (float) (distance + thickness), extent = (float) side + 2.0f * reach;
  gsk_rounded_rect_init_from_rect (&outline, &GRAPHENE_RECT_INIT (-reach, -reach, extent, extent),
                                   (float) ISO_MATRIX_RADIUS + reach);
  gtk_snapshot_append_border (snapshot, &outline, (const float[4]){ width, width, width, width },
                              (const GdkRGBA[4]){ shade, shade, shade, shade });
}

/* Four strips around a box, `out` pixels away from it. */
static void
append_ring (GtkSnapshot *snapshot, const GdkRGBA *color, const Box *box, double out, double width)
{
  double x0 = box->x0 - out, x1 = box->x1 + out, y0 = box->y0 - out, y1 = box->y1 + out;
  append_box (snapshot, color, x0 - width, y0 - width, x1 - x0 + 2.0 * width, width);
  append_box (snapshot, color, x0 - width, y1, x1 - x0 + 2.0 * width, width);
  append_box (snapshot, color, x0 - width, y0, width, y1 - y0);
  append_box (snapshot, color, x1, y0, width, y1 - y0);
}

/* White within black: seen over any colours. */
static void
append_double_ring (GtkSnapshot *snapshot, const Box *box)
{
  append_ring (snapshot, &(const GdkRGBA){ 0.0f, 0.0f, 0.0f, 0.7f }, box, 0.0, 1.0);
  append_ring (snapshot, &(const GdkRGBA){ 1.0f, 1.0f, 1.0f, 1.0f }, box, -1.0, 1.0);
}

static Box
cell_box (IsoMatrixView *view, int row, int column)
{
  double scale = gtk_widget_get_scale_factor (GTK_WIDGET (view)), pixel = 1.0 / scale;
  size_t r = iso_matrix_order_place (view->picture.order, (size_t) row);
  size_t c = iso_matrix_order_place (view->picture.order, (size_t) column);
  Box box = { iso_matrix_zoom_column (&view->zoom, c) / scale, iso_matrix_zoom_column (&view->zoom, c + 1) / scale,
              iso_matrix_zoom_row (&view->zoom, r) / scale, iso_matrix_zoom_row (&view->zoom, r + 1) / scale };
  box.x1 = fmax (box.x1, box.x0 + pixel);
  box.y1 = fmax (box.y1, box.y0 + pixel);
  return box;
}

/* The middle of the diverging map is as light as light strips would be. */
static float
strip_shade (IsoMatrixView *view)
{
  return view->picture.map == ISO_COLORMAP_DIVERGING && !iso_present_theme ()->is_dark ? 0.0f : 1.0f;
}

/* Row and column as strips that leave the cell itself in its colour. */
static void
append_strips (IsoMatrixView *view, GtkSnapshot *snapshot, const Box *box, double extent, float alpha)
{
  float shade = strip_shade (view);
  GdkRGBA strip = { shade, shade, shade, alpha };
  append_box (snapshot, &strip, 0.0, box->y0, box->x0, box->y1 - box->y0);
  append_box (snapshot, &strip, box->x1, box->y0, extent - box->x1, box->y1 - box->y0);
  append_box (snapshot, &strip, box->x0, 0.0, box->x1 - box->x0, box->y0);
  append_box (snapshot, &strip, box->x0, box->y1, box->x1 - box->x0, extent - box->y1);
}

static void
append_cursor (IsoMatrixView *view, GtkSnapshot *snapshot, double extent)
{
  float shade = strip_shade (view);
  GdkRGBA ring = { shade, shade, shade, 1.0f }, outline = { 1.0f - shade, 1.0f - shade, 1.0f - shade, 0.5f };
  Box box = cell_box (view, view->row, view->column);
  /* Large cells with their numbers: half a veil over a row would hide what is to be read. */
  append_strips (view, snapshot, &box, extent, box.x1 - box.x0 >= ISO_CELL_NUMBERS_LEAST ? 0.15f : 0.5f);
  append_ring (snapshot, &outline, &box, 1.0, 1.0);
  append_ring (snapshot, &ring, &box, 0.0, 1.0);
}

/* Wedges at the edges, which point at row and column, so that a picked pair is found where its cell is small. */
static void
append_wedges (GtkSnapshot *snapshot, const Box *box, double extent, IsoColor color, IsoColor outline, gboolean has_column)
{
  const double length = 7.0, half = 4.0;
  double x = 0.5 * (box->x0 + box->x1), y = 0.5 * (box->y0 + box->y1);
  cairo_t *cairo = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0.0f, 0.0f, (float) extent, (float) extent));
  cairo_move_to (cairo, 0.0, y - half);
  cairo_line_to (cairo, length, y);
  cairo_line_to (cairo, 0.0, y + half);
  cairo_close_path (cairo);
  if (has_column)
    {
      cairo_move_to (cairo, x - half, extent);
      cairo_line_to (cairo, x, extent - length);
      cairo_line_to (cairo, x + half, extent);
      cairo_close_path (cairo);
    }
  iso_set_color (cairo, color);
  cairo_fill_preserve (cairo);
  iso_set_color (cairo, outline);
  cairo_set_line_width (cairo, 1.0);
  cairo_stroke (cairo);
  cairo_destroy (cairo);
}

static void
append_marks (IsoMatrixView *view, GtkSnapshot *snapshot, double extent)
{
  const IsoTheme *theme = iso_present_theme ();
  const IsoMatrixMarks *marks = &view->marks;
  int count = (int) view->picture.matrices->B;
  if (marks->sample >= 0 && marks->sample < count && view->row < 0)
    {
      Box box = cell_box (view, marks->sample, marks->sample);
      append_strips (view, snapshot, &box, extent, 0.5f);
    }
  if (marks->picked_row < 0 || marks->picked_row >= count || marks->picked_column >= count)
    return;
  gboolean is_pair = marks->picked_column >= 0;
  Box box = cell_box (view, marks->picked_row, is_pair ? marks->picked_column : marks->picked_row);
  GdkRGBA accent = rgba (theme->accent, 1.0), ground = rgba (theme->background, 0.9);
  if (is_pair)
    {
      append_ring (snapshot, &ground, &box, 2.0, 1.0);
      append_ring (snapshot, &accent, &box, 0.0, 2.0);
    }
  if (view->is_interactive)
    append_wedges (snapshot, &box, extent, theme->accent, theme->background, is_pair);
}

/* The part that the large view shows, over a small one. */
static void
append_outline (IsoMatrixView *view, GtkSnapshot *snapshot, double extent)
{
  const IsoMatrixZoom *zoom = &view->outline;
  double scale = extent / (double) zoom->whole, side = (double) zoom->side;
  Box box = { floor (scale * (double) zoom->x), ceil (scale * ((double) zoom->x + side)), floor (scale * (double) zoom->y),
              ceil (scale * ((double) zoom->y + side)) };
  append_double_ring (snapshot, &box);
}

/* The box that is being drawn to zoom into. */
static void
append_rubber_band (IsoMatrixView *view, GtkSnapshot *snapshot)
{
  GdkRGBA veil = rgba (iso_present_theme ()->accent, 0.3);
  Box box = { fmin (view->box_x, view->box_x + view->box_width), fmax (view->box_x, view->box_x + view->box_width),
              fmin (view->box_y, view->box_y + view->box_height), fmax (view->box_y, view->box_y + view->box_height) };
  append_box (snapshot, &veil, box.x0, box.y0, box.x1 - box.x0, box.y1 - box.y0);
  append_double_ring (snapshot, &box);
}

void
iso_matrix_view_draw (IsoMatrixView *view, GtkSnapshot *snapshot)
{
  GtkWidget *widget = GTK_WIDGET (view);
  size_t side = iso_matrix_view_side (view);
  double extent = (double) side / gtk_widget_get_scale_factor (widget);

  if (side == 0)
    return;
  ensure_node (view, side);
  if (view->node != NULL)
    gtk_snapshot_append_node (snapshot, view->node);
  else
    {
      GdkRGBA color = rgba (iso_present_theme ()->grid, 1.0);
      color.alpha = 0.6f;
      append_box (snapshot, &color, 0.0, 0.0, extent, extent);
    }
  if (view->node != NULL)
    {
      gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0.0f, 0.0f, (float) extent, (float) extent));
      if (view->row >= 0)
        append_cursor (view, snapshot, extent);
      append_marks (view, snapshot, extent);
      if (view->outline.B > 0 && view->outline.B == view->zoom.B)
        append_outline (view, snapshot, extent);
      if (view->is_boxing)
        append_rubber_band (view, snapshot);
      gtk_snapshot_pop (snapshot);
    }
  if (gtk_widget_get_state_flags (widget) & GTK_STATE_FLAG_FOCUS_VISIBLE)
    iso_matrix_view_append_frame (snapshot, iso_present_theme ()->accent, extent, 1.0, 2.0);
}
