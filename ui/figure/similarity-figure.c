#include "ui/figure/similarity-figure.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/figure/axis.h"
#include "ui/figure/similarity-words.h"
#include "ui/figure/text.h"

#define LEFT 50.0
#define RIGHT 18.0
#define PADDING 14.0
#define HEADER 24.0  /* of title and subtitle */
#define TOP 44.0     /* legend, and the means below it */
#define BOTTOM 42.0
#define LINE_WIDTH 1.75
#define HATCH 6.0    /* between two strokes */
#define SWATCH 11.0

typedef struct {
  cairo_t *cairo;
  const IsoSimilarityHistogram *histogram;
  const IsoTheme *theme;
  double left, top, width, height; /* of the plot within its axes */
  IsoAxis x, y;
} Plot;

/* A height that makes room for text, at the theme's size of it. */
static double
grown (const IsoTheme *theme, double height)
{
  return height * theme->text_size / iso_theme (ISO_THEME_LIGHT)->text_size;
}

static void
plot_init (Plot *plot, cairo_t *cairo, double width, double height, const IsoSimilarityFigure *figure)
{
  bool has_header = figure->title != NULL || figure->subtitle != NULL;
  double highest = 0.0;
  plot->cairo = cairo;
  plot->histogram = figure->histogram;
  plot->theme = figure->theme;
  plot->left = LEFT;
  plot->top = grown (figure->theme, TOP) + (has_header ? PADDING + HEADER : 0.0);
  plot->width = fmax (width - LEFT - RIGHT, 1.0);
  plot->height = fmax (height - plot->top - grown (figure->theme, BOTTOM), 1.0);
  for (IsoSimilarityKind kind = 0; kind < ISO_SIMILARITY_KINDS; kind++)
    for (size_t b = 0; b < figure->histogram->bin_count; b++)
      highest = fmax (highest, figure->histogram->density[kind][b]);
  iso_axis_fit (&plot->x, -1.0, 1.0, false, plot->width < 360.0 ? 4 : 8, false);
  iso_axis_fit (&plot->y, 0.0, highest > 0.0 ? 1.02 * highest : 1.0, false, plot->height < 120.0 ? 2 : 4, false);
}

double
iso_similarity_figure_value (double width, double x)
{
  return 2.0 * (x - LEFT) / fmax (width - LEFT - RIGHT, 1.0) - 1.0;
}

double
iso_similarity_figure_place (double width, double similarity)
{
  return LEFT + 0.5 * (similarity + 1.0) * fmax (width - LEFT - RIGHT, 1.0);
}

IsoColor
iso_similarity_color (const IsoTheme *theme, IsoSimilarityKind kind)
{
  return kind == ISO_SIMILARITY_POSITIVE ? theme->accent : theme->divergence;
}

static IsoColor
faint (IsoColor color, double alpha)
{
  color.alpha = alpha;
  return color;
}

static double
x_of (const Plot *plot, double similarity)
{
  return plot->left + plot->width * iso_axis_fraction (&plot->x, similarity);
}

static double
y_of (const Plot *plot, double density)
{
  return plot->top + plot->height * (1.0 - iso_axis_fraction (&plot->y, density));
}

/* ---- axes ---- */

