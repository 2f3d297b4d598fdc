/* The line above a card: title at the left, controls at the right, and what is left between them for a subtitle, which gives way first.
 * Where title and controls do not fit beside each other the controls go below, in as many rows as they need, so that a narrow card
 * loses no control; what is in the corner stays there. Children: title, subtitle (or none), controls, corner. */
#pragma once

#include <gtk/gtk.h>

#define ISO_TYPE_CARD_HEADER_LAYOUT (iso_card_header_layout_get_type ())
G_DECLARE_FINAL_TYPE (IsoCardHeaderLayout, iso_card_header_layout, ISO, CARD_HEADER_LAYOUT, GtkLayoutManager)

GtkLayoutManager *iso_card_header_layout_new (void);
