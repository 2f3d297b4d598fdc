/* From where to where the axes of the what-if grid run: a button that opens four fields, and gives the usual ends back.
 *
 * Signal: "changed" () the person wants other ends. */
#pragma once

#include <gtk/gtk.h>

#include "ui/figure/what-if-grid.h"

#define ISO_TYPE_WHAT_IF_ENDS (iso_what_if_ends_get_type ())
G_DECLARE_FINAL_TYPE (IsoWhatIfEnds, iso_what_if_ends, ISO, WHAT_IF_ENDS, GtkWidget)

GtkWidget *iso_what_if_ends_new (void);

/* Shows the ends of this pair; a person's own are kept for each parameter. B: of the batch that the grid is of. */
void iso_what_if_ends_show (IsoWhatIfEnds *ends, IsoWhatIfPair pair, size_t B);
/* ends (2, 2): low and high of the columns and of the rows; those that nobody chose reach as far as the values of the run. */
void iso_what_if_ends_get (IsoWhatIfEnds *ends, double values[2][2], const IsoDistillSettings *run);

/* As if the person typed it: end 0 … 3 are low and high of the columns and of the rows. Returns whether it is a number. */
gboolean iso_what_if_ends_type (IsoWhatIfEnds *ends, int end, const char *text);
