/* The matrices of two batches, computed on a worker. In the form that IsoLatestJob wants. */
#pragma once

#include "ui/figure/compared-matrices.h"

typedef struct {
  IsoBatchSnapshot *batches[2]; /* owned references, as the next */
  IsoExperiment *experiments[2];
} IsoComparedMatricesRequest;

/* An IsoComparedMatrices. Any thread. */
gpointer iso_compared_matrices_make (gpointer request, GCancellable *cancellable, GError **error);

void iso_compared_matrices_request_free (gpointer request);
void iso_compared_matrices_result_free (gpointer matrices);
