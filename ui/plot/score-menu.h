/* A small arrow that opens the list of a run's scores, of which one is chosen through an action of string type. */
#pragma once

#include <gtk/gtk.h>

#include "ui/figure/run-curves.h"

/* Called when the list is opened: those that can be chosen; returns how many. */
typedef size_t (*IsoScoreMenuKeys) (IsoScoreKey keys[ISO_SCORES_MAX], gpointer data);

/* `label` is the accessible name, `action` ("curves.first-score") takes the name of the score chosen. The last entry opens the
 * window of metrics (win.metrics). data must outlive the button. */
GtkWidget *iso_score_menu_new (const char *label, const char *action, IsoScoreMenuKeys keys, gpointer data);
