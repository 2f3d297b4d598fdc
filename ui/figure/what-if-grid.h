/* The what-if grid of one batch: two axes, and the tiles that have been computed so far. */
#pragma once

#include "ui/figure/what-if-tile.h"

typedef enum { ISO_WHAT_IF_OMEGA_K, ISO_WHAT_IF_TAU_LAMBDA, ISO_WHAT_IF_TAU_TAU_D } IsoWhatIfPair;
#define ISO_WHAT_IF_PAIRS 3
#define ISO_WHAT_IF_COLUMNS 5
#define ISO_WHAT_IF_ROWS 4

/* Which parameter runs along the columns (0) and the rows (1). */
IsoWhatIfParameter iso_what_if_parameter (IsoWhatIfPair pair, int direction);

typedef struct {
  IsoBatchSnapshot *snapshot;  /* owned reference */
  IsoDistillSettings settings; /* of what is not on the axes */
  IsoWhatIfPair pair;
  IsoWhatIfAxis columns, rows;
  size_t count;                /* columns.count · rows.count */
  IsoWhatIfTile **tiles;       /* (rows, columns), owned references; NULL: not there yet */
} IsoWhatIfGrid;

/* ends (2, 2): low and high of columns and rows. run, settings: those without the trial and those in force, whose values are kept on
 * the axes where they lie between the ends. */
IsoWhatIfGrid *iso_what_if_grid_new (IsoBatchSnapshot *snapshot, IsoWhatIfPair pair, double ends[2][2],
                                     const IsoDistillSettings *run, const IsoDistillSettings *settings);
void iso_what_if_grid_free (IsoWhatIfGrid *grid);
/* With tiles of its own, which may go to another thread. */
IsoWhatIfGrid *iso_what_if_grid_copy (const IsoWhatIfGrid *grid);

/* Takes the tiles of another grid (or NULL) that are the answer here too. */
void iso_what_if_grid_reuse (IsoWhatIfGrid *grid, const IsoWhatIfGrid *before);

/* What the tile at a place is or would be computed with. */
IsoDistillSettings iso_what_if_grid_settings (const IsoWhatIfGrid *grid, size_t place);
/* The first place without a tile; count if there is none. */
size_t iso_what_if_grid_missing (const IsoWhatIfGrid *grid);
size_t iso_what_if_grid_done (const IsoWhatIfGrid *grid);
/* Takes the tile over, and derives others from it that need no computing. */
void iso_what_if_grid_take (IsoWhatIfGrid *grid, size_t place, IsoWhatIfTile *tile);

/* Where these settings stand; −1 where they are not on the grid, or do not diffuse. */
int iso_what_if_grid_place_of (const IsoWhatIfGrid *grid, const IsoDistillSettings *settings);
/* The first tile with the most mass on the same class; −1 where all are there but no two differ, and where λ is an axis, with which P
 * does not change. Only known once all are there. */
int iso_what_if_grid_best (const IsoWhatIfGrid *grid);
/* Largest gradient of the tiles that are there; 0 without any. */
double iso_what_if_grid_largest_gradient (const IsoWhatIfGrid *grid);

/* One scale for all tiles that are there. */
IsoHeatScale iso_what_if_grid_scale (const IsoWhatIfGrid *grid, bool logarithmic);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoWhatIfGrid, iso_what_if_grid_free)
