/* The X-ray's own controls: sliders and choices that try other settings on the batch looked at, and below them a bar that says what is
 * tried and leads on: the run may take it over, or it is dropped (Escape).
 *
 * Signals: "before" (gboolean): the matrices without the trial are wanted in sight, or those of the trial again; "change" (gboolean): what
 * the trial changes in them is, or is no more. */
#pragma once

#include "ui/plot/trial-slider.h"
#include "ui/plot/xray.h"

#define ISO_TYPE_TRIAL_ROW (iso_trial_row_get_type ())
G_DECLARE_FINAL_TYPE (IsoTrialRow, iso_trial_row, ISO, TRIAL_ROW, GtkBox)

typedef enum { ISO_TRIAL_OMEGA, ISO_TRIAL_K, ISO_TRIAL_TAU, ISO_TRIAL_TAU_D, ISO_TRIAL_GAMMA, ISO_TRIAL_LAMBDA } IsoTrialSliderKind;
#define ISO_TRIAL_SLIDER_COUNT 6

GtkWidget *iso_trial_row_new (void);
/* Takes a reference; NULL: none. */
void iso_trial_row_set_xray (IsoTrialRow *row, IsoXray *xray);

/* As the toggle does; without a trial there is nothing before it. */
void iso_trial_row_set_before (IsoTrialRow *row, gboolean before);

/* As its toggle does, likewise. */
void iso_trial_row_set_change (IsoTrialRow *row, gboolean change);
gboolean iso_trial_row_change (IsoTrialRow *row);

IsoTrialSlider *iso_trial_row_slider (IsoTrialRow *row, IsoTrialSliderKind kind);
/* What the bar says. */
const char *iso_trial_row_text (IsoTrialRow *row);
