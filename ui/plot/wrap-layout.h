/* Lays children out in rows as words in a paragraph: each at its natural width, a new row where the next would not fit. */
#pragma once

#include <gtk/gtk.h>

#define ISO_TYPE_WRAP_LAYOUT (iso_wrap_layout_get_type ())
G_DECLARE_FINAL_TYPE (IsoWrapLayout, iso_wrap_layout, ISO, WRAP_LAYOUT, GtkLayoutManager)

/* Pixels between children in a row, and between rows. */
GtkLayoutManager *iso_wrap_layout_new (int spacing, int row_spacing);

/* The same with rows of about equal length, and children that expand wider by up to most_growth pixels where there is room. */
GtkLayoutManager *iso_wrap_layout_new_even (int spacing, int row_spacing, int most_growth);
