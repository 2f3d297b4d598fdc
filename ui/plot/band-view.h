/* The class bands along one edge of the large matrix: down its side if taller than wide, else along its bottom. */
#pragma once

#include <gtk/gtk.h>

#include "ui/figure/batch-matrices.h"

#define ISO_TYPE_BAND_VIEW (iso_band_view_get_type ())
G_DECLARE_FINAL_TYPE (IsoBandView, iso_band_view, ISO, BAND_VIEW, GtkWidget)

GtkWidget *iso_band_view_new (void);

/* Takes a reference; NULL: no bands. Redraws only where the labels differ from those shown. */
void iso_band_view_show (IsoBandView *view, IsoBatchMatrices *matrices);
