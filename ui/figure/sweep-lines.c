/* All parameters of a sweep as parallel axes, its score at the right. */
#include <math.h>

#include "ui/figure/axis.h"
#include "ui/figure/sweep-figure.h"
#include "ui/figure/text.h"

#define TOP 30.0    /* for the names of the axes */
#define BOTTOM 12.0
#define SIDE 56.0   /* for what stands beside the outer axes */
#define TICK 4.0
#define THIN 1.25
#define THICK 3.0
#define DOT 3.5

/* An axis: of numbers, or of words at even distances. */
typedef struct {
  double x;
  const char *name;
  bool is_number;
  IsoAxis axis;
  IsoSweepLevels *levels; /* of words */
} Upright;

typedef struct {
  cairo_t *cairo;
  const IsoSweepScores *scores;
  const IsoTheme *theme;
  double top, height;
  Upright *uprights; /* (key_count + 1) */
} Lines;

/* Of words: evenly from bottom to top, one alone in the middle. */
static double
level_fraction (const IsoSweepLevels *levels, size_t level)
{
  return levels->count > 1 ? (double) level / (double) (levels->count - 1) : 0.5;
}

/* Height of a setting on an axis; the last axis is the score's. */
static double
place (const Lines *lines, size_t setting, size_t at)
{
  const IsoSweepScores *scores = lines->scores;
  const Upright *upright = &lines->uprights[at];
  double fraction;
  if (at == scores->key_count)
    fraction = iso_axis_fraction (&upright->axis, scores->score[setting]);
  else if (upright->is_number)
    fraction = iso_axis_fraction (&upright->axis, scores->numbers[setting * scores->key_count + at]);
  else
    fraction = level_fraction (upright->levels, upright->levels->of[setting]);
  return lines->top + lines->height * (1.0 - fraction);
}

static void
fit_axis (Upright *upright, const IsoSweepScores *scores, size_t key, double height)
{
  double least = INFINITY, greatest = -INFINITY;
  int wanted = CLAMP ((int) (height / 60.0), 2, 8);
  upright->is_number = key == scores->key_count || scores->is_number[key];
  if (key == scores->key_count)
    {
      if (!iso_sweep_scores_range (&least, &greatest, scores))
        least = 0.0, greatest = 1.0;
      iso_axis_fit (&upright->axis, least, greatest, false, wanted, true);
      return;
    }
  if (!upright->is_number)
    {
      upright->levels = iso_sweep_levels_new (scores, key);
      return;
    }
  for (size_t s = 0; s < scores->setting_count; s++)
    {
      least = fmin (least, scores->numbers[s * scores->key_count + key]);
      greatest = fmax (greatest, scores->numbers[s * scores->key_count + key]);
    }
  iso_axis_fit (&upright->axis, least, greatest, scores->is_logarithmic[key], wanted, false);
}

static void
trace (const Lines *lines, size_t setting)
{
  cairo_new_path (lines->cairo);
  for (size_t at = 0; at <= lines->scores->key_count; at++)
    {
      double x = lines->uprights[at].x, y = place (lines, setting, at);
      if (at == 0)
        cairo_move_to (lines->cairo, x, y);
      else
        {
          double before = lines->uprights[at - 1].x, middle = 0.5 * (before + x), from = place (lines, setting, at - 1);
          cairo_curve_to (lines->cairo, middle, from, middle, y, x, y);
        }
    }
}

static IsoColor
color_of (const Lines *lines, size_t setting)
{
  guint32 pixel = iso_sweep_color (lines->scores, lines->scores->score[setting], lines->theme->is_dark);
  return (IsoColor) { (pixel >> 16 & 0xff) / 255.0, (pixel >> 8 & 0xff) / 255.0, (pixel & 0xff) / 255.0, 1.0 };
}

static void
draw_line (const Lines *lines, size_t setting, double thickness, double alpha)
{
  IsoColor color = color_of (lines, setting);
  color.alpha = alpha;
  trace (lines, setting);
  iso_set_color (lines->cairo, color);
  cairo_set_line_width (lines->cairo, thickness);
  cairo_stroke (lines->cairo);
}

/* The chosen one with a rim of the text's colour around it. */
static void
draw_chosen (const Lines *lines)
{
  size_t setting = (size_t) lines->scores->chosen;
  trace (lines, setting);
  iso_set_color (lines->cairo, lines->theme->text);
  cairo_set_line_width (lines->cairo, THICK + 2.0);
  cairo_stroke (lines->cairo);
  draw_line (lines, setting, THICK, 1.0);
}

/* Its dot on each axis, over that. */
static void
draw_dots (const Lines *lines)
{
  size_t setting = (size_t) lines->scores->chosen;
  iso_set_color (lines->cairo, lines->theme->text);
  for (size_t at = 0; at <= lines->scores->key_count; at++)
    {
      cairo_new_path (lines->cairo);
      cairo_arc (lines->cairo, lines->uprights[at].x, place (lines, setting, at), DOT + 0.5, 0.0, 2.0 * G_PI);
      cairo_fill (lines->cairo);
    }
}

