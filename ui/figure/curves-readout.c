#include "ui/figure/curves-readout.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/figure/curves-lines.h"
#include "ui/figure/curves-marks.h"

#define EVENT_REACH 4.0 /* an event so near to the cursor is told */
#define MAX_EVENTS 3

static void
add_curve (IsoReadout *readout, const IsoRunCurves *curves, const IsoTheme *theme, IsoRunSeries series, guint64 step)
{
  double value = iso_run_curves_value (curves, series, step), average = iso_run_curves_smoothed (curves, series, step);
  /* A divergence without a teacher is nothing to tell; a loss that is no number is. */
  if (series == ISO_RUN_DIVERGENCE && isnan (value))
    return;
  g_autofree char *shown = isnan (average) ? NULL : iso_readout_format (average);
  iso_readout_add (readout, g_strdup (iso_run_series_name (curves, series)), iso_readout_format (value),
            shown != NULL ? g_strdup_printf (_("mean %s"), shown) : NULL, iso_run_series_color (theme, series));
}

static void
add_events (IsoReadout *readout, const IsoCurvesLayout *layout, const IsoRunCurves *curves, const IsoTheme *theme)
{
  g_autoptr (GArray) events = iso_curves_all_events (curves);
  int told = 0;
  for (guint i = events->len; i-- > 0;)
    {
      const IsoEvent *event = &g_array_index (events, IsoEvent, i);
      if (fabs (iso_curves_x (layout, (double) event->step) - readout->x) > EVENT_REACH)
        continue;
      if (told++ == MAX_EVENTS)
        {
          iso_readout_add (readout, g_strdup ("…"), NULL, NULL, theme->quiet);
          return;
        }
      IsoColor color = iso_curves_event_color (theme, event->kind);
      iso_readout_add (readout, iso_curves_event_text (event), NULL, NULL, event->kind == ISO_EVENT_CHANGE ? theme->text : color);
    }
}

static void
collect (IsoReadout *readout, const IsoCurvesLayout *layout, const IsoRunCurves *curves, const IsoCurvesOptions *options,
         const IsoTheme *theme, guint64 step)
{
  const IsoEpochRecord *epoch = iso_run_curves_epoch_at (curves, step);
  for (IsoRunSeries series = ISO_RUN_LOSS; series <= ISO_RUN_DIVERGENCE; series++)
    if (options->shown[series])
      add_curve (readout, curves, theme, series, step);
  for (IsoRunSeries series = ISO_RUN_FIRST_SCORE; series < ISO_RUN_SERIES && epoch != NULL; series++)
    {
      double value = iso_run_curves_score (curves, series, epoch);
      if (options->shown[series] && !isnan (value))
        iso_readout_add (readout, g_strdup (iso_run_series_name (curves, series)), iso_readout_format (value), NULL,
                  iso_run_series_color (theme, series));
    }
  add_events (readout, layout, curves, theme);
}

IsoReadout *
iso_curves_readout_new (cairo_t *cairo, const IsoCurvesLayout *layout, const IsoRunCurves *curves, const IsoCurvesOptions *options,
                        const IsoTheme *theme, guint64 step)
{
  char number[32];
  IsoPlotBox box = iso_curves_box (layout);
  double x = floor (CLAMP (iso_curves_x (layout, (double) step), layout->left, layout->right)) + 0.5;
  iso_number_format (number, sizeof number, (double) step, 9);
  IsoReadout *readout = iso_readout_new (g_strdup_printf (_("step %s · epoch %d"), number,
                                                          iso_run_curves_finished_epochs (curves, step)), x);
  collect (readout, layout, curves, options, theme, step);
  iso_readout_place (readout, cairo, &box, layout->width, layout->height, theme);
  return readout;
}

/* A dot on each smoothed line where the cursor crosses it. */
static void
draw_dots (cairo_t *cairo, const IsoReadout *readout, const IsoCurvesLayout *layout, const IsoRunCurves *curves,
           const IsoCurvesOptions *options, const IsoTheme *theme, guint64 step)
{
  for (IsoRunSeries series = ISO_RUN_LOSS; series <= ISO_RUN_DIVERGENCE; series++)
    {
      double y = iso_curves_y (layout, series, iso_curves_average_at (layout, curves, series, step));
      if (options->shown[series] && y >= layout->top && y <= layout->bottom)
        iso_readout_draw_dot (cairo, readout->x, y, iso_run_series_color (theme, series), theme);
    }
}

void
iso_curves_readout_draw (cairo_t *cairo, const IsoReadout *readout, const IsoCurvesLayout *layout, const IsoRunCurves *curves,
                         const IsoCurvesOptions *options, const IsoTheme *theme, guint64 step)
{
  IsoPlotBox box = iso_curves_box (layout);
  iso_readout_draw_line (cairo, readout, &box, theme);
  draw_dots (cairo, readout, layout, curves, options, theme, step);
  iso_readout_draw_box (cairo, readout, theme);
}
