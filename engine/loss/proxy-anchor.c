/* Proxy-Anchor: the proxies are the anchors, the samples of the batch their positives and negatives. */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/loss/exponentials.h"
#include "engine/loss/loss-kinds.h"
#include "engine/loss/proxies.h"

enum { SHARPNESS, MARGIN, RATE };

static const IsoParameter parameters[] = {
  [SHARPNESS] = {
    .key = "alpha", .title = N_("Sharpness"), .symbol = "α",
    .help = N_("How strongly hard samples outweigh the others. Higher looks only at the hardest."),
    .type = ISO_PARAMETER_REAL, .flags = ISO_PARAMETER_LIVE | ISO_PARAMETER_LOGARITHMIC | ISO_PARAMETER_ABOVE_MINIMUM,
    .minimum = 0.0, .maximum = 1000.0, .initial = 32.0, .soft_minimum = 1.0, .soft_maximum = 100.0,
  },
  [MARGIN] = {
    .key = "delta", .title = N_("Margin"), .symbol = "δ",
    .help = N_("Positives are to be more similar to their proxy than δ, negatives less than −δ."),
    .type = ISO_PARAMETER_REAL, .flags = ISO_PARAMETER_LIVE,
    .minimum = 0.0, .maximum = 1.0, .initial = 0.1, .soft_minimum = 0.0, .soft_maximum = 0.5,
  },
  [RATE] = ISO_LOSS_RATE_PARAMETER (1e-2),
};

/* Behind the cosines: the exponents of a proxy's positives (B) and negatives (B). */
static size_t
scratch_count (const IsoLossInput *input, const double *values)
{
  return iso_proxy_scratch_count (input, input->class_count) + 2 * input->B;
}

/* Classes of which the batch holds a sample; shares (C) is overwritten. */
static size_t
count_present (float *shares, const IsoLossInput *input)
{
  size_t present = 0;
  for (size_t c = 0; c < input->class_count; c++)
    shares[c] = 0.0f;
  for (size_t i = 0; i < input->B; i++)
    shares[input->labels[i]] = 1.0f;
  for (size_t c = 0; c < input->class_count; c++)
    present += shares[c] > 0.0f;
  return present;
}

/* mean over classes present of log(1 + Σ_{i∈c} exp(−α(cos − δ))) + mean over all classes of log(1 + Σ_{i∉c} exp(α(cos + δ))) */
static void
compute (IsoLossOutput *output, const IsoLossInput *input, const double *values, float *scratch)
{
  IsoProxyCosines cosines;
  size_t B = input->B, C = input->class_count;
  float *positives = scratch + iso_proxy_scratch_count (input, C), *negatives = positives + B;
  float alpha = (float) values[SHARPNESS], delta = (float) values[MARGIN];
  iso_proxy_cosines (&cosines, input, C, true, scratch);
  size_t present = count_present (cosines.gradient, input);
  float positive_weight = alpha / (float) present, negative_weight = alpha / (float) C;
  double positive_sum = 0.0, negative_sum = 0.0;
  output->candidate_count = B;
  output->active_count = B;
  for (size_t c = 0; c < C; c++)
    {
      for (size_t i = 0; i < B; i++)
        {
          float cosine = cosines.cosines[i * C + c];
          bool own = (size_t) input->labels[i] == c;
          positives[i] = own ? -alpha * (cosine - delta) : -INFINITY;
          negatives[i] = own ? -INFINITY : alpha * (cosine + delta);
        }
      positive_sum += iso_log_one_sum_exp (positives, positives, B);
      negative_sum += iso_log_one_sum_exp (negatives, negatives, B);
      for (size_t i = 0; i < B; i++)
        cosines.gradient[i * C + c] = negative_weight * negatives[i] - positive_weight * positives[i];
    }
  output->loss = positive_sum / (double) present + negative_sum / (double) C;
  iso_proxy_backward (output, input, &cosines);
}

const IsoLossKind iso_proxy_anchor_loss = {
  .name = "proxy-anchor",
  .title = N_("Proxy-Anchor"),
  .formula = "L = mean over classes present of  log(1 + Σ_{i∈c} exp(−α(cos(z_i, w_c) − δ)))\n"
             "    + mean over all classes of  log(1 + Σ_{i∉c} exp(α(cos(z_i, w_c) + δ)))",
  .description = N_("Each class has a learnt proxy, which looks at the whole batch: pulls the samples of its class, the "
                    "farthest most, and pushes all others, the nearest most."),
  .paper = "Kim, Kim, Cho, Kwak: Proxy Anchor Loss for Deep Metric Learning, CVPR 2020",
  .needs = ISO_LOSS_NEEDS_NOTHING,
  .parameters = parameters,
  .parameter_count = G_N_ELEMENTS (parameters),
  .compute = compute,
  .scratch_count = scratch_count,
  .learns = ISO_LOSS_LEARNS_PROXIES,
  .minimum_classes = 1,
};
