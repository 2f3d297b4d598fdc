/* The batch as a map with the graph that diffusion walks on: laid out and drawn on a worker, with the classes' legend below and a card
 * beside the sample pointed at.
 *
 * Signal "described" (title, subtitle): what is shown changed. */
#pragma once

#include <gtk/gtk.h>

#include "engine/data/dataset.h"
#include "ui/figure/batch-graph.h"
#include "ui/plot/sample-choice.h"

#define ISO_TYPE_BATCH_MAP (iso_batch_map_get_type ())
G_DECLARE_FINAL_TYPE (IsoBatchMap, iso_batch_map, ISO, BATCH_MAP, GtkWidget)

GtkWidget *iso_batch_map_new (void);

/* Names and pictures of samples; NULL forgets everything shown. */
void iso_batch_map_set_dataset (IsoBatchMap *map, IsoDataset *dataset);

/* The newest batch. Nothing is laid out that is not in sight, and a stale result is dropped. Takes a reference of its own. */
void iso_batch_map_set_snapshot (IsoBatchMap *map, IsoBatchSnapshot *snapshot);

/* Whose graph is shown instead of the snapshot's own (a slider moved while paused); NULL: the snapshot's. */
void iso_batch_map_set_settings (IsoBatchMap *map, const IsoDistillSettings *settings);

/* Samples pointed at, picked and selected, one for all views; NULL: the map has a choice of its own. Takes a reference. */
void iso_batch_map_set_choice (IsoBatchMap *map, IsoSampleChoice *choice);

/* The map itself, which takes the keyboard. */
GtkWidget *iso_batch_map_main (IsoBatchMap *map);
/* NULL where nothing is shown; valid until the next batch. */
const IsoBatchGraph *iso_batch_map_graph (IsoBatchMap *map);
/* What it shows, in words; "" where it shows nothing. */
const char *iso_batch_map_title (IsoBatchMap *map);
const char *iso_batch_map_subtitle (IsoBatchMap *map);
