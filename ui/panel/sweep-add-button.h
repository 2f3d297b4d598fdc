/* A button that opens a list of the parameters that a sweep may change, to be found by typing; those that are there already are left
 * out. Signal "chosen" (key). */
#pragma once

#include <gtk/gtk.h>

#include "engine/sweep/draft.h"

#define ISO_TYPE_SWEEP_ADD_BUTTON (iso_sweep_add_button_get_type ())
G_DECLARE_FINAL_TYPE (IsoSweepAddButton, iso_sweep_add_button, ISO, SWEEP_ADD_BUTTON, GtkWidget)

GtkWidget *iso_sweep_add_button_new (void);

/* What the list is filled by. Those that play a part under its base come first; the others say that they play none yet. */
void iso_sweep_add_button_fill (IsoSweepAddButton *button, const IsoSweepDraft *draft);

/* As typing into the search does, for tests: returns how many are in sight. */
guint iso_sweep_add_button_search (IsoSweepAddButton *button, const char *text);
