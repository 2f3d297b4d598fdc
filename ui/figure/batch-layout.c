#include "ui/figure/batch-layout.h"

#include <math.h>
#include <string.h>

#define BAND 8       /* thickness of a class band */
#define BAND_GAP 4   /* to the square */
#define INSET (BAND + BAND_GAP)
#define BAR_GAP 12
#define READOUT_GAP 6
#define TOOLS_GAP 6
#define BLOCK_GAP 20 /* between the large square's block and the small ones */
#define TILE_GAP 12
#define WIDEST_TILE_GAP 26 /* between rows; between columns a share of their side, or what captions want */
#define CAPTION_GAP 6      /* of the gap between columns: to the next caption */
#define CAPTION_LINES 6    /* a caption is whole where it is so many times as wide as a line is high */
#define CARD_MARGIN 12 /* that nothing else uses at the right of the strip */
#define NARROW 104
#define LEAST_LARGE 48
/* Smaller squares show nothing; what is below counts so much less. */
#define LEAST_TILE 30
/* One per cent more for the small squares is worth this many for the large one. */
#define TILE_WORTH 0.6

typedef struct {
  int side, columns, rows;
} Grid;

/* The largest squares, with captions, of which ISO_MATRIX_COUNT fit into width × height. Under narrow ones a caption needs its
 * second line. */
static Grid
best_grid (int width, int height, const IsoBatchRoom *room)
{
  Grid best = { 0, 1, ISO_MATRIX_COUNT };
  for (int columns = 1; columns <= ISO_MATRIX_COUNT; columns++)
    {
      int rows = (ISO_MATRIX_COUNT + columns - 1) / columns;
      /* Empty places look like something missing. */
      if (rows * columns != ISO_MATRIX_COUNT)
        continue;
      int by_width = (width - (columns - 1) * TILE_GAP) / columns;
      int by_height = (height - (rows - 1) * TILE_GAP) / rows - room->caption_height - ISO_BATCH_CAPTION_GAP;
      int side = MIN (by_width, by_height);
      if (side < NARROW)
        side = MIN (by_width, by_height - room->line_height);
      if (side > best.side)
        best = (Grid){ side, columns, rows };
    }
  return best;
}

static int
snap (const IsoBatchRoom *room, int side)
{
  size_t pixels = (size_t) (MAX (side, 1) * room->scale);
  return MAX ((int) iso_heat_snap (pixels, room->B) / room->scale, 1);
}

static int
block_width (const IsoBatchRoom *room, int large)
{
  return INSET + MAX (large + BAR_GAP + room->bar_width, room->tools_width);
}

/* Above the large square. */
static int
top_of (const IsoBatchRoom *room)
{
  return room->tools_height > 0 ? room->tools_height + TOOLS_GAP : 0;
}

static int
block_height (const IsoBatchRoom *room, int large)
{
  return top_of (room) + large + INSET + READOUT_GAP + room->readout_height;
}

typedef struct {
  int large;
  Grid grid;
  bool beside; /* the small squares at the right rather than below */
} Plan;

/* What is seen of it, that is after snapping; then the smaller plan, whose rest goes to the gaps. */
static double
worth (const IsoBatchRoom *room, const Plan *plan)
{
  int tile = plan->grid.side < 1 ? 0 : snap (room, plan->grid.side);
  if (tile < 1)
    return -1.0;
  double seen = snap (room, plan->large) * pow (tile, TILE_WORTH);
  return tile < LEAST_TILE ? seen * 0.1 : seen;
}

static Plan
best_plan (const IsoBatchRoom *room)
{
  Plan best = { LEAST_LARGE, { 1, 5, 2 }, true };
  double best_worth = -1.0;
  for (int large = LEAST_LARGE; large <= MAX (room->width, room->height); large += 2)
    for (int beside = 0; beside <= 1; beside++)
      {
        int width = room->width, height = room->height;
        if (block_width (room, large) > width || block_height (room, large) > height)
          continue;
        if (beside)
          width -= block_width (room, large) + BLOCK_GAP;
        else
          height -= block_height (room, large) + BLOCK_GAP;
        Plan plan = { large, best_grid (width, height, room), beside != 0 };
        double this_worth = worth (room, &plan);
        if (this_worth > best_worth)
          {
            best = plan;
            best_worth = this_worth;
          }
      }
  return best;
}

