/* All metrics with their values of the test, validation and training part, one a row, in groups. Emits "chosen" (the row's place is
 * asked for by iso_metric_list_chosen()) when the person chose another row. */
#pragma once

#include <gtk/gtk.h>

#include "engine/train/snapshot.h"

#define ISO_TYPE_METRIC_LIST (iso_metric_list_get_type ())
G_DECLARE_FINAL_TYPE (IsoMetricList, iso_metric_list, ISO, METRIC_LIST, GtkWidget)

GtkWidget *iso_metric_list_new (void);

/* The rows there are: recall for each of these ks, ascending, then every other metric. */
void iso_metric_list_set_ks (IsoMetricList *list, const int *ks, size_t count);

/* The values of an evaluation; NULL: none yet. Columns of parts without samples are left out. */
void iso_metric_list_show (IsoMetricList *list, const IsoEpochSnapshot *epoch);

IsoScoreKey iso_metric_list_chosen (IsoMetricList *list);
void iso_metric_list_choose (IsoMetricList *list, IsoScoreKey key);
