/* Which run stands on one side of a pair, and which of its kept epochs: two lists to choose from behind the side's letter. */
#pragma once

#include <gtk/gtk.h>

#include "ui/plot/run-pair.h"

#define ISO_TYPE_RUN_CHOOSER (iso_run_chooser_get_type ())
G_DECLARE_FINAL_TYPE (IsoRunChooser, iso_run_chooser, ISO, RUN_CHOOSER, GtkBox)

GtkWidget *iso_run_chooser_new (IsoRunSideName side);

/* Takes a reference; NULL: nothing can be chosen. */
void iso_run_chooser_set_pair (IsoRunChooser *chooser, IsoRunPair *pair);
