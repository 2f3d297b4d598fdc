/* Multi-similarity loss: pairs are mined against the anchor's hardest pair of the other sort, then weighted by how hard they are.
 */
#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdbool.h>

#include "engine/base/kernel.h"
#include "engine/linalg/elementary.h"
#include "engine/linalg/lanes.h"
#include "engine/loss/loss-kinds.h"

enum { ALPHA, BETA, MARGIN, THRESHOLD };

static const IsoParameter parameters[] = {
  [ALPHA] = {
    .key = "alpha", .title = N_("Positive sharpness"), .symbol = "α",
    .help = N_("How strongly the least similar positives outweigh the others. Higher looks only at the worst ones."),
    .type = ISO_PARAMETER_REAL, .flags = ISO_PARAMETER_LIVE | ISO_PARAMETER_LOGARITHMIC | ISO_PARAMETER_ABOVE_MINIMUM,
    .minimum = 0.0, .maximum = 1000.0, .initial = 2.0, .soft_minimum = 0.1, .soft_maximum = 50.0,
  },
  [BETA] = {
    .key = "beta", .title = N_("Negative sharpness"), .symbol = "β",
    .help = N_("How strongly the most similar negatives outweigh the others. Higher looks only at the worst ones."),
    .type = ISO_PARAMETER_REAL, .flags = ISO_PARAMETER_LIVE | ISO_PARAMETER_LOGARITHMIC | ISO_PARAMETER_ABOVE_MINIMUM,
    .minimum = 0.0, .maximum = 1000.0, .initial = 40.0, .soft_minimum = 1.0, .soft_maximum = 100.0,
  },
  [MARGIN] = {
    .key = "margin", .title = N_("Mining margin"), .symbol = "m",
    .help = N_("A negative is kept if it is nearer than the farthest positive plus this much, a positive likewise. Higher keeps "
               "easier pairs."),
    .type = ISO_PARAMETER_REAL, .flags = ISO_PARAMETER_LIVE,
    .minimum = 0.0, .maximum = 2.0, .initial = 0.1, .soft_minimum = 0.0, .soft_maximum = 1.0,
  },
  [THRESHOLD] = {
    .key = "threshold", .title = N_("Similarity threshold"), .symbol = "t",
    .help = N_("The similarity that separates positives, to be above it, from negatives, to be below it."),
    .type = ISO_PARAMETER_REAL, .flags = ISO_PARAMETER_LIVE,
    .minimum = -1.0, .maximum = 1.0, .initial = 0.5, .soft_minimum = 0.0, .soft_maximum = 1.0,
  },
};

/* One row of the similarities, as its anchor sees it. */
typedef struct {
  const float *similarity; /* (R) */
  const gint32 *labels;    /* (R) */
  gint32 index, label;
  float alpha, beta, margin, threshold;
  float least_positive, greatest_negative; /* +∞, −∞ without one */
  float positive_shift, negative_shift;    /* the largest exponents, at least 0: sharp settings must not overflow */
} Anchor;

static inline __attribute__ ((always_inline)) void
find_extremes (Anchor *anchor, size_t R)
{
  float positives[ISO_CHUNK], negatives[ISO_CHUNK];
  float greatest_opposite = -INFINITY, greatest_negative = -INFINITY; /* of −S of positives, of S of negatives */
  for (size_t start = 0; start < R; start += ISO_CHUNK)
    {
      size_t count = R - start < ISO_CHUNK ? R - start : ISO_CHUNK;
      for (size_t l = 0; l < count; l++)
        {
          float s = anchor->similarity[start + l];
          bool same = anchor->labels[start + l] == anchor->label, itself = (gint32) (start + l) == anchor->index;
          positives[l] = same & !itself ? -s : -INFINITY;
          negatives[l] = same ? -INFINITY : s;
        }
      greatest_opposite = MAX (greatest_opposite, iso_lanes_maximum (positives, count));
      greatest_negative = MAX (greatest_negative, iso_lanes_maximum (negatives, count));
    }
  anchor->least_positive = -greatest_opposite;
  anchor->greatest_negative = greatest_negative;
  anchor->positive_shift = MAX (-anchor->alpha * (anchor->least_positive - anchor->threshold), 0.0f);
  anchor->negative_shift = MAX (anchor->beta * (greatest_negative - anchor->threshold), 0.0f);
}

/* Whether the anchor keeps some positives and some negatives: its hardest pair of each sort is kept if any is. */
static inline bool
keeps_pairs (const Anchor *anchor)
{
  return anchor->greatest_negative + anchor->margin > anchor->least_positive
         && anchor->least_positive - anchor->margin < anchor->greatest_negative;
}

