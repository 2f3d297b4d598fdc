/* Contrastive loss on distances. */
#include <glib/gi18n-lib.h>

#include "engine/loss/distance.h"
#include "engine/loss/loss-kinds.h"

enum { POSITIVE_MARGIN, NEGATIVE_MARGIN };

static const IsoParameter parameters[] = {
  [POSITIVE_MARGIN] = {
    .key = "pos_margin", .title = N_("Positive margin"), .symbol = "m⁺",
    .help = N_("Positives are pulled until they are this near. 0 pulls them into one point."),
    .type = ISO_PARAMETER_REAL, .flags = ISO_PARAMETER_LIVE,
    .minimum = 0.0, .maximum = 2.0, .initial = 0.0, .soft_minimum = 0.0, .soft_maximum = 1.0,
  },
  [NEGATIVE_MARGIN] = {
    .key = "neg_margin", .title = N_("Negative margin"), .symbol = "m⁻",
    .help = N_("Negatives are pushed until they are this far. On the unit sphere 2 is opposite, 1.41 is at a right angle."),
    .type = ISO_PARAMETER_REAL, .flags = ISO_PARAMETER_LIVE,
    .minimum = 0.0, .maximum = 2.0, .initial = 1.0, .soft_minimum = 0.0, .soft_maximum = 2.0,
  },
};

/* mean over triplets of relu(d(a,p) − m⁺) + mean of relu(m⁻ − d(a,n)) */
static void
compute (IsoLossOutput *output, const IsoLossInput *input, const double *values, float *scratch)
{
  size_t count = input->triplet_count;
  double weight = count > 0 ? 1.0 / (double) count : 0.0, sum = 0.0;
  output->candidate_count = 2 * count;
  for (size_t t = 0; t < count; t++)
    {
      const gint32 *triplet = input->triplets + 3 * t;
      size_t a = (size_t) triplet[0], p = (size_t) triplet[1], n = (size_t) triplet[2];
      double positive = iso_distance (input, a, p), negative = iso_distance (input, a, n);
      if (positive > values[POSITIVE_MARGIN])
        {
          sum += positive - values[POSITIVE_MARGIN];
          output->active_count++;
          iso_distance_backward (output, input, a, p, positive, weight);
        }
      if (negative < values[NEGATIVE_MARGIN])
        {
          sum += values[NEGATIVE_MARGIN] - negative;
          output->active_count++;
          iso_distance_backward (output, input, a, n, negative, -weight);
        }
    }
  output->loss = sum * weight;
}

const IsoLossKind iso_contrastive_loss = {
  .name = "contrastive",
  .title = N_("Contrastive"),
  .formula = "L = mean over triplets (a, p, n) of  max(d(a,p) − m⁺, 0)  +  mean of  max(m⁻ − d(a,n), 0)",
  .description = N_("Pulls every chosen positive towards its anchor and pushes every chosen negative away until it is farther "
                    "than the margin. Positives and negatives do not look at each other."),
  .paper = "Hadsell, Chopra, LeCun: Dimensionality Reduction by Learning an Invariant Mapping, CVPR 2006",
  .needs = ISO_LOSS_NEEDS_TRIPLETS,
  .parameters = parameters,
  .parameter_count = G_N_ELEMENTS (parameters),
  .compute = compute,
  .minimum_classes = 2,
};
