#include "ui/figure/curve-stroke.h"

#include <math.h>

#include "ui/figure/pen.h"

#define LINE_WIDTH 2.0
#define FAINT 0.32       /* of the values while each can be told apart */
#define FAINTEST 0.10    /* of the band they become */
#define MARGIN 8         /* of the raster around the plot, for caps and arrows */
#define ARROW 5.0
#define FAR 1e5          /* pixels beyond which nothing needs to be told apart */
#define DOT_SPACING 14.0 /* values as far apart as this have a dot each */
#define DOT_RADIUS 2.25

typedef struct {
  double x, y; /* y NAN: a gap */
} Point;

typedef struct {
  double x;
  int side; /* -1 above, 1 below */
} Arrow;

/* The average as it is drawn: one point a value while values are wider than a pixel, about one a pixel (the mean of its values) when
 * they are not. */
typedef struct {
  Point *points;
  size_t count, arrow_count;
  Arrow arrows[32];
} Average;

/* ---- which values ---- */

static size_t
columns_of (const IsoPlotBox *box)
{
  return (size_t) fmax (1.0, ceil (box->right - box->left));
}

/* The indices in sight, first … end - 1, with one more at either side where the line comes from and goes to. */
static void
find_sight (size_t *first, size_t *end, const IsoCurveStroke *stroke, const IsoAxis *x)
{
  double count = (double) iso_curve_count (stroke->curve);
  *first = (size_t) CLAMP (floor (x->minimum - stroke->first), 0.0, count);
  *end = (size_t) CLAMP (ceil (x->maximum - stroke->first) + 1.0, 0.0, count);
}

/* Values in a column of pixels. */
static double
density_of (const IsoCurveStroke *stroke, const IsoPlotBox *box, const IsoAxis *x)
{
  size_t first, end;
  find_sight (&first, &end, stroke, x);
  double values = x->logarithmic ? (double) (end - MIN (first, end)) : x->maximum - x->minimum;
  return values / (double) columns_of (box);
}

/* Values behind one point of the average. Points begin at multiples of it, so that a line that is moved does not flicker; and on
 * buckets of the curve where that changes it by no more than a 32nd. */
static size_t
stride_of (const IsoCurveStroke *stroke, const IsoPlotBox *box, const IsoAxis *x)
{
  size_t stride = (size_t) fmax (1.0, rint (density_of (stroke, box, x))), unit = 1;
  while (unit * 256 <= stride)
    unit *= 16;
  return (stride + unit / 2) / unit * unit;
}

double
iso_curve_stroke_average (const IsoCurveStroke *stroke, const IsoPlotBox *box, const IsoAxis *x, double at)
{
  size_t stride = stride_of (stroke, box, x), index;
  if (at < stroke->first)
    return NAN;
  index = (size_t) (at - stroke->first);
  return iso_curve_bucket (stroke->curve, index / stride * stride, (index / stride + 1) * stride).mean;
}

/* Arrows stand in the middle of each stretch beyond the axis. */
static void
find_arrows (Average *average, const IsoPlotBox *box)
{
  int side = 0;
  double since = 0.0;
  average->arrow_count = 0;
  for (size_t i = 0; i <= average->count; i++)
    {
      const Point *point = &average->points[MIN (i, average->count - 1)];
      double y = i < average->count && point->x >= box->left && point->x <= box->right ? point->y : (double) NAN;
      int now = y < box->top - 0.5 ? -1 : y > box->bottom + 0.5 ? 1 : 0;
      if (now == side)
        continue;
      if (side != 0 && average->arrow_count < G_N_ELEMENTS (average->arrows))
        average->arrows[average->arrow_count++] = (Arrow){ CLAMP (0.5 * (since + point->x), box->left, box->right), side };
      since = point->x;
      side = now;
    }
}

