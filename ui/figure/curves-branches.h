/* Other runs beside the one that the chart is about, each pale and dashed from where they part on, with its label at its end and a ring
 * where it leaves. */
#pragma once

#include "ui/figure/curves-figure.h"

/* Whether there is any to draw. */
bool iso_curves_has_branches (const IsoRunCurves *curves, const IsoCurvesOptions *options);

void iso_curves_draw_branches (cairo_t *cairo, const IsoCurvesLayout *layout, const IsoRunCurves *curves,
                               const IsoCurvesOptions *options, const IsoTheme *theme);
/* Above the lines of the run itself. */
void iso_curves_label_branches (cairo_t *cairo, const IsoCurvesLayout *layout, const IsoRunCurves *curves,
                                const IsoCurvesOptions *options, const IsoTheme *theme);

/* "Beside it: #3 OBDP from step 51, …"; NULL where there is none. Newly allocated. */
char *iso_curves_branch_sentence (const IsoRunCurves *curves);
