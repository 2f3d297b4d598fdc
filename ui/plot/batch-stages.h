/* The worker behind the batch strip: turns a batch and settings into matrices and finished pixels, off the main thread.
 *
 * One request waits at most, and one result: a newer one replaces it, so that a slider moved fast never builds a queue. Results
 * come back to the main context in the order of their generation numbers; after iso_batch_stages_forget() none asked for before
 * arrives.
 */
#pragma once

#include "engine/train/snapshot.h"
#include "ui/figure/batch-health.h"

typedef struct {
  IsoBatchSnapshot *snapshot;
  IsoDistillSettings settings;
  /* What is in sight: sides in device pixels, 0 = no pixels wanted. */
  gboolean logarithmic, is_dark;
  IsoMatrixKind large;
  size_t large_side, tile_side;
  double radius;
} IsoBatchRequest;

typedef struct {
  guint64 generation;
  IsoBatchSnapshot *snapshot;
  IsoBatchMatrices *matrices;
  IsoBatchHealth health;
  cairo_surface_t *large;                   /* of request.large; NULL if not asked for or missing */
  cairo_surface_t *tiles[ISO_MATRIX_COUNT];
  IsoMatrixKind large_kind;
  gboolean logarithmic;
  double seconds;                           /* that the worker took */
} IsoBatchResult;

typedef struct _IsoBatchStages IsoBatchStages;

/* Called in the main context; the result is the caller's to keep until it returns. */
typedef void (*IsoBatchReady) (const IsoBatchResult *result, gpointer data);

IsoBatchStages *iso_batch_stages_new (IsoBatchReady ready, gpointer data);
/* Ends the worker (waits for the batch it is at) and drops what has not arrived. */
void iso_batch_stages_free (IsoBatchStages *stages);

/* Returns the generation number of the result to come, counted from 1. References are taken. */
guint64 iso_batch_stages_request (IsoBatchStages *stages, const IsoBatchRequest *request);

/* Drops everything asked for so far. */
void iso_batch_stages_forget (IsoBatchStages *stages);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoBatchStages, iso_batch_stages_free)
