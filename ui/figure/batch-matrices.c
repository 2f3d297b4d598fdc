#include "ui/figure/batch-matrices.h"

#include <math.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/distill/graph.h"
#include "engine/linalg/rows.h"
#include "ui/figure/colormap.h"

/* ---- order ---- */

typedef struct {
  gint32 label;
  guint32 position;
} Placed;

static int
compare_placed (const void *a, const void *b)
{
  const Placed *x = a, *y = b;
  return x->label != y->label ? (x->label < y->label ? -1 : 1) : (x->position < y->position ? -1 : 1);
}

/* order (B): positions in the snapshot, by class and then as sampled. Returns whether that is how they stand already. Stages are
 * computed as the batch stands and ordered afterwards, because ties in the graph go to the lower index. */
static bool
order_by_class (guint32 *order, const IsoBatchSnapshot *snapshot)
{
  size_t B = snapshot->B;
  g_autofree Placed *placed = g_new (Placed, MAX (B, 1));
  bool ordered = true;
  for (size_t i = 0; i < B; i++)
    placed[i] = (Placed){ snapshot->labels[i], (guint32) i };
  qsort (placed, B, sizeof *placed, compare_placed);
  for (size_t i = 0; i < B; i++)
    {
      order[i] = placed[i].position;
      ordered = ordered && order[i] == i;
    }
  return ordered;
}

static float *
ordered_copy (const float *matrix, const guint32 *order, bool ordered, size_t B)
{
  float *copy = iso_floats_new (B * B);
  if (ordered)
    memcpy (copy, matrix, B * B * sizeof *copy);
  else
    for (size_t i = 0; i < B; i++)
      for (size_t j = 0; j < B; j++)
        copy[i * B + j] = matrix[(size_t) order[i] * B + order[j]];
  return copy;
}

/* ---- stages ---- */

static void
copy_graph (IsoBatchMatrices *matrices, const IsoTargets *room, const guint32 *order)
{
  size_t B = matrices->B;
  float *values = iso_floats_new (B * B);
  matrices->edges = g_new (guint8, MAX (B * B, 1));
  matrices->values[ISO_MATRIX_GRAPH] = values;
  for (size_t i = 0; i < B; i++)
    for (size_t j = 0; j < B; j++)
      {
        size_t from = (size_t) order[i] * B + order[j], to = i * B + j;
        matrices->edges[to] = room->edges[from];
        values[to] = room->edges[from] ? room->affinity[from] : NAN;
      }
}

static void
compute_stages (IsoBatchMatrices *matrices, const IsoBatchSnapshot *snapshot, IsoTargets *room, const guint32 *order,
                bool ordered)
{
  size_t B = matrices->B, count = B * B;
  IsoDistillSettings settings = matrices->settings;
  g_autoptr (GError) error = NULL;
  float **values = matrices->values;
  float *softened = iso_floats_new (count);

  values[ISO_MATRIX_SIMILARITY] = ordered_copy (snapshot->teacher_similarity, order, ordered, B);
  if (settings.tau > 0.0)
    {
      iso_rows_softmax (softened, snapshot->student_similarity, (float) settings.tau, B, B);
      values[ISO_MATRIX_STUDENT] = ordered_copy (softened, order, ordered, B);
    }
  settings.mode = ISO_DISTILL_OBDP;
  if (iso_targets_compute (room, snapshot->teacher_similarity, B, &settings, ISO_STAGES_ALL, NULL, &error))
    {
      copy_graph (matrices, room, order);
      values[ISO_MATRIX_TRANSITION] = ordered_copy (room->transition, order, ordered, B);
      values[ISO_MATRIX_KERNEL] = ordered_copy (room->kernel, order, ordered, B);
      values[ISO_MATRIX_PSD] = ordered_copy (room->psd, order, ordered, B);
      values[ISO_MATRIX_OBDP] = ordered_copy (room->targets, order, ordered, B);
      values[ISO_MATRIX_DIFFERENCE] = iso_floats_new (count);
      for (size_t at = 0; at < count; at++)
        values[ISO_MATRIX_DIFFERENCE][at] = values[ISO_MATRIX_OBDP][at] - values[ISO_MATRIX_PSD][at];
    }
  else
    {
      matrices->problem = g_strdup (error->message);
      if (settings.tau > 0.0)
        {
          iso_rows_softmax (softened, snapshot->teacher_similarity, (float) settings.tau, B, B);
          values[ISO_MATRIX_PSD] = ordered_copy (softened, order, ordered, B);
        }
    }
  iso_block_free (softened);
}

/* ---- statistics and ranges ---- */

