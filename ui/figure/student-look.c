#include "ui/figure/student-look.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/figure/chart.h"

static const struct {
  const char *name, *about;
  int color;
} looks[] = {
  [ISO_DISTILL_NONE] = { N_("Plain"), N_("no soft targets, the loss alone"), ISO_CHART_QUIET },
  [ISO_DISTILL_PSD] = { N_("PSD"), N_("soft targets without diffusion"), ISO_CHART_LOSS },
  [ISO_DISTILL_OBDP] = { N_("OBDP"), N_("diffused soft targets"), ISO_CHART_DIVERGENCE },
  [ISO_DISTILL_UNIFORM] = { N_("Uniform"), N_("soft targets that know nothing"), ISO_CHART_PRECISION },
};

const char *
iso_student_name (IsoDistillMode mode)
{
  return _(looks[mode].name);
}

const char *
iso_student_about (IsoDistillMode mode)
{
  return _(looks[mode].about);
}

int
iso_student_color (IsoDistillMode mode)
{
  return looks[mode].color;
}

void
iso_student_mark_draw (cairo_t *cairo, IsoDistillMode mode, size_t place, double x, double y, double radius, const IsoTheme *theme)
{
  static const int corners[4] = { 0, 4, 3, 4 };
  iso_set_color (cairo, iso_chart_color (theme, looks[mode].color));
  cairo_new_path (cairo);
  if (place % 4 == 0)
    cairo_arc (cairo, x, y, radius, 0.0, 2.0 * G_PI);
  for (int i = 0; i < corners[place % 4]; i++)
    {
      double turn = 2.0 * G_PI * (i + (place % 4 == 1 ? 0.5 : 0.0)) / corners[place % 4], reach = 1.25 * radius;
      cairo_line_to (cairo, x + reach * sin (turn), y - reach * cos (turn));
    }
  cairo_close_path (cairo);
  cairo_fill (cairo);
}