static void
draw_axes (const Plot *plot)
{
  cairo_t *cairo = plot->cairo;
  const IsoTheme *theme = plot->theme;
  double bottom = plot->top + plot->height, small = theme->text_size - 1.0;
  cairo_set_line_width (cairo, 1.0);
  for (size_t i = 0; i < plot->y.tick_count; i++)
    {
      double y = floor (y_of (plot, plot->y.ticks[i])) + 0.5;
      iso_set_color (cairo, plot->y.ticks[i] == 0.0 ? theme->axis : theme->grid);
      cairo_move_to (cairo, plot->left, y);
      cairo_line_to (cairo, plot->left + plot->width, y);
      cairo_stroke (cairo);
      iso_text_draw (cairo, plot->y.labels[i], plot->left - 7.0, y, 1.0, 0.5, small, ISO_TEXT_REGULAR, theme->quiet);
    }
  for (size_t i = 0; i < plot->x.tick_count; i++)
    {
      double x = floor (x_of (plot, plot->x.ticks[i])) + 0.5;
      iso_set_color (cairo, theme->axis);
      cairo_move_to (cairo, x, bottom);
      cairo_line_to (cairo, x, bottom + 4.0);
      cairo_stroke (cairo);
      iso_text_draw (cairo, plot->x.labels[i], x, bottom + 6.0, 0.5, 0.0, small, ISO_TEXT_REGULAR, theme->quiet);
    }
  iso_text_draw (cairo, _("cosine similarity of two samples"), plot->left + 0.5 * plot->width, bottom + grown (theme, 23.0), 0.5, 0.0,
                 small, ISO_TEXT_REGULAR, theme->quiet);
  double density;
  iso_text_measure (&density, NULL, cairo, _("density"), small, ISO_TEXT_REGULAR);
  iso_text_draw (cairo, _("density"), fmax (plot->left - 7.0, density + 2.0), plot->top - 8.0, 1.0, 1.0, small, ISO_TEXT_REGULAR,
                 theme->quiet);
}

/* ---- densities ---- */

static double
least_density (const IsoSimilarityHistogram *histogram, size_t bin)
{
  return fmin (histogram->density[ISO_SIMILARITY_POSITIVE][bin], histogram->density[ISO_SIMILARITY_NEGATIVE][bin]);
}

/* The outline in steps, from the ground at the left end to the ground at the right one. kind: ISO_SIMILARITY_KINDS for what both
 * share. */
static void
trace_steps (const Plot *plot, IsoSimilarityKind kind)
{
  const IsoSimilarityHistogram *histogram = plot->histogram;
  double width = 2.0 / (double) histogram->bin_count;
  cairo_new_path (plot->cairo);
  cairo_move_to (plot->cairo, x_of (plot, -1.0), y_of (plot, 0.0));
  for (size_t b = 0; b < histogram->bin_count; b++)
    {
      double y = y_of (plot, kind < ISO_SIMILARITY_KINDS ? histogram->density[kind][b] : least_density (histogram, b));
      cairo_line_to (plot->cairo, x_of (plot, -1.0 + width * (double) b), y);
      cairo_line_to (plot->cairo, x_of (plot, -1.0 + width * (double) (b + 1)), y);
    }
  cairo_line_to (plot->cairo, x_of (plot, 1.0), y_of (plot, 0.0));
}

