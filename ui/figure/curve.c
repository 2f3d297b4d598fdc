#include "ui/figure/curve.h"

#include <math.h>

#include "ui/figure/pen.h"

#define LEVELS 6
#define FAN 16 /* buckets of one level that make one of the next */
/* Rows at the edge of the picture that say "the line goes on outside". */
#define EDGE_BAR 3.0
/* Beyond this share of columns they say nothing any more: the band itself reaches the edge everywhere. */
#define MOST_BARS 0.2

typedef struct {
  float minimum, maximum;
  guint32 count;
  double sum; /* of the averages */
} Bucket;

struct _IsoCurve {
  GArray *values, *smoothed; /* float */
  GArray *levels[LEVELS];    /* Bucket; level l spans FAN^(l + 1) values */
  double smoothing, average, weight;
  size_t finite_count;
  int holders;
};

IsoCurve *
iso_curve_new (double smoothing)
{
  g_return_val_if_fail (smoothing >= 0.0 && smoothing < 1.0, NULL);
  IsoCurve *curve = g_new0 (IsoCurve, 1);
  curve->smoothing = smoothing;
  curve->holders = 1;
  curve->values = g_array_new (FALSE, FALSE, sizeof (float));
  curve->smoothed = g_array_new (FALSE, FALSE, sizeof (float));
  for (int level = 0; level < LEVELS; level++)
    curve->levels[level] = g_array_new (FALSE, FALSE, sizeof (Bucket));
  return curve;
}

IsoCurve *
iso_curve_ref (IsoCurve *curve)
{
  curve->holders++;
  return curve;
}

void
iso_curve_free (IsoCurve *curve)
{
  if (curve == NULL || --curve->holders > 0)
    return;
  g_array_unref (curve->values);
  g_array_unref (curve->smoothed);
  for (int level = 0; level < LEVELS; level++)
    g_array_unref (curve->levels[level]);
  g_free (curve);
}

IsoCurve *
iso_curve_copy (const IsoCurve *curve)
{
  IsoCurve *copy = g_memdup2 (curve, sizeof *curve);
  copy->holders = 1;
  copy->values = g_array_copy (curve->values);
  copy->smoothed = g_array_copy (curve->smoothed);
  for (int level = 0; level < LEVELS; level++)
    copy->levels[level] = g_array_copy (curve->levels[level]);
  return copy;
}

static void
take_into_levels (IsoCurve *curve, size_t index, float value, float smoothed)
{
  size_t span = FAN;
  for (int level = 0; level < LEVELS; level++, span *= FAN)
    {
      GArray *buckets = curve->levels[level];
      if (index / span == buckets->len)
        {
          Bucket empty = { INFINITY, -INFINITY, 0, 0.0 };
          g_array_append_val (buckets, empty);
        }
      if (!isfinite (value))
        continue;
      Bucket *bucket = &g_array_index (buckets, Bucket, buckets->len - 1);
      bucket->minimum = fminf (bucket->minimum, value);
      bucket->maximum = fmaxf (bucket->maximum, value);
      bucket->sum += (double) smoothed;
      bucket->count++;
    }
}

/* The average after one finite value more. */
static inline float
take_into_average (IsoCurve *curve, double value)
{
  curve->average = curve->smoothing * curve->average + (1.0 - curve->smoothing) * value;
  curve->weight = curve->smoothing * curve->weight + (1.0 - curve->smoothing);
  return (float) (curve->average / curve->weight);
}

void
iso_curve_append (IsoCurve *curve, double value)
{
  float kept = (float) value, smoothed = NAN;
  if (isfinite (kept))
    {
      /* By the kept value, so that averaging anew gives the same. */
      smoothed = take_into_average (curve, (double) kept);
      curve->finite_count++;
    }
  else
    kept = NAN;
  g_array_append_val (curve->values, kept);
  g_array_append_val (curve->smoothed, smoothed);
  take_into_levels (curve, curve->values->len - 1, kept, smoothed);
}

