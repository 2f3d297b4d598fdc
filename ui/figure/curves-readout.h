/* What the curves of a run say at one step, for the layer at the cursor (readout.h). */
#pragma once

#include "ui/figure/curves-figure.h"
#include "ui/figure/readout.h"

IsoReadout *iso_curves_readout_new (cairo_t *cairo, const IsoCurvesLayout *layout, const IsoRunCurves *curves,
                                    const IsoCurvesOptions *options, const IsoTheme *theme, guint64 step);

void iso_curves_readout_draw (cairo_t *cairo, const IsoReadout *readout, const IsoCurvesLayout *layout, const IsoRunCurves *curves,
                              const IsoCurvesOptions *options, const IsoTheme *theme, guint64 step);
