/* The health of the batch shown, in one calm column: seven gauges and what was mined. */
#pragma once

#include "ui/figure/batch-health.h"
#include "ui/plot/gauge.h"

#define ISO_TYPE_HEALTH_STRIP (iso_health_strip_get_type ())
G_DECLARE_FINAL_TYPE (IsoHealthStrip, iso_health_strip, ISO, HEALTH_STRIP, GtkBox)

GtkWidget *iso_health_strip_new (void);

void iso_health_strip_show (IsoHealthStrip *strip, const IsoBatchHealth *health);

/* The same under settings that are tried, and what it is without; before NULL: as above. */
void iso_health_strip_compare (IsoHealthStrip *strip, const IsoBatchHealth *health, const IsoBatchHealth *before);
/* Makes room for both beforehand, so that nothing moves while a slider does. */
void iso_health_strip_set_comparing (IsoHealthStrip *strip, gboolean comparing);

IsoGauge *iso_health_strip_gauge (IsoHealthStrip *strip, IsoGaugeKind kind);
/* What was mined, as it reads at the moment, on one line; NULL before anything was shown. */
const char *iso_health_strip_mined (IsoHealthStrip *strip);
