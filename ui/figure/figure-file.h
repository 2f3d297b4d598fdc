/* A figure as a file: its picture as PNG, SVG or PDF, its numbers as CSV or NPY. The ending of the name decides. Each file is made in
 * memory, written beside its name and moved in place when it is complete: whatever happens, there is the whole new file or what was
 * there before. Any thread. */
#pragma once

#include "ui/figure/figure.h"

typedef enum { ISO_FIGURE_PNG, ISO_FIGURE_SVG, ISO_FIGURE_PDF, ISO_FIGURE_CSV, ISO_FIGURE_NPY } IsoFigureFormat;
#define ISO_FIGURE_FORMATS 5
#define ISO_FIGURE_PICTURES 3 /* the first of them */

/* ".png". */
const char *iso_figure_format_ending (IsoFigureFormat format);
/* By the ending of a file's name, in letters of either size; of pictures, or of numbers. ISO_ERROR_ARGUMENT: found which ending,
 * expected which. */
bool iso_figure_format_of (IsoFigureFormat *format, const char *name, bool is_picture, GError **error);

/* Pixels (height · scale, width · scale), scale ≥ 1; ISO_ERROR_MEMORY where there is no room for them. */
cairo_surface_t *iso_figure_pixels_new (const IsoFigure *figure, const IsoFigureLook *look, GError **error);

/* A picture. The look's scale is for PNG alone. In PDF a unit is a 96th of an inch, as on the web. ISO_ERROR_ARGUMENT by the ending,
 * ISO_ERROR_MEMORY, ISO_ERROR_FILE. */
bool iso_figure_write (const IsoFigure *figure, const char *path, const IsoFigureLook *look, GError **error);

/* The same in memory, in one of the formats of pictures: for those who put it into something larger. */
GBytes *iso_figure_make (const IsoFigure *figure, IsoFigureFormat format, const IsoFigureLook *look, GError **error);

/* The numbers. CSV has a row of names; NPY is one array (R, C): float32 where none is known better, else float64. Columns that name
 * the rows of a matrix are in CSV alone. Errors as above. */
bool iso_figure_write_numbers (const IsoFigure *figure, const char *path, GError **error);
