/* The test embeddings of one epoch, laid out in the plane: by principal components, turned to lie as the map before it. No
 * display needed: the window makes them on a worker, the command line in place. Immutable, shared by reference, any thread. */
#pragma once

#include "engine/train/snapshot.h"
#include "ui/figure/map-figure.h"

typedef struct {
  IsoReferences references;
  IsoEpochSnapshot *epoch; /* owned reference */
  size_t N;
  float *positions; /* (N, 2), in the order of epoch->experiment->split.test */
  gint32 *labels;   /* (N) */
  guint32 *order;   /* (N), shuffled, so that no class lies on top of the others */
  const char **class_names; /* (class_count), of the data set */
  double explained[2];      /* shares of the variance along the two axes */
  IsoMapBox fit;
} IsoProjectedMap;

/* Whether both are moments of the same run, so that one can be turned to lie as the other. */
bool iso_projected_map_is_comparable (const IsoProjectedMap *map, const IsoEpochSnapshot *epoch);

/* previous (or NULL): the map to align to, if it is comparable. NULL with ISO_ERROR_NUMERIC when the embeddings are not
 * finite. */
IsoProjectedMap *iso_projected_map_new (IsoEpochSnapshot *epoch, const IsoProjectedMap *previous, GError **error);
IsoProjectedMap *iso_projected_map_ref (IsoProjectedMap *map);
void iso_projected_map_unref (IsoProjectedMap *map);

/* As the figure wants it; valid as long as the map. */
IsoMapPoints iso_projected_map_points (const IsoProjectedMap *map);

/* "PCA of 1 000 test embeddings · 61 % of variance · epoch 4". */
char *iso_projected_map_describe (const IsoProjectedMap *map);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoProjectedMap, iso_projected_map_unref)
