#include "engine/metrics/mean-difference.h"

#include <glib.h>
#include <math.h>

/* Of the continued fraction; where it is used a few dozen are enough for any number of degrees below some ten thousand. */
#define TERMS 400

/* The continued fraction of the incomplete beta function (DLMF 8.17.22), from its end:
 *     1 / (1 + d_1 / (1 + d_2 / (1 + …)))
 *     d_2m = m (b − m) x / ((a + 2m − 1) (a + 2m)),  d_2m+1 = −(a + m) (a + b + m) x / ((a + 2m) (a + 2m + 1)) */
static double
beta_fraction (double a, double b, double x)
{
  double value = 1.0;
  for (int i = TERMS; i >= 1; i--)
    {
      double m = (double) (i / 2);
      double d = i % 2 == 0 ? m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m))
                            : -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
      value = 1.0 + d / value;
    }
  return 1.0 / value;
}

/* I_x(a, b), with y = 1 − x given apart, for it may be far smaller than 1. */
static double
incomplete_beta (double a, double b, double x, double y)
{
  int sign;
  if (!(x > 0.0))
    return 0.0;
  if (!(y > 0.0))
    return 1.0;
  double front = exp (lgamma_r (a + b, &sign) - lgamma_r (a, &sign) - lgamma_r (b, &sign) + a * log (x) + b * log (y));
  if (x < (a + 1.0) / (a + b + 2.0))
    return front * beta_fraction (a, b, x) / a;
  return 1.0 - front * beta_fraction (b, a, y) / b;
}

/* With t = √ν tan θ: 1 − I_{cos² θ}(ν / 2, 1 / 2) = I_{sin² θ}(1 / 2, ν / 2). */
static double
share_within (double degrees, double theta)
{
  double s = sin (theta), c = cos (theta);
  return incomplete_beta (0.5, 0.5 * degrees, s * s, c * c);
}

double
iso_student_share_within (double degrees, double t)
{
  g_return_val_if_fail (degrees > 0.0 && t >= 0.0, (double) NAN);
  return share_within (degrees, atan (t / sqrt (degrees)));
}

double
iso_student_real_quantile (double degrees, double share)
{
  double low = 0.0, high = 0.5 * G_PI;
  g_return_val_if_fail (degrees > 0.0 && share > 0.0 && share < 1.0, (double) NAN);
  /* The share grows with θ: halving ends at neighbouring numbers. */
  for (;;)
    {
      double middle = 0.5 * (low + high);
      if (middle <= low || middle >= high)
        break;
      if (share_within (degrees, middle) < share)
        low = middle;
      else
        high = middle;
    }
  return sqrt (degrees) * tan (0.5 * (low + high));
}

IsoMeanDifference
iso_mean_difference (const IsoMeanInterval *of, const IsoMeanInterval *from, double confidence)
{
  IsoMeanDifference difference = { of->mean - from->mean, (double) NAN, (double) NAN, (double) NAN };
  if (of->count < 2 || from->count < 2)
    return difference;
  double n = (double) of->count, m = (double) from->count;
  double u = of->deviation * of->deviation / n, v = from->deviation * from->deviation / m, error = sqrt (u + v);
  if (error == 0.0)
    {
      difference.half_width = 0.0;
      return difference;
    }
  /* By shares of the sum, so that nothing that is small is squared away. */
  double share = u / (u + v);
  difference.degrees = 1.0 / (share * share / (n - 1.0) + (1.0 - share) * (1.0 - share) / (m - 1.0));
  difference.half_width = iso_student_real_quantile (difference.degrees, confidence) * error;
  difference.probability = 1.0 - iso_student_share_within (difference.degrees, fabs (difference.difference) / error);
  return difference;
}
