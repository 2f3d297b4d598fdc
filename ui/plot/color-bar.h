/* The colour bar beside the large matrix. */
#pragma once

#include <gtk/gtk.h>

#include "ui/figure/batch-matrices.h"

#define ISO_TYPE_COLOR_BAR (iso_color_bar_get_type ())
G_DECLARE_FINAL_TYPE (IsoColorBar, iso_color_bar, ISO, COLOR_BAR, GtkWidget)

GtkWidget *iso_color_bar_new (void);

/* Shows the scale of one matrix; matrices NULL, or without that matrix: nothing. Redraws only if it says something else then. */
void iso_color_bar_show (IsoColorBar *bar, const IsoBatchMatrices *matrices, IsoMatrixKind kind, gboolean logarithmic);
