/* What the plain losses are made of. */
#pragma once

#include <math.h>

#include "tests/support/naive-losses.h"

typedef const IsoNaiveLossInput Input;

/* Of those that compare samples with proxies of the classes. */
double iso_naive_proxy_loss (IsoLossName name, Input *input, const double *values);

static inline double
dot (const double *a, const double *b, size_t D)
{
  double sum = 0.0;
  for (size_t d = 0; d < D; d++)
    sum += a[d] * b[d];
  return sum;
}

static inline const double *
row (Input *input, size_t i)
{
  return input->Z + i * input->input->D;
}

static inline double
similarity (Input *input, size_t i, size_t j)
{
  return dot (row (input, i), row (input, j), input->input->D);
}

static inline double
cosine (Input *input, const double *a, const double *b)
{
  size_t D = input->input->D;
  double product = dot (a, a, D) * dot (b, b, D);
  return product > 0.0 ? dot (a, b, D) / sqrt (product) : 0.0;
}

static inline double
squared_distance (Input *input, size_t i, size_t j)
{
  double sum = 0.0;
  for (size_t d = 0; d < input->input->D; d++)
    sum += pow (row (input, i)[d] - row (input, j)[d], 2.0);
  return sum;
}

static inline double
distance (Input *input, size_t i, size_t j)
{
  return sqrt (squared_distance (input, i, j));
}

static inline bool
is_positive (Input *input, size_t i, size_t j)
{
  return i != j && input->input->labels[i] == input->input->labels[j];
}

static inline bool
is_negative (Input *input, size_t i, size_t j)
{
  return input->input->labels[i] != input->input->labels[j];
}

static inline size_t
count (Input *input, size_t i, bool (*is) (Input *, size_t, size_t))
{
  size_t found = 0;
  for (size_t j = 0; j < input->input->R; j++)
    found += is (input, i, j);
  return found;
}

static inline bool
is_eligible (Input *input, size_t i)
{
  return count (input, i, is_positive) > 0 && count (input, i, is_negative) > 0;
}

static inline double
mean_length (Input *input)
{
  double sum = 0.0;
  for (size_t i = 0; i < input->input->B; i++)
    sum += sqrt (similarity (input, i, i));
  return sum / (double) input->input->B;
}

static inline double
relu (double x)
{
  return fmax (x, 0.0);
}

/* log(e^a + e^b) */
static inline double
log_add (double a, double b)
{
  double greater = fmax (a, b);
  return greater == -(double) INFINITY ? greater : greater + log (exp (a - greater) + exp (b - greater));
}
