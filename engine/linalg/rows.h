/* Operations on the rows of a row-major matrix. Sums are taken in double; `out` may be `in`. */
#pragma once

#include <glib.h>

/* out (R, C) = softmax of each row of in (R, C) / temperature; rows sum to 1 within float rounding. */
void iso_rows_softmax (float *out, const float *in, float temperature, size_t R, size_t C);

/* out (R, C) = log softmax of each row of in (R, C) / temperature. */
void iso_rows_log_softmax (float *out, const float *in, float temperature, size_t R, size_t C);

/* out (R, C) = rows of in (R, C) divided by their L2 norm; norms (R) may be NULL. A row of zeros stays zero. */
void iso_rows_normalize (float *out, float *norms, const float *in, size_t R, size_t C);

/* Every row divided by its sum (rows whose sum is 0 stay). */
void iso_rows_divide_by_sum (float *rows, size_t R, size_t C);

/* Σ in² in double. */
double iso_sum_of_squares (const float *in, size_t count);

/* Whether every value is a finite number. */
gboolean iso_all_finite (const float *in, size_t count);
