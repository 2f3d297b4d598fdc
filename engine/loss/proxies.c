#include "engine/loss/proxies.h"

#include <string.h>

#include "engine/base/kernel.h"
#include "engine/linalg/blas.h"
#include "engine/linalg/rows.h"
#include "engine/loss/exponentials.h"

size_t
iso_proxy_scratch_count (const IsoLossInput *input, size_t M)
{
  size_t B = input->B, D = input->D;
  return 2 * B * D + 2 * M * D + 2 * B * M + B + M;
}

void
iso_proxy_cosines (IsoProxyCosines *cosines, const IsoLossInput *input, size_t M, bool normalize_embeddings, float *scratch)
{
  size_t B = input->B, D = input->D;
  float *unit = scratch;
  *cosines = (IsoProxyCosines) { .embeddings = normalize_embeddings ? unit : input->embeddings, .M = M,
                                 .is_normalized = normalize_embeddings };
  cosines->embeddings_gradient = unit + B * D;
  cosines->proxies = cosines->embeddings_gradient + B * D;
  cosines->proxies_gradient = cosines->proxies + M * D;
  cosines->cosines = cosines->proxies_gradient + M * D;
  cosines->gradient = cosines->cosines + B * M;
  cosines->embedding_norms = cosines->gradient + B * M;
  cosines->proxy_norms = cosines->embedding_norms + B;
  if (normalize_embeddings)
    iso_rows_normalize (unit, cosines->embedding_norms, input->embeddings, B, D);
  iso_rows_normalize (cosines->proxies, cosines->proxy_norms, input->proxies, M, D);
  iso_gemm (cosines->cosines, cosines->embeddings, cosines->proxies, ISO_PLAIN, ISO_TRANSPOSED, 1.0f, 0.0f, B, M, D, D, D, M);
  memset (cosines->gradient, 0, B * M * sizeof (float));
  memset (cosines->proxies_gradient, 0, M * D * sizeof (float));
}

/* x̂ = x/‖x‖: adds ∂L/∂x = [∂L/∂x̂ − (∂L/∂x̂ · x̂) x̂] / ‖x‖ for each row. */
ISO_KERNEL static void
normalize_backward (float *gradient, const float *unit_gradient, const float *unit, const float *norms, size_t rows, size_t D)
{
  for (size_t i = 0; i < rows; i++)
    {
      const float *g = unit_gradient + i * D, *x = unit + i * D;
      double along[8] = { 0 };
      size_t d = 0;
      for (; d + 8 <= D; d += 8)
        for (size_t l = 0; l < 8; l++)
          along[l] += (double) g[d + l] * (double) x[d + l];
      for (; d < D; d++)
        along[0] += (double) g[d] * (double) x[d];
      float sum = (float) (((along[0] + along[1]) + (along[2] + along[3])) + ((along[4] + along[5]) + (along[6] + along[7])));
      float inverse = norms[i] > 0.0f ? 1.0f / norms[i] : 0.0f;
      for (d = 0; d < D; d++)
        gradient[i * D + d] += (g[d] - sum * x[d]) * inverse;
    }
}

void
iso_proxy_backward (IsoLossOutput *output, const IsoLossInput *input, const IsoProxyCosines *cosines)
{
  size_t B = input->B, D = input->D, M = cosines->M;
  bool normalized = cosines->is_normalized;
  iso_gemm (normalized ? cosines->embeddings_gradient : output->embedding_gradient, cosines->gradient, cosines->proxies,
            ISO_PLAIN, ISO_PLAIN, 1.0f, normalized ? 0.0f : 1.0f, B, D, M, M, D, D);
  if (normalized)
    normalize_backward (output->embedding_gradient, cosines->embeddings_gradient, cosines->embeddings, cosines->embedding_norms,
                        B, D);
  iso_gemm (cosines->proxies_gradient, cosines->gradient, cosines->embeddings, ISO_TRANSPOSED, ISO_PLAIN, 1.0f, 1.0f, M, D, B, M,
            D, D);
  normalize_backward (output->proxies_gradient, cosines->proxies_gradient, cosines->proxies, cosines->proxy_norms, M, D);
}

double
iso_cross_entropy (float *logits, size_t own, size_t count)
{
  double target = (double) logits[own];
  double loss = iso_log_sum_exp (logits, logits, count) - target;
  logits[own] -= 1.0f;
  return loss;
}
