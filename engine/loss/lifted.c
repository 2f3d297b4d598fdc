/* Lifted structure loss, in its smooth form over all pairs of the batch. */
#include <glib/gi18n-lib.h>

#include "engine/base/kernel.h"
#include "engine/loss/distance.h"
#include "engine/loss/exponentials.h"
#include "engine/loss/length-penalty.h"
#include "engine/loss/loss-kinds.h"
#include "engine/loss/rows.h"

enum { MARGIN, L2 };

static const IsoParameter parameters[] = {
  [MARGIN] = {
    .key = "margin", .title = N_("Margin"), .symbol = "m",
    .help = N_("How far negatives are to be pushed. Higher spreads classes more."),
    .type = ISO_PARAMETER_REAL, .flags = ISO_PARAMETER_LIVE,
    .minimum = 0.0, .maximum = 10.0, .initial = 1.0, .soft_minimum = 0.0, .soft_maximum = 2.0,
  },
  [L2] = ISO_LOSS_L2_PARAMETER,
};

/* Below this d² the distance of a pair and its gradient are taken from the embeddings, see distance.h. */
#define NEAR 0.02f

/* scratch: distances (B), and the exponents, then shares, of positives (B) and negatives (B). */
typedef struct {
  float *distances, *positives, *negatives;
} Row;

static size_t
scratch_count (const IsoLossInput *input, const double *values)
{
  return 3 * input->B;
}

/* d(i,j) for all j, and the exponents: d of positives, m − d of negatives, −∞ for the others. */
ISO_KERNEL static void
fill_row (const Row *row, const IsoLossInput *input, size_t i, float margin)
{
  size_t B = input->B, R = input->R;
  const float *S = input->similarity;
  for (size_t j = 0; j < B; j++)
    row->distances[j] = S[i * R + i] + S[j * R + j] - 2.0f * S[i * R + j];
  for (size_t j = 0; j < B; j++)
    if (row->distances[j] <= NEAR)
      row->distances[j] = (float) iso_squared_distance (input, i, j);
  for (size_t j = 0; j < B; j++)
    {
      float distance = sqrtf (row->distances[j]);
      bool same = input->labels[j] == input->labels[i];
      row->distances[j] = distance;
      row->positives[j] = same && j != i ? distance : -INFINITY;
      row->negatives[j] = same ? -INFINITY : margin - distance;
    }
}

/* Adds the gradient of Σ_j weight · (share of positive j − share of negative j) · d(i,j). */
ISO_KERNEL static void
row_backward (IsoLossOutput *output, const Row *row, const IsoLossInput *input, size_t i, float weight)
{
  size_t B = input->B, R = input->R;
  float *G = output->similarity_gradient;
  for (size_t j = 0; j < B; j++)
    {
      float distance = row->distances[j], slope = weight * (row->positives[j] - row->negatives[j]);
      bool near = distance * distance <= NEAR;
      if (near && slope != 0.0f)
        iso_distance_backward (output, input, i, j, (double) distance, (double) slope);
      row->positives[j] = near ? 0.0f : slope / distance; /* 2 ∂L/∂d² */
    }
  double own = 0.0;
  for (size_t j = 0; j < B; j++)
    {
      G[i * R + j] -= row->positives[j];
      G[j * R + j] += 0.5f * row->positives[j];
      own += 0.5 * (double) row->positives[j];
    }
  G[i * R + i] += (float) own;
}

/* mean over eligible anchors of relu(logsumexp_p d(i,p) + logsumexp_n (m − d(i,n))) + l2 · mean‖z‖ */
static void
compute (IsoLossOutput *output, const IsoLossInput *input, const double *values, float *scratch)
{
  size_t B = input->B, eligible = iso_rows_eligible (input);
  Row row = { scratch, scratch + B, scratch + 2 * B };
  double sum = 0.0;
  output->candidate_count = B;
  if (eligible == 0)
    return;
  for (size_t i = 0; i < B; i++)
    {
      if (!iso_row_is_eligible (input, i))
        continue;
      fill_row (&row, input, i, (float) values[MARGIN]);
      double violation = iso_log_sum_exp (row.positives, row.positives, B) + iso_log_sum_exp (row.negatives, row.negatives, B);
      if (violation <= 0.0)
        continue;
      sum += violation;
      output->active_count++;
      row_backward (output, &row, input, i, (float) (1.0 / (double) eligible));
    }
  output->loss = sum / (double) eligible + iso_length_penalty (output, input, values[L2]);
}

const IsoLossKind iso_lifted_loss = {
  .name = "lifted",
  .title = N_("Lifted structure"),
  .formula = "L = mean over anchors i of  max(log Σ_p exp d(i,p) + log Σ_n exp(m − d(i,n)), 0)  +  l2 · mean ‖z‖",
  .description = N_("Each sample looks at all its pairs at once: pulls its positives, the farthest most, and pushes its "
                    "negatives, the nearest most."),
  .paper = "Song, Xiang, Jegelka, Savarese: Deep Metric Learning via Lifted Structured Feature Embedding, CVPR 2016; in the "
           "form of Hermans, Beyer, Leibe: In Defense of the Triplet Loss for Person Re-Identification, 2017",
  .needs = ISO_LOSS_NEEDS_NOTHING,
  .parameters = parameters,
  .parameter_count = G_N_ELEMENTS (parameters),
  .compute = compute,
  .scratch_count = scratch_count,
  .minimum_classes = 2,
};
