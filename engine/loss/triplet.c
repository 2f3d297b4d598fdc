/* Triplet loss on squared Euclidean distances. */
#include <glib/gi18n-lib.h>

#include "engine/loss/loss-kinds.h"

enum { MARGIN };

static const IsoParameter parameters[] = {
  [MARGIN] = {
    .key = "margin", .title = N_("Margin"), .symbol = "m",
    .help = N_("By how much, in squared distance, a negative should be farther away than a positive. Higher spreads "
               "classes more."),
    .type = ISO_PARAMETER_REAL, .flags = ISO_PARAMETER_LIVE,
    .minimum = 0.0, .maximum = 4.0, .initial = 0.2, .soft_minimum = 0.0, .soft_maximum = 1.0,
  },
};

/* mean over triplets of relu(d(a,p)² − d(a,n)² + m), with d(a,b)² = S_aa + S_bb − 2 S_ab: the terms S_aa cancel. */
static void
compute (IsoLossOutput *output, const IsoLossInput *input, const double *values, float *scratch)
{
  const float *S = input->similarity;
  float *G = output->similarity_gradient;
  size_t B = input->B, count = input->triplet_count;
  float weight = count > 0 ? (float) (1.0 / (double) count) : 0.0f;
  double sum = 0.0;
  output->candidate_count = count;
  for (size_t t = 0; t < count; t++)
    {
      const gint32 *triplet = input->triplets + 3 * t;
      size_t a = (size_t) triplet[0], p = (size_t) triplet[1], n = (size_t) triplet[2];
      double violation = ((double) S[p * B + p] - 2.0 * (double) S[a * B + p])
                         - ((double) S[n * B + n] - 2.0 * (double) S[a * B + n]) + values[MARGIN];
      if (violation <= 0.0)
        continue;
      sum += violation;
      output->active_count++;
      G[p * B + p] += weight;
      G[n * B + n] -= weight;
      G[a * B + p] -= 2.0f * weight;
      G[a * B + n] += 2.0f * weight;
    }
  output->loss = count > 0 ? sum / (double) count : 0.0;
}

const IsoLossKind iso_triplet_loss = {
  .name = "triplet",
  .title = N_("Triplet"),
  .formula = "L = mean over triplets (a, p, n) of  max(d(a,p)² − d(a,n)² + m, 0)",
  .description = N_("For an anchor, a positive and a negative chosen by the miner: pulls the positive nearer and pushes the "
                    "negative away until the negative is farther by the margin."),
  .paper = "Schroff, Kalenichenko, Philbin: FaceNet: A Unified Embedding for Face Recognition and Clustering, CVPR 2015",
  .needs = ISO_LOSS_NEEDS_TRIPLETS,
  .parameters = parameters,
  .parameter_count = G_N_ELEMENTS (parameters),
  .compute = compute,
  .minimum_classes = 2,
};
