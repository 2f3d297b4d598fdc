#include "tests/support/naive-losses.h"

#include <math.h>

typedef const IsoNaiveLossInput Input;

static double
dot (const double *a, const double *b, size_t D)
{
  double sum = 0.0;
  for (size_t d = 0; d < D; d++)
    sum += a[d] * b[d];
  return sum;
}

static const double *
row (Input *input, size_t i)
{
  return input->Z + i * input->input->D;
}

static double
similarity (Input *input, size_t i, size_t j)
{
  return dot (row (input, i), row (input, j), input->input->D);
}

static double
cosine (Input *input, const double *a, const double *b)
{
  size_t D = input->input->D;
  double product = dot (a, a, D) * dot (b, b, D);
  return product > 0.0 ? dot (a, b, D) / sqrt (product) : 0.0;
}

static double
squared_distance (Input *input, size_t i, size_t j)
{
  double sum = 0.0;
  for (size_t d = 0; d < input->input->D; d++)
    sum += pow (row (input, i)[d] - row (input, j)[d], 2.0);
  return sum;
}

static double
distance (Input *input, size_t i, size_t j)
{
  return sqrt (squared_distance (input, i, j));
}

static bool
is_positive (Input *input, size_t i, size_t j)
{
  return i != j && input->input->labels[i] == input->input->labels[j];
}

static bool
is_negative (Input *input, size_t i, size_t j)
{
  return input->input->labels[i] != input->input->labels[j];
}

static size_t
count (Input *input, size_t i, bool (*is) (Input *, size_t, size_t))
{
  size_t found = 0;
  for (size_t j = 0; j < input->input->R; j++)
    found += is (input, i, j);
  return found;
}

static bool
is_eligible (Input *input, size_t i)
{
  return count (input, i, is_positive) > 0 && count (input, i, is_negative) > 0;
}

static double
mean_length (Input *input)
{
  double sum = 0.0;
  for (size_t i = 0; i < input->input->B; i++)
    sum += sqrt (similarity (input, i, i));
  return sum / (double) input->input->B;
}

static double
relu (double x)
{
  return fmax (x, 0.0);
}

/* log(e^a + e^b) */
static double
log_add (double a, double b)
{
  double greater = fmax (a, b);
  return greater == -(double) INFINITY ? greater : greater + log (exp (a - greater) + exp (b - greater));
}

/* Every loss over triplets: sums of terms divided by a number. */
static double
over_triplets (IsoLossName name, Input *input, const double *values)
{
  const IsoLossInput *batch = input->input;
  double sum = 0.0, penalty = 0.0, above = 0.0, T = (double) batch->triplet_count;
  for (size_t t = 0; t < batch->triplet_count; t++)
    {
      const gint32 *triplet = batch->triplets + 3 * t;
      size_t a = (size_t) triplet[0], p = (size_t) triplet[1], n = (size_t) triplet[2];
      double near = distance (input, a, p), far = distance (input, a, n), terms[2] = { 0 };
      if (name == ISO_LOSS_CONTRASTIVE)
        {
          terms[0] = near - values[0];
          terms[1] = values[1] - far;
        }
      else if (name == ISO_LOSS_TRIPLET)
        terms[0] = near * near - far * far + values[0];
      else if (name == ISO_LOSS_MARGIN)
        {
          double beta = input->beta[batch->labels[a]];
          terms[0] = near - beta + values[0];
          terms[1] = beta - far + values[0];
          penalty += beta;
        }
      else
        {
          terms[0] = near - far + values[0];
          terms[1] = near - distance (input, n, (size_t) batch->fourth[t]) + values[1];
        }
      sum += relu (terms[0]) + relu (terms[1]);
      above += (terms[0] > 0.0) + (terms[1] > 0.0);
    }
  if (name == ISO_LOSS_MARGIN)
    return sum / fmax (above, 1.0) + values[1] * penalty;
  return T > 0.0 ? sum / T : 0.0;
}

/* D times the variance over dimensions of sample a, less `share` of sample b. */
static double
variance (Input *input, size_t a, double share, size_t b)
{
  size_t D = input->input->D;
  double mean = 0.0, sum = 0.0;
  for (size_t d = 0; d < D; d++)
    mean += (row (input, a)[d] - share * row (input, b)[d]) / (double) D;
  for (size_t d = 0; d < D; d++)
    sum += pow (row (input, a)[d] - share * row (input, b)[d] - mean, 2.0);
  return sum;
}

