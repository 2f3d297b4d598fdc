#include "engine/metrics/mean-interval.h"

#include <glib.h>
#include <math.h>
#include <stdbool.h>

/* The share of Student's distribution between −t and t, where t = √ν tan θ. With a whole number of degrees it is a finite sum:
 *     ν odd:  2/π (θ + sin θ cos θ (1 + 2/3 cos² θ + 2·4/(3·5) cos⁴ θ + … ))        (ν − 1)/2 terms
 *     ν even: sin θ (1 + 1/2 cos² θ + 1·3/(2·4) cos⁴ θ + … )                          ν/2 terms */
static double
share_within (size_t degrees, double theta)
{
  bool odd = degrees % 2 == 1;
  double square = cos (theta) * cos (theta), term = 1.0, sum = 0.0;
  size_t terms = odd ? (degrees - 1) / 2 : degrees / 2;
  for (size_t i = 0; i < terms; i++)
    {
      double k = 2.0 * (double) i + (odd ? 1.0 : 0.0);
      sum += term;
      term *= (k + 1.0) / (k + 2.0) * square;
    }
  return odd ? 2.0 / G_PI * (theta + sin (theta) * cos (theta) * sum) : sin (theta) * sum;
}

double
iso_student_quantile (size_t degrees, double confidence)
{
  double low = 0.0, high = 0.5 * G_PI;
  g_return_val_if_fail (degrees >= 1 && confidence > 0.0 && confidence < 1.0, (double) NAN);
  /* The share grows with θ: halving ends at neighbouring numbers. */
  for (;;)
    {
      double middle = 0.5 * (low + high);
      if (middle <= low || middle >= high)
        break;
      if (share_within (degrees, middle) < confidence)
        low = middle;
      else
        high = middle;
    }
  return sqrt ((double) degrees) * tan (0.5 * (low + high));
}

IsoMeanInterval
iso_mean_interval (const double *values, size_t count, double confidence)
{
  IsoMeanInterval interval = { 0, (double) NAN, (double) NAN, (double) NAN };
  double sum = 0.0, squares = 0.0;
  for (size_t i = 0; i < count; i++)
    if (isfinite (values[i]))
      {
        sum += values[i];
        interval.count++;
      }
  double n = (double) interval.count;
  if (interval.count == 0)
    return interval;
  interval.mean = sum / n;
  if (interval.count < 2)
    return interval;
  /* About the mean, in a second pass: the scores of seeds differ little. */
  for (size_t i = 0; i < count; i++)
    if (isfinite (values[i]))
      squares += (values[i] - interval.mean) * (values[i] - interval.mean);
  interval.deviation = sqrt (squares / (n - 1.0));
  interval.half_width = iso_student_quantile (interval.count - 1, confidence) * interval.deviation / sqrt (n);
  return interval;
}
