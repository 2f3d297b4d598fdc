/* The batch strip: Sᵗ, graph, T, K, P by PSD, P by OBDP, their difference, Q: one large, the others small, one order, one
 * cursor. */
#pragma once

#include "engine/train/snapshot.h"
#include "ui/plot/view-card.h"

#define ISO_TYPE_BATCH_VIEW (iso_batch_view_get_type ())
G_DECLARE_FINAL_TYPE (IsoBatchView, iso_batch_view, ISO, BATCH_VIEW, IsoViewCard)

GtkWidget *iso_batch_view_new (void);

/* Class names for cursor and bands; NULL forgets everything shown (empty state). */
void iso_batch_view_set_dataset (IsoBatchView *view, IsoDataset *dataset);

/* The newest batch. Stages are computed on a worker, drawn when ready; a stale result is dropped. Takes a reference of its
 * own. */
void iso_batch_view_set_snapshot (IsoBatchView *view, IsoBatchSnapshot *snapshot);

/* Settings to compute the shown batch with instead of the snapshot's own (a slider moved while paused); NULL: the snapshot's. */
void iso_batch_view_set_settings (IsoBatchView *view, const IsoDistillSettings *settings);

/* Signal "watch-changed" (int: 0 live, 1 probe): the person chose live batches or the fixed probe batch.
 * Snapshots drawn so far, and the milliseconds from set_settings() to the frame that showed its result (last one, for tests). */
guint64 iso_batch_view_drawn_count (IsoBatchView *view);
double iso_batch_view_last_latency_ms (IsoBatchView *view);
