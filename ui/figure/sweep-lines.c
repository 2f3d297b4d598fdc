/* All parameters of a sweep as parallel axes, its score at the right. */
#include "ui/figure/sweep-lines.h"

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
#define QUIET_ALPHA 0.3

/* An axis: of numbers, or of words at even distances. */
typedef struct {
  double x;
  const char *name;
  bool is_number;
  IsoAxis axis;
  IsoSweepLevels *levels; /* of words */
} Upright;

struct _IsoSweepLines {
  const IsoSweepScores *scores;
  size_t axis_count; /* the scores may be gone by the time these are freed */
  double top, height, between;
  Upright *uprights; /* (key_count + 1) */
};

/* One drawing of them. */
typedef struct {
  cairo_t *cairo;
  const IsoSweepLines *at;
  const IsoTheme *theme;
} Drawing;

/* Words stand evenly from bottom to top, one alone in the middle. */
static double
fraction_of (const Upright *upright, double value)
{
  if (upright->levels == NULL)
    return iso_axis_fraction (&upright->axis, value);
  return upright->levels->count > 1 ? value / (double) (upright->levels->count - 1) : 0.5;
}

/* Of the axis's own: a number, or which of its words. */
static double
value_at (const IsoSweepLines *lines, size_t setting, size_t axis)
{
  const IsoSweepScores *scores = lines->scores;
  if (axis == scores->key_count)
    return scores->score[setting];
  return scores->is_number[axis] ? scores->numbers[setting * scores->key_count + axis]
                                 : (double) lines->uprights[axis].levels->of[setting];
}

double
iso_sweep_lines_y (const IsoSweepLines *lines, size_t setting, size_t axis)
{
  return lines->top + lines->height * (1.0 - fraction_of (&lines->uprights[axis], value_at (lines, setting, axis)));
}

double
iso_sweep_lines_place (const IsoSweepLines *lines, size_t axis, double value)
{
  return lines->top + lines->height * (1.0 - CLAMP (fraction_of (&lines->uprights[axis], value), 0.0, 1.0));
}

