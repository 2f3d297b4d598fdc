/* A round pen along a graph covers, at each place x, the union of discs around the graph's points within a radius of x. The graph
 * being continuous, that union is one interval: from the least of y(x') - sqrt (r² - (x - x')²) to the greatest of
 * y(x') + sqrt (…). So a stroke is two running extremes and a fill of columns, with no tessellation. */
#include "ui/figure/pen.h"

#include <math.h>

#include "engine/base/kernel.h"

#define MAX_REACH 64

/* Two channels of 8 bits at a time: (pixel · factor) / 256 for factor 0 … 256. */
static inline guint32
scale_pixel (guint32 pixel, guint32 factor)
{
  guint32 odd = (pixel >> 8 & 0x00ff00ff) * factor & 0xff00ff00;
  return odd | ((pixel & 0x00ff00ff) * factor >> 8 & 0x00ff00ff);
}

/* pixel := color over pixel, color scaled by coverage 0 … 256. */
static inline void
blend (guint32 *pixel, guint32 color, guint32 coverage)
{
  guint32 source = scale_pixel (color, coverage), alpha = source >> 24;
  *pixel = source + scale_pixel (*pixel, 256 - alpha - (alpha >> 7));
}

static inline double
row_coverage (double row, double top, double bottom)
{
  double covered = (bottom < row + 1.0 ? bottom : row + 1.0) - (top > row ? top : row);
  return covered > 0.0 ? covered : 0.0;
}

static inline guint32
to_256 (double coverage)
{
  return (guint32) (coverage * 256.0 + 0.5);
}

void
iso_fill_column (guint32 *column, int height, int stride, double top, double bottom, guint32 color)
{
  top = CLAMP (top, 0.0, (double) height);
  bottom = CLAMP (bottom, 0.0, (double) height);
  int first = (int) top, last = (int) ceil (bottom) - 1;
  if (first > last)
    return;
  guint32 *pixel = column + (size_t) first * (size_t) stride;
  blend (pixel, color, to_256 (row_coverage (first, top, bottom)));
  for (int row = first + 1; row < last; row++)
    blend (pixel += stride, color, 256);
  if (last > first)
    blend (pixel + stride, color, to_256 (row_coverage (last, top, bottom)));
}

/* pixels (width) of one row: those whose column is filled there from edge to edge, first[x] <= row < end[x]. */
ISO_KERNEL static void
fill_row (guint32 *pixels, int width, gint32 row, const gint32 *first, const gint32 *end, guint32 color)
{
  guint32 rest = 256 - (color >> 24) - (color >> 31);
  for (int x = 0; x < width; x++)
    {
      guint32 old = pixels[x];
      guint32 odd = (old >> 8 & 0x00ff00ff) * rest & 0xff00ff00, even = (old & 0x00ff00ff) * rest >> 8 & 0x00ff00ff;
      pixels[x] = (row >= first[x]) & (row < end[x]) ? color + (odd | even) : old;
    }
}

void
iso_fill_columns (guint32 *pixels, int width, int height, int stride, const double *extremes, guint32 color)
{
  g_autofree gint32 *first = g_new (gint32, (size_t) width), *end = g_new (gint32, (size_t) width);
  gint32 least = height, greatest = 0;
  for (int x = 0; x < width; x++)
    {
      double top = CLAMP (extremes[2 * x], 0.0, (double) height), bottom = CLAMP (extremes[2 * x + 1], 0.0, (double) height);
      first[x] = (gint32) ceil (top);
      end[x] = (gint32) floor (bottom);
      least = MIN (least, first[x]);
      greatest = MAX (greatest, end[x]);
      /* The rows covered in part: both ends may lie in one. */
      if (end[x] < first[x])
        iso_fill_column (pixels + x, height, stride, top, bottom, color);
      else
        {
          iso_fill_column (pixels + x, height, stride, top, first[x], color);
          iso_fill_column (pixels + x, height, stride, end[x], bottom, color);
        }
    }
  for (gint32 row = least; row < greatest; row++)
    fill_row (pixels + (size_t) row * (size_t) stride, width, row, first, end, color);
}

/* One column of pixels from the intervals at its samples. */
static void
fill_samples (guint32 *column, int height, int stride, const double *tops, const double *bottoms, guint32 color)
{
  double least = INFINITY, greatest = -INFINITY, inner_top = -INFINITY, inner_bottom = INFINITY;
  for (int i = 0; i < ISO_PEN_SAMPLES; i++)
    {
      least = fmin (least, tops[i]);
      greatest = fmax (greatest, bottoms[i]);
      inner_top = fmax (inner_top, tops[i]);
      inner_bottom = fmin (inner_bottom, bottoms[i]);
    }
  int first = (int) floor (fmax (least, 0.0)), end = (int) ceil (fmin (greatest, (double) height));
  for (int row = first; row < end; row++)
    {
      guint32 *pixel = column + (size_t) row * (size_t) stride;
      if (row >= inner_top && row + 1.0 <= inner_bottom)
        {
          blend (pixel, color, 256);
          continue;
        }
      double coverage = 0.0;
      for (int i = 0; i < ISO_PEN_SAMPLES; i++)
        coverage += row_coverage (row, tops[i], bottoms[i]);
      blend (pixel, color, to_256 (coverage / ISO_PEN_SAMPLES));
    }
}

/* tops, bottoms (count): the interval the pen covers at each sample; empty (INFINITY, -INFINITY) where it does not come. */
static void
spread (double *tops, double *bottoms, const double *rows, int count, double radius)
{
  double heights[2 * MAX_REACH + 1];
  int reach = MIN ((int) (radius * ISO_PEN_SAMPLES), MAX_REACH);
  for (int d = -reach; d <= reach; d++)
    {
      double away = (double) d / ISO_PEN_SAMPLES;
      heights[d + reach] = sqrt (fmax (0.0, radius * radius - away * away));
    }
  for (int i = 0; i < count; i++)
    {
      tops[i] = INFINITY;
      bottoms[i] = -INFINITY;
    }
  for (int i = 0; i < count; i++)
    if (!isnan (rows[i]))
      for (int at = MAX (i - reach, 0); at <= MIN (i + reach, count - 1); at++)
        {
          double top = rows[i] - heights[at - i + reach], bottom = rows[i] + heights[at - i + reach];
          tops[at] = top < tops[at] ? top : tops[at];
          bottoms[at] = bottom > bottoms[at] ? bottom : bottoms[at];
        }
}

void
iso_pen_stroke (guint32 *pixels, int width, int height, int stride, const double *rows, double thickness, guint32 color)
{
  int count = width * ISO_PEN_SAMPLES;
  g_autofree double *tops = g_new (double, (size_t) count), *bottoms = g_new (double, (size_t) count);
  spread (tops, bottoms, rows, count, 0.5 * thickness);
  for (int x = 0; x < width; x++)
    fill_samples (pixels + x, height, stride, tops + x * ISO_PEN_SAMPLES, bottoms + x * ISO_PEN_SAMPLES, color);
}
