#include "ui/plot/band-view.h"

#include <string.h>

#include "ui/figure/class-bands.h"
#include "ui/plot/view-card.h"

struct _IsoBandView {
  GtkWidget parent_instance;
  IsoBatchMatrices *matrices;
  IsoMatrixOrder *order;
  guint8 *faded; /* (B) or NULL */
  double first, count;
};

G_DEFINE_FINAL_TYPE (IsoBandView, iso_band_view, GTK_TYPE_WIDGET)

static void
iso_band_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  IsoBandView *view = ISO_BAND_VIEW (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  if (view->matrices == NULL || view->matrices->B == 0)
    return;
  const IsoClassBands bands = { view->matrices->labels, view->matrices->B, view->order != NULL ? view->order->rows : NULL, view->faded,
                                view->first, view->count > 0.0 ? view->count : (double) view->matrices->B };
  cairo_t *cairo = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0.0f, 0.0f, (float) width, (float) height));
  iso_class_bands_draw_part (cairo, 0.0, 0.0, width, height, &bands, iso_present_theme ());
  cairo_destroy (cairo);
}

static void
iso_band_view_dispose (GObject *object)
{
  IsoBandView *view = ISO_BAND_VIEW (object);
  g_clear_pointer (&view->matrices, iso_batch_matrices_unref);
  g_clear_pointer (&view->order, iso_matrix_order_unref);
  g_clear_pointer (&view->faded, g_free);
  G_OBJECT_CLASS (iso_band_view_parent_class)->dispose (object);
}

static void
iso_band_view_class_init (IsoBandViewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  G_OBJECT_CLASS (class)->dispose = iso_band_view_dispose;
  widget_class->snapshot = iso_band_view_snapshot;
  gtk_widget_class_set_css_name (widget_class, "class-bands");
  /* The read-out names the classes. */
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
iso_band_view_init (IsoBandView *view)
{
  gtk_widget_set_can_target (GTK_WIDGET (view), FALSE);
}

GtkWidget *
iso_band_view_new (void)
{
  return g_object_new (ISO_TYPE_BAND_VIEW, NULL);
}

static gboolean
looks_the_same (const IsoBandView *view, const IsoBatchMatrices *matrices, const IsoMatrixOrder *order, const guint8 *faded)
{
  const IsoBatchMatrices *before = view->matrices;
  if (before == NULL || matrices == NULL || before->B != matrices->B)
    return before == matrices;
  if ((faded == NULL) != (view->faded == NULL) || (faded != NULL && memcmp (faded, view->faded, matrices->B) != 0))
    return FALSE;
  for (size_t place = 0; (order != NULL || view->order != NULL) && place < matrices->B; place++)
    if (matrices->labels[iso_matrix_order_row (order, place)] != before->labels[iso_matrix_order_row (view->order, place)])
      return FALSE;
  /* Flags go by row, so that another order moves them. */
  if (faded != NULL && order != view->order)
    return FALSE;
  return order != NULL || view->order != NULL
         || memcmp (before->labels, matrices->labels, matrices->B * sizeof *matrices->labels) == 0;
}

void
iso_band_view_show (IsoBandView *view, IsoBatchMatrices *matrices, IsoMatrixOrder *order, const guint8 *faded)
{
  gboolean same = looks_the_same (view, matrices, order, faded);
  if (matrices != NULL)
    iso_batch_matrices_ref (matrices);
  if (order != NULL)
    iso_matrix_order_ref (order);
  g_clear_pointer (&view->matrices, iso_batch_matrices_unref);
  g_clear_pointer (&view->order, iso_matrix_order_unref);
  view->matrices = matrices;
  view->order = order;
  g_free (view->faded);
  view->faded = faded != NULL && matrices != NULL ? g_memdup2 (faded, matrices->B) : NULL;
  if (!same)
    gtk_widget_queue_draw (GTK_WIDGET (view));
}

void
iso_band_view_set_part (IsoBandView *view, double first, double count)
{
  if (!(first < view->first) && !(first > view->first) && !(count < view->count) && !(count > view->count))
    return;
  view->first = first;
  view->count = count;
  gtk_widget_queue_draw (GTK_WIDGET (view));
}
