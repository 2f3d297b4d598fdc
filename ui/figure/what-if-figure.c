#include "ui/figure/what-if-figure.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/figure/axis.h"
#include "ui/figure/colormap.h"
#include "ui/figure/text.h"

#define SIDE 12.0     /* around all */
#define LEFT 50.0     /* headings of rows */
#define TOP 24.0      /* headings of columns, and the ring of the keyboard above them */
#define GAP_X 12.0
#define CAPTION 21.0  /* number and bar below a thumbnail, and the room to the next row */
#define BAR 3.0
#define RADIUS 4.0
#define LARGE 184.0   /* the enlarged cell at most */
#define MOST_SIDE 190.0
#define ENTROPY_SIDE 72.0 /* from here on there is room for the entropy too */

/* ---- places ---- */

static double
side_for (const IsoWhatIfGrid *grid, double width, double height)
{
  double columns = (double) grid->columns.count, rows = (double) grid->rows.count;
  double across = (width - 2.0 * SIDE - LEFT - (columns - 1.0) * GAP_X) / columns, down = (height - TOP) / rows - CAPTION;
  return floor (CLAMP (fmin (across, down), 8.0, MOST_SIDE));
}

/* Columns spread out where rows are what limits, yet not so far that they no longer look like one grid. */
static double
pitch_for (const IsoWhatIfGrid *grid, double width, double side)
{
  double columns = (double) grid->columns.count, across = (width - 2.0 * SIDE - LEFT - side) / fmax (columns - 1.0, 1.0);
  return floor (CLAMP (across, side + GAP_X, 1.35 * side + GAP_X));
}

IsoWhatIfBox
iso_what_if_figure_box (const IsoWhatIfGrid *grid, double width, double height, size_t place)
{
  double side = side_for (grid, width, height), pitch = pitch_for (grid, width, side);
  double used = LEFT + (double) (grid->columns.count - 1) * pitch + side, left = floor (fmax (SIDE, 0.5 * (width - used)));
  return (IsoWhatIfBox) { left + LEFT + (double) (place % grid->columns.count) * pitch,
                          TOP + (double) (place / grid->columns.count) * (side + CAPTION), side };
}

int
iso_what_if_figure_place_at (const IsoWhatIfGrid *grid, double width, double height, double x, double y)
{
  for (size_t place = 0; place < grid->count; place++)
    {
      IsoWhatIfBox box = iso_what_if_figure_box (grid, width, height, place);
      if (x >= box.x && x < box.x + box.side && y >= box.y && y < box.y + box.side + CAPTION - 3.0)
        return (int) place;
    }
  return -1;
}

/* ---- parts ---- */

static void
trace_rounded (cairo_t *cairo, double x, double y, double width, double height, double radius)
{
  radius = fmin (radius, 0.5 * fmin (width, height));
  cairo_new_sub_path (cairo);
  cairo_arc (cairo, x + width - radius, y + radius, radius, -0.5 * G_PI, 0.0);
  cairo_arc (cairo, x + width - radius, y + height - radius, radius, 0.0, 0.5 * G_PI);
  cairo_arc (cairo, x + radius, y + height - radius, radius, 0.5 * G_PI, G_PI);
  cairo_arc (cairo, x + radius, y + radius, radius, G_PI, 1.5 * G_PI);
  cairo_close_path (cairo);
}

static void
paint_pixels (cairo_t *cairo, cairo_surface_t *pixels, double x, double y, double side)
{
  double scale = side / (double) cairo_image_surface_get_width (pixels);
  cairo_save (cairo);
  cairo_translate (cairo, x, y);
  cairo_scale (cairo, scale, scale);
  cairo_set_source_surface (cairo, pixels, 0.0, 0.0);
  cairo_pattern_set_filter (cairo_get_source (cairo), CAIRO_FILTER_NEAREST);
  cairo_paint (cairo);
  cairo_restore (cairo);
}

/* Where there is no P: an empty field, crossed out where there never will be. */
static void
draw_nothing (cairo_t *cairo, const IsoWhatIfBox *box, bool is_problem, const IsoTheme *theme)
{
  trace_rounded (cairo, box->x, box->y, box->side, box->side, RADIUS);
  iso_set_color (cairo, theme->grid);
  cairo_fill (cairo);
  if (!is_problem)
    return;
  double inset = 0.35 * box->side;
  iso_set_color (cairo, theme->quiet);
  cairo_set_line_width (cairo, 1.5);
  cairo_move_to (cairo, box->x + inset, box->y + inset);
  cairo_line_to (cairo, box->x + box->side - inset, box->y + box->side - inset);
  cairo_move_to (cairo, box->x + box->side - inset, box->y + inset);
  cairo_line_to (cairo, box->x + inset, box->y + box->side - inset);
  cairo_stroke (cairo);
}

