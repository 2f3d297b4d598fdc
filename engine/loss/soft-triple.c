/* SoftTriple: several proxies a class, of which the nearest counts most. */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/base/kernel.h"
#include "engine/linalg/elementary.h"
#include "engine/loss/loss-kinds.h"
#include "engine/loss/proxies.h"

enum { CENTERS, GAMMA, LAMBDA, MARGIN, REGULARIZATION, RATE };

static const IsoParameter parameters[] = {
  [CENTERS] = {
    .key = "centers", .title = N_("Proxies a class"), .symbol = "K",
    .help = N_("How many centers a class may have. More suit classes of several looks; the regularization draws superfluous "
               "ones together."),
    .type = ISO_PARAMETER_INTEGER, .flags = 0,
    .minimum = 1, .maximum = 100, .initial = 2, .soft_minimum = 1, .soft_maximum = 10,
  },
  [GAMMA] = {
    .key = "gamma", .title = N_("Assignment temperature"), .symbol = "γ",
    .help = N_("Lower assigns a sample to the nearest center of its class, higher to all of them."),
    .type = ISO_PARAMETER_REAL, .flags = ISO_PARAMETER_LIVE | ISO_PARAMETER_LOGARITHMIC,
    .minimum = 1e-3, .maximum = 100.0, .initial = 0.1, .soft_minimum = 0.01, .soft_maximum = 1.0,
  },
  [LAMBDA] = {
    .key = "lambda", .title = N_("Scale"), .symbol = "λ",
    .help = N_("Factor of the similarities. Higher is sharper: samples near a center of their class no longer act."),
    .type = ISO_PARAMETER_REAL, .flags = ISO_PARAMETER_LIVE | ISO_PARAMETER_LOGARITHMIC | ISO_PARAMETER_ABOVE_MINIMUM,
    .minimum = 0.0, .maximum = 1000.0, .initial = 8.0, .soft_minimum = 1.0, .soft_maximum = 100.0,
  },
  [MARGIN] = {
    .key = "margin", .title = N_("Margin"), .symbol = "m",
    .help = N_("By how much the own class's similarity should exceed the others'. Higher narrows classes."),
    .type = ISO_PARAMETER_REAL, .flags = ISO_PARAMETER_LIVE,
    .minimum = 0.0, .maximum = 2.0, .initial = 0.01, .soft_minimum = 0.0, .soft_maximum = 0.5,
  },
  [REGULARIZATION] = {
    .key = "regularization", .title = N_("Center regularization"), .symbol = "τ",
    .help = N_("Weight of the distances between the centers of a class. Higher merges centers that are not needed."),
    .type = ISO_PARAMETER_REAL, .flags = ISO_PARAMETER_LIVE,
    .minimum = 0.0, .maximum = 100.0, .initial = 0.2, .soft_minimum = 0.0, .soft_maximum = 1.0,
  },
  [RATE] = ISO_LOSS_RATE_PARAMETER (1e-2),
};

static size_t
proxies_per_class (const double *values)
{
  return (size_t) values[CENTERS];
}

/* Behind the cosines, of one sample: the shares of the centers (M), the similarities (C) and the logits (C) of the classes. */
static size_t
scratch_count (const IsoLossInput *input, const double *values)
{
  size_t M = input->class_count * proxies_per_class (values);
  return iso_proxy_scratch_count (input, M) + M + 2 * input->class_count;
}

/* shares (M) = softmax of cosines/γ over the centers of each class; similarities (C) = Σ_k share · cosine. */
ISO_KERNEL static void
assign (float *shares, float *similarities, const float *cosines, float inverse, size_t C, size_t K)
{
  for (size_t c = 0; c < C; c++)
    {
      float greatest = cosines[c * K];
      for (size_t k = 1; k < K; k++)
        greatest = cosines[c * K + k] > greatest ? cosines[c * K + k] : greatest;
      for (size_t k = 0; k < K; k++)
        shares[c * K + k] = (cosines[c * K + k] - greatest) * inverse;
    }
  for (size_t at = 0; at < C * K; at++)
    shares[at] = iso_exp (shares[at]);
  for (size_t c = 0; c < C; c++)
    {
      float sum = 0.0f, similarity = 0.0f;
      for (size_t k = 0; k < K; k++)
        sum += shares[c * K + k];
      for (size_t k = 0; k < K; k++)
        {
          shares[c * K + k] /= sum;
          similarity += shares[c * K + k] * cosines[c * K + k];
        }
      similarities[c] = similarity;
    }
}

