/* One of the X-ray's own sliders: its symbol, its value, a way back to the run's, and a scale below. A double click goes back too.
 *
 * Signal "moved" (double value): the person wants that value; of k, 0 stands for all neighbors. */
#pragma once

#include <gtk/gtk.h>

#include "engine/distill/settings.h"

#define ISO_TYPE_TRIAL_SLIDER (iso_trial_slider_get_type ())
G_DECLARE_FINAL_TYPE (IsoTrialSlider, iso_trial_slider, ISO, TRIAL_SLIDER, GtkBox)

/* key: of the parameter table, "distill.omega". */
GtkWidget *iso_trial_slider_new (const char *key);

/* Samples of the batch looked at. */
void iso_trial_slider_set_batch (IsoTrialSlider *slider, size_t B);

/* What holds, and what the run has; reason: why it plays no part under these settings, or NULL. Emits nothing. */
void iso_trial_slider_show (IsoTrialSlider *slider, const IsoDistillSettings *settings, const IsoDistillSettings *run,
                            const char *reason);

/* Of the scale, whose values are places among the stops. */
GtkAdjustment *iso_trial_slider_adjustment (IsoTrialSlider *slider);
double iso_trial_slider_value (IsoTrialSlider *slider);
void iso_trial_slider_reset (IsoTrialSlider *slider);