/* Sums of all buckets from the averages: the lowest level from these, each other one from that below. */
static void
sum_levels (IsoCurve *curve)
{
  const float *smoothed = (const float *) (void *) curve->smoothed->data;
  size_t count = curve->smoothed->len;
  for (int level = 0; level < LEVELS; level++)
    {
      GArray *buckets = curve->levels[level];
      const Bucket *below = level > 0 ? (const Bucket *) (void *) curve->levels[level - 1]->data : NULL;
      for (size_t i = 0; i < buckets->len; i++)
        {
          double sum = 0.0;
          for (size_t j = i * FAN; j < MIN ((i + 1) * FAN, count); j++)
            sum += below != NULL ? below[j].sum : isfinite (smoothed[j]) ? (double) smoothed[j] : 0.0;
          g_array_index (buckets, Bucket, i).sum = sum;
        }
      count = buckets->len;
    }
}

void
iso_curve_smooth (IsoCurve *curve, double smoothing)
{
  g_return_if_fail (smoothing >= 0.0 && smoothing < 1.0);
  const float *values = (const float *) (void *) curve->values->data;
  float *smoothed = (float *) (void *) curve->smoothed->data;
  if (smoothing == curve->smoothing)
    return;
  curve->smoothing = smoothing;
  curve->average = curve->weight = 0.0;
  for (size_t i = 0; i < curve->values->len; i++)
    if (isfinite (values[i]))
      smoothed[i] = take_into_average (curve, (double) values[i]);
  sum_levels (curve);
}

size_t
iso_curve_count (const IsoCurve *curve)
{
  return curve->values->len;
}

size_t
iso_curve_finite_count (const IsoCurve *curve)
{
  return curve->finite_count;
}

double
iso_curve_value (const IsoCurve *curve, size_t index)
{
  return index < curve->values->len ? (double) g_array_index (curve->values, float, index) : (double) NAN;
}

double
iso_curve_smoothed (const IsoCurve *curve, size_t index)
{
  return index < curve->smoothed->len ? (double) g_array_index (curve->smoothed, float, index) : (double) NAN;
}

/* ---- stretches ---- */

static void
add_value (Bucket *total, const IsoCurve *curve, size_t index)
{
  float value = g_array_index (curve->values, float, index);
  if (!isfinite (value))
    return;
  total->minimum = fminf (total->minimum, value);
  total->maximum = fmaxf (total->maximum, value);
  total->sum += (double) g_array_index (curve->smoothed, float, index);
  total->count++;
}

static void
add_bucket (Bucket *total, const Bucket *bucket)
{
  total->minimum = fminf (total->minimum, bucket->minimum);
  total->maximum = fmaxf (total->maximum, bucket->maximum);
  total->sum += bucket->sum;
  total->count += bucket->count;
}

IsoCurveBucket
iso_curve_bucket (const IsoCurve *curve, size_t first, size_t end)
{
  Bucket total = { INFINITY, -INFINITY, 0, 0.0 };
  end = MIN (end, (size_t) curve->values->len);
  while (first < end)
    {
      /* The widest bucket that begins here and does not reach beyond the end. */
      size_t span = 1;
      int level = -1;
      while (level + 1 < LEVELS && first % (span * FAN) == 0 && first + span * FAN <= end)
        {
          span *= FAN;
          level++;
        }
      if (level < 0)
        add_value (&total, curve, first);
      else
        add_bucket (&total, &g_array_index (curve->levels[level], Bucket, first / span));
      first += span;
    }
  return (IsoCurveBucket){ (double) total.minimum, (double) total.maximum,
                           total.count > 0 ? total.sum / total.count : (double) NAN, total.count };
}

/* Ends of a stretch on whole buckets, where that moves them by no more than a 32nd of its length and saves looking at single
 * values. */
static size_t
rounded (size_t index, size_t length)
{
  size_t unit = 1;
  while (unit * FAN * 16 <= length)
    unit *= FAN;
  return (index + unit / 2) / unit * unit;
}

