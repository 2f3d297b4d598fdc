/* Children one below the other, each as high as it would like to be, with gaps that give way before anything is cut off. The last child
 * has what height is left then, and is not shown where that is less than its least. The widget asks for no more than all but the last,
 * with the least gaps. */
#pragma once

#include <gtk/gtk.h>

#define ISO_TYPE_SQUEEZE_LAYOUT (iso_squeeze_layout_get_type ())
G_DECLARE_FINAL_TYPE (IsoSqueezeLayout, iso_squeeze_layout, ISO, SQUEEZE_LAYOUT, GtkLayoutManager)

/* Gaps in pixels: where there is room, and at least. */
GtkLayoutManager *iso_squeeze_layout_new (int gap, int least_gap);
