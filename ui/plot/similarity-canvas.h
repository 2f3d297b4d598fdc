/* The surface on which the densities of similarities stand, with a cursor that reads them.
 *
 * Focusable: left and right move the cursor, Page Up and Page Down by a tenth, Home and End to the ends, Escape puts it away. */
#pragma once

#include <gtk/gtk.h>

#include "engine/metrics/similarity-histogram.h"

#define ISO_TYPE_SIMILARITY_CANVAS (iso_similarity_canvas_get_type ())
G_DECLARE_FINAL_TYPE (IsoSimilarityCanvas, iso_similarity_canvas, ISO, SIMILARITY_CANVAS, GtkWidget)

GtkWidget *iso_similarity_canvas_new (void);

/* Takes it over; g_free()d when replaced. NULL shows nothing. The cursor stays where it is. */
void iso_similarity_canvas_take (IsoSimilarityCanvas *canvas, IsoSimilarityHistogram *histogram);
const IsoSimilarityHistogram *iso_similarity_canvas_histogram (IsoSimilarityCanvas *canvas);

/* NAN: none. */
double iso_similarity_canvas_cursor (IsoSimilarityCanvas *canvas);
