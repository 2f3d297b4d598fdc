/* In which order the samples of a batch stand along the rows and columns of its matrices.
 *
 * IsoBatchMatrices keeps them by class; every view shows row `rows[place]` at place 0 … B − 1 and finds a row at `places[row]`.
 * Immutable once made, counted, any thread.
 */
#pragma once

#include "ui/figure/batch-matrices.h"

typedef enum {
  ISO_ORDER_BY_CLASS,
  ISO_ORDER_BY_CLUSTER, /* by average linkage on 1 − Sᵗ: like beside like, whatever their class */
  ISO_ORDER_BY_ROW,     /* by the values in one row, largest first; equal ones by class */
  ISO_ORDER_BY_INDEX,   /* by index in the dataset */
} IsoOrderKind;
#define ISO_ORDER_COUNT 4

typedef struct {
  IsoReferences references;
  IsoOrderKind kind;
  size_t B;
  guint32 *rows;   /* (B) of the matrices, by place */
  guint32 *places; /* (B) by row: the other way round */
  size_t row;      /* whose values decide, of ISO_ORDER_BY_ROW */
} IsoMatrixOrder;

/* values_of, row: the matrix and the row that decide, by the matrices' rows; read for ISO_ORDER_BY_ROW alone. NULL with
 * ISO_ERROR_NUMERIC where what it goes by is missing or no number. Up to 50 ms at B = 2048. */
IsoMatrixOrder *iso_matrix_order_new (IsoOrderKind kind, const IsoBatchMatrices *matrices, IsoMatrixKind values_of, size_t row,
                                      GError **error);
IsoMatrixOrder *iso_matrix_order_ref (IsoMatrixOrder *order);
void iso_matrix_order_unref (IsoMatrixOrder *order);

/* With NULL, which stands for "by class". */
static inline size_t
iso_matrix_order_row (const IsoMatrixOrder *order, size_t place)
{
  return order != NULL ? order->rows[place] : place;
}

static inline size_t
iso_matrix_order_place (const IsoMatrixOrder *order, size_t row)
{
  return order != NULL ? order->places[row] : row;
}

/* "class", "clusters", "row's value", "dataset index": translated, for menus. */
const char *iso_order_name (IsoOrderKind kind);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoMatrixOrder, iso_matrix_order_unref)
