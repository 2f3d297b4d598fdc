/* An order for a batch's matrices, found on a worker, with the coarser levels that large matrices are drawn from. In the form that
 * IsoLatestJob wants. */
#pragma once

#include <gio/gio.h>

#include "ui/figure/heat-window.h"
#include "ui/figure/matrix-order.h"

/* From so many samples on levels are worth their memory (a third of the matrices') and time. */
#define ISO_LEVELS_LEAST 600

typedef struct {
  IsoBatchMatrices *matrices;
  IsoOrderKind kind;
  IsoMatrixKind values_of; /* of ISO_ORDER_BY_ROW, with row: what decides */
  size_t row;
} IsoArrangementRequest;

typedef struct {
  IsoBatchMatrices *matrices;
  IsoMatrixOrder *order;                    /* NULL: by class */
  IsoHeatLevels *levels[ISO_MATRIX_COUNT];  /* NULL where they are not worth it */
  IsoOrderKind kind;                        /* that was asked for */
  char *problem;                            /* why it is by class all the same; NULL if it is not */
} IsoMatrixArrangement;

/* An IsoMatrixArrangement for an IsoArrangementRequest; never fails. Any thread. */
gpointer iso_matrix_arrangement_make (gpointer request, GCancellable *cancellable, GError **error);

/* With the references they hold; NULL is fine. */
void iso_arrangement_request_free (gpointer request);
void iso_matrix_arrangement_free (gpointer arrangement);