static double
snr (Input *input, const double *values)
{
  const IsoLossInput *batch = input->input;
  double sum = 0.0, above = 0.0, penalty = 0.0;
  for (size_t t = 0; t < batch->triplet_count; t++)
    {
      const gint32 *triplet = batch->triplets + 3 * t;
      size_t a = (size_t) triplet[0], p = (size_t) triplet[1], n = (size_t) triplet[2];
      double noise = variance (input, a, 1.0, p) - variance (input, a, 1.0, n), signal = variance (input, a, 0.0, a);
      double total = 0.0, term = noise / signal + values[0];
      for (size_t d = 0; d < batch->D; d++)
        total += row (input, a)[d];
      sum += relu (term);
      above += term > 0.0;
      penalty += fabs (total);
    }
  return sum / fmax (above, 1.0) + (batch->triplet_count > 0 ? values[1] * penalty / (double) batch->triplet_count : 0.0);
}

static double
lifted (Input *input, const double *values)
{
  double sum = 0.0, eligible = 0.0;
  for (size_t i = 0; i < input->input->B; i++)
    {
      double positives = -INFINITY, negatives = -INFINITY;
      for (size_t j = 0; j < input->input->R; j++)
        if (is_positive (input, i, j))
          positives = log_add (positives, distance (input, i, j));
        else if (is_negative (input, i, j))
          negatives = log_add (negatives, values[0] - distance (input, i, j));
      if (!is_eligible (input, i))
        continue;
      eligible += 1.0;
      sum += relu (positives + negatives);
    }
  return eligible > 0.0 ? sum / eligible + values[1] * mean_length (input) : 0.0;
}

static double
unit_product (Input *input, size_t i, size_t j)
{
  return cosine (input, row (input, i), row (input, j));
}

static double
n_pair (Input *input, double weight, double tangent, double l2)
{
  const IsoLossInput *batch = input->input;
  double sum = 0.0, angular = 0.0, P = (double) batch->pair_count;
  bool any = false;
  for (size_t r = 0; r < batch->pair_count; r++)
    {
      size_t a = (size_t) batch->pairs[2 * r], p = (size_t) batch->pairs[2 * r + 1];
      double total = 0.0, angular_total = 0.0;
      for (size_t s = 0; s < batch->pair_count; s++)
        {
          size_t q = (size_t) batch->pairs[2 * s + 1];
          if (!is_negative (input, a, q))
            continue;
          any = true;
          total = log_add (total, similarity (input, a, q) - similarity (input, a, p));
          angular_total = log_add (angular_total, 4.0 * tangent * (unit_product (input, a, q) + unit_product (input, p, q))
                                                      - 2.0 * (1.0 + tangent) * unit_product (input, a, p));
        }
      sum += total;
      angular += angular_total;
    }
  return any ? (sum + weight * angular) / P + l2 * mean_length (input) : 0.0;
}

static double
histogram (Input *input, const double *values)
{
  size_t bins = (size_t) values[0];
  double step = 2.0 / (double) (bins - 1), loss = 0.0, below = 0.0, counts[2] = { 0 };
  g_autofree double *positives = g_new0 (double, 2 * bins);
  double *negatives = positives + bins;
  for (size_t i = 0; i < input->input->B; i++)
    for (size_t j = i + 1; j < input->input->B; j++)
      {
        double *h = is_positive (input, i, j) ? positives : negatives, s = fmax (fmin (similarity (input, i, j), 1.0), -1.0);
        counts[h == positives ? 0 : 1] += 1.0;
        for (size_t r = 0; r < bins; r++)
          h[r] += relu (1.0 - fabs (s + 1.0 - (double) r * step) / step);
      }
  for (size_t r = 0; r < bins && counts[0] > 0.0 && counts[1] > 0.0; r++)
    {
      below += positives[r] / counts[0];
      loss += negatives[r] / counts[1] * below;
    }
  return loss;
}

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

static double
supcon (Input *input, double temperature)
{
  double sum = 0.0, anchors = 0.0;
  for (size_t i = 0; i < input->input->B; i++)
    {
      double total = -INFINITY, positives = (double) count (input, i, is_positive), inner = 0.0;
      for (size_t j = 0; j < input->input->R; j++)
        if (j != i)
          total = log_add (total, similarity (input, i, j) / temperature);
      for (size_t j = 0; j < input->input->R; j++)
        if (is_positive (input, i, j))
          inner -= (similarity (input, i, j) / temperature - total) / positives;
      sum += inner;
      anchors += positives > 0.0;
    }
  return anchors > 0.0 ? sum / anchors : 0.0;
}

