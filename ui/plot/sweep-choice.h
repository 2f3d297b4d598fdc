/* What the person points at, has chosen and has narrowed down of a sweep's settings: one for table, lines and cells, beside the scores
 * that they show. Settings go by their number in the plan.
 *
 * Signals, each only where something changed: "scores" () others are there; "pointed" (); "selected" (); "brushed" () an axis was
 * narrowed, or which settings are within has changed; "activated" (int setting) the person wants its settings in the main window. Main
 * thread alone. */
#pragma once

#include <glib-object.h>

#include "ui/figure/sweep-scores.h"

#define ISO_TYPE_SWEEP_CHOICE (iso_sweep_choice_get_type ())
G_DECLARE_FINAL_TYPE (IsoSweepChoice, iso_sweep_choice, ISO, SWEEP_CHOICE, GObject)

IsoSweepChoice *iso_sweep_choice_new (void);

/* Takes them over; NULL: none. Where they are of the same settings, all that was chosen stays. */
void iso_sweep_choice_take (IsoSweepChoice *choice, IsoSweepScores *scores);
const IsoSweepScores *iso_sweep_choice_scores (IsoSweepChoice *choice);
/* One each time that other settings are there. */
guint iso_sweep_choice_generation (IsoSweepChoice *choice);

/* settings (count); none: the pointer has left. */
void iso_sweep_choice_point (IsoSweepChoice *choice, const size_t *settings, size_t count);
bool iso_sweep_choice_is_pointed (IsoSweepChoice *choice, size_t setting);
/* The first of them, −1: none. */
int iso_sweep_choice_pointed (IsoSweepChoice *choice);

/* too: beside what is selected already, where those that are selected all are taken out again. */
void iso_sweep_choice_select (IsoSweepChoice *choice, const size_t *settings, size_t count, bool too);
bool iso_sweep_choice_is_selected (IsoSweepChoice *choice, size_t setting);
size_t iso_sweep_choice_selected_count (IsoSweepChoice *choice);
/* Ascending (*count); free with g_free(). */
size_t *iso_sweep_choice_selected (IsoSweepChoice *choice, size_t *count);

/* Axes: one for each key, the score's last. What a setting has there: a number, of words which of their levels (from 0); the score NAN
 * where it has none. */
double iso_sweep_choice_value (IsoSweepChoice *choice, size_t setting, size_t axis);
/* Only what lies in [low, high] there counts; low > high: everything does. */
void iso_sweep_choice_brush (IsoSweepChoice *choice, size_t axis, double low, double high);
bool iso_sweep_choice_brushed (IsoSweepChoice *choice, size_t axis, double *low, double *high);
bool iso_sweep_choice_has_brush (IsoSweepChoice *choice);
/* (settings) those that are not within all brushes; NULL where there is no brush. */
const bool *iso_sweep_choice_quiet (IsoSweepChoice *choice);
/* How many are within. */
size_t iso_sweep_choice_within (IsoSweepChoice *choice);

/* Escape: brushes go, without any the selection; false where there was neither. */
bool iso_sweep_choice_clear (IsoSweepChoice *choice);

void iso_sweep_choice_activate (IsoSweepChoice *choice, size_t setting);

/* "λ 10, ω 0.5: 0.62 ± 0.01, 3 of 3 seeds", translated, newly allocated. */
char *iso_sweep_setting_words (const IsoSweepScores *scores, size_t setting);
