/* What a few repetitions say of a number: their mean, and the interval that holds the true mean with a certain confidence if the
 * repetitions are independent and about normally distributed.
 *
 *     x̄ ± t(ν, c) · s / √n,  ν = n − 1,  s² = Σ (x − x̄)² / (n − 1)
 *
 * t(ν, c) is the two-sided quantile of Student's distribution: the share c of it lies between −t and t. */
#pragma once

#include <stddef.h>

typedef struct {
  size_t count;      /* n: the finite ones among the values */
  double mean;       /* x̄; NAN of none */
  double deviation;  /* s; NAN of fewer than two */
  double half_width; /* t · s / √n; NAN of fewer than two */
} IsoMeanInterval;

/* values (count), of which those that are not finite are left out; 0 < confidence < 1. */
IsoMeanInterval iso_mean_interval (const double *values, size_t count, double confidence);

/* t(ν, c), ν ≥ 1 degrees of freedom, 0 < confidence < 1. */
double iso_student_quantile (size_t degrees, double confidence);
