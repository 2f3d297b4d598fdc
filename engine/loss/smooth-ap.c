/* Smooth average precision: ranks are counted by sigmoids instead of steps. */
#include <glib/gi18n-lib.h>

#include "engine/base/kernel.h"
#include "engine/linalg/elementary.h"
#include "engine/linalg/lanes.h"
#include "engine/loss/loss-kinds.h"
#include "engine/loss/rows.h"

enum { TEMPERATURE };

static const IsoParameter parameters[] = {
  [TEMPERATURE] = {
    .key = "temperature", .title = N_("Temperature"), .symbol = "T",
    .help = N_("Width of the sigmoids. Lower is nearer to the true average precision, but only pairs near a change of ranks "
               "then act."),
    .type = ISO_PARAMETER_REAL, .flags = ISO_PARAMETER_LIVE | ISO_PARAMETER_LOGARITHMIC,
    .minimum = 1e-3, .maximum = 10.0, .initial = 0.01, .soft_minimum = 1e-3, .soft_maximum = 1.0,
  },
};

/* scratch: σ (R), which of the samples are positives as 1 and 0 (R), and ∂AP/∂S_ij (R). */
typedef struct {
  float *ranks, *members, *slopes;
} Row;

static size_t
scratch_count (const IsoLossInput *input, const double *values)
{
  return 3 * input->R;
}

/* σ_j = σ((S_ij − S_ip)/T), 0 for i and p themselves; returns Σ over positives, *all = Σ over all. */
ISO_KERNEL static double
rank_positive (double *all, const Row *row, const float *S, size_t i, size_t p, float inverse, size_t R)
{
  float among[ISO_CHUNK], own = S[p];
  double positives = 0.0;
  *all = 0.0;
  for (size_t j = 0; j < R; j++)
    row->ranks[j] = 1.0f / (1.0f + iso_exp ((own - S[j]) * inverse));
  row->ranks[i] = 0.0f;
  row->ranks[p] = 0.0f;
  for (size_t start = 0; start < R; start += ISO_CHUNK)
    {
      size_t count = R - start < ISO_CHUNK ? R - start : ISO_CHUNK;
      for (size_t l = 0; l < count; l++)
        among[l] = row->ranks[start + l] * row->members[start + l];
      positives += (double) iso_lanes_sum (among, count);
      *all += (double) iso_lanes_sum (row->ranks + start, count);
    }
  return positives;
}

/* Adds to slopes the gradient of the precision at p: rank among positives / rank among all, σ' = σ (1 − σ)/T. */
ISO_KERNEL static void
add_slopes (const Row *row, size_t p, double rank_positives, double rank_all, float inverse, size_t R)
{
  double slope = (double) inverse / (rank_all * rank_all), sum = 0.0;
  float of_positive = (float) (slope * (rank_all - rank_positives)), of_negative = (float) (-slope * rank_positives);
  for (size_t start = 0; start < R; start += ISO_CHUNK)
    {
      size_t count = R - start < ISO_CHUNK ? R - start : ISO_CHUNK;
      float *ranks = row->ranks + start;
      for (size_t l = 0; l < count; l++)
        ranks[l] *= (1.0f - ranks[l]) * (row->members[start + l] > 0.0f ? of_positive : of_negative);
      for (size_t l = 0; l < count; l++)
        row->slopes[start + l] += ranks[l];
      sum += (double) iso_lanes_sum (ranks, count);
    }
  row->slopes[p] -= (float) sum;
}

/* Smooth average precision of anchor i; slopes (R) = its gradient. */
static double
average_precision (const Row *row, const IsoLossInput *input, size_t i, size_t positives, float inverse)
{
  const float *S = input->similarity + i * input->R;
  size_t R = input->R;
  double sum = 0.0;
  for (size_t j = 0; j < R; j++)
    {
      row->members[j] = input->labels[j] == input->labels[i] && j != i ? 1.0f : 0.0f;
      row->slopes[j] = 0.0f;
    }
  for (size_t p = 0; p < R; p++)
    {
      if (row->members[p] == 0.0f)
        continue;
      double all, among = 1.0 + rank_positive (&all, row, S, i, p, inverse, R);
      sum += among / (1.0 + all);
      add_slopes (row, p, among, 1.0 + all, inverse, R);
    }
  return sum / (double) positives;
}

static void
compute (IsoLossOutput *output, const IsoLossInput *input, const double *values, float *scratch)
{
  size_t R = input->R, anchors = 0;
  Row row = { scratch, scratch + R, scratch + 2 * R };
  double sum = 0.0;
  output->candidate_count = input->B;
  for (size_t i = 0; i < input->B; i++)
    anchors += iso_row_counts (input, i).positives > 0;
  output->active_count = anchors;
  if (anchors == 0)
    return;
  for (size_t i = 0; i < input->B; i++)
    {
      size_t positives = iso_row_counts (input, i).positives;
      if (positives == 0)
        continue;
      sum += average_precision (&row, input, i, positives, (float) (1.0 / values[TEMPERATURE]));
      float scale = (float) (-1.0 / ((double) anchors * (double) positives));
      for (size_t j = 0; j < R; j++)
        output->similarity_gradient[i * R + j] += scale * row.slopes[j];
    }
  output->loss = 1.0 - sum / (double) anchors;
}

const IsoLossKind iso_smooth_ap_loss = {
  .name = "smooth-ap",
  .title = N_("Smooth average precision"),
  .formula = "L = 1 − mean over anchors i, mean over positives p of  (1 + Σ_p′ σ(Δ/T)) / (1 + Σ_j σ(Δ/T)),  Δ = S_ij − S_ip",
  .description = N_("Ranks the batch for every sample and pushes positives above the negatives that rank just above them: what "
                    "retrieval is measured by, made smooth. Its cost grows with the number of positives."),
  .paper = "Brown, Xie, Kalogeiton, Zisserman: Smooth-AP: Smoothing the Path Towards Large-Scale Image Retrieval, ECCV 2020",
  .needs = ISO_LOSS_NEEDS_NOTHING,
  .parameters = parameters,
  .parameter_count = G_N_ELEMENTS (parameters),
  .compute = compute,
  .scratch_count = scratch_count,
  .takes_memory = true,
  .minimum_classes = 2,
};
