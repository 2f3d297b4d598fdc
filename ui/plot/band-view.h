/* The class bands along one edge of the large matrix: down its side if taller than wide, else along its bottom. In step with its
 * order and with the part of it that is in sight. */
#pragma once

#include <gtk/gtk.h>

#include "ui/figure/matrix-order.h"

#define ISO_TYPE_BAND_VIEW (iso_band_view_get_type ())
G_DECLARE_FINAL_TYPE (IsoBandView, iso_band_view, ISO, BAND_VIEW, GtkWidget)

GtkWidget *iso_band_view_new (void);

/* Takes references; matrices NULL: no bands; order NULL: by class. faded (B) by row, or NULL, is copied. Redraws only where that
 * looks different from before. */
void iso_band_view_show (IsoBandView *view, IsoBatchMatrices *matrices, IsoMatrixOrder *order, const guint8 *faded);

/* Places from `first` on, `count` of them along the view, either fractions; count 0: all of them. */
void iso_band_view_set_part (IsoBandView *view, double first, double count);
