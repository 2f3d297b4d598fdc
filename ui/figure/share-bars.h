/* Shares of a whole: a thin bar along a line, and a row of small columns with their names. */
#pragma once

#include "ui/figure/theme.h"

/* A rounded bar that fills `share`, 0 … 1, of a trough of that box. */
void iso_share_bar_draw (cairo_t *cairo, double x, double y, double width, double height, double share, IsoColor color,
                         const IsoTheme *theme);

/* Columns of equal width, the largest of shares (count) reaching up to the texts above them: `texts` (count) say the shares, `names`
 * (count) stand below. */
void iso_share_columns_draw (cairo_t *cairo, double x, double y, double width, double height, const double *shares,
                             const char *const *texts, const char *const *names, size_t count, const IsoTheme *theme);
