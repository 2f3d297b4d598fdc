#include "engine/network/unit-norm.h"

#include "engine/base/kernel.h"
#include "engine/linalg/rows.h"

void
iso_unit_norm_forward (float *Z, float *norms, const float *Y, size_t R, size_t D)
{
  iso_rows_normalize (Z, norms, Y, R, D);
}

ISO_KERNEL void
iso_unit_norm_backward (float *dY, const float *dZ, const float *Z, const float *norms, size_t R, size_t D)
{
  for (size_t i = 0; i < R; i++)
    {
      const float *z = Z + i * D, *dz = dZ + i * D;
      double projection = 0.0;
      for (size_t j = 0; j < D; j++)
        projection += (double) z[j] * (double) dz[j];
      /* A NaN norm must not pass for a zero one. */
      double scale = norms[i] == 0.0f ? 0.0 : 1.0 / (double) norms[i];
      for (size_t j = 0; j < D; j++)
        dY[i * D + j] = (float) (((double) dz[j] - projection * (double) z[j]) * scale);
    }
}