/* gradient (M) = Σ_c slopes_c ∂similarity_c/∂cosines, which is share · (1 + (cosine − similarity)/γ). */
ISO_KERNEL static void
assign_backward (float *gradient, const float *slopes, const float *shares, const float *cosines, const float *similarities,
                 float inverse, size_t C, size_t K)
{
  for (size_t c = 0; c < C; c++)
    for (size_t k = 0; k < K; k++)
      {
        size_t at = c * K + k;
        gradient[at] = slopes[c] * shares[at] * (1.0f + (cosines[at] - similarities[c]) * inverse);
      }
}

/* Σ over classes and pairs of their centers of √(2.00001 − 2 w·w′), times weight; adds its gradient with regard to the unit
 * proxies. */
static double
regularize (const IsoProxyCosines *cosines, double weight, size_t C, size_t K, size_t D)
{
  double sum = 0.0;
  for (size_t c = 0; c < C; c++)
    for (size_t k = 0; k < K; k++)
      for (size_t l = k + 1; l < K; l++)
        {
          const float *a = cosines->proxies + (c * K + k) * D, *b = cosines->proxies + (c * K + l) * D;
          float *gradient_a = cosines->proxies_gradient + (c * K + k) * D;
          float *gradient_b = cosines->proxies_gradient + (c * K + l) * D;
          double product = 0.0;
          for (size_t d = 0; d < D; d++)
            product += (double) a[d] * (double) b[d];
          double distance = sqrt (MAX (2.00001 - 2.0 * product, 1e-6));
          float slope = (float) (-weight / distance);
          for (size_t d = 0; d < D; d++)
            {
              gradient_a[d] += slope * b[d];
              gradient_b[d] += slope * a[d];
            }
          sum += distance;
        }
  return weight * sum;
}

static void
compute (IsoLossOutput *output, const IsoLossInput *input, const double *values, float *scratch)
{
  IsoProxyCosines cosines;
  size_t B = input->B, C = input->class_count, K = proxies_per_class (values), M = C * K;
  float *shares = scratch + iso_proxy_scratch_count (input, M), *similarities = shares + M, *logits = similarities + C;
  float inverse = (float) (1.0 / values[GAMMA]), lambda = (float) values[LAMBDA], weight = lambda / (float) B;
  double sum = 0.0;
  iso_proxy_cosines (&cosines, input, M, false, scratch);
  for (size_t i = 0; i < B; i++)
    {
      const float *row = cosines.cosines + i * M;
      size_t own = (size_t) input->labels[i];
      assign (shares, similarities, row, inverse, C, K);
      for (size_t c = 0; c < C; c++)
        logits[c] = lambda * similarities[c];
      logits[own] -= lambda * (float) values[MARGIN];
      sum += iso_cross_entropy (logits, own, C);
      for (size_t c = 0; c < C; c++)
        logits[c] *= weight;
      assign_backward (cosines.gradient + i * M, logits, shares, row, similarities, inverse, C, K);
    }
  output->candidate_count = B;
  output->active_count = B;
  output->loss = sum / (double) B;
  if (K > 1)
    output->loss += regularize (&cosines, values[REGULARIZATION] / (double) (C * K * (K - 1)), C, K, input->D);
  iso_proxy_backward (output, input, &cosines);
}

const IsoLossKind iso_soft_triple_loss = {
  .name = "soft-triple",
  .title = N_("SoftTriple"),
  .formula = "L = mean cross entropy of  λ(sim_c − m [c = y]),  sim_c = Σ_k softmax_k(s_ck/γ)·s_ck,  s_ck = z·w_ck\n"
             "    + τ Σ_{k<l} √(2.00001 − 2 w_ck·w_cl) / (C K (K−1))",
  .description = N_("Classification with several learnt proxies a class: a sample is pulled towards those of its class that "
                    "are nearest, so that a class may have several looks."),
  .paper = "Qian, Shang, Sun, Hu, Li, Jin: SoftTriple Loss: Deep Metric Learning Without Triplet Sampling, ICCV 2019",
  .needs = ISO_LOSS_NEEDS_NOTHING,
  .parameters = parameters,
  .parameter_count = G_N_ELEMENTS (parameters),
  .compute = compute,
  .scratch_count = scratch_count,
  .learns = ISO_LOSS_LEARNS_PROXIES,
  .proxies_per_class = proxies_per_class,
  .minimum_classes = 1,
};