/* held: (R, R) similarities at which the weights a are taken, which have no gradient. */
static double
circle (Input *input, double gamma, double m, const float *held)
{
  double sum = 0.0, eligible = 0.0;
  size_t R = input->input->R;
  for (size_t i = 0; i < input->input->B; i++)
    {
      double positives = -INFINITY, negatives = -INFINITY;
      for (size_t j = 0; j < R; j++)
        {
          double s = similarity (input, i, j), at = (double) held[i * R + j];
          if (is_positive (input, i, j))
            positives = log_add (positives, -gamma * relu (1.0 + m - at) * (s - 1.0 + m));
          else if (is_negative (input, i, j))
            negatives = log_add (negatives, gamma * relu (at + m) * (s - m));
        }
      if (!is_eligible (input, i))
        continue;
      eligible += 1.0;
      sum += log_add (0.0, positives + negatives);
    }
  return eligible > 0.0 ? sum / eligible : 0.0;
}

static double
smooth_ap (Input *input, double temperature)
{
  double sum = 0.0, anchors = 0.0;
  for (size_t i = 0; i < input->input->B; i++)
    {
      double positives = (double) count (input, i, is_positive);
      anchors += positives > 0.0;
      for (size_t p = 0; p < input->input->R; p++)
        {
          double among = 1.0, all = 1.0;
          for (size_t j = 0; j < input->input->R && is_positive (input, i, p); j++)
            {
              double rank = 1.0 / (1.0 + exp (-(similarity (input, i, j) - similarity (input, i, p)) / temperature));
              if (j != i && j != p)
                all += rank;
              if (j != p && is_positive (input, i, j))
                among += rank;
            }
          if (is_positive (input, i, p))
            sum += among / all / positives;
        }
    }
  return anchors > 0.0 ? 1.0 - sum / anchors : 0.0;
}

/* Mined pairs by the values themselves, as in the engine; the anchors' rows may be longer than the batch. */
static double
multi_similarity (Input *input, const double *values)
{
  size_t R = input->input->R;
  double sum = 0.0, anchors = 0.0;
  for (size_t i = 0; i < input->input->B; i++)
    {
      double least = INFINITY, greatest = -INFINITY, positives = 0.0, negatives = 0.0;
      bool kept[2] = { false };
      for (size_t j = 0; j < R; j++)
        if (is_positive (input, i, j))
          least = fmin (least, similarity (input, i, j));
        else if (is_negative (input, i, j))
          greatest = fmax (greatest, similarity (input, i, j));
      for (size_t j = 0; j < R; j++)
        {
          double s = similarity (input, i, j);
          if (is_positive (input, i, j) && s - values[2] < greatest)
            {
              positives = log_add (positives, -values[0] * (s - values[3]));
              kept[0] = true;
            }
          else if (is_negative (input, i, j) && s + values[2] > least)
            {
              negatives = log_add (negatives, values[1] * (s - values[3]));
              kept[1] = true;
            }
        }
      if (!kept[0] || !kept[1])
        continue;
      anchors += 1.0;
      sum += positives / values[0] + negatives / values[1];
    }
  return anchors > 0.0 ? sum / anchors : 0.0;
}

double
iso_naive_loss (IsoLossName name, const IsoNaiveLossInput *input, const double *values)
{
  switch (name)
    {
    case ISO_LOSS_CONTRASTIVE:
    case ISO_LOSS_TRIPLET:
    case ISO_LOSS_MARGIN:
    case ISO_LOSS_QUADRUPLET:
      return over_triplets (name, input, values);
    case ISO_LOSS_MULTI_SIMILARITY:
      return multi_similarity (input, values);
    case ISO_LOSS_LIFTED:
      return lifted (input, values);
    case ISO_LOSS_N_PAIR:
      return n_pair (input, 0.0, 1.0, values[0]);
    case ISO_LOSS_ANGULAR:
      return n_pair (input, values[1], pow (tan (values[0] * G_PI / 180.0), 2.0), values[2]);
    case ISO_LOSS_SNR:
      return snr (input, values);
    case ISO_LOSS_HISTOGRAM:
      return histogram (input, values);
    case ISO_LOSS_PROXY_NCA:
      return proxy_nca (input, values[0]);
    case ISO_LOSS_PROXY_ANCHOR:
      return proxy_anchor (input, values[0], values[1]);
    case ISO_LOSS_NORMALIZED_SOFTMAX:
    case ISO_LOSS_COSFACE:
    case ISO_LOSS_ARCFACE:
      return classification (name, input, values);
    case ISO_LOSS_SOFT_TRIPLE:
      return classification (name, input, values) + regularization (input, values);
    case ISO_LOSS_SUPCON:
      return supcon (input, values[0]);
    case ISO_LOSS_CIRCLE:
      return circle (input, values[0], values[1], input->input->similarity);
    case ISO_LOSS_SMOOTH_AP:
      return smooth_ap (input, values[0]);
    case ISO_LOSS_COUNT:
    default:
      g_assert_not_reached ();
    }
}