double
iso_sweep_lines_value (const IsoSweepLines *lines, size_t axis, double y)
{
  const Upright *upright = &lines->uprights[axis];
  double fraction = CLAMP (1.0 - (y - lines->top) / lines->height, 0.0, 1.0);
  if (upright->levels == NULL)
    return iso_axis_value (&upright->axis, fraction);
  return upright->levels->count > 1 ? fraction * (double) (upright->levels->count - 1) : 0.0;
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
trace (const Drawing *drawing, size_t setting)
{
  const IsoSweepLines *lines = drawing->at;
  cairo_new_path (drawing->cairo);
  for (size_t at = 0; at <= lines->scores->key_count; at++)
    {
      double x = lines->uprights[at].x, y = iso_sweep_lines_y (lines, setting, at);
      if (at == 0)
        cairo_move_to (drawing->cairo, x, y);
      else
        {
          double before = lines->uprights[at - 1].x, middle = 0.5 * (before + x), from = iso_sweep_lines_y (lines, setting, at - 1);
          cairo_curve_to (drawing->cairo, middle, from, middle, y, x, y);
        }
    }
}

static IsoColor
color_of (const Drawing *drawing, size_t setting)
{
  guint32 pixel = iso_sweep_color (drawing->at->scores, drawing->at->scores->score[setting], drawing->theme->is_dark);
  return (IsoColor) { (pixel >> 16 & 0xff) / 255.0, (pixel >> 8 & 0xff) / 255.0, (pixel & 0xff) / 255.0, 1.0 };
}

static void
draw_line (const Drawing *drawing, size_t setting, double thickness, IsoColor color, double alpha)
{
  color.alpha = alpha;
  trace (drawing, setting);
  iso_set_color (drawing->cairo, color);
  cairo_set_line_width (drawing->cairo, thickness);
  cairo_stroke (drawing->cairo);
}

static void
draw_thick (const Drawing *drawing, size_t setting, IsoColor rim)
{
  draw_line (drawing, setting, THICK + 2.0, rim, 1.0);
  draw_line (drawing, setting, THICK, color_of (drawing, setting), 1.0);
}

/* One on each axis. */
static void
draw_dots (const Drawing *drawing, size_t setting, IsoColor color)
{
  const IsoSweepLines *lines = drawing->at;
  iso_set_color (drawing->cairo, color);
  for (size_t at = 0; at <= lines->scores->key_count; at++)
    {
      cairo_new_path (drawing->cairo);
      cairo_arc (drawing->cairo, lines->uprights[at].x, iso_sweep_lines_y (lines, setting, at), DOT + 0.5, 0.0, 2.0 * G_PI);
      cairo_fill (drawing->cairo);
    }
}

/* Behind a label: lines run towards it from all sides. */
static void
draw_ground (const Drawing *drawing, const char *label, double x, double y, double align, double room)
{
  double width, height;
  IsoColor ground = drawing->theme->background;
  iso_text_measure (&width, &height, drawing->cairo, label, drawing->theme->text_size - 1.0, ISO_TEXT_REGULAR);
  width = fmin (width, room);
  ground.alpha = 0.88;
  iso_set_color (drawing->cairo, ground);
  cairo_new_path (drawing->cairo);
  cairo_rectangle (drawing->cairo, x - align * width - 2.0, y - 0.5 * height, width + 4.0, height);
  cairo_fill (drawing->cairo);
}

static void
draw_tick (const Drawing *drawing, const Upright *upright, double fraction, const char *label, bool is_last, double room)
{
  double y = drawing->at->top + drawing->at->height * (1.0 - fraction), x = upright->x + (is_last ? TICK : -TICK);
  const IsoTheme *theme = drawing->theme;
  double size = theme->text_size - 1.0, align = is_last ? 0.0 : 1.0, away = is_last ? 4.0 : -4.0;
  iso_set_color (drawing->cairo, theme->axis);
  cairo_set_line_width (drawing->cairo, 1.0);
  cairo_move_to (drawing->cairo, upright->x, floor (y) + 0.5);
  cairo_line_to (drawing->cairo, x, floor (y) + 0.5);
  cairo_stroke (drawing->cairo);
  draw_ground (drawing, label, x + away, y, align, fmin (room, 2.0 * SIDE));
  iso_text_draw_within (drawing->cairo, label, x + away, y, align, 0.5, room, size, ISO_TEXT_REGULAR, theme->text);
}

static void
draw_upright (const Drawing *drawing, size_t at, double room)
{
  const Upright *upright = &drawing->at->uprights[at];
  const IsoSweepScores *scores = drawing->at->scores;
  const IsoTheme *theme = drawing->theme;
  bool is_last = at == scores->key_count;
  double half_align = at == 0 ? 0.0 : is_last ? 1.0 : 0.5, name_x = upright->x + (at == 0 ? -SIDE + 4.0 : is_last ? SIDE - 4.0 : 0.0);
  iso_set_color (drawing->cairo, theme->axis);
  cairo_set_line_width (drawing->cairo, 1.0);
  cairo_move_to (drawing->cairo, floor (upright->x) + 0.5, drawing->at->top);
  cairo_line_to (drawing->cairo, floor (upright->x) + 0.5, drawing->at->top + drawing->at->height);
  cairo_stroke (drawing->cairo);
  iso_text_draw_within (drawing->cairo, upright->name, name_x, 0.4 * TOP, half_align, 0.5,
                        at == 0 || is_last ? SIDE + 0.5 * room - 8.0 : room, theme->text_size, ISO_TEXT_BOLD, theme->text);
  for (size_t i = 0; upright->is_number && i < upright->axis.tick_count; i++)
    draw_tick (drawing, upright, iso_axis_fraction (&upright->axis, upright->axis.ticks[i]), upright->axis.labels[i], is_last, SIDE);
  for (size_t i = 0; upright->levels != NULL && i < upright->levels->count; i++)
    draw_tick (drawing, upright, fraction_of (upright, (double) i),
               scores->values[upright->levels->settings[i] * scores->key_count + at], is_last, at == 0 ? SIDE - 12.0 : 0.5 * room);
}

IsoSweepLines *
iso_sweep_lines_new (const IsoSweepScores *scores, double width, double height)
{
  size_t K = scores->key_count;
  IsoSweepLines *lines = g_new0 (IsoSweepLines, 1);
  lines->scores = scores;
  lines->axis_count = K + 1;
  lines->top = TOP;
  lines->height = fmax (height - TOP - BOTTOM, 1.0);
  lines->between = fmax (width - 2.0 * SIDE, 1.0) / (double) MAX (K, 1);
  lines->uprights = g_new0 (Upright, K + 1);
  for (size_t at = 0; at <= K; at++)
    {
      lines->uprights[at].x = K > 0 ? SIDE + (double) at * lines->between : 0.5 * width;
      lines->uprights[at].name = at < K ? iso_sweep_key_label (scores->keys[at]) : scores->score_name;
      fit_axis (&lines->uprights[at], scores, at, lines->height);
    }
  return lines;
}

void
iso_sweep_lines_free (IsoSweepLines *lines)
{
  if (lines == NULL)
    return;
  for (size_t at = 0; at < lines->axis_count; at++)
    iso_sweep_levels_free (lines->uprights[at].levels);
  g_free (lines->uprights);
  g_free (lines);
}

size_t
iso_sweep_lines_axis_count (const IsoSweepLines *lines)
{
  return lines->axis_count;
}

double
iso_sweep_lines_x (const IsoSweepLines *lines, size_t axis)
{
  return lines->uprights[axis].x;
}

void
iso_sweep_lines_span (double *top, double *bottom, const IsoSweepLines *lines)
{
  *top = lines->top;
  *bottom = lines->top + lines->height;
}

int
iso_sweep_lines_axis_at (const IsoSweepLines *lines, double x, double y, double reach)
{
  if (y < lines->top - reach || y > lines->top + lines->height + reach)
    return -1;
  for (size_t at = 0; at <= lines->scores->key_count; at++)
    if (fabs (x - lines->uprights[at].x) <= reach)
      return (int) at;
  return -1;
}

/* How far a line has come from one axis to the next at the fraction `across` of the way: between its ends it is a cubic Bézier curve
 * whose control points stand in the middle, x(t) = 3/2 t (1 − t) + t³, y(t) = t² (3 − 2 t). */
static double
ascent (double across)
{
  double low = 0.0, high = 1.0;
  for (int i = 0; i < 40; i++)
    {
      double t = 0.5 * (low + high);
      if (1.5 * t * (1.0 - t) + t * t * t < across)
        low = t;
      else
        high = t;
    }
  return low * low * (3.0 - 2.0 * low);
}

void
iso_sweep_lines_distances (double *distances, const IsoSweepLines *lines, double x, double y)
{
  size_t last = lines->scores->key_count, at = 0;
  while (at < last && x > lines->uprights[at + 1].x)
    at++;
  bool is_beside = at == last || x < lines->uprights[at].x;
  double share = is_beside ? 0.0 : ascent ((x - lines->uprights[at].x) / lines->between);
  for (size_t s = 0; s < lines->scores->setting_count; s++)
    {
      distances[s] = INFINITY;
      if (is_beside || isnan (lines->scores->score[s]))
        continue;
      double from = iso_sweep_lines_y (lines, s, at), to = iso_sweep_lines_y (lines, s, at + 1);
      distances[s] = fabs (from + share * (to - from) - y);
    }
}

void
iso_sweep_lines_paint_axes (cairo_t *cairo, const IsoSweepLines *lines, const IsoTheme *theme)
{
  const Drawing drawing = { cairo, lines, theme };
  for (size_t at = 0; at <= lines->scores->key_count; at++)
    draw_upright (&drawing, at, lines->between - 12.0);
}

void
iso_sweep_lines_paint (cairo_t *cairo, const IsoSweepLines *lines, const bool *is_quiet, const IsoTheme *theme)
{
  const IsoSweepScores *scores = lines->scores;
  const Drawing drawing = { cairo, lines, theme };
  double alpha = scores->setting_count > 200 ? 0.45 : scores->setting_count > 60 ? 0.7 : 0.9;
  bool has_chosen = scores->chosen >= 0 && (is_quiet == NULL || !is_quiet[scores->chosen]);
  cairo_set_line_join (cairo, CAIRO_LINE_JOIN_ROUND);
  for (size_t s = 0; s < scores->setting_count && is_quiet != NULL; s++)
    if (!isnan (scores->score[s]) && is_quiet[s])
      draw_line (&drawing, s, THIN, theme->quiet, QUIET_ALPHA);
  for (size_t s = 0; s < scores->setting_count; s++)
    if (!isnan (scores->score[s]) && (int) s != scores->chosen && (is_quiet == NULL || !is_quiet[s]))
      draw_line (&drawing, s, THIN, color_of (&drawing, s), alpha);
  if (has_chosen)
    draw_thick (&drawing, (size_t) scores->chosen, theme->text);
  iso_sweep_lines_paint_axes (cairo, lines, theme);
  if (has_chosen)
    draw_dots (&drawing, (size_t) scores->chosen, theme->text);
}

void
iso_sweep_lines_paint_marked (cairo_t *cairo, const IsoSweepLines *lines, size_t setting, IsoColor rim, const IsoTheme *theme)
{
  const Drawing drawing = { cairo, lines, theme };
  cairo_set_line_join (cairo, CAIRO_LINE_JOIN_ROUND);
  if (!isnan (lines->scores->score[setting]))
    draw_thick (&drawing, setting, rim);
}

void
iso_sweep_lines_paint_dots (cairo_t *cairo, const IsoSweepLines *lines, size_t setting, IsoColor color, const IsoTheme *theme)
{
  const Drawing drawing = { cairo, lines, theme };
  if (!isnan (lines->scores->score[setting]))
    draw_dots (&drawing, setting, color);
}

void
iso_sweep_lines_draw (cairo_t *cairo, double width, double height, const IsoSweepScores *scores, const IsoTheme *theme)
{
  g_autoptr (IsoSweepLines) lines = iso_sweep_lines_new (scores, width, height);
  iso_sweep_lines_paint (cairo, lines, NULL, theme);
}
