/* The pictures of a run: its curves; its last batch from similarity to diffused target, and as a map with its graph; the map of its
 * test embeddings, and the similarities of their pairs. */
#pragma once

#include "ui/figure/batch-matrices.h"
#include "ui/figure/projected-map.h"
#include "ui/figure/run-curves.h"

typedef struct {
  const IsoTheme *theme;
  int width, height; /* of each picture, in units */
  int scale;         /* pixels in a unit, of the PNG files */
  IsoRunCurves *curves;
  IsoProjectedMap *map;
  IsoBatchSnapshot *batch;
} IsoRunPictures;

/* curves.png, curves.svg, batch.png, batch-map.png, batch-map.svg, map.png, map.svg, similarities.png, similarities.svg;
 * NULL-terminated. */
extern const char *const iso_run_picture_names[];

/* Writes them all into `folder`; data is an IsoRunPictures. As iso_output_folder_fill() wants it. */
bool iso_run_pictures_write (const char *folder, gpointer data, GError **error);

void iso_run_pictures_clear (IsoRunPictures *pictures);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (IsoRunPictures, iso_run_pictures_clear)
