/* Which two directions a map stands on: "across from CLASS to CLASS", "up from CLASS to CLASS" or the direction of the largest variance
 * left. Four lists of class names in one row, each with the sample at its end that was chosen elsewhere.
 *
 * Signal "changed" (): the person chose another pair. */
#pragma once

#include <gtk/gtk.h>

#include "engine/projection/axis-pair.h"

#define ISO_TYPE_AXIS_CHOOSER (iso_axis_chooser_get_type ())
G_DECLARE_FINAL_TYPE (IsoAxisChooser, iso_axis_chooser, ISO, AXIS_CHOOSER, GtkWidget)

GtkWidget *iso_axis_chooser_new (void);

/* The classes offered: labels (count) and their names (count), both copied. Chosen classes that are still among them stay chosen, samples do not; else
 * across goes from the first to the second, and up by variance. Does not emit "changed". */
void iso_axis_chooser_set_classes (IsoAxisChooser *chooser, const gint32 *labels, const char *const *names, guint count);

/* What is chosen; FALSE where there are fewer than two classes to choose from. A pair that makes no sense (twice the same class) is
 * given as it is: iso_axis_pair_project() says why. */
gboolean iso_axis_chooser_pair (IsoAxisChooser *chooser, IsoAxisPair *pair);

/* Samples are offered from now on, by their number; classes not offered are passed over. Does not emit "changed". */
void iso_axis_chooser_set_pair (IsoAxisChooser *chooser, const IsoAxisPair *pair);