IsoCurveBucket
iso_curve_column (const IsoCurve *curve, size_t column, size_t columns)
{
  size_t count = iso_curve_count (curve), length = count / columns;
  size_t first = rounded (column * count / columns, length), end = rounded ((column + 1) * count / columns, length);
  return iso_curve_bucket (curve, first, column + 1 == columns ? count : end);
}

/* ---- raster ---- */

/* Pixel row of a value, rows counted down from the top; far outside is brought near so that it stays a number. */
static double
row_of (const IsoAxis *values, double value, int height)
{
  double row = (1.0 - iso_axis_fraction (values, value)) * height;
  return isnan (row) ? row : CLAMP (row, -4.0 * height - 100.0, 5.0 * height + 100.0);
}

/* Row of the line between two values at `position` (an index with a fraction); NAN where either end is missing. */
static double
row_between (const IsoCurve *curve, const IsoAxis *values, double position, int height)
{
  double lower = floor (position), fraction = position - lower;
  if (position < 0.0 || position > (double) iso_curve_count (curve) - 1.0)
    return NAN;
  double first = row_of (values, iso_curve_value (curve, (size_t) lower), height);
  if (fraction == 0.0)
    return first;
  return first + fraction * (row_of (values, iso_curve_value (curve, (size_t) lower + 1), height) - first);
}

/* Extremes of the line over the indices from … to; false where nothing of it lies there. */
static bool
column_extremes (double *top, double *bottom, const IsoCurve *curve, const IsoAxis *values, double from, double to, int height)
{
  double first = fmax (ceil (from), 0.0), end = fmax (ceil (to), 0.0);
  size_t length = (size_t) (end - first);
  IsoCurveBucket inside = iso_curve_bucket (curve, rounded ((size_t) first, length), rounded ((size_t) end, length));
  double edges[2] = { row_between (curve, values, from, height), row_between (curve, values, to, height) };
  *top = INFINITY;
  *bottom = -INFINITY;
  if (inside.count > 0)
    {
      *top = row_of (values, inside.maximum, height);
      *bottom = row_of (values, inside.minimum, height);
    }
  for (int i = 0; i < 2; i++)
    if (!isnan (edges[i]))
      {
        *top = fmin (*top, edges[i]);
        *bottom = fmax (*bottom, edges[i]);
      }
  return *top <= *bottom;
}

void
iso_curve_raster (const IsoCurve *curve, guint32 *pixels, int width, int height, int stride, double first_step,
                  const IsoAxis *steps, const IsoAxis *values, IsoColor color, double thickness)
{
  IsoColor strong = color;
  strong.alpha = fmin (1.0, 2.5 * color.alpha);
  guint32 faint_pixel = iso_color_pixel (color), strong_pixel = iso_color_pixel (strong);
  double bar = fmin (EDGE_BAR * thickness, 0.5 * height);
  g_autofree double *extremes = g_new (double, 2 * (size_t) width);
  int outside = 0, drawn = 0;
  for (int x = 0; x < width; x++)
    {
      double from = iso_axis_value (steps, (double) x / width) - first_step;
      double to = iso_axis_value (steps, (x + 1.0) / width) - first_step;
      double *top = &extremes[2 * x], *bottom = &extremes[2 * x + 1];
      if (!column_extremes (top, bottom, curve, values, from, to, height))
        continue;
      drawn++;
      outside += *top < 0.0 || *bottom > height;
      *top -= 0.5 * thickness;
      *bottom += 0.5 * thickness;
    }
  iso_fill_columns (pixels, width, height, stride, extremes, faint_pixel);
  if (outside > MOST_BARS * drawn)
    return;
  for (int x = 0; x < width; x++)
    {
      if (extremes[2 * x] < -0.5 * thickness)
        iso_fill_column (pixels + x, height, stride, 0.0, bar, strong_pixel);
      if (extremes[2 * x + 1] > height + 0.5 * thickness)
        iso_fill_column (pixels + x, height, stride, height - bar, height, strong_pixel);
    }
}