/* Behind a label: lines run towards it from all sides. */
static void
draw_ground (const Lines *lines, const char *label, double x, double y, double align, double room)
{
  double width, height;
  IsoColor ground = lines->theme->background;
  iso_text_measure (&width, &height, lines->cairo, label, lines->theme->text_size - 1.0, ISO_TEXT_REGULAR);
  width = fmin (width, room);
  ground.alpha = 0.88;
  iso_set_color (lines->cairo, ground);
  cairo_new_path (lines->cairo);
  cairo_rectangle (lines->cairo, x - align * width - 2.0, y - 0.5 * height, width + 4.0, height);
  cairo_fill (lines->cairo);
}

static void
draw_tick (const Lines *lines, const Upright *upright, double fraction, const char *label, bool is_last, double room)
{
  double y = lines->top + lines->height * (1.0 - fraction), x = upright->x + (is_last ? TICK : -TICK);
  const IsoTheme *theme = lines->theme;
  double size = theme->text_size - 1.0, align = is_last ? 0.0 : 1.0, away = is_last ? 4.0 : -4.0;
  iso_set_color (lines->cairo, theme->axis);
  cairo_set_line_width (lines->cairo, 1.0);
  cairo_move_to (lines->cairo, upright->x, floor (y) + 0.5);
  cairo_line_to (lines->cairo, x, floor (y) + 0.5);
  cairo_stroke (lines->cairo);
  draw_ground (lines, label, x + away, y, align, fmin (room, 2.0 * SIDE));
  iso_text_draw_within (lines->cairo, label, x + away, y, align, 0.5, room, size, ISO_TEXT_REGULAR, theme->text);
}

static void
draw_upright (const Lines *lines, size_t at, double room)
{
  const Upright *upright = &lines->uprights[at];
  const IsoSweepScores *scores = lines->scores;
  const IsoTheme *theme = lines->theme;
  bool is_last = at == scores->key_count;
  double half_align = at == 0 ? 0.0 : is_last ? 1.0 : 0.5, name_x = upright->x + (at == 0 ? -SIDE + 4.0 : is_last ? SIDE - 4.0 : 0.0);
  iso_set_color (lines->cairo, theme->axis);
  cairo_set_line_width (lines->cairo, 1.0);
  cairo_move_to (lines->cairo, floor (upright->x) + 0.5, lines->top);
  cairo_line_to (lines->cairo, floor (upright->x) + 0.5, lines->top + lines->height);
  cairo_stroke (lines->cairo);
  iso_text_draw_within (lines->cairo, upright->name, name_x, 0.4 * TOP, half_align, 0.5,
                        at == 0 || is_last ? SIDE + 0.5 * room - 8.0 : room, theme->text_size, ISO_TEXT_BOLD, theme->text);
  for (size_t i = 0; upright->is_number && i < upright->axis.tick_count; i++)
    draw_tick (lines, upright, iso_axis_fraction (&upright->axis, upright->axis.ticks[i]), upright->axis.labels[i], is_last, SIDE);
  for (size_t i = 0; upright->levels != NULL && i < upright->levels->count; i++)
    draw_tick (lines, upright, level_fraction (upright->levels, i),
               scores->values[upright->levels->settings[i] * scores->key_count + at], is_last, at == 0 ? SIDE - 12.0 : 0.5 * room);
}

void
iso_sweep_lines_draw (cairo_t *cairo, double width, double height, const IsoSweepScores *scores, const IsoTheme *theme)
{
  size_t K = scores->key_count;
  g_autofree Upright *uprights = g_new0 (Upright, K + 1);
  const Lines lines = { cairo, scores, theme, TOP, fmax (height - TOP - BOTTOM, 1.0), uprights };
  double between = fmax (width - 2.0 * SIDE, 1.0) / (double) MAX (K, 1);
  for (size_t at = 0; at <= K; at++)
    {
      uprights[at].x = K > 0 ? SIDE + (double) at * between : 0.5 * width;
      uprights[at].name = at < K ? iso_sweep_key_label (scores->keys[at]) : scores->score_name;
      fit_axis (&uprights[at], scores, at, lines.height);
    }
  double alpha = scores->setting_count > 200 ? 0.45 : scores->setting_count > 60 ? 0.7 : 0.9;
  cairo_set_line_join (cairo, CAIRO_LINE_JOIN_ROUND);
  for (size_t s = 0; s < scores->setting_count; s++)
    if (!isnan (scores->score[s]) && (int) s != scores->chosen)
      draw_line (&lines, s, THIN, alpha);
  if (scores->chosen >= 0)
    draw_chosen (&lines);
  for (size_t at = 0; at <= K; at++)
    draw_upright (&lines, at, between - 12.0);
  if (scores->chosen >= 0)
    draw_dots (&lines);
  for (size_t at = 0; at <= K; at++)
    iso_sweep_levels_free (uprights[at].levels);
}
