/* The what-if grid as a widget: a cell is pointed at by pointer or arrows, shown large while it is, and chosen by a click or Enter.
 *
 * Signals: "chosen" (uint place) the person wants this cell's settings; "cursor-moved" () another cell is pointed at. */
#pragma once

#include <gtk/gtk.h>

#include "ui/figure/what-if-figure.h"

#define ISO_TYPE_WHAT_IF_CANVAS (iso_what_if_canvas_get_type ())
G_DECLARE_FINAL_TYPE (IsoWhatIfCanvas, iso_what_if_canvas, ISO, WHAT_IF_CANVAS, GtkWidget)

GtkWidget *iso_what_if_canvas_new (void);

/* The grid stays its owner's, who calls this again whenever tiles came and before it frees it; NULL: none. present: the place of the
 * settings in force, or −1. */
void iso_what_if_canvas_show (IsoWhatIfCanvas *canvas, const IsoWhatIfGrid *grid, int present);
void iso_what_if_canvas_set_logarithmic (IsoWhatIfCanvas *canvas, gboolean logarithmic);
gboolean iso_what_if_canvas_is_logarithmic (IsoWhatIfCanvas *canvas);

/* The cell pointed at; −1: none. */
int iso_what_if_canvas_cursor (IsoWhatIfCanvas *canvas);
/* Whether that cell is shown large: at once by keys, after a moment by the pointer. */
gboolean iso_what_if_canvas_is_enlarged (IsoWhatIfCanvas *canvas);
