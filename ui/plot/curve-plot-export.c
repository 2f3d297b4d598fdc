/* The curves as a figure that can be taken away: those shown, on the scale and in the window shown. */
#include "ui/figure/figures.h"
#include "ui/plot/curve-canvas-private.h"
#include "ui/plot/curve-plot-private.h"

gboolean
iso_curve_plot_steps (IsoCurvePlot *plot, guint64 *first, guint64 *last)
{
  if (plot->curves == NULL || !iso_curve_canvas_steps (plot->canvas, first, last))
    return FALSE;
  const GArray *epochs = plot->curves->epochs;
  if (*first == plot->curves->first_step && epochs->len > 0)
    *first = MIN (*first, g_array_index (epochs, IsoEpochRecord, 0).step);
  return TRUE;
}

gboolean
iso_curve_plot_can_export (IsoViewCard *card)
{
  const IsoRunCurves *curves = ISO_CURVE_PLOT (card)->curves;
  return curves != NULL && iso_run_curves_last_step (curves) > 0;
}

IsoFigure *
iso_curve_plot_figure (IsoViewCard *card)
{
  IsoCurvePlot *plot = ISO_CURVE_PLOT (card);
  guint64 first, last;
  if (!iso_curve_plot_steps (plot, &first, &last))
    return NULL;
  return iso_figure_of_curves (plot->curves, &plot->canvas->options, first, last, iso_view_card_title (card),
                               iso_view_card_subtitle (card));
}
