#include "ui/plot/band-view.h"

#include <string.h>

#include "ui/figure/class-bands.h"
#include "ui/plot/view-card.h"

struct _IsoBandView {
  GtkWidget parent_instance;
  IsoBatchMatrices *matrices;
};

G_DEFINE_FINAL_TYPE (IsoBandView, iso_band_view, GTK_TYPE_WIDGET)

static void
iso_band_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  IsoBandView *view = ISO_BAND_VIEW (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  if (view->matrices == NULL)
    return;
  cairo_t *cairo = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0.0f, 0.0f, (float) width, (float) height));
  iso_class_bands_draw (cairo, 0.0, 0.0, width, height, view->matrices->labels, view->matrices->B, iso_present_theme ());
  cairo_destroy (cairo);
}

static void
iso_band_view_dispose (GObject *object)
{
  g_clear_pointer (&ISO_BAND_VIEW (object)->matrices, iso_batch_matrices_unref);
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

void
iso_band_view_show (IsoBandView *view, IsoBatchMatrices *matrices)
{
  IsoBatchMatrices *before = view->matrices;
  gboolean same = before == matrices
                  || (before != NULL && matrices != NULL && before->B == matrices->B
                      && memcmp (before->labels, matrices->labels, matrices->B * sizeof *matrices->labels) == 0);
  if (matrices != NULL)
    iso_batch_matrices_ref (matrices);
  view->matrices = matrices;
  iso_batch_matrices_unref (before);
  if (!same)
    gtk_widget_queue_draw (GTK_WIDGET (view));
}
