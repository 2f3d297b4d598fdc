/* What other settings change in the matrices of a batch. */
#include "engine/base/checked.h"
#include "ui/figure/batch-matrices.h"

static double
graph_value (const IsoMatrixBlock *block, size_t at)
{
  return block->edges[at] ? (double) block->values[at] : 0.0;
}

/* A task of the pool: one matrix. */
static void
subtract (void *data, size_t task)
{
  IsoBatchMatrices *change = data;
  const IsoMatrixBlock *to = change->to->blocks[task], *from = change->from->blocks[task];
  size_t count = change->B * change->B;
  if (to == NULL || from == NULL)
    return;
  IsoMatrixBlock *block = iso_matrix_block_new (change->B, task == ISO_MATRIX_GRAPH);
  for (size_t at = 0; at < count; at++)
    block->values[at] = task == ISO_MATRIX_GRAPH ? (float) (graph_value (to, at) - graph_value (from, at))
                                                 : to->values[at] - from->values[at];
  for (size_t at = 0; at < count && block->edges != NULL; at++)
    block->edges[at] = to->edges[at] || from->edges[at];
  iso_matrix_block_measure (block, change->labels, change->B, false);
  change->blocks[task] = block;
}

IsoBatchMatrices *
iso_batch_matrices_change (IsoBatchMatrices *to, IsoBatchMatrices *from, IsoPool *pool)
{
  g_return_val_if_fail (to->B == from->B, NULL);
  IsoBatchMatrices *change = g_memdup2 (to, sizeof *to);
  iso_references_init (&change->references);
  change->labels = g_memdup2 (to->labels, MAX (to->B, 1) * sizeof *to->labels);
  change->indices = g_memdup2 (to->indices, MAX (to->B, 1) * sizeof *to->indices);
  change->problem = g_strdup (to->problem != NULL ? to->problem : from->problem);
  change->edges = NULL;
  change->nearly_uniform = false;
  change->to = iso_batch_matrices_ref (to);
  change->from = iso_batch_matrices_ref (from);
  for (IsoMatrixKind kind = 0; kind < ISO_MATRIX_COUNT; kind++)
    change->blocks[kind] = NULL;
  iso_pool_run (pool, ISO_MATRIX_COUNT, subtract, change);
  for (IsoMatrixKind kind = 0; kind < ISO_MATRIX_COUNT; kind++)
    {
      const IsoMatrixBlock *block = change->blocks[kind];
      change->values[kind] = block != NULL ? block->values : NULL;
      if (block == NULL)
        continue;
      change->spread[kind] = block->spread;
      change->summary[kind] = block->summary;
      change->linear[kind] = iso_range_diverging (block->spread.magnitude, false);
      change->logarithmic[kind] = iso_range_diverging (block->spread.magnitude, true);
      if (kind == ISO_MATRIX_GRAPH)
        change->edges = block->edges;
    }
  return change;
}
