#include "ui/figure/chart-lines.h"

#include <math.h>
#include <stdlib.h>

#include "ui/figure/text.h"

#define BAND_ALPHA 0.16
#define EDGE_ALPHA 0.45
#define FAR 1e4 /* units beyond which a height need not be exact */

/* ---- bands ---- */

typedef struct {
  double x, top, bottom;
} Rung;

static void
fill_piece (cairo_t *cairo, const GArray *rungs, IsoColor color)
{
  const Rung *rung = (const Rung *) (gconstpointer) rungs->data;
  if (rungs->len == 0)
    return;
  for (guint i = 0; i < rungs->len; i++)
    cairo_line_to (cairo, rung[i].x, rung[i].top);
  for (guint i = rungs->len; i-- > 0;)
    cairo_line_to (cairo, rung[i].x, rung[i].bottom);
  cairo_close_path (cairo);
  iso_set_color (cairo, (IsoColor){ color.red, color.green, color.blue, BAND_ALPHA * color.alpha });
  cairo_fill_preserve (cairo);
  /* An edge keeps bands that lie over one another apart, and shows one that stands on a single value. */
  iso_set_color (cairo, (IsoColor){ color.red, color.green, color.blue, EDGE_ALPHA * color.alpha });
  cairo_set_line_width (cairo, 0.75);
  cairo_stroke (cairo);
}

/* One rung a pixel at most: the extremes of what shares it. */
void
iso_chart_draw_band (cairo_t *cairo, const IsoChartLayout *layout, const IsoChartSeries *series, IsoColor color)
{
  const IsoPlotBox *box = &layout->box;
  g_autoptr (GArray) rungs = g_array_new (FALSE, FALSE, sizeof (Rung));
  size_t first, end;
  iso_chart_series_in (series, (IsoRange){ layout->x.minimum, layout->x.maximum }, &first, &end);
  cairo_new_path (cairo);
  for (size_t i = first > 0 ? first - 1 : 0; i < MIN (end + 1, series->count); i++)
    {
      Rung rung = { iso_plot_box_x (box, &layout->x, series->x[i]), iso_plot_box_y (box, &layout->y, series->band->high[i]),
                    iso_plot_box_y (box, &layout->y, series->band->low[i]) };
      if (!isfinite (rung.x) || isnan (rung.top) || isnan (rung.bottom))
        {
          fill_piece (cairo, rungs, color);
          g_array_set_size (rungs, 0);
          continue;
        }
      rung.top = CLAMP (rung.top, -FAR, FAR);
      rung.bottom = CLAMP (rung.bottom, -FAR, FAR);
      Rung *last = rungs->len > 0 ? &g_array_index (rungs, Rung, rungs->len - 1) : NULL;
      if (last != NULL && floor (last->x) == floor (rung.x))
        {
          last->top = fmin (last->top, rung.top);
          last->bottom = fmax (last->bottom, rung.bottom);
        }
      else
        g_array_append_val (rungs, rung);
    }
  fill_piece (cairo, rungs, color);
}

/* ---- names at the ends ---- */

typedef struct {
  const IsoChartSeries *series;
  double x, y; /* where its line ends */
  double at;   /* height of its name's middle */
} End;

static int
by_height (const void *a, const void *b)
{
  const End *first = a, *second = b;
  return (first->y > second->y) - (first->y < second->y);
}

/* The last value in sight; false where there is none. */
static bool
find_end (End *end, const IsoChartLayout *layout, const IsoChartSeries *series)
{
  size_t first, stop;
  iso_chart_series_in (series, (IsoRange){ layout->x.minimum, layout->x.maximum }, &first, &stop);
  for (size_t i = stop; i-- > first;)
    {
      double y = iso_plot_box_y (&layout->box, &layout->y, iso_chart_series_y (series, i));
      if (isfinite (y))
        {
          *end = (End){ series, iso_plot_box_x (&layout->box, &layout->x, iso_chart_series_x (series, i)),
                        CLAMP (y, layout->box.top, layout->box.bottom), 0.0 };
          return true;
        }
    }
  return false;
}

/* Names that would overlap move apart, all of a heap by as much as its middle stays in place, within the height of the plot. */
static void
spread (End *ends, size_t count, double line, double top, double bottom)
{
  for (size_t i = 0; i < count; i++)
    {
      /* The heap that ends with i begins at `from`. */
      size_t from = i;
      double sum = ends[i].y;
      ends[i].at = CLAMP (ends[i].y, top, bottom);
      while (from > 0 && ends[from - 1].at + line > ends[from].at)
        {
          /* The heap before takes this one in, as a whole. */
          size_t start = from - 1;
          while (start > 0 && ends[start].at - ends[start - 1].at <= line * (1.0 + 1e-9))
            start--;
          for (size_t j = start; j < from; j++)
            sum += ends[j].y;
          from = start;
          double length = (double) (i - from) * line, middle = sum / (double) (i - from + 1);
          double begin = CLAMP (middle - 0.5 * length, top, fmax (top, bottom - length));
          for (size_t j = from; j <= i; j++)
            ends[j].at = begin + (double) (j - from) * line;
        }
    }
}

static void
draw_end (cairo_t *cairo, const End *end, const IsoChartLayout *layout, const IsoTheme *theme)
{
  static const double dots[] = { 1.0, 4.0 };
  IsoColor color = iso_chart_color (theme, end->series->color);
  double from = fmin (end->x + 3.0, layout->box.right), left = layout->box.right + ISO_CHART_END_GAP - 3.0;
  /* A thin stroke leads from the end of the line to its name; where a line ends early dots, that nobody takes
   * for values, bridge the way there. */
  iso_set_color (cairo, (IsoColor){ color.red, color.green, color.blue, 0.55 });
  cairo_set_line_width (cairo, 1.0);
  cairo_move_to (cairo, layout->box.right, end->y);
  cairo_line_to (cairo, left - 3.0, end->at);
  cairo_stroke (cairo);
  if (from < layout->box.right - 1.0)
    {
      cairo_set_dash (cairo, dots, 2, 0.0);
      cairo_move_to (cairo, from, end->y);
      cairo_line_to (cairo, layout->box.right, end->y);
      cairo_stroke (cairo);
      cairo_set_dash (cairo, NULL, 0, 0.0);
    }
  iso_text_draw_within (cairo, end->series->name, left, end->at, 0.0, 0.5, layout->width - left, ISO_CHART_END_SIZE * theme->text_size,
                        ISO_TEXT_REGULAR, iso_legible_color (theme, color));
}

void
iso_chart_draw_end_labels (cairo_t *cairo, const IsoChartLayout *layout, const IsoChart *chart, const IsoTheme *theme)
{
  g_autofree End *ends = g_new (End, MAX (chart->series->len, 1));
  size_t count = 0;
  for (size_t i = 0; i < chart->series->len; i++)
    count += find_end (&ends[count], layout, iso_chart_series (chart, i));
  qsort (ends, count, sizeof *ends, by_height);
  spread (ends, count, layout->line, layout->box.top, layout->box.bottom);
  for (size_t i = 0; i < count; i++)
    draw_end (cairo, &ends[i], layout, theme);
}
