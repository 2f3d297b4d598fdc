/* How students that train side by side are told apart, everywhere alike: a name, a colour and a mark for each. */
#pragma once

#include <cairo.h>

#include "engine/distill/settings.h"
#include "ui/figure/theme.h"

/* "Plain", "PSD", "OBDP", "Uniform": translated. */
const char *iso_student_name (IsoDistillMode mode);
/* "no soft targets, the loss alone": what makes it what it is, for a quiet line. */
const char *iso_student_about (IsoDistillMode mode);

/* For charts (chart.h): quiet for the plain one, which the others are compared with. */
int iso_student_color (IsoDistillMode mode);

/* The point by which a chart tells its series apart, of a series at this place: disc, square, triangle, diamond. */
void iso_student_mark_draw (cairo_t *cairo, IsoDistillMode mode, size_t place, double x, double y, double radius, const IsoTheme *theme);
