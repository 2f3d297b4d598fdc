#include "engine/distill/what-if.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/distill/divergence.h"
#include "engine/distill/graph.h"

/* Values nearer to each other than this (relative) are one. */
#define SAME 1e-9

/* ---- axes ---- */

static const struct {
  double least, most, low, high;
} ranges[ISO_WHAT_IF_PARAMETERS] = {
  [ISO_WHAT_IF_OMEGA] = { 0.0, 0.9999, 0.0, 0.99 },
  [ISO_WHAT_IF_K] = { 1.0, INFINITY, 5.0, INFINITY },
  [ISO_WHAT_IF_TAU] = { 0.001, 100.0, 0.05, 1.0 },
  [ISO_WHAT_IF_LAMBDA] = { 0.001, 1e6, 5.0, 500.0 },
  [ISO_WHAT_IF_TAU_D] = { 0.001, 100.0, 0.01, 1.0 },
};

double
iso_what_if_get (const IsoDistillSettings *settings, IsoWhatIfParameter parameter)
{
  switch (parameter)
    {
    case ISO_WHAT_IF_OMEGA:
      return settings->omega;
    case ISO_WHAT_IF_K:
      return (double) settings->k;
    case ISO_WHAT_IF_TAU:
      return settings->tau;
    case ISO_WHAT_IF_LAMBDA:
      return settings->lambda;
    case ISO_WHAT_IF_TAU_D:
    default:
      return settings->tau_d;
    }
}

void
iso_what_if_set (IsoDistillSettings *settings, IsoWhatIfParameter parameter, double value)
{
  switch (parameter)
    {
    case ISO_WHAT_IF_OMEGA:
      settings->omega = value;
      break;
    case ISO_WHAT_IF_K:
      settings->k = (int) lround (value);
      break;
    case ISO_WHAT_IF_TAU:
      settings->tau = value;
      break;
    case ISO_WHAT_IF_LAMBDA:
      settings->lambda = value;
      break;
    case ISO_WHAT_IF_TAU_D:
    default:
      settings->tau_d = value;
    }
}

static double
most_of (double value, size_t B)
{
  return isinf (value) ? (double) MAX (B, 2) - 1.0 : value;
}

void
iso_what_if_limits (double *least, double *most, IsoWhatIfParameter parameter, size_t B)
{
  *least = ranges[parameter].least;
  *most = most_of (ranges[parameter].most, B);
}

void
iso_what_if_ends (double *low, double *high, IsoWhatIfParameter parameter, size_t B)
{
  *high = most_of (ranges[parameter].high, B);
  *low = fmin (ranges[parameter].low, *high);
}

/* The value on the scale on which an axis is even, and back. */
static double
even (IsoWhatIfParameter parameter, double value)
{
  return parameter == ISO_WHAT_IF_OMEGA ? -log1p (-value) : log (value);
}

static double
uneven (IsoWhatIfParameter parameter, double place)
{
  return parameter == ISO_WHAT_IF_OMEGA ? -expm1 (-place) : exp (place);
}

/* To two digits; near 1, ω keeps two digits of 1 − ω. */
static double
rounded (IsoWhatIfParameter parameter, double value)
{
  double size = parameter == ISO_WHAT_IF_OMEGA && value > 0.9 ? 1.0 - value : value;
  if (parameter == ISO_WHAT_IF_K)
    return round (value);
  if (!(size > 0.0))
    return value;
  double unit = pow (10.0, 1.0 - floor (log10 (size) + SAME));
  return parameter == ISO_WHAT_IF_OMEGA && value > 0.9 ? 1.0 - round (size * unit) / unit : round (value * unit) / unit;
}

static bool
is_same (double a, double b)
{
  return fabs (a - b) <= SAME * fmax (fabs (a), fabs (b));
}

static double
acting (IsoWhatIfParameter parameter, double value, size_t B)
{
  bool is_all = parameter == ISO_WHAT_IF_K && iso_graph_is_dense ((int) CLAMP (value, 0.0, 1e9), B);
  return is_all ? (double) MAX (B, 2) - 1.0 : value;
}

