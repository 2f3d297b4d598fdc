/* What the batch map's files share: batch-map.c (which batch, words, legend) and batch-map-tools.c (what stands above the map: the card
 * beside a sample, box and lasso, how many are selected). */
#pragma once

#include "ui/plot/batch-map-canvas.h"
#include "ui/plot/batch-map.h"
#include "ui/plot/class-legend.h"
#include "ui/plot/latest-job.h"

struct _IsoBatchMap {
  GtkWidget parent_instance;
  GtkStack *pages; /* "empty", "map" */
  GtkLabel *message;
  GtkWidget *overlay, *card;
  IsoBatchMapCanvas *canvas;
  IsoClassLegend *legend;
  GtkWidget *tools, *box_button, *lasso_button, *selection_note; /* above the map */
  GtkLabel *selection_label;
  IsoSampleChoice *choice;
  IsoLatestJob *job;
  IsoDataset *dataset;
  IsoBatchSnapshot *newest;
  IsoDistillSettings settings; /* instead of its own, if has_settings */
  gboolean has_settings;
  gboolean stale;              /* what is in sight is not what it should be, and nothing has been asked for */
  bool *seen;                  /* (class_count of the dataset): classes that have been in a batch, listed in the legend */
  gint32 *listed;              /* (listed_count): the same, ascending */
  size_t listed_count;
  guint card_source;
  char *title, *subtitle;
};

/* batch-map.c */
/* (B) of a batch; NULL where there is no selection. Free with g_free(). */
bool *iso_batch_map_selection (IsoBatchMap *map, const IsoBatchSnapshot *snapshot);

/* batch-map-tools.c */
void iso_batch_map_install_tools (GtkWidgetClass *class);
/* Makes overlay and legend about the canvas. */
void iso_batch_map_build_tools (IsoBatchMap *map);
/* The legend's toggles and the note, as what is in sight is selected. */
void iso_batch_map_show_selection (IsoBatchMap *map);