/* positives, negatives (count) = exp(−α(S − t) − shift), exp(β(S − t) − shift) of the kept pairs, 0 elsewhere. */
static inline __attribute__ ((always_inline)) void
pair_weights (float *positives, float *negatives, const Anchor *anchor, size_t start, size_t count)
{
  for (size_t l = 0; l < count; l++)
    {
      float s = anchor->similarity[start + l], distance = s - anchor->threshold;
      bool same = anchor->labels[start + l] == anchor->label, itself = (gint32) (start + l) == anchor->index;
      bool hard_positive = s - anchor->margin < anchor->greatest_negative,
        hard_negative = s + anchor->margin > anchor->least_positive;
      float weight = iso_exp (same ? -anchor->alpha * distance - anchor->positive_shift
                                   : anchor->beta * distance - anchor->negative_shift);
      positives[l] = same & !itself & hard_positive ? weight : 0.0f;
      negatives[l] = !same & hard_negative ? weight : 0.0f;
    }
}

/* The loss of one anchor; adds scale times its gradient to gradient (R). The sums 1 + Σ are taken relative to e^shift. */
ISO_KERNEL static double
anchor_loss (float *gradient, const Anchor *anchor, double scale, size_t R)
{
  float positives[ISO_CHUNK], negatives[ISO_CHUNK];
  double positive_sum = exp (-(double) anchor->positive_shift), negative_sum = exp (-(double) anchor->negative_shift);
  for (size_t start = 0; start < R; start += ISO_CHUNK)
    {
      size_t count = R - start < ISO_CHUNK ? R - start : ISO_CHUNK;
      pair_weights (positives, negatives, anchor, start, count);
      positive_sum += (double) iso_lanes_sum (positives, count);
      negative_sum += (double) iso_lanes_sum (negatives, count);
    }
  float positive_scale = (float) (-scale / positive_sum), negative_scale = (float) (scale / negative_sum);
  for (size_t start = 0; start < R; start += ISO_CHUNK)
    {
      size_t count = R - start < ISO_CHUNK ? R - start : ISO_CHUNK;
      pair_weights (positives, negatives, anchor, start, count);
      for (size_t l = 0; l < count; l++)
        gradient[start + l] += positives[l] * positive_scale + negatives[l] * negative_scale;
    }
  return ((double) anchor->positive_shift + log (positive_sum)) / (double) anchor->alpha
         + ((double) anchor->negative_shift + log (negative_sum)) / (double) anchor->beta;
}

static Anchor
anchor_at (const IsoLossInput *input, const double *values, size_t i)
{
  return (Anchor) {
    .similarity = input->similarity + i * input->R, .labels = input->labels, .index = (gint32) i, .label = input->labels[i],
    .alpha = (float) values[ALPHA], .beta = (float) values[BETA],
    .margin = (float) values[MARGIN], .threshold = (float) values[THRESHOLD],
  };
}

/* anchors that keep pairs */
ISO_KERNEL static size_t
count_active (const IsoLossInput *input, const double *values)
{
  size_t active = 0;
  for (size_t i = 0; i < input->B; i++)
    {
      Anchor anchor = anchor_at (input, values, i);
      find_extremes (&anchor, input->R);
      active += keeps_pairs (&anchor);
    }
  return active;
}

/* The mean over anchors is known only when all have been looked at, hence two passes. */
ISO_KERNEL static void
compute (IsoLossOutput *output, const IsoLossInput *input, const double *values, float *scratch)
{
  size_t B = input->B, R = input->R;
  output->candidate_count = B;
  size_t active = count_active (input, values);
  double sum = 0.0;
  for (size_t i = 0; active > 0 && i < B; i++)
    {
      Anchor anchor = anchor_at (input, values, i);
      find_extremes (&anchor, R);
      if (keeps_pairs (&anchor))
        sum += anchor_loss (output->similarity_gradient + i * R, &anchor, 1.0 / (double) active, R);
    }
  output->active_count = active;
  output->loss = active > 0 ? sum / (double) active : 0.0;
}

const IsoLossKind iso_multi_similarity_loss = {
  .name = "multi-similarity",
  .title = N_("Multi-similarity"),
  .formula = "L = mean over anchors i of  log(1 + Σ_p exp(−α(S_ip − t)))/α + log(1 + Σ_n exp(β(S_in − t)))/β,\n"
             "p with S_ip − m < max_n S_in,  n with S_in + m > min_p S_ip",
  .description = N_("Each sample looks at the pairs that are hard beside its hardest pair of the other sort: it pulls its kept "
                    "positives nearer and pushes its kept negatives away, the worst of them most."),
  .paper = "Wang, Han, Huang, Dong, Scott: Multi-Similarity Loss with General Pair Weighting for Deep Metric Learning, CVPR 2019",
  .needs = ISO_LOSS_NEEDS_NOTHING,
  .parameters = parameters,
  .parameter_count = G_N_ELEMENTS (parameters),
  .compute = compute,
  .takes_memory = true,
  .minimum_classes = 2,
};
