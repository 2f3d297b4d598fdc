/* How far two groups of repetitions lie apart, and how much of that may be chance: Welch's interval, which does not ask that both vary
 * alike.
 *
 *     d = x̄ − ȳ,  u = s_x² / n,  v = s_y² / m
 *     d ± t(ν, c) · √(u + v),  ν = (u + v)² / (u² / (n − 1) + v² / (m − 1))
 *
 * t(ν, c) is the two-sided quantile of Student's distribution, ν a real number. */
#pragma once

#include "engine/metrics/mean-interval.h"

typedef struct {
  double difference;  /* d; NAN where either has no value */
  double half_width;  /* NAN where either has fewer than two */
  double degrees;     /* ν; NAN likewise, and where nothing varies */
  double probability; /* that chance alone gives a difference this far from 0 or further, |T| ≥ |d| / √(u + v); NAN likewise */
} IsoMeanDifference;

/* of − from, whose confidence is not used; 0 < confidence < 1. */
IsoMeanDifference iso_mean_difference (const IsoMeanInterval *of, const IsoMeanInterval *from, double confidence);

/* The share of Student's distribution of ν > 0 degrees of freedom between −t and t, t ≥ 0; and t of a share 0 < c < 1. */
double iso_student_share_within (double degrees, double t);
double iso_student_real_quantile (double degrees, double share);
