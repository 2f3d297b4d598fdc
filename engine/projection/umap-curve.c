/* Levenberg–Marquardt in a and b, in units of the spread: x = spread x' turns a x^(2b) into a spread^(2b) x'^(2b), so that every
 * fit is one of the same few shapes and starts well from a = b = 1. */
#include "engine/projection/umap-curve.h"

#include <glib.h>
#include <math.h>
#include <stddef.h>

#define SAMPLES 300
#define STEPS_MAXIMUM 200
#define DAMPING_MAXIMUM 1e12
#define DAMPING_MINIMUM 1e-12

/* A point of the descent: ½ Σ r², its gradient Jᵀ r and the matrix Jᵀ J of its model. */
typedef struct {
  double a, b, cost;
  double gradient_a, gradient_b;
  double matrix_aa, matrix_ab, matrix_bb;
} Fit;

static Fit
evaluate (double a, double b, double least)
{
  Fit fit = { .a = a, .b = b };
  for (size_t i = 0; i < SAMPLES; i++)
    {
      double x = 3.0 * (double) i / (SAMPLES - 1);
      double wanted = x < least ? 1.0 : exp (least - x);
      double power = x > 0.0 ? pow (x, 2.0 * b) : 0.0;
      double v = 1.0 / (1.0 + a * power), r = v - wanted;
      double by_a = -v * v * power, by_b = x > 0.0 ? -v * v * a * power * 2.0 * log (x) : 0.0;
      fit.cost += 0.5 * r * r;
      fit.gradient_a += by_a * r;
      fit.gradient_b += by_b * r;
      fit.matrix_aa += by_a * by_a;
      fit.matrix_ab += by_a * by_b;
      fit.matrix_bb += by_b * by_b;
    }
  if (!(a > 0.0 && b > 0.0))
    fit.cost = (double) INFINITY;
  return fit;
}

void
iso_umap_curve (double *a, double *b, double min_dist, double spread)
{
  g_assert (spread > 0.0 && min_dist >= 0.0 && min_dist <= spread);
  double least = min_dist / spread, damping = 1e-3;
  Fit fit = evaluate (1.0, 1.0, least);
  for (size_t step = 0; step < STEPS_MAXIMUM && damping < DAMPING_MAXIMUM; step++)
    {
      double aa = fit.matrix_aa * (1.0 + damping), ab = fit.matrix_ab, bb = fit.matrix_bb * (1.0 + damping);
      double determinant = aa * bb - ab * ab;
      double move_a = (ab * fit.gradient_b - bb * fit.gradient_a) / determinant;
      double move_b = (ab * fit.gradient_a - aa * fit.gradient_b) / determinant;
      Fit next = evaluate (fit.a + move_a, fit.b + move_b, least);
      if (!(next.cost <= fit.cost))
        {
          damping *= 10.0;
          continue;
        }
      fit = next;
      damping = MAX (damping * 0.1, DAMPING_MINIMUM);
      if (fabs (move_a) <= 1e-14 * fit.a && fabs (move_b) <= 1e-14 * fit.b)
        break;
    }
  *b = fit.b;
  *a = fit.a * pow (spread, -2.0 * fit.b);
}
