/* A row and a column of the batch, counted from 1, to walk from pair to pair by keyboard, and a button that swaps them.
 *
 * Signal "chosen" (): the person asked for another pair. */
#pragma once

#include <gtk/gtk.h>

#define ISO_TYPE_PAIR_CHOOSER (iso_pair_chooser_get_type ())
G_DECLARE_FINAL_TYPE (IsoPairChooser, iso_pair_chooser, ISO, PAIR_CHOOSER, GtkBox)

GtkWidget *iso_pair_chooser_new (void);

/* Shows a pair of a batch of B samples, without a signal. Places count from 0 here; a negative one leaves what stands there, within
 * the batch. */
void iso_pair_chooser_show (IsoPairChooser *chooser, size_t B, int row, int column);
/* What stands there, from 0. */
void iso_pair_chooser_get (IsoPairChooser *chooser, size_t *row, size_t *column);