static void
summarize (IsoMatrixSummary *summary, const float *values, const gint32 *labels, size_t B)
{
  double within = 0.0, between = 0.0;
  size_t within_count = 0, between_count = 0;
  for (size_t i = 0; i < B; i++)
    {
      const float *row = values + i * B;
      for (size_t j = 0; j < B; j++)
        if (i == j || isnan (row[j]))
          continue;
        else if (labels[i] == labels[j])
          {
            within += (double) row[j];
            within_count++;
          }
        else
          {
            between += (double) row[j];
            between_count++;
          }
    }
  summary->within = within_count > 0 ? within / (double) within_count : (double) NAN;
  summary->between = between_count > 0 ? between / (double) between_count : (double) NAN;
  summary->same_class = within + between > 0.0 ? within / (within + between) : (double) NAN;
  summary->count = within_count + between_count;
  summary->entropy = (double) NAN;
}

/* Mean over the rows of −Σ p ln p, with 0 ln 0 = 0. */
static double
mean_entropy (const float *values, size_t B)
{
  double sum = 0.0;
  for (size_t at = 0; at < B * B; at++)
    if (!(values[at] <= 0.0f))
      sum -= (double) values[at] * (double) logf (values[at]);
  return sum / (double) MAX (B, 1);
}

/* PSD, OBDP and Q share one scale, so that they can be compared. */
static void
fit_targets (IsoBatchMatrices *matrices)
{
  static const IsoMatrixKind kinds[] = { ISO_MATRIX_PSD, ISO_MATRIX_OBDP, ISO_MATRIX_STUDENT };
  double low = INFINITY, positive_low = INFINITY, high = 0.0;
  for (size_t i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      const IsoMatrixSpread *spread = &matrices->spread[kinds[i]];
      if (matrices->values[kinds[i]] == NULL || !(spread->high > 0.0))
        continue;
      low = fmin (low, spread->low);
      high = fmax (high, spread->high);
      if (spread->positive_low > 0.0)
        positive_low = fmin (positive_low, spread->positive_low);
    }
  for (size_t i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      matrices->linear[kinds[i]] = iso_range_from_zero (isfinite (low) ? low : 0.0, high);
      matrices->logarithmic[kinds[i]] = iso_range_logarithmic (isfinite (positive_low) ? positive_low : 0.0, high);
    }
}

static void
fit_scales (IsoBatchMatrices *matrices)
{
  const IsoMatrixSpread *spread = matrices->spread;
  IsoHeatScale *linear = matrices->linear, *logarithmic = matrices->logarithmic;
  bool sparse = !iso_graph_is_dense (matrices->settings.k, matrices->B) && spread[ISO_MATRIX_GRAPH].low >= 0.0;

  linear[ISO_MATRIX_SIMILARITY] = iso_range_between (spread[ISO_MATRIX_SIMILARITY].low, spread[ISO_MATRIX_SIMILARITY].high);
  linear[ISO_MATRIX_GRAPH] = sparse ? iso_range_from_zero (0.0, spread[ISO_MATRIX_GRAPH].high)
                                    : iso_range_between (spread[ISO_MATRIX_GRAPH].low, spread[ISO_MATRIX_GRAPH].high);
  logarithmic[ISO_MATRIX_SIMILARITY] = linear[ISO_MATRIX_SIMILARITY];
  logarithmic[ISO_MATRIX_GRAPH] = linear[ISO_MATRIX_GRAPH];
  for (IsoMatrixKind kind = ISO_MATRIX_TRANSITION; kind <= ISO_MATRIX_KERNEL; kind++)
    {
      linear[kind] = iso_range_from_zero (spread[kind].low, spread[kind].positive_high);
      logarithmic[kind] = iso_range_logarithmic (spread[kind].positive_low, spread[kind].positive_high);
    }
  fit_targets (matrices);
  linear[ISO_MATRIX_DIFFERENCE] = iso_range_diverging (spread[ISO_MATRIX_DIFFERENCE].magnitude, false);
  logarithmic[ISO_MATRIX_DIFFERENCE] = iso_range_diverging (spread[ISO_MATRIX_DIFFERENCE].magnitude, true);
}

