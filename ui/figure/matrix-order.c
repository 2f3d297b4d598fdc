#include "ui/figure/matrix-order.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/base/error.h"
#include "engine/metrics/hierarchical-clustering.h"

const char *
iso_order_name (IsoOrderKind kind)
{
  switch (kind)
    {
    case ISO_ORDER_BY_CLUSTER:
      return _("clusters");
    case ISO_ORDER_BY_ROW:
      return _("one row's values");
    case ISO_ORDER_BY_INDEX:
      return _("dataset index");
    case ISO_ORDER_BY_CLASS:
    default:
      return _("class");
    }
}

/* ---- by a key ---- */

typedef struct {
  double key;
  guint32 row;
} Keyed;

static int
compare_keyed (const void *a, const void *b)
{
  const Keyed *x = a, *y = b;
  if (x->key < y->key || x->key > y->key)
    return x->key < y->key ? -1 : 1;
  return x->row < y->row ? -1 : x->row > y->row;
}

static void
sort_rows (IsoMatrixOrder *order, Keyed *keyed)
{
  qsort (keyed, order->B, sizeof *keyed, compare_keyed);
  for (size_t place = 0; place < order->B; place++)
    order->rows[place] = keyed[place].row;
}

static bool
by_row (IsoMatrixOrder *order, const float *values, size_t row, GError **error)
{
  size_t B = order->B;
  if (values == NULL || row >= B)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_NUMERIC, _("not computed: no values to order by"));
      return false;
    }
  g_autofree Keyed *keyed = g_new (Keyed, MAX (B, 1));
  for (size_t i = 0; i < B; i++)
    {
      float value = values[row * B + i];
      /* What is no number goes last. */
      keyed[i] = (Keyed){ isnan (value) ? (double) INFINITY : -(double) value, (guint32) i };
    }
  sort_rows (order, keyed);
  order->row = row;
  return true;
}

static void
by_index (IsoMatrixOrder *order, const guint32 *indices)
{
  g_autofree Keyed *keyed = g_new (Keyed, MAX (order->B, 1));
  for (size_t i = 0; i < order->B; i++)
    keyed[i] = (Keyed){ (double) indices[i], (guint32) i };
  sort_rows (order, keyed);
}

static bool
by_cluster (IsoMatrixOrder *order, const float *similarity, GError **error)
{
  if (similarity == NULL)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_NUMERIC, _("not computed: no similarities to find clusters by"));
      return false;
    }
  g_autofree IsoMerge *merges = g_new (IsoMerge, MAX (order->B, 1));
  if (!iso_hierarchical_clustering (merges, similarity, order->B, error))
    return false;
  iso_hierarchical_order (order->rows, merges, similarity, order->B);
  return true;
}

/* ---- the type ---- */

IsoMatrixOrder *
iso_matrix_order_new (IsoOrderKind kind, const IsoBatchMatrices *matrices, IsoMatrixKind values_of, size_t row, GError **error)
{
  g_autoptr (IsoMatrixOrder) order = g_new0 (IsoMatrixOrder, 1);
  size_t B = matrices->B;
  iso_references_init (&order->references);
  order->kind = kind;
  order->B = B;
  order->rows = g_new (guint32, MAX (B, 1));
  order->places = g_new (guint32, MAX (B, 1));
  switch (kind)
    {
    case ISO_ORDER_BY_CLUSTER:
      if (!by_cluster (order, matrices->values[ISO_MATRIX_SIMILARITY], error))
        return NULL;
      break;
    case ISO_ORDER_BY_ROW:
      if (!by_row (order, matrices->values[values_of], row, error))
        return NULL;
      break;
    case ISO_ORDER_BY_INDEX:
      by_index (order, matrices->indices);
      break;
    case ISO_ORDER_BY_CLASS:
    default:
      for (size_t i = 0; i < B; i++)
        order->rows[i] = (guint32) i;
    }
  for (size_t place = 0; place < B; place++)
    order->places[order->rows[place]] = (guint32) place;
  return g_steal_pointer (&order);
}

IsoMatrixOrder *
iso_matrix_order_ref (IsoMatrixOrder *order)
{
  iso_references_add (&order->references);
  return order;
}

void
iso_matrix_order_unref (IsoMatrixOrder *order)
{
  if (order == NULL || !iso_references_drop (&order->references))
    return;
  g_free (order->rows);
  g_free (order->places);
  g_free (order);
}