static void
trace_star (cairo_t *cairo, double x, double y, double radius)
{
  for (int i = 0; i < 10; i++)
    {
      double angle = G_PI * (0.2 * i - 0.5), reach = i % 2 == 0 ? radius : 0.45 * radius;
      (i == 0 ? cairo_move_to : cairo_line_to) (cairo, x + reach * cos (angle), y + reach * sin (angle));
    }
  cairo_close_path (cairo);
}

/* How far the bar reaches: the share itself, or the gradient beside the largest. */
static double
bar_of (const IsoWhatIfGrid *grid, size_t place, double largest)
{
  const IsoWhatIfCell *cell = grid->tiles[place]->cell;
  double fraction = grid->pair != ISO_WHAT_IF_TAU_LAMBDA ? cell->health.same_class : cell->gradient / largest;
  return isfinite (fraction) ? CLAMP (fraction, 0.0, 1.0) : 0.0;
}

static void
draw_caption (cairo_t *cairo, const IsoWhatIfFigure *figure, size_t place, const IsoWhatIfBox *box, int best, double largest)
{
  const IsoTheme *theme = figure->theme;
  bool is_best = (int) place == best;
  double size = theme->text_size - (box->side < 44.0 ? 3.0 : 2.0), middle = box->y + box->side + 9.0, width;
  char number[32];
  if (figure->grid->tiles[place] == NULL)
    return;
  iso_what_if_number (number, sizeof number, figure->grid, place);
  bool is_marked = is_best || (int) place == figure->present;
  width = iso_text_draw (cairo, number, box->x + box->side, middle, 1.0, 0.5, size, is_marked ? ISO_TEXT_BOLD : ISO_TEXT_REGULAR,
                         is_marked ? theme->text : theme->quiet);
  double start = box->x, end = box->x + box->side - width - 6.0;
  if (box->side >= ENTROPY_SIDE && figure->grid->pair != ISO_WHAT_IF_TAU_LAMBDA)
    {
      char entropy[32];
      iso_what_if_entropy (entropy, sizeof entropy, figure->grid, place);
      start += iso_text_draw (cairo, entropy, start, middle, 0.0, 0.5, size, ISO_TEXT_REGULAR, theme->quiet) + 6.0;
    }
  if (is_best)
    {
      trace_star (cairo, end - 1.0, middle, 4.5);
      iso_set_color (cairo, theme->text);
      cairo_fill (cairo);
      end -= 9.0;
    }
  if (end - start < 8.0)
    return;
  trace_rounded (cairo, start, middle - 0.5 * BAR, end - start, BAR, 0.5 * BAR);
  iso_set_color (cairo, theme->grid);
  cairo_fill (cairo);
  double reach = bar_of (figure->grid, place, largest) * (end - start);
  if (reach < 1.0)
    return;
  trace_rounded (cairo, start, middle - 0.5 * BAR, reach, BAR, 0.5 * BAR);
  iso_set_color (cairo, theme->accent);
  cairo_fill (cairo);
}

static void
draw_frame (cairo_t *cairo, const IsoWhatIfBox *box, double distance, double thickness, IsoColor color)
{
  double out = distance + 0.5 * thickness;
  trace_rounded (cairo, box->x - out, box->y - out, box->side + 2.0 * out, box->side + 2.0 * out, RADIUS + out);
  iso_set_color (cairo, color);
  cairo_set_line_width (cairo, thickness);
  cairo_stroke (cairo);
}

/* ---- headings ---- */

static void
draw_headings (cairo_t *cairo, double width, double height, const IsoWhatIfFigure *figure)
{
  const IsoWhatIfGrid *grid = figure->grid;
  const IsoTheme *theme = figure->theme;
  double size = theme->text_size - 1.0;
  size_t B = grid->snapshot->B;
  for (size_t c = 0; c < grid->columns.count; c++)
    {
      IsoWhatIfBox box = iso_what_if_figure_box (grid, width, height, c);
      bool is_present = figure->present >= 0 && (size_t) figure->present % grid->columns.count == c;
      char value[32], text[64];
      iso_what_if_value_text (value, sizeof value, grid->columns.parameter, grid->columns.values[c], B);
      g_snprintf (text, sizeof text, "%s %s", iso_what_if_symbol (grid->columns.parameter), value);
      iso_text_draw (cairo, text, box.x + 0.5 * box.side, TOP - 10.0, 0.5, 0.5, size,
                     is_present ? ISO_TEXT_BOLD : ISO_TEXT_REGULAR, is_present ? theme->text : theme->quiet);
    }
  for (size_t r = 0; r < grid->rows.count; r++)
    {
      IsoWhatIfBox box = iso_what_if_figure_box (grid, width, height, r * grid->columns.count);
      bool is_present = figure->present >= 0 && (size_t) figure->present / grid->columns.count == r;
      char value[32], text[64];
      iso_what_if_value_text (value, sizeof value, grid->rows.parameter, grid->rows.values[r], B);
      g_snprintf (text, sizeof text, "%s %s", iso_what_if_symbol (grid->rows.parameter), value);
      iso_text_draw (cairo, text, box.x - 10.0, box.y + 0.5 * box.side, 1.0, 0.5, size,
                     is_present ? ISO_TEXT_BOLD : ISO_TEXT_REGULAR, is_present ? theme->text : theme->quiet);
    }
}

