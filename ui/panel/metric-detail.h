/* What one metric says, whether the run computes it, and its values for the single classes. */
#pragma once

#include <gtk/gtk.h>

#include "ui/session/session.h"

#define ISO_TYPE_METRIC_DETAIL (iso_metric_detail_get_type ())
G_DECLARE_FINAL_TYPE (IsoMetricDetail, iso_metric_detail, ISO, METRIC_DETAIL, GtkBox)

/* The switch changes evaluate.metrics of the session. */
GtkWidget *iso_metric_detail_new (IsoSession *session);

void iso_metric_detail_show_metric (IsoMetricDetail *detail, IsoScoreKey key);
/* The newest evaluation, of which a reference is kept; NULL: none yet. */
void iso_metric_detail_show_epoch (IsoMetricDetail *detail, IsoEpochSnapshot *epoch);
/* What the session's settings say has changed. */
void iso_metric_detail_update (IsoMetricDetail *detail);
