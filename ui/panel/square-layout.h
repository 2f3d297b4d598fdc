/* A square at the left and what is said of it at the right, each half of the width: the square is as high as it is wide, and no wider
 * than it may be, so that what stands below gets the rest of the height. */
#pragma once

#include <gtk/gtk.h>

#define ISO_TYPE_SQUARE_LAYOUT (iso_square_layout_get_type ())
G_DECLARE_FINAL_TYPE (IsoSquareLayout, iso_square_layout, ISO, SQUARE_LAYOUT, GtkLayoutManager)

/* For a widget with two children. most: pixels of the square's side; it becomes smaller, down to half of that, where height is short. */
GtkLayoutManager *iso_square_layout_new (int spacing, int most);
