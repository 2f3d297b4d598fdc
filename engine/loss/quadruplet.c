/* Quadruplet loss: a triplet and a fourth sample of a third class. */
#include <glib/gi18n-lib.h>

#include "engine/loss/distance.h"
#include "engine/loss/loss-kinds.h"

enum { MARGIN_1, MARGIN_2 };

static const IsoParameter parameters[] = {
  [MARGIN_1] = {
    .key = "margin_1", .title = N_("Margin to the anchor"), .symbol = "m₁",
    .help = N_("By how much a negative should be farther from the anchor than a positive. Higher spreads classes more."),
    .type = ISO_PARAMETER_REAL, .flags = ISO_PARAMETER_LIVE,
    .minimum = 0.0, .maximum = 2.0, .initial = 0.2, .soft_minimum = 0.0, .soft_maximum = 1.0,
  },
  [MARGIN_2] = {
    .key = "margin_2", .title = N_("Margin between others"), .symbol = "m₂",
    .help = N_("By how much two samples of two other classes should be farther apart than anchor and positive."),
    .type = ISO_PARAMETER_REAL, .flags = ISO_PARAMETER_LIVE,
    .minimum = 0.0, .maximum = 2.0, .initial = 0.2, .soft_minimum = 0.0, .soft_maximum = 1.0,
  },
};

/* relu(d(a,p) − d(b,c) + m); adds weight times its gradient. */
static double
term (IsoLossOutput *output, const IsoLossInput *input, const size_t near[2], const size_t far[2], double margin, double weight)
{
  double near_distance = iso_distance (input, near[0], near[1]), far_distance = iso_distance (input, far[0], far[1]);
  double violation = near_distance - far_distance + margin;
  if (violation <= 0.0)
    return 0.0;
  output->active_count++;
  iso_distance_backward (output, input, near[0], near[1], near_distance, weight);
  iso_distance_backward (output, input, far[0], far[1], far_distance, -weight);
  return violation;
}

/* mean of relu(d(a,p) − d(a,n) + m₁) + mean of relu(d(a,p) − d(n,f) + m₂) */
static void
compute (IsoLossOutput *output, const IsoLossInput *input, const double *values, float *scratch)
{
  size_t count = input->triplet_count;
  double weight = count > 0 ? 1.0 / (double) count : 0.0, sum = 0.0;
  output->candidate_count = 2 * count;
  for (size_t t = 0; t < count; t++)
    {
      const gint32 *triplet = input->triplets + 3 * t;
      const size_t near[] = { (size_t) triplet[0], (size_t) triplet[1] }, far[] = { (size_t) triplet[0], (size_t) triplet[2] };
      const size_t others[] = { (size_t) triplet[2], (size_t) input->fourth[t] };
      sum += term (output, input, near, far, values[MARGIN_1], weight);
      sum += term (output, input, near, others, values[MARGIN_2], weight);
    }
  output->loss = sum * weight;
}

const IsoLossKind iso_quadruplet_loss = {
  .name = "quadruplet",
  .title = N_("Quadruplet"),
  .formula = "L = mean over triplets (a, p, n) of  max(d(a,p) − d(a,n) + m₁, 0)  +  mean of  max(d(a,p) − d(n,f) + m₂, 0),\n"
             "f of a third class",
  .description = N_("A triplet loss that also keeps two samples of other classes farther apart than anchor and positive: "
                    "classes get narrower, wherever they lie. Wants three classes in a batch; the fourth sample is drawn at "
                    "random."),
  .paper = "Chen, Chen, Zhang, Huang: Beyond Triplet Loss: A Deep Quadruplet Network for Person Re-identification, CVPR 2017",
  .needs = ISO_LOSS_NEEDS_QUADRUPLETS,
  .parameters = parameters,
  .parameter_count = G_N_ELEMENTS (parameters),
  .compute = compute,
  .minimum_classes = 3,
};
