/* One parameter that a sweep changes: its values as a list, as boxes to tick where they are names, or as a range; and what is wrong
 * with them. Writes what is typed into the draft.
 *
 * Signals: "edited" (); "removed" (): the person does not want it any more. */
#pragma once

#include <gtk/gtk.h>

#include "engine/sweep/draft.h"

#define ISO_TYPE_SWEEP_CHANGE_ROW (iso_sweep_change_row_get_type ())
G_DECLARE_FINAL_TYPE (IsoSweepChangeRow, iso_sweep_change_row, ISO, SWEEP_CHANGE_ROW, GtkBox)

/* The draft, and its change of this number, must stay as long as the row. */
GtkWidget *iso_sweep_change_row_new (IsoSweepDraft *draft, size_t change);

/* Says what is wrong, and shows what a grid or a draw wants: the draft has changed elsewhere. */
void iso_sweep_change_row_update (IsoSweepChangeRow *row);
/* The reason shown at the moment, or NULL. */
const char *iso_sweep_change_row_problem (IsoSweepChangeRow *row);

/* "Diffusion ω": as people find it. Translated, newly allocated. */
char *iso_sweep_parameter_title (const IsoParameter *parameter);
/* The entry under the settings, else the first of that key; NULL: none. */
const IsoParameter *iso_sweep_parameter (const char *key, const IsoSettings *settings);
