/* The health of the batch shown, in one calm column: seven gauges and what was mined. */
#pragma once

#include "ui/figure/batch-health.h"
#include "ui/plot/gauge.h"

#define ISO_TYPE_HEALTH_STRIP (iso_health_strip_get_type ())
G_DECLARE_FINAL_TYPE (IsoHealthStrip, iso_health_strip, ISO, HEALTH_STRIP, GtkBox)

GtkWidget *iso_health_strip_new (void);

void iso_health_strip_show (IsoHealthStrip *strip, const IsoBatchHealth *health);

IsoGauge *iso_health_strip_gauge (IsoHealthStrip *strip, IsoGaugeKind kind);
/* What was mined, as it reads at the moment, on one line; NULL before anything was shown. */
const char *iso_health_strip_mined (IsoHealthStrip *strip);
