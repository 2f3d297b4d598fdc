/* What the files of a batch's matrices share: batch-matrices.c (the stages, made or taken over) and batch-scales.c. */
#pragma once

#include "ui/figure/batch-matrices.h"

/* From the blocks that are there: values, spread, summary, scales, and how many samples the targets spread over. */
void iso_batch_matrices_fit (IsoBatchMatrices *matrices);

/* Of the graph, whose numbers have this spread. */
IsoHeatScale iso_batch_graph_scale (const IsoBatchMatrices *matrices, const IsoMatrixSpread *spread);
