/* The scales of a batch's matrices, and the pixels that they make of them. */
#include <math.h>

#include "engine/distill/graph.h"
#include "ui/figure/batch-matrices-private.h"
#include "ui/figure/colormap.h"

IsoHeatScale
iso_batch_graph_scale (const IsoBatchMatrices *matrices, const IsoMatrixSpread *spread)
{
  bool sparse = !iso_graph_is_dense (matrices->settings.k, matrices->B) && spread->low >= 0.0;
  return sparse ? iso_range_from_zero (0.0, spread->high) : iso_range_between (spread->low, spread->high);
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
  static const IsoMatrixKind is_diverging[] = { ISO_MATRIX_DIFFERENCE, ISO_MATRIX_GRADIENT, ISO_MATRIX_LOSS_GRADIENT };
  const IsoMatrixSpread *spread = matrices->spread;
  IsoHeatScale *linear = matrices->linear, *logarithmic = matrices->logarithmic;
  linear[ISO_MATRIX_SIMILARITY] = iso_range_between (spread[ISO_MATRIX_SIMILARITY].low, spread[ISO_MATRIX_SIMILARITY].high);
  linear[ISO_MATRIX_GRAPH] = iso_batch_graph_scale (matrices, &spread[ISO_MATRIX_GRAPH]);
  logarithmic[ISO_MATRIX_SIMILARITY] = linear[ISO_MATRIX_SIMILARITY];
  logarithmic[ISO_MATRIX_GRAPH] = linear[ISO_MATRIX_GRAPH];
  for (IsoMatrixKind kind = ISO_MATRIX_TRANSITION; kind <= ISO_MATRIX_KERNEL; kind++)
    {
      linear[kind] = iso_range_from_zero (spread[kind].low, spread[kind].positive_high);
      logarithmic[kind] = iso_range_logarithmic (spread[kind].positive_low, spread[kind].positive_high);
    }
  fit_targets (matrices);
  for (size_t i = 0; i < G_N_ELEMENTS (is_diverging); i++)
    {
      IsoMatrixKind kind = is_diverging[i];
      linear[kind] = iso_range_diverging (spread[kind].magnitude, false);
      logarithmic[kind] = iso_range_diverging (spread[kind].magnitude, true);
    }
}

void
iso_batch_matrices_fit (IsoBatchMatrices *matrices)
{
  size_t B = matrices->B;
  for (IsoMatrixKind kind = 0; kind < ISO_MATRIX_COUNT; kind++)
    {
      const IsoMatrixBlock *block = matrices->blocks[kind];
      matrices->values[kind] = block != NULL ? block->values : NULL;
      if (block == NULL)
        continue;
      matrices->spread[kind] = block->spread;
      matrices->summary[kind] = block->summary;
      if (kind == ISO_MATRIX_GRAPH)
        matrices->edges = block->edges;
    }
  fit_scales (matrices);
  IsoMatrixKind target = iso_batch_matrices_target (matrices);
  matrices->effective_neighbors = (double) NAN;
  if (matrices->settings.mode == ISO_DISTILL_UNIFORM)
    matrices->effective_neighbors = (double) B;
  else if (target != ISO_MATRIX_COUNT && matrices->values[target] != NULL)
    matrices->effective_neighbors = exp (matrices->summary[target].entropy);
  matrices->nearly_uniform = matrices->effective_neighbors >= ISO_NEARLY_UNIFORM * (double) B;
}

IsoBatchMatrices *
iso_batch_matrices_on_scales_of (const IsoBatchMatrices *matrices, const IsoBatchMatrices *other)
{
  IsoBatchMatrices *copy = g_memdup2 (matrices, sizeof *matrices);
  size_t B = matrices->B;
  iso_references_init (&copy->references);
  copy->labels = g_memdup2 (matrices->labels, MAX (B, 1) * sizeof *copy->labels);
  copy->indices = g_memdup2 (matrices->indices, MAX (B, 1) * sizeof *copy->indices);
  copy->problem = g_strdup (matrices->problem);
  copy->from = matrices->from != NULL ? iso_batch_matrices_ref (matrices->from) : NULL;
  copy->to = matrices->to != NULL ? iso_batch_matrices_ref (matrices->to) : NULL;
  for (IsoMatrixKind kind = 0; kind < ISO_MATRIX_COUNT; kind++)
    {
      if (copy->blocks[kind] != NULL)
        iso_matrix_block_ref (copy->blocks[kind]);
      /* The graph's gaps are drawn as the lower end of its own scale. */
      if (kind == ISO_MATRIX_GRAPH || other->blocks[kind] == NULL)
        continue;
      copy->linear[kind] = other->linear[kind];
      copy->logarithmic[kind] = other->logarithmic[kind];
    }
  return copy;
}

bool
iso_matrix_is_signed (IsoMatrixKind kind)
{
  return kind == ISO_MATRIX_DIFFERENCE || kind == ISO_MATRIX_GRADIENT || kind == ISO_MATRIX_LOSS_GRADIENT;
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
    case ISO_MATRIX_GRADIENT:
    case ISO_MATRIX_LOSS_GRADIENT:
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
