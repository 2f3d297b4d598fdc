/* Behind the X-ray's worker: what it keeps from one computation to the next (room for the stages, the matrices made last, their pixels,
 * a pool of threads), so that a slider costs what it changes and no more. Counted, for a job may outlive the X-ray that began it. One
 * job at a time works in it. */
#pragma once

#include <cairo.h>

#include "engine/train/snapshot.h"
#include "ui/figure/batch-health.h"

/* What is in sight, for pixels to be ready with the numbers: sides in device pixels, 0: none are wanted. */
typedef struct {
  gboolean logarithmic, is_dark;
  gboolean change; /* what a trial changes */
  IsoMatrixKind large;
  size_t large_side, tile_side;
  double radius;
} IsoXrayWishes;

/* Of the matrices after the trial. A missing matrix has none. */
typedef struct {
  IsoXrayWishes wishes;
  cairo_surface_t *large;
  cairo_surface_t *tiles[ISO_MATRIX_COUNT];
} IsoXrayPixels;

/* One batch under one choice of settings, immutable, counted. Rows and columns of all matrices are by class, then as sampled: in the
 * snapshot's order, which is that. */
typedef struct {
  IsoReferences references;
  IsoBatchSnapshot *snapshot;
  IsoBatchMatrices *matrices;
  IsoBatchHealth health;
  gboolean is_trial;
  IsoBatchMatrices *before;     /* without the trial, on the trial's scales; NULL where there is none */
  IsoBatchMatrices *change;     /* what the trial changes; NULL where there is none, or it was not wished for */
  IsoBatchHealth health_before; /* likewise; not to be read without `before` */
  IsoXrayPixels pixels;
  double seconds;               /* that computing took */
} IsoXrayStages;

IsoXrayStages *iso_xray_stages_ref (IsoXrayStages *stages);
void iso_xray_stages_unref (IsoXrayStages *stages);

typedef struct {
  IsoBatchSnapshot *snapshot;
  gboolean is_trial;
  IsoDistillSettings settings, before; /* before: without the trial */
  IsoXrayWishes wishes;
} IsoXrayRequest;

typedef struct _IsoXrayRoom IsoXrayRoom;

IsoXrayRoom *iso_xray_room_new (void);
IsoXrayRoom *iso_xray_room_ref (IsoXrayRoom *room);
void iso_xray_room_unref (IsoXrayRoom *room);

/* Any thread, one at a time. */
IsoXrayStages *iso_xray_room_compute (IsoXrayRoom *room, const IsoXrayRequest *request);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoXrayStages, iso_xray_stages_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoXrayRoom, iso_xray_room_unref)
