/* The values at which a slider of the X-ray stops: short numbers, spaced as their effect is. Plain values. */
#pragma once

#include "engine/base/parameter.h"

/* Rising, of double; free with g_array_unref(). B: samples of the batch, for whose neighbors k stops at 1 … B − 2 and then at infinity,
 * which stands for all. ω stops evenly in log(1 − ω), what is logarithmic in its logarithm, and what begins at 0 without an end in sight
 * (λ) at 0 and then in its logarithm. */
GArray *iso_trial_stops_new (const IsoParameter *parameter, size_t B);

/* Where a value lies among them, 0 … count − 1, between two of them if it is none. */
double iso_trial_stops_position (const GArray *stops, double value);
