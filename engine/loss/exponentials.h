/* What the losses of many exponentials are made of. */
#pragma once

#include <stddef.h>

/* log Σ exp(x_j) over exponents x (count), where −∞ leaves an entry out; shares (count), which may be exponents, become
 * exp(x_j) / Σ, its gradient. −∞, and shares of 0, where there is no entry. */
double iso_log_sum_exp (float *shares, const float *exponents, size_t count);

/* log(1 + Σ exp(x_j)), shares likewise; 0 where there is no entry. */
double iso_log_one_sum_exp (float *shares, const float *exponents, size_t count);