static void
measure (IsoBatchMatrices *matrices)
{
  size_t B = matrices->B;
  for (IsoMatrixKind kind = 0; kind < ISO_MATRIX_COUNT; kind++)
    if (matrices->values[kind] != NULL)
      {
        iso_matrix_spread (&matrices->spread[kind], matrices->values[kind], B);
        summarize (&matrices->summary[kind], matrices->values[kind], matrices->labels, B);
        if (kind == ISO_MATRIX_PSD || kind == ISO_MATRIX_OBDP || kind == ISO_MATRIX_STUDENT)
          matrices->summary[kind].entropy = mean_entropy (matrices->values[kind], B);
      }
  fit_scales (matrices);
  float *graph = matrices->values[ISO_MATRIX_GRAPH];
  for (size_t at = 0; graph != NULL && at < B * B; at++)
    if (!matrices->edges[at])
      graph[at] = (float) matrices->linear[ISO_MATRIX_GRAPH].minimum;

  IsoMatrixKind target = iso_batch_matrices_target (matrices);
  matrices->effective_neighbors = (double) NAN;
  if (matrices->settings.mode == ISO_DISTILL_UNIFORM)
    matrices->effective_neighbors = (double) B;
  else if (target != ISO_MATRIX_COUNT && matrices->values[target] != NULL)
    matrices->effective_neighbors = exp (matrices->summary[target].entropy);
  matrices->nearly_uniform = matrices->effective_neighbors >= ISO_NEARLY_UNIFORM * (double) B;
}

/* ---- the whole ---- */

IsoBatchMatrices *
iso_batch_matrices_new (const IsoBatchSnapshot *snapshot, const IsoDistillSettings *settings, IsoTargets *room)
{
  IsoBatchMatrices *matrices = g_new0 (IsoBatchMatrices, 1);
  size_t B = snapshot->B;
  g_autofree guint32 *order = g_new (guint32, MAX (B, 1));
  bool ordered = order_by_class (order, snapshot);

  iso_references_init (&matrices->references);
  matrices->B = B;
  matrices->settings = *settings;
  matrices->has_teacher = snapshot->has_teacher;
  matrices->labels = g_new (gint32, MAX (B, 1));
  matrices->indices = g_new (guint32, MAX (B, 1));
  for (size_t i = 0; i < B; i++)
    {
      matrices->labels[i] = snapshot->labels[order[i]];
      matrices->indices[i] = snapshot->indices[order[i]];
    }
  compute_stages (matrices, snapshot, room, order, ordered);
  measure (matrices);
  return matrices;
}

IsoBatchMatrices *
iso_batch_matrices_ref (IsoBatchMatrices *matrices)
{
  iso_references_add (&matrices->references);
  return matrices;
}

void
iso_batch_matrices_unref (IsoBatchMatrices *matrices)
{
  if (matrices == NULL || !iso_references_drop (&matrices->references))
    return;
  for (IsoMatrixKind kind = 0; kind < ISO_MATRIX_COUNT; kind++)
    iso_block_free (matrices->values[kind]);
  g_free (matrices->edges);
  g_free (matrices->labels);
  g_free (matrices->indices);
  g_free (matrices->problem);
  g_free (matrices);
}

IsoMatrixKind
iso_batch_matrices_target (const IsoBatchMatrices *matrices)
{
  switch (matrices->settings.mode)
    {
    case ISO_DISTILL_PSD:
      return ISO_MATRIX_PSD;
    case ISO_DISTILL_OBDP:
      return ISO_MATRIX_OBDP;
    case ISO_DISTILL_UNIFORM:
    case ISO_DISTILL_NONE:
    default:
      return ISO_MATRIX_COUNT;
    }
}

const IsoHeatScale *
iso_batch_matrices_scale (const IsoBatchMatrices *matrices, IsoMatrixKind kind, bool logarithmic)
{
  return logarithmic ? &matrices->logarithmic[kind] : &matrices->linear[kind];
}

const guint32 *
iso_matrix_colors (IsoMatrixKind kind, bool is_dark)
{
  switch (kind)
    {
    case ISO_MATRIX_SIMILARITY:
    case ISO_MATRIX_GRAPH:
      return iso_colormap_table (ISO_COLORMAP_VIRIDIS, is_dark);
    case ISO_MATRIX_DIFFERENCE:
      return iso_colormap_table (ISO_COLORMAP_DIVERGING, is_dark);
    case ISO_MATRIX_TRANSITION:
    case ISO_MATRIX_KERNEL:
    case ISO_MATRIX_PSD:
    case ISO_MATRIX_OBDP:
    case ISO_MATRIX_STUDENT:
    default:
      return iso_colormap_table (ISO_COLORMAP_MAGMA, is_dark);
    }
}

cairo_surface_t *
iso_batch_matrices_draw (const IsoBatchMatrices *matrices, IsoMatrixKind kind, bool logarithmic, bool is_dark, size_t side,
                         double radius)
{
  if (matrices->values[kind] == NULL || matrices->B == 0 || side == 0)
    return NULL;
  return iso_heat_surface_new (side, radius, matrices->values[kind], matrices->B,
                               iso_batch_matrices_scale (matrices, kind, logarithmic), iso_matrix_colors (kind, is_dark),
                               iso_colormap_missing (is_dark));
}
