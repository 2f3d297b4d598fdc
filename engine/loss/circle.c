/* Circle loss: each similarity is weighed by how far it is from where it should be. */
#include <glib/gi18n-lib.h>

#include "engine/base/kernel.h"
#include "engine/loss/exponentials.h"
#include "engine/loss/loss-kinds.h"
#include "engine/loss/rows.h"

enum { SCALE, MARGIN };

static const IsoParameter parameters[] = {
  [SCALE] = {
    .key = "gamma", .title = N_("Scale"), .symbol = "γ",
    .help = N_("Higher looks at the worst pairs only."),
    .type = ISO_PARAMETER_REAL, .flags = ISO_PARAMETER_LIVE | ISO_PARAMETER_LOGARITHMIC | ISO_PARAMETER_ABOVE_MINIMUM,
    .minimum = 0.0, .maximum = 10000.0, .initial = 32.0, .soft_minimum = 1.0, .soft_maximum = 512.0,
  },
  [MARGIN] = {
    .key = "m", .title = N_("Relaxation"), .symbol = "m",
    .help = N_("Positives aim at a similarity of 1 + m and are content at 1 − m, negatives at −m and m. Higher is more lenient."),
    .type = ISO_PARAMETER_REAL, .flags = ISO_PARAMETER_LIVE,
    .minimum = 0.0, .maximum = 1.0, .initial = 0.25, .soft_minimum = 0.0, .soft_maximum = 0.5,
  },
};

static size_t
scratch_count (const IsoLossInput *input, const double *values)
{
  return 2 * input->R;
}

/* softplus(logsumexp_p(−γ a_p (S − 1 + m)) + logsumexp_n(γ a_n (S − m))) of one anchor with a_p = [1 + m − S]₊, a_n = [S + m]₊,
 * which have no gradient; adds scale times its gradient to gradient (R). */
ISO_KERNEL static double
anchor_loss (float *gradient, float *positives, const IsoLossInput *input, size_t i, const double *values, double scale)
{
  size_t R = input->R;
  const float *S = input->similarity + i * R;
  float *negatives = positives + R, gamma = (float) values[SCALE], m = (float) values[MARGIN];
  gint32 label = input->labels[i];
  for (size_t j = 0; j < R; j++)
    {
      float s = S[j], want = 1.0f + m - s, shun = s + m;
      bool same = input->labels[j] == label;
      positives[j] = same ? -gamma * (want > 0.0f ? want : 0.0f) * (s - 1.0f + m) : -INFINITY;
      negatives[j] = same ? -INFINITY : gamma * (shun > 0.0f ? shun : 0.0f) * (s - m);
    }
  positives[i] = -INFINITY;
  double x = iso_log_sum_exp (positives, positives, R) + iso_log_sum_exp (negatives, negatives, R);
  float weight = (float) (scale * values[SCALE] / (1.0 + exp (-x))); /* the slope of softplus at x */
  for (size_t j = 0; j < R; j++)
    {
      float s = S[j], want = 1.0f + m - s, shun = s + m;
      gradient[j] += weight * (negatives[j] * (shun > 0.0f ? shun : 0.0f) - positives[j] * (want > 0.0f ? want : 0.0f));
    }
  return x > 0.0 ? x + log1p (exp (-x)) : log1p (exp (x));
}

static void
compute (IsoLossOutput *output, const IsoLossInput *input, const double *values, float *scratch)
{
  size_t eligible = iso_rows_eligible (input);
  double sum = 0.0;
  output->candidate_count = input->B;
  output->active_count = eligible;
  if (eligible == 0)
    return;
  for (size_t i = 0; i < input->B; i++)
    if (iso_row_is_eligible (input, i))
      sum += anchor_loss (output->similarity_gradient + i * input->R, scratch, input, i, values, 1.0 / (double) eligible);
  output->loss = sum / (double) eligible;
}

const IsoLossKind iso_circle_loss = {
  .name = "circle",
  .title = N_("Circle"),
  .formula = "L = mean over anchors of  softplus(log Σ_p exp(−γ a_p (S − 1 + m)) + log Σ_n exp(γ a_n (S − m))),\n"
             "a_p = [1 + m − S]₊,  a_n = [S + m]₊",
  .description = N_("Each sample looks at all its pairs; a pair that is far from where it should be is moved faster, one that "
                    "is nearly there is left alone."),
  .paper = "Sun, Cheng, Zhang, Zhang, Zheng, Wang, Wei: Circle Loss: A Unified Perspective of Pair Similarity Optimization, "
           "CVPR 2020",
  .needs = ISO_LOSS_NEEDS_NOTHING,
  .parameters = parameters,
  .parameter_count = G_N_ELEMENTS (parameters),
  .compute = compute,
  .scratch_count = scratch_count,
  .takes_memory = true,
  .minimum_classes = 2,
};
