#include "tests/support/naive-tsne.h"

#include <math.h>

static double
weight_between (const double *y, size_t i, size_t j)
{
  double dx = y[2 * i] - y[2 * j], dy = y[2 * i + 1] - y[2 * j + 1];
  return 1.0 / (1.0 + dx * dx + dy * dy);
}

double
iso_naive_tsne_repulsion (double *force, const double *y, size_t N)
{
  double normalizer = 0.0;
  for (size_t i = 0; i < N; i++)
    {
      double sum[2] = { 0 };
      for (size_t j = 0; j < N; j++)
        if (i != j)
          {
            double w = weight_between (y, i, j);
            normalizer += w;
            for (size_t axis = 0; axis < 2; axis++)
              sum[axis] += w * w * (y[2 * i + axis] - y[2 * j + axis]);
          }
      for (size_t axis = 0; force != NULL && axis < 2; axis++)
        force[2 * i + axis] = sum[axis];
    }
  return normalizer;
}

double
iso_naive_tsne_cost (const double *P, const double *y, size_t N)
{
  double normalizer = iso_naive_tsne_repulsion (NULL, y, N), cost = 0.0;
  for (size_t i = 0; i < N; i++)
    for (size_t j = 0; j < N; j++)
      if (i != j && P[i * N + j] > 0.0)
        cost += P[i * N + j] * log (P[i * N + j] * normalizer / weight_between (y, i, j));
  return cost;
}