static void
prepare_average (Average *average, const IsoPlotBox *box, const IsoAxis *x, const IsoCurveStroke *stroke)
{
  size_t first, end, stride = stride_of (stroke, box, x), total = iso_curve_count (stroke->curve);
  find_sight (&first, &end, stroke, x);
  if (first >= end)
    return;
  size_t begin = first / stride, last = MIN ((end - 1) / stride + 1, (total - 1) / stride);
  begin = begin > 0 ? begin - 1 : 0;
  average->count = last - begin + 1;
  average->points = g_new (Point, average->count);
  for (size_t i = 0; i < average->count; i++)
    {
      size_t from = (begin + i) * stride, to = MIN (from + stride, total);
      double middle = stroke->first + 0.5 * (double) (from + to - 1);
      double y = iso_plot_box_y (box, stroke->axis, iso_curve_bucket (stroke->curve, from, to).mean);
      average->points[i] = (Point){ iso_plot_box_x (box, x, middle), isnan (y) ? y : CLAMP (y, -FAR, FAR) };
    }
  if (stroke->is_cut)
    return;
  find_arrows (average, box);
  for (size_t i = 0; i < average->count; i++)
    if (!isnan (average->points[i].y))
      average->points[i].y = CLAMP (average->points[i].y, box->top, box->bottom);
}

static void
draw_arrows (cairo_t *cairo, const Average *average, const IsoPlotBox *box)
{
  for (size_t i = 0; i < average->arrow_count; i++)
    {
      double x = average->arrows[i].x, side = average->arrows[i].side, edge = side < 0.0 ? box->top : box->bottom;
      cairo_move_to (cairo, x, edge + side * ARROW);
      cairo_line_to (cairo, x - ARROW, edge);
      cairo_line_to (cairo, x + ARROW, edge);
      cairo_close_path (cairo);
      cairo_fill (cairo);
    }
}

static double
faintness (double density)
{
  return CLAMP (FAINT - 0.06 * log2 (fmax (density, 1.0)), FAINTEST, FAINT);
}

/* Each value as a dot, where there is so much room that the line alone would not say where they are. */
static void
draw_dots (cairo_t *cairo, const IsoPlotBox *box, const IsoAxis *x, const IsoCurveStroke *stroke)
{
  size_t first, end;
  find_sight (&first, &end, stroke, x);
  if (!stroke->has_values || x->logarithmic || density_of (stroke, box, x) * DOT_SPACING > 1.0)
    return;
  for (size_t i = first; i < end; i++)
    {
      double at = iso_plot_box_x (box, x, stroke->first + (double) i);
      double y = iso_plot_box_y (box, stroke->axis, iso_curve_value (stroke->curve, i));
      if (!(at >= box->left && at <= box->right && y >= box->top && y <= box->bottom))
        continue;
      cairo_new_sub_path (cairo);
      cairo_arc (cairo, at, y, DOT_RADIUS, 0.0, 2.0 * G_PI);
    }
  IsoColor color = stroke->color;
  color.alpha = 0.6;
  iso_set_color (cairo, color);
  cairo_fill (cairo);
}

/* ---- pixels ---- */

typedef struct {
  cairo_surface_t *surface;
  guint32 *pixels;
  int width, height, stride, margin; /* in device pixels, margin included */
  double x_scale, y_scale;           /* device pixels in a unit */
} Raster;

/* Row of a height; far outside is brought near, slopes in sight stay what they are. */
static double
row_at (double y, const Raster *raster, const IsoPlotBox *box)
{
  double row = (y - box->top) * raster->y_scale + raster->margin;
  return isnan (row) ? row : CLAMP (row, -64.0, raster->height + 64.0);
}

