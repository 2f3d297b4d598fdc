/* The walk that a view shows, with the batch and the graph it goes on, and its map as finished pixels: what the view asks its worker
 * for, how that makes it, and what comes back. In the form that IsoLatestJob wants. */
#pragma once

#include <gio/gio.h>

#include "ui/figure/walk-figure.h"
#include "ui/plot/xray.h"

/* Immutable, counted, any thread. */
typedef struct {
  IsoReferences references;
  IsoXrayStages *stages; /* owned reference: the walk reads its matrices */
  IsoBatchGraph *graph;  /* owned reference */
  size_t start;          /* place in the batch */
  bool from_targets;     /* F_0 is that of METHOD, else I */
  IsoWalk *walk;         /* NULL where there is none */
  char *problem;         /* why not, one sentence */
  IsoHeatScale linear, logarithmic;
  double flow_top;
} IsoWalkRoute;

typedef struct {
  IsoXrayStages *stages;
  IsoDataset *dataset;    /* or NULL */
  IsoWalkRoute *previous; /* to lie like, and to take over what is the same; or NULL */
  size_t start;
  bool from_targets;
  int width, height, scale;
  const IsoTheme *theme;
} IsoWalkRequest;

typedef struct {
  IsoWalkRoute *route;
  cairo_surface_t *ground; /* iso_walk_ground_new() */
  float *placed;           /* (B, 2) in units */
  int width, height, scale;
  const IsoTheme *theme;
} IsoWalkPicture;

IsoWalkRoute *iso_walk_route_ref (IsoWalkRoute *route);
void iso_walk_route_unref (IsoWalkRoute *route);

/* An IsoWalkPicture for an IsoWalkRequest; NULL with ISO_ERROR_NUMERIC where the embeddings are not finite, ISO_ERROR_CANCELLED. Where
 * only the walk cannot be, its route says why. Any thread. */
gpointer iso_walk_picture_make (gpointer request, GCancellable *cancellable, GError **error);

/* With the references they hold; NULL is fine. */
void iso_walk_request_free (gpointer request);
void iso_walk_picture_free (gpointer picture);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoWalkRoute, iso_walk_route_unref)
