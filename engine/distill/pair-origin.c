#include "engine/distill/pair-origin.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/kernel.h"

/* A stopped walk may be asked to take a hundred thousand steps: mass below this is left where it stands. */
#define NEGLIGIBLE 1e-9

bool
iso_origin_is_exact (const IsoDistillSettings *settings)
{
  return settings->normalization == ISO_TRANSITION_SOFTMAX;
}

/* next (B) = present (B) · T. On a sparse graph the first steps leave most samples without mass. */
ISO_KERNEL static void
take_step (double *next, const double *present, const float *transition, size_t B)
{
  memset (next, 0, B * sizeof *next);
  for (size_t m = 0; m < B; m++)
    {
      double mass = present[m];
      const float *row = transition + m * B;
      for (size_t j = 0; mass != 0.0 && j < B; j++)
        next[j] += mass * (double) row[j];
    }
}

/* Where a walk from one sample stands: e_i T^t, and the next. */
typedef struct {
  double *present, *next; /* (B) */
} Walk;

static void
walk_begin (Walk *walk, size_t i, size_t B)
{
  *walk = (Walk){ g_new0 (double, B), g_new (double, B) };
  walk->present[i] = 1.0;
}

static void
walk_step (Walk *walk, const IsoOriginStages *stages)
{
  double *before = walk->present;
  take_step (walk->next, before, stages->transition, stages->B);
  walk->present = walk->next;
  walk->next = before;
}

static void
walk_clear (Walk *walk)
{
  g_free (walk->present);
  g_free (walk->next);
}

/* ---- by sample ---- */

static void
add_scaled (double *row, const double *present, double weight, size_t B)
{
  for (size_t l = 0; l < B; l++)
    row[l] += weight * present[l];
}

/* Row i of K: in closed form as the stages have it, else Σ_{t<s} (1−ω) ω^t e_i T^t + ω^s e_i T^s. */
static void
kernel_row (double *row, const IsoOriginStages *stages, size_t i)
{
  size_t B = stages->B;
  double omega = stages->settings->omega, left = 1.0;
  if (stages->settings->steps == 0)
    {
      for (size_t l = 0; l < B; l++)
        row[l] = (double) stages->kernel[i * B + l];
      return;
    }
  Walk walk;
  walk_begin (&walk, i, B);
  memset (row, 0, B * sizeof *row);
  for (int step = 0; step < stages->settings->steps && left > NEGLIGIBLE; step++)
    {
      add_scaled (row, walk.present, (1.0 - omega) * left, B);
      walk_step (&walk, stages);
      left *= omega;
    }
  add_scaled (row, walk.present, left, B);
  walk_clear (&walk);
}

static int
compare_parts (const void *a, const void *b)
{
  const IsoOriginPart *x = a, *y = b;
  if (x->contribution != y->contribution)
    return x->contribution > y->contribution ? -1 : 1;
  return x->sample < y->sample ? -1 : x->sample > y->sample;
}

bool
iso_origin_by_sample (IsoOriginPart *parts, const IsoOriginStages *stages, size_t row, size_t column)
{
  size_t B = stages->B;
  if (!iso_origin_is_exact (stages->settings))
    return false;
  g_autofree double *kernel = g_new (double, B);
  double sum = 0.0;
  kernel_row (kernel, stages, row);
  for (size_t l = 0; l < B; l++)
    sum += kernel[l];
  /* Rows of P are divided by their sums, and rows of F_0 sum to 1: the same division here. */
  for (size_t l = 0; l < B; l++)
    parts[l] = (IsoOriginPart){ (guint32) l, kernel[l] * (double) stages->psd[l * B + column] / sum };
  qsort (parts, B, sizeof *parts, compare_parts);
  return true;
}

/* ---- by length ---- */

/* Σ_m r_m M_mj: what a walk that stands as r finds in column j. */
static double
gather (const double *present, const float *matrix, size_t column, size_t B)
{
  double sum = 0.0;
  for (size_t m = 0; m < B; m++)
    sum += present[m] * (double) matrix[m * B + column];
  return sum;
}

/* In closed form the walks of `count` steps and more are not walked: from where they stand then they go on as any walk does, so
 * that they contribute ω^count (e_i T^count P)_j. */
bool
iso_origin_by_length (double *lengths, double *longer, size_t count, const IsoOriginStages *stages, size_t row, size_t column)
{
  size_t B = stages->B, stop = (size_t) stages->settings->steps;
  double omega = stages->settings->omega, left = 1.0;
  bool is_stopped = stop > 0;
  if (!iso_origin_is_exact (stages->settings))
    return false;
  Walk walk;
  walk_begin (&walk, row, B);
  memset (lengths, 0, count * sizeof *lengths);
  *longer = 0.0;
  for (size_t t = 0; is_stopped || t < count; t++)
    {
      bool is_last = is_stopped && (t == stop || left <= NEGLIGIBLE);
      double arrived = (is_last ? left : (1.0 - omega) * left) * gather (walk.present, stages->psd, column, B);
      *(t < count ? &lengths[t] : longer) += arrived;
      if (is_last)
        break;
      walk_step (&walk, stages);
      left *= omega;
    }
  if (!is_stopped)
    *longer = left * gather (walk.present, stages->targets, column, B);
  walk_clear (&walk);
  return true;
}

/* ---- the gradient ---- */

double
iso_distillation_gradient (double softened, double target, const IsoDistillSettings *settings, double ramp, size_t B)
{
  return ramp * settings->lambda * settings->tau * (softened - target) / (double) B;
}