/* Rows of the graph at the pen's samples, by straight lines between the points. */
static void
sample_average (double *rows, const Average *average, const Raster *raster, const IsoPlotBox *box)
{
  size_t samples = (size_t) raster->width * ISO_PEN_SAMPLES, next = 0;
  for (size_t k = 0; k < samples; k++)
    {
      double x = box->left + (((double) k + 0.5) / ISO_PEN_SAMPLES - raster->margin) / raster->x_scale, y = NAN;
      while (next < average->count && average->points[next].x <= x)
        next++;
      if (next > 0 && next < average->count && x >= box->left && x <= box->right)
        {
          const Point *before = &average->points[next - 1], *after = &average->points[next];
          y = before->y + (x - before->x) / (after->x - before->x) * (after->y - before->y);
        }
      rows[k] = row_at (y, raster, box);
    }
  /* A point with no neighbour has no line to be sampled: it stands for itself. */
  for (size_t i = 0; i < average->count; i++)
    {
      const Point *point = &average->points[i];
      bool before = i > 0 && !isnan (point[-1].y), after = i + 1 < average->count && !isnan (point[1].y);
      double k = ((point->x - box->left) * raster->x_scale + raster->margin) * ISO_PEN_SAMPLES;
      if (!isnan (point->y) && !before && !after && point->x >= box->left && point->x <= box->right && k < (double) samples)
        rows[(size_t) k] = row_at (point->y, raster, box);
    }
}

static void
raster_values (const Raster *raster, const IsoPlotBox *box, const IsoAxis *x, const IsoCurveStroke *stroke)
{
  guint32 *corner = raster->pixels + (size_t) raster->margin * (size_t) raster->stride + raster->margin;
  IsoColor color = stroke->color;
  color.alpha = faintness (density_of (stroke, box, x));
  iso_curve_raster (stroke->curve, corner, raster->width - 2 * raster->margin, raster->height - 2 * raster->margin, raster->stride,
                    stroke->first, x, stroke->axis, color, raster->x_scale);
}

static void
raster_average (const Raster *raster, const Average *average, const IsoPlotBox *box, IsoColor color)
{
  g_autofree double *rows = g_new (double, (size_t) raster->width * ISO_PEN_SAMPLES);
  sample_average (rows, average, raster, box);
  iso_pen_stroke (raster->pixels, raster->width, raster->height, raster->stride, rows, LINE_WIDTH * raster->x_scale,
                  iso_color_pixel (color));
}

static bool
raster_init (Raster *raster, const IsoPlotBox *box, double scale)
{
  double width = box->right - box->left, height = box->bottom - box->top;
  raster->margin = (int) ceil (MARGIN * scale);
  raster->width = (int) ceil (width * scale) + 2 * raster->margin;
  raster->height = (int) ceil (height * scale) + 2 * raster->margin;
  raster->x_scale = (raster->width - 2 * raster->margin) / width;
  raster->y_scale = (raster->height - 2 * raster->margin) / height;
  raster->surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, raster->width, raster->height);
  if (cairo_surface_status (raster->surface) != CAIRO_STATUS_SUCCESS)
    {
      cairo_surface_destroy (raster->surface);
      return false;
    }
  cairo_surface_flush (raster->surface);
  raster->pixels = (guint32 *) (void *) cairo_image_surface_get_data (raster->surface);
  raster->stride = cairo_image_surface_get_stride (raster->surface) / 4;
  return true;
}

/* Nothing but half a line's width stands outside the plot. */
static void
clip_to (cairo_t *cairo, const IsoPlotBox *box)
{
  double by = 0.5 * LINE_WIDTH + 0.5;
  cairo_rectangle (cairo, box->left - by, box->top - by, box->right - box->left + 2.0 * by, box->bottom - box->top + 2.0 * by);
  cairo_clip (cairo);
}

static void
raster_paint (Raster *raster, cairo_t *cairo, const IsoPlotBox *box)
{
  cairo_surface_mark_dirty (raster->surface);
  cairo_save (cairo);
  clip_to (cairo, box);
  cairo_translate (cairo, box->left, box->top);
  cairo_scale (cairo, 1.0 / raster->x_scale, 1.0 / raster->y_scale);
  cairo_set_source_surface (cairo, raster->surface, -raster->margin, -raster->margin);
  cairo_pattern_set_filter (cairo_get_source (cairo), CAIRO_FILTER_NEAREST);
  cairo_paint (cairo);
  cairo_restore (cairo);
  cairo_surface_destroy (raster->surface);
}

/* ---- paths ---- */