static void
draw_density (const Plot *plot, IsoSimilarityKind kind)
{
  IsoColor color = iso_similarity_color (plot->theme, kind);
  if (plot->histogram->pairs[kind] == 0)
    return;
  trace_steps (plot, kind);
  iso_set_color (plot->cairo, faint (color, plot->theme->is_dark ? 0.30 : 0.24));
  cairo_fill_preserve (plot->cairo);
  iso_set_color (plot->cairo, color);
  cairo_set_line_width (plot->cairo, LINE_WIDTH);
  cairo_set_line_join (plot->cairo, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke (plot->cairo);
}

/* Strokes that rise to the right, within what both densities cover. */
static void
hatch_shared (const Plot *plot)
{
  cairo_t *cairo = plot->cairo;
  double bottom = plot->top + plot->height;
  if (!(plot->histogram->overlap > 0.0))
    return;
  cairo_save (cairo);
  trace_steps (plot, ISO_SIMILARITY_KINDS);
  cairo_clip (cairo);
  iso_set_color (cairo, faint (plot->theme->text, plot->theme->is_dark ? 0.45 : 0.4));
  cairo_set_line_width (cairo, 1.0);
  for (double x = plot->left - plot->height; x < plot->left + plot->width; x += HATCH)
    {
      cairo_move_to (cairo, x, bottom);
      cairo_line_to (cairo, x + plot->height, plot->top);
    }
  cairo_stroke (cairo);
  cairo_restore (cairo);
}

/* ---- words on the plot ---- */

static void
draw_on_ground (const Plot *plot, const char *text, double x, double y, double align_x, IsoTextWeight weight, IsoColor color)
{
  double width, height, size = plot->theme->text_size;
  iso_text_measure (&width, &height, plot->cairo, text, size, weight);
  double left = CLAMP (x - align_x * width, plot->left + 4.0, fmax (plot->left + 4.0, plot->left + plot->width - width - 4.0));
  iso_set_color (plot->cairo, faint (plot->theme->background, 0.8));
  cairo_rectangle (plot->cairo, left - 4.0, y - 0.5 * height - 1.0, width + 8.0, height + 2.0);
  cairo_fill (plot->cairo);
  iso_text_draw (plot->cairo, text, left, y, 0.0, 0.5, size, weight, color);
}

/* Over the place where most is shared, on the ground of the card. */
static void
label_overlap (const Plot *plot)
{
  const IsoSimilarityHistogram *histogram = plot->histogram;
  g_autofree char *text = iso_similarity_summary (histogram);
  double most = 0.0, weight = 0.0, middle = 0.0;
  for (size_t b = 0; b < histogram->bin_count; b++)
    {
      double shared = least_density (histogram, b);
      most = fmax (most, shared);
      weight += shared;
      middle += shared * (-1.0 + (2.0 * (double) b + 1.0) / (double) histogram->bin_count);
    }
  if (isnan (histogram->overlap) || !(weight > 0.0))
    {
      draw_on_ground (plot, text, plot->left + 0.5 * plot->width, plot->top + 12.0, 0.5, ISO_TEXT_BOLD, plot->theme->text);
      return;
    }
  double y = fmax (y_of (plot, most) - 14.0, plot->top + 12.0);
  draw_on_ground (plot, text, x_of (plot, middle / weight), y, 0.5, ISO_TEXT_BOLD, plot->theme->text);
}

/* A dashed line at each mean, its number above the plot; numbers that would meet move apart. */
static void
draw_means (const Plot *plot)
{
  cairo_t *cairo = plot->cairo;
  const double *mean = plot->histogram->mean, dashes[] = { 4.0, 3.0 };
  double size = plot->theme->text_size - 1.0, at[ISO_SIMILARITY_KINDS], width[ISO_SIMILARITY_KINDS];
  char text[ISO_SIMILARITY_KINDS][48];
  for (IsoSimilarityKind kind = 0; kind < ISO_SIMILARITY_KINDS; kind++)
    {
      char number[32];
      iso_number_format (number, sizeof number, round (1e3 * mean[kind]) / 1e3, 3);
      g_snprintf (text[kind], sizeof text[kind], _("mean %s"), number);
      iso_text_measure (&width[kind], NULL, cairo, text[kind], size, ISO_TEXT_REGULAR);
      at[kind] = x_of (plot, CLAMP (mean[kind], -1.0, 1.0));
      at[kind] = CLAMP (at[kind], plot->left + 0.5 * width[kind], plot->left + plot->width - 0.5 * width[kind]);
    }
  IsoSimilarityKind lower = mean[ISO_SIMILARITY_NEGATIVE] <= mean[ISO_SIMILARITY_POSITIVE] ? ISO_SIMILARITY_NEGATIVE
                                                                                            : ISO_SIMILARITY_POSITIVE;
  IsoSimilarityKind upper = lower == ISO_SIMILARITY_NEGATIVE ? ISO_SIMILARITY_POSITIVE : ISO_SIMILARITY_NEGATIVE;
  double missing = 0.5 * (width[lower] + width[upper]) + 10.0 - (at[upper] - at[lower]);
  if (isfinite (mean[lower]) && isfinite (mean[upper]) && missing > 0.0)
    {
      double right = plot->left + plot->width - 0.5 * width[upper], room = right - at[upper];
      at[upper] += fmin (0.5 * missing, room);
      at[lower] -= missing - fmin (0.5 * missing, room);
    }
  for (IsoSimilarityKind kind = 0; kind < ISO_SIMILARITY_KINDS; kind++)
    {
      if (!isfinite (mean[kind]))
        continue;
      double x = floor (x_of (plot, mean[kind])) + 0.5;
      iso_set_color (cairo, iso_similarity_color (plot->theme, kind));
      cairo_set_line_width (cairo, 1.25);
      cairo_set_dash (cairo, dashes, 2, 0.0);
      cairo_move_to (cairo, x, plot->top);
      cairo_line_to (cairo, x, plot->top + plot->height);
      cairo_stroke (cairo);
      cairo_set_dash (cairo, NULL, 0, 0.0);
      iso_text_draw (cairo, text[kind], at[kind], plot->top - 3.0, 0.5, 1.0, size, ISO_TEXT_REGULAR,
                     iso_legible_color (plot->theme, iso_similarity_color (plot->theme, kind)));
    }
}

/* A swatch and words; returns where the next may begin. */
static double
draw_legend_entry (const Plot *plot, IsoSimilarityKind kind, double x, double y)
{
  g_autofree char *words = iso_similarity_pairs_text (plot->histogram, kind);
  IsoColor color = iso_similarity_color (plot->theme, kind);
  cairo_rectangle (plot->cairo, floor (x) + 0.5, floor (y - 0.5 * SWATCH) + 0.5, SWATCH - 1.0, SWATCH - 1.0);
  iso_set_color (plot->cairo, faint (color, 0.3));
  cairo_fill_preserve (plot->cairo);
  iso_set_color (plot->cairo, color);
  cairo_set_line_width (plot->cairo, LINE_WIDTH);
  cairo_stroke (plot->cairo);
  x += SWATCH + 6.0;
  return x + 18.0
         + iso_text_draw (plot->cairo, words, x, y, 0.0, 0.5, plot->theme->text_size, ISO_TEXT_REGULAR, plot->theme->text);
}

static void
draw_header (cairo_t *cairo, const IsoSimilarityFigure *figure)
{
  const IsoTheme *theme = figure->theme;
  double x = PADDING, y = PADDING + 0.5 * HEADER - 4.0;
  if (figure->title != NULL)
    x += iso_text_draw (cairo, figure->title, x, y, 0.0, 0.5, theme->text_size + 1.0, ISO_TEXT_BOLD, theme->text) + 10.0;
  if (figure->subtitle != NULL)
    iso_text_draw (cairo, figure->subtitle, x, y, 0.0, 0.5, theme->text_size, ISO_TEXT_REGULAR, theme->quiet);
}

void
iso_similarity_figure_draw (cairo_t *cairo, double width, double height, const IsoSimilarityFigure *figure)
{
  Plot plot;
  plot_init (&plot, cairo, width, height, figure);
  draw_header (cairo, figure);
  draw_axes (&plot);
  draw_density (&plot, ISO_SIMILARITY_NEGATIVE);
  draw_density (&plot, ISO_SIMILARITY_POSITIVE);
  hatch_shared (&plot);
  draw_means (&plot);
  label_overlap (&plot);
  double x = draw_legend_entry (&plot, ISO_SIMILARITY_POSITIVE, plot.left, plot.top - grown (figure->theme, TOP) + 12.0);
  draw_legend_entry (&plot, ISO_SIMILARITY_NEGATIVE, x, plot.top - grown (figure->theme, TOP) + 12.0);
}

/* ---- the cursor ---- */

static void
draw_box (const Plot *plot, double left, double top, double width, double height)
{
  cairo_t *cairo = plot->cairo;
  IsoColor ground = plot->theme->background;
  double radius = 7.0;
  /* A shade off the card, so that the box lies above the plot. */
  if (plot->theme->is_dark)
    ground = (IsoColor){ ground.red + 0.05, ground.green + 0.05, ground.blue + 0.05, 1.0 };
  ground.alpha = 0.97;
  cairo_new_sub_path (cairo);
  cairo_arc (cairo, left + width - radius, top + radius, radius, -0.5 * G_PI, 0.0);
  cairo_arc (cairo, left + width - radius, top + height - radius, radius, 0.0, 0.5 * G_PI);
  cairo_arc (cairo, left + radius, top + height - radius, radius, 0.5 * G_PI, G_PI);
  cairo_arc (cairo, left + radius, top + radius, radius, G_PI, 1.5 * G_PI);
  cairo_close_path (cairo);
  iso_set_color (cairo, ground);
  cairo_fill_preserve (cairo);
  iso_set_color (cairo, plot->theme->axis);
  cairo_set_line_width (cairo, 1.0);
  cairo_stroke (cairo);
}

/* A dot where the cursor crosses a density that is there. */
static void
draw_dot (const Plot *plot, IsoSimilarityKind kind, double x, double similarity)
{
  double y = y_of (plot, iso_similarity_density_at (plot->histogram, kind, similarity));
  if (plot->histogram->pairs[kind] == 0)
    return;
  cairo_arc (plot->cairo, x, y, 4.5, 0.0, 2.0 * G_PI);
  iso_set_color (plot->cairo, plot->theme->background);
  cairo_fill (plot->cairo);
  cairo_arc (plot->cairo, x, y, 3.25, 0.0, 2.0 * G_PI);
  iso_set_color (plot->cairo, iso_similarity_color (plot->theme, kind));
  cairo_fill (plot->cairo);
}

void
iso_similarity_figure_draw_cursor (cairo_t *cairo, double width, double height, const IsoSimilarityFigure *figure, double similarity)
{
  Plot plot;
  const IsoTheme *theme = figure->theme;
  char title[64];
  double size = theme->text_size - 1.0, line = size + 6.0, widest, each;
  g_auto (GStrv) lines = g_new0 (char *, ISO_SIMILARITY_KINDS + 1);
  plot_init (&plot, cairo, width, height, figure);
  iso_similarity_cursor_title (title, sizeof title, similarity);
  iso_text_measure (&widest, NULL, cairo, title, size, ISO_TEXT_BOLD);
  for (IsoSimilarityKind kind = 0; kind < ISO_SIMILARITY_KINDS; kind++)
    {
      lines[kind] = iso_similarity_cursor_line (figure->histogram, kind, similarity);
      iso_text_measure (&each, NULL, cairo, lines[kind], size, ISO_TEXT_REGULAR);
      widest = fmax (widest, each + SWATCH + 4.0);
    }
  double x = floor (x_of (&plot, similarity)) + 0.5, box_width = widest + 20.0, box_height = 3.0 * line + 12.0;
  bool is_right = x + 12.0 + box_width <= plot.left + plot.width;
  double left = floor (is_right ? x + 12.0 : fmax (x - 12.0 - box_width, plot.left)) + 0.5, top = floor (plot.top + 6.0) + 0.5;
  iso_set_color (cairo, theme->cursor);
  cairo_set_line_width (cairo, 1.0);
  cairo_move_to (cairo, x, plot.top);
  cairo_line_to (cairo, x, plot.top + plot.height);
  cairo_stroke (cairo);
  draw_dot (&plot, ISO_SIMILARITY_NEGATIVE, x, similarity);
  draw_dot (&plot, ISO_SIMILARITY_POSITIVE, x, similarity);
  draw_box (&plot, left, top, box_width, box_height);
  iso_text_draw (cairo, title, left + 10.0, top + 6.0 + 0.5 * line, 0.0, 0.5, size, ISO_TEXT_BOLD, theme->text);
  for (IsoSimilarityKind kind = 0; kind < ISO_SIMILARITY_KINDS; kind++)
    {
      double y = top + 6.0 + (1.5 + (double) kind) * line;
      iso_set_color (cairo, iso_similarity_color (theme, kind));
      cairo_arc (cairo, left + 14.0, y, 4.0, 0.0, 2.0 * G_PI);
      cairo_fill (cairo);
      iso_text_draw (cairo, lines[kind], left + 10.0 + SWATCH + 4.0, y, 0.0, 0.5, size, ISO_TEXT_REGULAR, theme->text);
    }
}
