#include "engine/linalg/pairwise.h"

#include "engine/linalg/blas.h"

void
iso_gram (float *S, const float *Z, size_t B, size_t D)
{
  iso_gemm (S, Z, Z, ISO_PLAIN, ISO_TRANSPOSED, 1.0f, 0.0f, B, B, D, D, D, B);
  /* A product may round S_ij and S_ji differently; ties and Cholesky want one value. */
  for (size_t i = 0; i < B; i++)
    for (size_t j = 0; j < i; j++)
      S[j * B + i] = S[i * B + j];
}

void
iso_gram_backward (float *dZ, float *G, const float *Z, size_t B, size_t D)
{
  for (size_t i = 0; i < B; i++)
    {
      G[i * B + i] *= 2.0f;
      for (size_t j = 0; j < i; j++)
        {
          float sum = G[i * B + j] + G[j * B + i];
          G[i * B + j] = sum;
          G[j * B + i] = sum;
        }
    }
  iso_gemm (dZ, G, Z, ISO_PLAIN, ISO_PLAIN, 1.0f, 0.0f, B, D, B, B, D, D);
}