/* Each value where there is room for it, the extremes of each half of a unit where there is not. */
static void
path_values (cairo_t *cairo, const IsoPlotBox *box, const IsoAxis *x, const IsoCurveStroke *stroke)
{
  size_t first, end;
  find_sight (&first, &end, stroke, x);
  size_t count = end - MIN (first, end), points = MIN (count, 2 * columns_of (box));
  double far = box->bottom + 2.0 * (box->bottom - box->top);
  IsoColor color = stroke->color;
  cairo_save (cairo);
  cairo_rectangle (cairo, box->left, box->top, box->right - box->left, box->bottom - box->top);
  cairo_clip (cairo);
  for (size_t i = 0; i < points; i++)
    {
      size_t from = first + i * count / points, to = first + (i + 1) * count / points;
      IsoCurveBucket bucket = iso_curve_bucket (stroke->curve, from, to);
      double at = iso_plot_box_x (box, x, stroke->first + 0.5 * (double) (from + to - 1));
      if (bucket.count == 0)
        {
          cairo_new_sub_path (cairo);
          continue;
        }
      cairo_line_to (cairo, at, fmin (iso_plot_box_y (box, stroke->axis, bucket.minimum), far));
      cairo_line_to (cairo, at, CLAMP (iso_plot_box_y (box, stroke->axis, bucket.maximum), -far, far));
    }
  color.alpha = faintness (density_of (stroke, box, x));
  iso_set_color (cairo, color);
  cairo_set_line_width (cairo, 0.75);
  cairo_set_line_join (cairo, CAIRO_LINE_JOIN_BEVEL);
  cairo_stroke (cairo);
  cairo_restore (cairo);
}

static void
path_average (cairo_t *cairo, const Average *average, const IsoPlotBox *box, IsoColor color)
{
  bool goes_on = false;
  cairo_save (cairo);
  clip_to (cairo, box);
  for (size_t i = 0; i < average->count; i++)
    {
      const Point *point = &average->points[i];
      if (!isnan (point->y) && !goes_on)
        cairo_move_to (cairo, point->x, point->y);
      /* A point alone is a line to itself, which round caps make a dot. */
      if (!isnan (point->y))
        cairo_line_to (cairo, point->x, point->y);
      goes_on = !isnan (point->y);
    }
  iso_set_color (cairo, color);
  cairo_set_line_width (cairo, LINE_WIDTH);
  cairo_set_line_cap (cairo, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cairo, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke (cairo);
  cairo_restore (cairo);
}

static bool
ends_in_pixels (cairo_t *cairo)
{
  switch ((int) cairo_surface_get_type (cairo_get_target (cairo)))
    {
    case CAIRO_SURFACE_TYPE_PDF:
    case CAIRO_SURFACE_TYPE_PS:
    case CAIRO_SURFACE_TYPE_SVG:
    case CAIRO_SURFACE_TYPE_RECORDING:
      return false;
    default:
      return true;
    }
}

void
iso_curve_strokes_draw (cairo_t *cairo, const IsoPlotBox *box, const IsoAxis *x, const IsoCurveStroke *strokes, size_t count,
                        double scale)
{
  Raster raster = { 0 };
  g_autofree Average *averages = g_new0 (Average, count);
  bool is_raster = ends_in_pixels (cairo) && raster_init (&raster, box, scale > 0.0 ? scale : 1.0);
  cairo_new_path (cairo);
  for (size_t i = count; i-- > 0;)
    {
      prepare_average (&averages[i], box, x, &strokes[i]);
      if (strokes[i].has_values && is_raster)
        raster_values (&raster, box, x, &strokes[i]);
      else if (strokes[i].has_values)
        path_values (cairo, box, x, &strokes[i]);
    }
  for (size_t i = count; i-- > 0;)
    if (averages[i].count > 0 && is_raster)
      raster_average (&raster, &averages[i], box, strokes[i].color);
    else if (averages[i].count > 0)
      path_average (cairo, &averages[i], box, strokes[i].color);
  if (is_raster)
    raster_paint (&raster, cairo, box);
  for (size_t i = count; i-- > 0;)
    {
      draw_dots (cairo, box, x, &strokes[i]);
      iso_set_color (cairo, strokes[i].color);
      draw_arrows (cairo, &averages[i], box);
      g_free (averages[i].points);
    }
}
