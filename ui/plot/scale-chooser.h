/* How values become colours, to be set by hand: shape of the scale, its ends and middle as numbers, and the colour map. Stands in a
 * popover beside the large matrix.
 *
 * Signals: "scaling-changed" (IsoMatrixScaling *): the person wants that. "map-changed" (int): a sequential IsoColormap, or −1 for the
 * matrix's own. The chooser shows either once it is told to.
 */
#pragma once

#include <gtk/gtk.h>

#include "ui/figure/matrix-scaling.h"

#define ISO_TYPE_SCALE_CHOOSER (iso_scale_chooser_get_type ())
G_DECLARE_FINAL_TYPE (IsoScaleChooser, iso_scale_chooser, ISO, SCALE_CHOOSER, GtkGrid)

GtkWidget *iso_scale_chooser_new (void);

/* scaling as it is set, scale as it comes out for the matrix in sight, map as chosen (−1: none). */
void iso_scale_chooser_show (IsoScaleChooser *chooser, const IsoMatrixScaling *scaling, const IsoHeatScale *scale, int map);

/* A number as people write one: with a minus sign of either kind and spaces between thousands. False if it is none, or not finite. */
gboolean iso_scale_number_parse (double *value, const char *text);
