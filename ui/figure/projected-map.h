/* Embeddings of one epoch laid out in the plane, by PCA, t-SNE, UMAP or along chosen axes, finished or as it stands while it forms. No display needed: the
 * window makes them of a live projection's frames, the command line in place. Immutable, shared by reference, any thread. */
#pragma once

#include "engine/projection/axis-settings.h"
#include "engine/projection/live.h"
#include "ui/figure/map-figure.h"
#include "ui/figure/map-samples.h"

typedef struct {
  IsoReferences references;
  IsoMapSamples *samples;  /* owned reference */
  IsoEpochSnapshot *epoch; /* of the samples */
  IsoLiveFrame *frame;     /* owned reference: holds the positions */
  IsoProjectionSettings settings;
  size_t N;
  const float *positions;  /* (N, 2), in the order of the samples */
  const gint32 *labels;    /* (N) */
  size_t done, total;      /* steps; equal: at rest */
  double explained[2];     /* PCA and axes: shares of the variance along the two axes; else NAN */
  IsoMapBox fit;
  bool has_given_fit;      /* it is not this map's own but one that several share */
} IsoProjectedMap;

/* By principal components, of the test samples, in place. previous (or NULL): the map to turn to, if it is comparable. NULL with
 * ISO_ERROR_NUMERIC when the embeddings are not finite. */
IsoProjectedMap *iso_projected_map_new (IsoEpochSnapshot *epoch, const IsoProjectedMap *previous, GError **error);
/* Of a frame with positions whose subject is an IsoMapSamples; takes references. */
IsoProjectedMap *iso_projected_map_of_frame (IsoLiveFrame *frame);
IsoProjectedMap *iso_projected_map_ref (IsoProjectedMap *map);
void iso_projected_map_unref (IsoProjectedMap *map);

/* Whether both show the same samples of the same run; their methods and moments may differ. */
bool iso_projected_map_is_comparable (const IsoProjectedMap *map, const IsoProjectedMap *other);
/* Whether they also are the same layout, which goes on: points then keep their places as far as the embeddings do. */
bool iso_projected_map_is_next (const IsoProjectedMap *map, const IsoProjectedMap *next);
bool iso_projected_map_is_at_rest (const IsoProjectedMap *map);

/* As the figure wants it; valid as long as the map. */
IsoMapPoints iso_projected_map_points (const IsoProjectedMap *map);

/* "PCA", "t-SNE", "UMAP", untranslatable names; "Axes", translated. */
const char *iso_projection_method_name (int method);
/* "PCA of 1 000 test embeddings · 61 % of variance · epoch 4",
 * "t-SNE of 1 000 test embeddings · step 340 of 1 000 · KL 1.23 · epoch 4",
 * "along T-shirt → Trouser, up by variance · 61 % of variance · 1 000 test embeddings · epoch 4". Newly allocated. */
char *iso_projected_map_describe (const IsoProjectedMap *map);

/* A map along axes: what stands at the end, "Trouser" or "sample 12"; NULL where up is by variance, and of other maps. Newly
 * allocated. */
char *iso_projected_map_axis_end (const IsoProjectedMap *map, IsoAxisEnd end);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoProjectedMap, iso_projected_map_unref)