static void
place_large (IsoBatchLayout *layout, const IsoBatchRoom *room, int side)
{
  int top = top_of (room), width = side + BAR_GAP + room->bar_width;
  layout->tools = (IsoPlace){ INSET, 0, width, room->tools_height };
  layout->large = (IsoPlace){ INSET, top, side, side };
  layout->rows = (IsoPlace){ 0, top, BAND, side };
  layout->columns = (IsoPlace){ INSET, top + side + BAND_GAP, side, BAND };
  layout->bar = (IsoPlace){ INSET + side + BAR_GAP, top, room->bar_width, side };
  layout->readout = (IsoPlace){ INSET, top + side + INSET + READOUT_GAP, width, room->readout_height };
}

/* Small squares stand further apart than looks alone would have them, where there is room, rather than cut their names. Returns the gap
 * between columns; *rest: what the last caption wants beyond its square and the card's margin. */
static int
column_gap (int *rest, const IsoBatchRoom *room, const Grid *grid, int side, int width)
{
  int columns = grid->columns, wanted = CAPTION_LINES * room->line_height;
  int caption = MIN (wanted, (width + CARD_MARGIN - (columns - 1) * CAPTION_GAP) / columns);
  int widest = MAX (MAX (WIDEST_TILE_GAP, side / 3), wanted + CAPTION_GAP - side);
  *rest = MAX (caption - side - CARD_MARGIN, 0);
  return columns > 1 ? CLAMP ((width - *rest - columns * side) / (columns - 1), 0, widest) : 0;
}

/* The squares end flush with the area's right edge, unless their captions are wider: what the gaps do not take stays at its left. */
static void
place_tiles (IsoBatchLayout *layout, const IsoBatchRoom *room, const Grid *grid, IsoPlace area)
{
  int side = snap (room, grid->side), whole = side + ISO_BATCH_CAPTION_GAP + room->caption_height;
  int rest, gap_x = column_gap (&rest, room, grid, side, area.width);
  int gap_y = grid->rows > 1 ? (area.height - grid->rows * whole) / (grid->rows - 1) : 0;
  int caption_height = room->caption_height;
  /* The caption's second line, and that of a name that is wider than its room. */
  bool is_narrow = side + gap_x - CAPTION_GAP < CAPTION_LINES * room->line_height;
  for (int line = 0; line < (is_narrow ? 2 : 1); line++)
    if (grid->rows * (whole + room->line_height) + (grid->rows - 1) * TILE_GAP <= area.height)
      {
        whole += room->line_height;
        caption_height += room->line_height;
        gap_y = grid->rows > 1 ? (area.height - grid->rows * whole) / (grid->rows - 1) : 0;
      }
  gap_y = CLAMP (gap_y, 0, WIDEST_TILE_GAP);
  int area_end = area.x + area.width;
  area.x += MAX (area.width - rest - grid->columns * side - (grid->columns - 1) * gap_x, 0);
  layout->tile_columns = grid->columns;
  for (int i = 0; i < ISO_MATRIX_COUNT; i++)
    {
      int x = area.x + i % grid->columns * (side + gap_x), y = area.y + i / grid->columns * (whole + gap_y);
      layout->tiles[i] = (IsoPlace){ x, y, side, side };
      /* A caption may use the gap too, and the card's margin. */
      int end = MIN (x + side + MAX (gap_x - CAPTION_GAP, 0), area_end + CARD_MARGIN);
      layout->captions[i] = (IsoPlace){ x, y + side + ISO_BATCH_CAPTION_GAP, end - x, caption_height };
    }
}

void
iso_batch_layout (IsoBatchLayout *layout, const IsoBatchRoom *room)
{
  Plan plan = best_plan (room);
  int large = snap (room, plan.large);
  IsoPlace area;

  memset (layout, 0, sizeof *layout);
  place_large (layout, room, large);
  if (plan.beside)
    {
      int left = block_width (room, large) + BLOCK_GAP;
      area = (IsoPlace){ left, 0, room->width - left, room->height };
    }
  else
    {
      int top = block_height (room, large) + BLOCK_GAP;
      area = (IsoPlace){ 0, top, room->width, room->height - top };
    }
  place_tiles (layout, room, &plan.grid, area);
}
