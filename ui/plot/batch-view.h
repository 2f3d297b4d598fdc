/* The batch, in one of three looks: its matrices Sᵗ, graph, T, K, P by PSD, P by OBDP, their difference, Q, and the gradients, one
 * large, the others small, one order, one cursor; the map of its samples with their graph; the similarities of its pairs or of those of
 * the test set. Which batch, frozen or not, and under which settings, is the X-ray's; a row of sliders that folds away (key x) tries
 * others on it. */
#pragma once

#include "engine/train/snapshot.h"
#include "ui/plot/sample-choice.h"
#include "ui/plot/similarity-view.h"
#include "ui/plot/view-card.h"
#include "ui/plot/xray.h"

typedef enum { ISO_BATCH_LOOK_MATRICES, ISO_BATCH_LOOK_MAP, ISO_BATCH_LOOK_SIMILARITIES, ISO_BATCH_LOOK_COUNT } IsoBatchLook;

#define ISO_TYPE_BATCH_VIEW (iso_batch_view_get_type ())
G_DECLARE_FINAL_TYPE (IsoBatchView, iso_batch_view, ISO, BATCH_VIEW, IsoViewCard)

GtkWidget *iso_batch_view_new (void);

/* Takes a reference; NULL: one of its own, which the three below feed as they would the one set. */
void iso_batch_view_set_xray (IsoBatchView *view, IsoXray *xray);

/* What is pointed at, picked and selected, in all looks; NULL: none. A reference is taken. */
void iso_batch_view_set_choice (IsoBatchView *view, IsoSampleChoice *choice);

/* Class names for cursor and bands; NULL forgets everything shown (empty state). */
void iso_batch_view_set_dataset (IsoBatchView *view, IsoDataset *dataset);

/* The newest batch. Stages are computed on a worker, drawn when ready; a stale result is dropped. Takes a reference of its
 * own. */
void iso_batch_view_set_snapshot (IsoBatchView *view, IsoBatchSnapshot *snapshot);

/* The newest epoch, whose test embeddings the similarities may be of; NULL: none yet. */
void iso_batch_view_set_epoch (IsoBatchView *view, IsoEpochSnapshot *epoch);

/* Settings to compute the shown batch with instead of the snapshot's own (a slider moved while paused); NULL: the snapshot's. */
void iso_batch_view_set_settings (IsoBatchView *view, const IsoDistillSettings *settings);

/* Shows what the trial changes in the matrices, or the matrices again; FALSE, and nothing happens, while nothing is tried. */
gboolean iso_batch_view_toggle_change (IsoBatchView *view);

/* Signal "look-changed": the person chose another look, or other pairs. */
void iso_batch_view_set_look (IsoBatchView *view, IsoBatchLook look);
IsoBatchLook iso_batch_view_look (IsoBatchView *view);
void iso_batch_view_set_similarities (IsoBatchView *view, IsoSimilaritySource source);
IsoSimilaritySource iso_batch_view_similarities (IsoBatchView *view);

/* Signal "watch-changed" (int: 0 live, 1 probe): the person chose live batches or the fixed probe batch. Freezing is the X-ray's.
 * Snapshots drawn so far, and the milliseconds from set_settings() to the frame that showed its result (last one, for tests). */
guint64 iso_batch_view_drawn_count (IsoBatchView *view);
double iso_batch_view_last_latency_ms (IsoBatchView *view);
