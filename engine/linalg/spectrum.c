#include "engine/linalg/spectrum.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/base/checked.h"
#include "engine/linalg/blas.h"
#include "engine/linalg/scatter.h"

bool
iso_singular_values (double *values, const float *X, size_t N, size_t D, IsoPool *pool, GError **error)
{
  size_t size = MIN (N, D);
  double *G = iso_block_new (size, size, sizeof (double), _("products of dimensions"), error);
  bool found = G != NULL && iso_scatter (G, X, NULL, N, D, pool, NULL, error) && iso_symmetric_eigenvalues (values, G, size, error);
  for (size_t i = 0; found && i < size / 2; i++)
    {
      double value = values[i];
      values[i] = values[size - 1 - i];
      values[size - 1 - i] = value;
    }
  /* An eigenvalue is off by about ε times the largest. */
  double least = found && size > 0 ? values[0] * (double) size * 0x1p-52 : 0.0;
  for (size_t i = 0; found && i < size; i++)
    values[i] = values[i] > least ? sqrt (values[i]) : 0.0;
  iso_block_free (G);
  return found;
}

double
iso_effective_count (const double *values, size_t count)
{
  double total = 0.0, entropy = 0.0;
  for (size_t i = 0; i < count; i++)
    total += values[i];
  if (!(total > 0.0))
    return (double) NAN;
  for (size_t i = 0; i < count; i++)
    if (values[i] > 0.0)
      entropy -= values[i] / total * log (values[i] / total);
  return exp (entropy);
}
