#include "ui/figure/matrix-zoom.h"

#include <math.h>

#include "ui/figure/heat-window.h"

void
iso_matrix_zoom_fit (IsoMatrixZoom *zoom, size_t B, size_t side)
{
  *zoom = (IsoMatrixZoom){ B, side, side, 0, 0, (double) side };
}

bool
iso_matrix_zoom_is_fit (const IsoMatrixZoom *zoom)
{
  return zoom->whole == zoom->side;
}

bool
iso_matrix_zoom_equal (const IsoMatrixZoom *a, const IsoMatrixZoom *b)
{
  return a->B == b->B && a->side == b->side && a->whole == b->whole && a->x == b->x && a->y == b->y;
}

/* The nearest size at which every cell is as large as the others: whole pixels a cell from one pixel on. */
static size_t
crisp (const IsoMatrixZoom *zoom, double wanted)
{
  double B = (double) zoom->B, cell = wanted / B;
  if (wanted <= (double) zoom->side)
    return zoom->side;
  double whole = cell < 0.75 ? floor (wanted + 0.5) : B * fmax (floor (cell + 0.5), 1.0);
  /* Fitted cells may be fractions of pixels: nearer than that is the next whole one. */
  if (whole <= (double) zoom->side)
    whole = B * (floor ((double) zoom->side / B) + 1.0);
  /* A fit counts as long as it is the nearer of the two. */
  return wanted - (double) zoom->side < whole - wanted && wanted < 1.1 * (double) zoom->side ? zoom->side : (size_t) whole;
}

static double
most_wanted (const IsoMatrixZoom *zoom)
{
  return fmax ((double) zoom->side, (double) zoom->B * ISO_MATRIX_CELL_MAX);
}

static size_t
offset (const IsoMatrixZoom *zoom, double wanted)
{
  return (size_t) CLAMP (floor (wanted + 0.5), 0.0, (double) (zoom->whole - zoom->side));
}

/* To a size, with what is at (x, y) held there. */
static void
set_whole (IsoMatrixZoom *zoom, size_t whole, double x, double y)
{
  double ratio = (double) whole / (double) zoom->whole;
  double left = ((double) zoom->x + x) * ratio - x, top = ((double) zoom->y + y) * ratio - y;
  zoom->whole = whole;
  zoom->x = offset (zoom, left);
  zoom->y = offset (zoom, top);
}

void
iso_matrix_zoom_resize (IsoMatrixZoom *zoom, size_t B, size_t side)
{
  if (B == zoom->B && side == zoom->side)
    return;
  if (B != zoom->B || zoom->side == 0 || side == 0 || iso_matrix_zoom_is_fit (zoom))
    {
      iso_matrix_zoom_fit (zoom, B, side);
      return;
    }
  double half = 0.5 * (double) zoom->side, ratio = (double) side / (double) zoom->side;
  double x = ((double) zoom->x + half) / (double) zoom->whole, y = ((double) zoom->y + half) / (double) zoom->whole;
  zoom->side = side;
  zoom->wanted = fmin (zoom->wanted * ratio, most_wanted (zoom));
  zoom->whole = crisp (zoom, zoom->wanted);
  zoom->x = offset (zoom, x * (double) zoom->whole - 0.5 * (double) side);
  zoom->y = offset (zoom, y * (double) zoom->whole - 0.5 * (double) side);
}

void
iso_matrix_zoom_by (IsoMatrixZoom *zoom, double factor, double x, double y)
{
  if (zoom->B == 0 || zoom->side == 0 || !(factor > 0.0))
    return;
  zoom->wanted = CLAMP (zoom->wanted * factor, (double) zoom->side, most_wanted (zoom));
  set_whole (zoom, crisp (zoom, zoom->wanted), x, y);
}

void
iso_matrix_zoom_step (IsoMatrixZoom *zoom, bool nearer, double x, double y)
{
  size_t before = zoom->whole;
  double factor = nearer ? 1.25 : 0.8;
  zoom->wanted = (double) zoom->whole;
  for (int tries = 0; tries < 8 && zoom->whole == before; tries++)
    iso_matrix_zoom_by (zoom, factor, x, y);
}

void
iso_matrix_zoom_to_box (IsoMatrixZoom *zoom, double x0, double y0, double x1, double y1)
{
  double width = fabs (x1 - x0), height = fabs (y1 - y0), extent = fmax (width, height);
  double middle_x = 0.5 * (x0 + x1), middle_y = 0.5 * (y0 + y1), half = 0.5 * (double) zoom->side;
  if (zoom->B == 0 || zoom->side == 0 || !(extent >= 1.0))
    return;
  double left = (double) zoom->x + middle_x, top = (double) zoom->y + middle_y, before = (double) zoom->whole;
  zoom->wanted = CLAMP (before * (double) zoom->side / extent, (double) zoom->side, most_wanted (zoom));
  /* Rather a little more than the box than less. */
  zoom->whole = crisp (zoom, zoom->wanted);
  if ((double) zoom->whole > zoom->wanted * 1.001 && zoom->whole / zoom->B > 1)
    zoom->whole = crisp (zoom, (double) zoom->whole - (double) zoom->B);
  zoom->x = offset (zoom, left * (double) zoom->whole / before - half);
  zoom->y = offset (zoom, top * (double) zoom->whole / before - half);
}

void
iso_matrix_zoom_pan (IsoMatrixZoom *zoom, double dx, double dy)
{
  zoom->x = offset (zoom, (double) zoom->x - dx);
  zoom->y = offset (zoom, (double) zoom->y - dy);
}

static size_t
brought (const IsoMatrixZoom *zoom, size_t at, size_t place)
{
  double first = (double) iso_heat_edge (zoom->whole, zoom->B, place > 0 ? place - 1 : 0);
  double end = (double) iso_heat_edge (zoom->whole, zoom->B, MIN (place + 2, zoom->B)), shown = (double) at;
  if (end > shown + (double) zoom->side)
    shown = end - (double) zoom->side;
  return offset (zoom, fmin (shown, first));
}

void
iso_matrix_zoom_bring (IsoMatrixZoom *zoom, size_t row, size_t column)
{
  if (zoom->B == 0 || zoom->side == 0)
    return;
  zoom->x = brought (zoom, zoom->x, column);
  zoom->y = brought (zoom, zoom->y, row);
}

void
iso_matrix_zoom_cell_at (const IsoMatrixZoom *zoom, double x, double y, size_t *row, size_t *column)
{
  double last = (double) (zoom->side - 1);
  *column = iso_heat_place (zoom->whole, zoom->B, zoom->x + (size_t) CLAMP (floor (x), 0.0, last));
  *row = iso_heat_place (zoom->whole, zoom->B, zoom->y + (size_t) CLAMP (floor (y), 0.0, last));
}

double
iso_matrix_zoom_column (const IsoMatrixZoom *zoom, size_t column)
{
  return (double) iso_heat_edge (zoom->whole, zoom->B, column) - (double) zoom->x;
}

double
iso_matrix_zoom_row (const IsoMatrixZoom *zoom, size_t row)
{
  return (double) iso_heat_edge (zoom->whole, zoom->B, row) - (double) zoom->y;
}

double
iso_matrix_zoom_cell (const IsoMatrixZoom *zoom)
{
  return zoom->B > 0 ? (double) zoom->whole / (double) zoom->B : 0.0;
}

double
iso_matrix_zoom_factor (const IsoMatrixZoom *zoom)
{
  return zoom->side > 0 ? (double) zoom->whole / (double) zoom->side : 1.0;
}
