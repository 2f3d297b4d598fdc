/* A batch's map as finished pixels: what the view asks its worker for, how that makes it, and what comes back. In the form that
 * IsoLatestJob wants. */
#pragma once

#include <gio/gio.h>

#include "ui/figure/batch-map-figure.h"

typedef struct {
  IsoBatchSnapshot *snapshot;
  IsoDistillSettings settings; /* whose graph is shown */
  IsoDataset *dataset;         /* or NULL */
  IsoBatchGraph *previous;     /* to lie like, or NULL */
  bool *selected;              /* (B) of the snapshot, or NULL */
  int width, height, scale;
  const IsoTheme *theme;
} IsoBatchPictureRequest;

typedef struct {
  IsoBatchGraph *graph;
  cairo_surface_t *pixels;
  float *placed; /* (B, 2) in pixels */
  int width, height, scale;
  const IsoTheme *theme;
} IsoBatchPicture;

/* An IsoBatchPicture for an IsoBatchPictureRequest; NULL with ISO_ERROR_NUMERIC where the embeddings are not finite. Any thread. */
gpointer iso_batch_picture_make (gpointer request, GCancellable *cancellable, GError **error);

/* With the references they hold; NULL is fine. */
void iso_batch_picture_request_free (gpointer request);
void iso_batch_picture_free (gpointer picture);