void
iso_what_if_figure_draw (cairo_t *cairo, double width, double height, const IsoWhatIfFigure *figure)
{
  const IsoWhatIfGrid *grid = figure->grid;
  IsoHeatScale scale = iso_what_if_grid_scale (grid, figure->logarithmic);
  double largest = iso_what_if_grid_largest_gradient (grid);
  int best = iso_what_if_grid_best (grid);
  draw_headings (cairo, width, height, figure);
  for (size_t place = 0; place < grid->count; place++)
    {
      IsoWhatIfBox box = iso_what_if_figure_box (grid, width, height, place);
      IsoWhatIfTile *tile = grid->tiles[place];
      size_t side = (size_t) box.side * (size_t) figure->device_scale;
      cairo_surface_t *pixels = tile == NULL ? NULL : iso_what_if_tile_pixels (tile, side, RADIUS * figure->device_scale, &scale);
      if (pixels != NULL)
        paint_pixels (cairo, pixels, box.x, box.y, box.side);
      else
        draw_nothing (cairo, &box, tile != NULL, figure->theme);
      draw_caption (cairo, figure, place, &box, best, largest);
      if ((int) place == figure->present)
        draw_frame (cairo, &box, 2.0, 2.0, figure->theme->accent);
    }
}

/* ---- the cursor ---- */

/* Beside the cell, on the side where there is more room. */
static void
draw_enlarged (cairo_t *cairo, double width, double height, const IsoWhatIfFigure *figure)
{
  const IsoWhatIfGrid *grid = figure->grid;
  const IsoTheme *theme = figure->theme;
  IsoWhatIfBox box = iso_what_if_figure_box (grid, width, height, (size_t) figure->cursor);
  IsoWhatIfTile *tile = grid->tiles[figure->cursor];
  double frame = 8.0, line = theme->text_size + 6.0, side = floor (fmin (LARGE, height - 2.0 * frame - line - 8.0)), text_width;
  IsoHeatScale scale = iso_what_if_grid_scale (grid, figure->logarithmic);
  if (tile == NULL || tile->cell->thumbnail == NULL || side < 1.3 * box.side)
    return;
  g_autofree char *name = iso_what_if_place_text (grid, (size_t) figure->cursor);
  iso_text_measure (&text_width, NULL, cairo, name, theme->text_size, ISO_TEXT_BOLD);
  double across = fmax (side, text_width) + 2.0 * frame, down = side + line + 2.0 * frame;
  bool is_right = box.x + 0.5 * box.side < 0.5 * width;
  double x = floor (is_right ? box.x + box.side + 8.0 : box.x - 8.0 - across), y = floor (box.y + 0.5 * box.side - 0.5 * down);
  x = CLAMP (x, 2.0, fmax (width - across - 2.0, 2.0));
  y = CLAMP (y, 2.0, fmax (height - down - 2.0, 2.0));
  IsoColor ground = theme->background;
  if (theme->is_dark)
    ground = (IsoColor) { ground.red + 0.05, ground.green + 0.05, ground.blue + 0.05, 1.0 };
  trace_rounded (cairo, x + 0.5, y + 0.5, across - 1.0, down - 1.0, 9.0);
  iso_set_color (cairo, ground);
  cairo_fill_preserve (cairo);
  iso_set_color (cairo, theme->axis);
  cairo_set_line_width (cairo, 1.0);
  cairo_stroke (cairo);
  cairo_surface_t *pixels = iso_heat_surface_new ((size_t) side * (size_t) figure->device_scale, RADIUS * figure->device_scale,
                                                  tile->cell->thumbnail, tile->cell->side, &scale,
                                                  iso_colormap_table (ISO_COLORMAP_MAGMA, theme->is_dark),
                                                  iso_colormap_missing (theme->is_dark));
  if (pixels != NULL)
    paint_pixels (cairo, pixels, floor (x + 0.5 * (across - side)), y + frame, side);
  g_clear_pointer (&pixels, cairo_surface_destroy);
  iso_text_draw (cairo, name, x + 0.5 * across, y + frame + side + 0.5 * line + 2.0, 0.5, 0.5, theme->text_size, ISO_TEXT_BOLD,
                 theme->text);
}

void
iso_what_if_figure_draw_cursor (cairo_t *cairo, double width, double height, const IsoWhatIfFigure *figure)
{
  if (figure->cursor < 0)
    return;
  IsoWhatIfBox box = iso_what_if_figure_box (figure->grid, width, height, (size_t) figure->cursor);
  draw_frame (cairo, &box, figure->cursor == figure->present ? 4.0 : 2.0, 1.5, figure->theme->text);
  if (figure->enlarged)
    draw_enlarged (cairo, width, height, figure);
}
