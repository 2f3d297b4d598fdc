/* Supervised contrastive loss. */
#include <glib/gi18n-lib.h>

#include "engine/base/kernel.h"
#include "engine/loss/exponentials.h"
#include "engine/loss/loss-kinds.h"
#include "engine/loss/rows.h"

enum { TEMPERATURE };

static const IsoParameter parameters[] = {
  [TEMPERATURE] = {
    .key = "temperature", .title = N_("Temperature"), .symbol = "T",
    .help = N_("Lower looks at the nearest samples only, higher at all alike."),
    .type = ISO_PARAMETER_REAL, .flags = ISO_PARAMETER_LIVE | ISO_PARAMETER_LOGARITHMIC,
    .minimum = 1e-3, .maximum = 100.0, .initial = 0.1, .soft_minimum = 0.01, .soft_maximum = 1.0,
  },
};

static size_t
scratch_count (const IsoLossInput *input, const double *values)
{
  return input->R;
}

/* −(1/|p|) Σ_p log softmax_{j≠i}(S_ij/T) of one anchor; adds scale times its gradient to gradient (R). */
ISO_KERNEL static double
anchor_loss (float *gradient, float *exponents, const IsoLossInput *input, size_t i, size_t positives, float inverse,
             double scale)
{
  const float *S = input->similarity + i * input->R;
  gint32 label = input->labels[i];
  double sum = 0.0;
  for (size_t j = 0; j < input->R; j++)
    {
      exponents[j] = S[j] * inverse;
      sum += input->labels[j] == label ? (double) exponents[j] : 0.0;
    }
  double target = (sum - (double) exponents[i]) / (double) positives;
  exponents[i] = -INFINITY;
  double total = iso_log_sum_exp (exponents, exponents, input->R);
  float weight = (float) (scale * (double) inverse), share = 1.0f / (float) positives, own = gradient[i];
  for (size_t j = 0; j < input->R; j++)
    gradient[j] += weight * (exponents[j] - (input->labels[j] == label ? share : 0.0f));
  gradient[i] = own;
  return total - target;
}

static void
compute (IsoLossOutput *output, const IsoLossInput *input, const double *values, float *scratch)
{
  size_t anchors = 0;
  double sum = 0.0;
  output->candidate_count = input->B;
  for (size_t i = 0; i < input->B; i++)
    anchors += iso_row_counts (input, i).positives > 0;
  for (size_t i = 0; i < input->B; i++)
    {
      size_t positives = iso_row_counts (input, i).positives;
      if (positives > 0)
        sum += anchor_loss (output->similarity_gradient + i * input->R, scratch, input, i, positives,
                            (float) (1.0 / values[TEMPERATURE]), 1.0 / (double) anchors);
    }
  output->active_count = anchors;
  output->loss = anchors > 0 ? sum / (double) anchors : 0.0;
}

const IsoLossKind iso_supcon_loss = {
  .name = "supcon",
  .title = N_("Supervised contrastive"),
  .formula = "L = mean over anchors i of  −(1/|p|) Σ_p log [exp(S_ip/T) / Σ_{j≠i} exp(S_ij/T)]",
  .description = N_("Each sample picks its positives out of all other samples by a softmax: pulls all of them alike and pushes "
                    "the rest, the most similar most."),
  .paper = "Khosla, Teterwak, Wang, Sarna, Tian, Isola, Maschinot, Liu, Krishnan: Supervised Contrastive Learning, NeurIPS 2020",
  .needs = ISO_LOSS_NEEDS_NOTHING,
  .parameters = parameters,
  .parameter_count = G_N_ELEMENTS (parameters),
  .compute = compute,
  .scratch_count = scratch_count,
  .takes_memory = true,
  .minimum_classes = 2,
};
