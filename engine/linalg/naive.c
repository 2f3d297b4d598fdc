#include "engine/linalg/naive.h"

#include <math.h>
#include <string.h>

void
iso_naive_gram (double *S, const double *Z, size_t R, size_t C)
{
  for (size_t i = 0; i < R; i++)
    for (size_t j = 0; j < R; j++)
      {
        double sum = 0.0;
        for (size_t c = 0; c < C; c++)
          sum += Z[i * C + c] * Z[j * C + c];
        S[i * R + j] = sum;
      }
}

void
iso_naive_multiply (double *C, const double *A, const double *B, size_t M, size_t N, size_t K)
{
  for (size_t i = 0; i < M; i++)
    for (size_t j = 0; j < N; j++)
      {
        double sum = 0.0;
        for (size_t k = 0; k < K; k++)
          sum += A[i * K + k] * B[k * N + j];
        C[i * N + j] = sum;
      }
}

static void
swap_rows (double *matrix, size_t a, size_t b, size_t columns)
{
  for (size_t j = 0; j < columns; j++)
    {
      double held = matrix[a * columns + j];
      matrix[a * columns + j] = matrix[b * columns + j];
      matrix[b * columns + j] = held;
    }
}

bool
iso_naive_solve (double *X, const double *A, const double *R, size_t N, size_t M)
{
  g_autofree double *work = g_new (double, MAX (N * N, 1));
  memcpy (work, A, N * N * sizeof *work);
  memcpy (X, R, N * M * sizeof *X);
  for (size_t step = 0; step < N; step++)
    {
      size_t pivot = step;
      for (size_t i = step + 1; i < N; i++)
        if (fabs (work[i * N + step]) > fabs (work[pivot * N + step]))
          pivot = i;
      if (work[pivot * N + step] == 0.0)
        return false;
      swap_rows (work, step, pivot, N);
      swap_rows (X, step, pivot, M);
      for (size_t i = 0; i < N; i++)
        {
          double factor = work[i * N + step] / work[step * N + step];
          if (i == step || factor == 0.0)
            continue;
          for (size_t j = step; j < N; j++)
            work[i * N + j] -= factor * work[step * N + j];
          for (size_t j = 0; j < M; j++)
            X[i * M + j] -= factor * X[step * M + j];
        }
    }
  for (size_t i = 0; i < N; i++)
    for (size_t j = 0; j < M; j++)
      X[i * M + j] /= work[i * N + i];
  return true;
}

void
iso_naive_log_softmax (double *out, const double *in, double temperature, size_t R, size_t C)
{
  for (size_t i = 0; i < R; i++)
    {
      const double *from = in + i * C;
      double maximum = from[0], sum = 0.0;
      for (size_t j = 1; j < C; j++)
        maximum = fmax (maximum, from[j]);
      for (size_t j = 0; j < C; j++)
        sum += exp ((from[j] - maximum) / temperature);
      for (size_t j = 0; j < C; j++)
        out[i * C + j] = (from[j] - maximum) / temperature - log (sum);
    }
}
