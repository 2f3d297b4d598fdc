#include "ui/figure/curves-lines.h"

#include <math.h>

#include "ui/figure/pen.h"

#define LINE_WIDTH 2.0
#define FAINT 0.32       /* of the raw values while each can be told apart */
#define FAINTEST 0.10    /* of the band they become */
#define MARGIN 8         /* of the raster around the plot, for caps and arrows */
#define ARROW 5.0

typedef struct {
  double x, y; /* y NAN: a gap */
} Point;

typedef struct {
  double x;
  int side; /* -1 above, 1 below */
} Arrow;

/* The average as it is drawn: one point a step while steps are wider than a pixel, one a pixel (the mean of its steps) when they
 * are not; what lies beyond the axis runs along the edge, and an arrow says so. */
typedef struct {
  Point *points;
  size_t count, arrow_count;
  Arrow arrows[32];
} Average;

static const IsoCurve *
curve_of (const IsoRunCurves *curves, IsoRunSeries series)
{
  return series == ISO_RUN_LOSS ? curves->loss : curves->divergence;
}

static size_t
columns_of (const IsoCurvesLayout *layout)
{
  return (size_t) ceil (layout->right - layout->left);
}

double
iso_curves_average_at (const IsoCurvesLayout *layout, const IsoRunCurves *curves, IsoRunSeries series, guint64 step)
{
  const IsoCurve *curve = curve_of (curves, series);
  if (step < curves->first_step)
    return NAN;
  size_t index = (size_t) (step - curves->first_step), half = iso_curve_count (curve) / columns_of (layout) / 2;
  if (half == 0)
    return iso_curve_smoothed (curve, index);
  return iso_curve_bucket (curve, index - MIN (half, index), index + half + 1).mean;
}

/* Arrows stand in the middle of each stretch beyond the axis. */
static void
find_arrows (Average *average, const IsoCurvesLayout *layout)
{
  int side = 0;
  double since = 0.0;
  average->arrow_count = 0;
  for (size_t i = 0; i <= average->count; i++)
    {
      double y = i < average->count ? average->points[i].y : (double) NAN, x = average->points[MIN (i, average->count - 1)].x;
      int now = y < layout->top - 0.5 ? -1 : y > layout->bottom + 0.5 ? 1 : 0;
      if (now == side)
        continue;
      if (side != 0 && average->arrow_count < G_N_ELEMENTS (average->arrows))
        average->arrows[average->arrow_count++] = (Arrow){ 0.5 * (since + x), side };
      since = x;
      side = now;
    }
}

static void
prepare_average (Average *average, const IsoCurvesLayout *layout, const IsoRunCurves *curves, IsoRunSeries series)
{
  const IsoCurve *curve = curve_of (curves, series);
  size_t count = iso_curve_count (curve), points = MIN (count, columns_of (layout));
  average->points = g_new (Point, points);
  average->count = points;
  for (size_t i = 0; i < points; i++)
    {
      size_t first = i * count / points, end = (i + 1) * count / points;
      double middle = (double) curves->first_step + 0.5 * (double) (first + end - 1);
      average->points[i] = (Point){ iso_curves_x (layout, middle),
                                    iso_curves_y (layout, series, iso_curve_column (curve, i, points).mean) };
    }
  if (points > 0)
    find_arrows (average, layout);
  for (size_t i = 0; i < points; i++)
    if (!isnan (average->points[i].y))
      average->points[i].y = CLAMP (average->points[i].y, layout->top, layout->bottom);
}

static void
draw_arrows (cairo_t *cairo, const Average *average, const IsoCurvesLayout *layout)
{
  for (size_t i = 0; i < average->arrow_count; i++)
    {
      double x = average->arrows[i].x, side = average->arrows[i].side, edge = side < 0.0 ? layout->top : layout->bottom;
      cairo_move_to (cairo, x, edge + side * ARROW);
      cairo_line_to (cairo, x - ARROW, edge);
      cairo_line_to (cairo, x + ARROW, edge);
      cairo_close_path (cairo);
      cairo_fill (cairo);
    }
}

/* ---- pixels ---- */

typedef struct {
  cairo_surface_t *surface;
  guint32 *pixels;
  int width, height, stride, margin; /* in device pixels, margin included */
  double x_scale, y_scale;           /* device pixels in a unit */
} Raster;

/* Rows of the graph at the pen's samples, by straight lines between the points. */
static void
sample_average (double *rows, const Average *average, const Raster *raster, const IsoCurvesLayout *layout)
{
  size_t samples = (size_t) raster->width * ISO_PEN_SAMPLES, next = 0;
  for (size_t k = 0; k < samples; k++)
    {
      double x = layout->left + (((double) k + 0.5) / ISO_PEN_SAMPLES - raster->margin) / raster->x_scale, y = NAN;
      while (next < average->count && average->points[next].x <= x)
        next++;
      if (next > 0 && next < average->count)
        {
          const Point *before = &average->points[next - 1], *after = &average->points[next];
          y = before->y + (x - before->x) / (after->x - before->x) * (after->y - before->y);
        }
      rows[k] = (y - layout->top) * raster->y_scale + raster->margin;
    }
  /* A point with no neighbour has no line to be sampled: it stands for itself. */
  for (size_t i = 0; i < average->count; i++)
    {
      const Point *point = &average->points[i];
      bool before = i > 0 && !isnan (point[-1].y), after = i + 1 < average->count && !isnan (point[1].y);
      double k = ((point->x - layout->left) * raster->x_scale + raster->margin) * ISO_PEN_SAMPLES;
      if (!isnan (point->y) && !before && !after && k >= 0.0 && k < (double) samples)
        rows[(size_t) k] = (point->y - layout->top) * raster->y_scale + raster->margin;
    }
}

