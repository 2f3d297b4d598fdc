#include "engine/linalg/finite.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/base/error.h"
#include "engine/linalg/rows.h"

bool
iso_check_finite (const float *rows, size_t N, size_t D, GError **error)
{
  if (iso_all_finite (rows, N * D))
    return true;
  size_t i = 0;
  while (isfinite (rows[i]))
    i++;
  g_set_error (error, ISO_ERROR, ISO_ERROR_NUMERIC, _("embedding %zu, dimension %zu: found %s, expected a finite number"), i / D,
               i % D, isnan (rows[i]) ? "NaN" : _("infinity"));
  return false;
}
