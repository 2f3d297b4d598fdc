#include "tests/support/naive-losses-private.h"

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
    case ISO_LOSS_PROXY_ANCHOR:
    case ISO_LOSS_NORMALIZED_SOFTMAX:
    case ISO_LOSS_COSFACE:
    case ISO_LOSS_ARCFACE:
    case ISO_LOSS_SOFT_TRIPLE:
      return iso_naive_proxy_loss (name, input, values);
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
