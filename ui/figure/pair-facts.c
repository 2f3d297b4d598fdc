#include "ui/figure/pair-facts.h"

#include <math.h>

static const size_t length_ends[ISO_PAIR_LENGTH_COUNT - 1] = { 0, 1, 2, 5, 10 };
#define LENGTHS 11 /* 0 … 10 steps */

static double
value_at (const float *values, size_t at)
{
  return values != NULL ? (double) values[at] : (double) NAN;
}

/* The target that the distillation goes by; NAN where it could not be computed. */
static double
target_in_force (const IsoPairFacts *facts, const IsoDistillSettings *settings)
{
  switch (settings->mode)
    {
    case ISO_DISTILL_OBDP:
      return facts->values[ISO_PAIR_OBDP];
    case ISO_DISTILL_UNIFORM:
      return 1.0 / (double) facts->B;
    case ISO_DISTILL_PSD:
    case ISO_DISTILL_NONE:
    default:
      return facts->values[ISO_PAIR_PSD];
    }
}

static void
fill_gradients (IsoPairFacts *facts, const IsoBatchSnapshot *snapshot, const IsoDistillSettings *settings, size_t at)
{
  double *values = facts->values;
  bool distills = snapshot->has_teacher && settings->mode != ISO_DISTILL_NONE;
  values[ISO_PAIR_DISTILLATION] = 0.0;
  if (distills)
    values[ISO_PAIR_DISTILLATION] = iso_distillation_gradient (values[ISO_PAIR_SOFTENED], target_in_force (facts, settings), settings,
                                                               snapshot->ramp, facts->B);
  values[ISO_PAIR_LOSS] = value_at (snapshot->loss_gradient, at);
  values[ISO_PAIR_BOTH] = values[ISO_PAIR_DISTILLATION] + values[ISO_PAIR_LOSS];
}

static void
fill_origin (IsoPairFacts *facts, const IsoBatchMatrices *matrices)
{
  const float *const *values = matrices->values;
  const IsoOriginStages stages = { &matrices->settings, facts->B, values[ISO_MATRIX_TRANSITION], values[ISO_MATRIX_KERNEL],
                                   values[ISO_MATRIX_PSD], values[ISO_MATRIX_OBDP] };
  double lengths[LENGTHS];
  facts->origin = values[ISO_MATRIX_OBDP] == NULL           ? ISO_ORIGIN_MISSING
                  : iso_origin_is_exact (&matrices->settings) ? ISO_ORIGIN_EXACT
                                                              : ISO_ORIGIN_SYMMETRIC;
  if (facts->origin != ISO_ORIGIN_EXACT)
    return;
  g_autofree IsoOriginPart *parts = g_new (IsoOriginPart, facts->B);
  iso_origin_by_sample (parts, &stages, facts->row, facts->column);
  facts->part_count = MIN (facts->B, ISO_PAIR_PART_COUNT);
  facts->other_count = facts->B - facts->part_count;
  for (size_t l = 0; l < facts->B; l++)
    if (l < facts->part_count)
      facts->parts[l] = parts[l];
    else
      facts->others += parts[l].contribution;
  iso_origin_by_length (lengths, &facts->lengths[ISO_PAIR_LENGTH_COUNT - 1], LENGTHS, &stages, facts->row, facts->column);
  for (size_t t = 0, group = 0; t < LENGTHS; t++)
    {
      group += t > length_ends[group];
      facts->lengths[group] += lengths[t];
    }
}

void
iso_pair_facts_compute (IsoPairFacts *facts, const IsoBatchSnapshot *snapshot, const IsoBatchMatrices *matrices, size_t row,
                        size_t column)
{
  static const IsoMatrixKind kinds[] = {
    [ISO_PAIR_TEACHER] = ISO_MATRIX_SIMILARITY, [ISO_PAIR_TRANSITION] = ISO_MATRIX_TRANSITION,
    [ISO_PAIR_KERNEL] = ISO_MATRIX_KERNEL,      [ISO_PAIR_PSD] = ISO_MATRIX_PSD,
    [ISO_PAIR_OBDP] = ISO_MATRIX_OBDP,          [ISO_PAIR_SOFTENED] = ISO_MATRIX_STUDENT,
  };
  size_t B = snapshot->B, at = row * B + column;
  g_assert (row < B && column < B && matrices->B == B);
  *facts = (IsoPairFacts){ .B = B, .row = row, .column = column };
  for (IsoPairValue value = 0; value <= ISO_PAIR_SOFTENED; value++)
    facts->values[value] = value_at (value == ISO_PAIR_STUDENT ? snapshot->student_similarity : matrices->values[kinds[value]], at);
  fill_gradients (facts, snapshot, &matrices->settings, at);
  fill_origin (facts, matrices);
}

/* ---- the loss ---- */

/* Whether a triplet breaks the margin, as iso_triplets_summarize() counts it. */
static bool
is_violating (const gint32 *triplet, const float *similarity, double margin, size_t B)
{
  size_t a = (size_t) triplet[0], p = (size_t) triplet[1], n = (size_t) triplet[2];
  double positive = a == p ? 0.0 : fmax (2.0 - 2.0 * (double) similarity[a * B + p], 0.0);
  double negative = fmax (2.0 - 2.0 * (double) similarity[a * B + n], 0.0);
  return positive - negative + margin > 0.0;
}

static bool
is_pair (gint32 a, gint32 b, size_t row, size_t column)
{
  return ((size_t) a == row && (size_t) b == column) || ((size_t) a == column && (size_t) b == row);
}

static void
share_gradient (IsoPairMining *mining, const float *gradient, size_t row, size_t column, size_t B)
{
  double sum = 0.0, there = (double) gradient[row * B + column], back = row == column ? 0.0 : (double) gradient[column * B + row];
  for (size_t at = 0; at < B * B; at++)
    sum += fabs ((double) gradient[at]);
  mining->gradient = there + back;
  mining->gradient_share = sum > 0.0 ? (fabs (there) + fabs (back)) / sum : (double) NAN;
}

void
iso_pair_mining_compute (IsoPairMining *mining, const IsoBatchSnapshot *snapshot, double margin, size_t row, size_t column)
{
  *mining = (IsoPairMining){ .is_probe = snapshot->is_probe,
                             .kind = (IsoMinedKind) snapshot->health.mined.kind,
                             .triplets = snapshot->triplet_count,
                             .pairs = snapshot->pair_count,
                             .gradient = (double) NAN,
                             .gradient_share = (double) NAN };
  for (size_t t = 0; t < snapshot->triplet_count; t++)
    {
      const gint32 *triplet = snapshot->triplets + 3 * t;
      bool positive = is_pair (triplet[0], triplet[1], row, column), negative = is_pair (triplet[0], triplet[2], row, column);
      mining->as_positive += positive;
      mining->as_negative += negative;
      mining->violating += (positive || negative) && is_violating (triplet, snapshot->student_similarity, margin, snapshot->B);
    }
  for (size_t p = 0; p < snapshot->pair_count; p++)
    mining->as_pair += is_pair (snapshot->pairs[2 * p], snapshot->pairs[2 * p + 1], row, column);
  if (snapshot->loss_gradient != NULL)
    share_gradient (mining, snapshot->loss_gradient, row, column, snapshot->B);
}

double
iso_row_effective_neighbors (const float *row, size_t B)
{
  double entropy = 0.0;
  for (size_t j = 0; j < B; j++)
    if (!(row[j] <= 0.0f))
      entropy -= (double) row[j] * log ((double) row[j]);
  return exp (entropy);
}
