#include "ui/figure/what-if-grid.h"

#include <math.h>

/* Shares of mass nearer to each other than this are not told apart. */
#define SAME_MASS 1e-4

IsoWhatIfParameter
iso_what_if_parameter (IsoWhatIfPair pair, int direction)
{
  static const IsoWhatIfParameter parameters[ISO_WHAT_IF_PAIRS][2] = {
    [ISO_WHAT_IF_OMEGA_K] = { ISO_WHAT_IF_OMEGA, ISO_WHAT_IF_K },
    [ISO_WHAT_IF_TAU_LAMBDA] = { ISO_WHAT_IF_TAU, ISO_WHAT_IF_LAMBDA },
    [ISO_WHAT_IF_TAU_TAU_D] = { ISO_WHAT_IF_TAU, ISO_WHAT_IF_TAU_D },
  };
  return parameters[pair][direction];
}

IsoWhatIfGrid *
iso_what_if_grid_new (IsoBatchSnapshot *snapshot, IsoWhatIfPair pair, double ends[2][2], const IsoDistillSettings *run,
                      const IsoDistillSettings *settings)
{
  IsoWhatIfGrid *grid = g_new0 (IsoWhatIfGrid, 1);
  IsoWhatIfAxis *axes[2] = { &grid->columns, &grid->rows };
  grid->snapshot = iso_batch_snapshot_ref (snapshot);
  grid->settings = *settings;
  grid->settings.mode = ISO_DISTILL_OBDP;
  grid->pair = pair;
  for (int direction = 0; direction < 2; direction++)
    {
      IsoWhatIfParameter parameter = iso_what_if_parameter (pair, direction);
      const double kept[] = { iso_what_if_get (run, parameter), iso_what_if_get (settings, parameter) };
      iso_what_if_axis_init (axes[direction], parameter, ends[direction][0], ends[direction][1],
                             direction == 0 ? ISO_WHAT_IF_COLUMNS : ISO_WHAT_IF_ROWS, kept, 2, snapshot->B);
    }
  grid->count = grid->columns.count * grid->rows.count;
  grid->tiles = g_new0 (IsoWhatIfTile *, grid->count);
  return grid;
}

IsoWhatIfGrid *
iso_what_if_grid_copy (const IsoWhatIfGrid *grid)
{
  IsoWhatIfGrid *copy = g_memdup2 (grid, sizeof *grid);
  copy->snapshot = iso_batch_snapshot_ref (grid->snapshot);
  copy->tiles = g_new0 (IsoWhatIfTile *, grid->count);
  for (size_t place = 0; place < grid->count; place++)
    copy->tiles[place] = grid->tiles[place] != NULL ? iso_what_if_tile_copy (grid->tiles[place]) : NULL;
  return copy;
}

void
iso_what_if_grid_reuse (IsoWhatIfGrid *grid, const IsoWhatIfGrid *before)
{
  for (size_t place = 0; before != NULL && place < grid->count; place++)
    {
      IsoDistillSettings settings = iso_what_if_grid_settings (grid, place);
      for (size_t old = 0; old < before->count && grid->tiles[place] == NULL; old++)
        if (before->tiles[old] != NULL && iso_what_if_tile_is (before->tiles[old], grid->snapshot, &settings))
          grid->tiles[place] = iso_what_if_tile_ref (before->tiles[old]);
    }
}

void
iso_what_if_grid_free (IsoWhatIfGrid *grid)
{
  if (grid == NULL)
    return;
  for (size_t place = 0; place < grid->count; place++)
    iso_what_if_tile_unref (grid->tiles[place]);
  g_free (grid->tiles);
  iso_batch_snapshot_unref (grid->snapshot);
  g_free (grid);
}

IsoDistillSettings
iso_what_if_grid_settings (const IsoWhatIfGrid *grid, size_t place)
{
  IsoDistillSettings settings = grid->settings;
  iso_what_if_set (&settings, grid->columns.parameter, grid->columns.values[place % grid->columns.count]);
  iso_what_if_set (&settings, grid->rows.parameter, grid->rows.values[place / grid->columns.count]);
  return settings;
}

size_t
iso_what_if_grid_missing (const IsoWhatIfGrid *grid)
{
  size_t place = 0;
  while (place < grid->count && grid->tiles[place] != NULL)
    place++;
  return place;
}

size_t
iso_what_if_grid_done (const IsoWhatIfGrid *grid)
{
  size_t done = 0;
  for (size_t place = 0; place < grid->count; place++)
    done += grid->tiles[place] != NULL;
  return done;
}

void
iso_what_if_grid_take (IsoWhatIfGrid *grid, size_t place, IsoWhatIfTile *tile)
{
  g_assert (place < grid->count);
  iso_what_if_tile_unref (grid->tiles[place]);
  grid->tiles[place] = tile;
  if (grid->rows.parameter != ISO_WHAT_IF_LAMBDA)
    return;
  for (size_t row = 0; row < grid->rows.count; row++)
    {
      size_t other = row * grid->columns.count + place % grid->columns.count;
      if (grid->tiles[other] == NULL)
        grid->tiles[other] = iso_what_if_tile_with_lambda (tile, grid->rows.values[row]);
    }
}

int
iso_what_if_grid_place_of (const IsoWhatIfGrid *grid, const IsoDistillSettings *settings)
{
  size_t B = grid->snapshot->B;
  int column = iso_what_if_axis_place (&grid->columns, iso_what_if_get (settings, grid->columns.parameter), B);
  int row = iso_what_if_axis_place (&grid->rows, iso_what_if_get (settings, grid->rows.parameter), B);
  return column < 0 || row < 0 || settings->mode != ISO_DISTILL_OBDP ? -1 : row * (int) grid->columns.count + column;
}

int
iso_what_if_grid_best (const IsoWhatIfGrid *grid)
{
  double most = -INFINITY, least = INFINITY;
  int best = -1;
  if (grid->pair == ISO_WHAT_IF_TAU_LAMBDA || iso_what_if_grid_missing (grid) < grid->count)
    return -1;
  for (size_t place = 0; place < grid->count; place++)
    {
      double mass = grid->tiles[place]->cell->health.same_class;
      if (isnan (mass))
        continue;
      least = fmin (least, mass);
      if (mass > most + SAME_MASS)
        {
          most = mass;
          best = (int) place;
        }
    }
  return most > least + SAME_MASS ? best : -1;
}

double
iso_what_if_grid_largest_gradient (const IsoWhatIfGrid *grid)
{
  double largest = 0.0;
  for (size_t place = 0; place < grid->count; place++)
    if (grid->tiles[place] != NULL && grid->tiles[place]->cell->gradient > largest)
      largest = grid->tiles[place]->cell->gradient;
  return largest;
}

IsoHeatScale
iso_what_if_grid_scale (const IsoWhatIfGrid *grid, bool logarithmic)
{
  double low = INFINITY, positive_low = INFINITY, high = 0.0;
  for (size_t place = 0; place < grid->count; place++)
    {
      if (grid->tiles[place] == NULL || grid->tiles[place]->cell->thumbnail == NULL)
        continue;
      const IsoMatrixSpread *spread = &grid->tiles[place]->spread;
      low = fmin (low, spread->low);
      high = fmax (high, logarithmic ? spread->positive_high : spread->high);
      if (spread->positive_low > 0.0)
        positive_low = fmin (positive_low, spread->positive_low);
    }
  return logarithmic ? iso_range_logarithmic (isfinite (positive_low) ? positive_low : 0.0, high)
                     : iso_range_from_zero (isfinite (low) ? low : 0.0, high);
}
