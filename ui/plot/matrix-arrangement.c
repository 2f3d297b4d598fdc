#include "ui/plot/matrix-arrangement.h"

gpointer
iso_matrix_arrangement_make (gpointer data, GCancellable *cancellable, GError **error)
{
  const IsoArrangementRequest *request = data;
  IsoMatrixArrangement *arrangement = g_new0 (IsoMatrixArrangement, 1);
  g_autoptr (GError) problem = NULL;
  IsoBatchMatrices *matrices = request->matrices;
  arrangement->matrices = iso_batch_matrices_ref (matrices);
  arrangement->kind = request->kind;
  if (request->kind != ISO_ORDER_BY_CLASS)
    {
      arrangement->order = iso_matrix_order_new (request->kind, matrices, request->values_of, request->row, &problem);
      if (arrangement->order == NULL)
        arrangement->problem = g_strdup (problem->message);
    }
  for (IsoMatrixKind kind = 0; matrices->B >= ISO_LEVELS_LEAST && kind < ISO_MATRIX_COUNT; kind++)
    if (matrices->values[kind] != NULL && !g_cancellable_is_cancelled (cancellable))
      arrangement->levels[kind] = iso_heat_levels_new (matrices->values[kind], matrices->B,
                                                       arrangement->order != NULL ? arrangement->order->rows : NULL);
  return arrangement;
}

void
iso_arrangement_request_free (gpointer data)
{
  IsoArrangementRequest *request = data;
  if (request == NULL)
    return;
  iso_batch_matrices_unref (request->matrices);
  g_free (request);
}

void
iso_matrix_arrangement_free (gpointer data)
{
  IsoMatrixArrangement *arrangement = data;
  if (arrangement == NULL)
    return;
  iso_batch_matrices_unref (arrangement->matrices);
  iso_matrix_order_unref (arrangement->order);
  for (IsoMatrixKind kind = 0; kind < ISO_MATRIX_COUNT; kind++)
    iso_heat_levels_unref (arrangement->levels[kind]);
  g_free (arrangement->problem);
  g_free (arrangement);
}
