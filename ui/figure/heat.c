#include "ui/figure/heat.h"

#include <math.h>
#include <string.h>

#include "engine/base/kernel.h"
#include "engine/linalg/elementary.h"
#include "ui/figure/colormap.h"
#include "ui/figure/heat-private.h"

double
iso_heat_fraction (const IsoHeatScale *scale, double value)
{
  double low = scale->minimum, high = scale->maximum, middle = 0.5 * (low + high), reach = 0.5 * (high - low), fraction;
  if (isnan (value))
    return value;
  switch (scale->kind)
    {
    case ISO_HEAT_LOGARITHMIC:
      fraction = value <= low ? 0.0 : log (value / low) / log (high / low);
      break;
    case ISO_HEAT_DIVERGING_LOGARITHMIC:
      fraction = 0.5 + 0.5 * asinh ((value - middle) * ISO_HEAT_LINEAR_PART / reach) / asinh (ISO_HEAT_LINEAR_PART);
      break;
    case ISO_HEAT_LINEAR:
    case ISO_HEAT_DIVERGING:
    default:
      fraction = (value - low) / (high - low);
    }
  return CLAMP (fraction, 0.0, 1.0);
}

double
iso_heat_value (const IsoHeatScale *scale, double fraction)
{
  double low = scale->minimum, high = scale->maximum;
  switch (scale->kind)
    {
    case ISO_HEAT_LOGARITHMIC:
      return low * pow (high / low, fraction);
    case ISO_HEAT_DIVERGING_LOGARITHMIC:
      return 0.5 * (low + high) + 0.5 * (high - low) / ISO_HEAT_LINEAR_PART
                                      * sinh ((2.0 * fraction - 1.0) * asinh (ISO_HEAT_LINEAR_PART));
    case ISO_HEAT_LINEAR:
    case ISO_HEAT_DIVERGING:
    default:
      return low + fraction * (high - low);
    }
}

/* ---- values to colours ---- */

/* out (count) = table[offset + factor · value], rounded and kept within the table. */
ISO_KERNEL static void
color_linear (guint32 *out, const float *values, size_t count, float offset, float factor, const guint32 *table, guint32 missing)
{
  for (size_t i = 0; i < count; i++)
    {
      float value = values[i], at = offset + factor * value;
      at = at > 0.0f ? at : 0.0f; /* NaN too */
      at = at < 255.0f ? at : 255.0f;
      guint32 color = table[(int) (at + 0.5f)];
      out[i] = value == value ? color : missing;
    }
}

ISO_KERNEL static void
color_logarithmic (guint32 *out, const float *values, size_t count, double offset, double factor, float low, float high,
                   const guint32 *table, guint32 missing)
{
  for (size_t i = 0; i < count; i++)
    {
      float value = values[i];
      float limited = value > low ? value : low; /* NaN too */
      limited = limited < high ? limited : high;
      double at = offset + factor * iso_log (limited);
      at = at > 0.0 ? at : 0.0;
      at = at < 255.0 ? at : 255.0;
      guint32 color = table[(int) (at + 0.5)];
      out[i] = value == value ? color : missing;
    }
}

/* arsinh x = sign x · ln (|x| + √(x² + 1)) */
ISO_KERNEL static void
color_diverging (guint32 *out, const float *values, size_t count, double middle, double unit, double factor,
                 const guint32 *table, guint32 missing)
{
  for (size_t i = 0; i < count; i++)
    {
      float value = values[i];
      double shifted = (double) value - middle, size = fabs (shifted) / unit;
      size = size < 2.0 * ISO_HEAT_LINEAR_PART ? size : 2.0 * ISO_HEAT_LINEAR_PART; /* NaN too */
      double shift = factor * iso_log ((float) (size + sqrt (size * size + 1.0)));
      shift = shift < 127.5 ? shift : 127.5;
      guint32 color = table[(int) ((shifted < 0.0 ? 127.5 - shift : 127.5 + shift) + 0.5)];
      out[i] = value == value ? color : missing;
    }
}

void
iso_heat_color_row (guint32 *out, const float *values, size_t count, const IsoHeatColors *colors)
{
  double low = colors->scale->minimum, high = colors->scale->maximum;
  switch (colors->scale->kind)
    {
    case ISO_HEAT_LOGARITHMIC:
      {
        double factor = 255.0 / log (high / low);
        color_logarithmic (out, values, count, -factor * log (low), factor, fmaxf ((float) low, 1.2e-38f), (float) high,
                           colors->table, colors->missing);
        break;
      }
    case ISO_HEAT_DIVERGING_LOGARITHMIC:
      color_diverging (out, values, count, 0.5 * (low + high), 0.5 * (high - low) / ISO_HEAT_LINEAR_PART,
                       127.5 / asinh (ISO_HEAT_LINEAR_PART), colors->table, colors->missing);
      break;
    case ISO_HEAT_LINEAR:
    case ISO_HEAT_DIVERGING:
    default:
      {
        double factor = 255.0 / (high - low);
        color_linear (out, values, count, (float) (-low * factor), (float) factor, colors->table, colors->missing);
      }
    }
}

/* ---- larger: nearest ---- */

