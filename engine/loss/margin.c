/* Margin loss: a boundary distance β is learnt for each class. */
#include <glib/gi18n-lib.h>

#include "engine/loss/distance.h"
#include "engine/loss/loss-kinds.h"

enum { MARGIN, NU, RATE };

static const IsoParameter parameters[] = {
  [MARGIN] = {
    .key = "margin", .title = N_("Margin"), .symbol = "m",
    .help = N_("Positives are to be nearer than the boundary β by this much, negatives farther. Higher separates more."),
    .type = ISO_PARAMETER_REAL, .flags = ISO_PARAMETER_LIVE,
    .minimum = 0.0, .maximum = 2.0, .initial = 0.2, .soft_minimum = 0.0, .soft_maximum = 1.0,
  },
  [NU] = {
    .key = "nu", .title = N_("Boundary penalty"), .symbol = "ν",
    .help = N_("Weight of the sum of the boundaries β: higher draws them, and with them the classes, together."),
    .type = ISO_PARAMETER_REAL, .flags = ISO_PARAMETER_LIVE,
    .minimum = 0.0, .maximum = 10.0, .initial = 0.0, .soft_minimum = 0.0, .soft_maximum = 0.1,
  },
  /* The paper's 5e-4 is for long fine-tuning; in a few hundred steps β would hardly move. Found on validation data of the sample. */
  [RATE] = ISO_LOSS_RATE_PARAMETER (1e-2),
};

/* The two terms of a triplet, and where they are. */
typedef struct {
  size_t anchor, positive, negative, label;
  double positive_distance, negative_distance, pull, push;
} Terms;

static Terms
terms_of (const IsoLossInput *input, const double *values, size_t t)
{
  const gint32 *triplet = input->triplets + 3 * t;
  Terms terms = { .anchor = (size_t) triplet[0], .positive = (size_t) triplet[1], .negative = (size_t) triplet[2] };
  terms.label = (size_t) input->labels[terms.anchor];
  double beta = (double) input->beta[terms.label];
  terms.positive_distance = iso_distance (input, terms.anchor, terms.positive);
  terms.negative_distance = iso_distance (input, terms.anchor, terms.negative);
  terms.pull = terms.positive_distance - beta + values[MARGIN];
  terms.push = beta - terms.negative_distance + values[MARGIN];
  return terms;
}

/* Σ [relu(d(a,p) − β + m) + relu(β − d(a,n) + m)] / number of terms above 0, + ν Σ β, both over triplets with β = β_{y_a}. The
 * number has no gradient, but must be known before there is one: hence two passes. */
static void
compute (IsoLossOutput *output, const IsoLossInput *input, const double *values, float *scratch)
{
  size_t count = input->triplet_count;
  double sum = 0.0, penalty = 0.0;
  output->candidate_count = 2 * count;
  for (size_t t = 0; t < count; t++)
    {
      Terms terms = terms_of (input, values, t);
      sum += MAX (terms.pull, 0.0) + MAX (terms.push, 0.0);
      penalty += (double) input->beta[terms.label];
      output->active_count += (size_t) (terms.pull > 0.0) + (size_t) (terms.push > 0.0);
      output->beta_gradient[terms.label] += (float) values[NU];
    }
  double weight = output->active_count > 0 ? 1.0 / (double) output->active_count : 0.0;
  for (size_t t = 0; t < count; t++)
    {
      Terms terms = terms_of (input, values, t);
      if (terms.pull > 0.0)
        {
          iso_distance_backward (output, input, terms.anchor, terms.positive, terms.positive_distance, weight);
          output->beta_gradient[terms.label] -= (float) weight;
        }
      if (terms.push > 0.0)
        {
          iso_distance_backward (output, input, terms.anchor, terms.negative, terms.negative_distance, -weight);
          output->beta_gradient[terms.label] += (float) weight;
        }
    }
  output->loss = sum * weight + values[NU] * penalty;
}

const IsoLossKind iso_margin_loss = {
  .name = "margin",
  .title = N_("Margin"),
  .formula = "L = Σ over triplets (a, p, n) of [max(d(a,p) − β + m, 0) + max(β − d(a,n) + m, 0)] / number of terms above 0\n"
             "    + ν Σ over triplets of β,  β = β_c of the anchor's class, learnt",
  .description = N_("Pulls positives within a boundary distance of the anchor and pushes negatives beyond it. Each class "
                    "learns its own boundary, so that wide classes may stay wide."),
  .paper = "Wu, Manmatha, Smola, Krähenbühl: Sampling Matters in Deep Embedding Learning, ICCV 2017",
  .needs = ISO_LOSS_NEEDS_TRIPLETS,
  .parameters = parameters,
  .parameter_count = G_N_ELEMENTS (parameters),
  .compute = compute,
  .learns = ISO_LOSS_LEARNS_BETA,
  .initial_beta = 1.2, /* the paper's */
  .minimum_classes = 2,
};
