/* The check at every door through which numbers come in. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* Whether all of rows (N, D) are finite numbers; if not, ISO_ERROR_NUMERIC names the row and the dimension of the first that is
 * not. */
bool iso_check_finite (const float *rows, size_t N, size_t D, GError **error);
