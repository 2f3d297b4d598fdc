/* Pull and push on a pair over its similarity or distance. */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/figure/axis.h"
#include "ui/figure/profile-figure.h"
#include "ui/figure/text.h"

#define LEFT 52.0
#define RIGHT 14.0
#define TOP 30.0
#define BOTTOM 48.0
#define LINE_WIDTH 2.0
#define MARK 4.0      /* radius of a sample that stays */
#define ENDS 6        /* points at each end that the range does not go by: some losses have poles there */
#define NOTHING 0.01  /* of the largest force: less counts as none in words */

typedef struct {
  cairo_t *cairo;
  const IsoLossProfile *profile;
  const IsoTheme *theme;
  double left, top, width, height; /* of the plot within its axes */
  IsoAxis x, y;
} Plot;

static double
x_of (const Plot *plot, double at)
{
  return plot->left + plot->width * iso_axis_fraction (&plot->x, at);
}

static double
y_of (const Plot *plot, double value)
{
  double fraction = CLAMP (iso_axis_fraction (&plot->y, value), 0.0, 1.0);
  return plot->top + plot->height * (1.0 - fraction);
}

static IsoColor
faint (IsoColor color, double alpha)
{
  color.alpha = alpha;
  return color;
}

static void
fit_axes (Plot *plot)
{
  double low = 0.0, high = 0.0;
  for (size_t i = ENDS; i < ISO_PROFILE_POINTS - ENDS; i++)
    {
      low = fmin (low, fmin (plot->profile->positive[i], plot->profile->negative[i]));
      high = fmax (high, fmax (plot->profile->positive[i], plot->profile->negative[i]));
    }
  bool is_distance = plot->profile->measure == ISO_PROFILE_DISTANCE;
  iso_axis_fit (&plot->x, is_distance ? 0.0 : -1.0, is_distance ? 2.0 : 1.0, false, 5, false);
  iso_axis_fit (&plot->y, low, high, false, 5, true);
}

static void
draw_axes (const Plot *plot)
{
  cairo_t *cairo = plot->cairo;
  const IsoTheme *theme = plot->theme;
  double bottom = plot->top + plot->height, small = theme->text_size * 0.92;
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
    iso_text_draw (cairo, plot->x.labels[i], x_of (plot, plot->x.ticks[i]), bottom + 5.0, 0.5, 0.0, small, ISO_TEXT_REGULAR,
                   theme->quiet);
  bool is_distance = plot->profile->measure == ISO_PROFILE_DISTANCE;
  const char *title = plot->profile->is_proxy ? _("similarity of sample and proxy, S  →  nearer")
                      : is_distance           ? _("nearer  ←  distance of the pair, d")
                                              : _("similarity of the pair, S  →  nearer");
  iso_text_draw (cairo, title, plot->left + 0.5 * plot->width, bottom + 24.0, 0.5, 0.0, theme->text_size, ISO_TEXT_REGULAR,
                 theme->quiet);
  /* Above the line a step of descent draws the pair together, below it drives it apart. */
  const char *side = is_distance ? _("∂L/∂d   ↑ drawn together  ↓ driven apart") : _("−∂L/∂S   ↑ drawn together  ↓ driven apart");
  iso_text_draw (cairo, side, 6.0, 4.0, 0.0, 0.0, theme->text_size, ISO_TEXT_REGULAR, theme->quiet);
}