static double
faintness (const IsoRunCurves *curves, const IsoCurvesLayout *layout)
{
  double density = (double) iso_curve_count (curves->loss) / (double) columns_of (layout);
  return CLAMP (FAINT - 0.06 * log2 (fmax (density, 1.0)), FAINTEST, FAINT);
}

static void
raster_raw (const Raster *raster, const IsoCurvesLayout *layout, const IsoRunCurves *curves, IsoRunSeries series, IsoColor color)
{
  guint32 *corner = raster->pixels + (size_t) raster->margin * (size_t) raster->stride + raster->margin;
  color.alpha = faintness (curves, layout);
  iso_curve_raster (curve_of (curves, series), corner, raster->width - 2 * raster->margin, raster->height - 2 * raster->margin,
                    raster->stride, (double) curves->first_step, &layout->steps,
                    series == ISO_RUN_LOSS ? &layout->loss : &layout->divergence, color, raster->x_scale);
}

static void
raster_average (const Raster *raster, const Average *average, const IsoCurvesLayout *layout, IsoColor color)
{
  g_autofree double *rows = g_new (double, (size_t) raster->width * ISO_PEN_SAMPLES);
  sample_average (rows, average, raster, layout);
  iso_pen_stroke (raster->pixels, raster->width, raster->height, raster->stride, rows, LINE_WIDTH * raster->x_scale,
                  iso_color_pixel (color));
}

static bool
raster_init (Raster *raster, const IsoCurvesLayout *layout, double scale)
{
  double width = layout->right - layout->left, height = layout->bottom - layout->top;
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

static void
raster_paint (Raster *raster, cairo_t *cairo, const IsoCurvesLayout *layout)
{
  cairo_surface_mark_dirty (raster->surface);
  cairo_save (cairo);
  cairo_translate (cairo, layout->left, layout->top);
  cairo_scale (cairo, 1.0 / raster->x_scale, 1.0 / raster->y_scale);
  cairo_set_source_surface (cairo, raster->surface, -raster->margin, -raster->margin);
  cairo_pattern_set_filter (cairo_get_source (cairo), CAIRO_FILTER_NEAREST);
  cairo_paint (cairo);
  cairo_restore (cairo);
  cairo_surface_destroy (raster->surface);
}

/* ---- paths ---- */

/* Each value where there is room for it, the extremes of each column where there is not. */
static void
path_raw (cairo_t *cairo, const IsoCurvesLayout *layout, const IsoRunCurves *curves, IsoRunSeries series, IsoColor color)
{
  const IsoCurve *curve = curve_of (curves, series);
  size_t count = iso_curve_count (curve), points = MIN (count, 2 * columns_of (layout));
  cairo_new_path (cairo);
  for (size_t i = 0; i < points; i++)
    {
      size_t first = i * count / points, end = (i + 1) * count / points;
      IsoCurveBucket bucket = iso_curve_column (curve, i, points);
      double x = iso_curves_x (layout, (double) curves->first_step + 0.5 * (double) (first + end - 1));
      if (bucket.count == 0)
        {
          cairo_new_sub_path (cairo);
          continue;
        }
      double far = layout->bottom + layout->height, low = iso_curves_y (layout, series, bucket.minimum);
      cairo_line_to (cairo, x, fmin (low, far));
      cairo_line_to (cairo, x, CLAMP (iso_curves_y (layout, series, bucket.maximum), -far, far));
    }
  cairo_save (cairo);
  color.alpha = faintness (curves, layout);
  iso_set_color (cairo, color);
  cairo_set_line_width (cairo, 0.75);
  cairo_set_line_join (cairo, CAIRO_LINE_JOIN_BEVEL);
  cairo_path_t *path = cairo_copy_path (cairo);
  cairo_new_path (cairo);
  cairo_rectangle (cairo, layout->left, layout->top, layout->right - layout->left, layout->bottom - layout->top);
  cairo_clip (cairo);
  cairo_append_path (cairo, path);
  cairo_path_destroy (path);
  cairo_stroke (cairo);
  cairo_restore (cairo);
}

static void
path_average (cairo_t *cairo, const Average *average, IsoColor color)
{
  bool goes_on = false;
  cairo_new_path (cairo);
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
iso_curves_draw_lines (cairo_t *cairo, const IsoCurvesLayout *layout, const IsoRunCurves *curves, const IsoCurvesOptions *options,
                       const IsoTheme *theme)
{
  static const IsoRunSeries order[] = { ISO_RUN_DIVERGENCE, ISO_RUN_LOSS };
  Raster raster = { 0 };
  Average averages[2] = { 0 };
  bool is_raster = ends_in_pixels (cairo) && raster_init (&raster, layout, options->scale > 0.0 ? options->scale : 1.0);
  for (int i = 0; i < 2; i++)
    {
      IsoColor color = iso_run_series_color (theme, order[i]);
      if (!options->shown[order[i]] || iso_curve_finite_count (curve_of (curves, order[i])) == 0)
        continue;
      prepare_average (&averages[i], layout, curves, order[i]);
      if (is_raster)
        raster_raw (&raster, layout, curves, order[i], color);
      else
        path_raw (cairo, layout, curves, order[i], color);
    }
  for (int i = 0; i < 2; i++)
    if (averages[i].count > 0 && is_raster)
      raster_average (&raster, &averages[i], layout, iso_run_series_color (theme, order[i]));
    else if (averages[i].count > 0)
      path_average (cairo, &averages[i], iso_run_series_color (theme, order[i]));
  if (is_raster)
    raster_paint (&raster, cairo, layout);
  for (int i = 0; i < 2; i++)
    {
      iso_set_color (cairo, iso_run_series_color (theme, order[i]));
      draw_arrows (cairo, &averages[i], layout);
      g_free (averages[i].points);
    }
}
