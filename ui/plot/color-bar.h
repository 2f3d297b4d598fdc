/* The colour bar beside the large matrix, which sets its range too: drag an end to move it, the middle to shift both, double click
 * for the automatic range. By keys: Left and Right choose lower end, whole and upper end, Up and Down move what is chosen (ten times
 * as far with Shift), Delete and 0 bring the automatic range back. Of a scale that diverges both ends move alike.
 *
 * Signals: "range-changed" (double minimum, double maximum): the person wants that; the bar itself shows it once it is told to.
 * "range-reset" (): the automatic one.
 */
#pragma once

#include <gtk/gtk.h>

#include "ui/figure/batch-matrices.h"

#define ISO_TYPE_COLOR_BAR (iso_color_bar_get_type ())
G_DECLARE_FINAL_TYPE (IsoColorBar, iso_color_bar, ISO, COLOR_BAR, GtkWidget)

GtkWidget *iso_color_bar_new (void);

typedef enum { ISO_COLOR_BAR_LOWER, ISO_COLOR_BAR_WHOLE, ISO_COLOR_BAR_UPPER } IsoColorBarPart;

/* Shows a scale with the colours table (256, of static storage); scale NULL: nothing. spread: what the values reach, copied. Redraws
 * only if it says something else then. */
void iso_color_bar_show (IsoColorBar *bar, const IsoHeatScale *scale, const IsoMatrixSpread *spread, const guint32 *table);

/* What the keys move. */
IsoColorBarPart iso_color_bar_part (IsoColorBar *bar);
