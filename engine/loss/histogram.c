/* Histogram loss: the distributions of positive and negative similarities should not overlap. */
#include <glib/gi18n-lib.h>

#include "engine/loss/loss-kinds.h"

enum { BINS };

static const IsoParameter parameters[] = {
  [BINS] = {
    .key = "bins", .title = N_("Bins"),
    .help = N_("Nodes of the histograms over similarities from −1 to 1. Fewer smooth more, so that farther pairs act on each "
               "other."),
    .type = ISO_PARAMETER_INTEGER, .flags = ISO_PARAMETER_LIVE,
    .minimum = 2, .maximum = 1001, .initial = 65, .soft_minimum = 11, .soft_maximum = 201,
  },
};

/* scratch: h⁺, h⁻ (bins), and the gradient with regard to each. */
typedef struct {
  float *positive, *negative, *positive_gradient, *negative_gradient;
  size_t bins;
  double step; /* between nodes */
} Histograms;

static size_t
scratch_count (const IsoLossInput *input, const double *values)
{
  return 4 * (size_t) values[BINS];
}

/* Similarities beyond the ends count as the ends. What lies farther beyond than rounding puts those of unit rows has no
 * gradient. */
#define BEYOND 1.00001f

/* The nodes below and above a similarity, and how far it is on its way to the upper one. */
static inline size_t
find_node (double *way, const Histograms *histograms, float similarity)
{
  double at = (CLAMP ((double) similarity, -1.0, 1.0) + 1.0) / histograms->step;
  size_t node = MIN ((size_t) at, histograms->bins - 2);
  *way = at - (double) node;
  return node;
}

static void
count_pairs (Histograms *histograms, size_t counts[2], const IsoLossInput *input)
{
  for (size_t i = 0; i < input->B; i++)
    for (size_t j = i + 1; j < input->B; j++)
      {
        double way;
        bool same = input->labels[i] == input->labels[j];
        float *h = same ? histograms->positive : histograms->negative;
        size_t node = find_node (&way, histograms, input->similarity[i * input->R + j]);
        h[node] += (float) (1.0 - way);
        h[node + 1] += (float) way;
        counts[same ? 0 : 1]++;
      }
}

/* L = Σ_r h⁻_r Σ_{q≤r} h⁺_q: ∂L/∂h⁻_r = Σ_{q≤r} h⁺_q and ∂L/∂h⁺_q = Σ_{r≥q} h⁻_r. */
static double
compare (Histograms *histograms, const size_t counts[2])
{
  double loss = 0.0, below = 0.0, above = 0.0;
  for (size_t r = 0; r < histograms->bins; r++)
    {
      below += (double) histograms->positive[r] / (double) counts[0];
      loss += (double) histograms->negative[r] / (double) counts[1] * below;
      histograms->negative_gradient[r] = (float) below;
    }
  for (size_t r = histograms->bins; r-- > 0;)
    {
      above += (double) histograms->negative[r] / (double) counts[1];
      histograms->positive_gradient[r] = (float) above;
    }
  return loss;
}

static void
backward (IsoLossOutput *output, const Histograms *histograms, const size_t counts[2], const IsoLossInput *input)
{
  double scales[] = { 1.0 / (histograms->step * (double) counts[0]), 1.0 / (histograms->step * (double) counts[1]) };
  for (size_t i = 0; i < input->B; i++)
    for (size_t j = i + 1; j < input->B; j++)
      {
        double way;
        bool same = input->labels[i] == input->labels[j];
        const float *h = same ? histograms->positive_gradient : histograms->negative_gradient;
        float similarity = input->similarity[i * input->R + j];
        size_t node = find_node (&way, histograms, similarity);
        if (similarity >= -BEYOND && similarity <= BEYOND)
          {
            double slope = ((double) h[node + 1] - (double) h[node]) * scales[same ? 0 : 1];
            output->similarity_gradient[i * input->R + j] += (float) slope;
          }
      }
}

static void
compute (IsoLossOutput *output, const IsoLossInput *input, const double *values, float *scratch)
{
  size_t bins = (size_t) values[BINS], counts[2] = { 0 };
  Histograms histograms = { scratch, scratch + bins, scratch + 2 * bins, scratch + 3 * bins, bins, 2.0 / (double) (bins - 1) };
  for (size_t r = 0; r < 2 * bins; r++)
    scratch[r] = 0.0f;
  count_pairs (&histograms, counts, input);
  output->candidate_count = counts[0] + counts[1];
  if (counts[0] == 0 || counts[1] == 0)
    return;
  output->loss = compare (&histograms, counts);
  output->active_count = output->candidate_count;
  backward (output, &histograms, counts, input);
}

const IsoLossKind iso_histogram_loss = {
  .name = "histogram",
  .title = N_("Histogram"),
  .formula = "L = Σ_r h⁻_r Σ_{q≤r} h⁺_q,  h⁺, h⁻: histograms of the similarities of positive and negative pairs over [−1, 1]",
  .description = N_("Looks at no single pair but at both distributions: the loss is the chance that a random negative pair is "
                    "more similar than a random positive one. Hardly anything to tune."),
  .paper = "Ustinova, Lempitsky: Learning Deep Embeddings with Histogram Loss, NeurIPS 2016",
  .needs = ISO_LOSS_NEEDS_NOTHING,
  .parameters = parameters,
  .parameter_count = G_N_ELEMENTS (parameters),
  .compute = compute,
  .scratch_count = scratch_count,
  .minimum_classes = 2,
};
