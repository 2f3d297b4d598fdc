#include "ui/figure/what-if-tile.h"

#include "ui/figure/colormap.h"

static IsoWhatIfTile *
tile_of (IsoBatchSnapshot *snapshot, IsoWhatIfCell *cell)
{
  IsoWhatIfTile *tile = g_rc_box_new0 (IsoWhatIfTile);
  tile->snapshot = iso_batch_snapshot_ref (snapshot);
  tile->cell = cell;
  if (cell->thumbnail != NULL)
    iso_matrix_spread (&tile->spread, cell->thumbnail, cell->side);
  return tile;
}

IsoWhatIfTile *
iso_what_if_tile_new (IsoBatchSnapshot *snapshot, const IsoDistillSettings *settings)
{
  g_autoptr (IsoTargets) room = iso_targets_new (snapshot->B);
  const IsoWhatIfBatch batch = { snapshot->B, snapshot->teacher_similarity, snapshot->student_similarity, snapshot->labels,
                                 snapshot->ramp };
  return tile_of (snapshot, iso_what_if_cell_new (&batch, settings, room));
}

IsoWhatIfTile *
iso_what_if_tile_with_lambda (const IsoWhatIfTile *tile, double lambda)
{
  IsoWhatIfCell *cell = iso_what_if_cell_with_lambda (tile->cell, lambda);
  return cell != NULL ? tile_of (tile->snapshot, cell) : NULL;
}

IsoWhatIfTile *
iso_what_if_tile_copy (const IsoWhatIfTile *tile)
{
  return tile_of (tile->snapshot, iso_what_if_cell_copy (tile->cell));
}

IsoWhatIfTile *
iso_what_if_tile_ref (IsoWhatIfTile *tile)
{
  return g_rc_box_acquire (tile);
}

static void
clear (gpointer data)
{
  IsoWhatIfTile *tile = data;
  iso_batch_snapshot_unref (tile->snapshot);
  iso_what_if_cell_free (tile->cell);
  g_clear_pointer (&tile->pixels, cairo_surface_destroy);
}

void
iso_what_if_tile_unref (IsoWhatIfTile *tile)
{
  if (tile != NULL)
    g_rc_box_release_full (tile, clear);
}

bool
iso_what_if_tile_is (const IsoWhatIfTile *tile, const IsoBatchSnapshot *snapshot, const IsoDistillSettings *settings)
{
  IsoDistillSettings diffusing = *settings;
  diffusing.mode = ISO_DISTILL_OBDP;
  return tile->snapshot == snapshot && iso_distill_settings_equal (&tile->cell->settings, &diffusing);
}

static bool
is_same_scale (const IsoHeatScale *a, const IsoHeatScale *b)
{
  return a->kind == b->kind && !(a->minimum < b->minimum || a->minimum > b->minimum || a->maximum < b->maximum
                                 || a->maximum > b->maximum);
}

cairo_surface_t *
iso_what_if_tile_pixels (IsoWhatIfTile *tile, size_t side, double radius, const IsoHeatScale *scale)
{
  if (tile->cell->thumbnail == NULL || side == 0)
    return NULL;
  if (tile->pixels != NULL && cairo_image_surface_get_width (tile->pixels) == (int) side && is_same_scale (&tile->scale, scale))
    return tile->pixels;
  g_clear_pointer (&tile->pixels, cairo_surface_destroy);
  tile->scale = *scale;
  tile->pixels = iso_heat_surface_new (side, radius, tile->cell->thumbnail, tile->cell->side, scale,
                                       iso_colormap_table (ISO_COLORMAP_MAGMA, false), iso_colormap_missing (false));
  return tile->pixels;
}