int
iso_what_if_axis_place (const IsoWhatIfAxis *axis, double value, size_t B)
{
  double wanted = acting (axis->parameter, value, B);
  for (size_t v = 0; v < axis->count; v++)
    if (is_same (axis->values[v], wanted))
      return (int) v;
  return -1;
}

static int
compare_values (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;
  return (x > y) - (x < y);
}

/* fixed (count): places that stand for a value that was kept before. */
static void
keep (IsoWhatIfAxis *axis, double value, bool *fixed, size_t B)
{
  double wanted = acting (axis->parameter, value, B), nearest = INFINITY;
  int place = iso_what_if_axis_place (axis, value, B);
  if (place >= 0)
    {
      fixed[place] = true;
      return;
    }
  if (!(wanted > axis->low && wanted < axis->high))
    return;
  for (size_t v = 1; v + 1 < axis->count; v++)
    {
      double off = fabs (even (axis->parameter, axis->values[v]) - even (axis->parameter, wanted));
      if (!fixed[v] && off < nearest)
        {
          nearest = off;
          place = (int) v;
        }
    }
  if (place < 0)
    return;
  axis->values[place] = wanted;
  fixed[place] = true;
}

void
iso_what_if_axis_init (IsoWhatIfAxis *axis, IsoWhatIfParameter parameter, double low, double high, size_t count, const double *kept,
                       size_t kept_count, size_t B)
{
  double least, most;
  bool fixed[ISO_WHAT_IF_MOST] = { false };
  g_assert (count >= 2 && count <= ISO_WHAT_IF_MOST);
  iso_what_if_limits (&least, &most, parameter, B);
  axis->parameter = parameter;
  axis->low = CLAMP (fmin (low, high), least, most);
  axis->high = CLAMP (fmax (low, high), least, most);
  axis->count = 0;
  for (size_t v = 0; v < count; v++)
    {
      double from = even (parameter, axis->low), to = even (parameter, axis->high);
      double value = rounded (parameter, uneven (parameter, from + (to - from) * (double) v / (double) (count - 1)));
      value = v == 0 ? axis->low : v + 1 == count ? axis->high : CLAMP (value, axis->low, axis->high);
      if (axis->count == 0 || (value > axis->values[axis->count - 1] && !is_same (value, axis->values[axis->count - 1])))
        axis->values[axis->count++] = value;
    }
  for (size_t i = 0; i < kept_count; i++)
    {
      keep (axis, kept[i], fixed, B);
      /* In order again, each mark with its value: a value that was kept stays the nearest to itself. */
      double before[ISO_WHAT_IF_MOST];
      bool marks[ISO_WHAT_IF_MOST] = { false };
      for (size_t v = 0; v < axis->count; v++)
        before[v] = axis->values[v];
      qsort (axis->values, axis->count, sizeof axis->values[0], compare_values);
      for (size_t v = 0; v < axis->count; v++)
        for (size_t w = 0; w < axis->count; w++)
          marks[v] = marks[v] || (fixed[w] && is_same (before[w], axis->values[v]));
      for (size_t v = 0; v < axis->count; v++)
        fixed[v] = marks[v];
    }
}

/* ---- cells ---- */

typedef struct {
  gint32 label;
  guint32 place;
} Placed;

static int
compare_placed (const void *a, const void *b)
{
  const Placed *x = a, *y = b;
  return x->label != y->label ? (x->label < y->label ? -1 : 1) : (x->place < y->place ? -1 : 1);
}

static guint32 *
order_by_class (const gint32 *labels, size_t B)
{
  guint32 *order = g_new (guint32, MAX (B, 1));
  g_autofree Placed *placed = g_new (Placed, MAX (B, 1));
  for (size_t i = 0; i < B; i++)
    placed[i] = (Placed) { labels[i], (guint32) i };
  qsort (placed, B, sizeof *placed, compare_placed);
  for (size_t i = 0; i < B; i++)
    order[i] = placed[i].place;
  return order;
}