/* values (ISO_PROFILE_POINTS): the line, and the ground between it and no force at all. */
static void
draw_force (const Plot *plot, const double *values, IsoColor color)
{
  cairo_t *cairo = plot->cairo;
  double zero = y_of (plot, 0.0);
  cairo_save (cairo);
  cairo_rectangle (cairo, plot->left, plot->top - LINE_WIDTH, plot->width, plot->height + 2.0 * LINE_WIDTH);
  cairo_clip (cairo);
  cairo_move_to (cairo, x_of (plot, plot->profile->at[0]), zero);
  for (size_t i = 0; i < ISO_PROFILE_POINTS; i++)
    cairo_line_to (cairo, x_of (plot, plot->profile->at[i]), y_of (plot, values[i]));
  cairo_line_to (cairo, x_of (plot, plot->profile->at[ISO_PROFILE_POINTS - 1]), zero);
  iso_set_color (cairo, faint (color, 0.16));
  cairo_fill (cairo);
  for (size_t i = 0; i < ISO_PROFILE_POINTS; i++)
    cairo_line_to (cairo, x_of (plot, plot->profile->at[i]), y_of (plot, values[i]));
  iso_set_color (cairo, color);
  cairo_set_line_width (cairo, LINE_WIDTH);
  cairo_set_line_join (cairo, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke (cairo);
  cairo_restore (cairo);
}

/* Those that stay, on the line of no force: filled discs with a rim of the ground. */
static void
draw_others (const Plot *plot, const double *places, size_t count, IsoColor color)
{
  for (size_t i = 0; i < count; i++)
    {
      cairo_arc (plot->cairo, x_of (plot, places[i]), y_of (plot, 0.0), MARK, 0.0, 2.0 * G_PI);
      iso_set_color (plot->cairo, color);
      cairo_fill_preserve (plot->cairo);
      iso_set_color (plot->cairo, plot->theme->background);
      cairo_set_line_width (plot->cairo, 1.5);
      cairo_stroke (plot->cairo);
    }
}

/* A swatch and a word; returns where the next may end. */
static double
draw_legend_entry (const Plot *plot, const char *word, double right, IsoColor color)
{
  double width;
  iso_text_measure (&width, NULL, plot->cairo, word, plot->theme->text_size, ISO_TEXT_REGULAR);
  iso_text_draw (plot->cairo, word, right, 4.0, 1.0, 0.0, plot->theme->text_size, ISO_TEXT_REGULAR, plot->theme->text);
  iso_set_color (plot->cairo, color);
  cairo_rectangle (plot->cairo, right - width - 20.0, 10.0, 14.0, 3.0);
  cairo_fill (plot->cairo);
  return right - width - 36.0;
}

void
iso_loss_profile_draw (cairo_t *cairo, const IsoLossProfile *profile, const IsoTheme *theme, double width, double height)
{
  Plot plot = { .cairo = cairo, .profile = profile, .theme = theme, .left = LEFT, .top = TOP };
  plot.width = fmax (width - LEFT - RIGHT, 1.0);
  plot.height = fmax (height - TOP - BOTTOM, 1.0);
  IsoColor pull = theme->accent, push = theme->divergence;
  fit_axes (&plot);
  draw_axes (&plot);
  draw_force (&plot, profile->positive, pull);
  draw_force (&plot, profile->negative, push);
  draw_others (&plot, profile->other_positives, profile->other_positive_count, pull);
  draw_others (&plot, profile->other_negatives, profile->other_negative_count, push);
  double right = draw_legend_entry (&plot, profile->is_proxy ? _("other class's proxy") : _("negative"), width - RIGHT, push);
  draw_legend_entry (&plot, profile->is_proxy ? _("own proxy") : _("positive"), right, pull);
}

/* Where a force acts and where it is largest: "from 0.5 to 1.2, most at 0.9". */
static char *
range_words (const IsoLossProfile *profile, const double *values)
{
  double largest = 0.0, most = 0.0;
  for (size_t i = ENDS; i < ISO_PROFILE_POINTS - ENDS; i++)
    if (fabs (values[i]) > largest)
      {
        largest = fabs (values[i]);
        most = profile->at[i];
      }
  size_t first = 0, last = ISO_PROFILE_POINTS - 1;
  while (first < last && !(fabs (values[first]) > NOTHING * largest))
    first++;
  while (last > first && !(fabs (values[last]) > NOTHING * largest))
    last--;
  if (!(largest > 0.0))
    return g_strdup (_("nowhere"));
  return g_strdup_printf (_("from %.2f to %.2f, most at %.2f"), profile->at[first], profile->at[last], most);
}

char *
iso_loss_profile_words (const IsoLossProfile *profile)
{
  g_autofree char *pull = range_words (profile, profile->positive), *push = range_words (profile, profile->negative);
  if (profile->is_proxy)
    return g_strdup_printf (_("By similarity: a sample and its own proxy are moved %s; a sample and another class's proxy %s."),
                            pull, push);
  if (profile->measure == ISO_PROFILE_DISTANCE)
    return g_strdup_printf (_("By distance: a positive is moved %s; a negative %s."), pull, push);
  return g_strdup_printf (_("By similarity: a positive is moved %s; a negative %s."), pull, push);
}