static void
draw_nearest (guint32 *pixels, size_t stride, size_t width, size_t height, const float *values, size_t rows, size_t columns,
              const IsoHeatColors *colors)
{
  g_autofree guint32 *row = g_new (guint32, columns);
  g_autofree guint32 *source = g_new (guint32, width);
  size_t drawn = rows;
  for (size_t x = 0; x < width; x++)
    source[x] = (guint32) ((2 * x + 1) * columns / (2 * width));
  for (size_t y = 0; y < height; y++)
    {
      size_t r = (2 * y + 1) * rows / (2 * height);
      guint32 *out = pixels + y * stride;
      if (r == drawn)
        {
          memcpy (out, out - stride, width * sizeof *out);
          continue;
        }
      iso_heat_color_row (row, values + r * columns, columns, colors);
      for (size_t x = 0; x < width; x++)
        out[x] = row[source[x]];
      drawn = r;
    }
}

/* ---- smaller: means by area, of the values that are numbers ---- */

ISO_KERNEL void
iso_heat_add_row (float *sums, float *weights, const float *values, float weight, size_t count)
{
  for (size_t c = 0; c < count; c++)
    {
      float value = values[c];
      sums[c] += value == value ? weight * value : 0.0f;
      weights[c] += value == value ? weight : 0.0f;
    }
}

float
iso_heat_overlap (size_t cell, double from, double to)
{
  double left = fmax (from, (double) cell), right = fmin (to, (double) cell + 1.0);
  return right > left ? (float) (right - left) : 0.0f;
}

static void
reduce_columns (float *means, const float *sums, const float *weights, size_t width, size_t columns)
{
  double step = (double) columns / (double) width;
  for (size_t x = 0; x < width; x++)
    {
      double from = (double) x * step, to = (double) (x + 1) * step;
      size_t first = (size_t) from, end = MIN ((size_t) ceil (to - 1e-9), columns);
      float sum = 0.0f, weight = 0.0f;
      for (size_t c = first; c < end; c++)
        {
          float share = iso_heat_overlap (c, from, to);
          sum += share * sums[c];
          weight += share * weights[c];
        }
      means[x] = weight > 0.0f ? sum / weight : NAN;
    }
}

static void
draw_averaged (guint32 *pixels, size_t stride, size_t width, size_t height, const float *values, size_t rows, size_t columns,
               const IsoHeatColors *colors)
{
  g_autofree float *sums = g_new (float, 2 * columns);
  g_autofree float *means = g_new (float, width);
  double step = (double) rows / (double) height;
  for (size_t y = 0; y < height; y++)
    {
      double from = (double) y * step, to = (double) (y + 1) * step;
      size_t first = (size_t) from, end = MIN ((size_t) ceil (to - 1e-9), rows);
      memset (sums, 0, 2 * columns * sizeof *sums);
      for (size_t r = first; r < end; r++)
        iso_heat_add_row (sums, sums + columns, values + r * columns, iso_heat_overlap (r, from, to), columns);
      reduce_columns (means, sums, sums + columns, width, columns);
      iso_heat_color_row (pixels + y * stride, means, width, colors);
    }
}

void
iso_heat_draw (guint32 *pixels, size_t stride, size_t width, size_t height, const float *values, size_t rows, size_t columns,
               const IsoHeatScale *scale, const guint32 *table, guint32 missing)
{
  const IsoHeatColors colors = { scale, table, missing };
  g_assert (width > 0 && height > 0 && rows > 0 && columns > 0 && scale->minimum < scale->maximum);
  if (width >= columns && height >= rows)
    draw_nearest (pixels, stride, width, height, values, rows, columns, &colors);
  else
    draw_averaged (pixels, stride, width, height, values, rows, columns, &colors);
}

/* ---- surfaces ---- */

/* A pixel times a coverage of 0 … 1, all channels (premultiplied). */
static guint32
fade (guint32 pixel, double coverage)
{
  guint32 faded = 0;
  for (int shift = 0; shift <= 24; shift += 8)
    faded |= (guint32) lround ((double) (pixel >> shift & 255) * coverage) << shift;
  return faded;
}

void
iso_heat_round_corners (guint32 *pixels, size_t stride, size_t side, double radius)
{
  size_t reach = MIN ((size_t) ceil (radius), side / 2);
  for (size_t y = 0; y < reach; y++)
    for (size_t x = 0; x < reach; x++)
      {
        double distance = hypot (radius - (double) x - 0.5, radius - (double) y - 0.5);
        double coverage = CLAMP (radius - distance + 0.5, 0.0, 1.0);
        size_t far_x = side - 1 - x, far_y = side - 1 - y;
        guint32 *corners[] = { pixels + y * stride + x, pixels + y * stride + far_x, pixels + far_y * stride + x,
                               pixels + far_y * stride + far_x };
        for (size_t i = 0; coverage < 1.0 && i < G_N_ELEMENTS (corners); i++)
          *corners[i] = fade (*corners[i], coverage);
      }
}

cairo_surface_t *
iso_heat_surface_new (size_t side, double radius, const float *values, size_t B, const IsoHeatScale *scale, const guint32 *table,
                      guint32 missing)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) side, (int) side);
  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS)
    {
      cairo_surface_destroy (surface);
      return NULL;
    }
  guint32 *pixels = (guint32 *) (void *) cairo_image_surface_get_data (surface);
  size_t stride = (size_t) cairo_image_surface_get_stride (surface) / sizeof *pixels;
  iso_heat_draw (pixels, stride, side, side, values, B, B, scale, table, missing);
  if (radius > 0.0)
    iso_heat_round_corners (pixels, stride, side, radius);
  cairo_surface_mark_dirty (surface);
  return surface;
}

size_t
iso_heat_snap (size_t room, size_t B)
{
  for (size_t part = 1; B > 0 && B <= room && part <= 3; part++)
    {
      size_t side = part * room / B * B / part;
      if (side * 100 >= room * 85)
        return side;
    }
  return room;
}
