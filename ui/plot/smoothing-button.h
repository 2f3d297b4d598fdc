/* The smoothing of curves: a small button that says β and opens a slider for it, from none to 0.999, finer towards the strong end. */
#pragma once

#include <gtk/gtk.h>

#define ISO_TYPE_SMOOTHING_BUTTON (iso_smoothing_button_get_type ())
G_DECLARE_FINAL_TYPE (IsoSmoothingButton, iso_smoothing_button, ISO, SMOOTHING_BUTTON, GtkWidget)

/* Says "changed" () when another value is chosen. */
GtkWidget *iso_smoothing_button_new (double smoothing);

double iso_smoothing_button_get (IsoSmoothingButton *button);
/* Held within 0 … 0.999. */
void iso_smoothing_button_set (IsoSmoothingButton *button, double smoothing);
