/* A small gauge: a word and a number over a thin bar, and what the number was before. Its size does not depend on what it shows. */
#pragma once

#include <gtk/gtk.h>

#define ISO_TYPE_GAUGE (iso_gauge_get_type ())
G_DECLARE_FINAL_TYPE (IsoGauge, iso_gauge, ISO, GAUGE, GtkWidget)

/* label: the word; help: the tooltip, which also describes it to assistive technologies. */
GtkWidget *iso_gauge_new (const char *label, const char *help);

/* text: the number as it is written; fraction: how far the bar reaches, 0 … 1, NAN: no bar; alarming: in the colour of alarms. */
void iso_gauge_show (IsoGauge *gauge, const char *text, double fraction, gboolean alarming);
/* What it was before, drawn quietly before the number and as a mark on the bar; NULL: nothing to compare with. */
void iso_gauge_set_before (IsoGauge *gauge, const char *text, double fraction);
/* Wide enough for both, or as narrow as one needs. */
void iso_gauge_set_wide (IsoGauge *gauge, gboolean wide);
const char *iso_gauge_shown (IsoGauge *gauge);
gboolean iso_gauge_is_alarming (IsoGauge *gauge);

/* Tells assistive technologies what is shown: for whoever knows how often that may be. */
void iso_gauge_describe (IsoGauge *gauge);