void
iso_what_if_reduce (float *small, size_t side, const float *large, const guint32 *order, size_t B)
{
  g_assert (side >= 1 && side <= B);
  g_autofree double *sums = g_new (double, side);
  g_autofree guint32 *blocks = g_new (guint32, B), *widths = g_new0 (guint32, side);
  for (size_t j = 0; j < B; j++)
    {
      blocks[j] = (guint32) (j * side / B);
      widths[blocks[j]]++;
    }
  for (size_t i = 0; i < B;)
    {
      size_t row = blocks[i], end = i + widths[row];
      for (size_t c = 0; c < side; c++)
        sums[c] = 0.0;
      for (; i < end; i++)
        for (size_t j = 0; j < B; j++)
          sums[blocks[j]] += (double) large[(size_t) order[i] * B + order[j]];
      for (size_t c = 0; c < side; c++)
        small[row * side + c] = (float) (sums[c] / ((double) widths[row] * (double) widths[c]));
    }
}

static double
mean_gradient (const IsoWhatIfBatch *batch, const IsoDistillSettings *settings, const float *targets)
{
  size_t count = batch->B * batch->B;
  float *gradient = iso_floats_new (count);
  double weight = settings->lambda * settings->tau * settings->tau * batch->ramp, sum = 0.0;
  iso_divergence (NULL, gradient, batch->student_similarity, targets, settings->tau, weight, batch->B);
  for (size_t at = 0; at < count; at++)
    sum += fabs ((double) gradient[at]);
  iso_block_free (gradient);
  return sum / (double) count;
}

IsoWhatIfCell *
iso_what_if_cell_new (const IsoWhatIfBatch *batch, const IsoDistillSettings *settings, IsoTargets *room)
{
  const double none = (double) NAN;
  IsoWhatIfCell *cell = g_new0 (IsoWhatIfCell, 1);
  g_autoptr (GError) error = NULL;
  size_t B = batch->B;
  cell->settings = *settings;
  cell->settings.mode = ISO_DISTILL_OBDP;
  cell->health = (IsoTargetHealth) { none, none, none, none, none };
  cell->gradient = none;
  if (!iso_targets_compute (room, batch->teacher_similarity, B, &cell->settings, ISO_STAGES_TARGETS, NULL, &error))
    {
      cell->problem = g_strdup (error->message);
      return cell;
    }
  if (B == 0)
    return cell;
  g_autofree guint32 *order = order_by_class (batch->labels, B);
  cell->health = iso_target_health (room->targets, batch->labels, B);
  cell->gradient = mean_gradient (batch, &cell->settings, room->targets);
  cell->side = MIN (B, ISO_WHAT_IF_SIDE);
  cell->thumbnail = iso_floats_new (cell->side * cell->side);
  iso_what_if_reduce (cell->thumbnail, cell->side, room->targets, order, B);
  return cell;
}

IsoWhatIfCell *
iso_what_if_cell_with_lambda (const IsoWhatIfCell *cell, double lambda)
{
  if (!(cell->settings.lambda > 0.0))
    return NULL;
  IsoWhatIfCell *other = iso_what_if_cell_copy (cell);
  other->settings.lambda = lambda;
  other->gradient = cell->gradient * (lambda / cell->settings.lambda);
  return other;
}

IsoWhatIfCell *
iso_what_if_cell_copy (const IsoWhatIfCell *cell)
{
  IsoWhatIfCell *other = g_memdup2 (cell, sizeof *cell);
  size_t count = cell->side * cell->side;
  other->problem = g_strdup (cell->problem);
  other->thumbnail = cell->thumbnail != NULL ? iso_floats_new (count) : NULL;
  if (cell->thumbnail != NULL)
    memcpy (other->thumbnail, cell->thumbnail, count * sizeof *cell->thumbnail);
  return other;
}

void
iso_what_if_cell_free (IsoWhatIfCell *cell)
{
  if (cell == NULL)
    return;
  iso_block_free (cell->thumbnail);
  g_free (cell->problem);
  g_free (cell);
}
