#include "tests/support/naive-losses-private.h"

static double
class_cosine (Input *input, size_t i, size_t m)
{
  return cosine (input, row (input, i), input->proxies + m * input->input->D);
}

static double
proxy_nca (Input *input, double scale)
{
  const IsoLossInput *batch = input->input;
  double sum = 0.0;
  for (size_t i = 0; i < batch->B; i++)
    {
      double others = -INFINITY, factor = 2.0 * scale * scale;
      for (size_t c = 0; c < batch->class_count; c++)
        if (c != (size_t) batch->labels[i])
          others = log_add (others, factor * (class_cosine (input, i, c) - 1.0));
      sum += factor * (1.0 - class_cosine (input, i, (size_t) batch->labels[i])) + others;
    }
  return sum / (double) batch->B;
}

static double
proxy_anchor (Input *input, double alpha, double delta)
{
  const IsoLossInput *batch = input->input;
  double sums[2] = { 0 }, present = 0.0;
  for (size_t c = 0; c < batch->class_count; c++)
    {
      double positives = 0.0, negatives = 0.0;
      bool any = false;
      for (size_t i = 0; i < batch->B; i++)
        if ((size_t) batch->labels[i] == c)
          {
            any = true;
            positives = log_add (positives, -alpha * (class_cosine (input, i, c) - delta));
          }
        else
          negatives = log_add (negatives, alpha * (class_cosine (input, i, c) + delta));
      present += any;
      sums[0] += positives;
      sums[1] += negatives;
    }
  return sums[0] / present + sums[1] / (double) batch->class_count;
}

/* z · w / ‖w‖ */
static double
proxy_product (Input *input, size_t i, size_t m)
{
  return class_cosine (input, i, m) * sqrt (similarity (input, i, i));
}

/* The similarity of sample i to class c, before margins. */
static double
class_similarity (IsoLossName name, Input *input, const double *values, size_t i, size_t c)
{
  size_t K = (size_t) values[0];
  double total = -INFINITY, sum = 0.0;
  if (name == ISO_LOSS_NORMALIZED_SOFTMAX)
    return proxy_product (input, i, c);
  if (name != ISO_LOSS_SOFT_TRIPLE)
    return class_cosine (input, i, c);
  for (size_t k = 0; k < K; k++)
    total = log_add (total, proxy_product (input, i, c * K + k) / values[1]);
  for (size_t k = 0; k < K; k++)
    sum += exp (proxy_product (input, i, c * K + k) / values[1] - total) * proxy_product (input, i, c * K + k);
  return sum;
}

static double
classification (IsoLossName name, Input *input, const double *values)
{
  const IsoLossInput *batch = input->input;
  double sum = 0.0;
  double scale = name == ISO_LOSS_NORMALIZED_SOFTMAX ? 1.0 / values[0] : name == ISO_LOSS_SOFT_TRIPLE ? values[2] : values[1];
  for (size_t i = 0; i < batch->B; i++)
    {
      double total = -INFINITY, own = 0.0;
      for (size_t c = 0; c < batch->class_count; c++)
        {
          double s = class_similarity (name, input, values, i, c);
          if (c == (size_t) batch->labels[i])
            own = s = name == ISO_LOSS_COSFACE       ? s - values[0]
                      : name == ISO_LOSS_ARCFACE     ? cos (acos (fmax (fmin (s, 1.0), -1.0)) + values[0])
                      : name == ISO_LOSS_SOFT_TRIPLE ? s - values[3]
                                                     : s;
          total = log_add (total, scale * s);
        }
      sum += total - scale * own;
    }
  return sum / (double) batch->B;
}

static double
regularization (Input *input, const double *values)
{
  size_t K = (size_t) values[0], C = input->input->class_count, D = input->input->D;
  double sum = 0.0;
  for (size_t c = 0; c < C; c++)
    for (size_t k = 0; k < K; k++)
      for (size_t l = k + 1; l < K; l++)
        sum += sqrt (2.00001 - 2.0 * cosine (input, input->proxies + (c * K + k) * D, input->proxies + (c * K + l) * D));
  return K > 1 ? values[4] * sum / (double) (C * K * (K - 1)) : 0.0;
}

double
iso_naive_proxy_loss (IsoLossName name, Input *input, const double *values)
{
  if (name == ISO_LOSS_PROXY_NCA)
    return proxy_nca (input, values[0]);
  if (name == ISO_LOSS_PROXY_ANCHOR)
    return proxy_anchor (input, values[0], values[1]);
  return classification (name, input, values) + (name == ISO_LOSS_SOFT_TRIPLE ? regularization (input, values) : 0.0);
}
