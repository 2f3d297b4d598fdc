#include "ui/plot/formula-view.h"

#include <adwaita.h>
#include <math.h>

#include "ui/figure/formula-figure.h"
#include "ui/plot/theme-watch.h"
#include "ui/plot/view-card.h"

/* Narrower than this it asks for room rather than for another line. */
#define LEAST_WIDTH 200.0

struct _IsoFormulaView {
  GtkWidget parent_instance;
  IsoFormula *formula;
  double size;
};

G_DEFINE_FINAL_TYPE (IsoFormulaView, iso_formula_view, GTK_TYPE_WIDGET)

/* Measuring wants a context, though nothing is drawn. */
static void
measure_formula (IsoFormulaView *view, double *width, double *height, double *baseline, double room)
{
  cairo_surface_t *surface = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
  cairo_t *cairo = cairo_create (surface);
  iso_formula_figure_measure (width, height, baseline, cairo, view->formula, view->size, room);
  cairo_destroy (cairo);
  cairo_surface_destroy (surface);
}

/* Beside words it stands on their line: who is aligned by baseline gets all the height there is, and that line. */
static void
iso_formula_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  IsoFormulaView *view = ISO_FORMULA_VIEW (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  int line = gtk_widget_get_allocated_baseline (widget);
  double baseline;
  measure_formula (view, NULL, NULL, &baseline, width);
  cairo_t *cairo = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0.0f, 0.0f, (float) width, (float) height));
  iso_formula_figure_draw (cairo, view->formula, 0.0, line >= 0 ? fmax (line - baseline, 0.0) : 0.0, view->size, width,
                           iso_present_theme ()->text);
  cairo_destroy (cairo);
}

static GtkSizeRequestMode
iso_formula_view_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
iso_formula_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                          int *minimum_baseline, int *natural_baseline)
{
  IsoFormulaView *view = ISO_FORMULA_VIEW (widget);
  double width, height, baseline;
  measure_formula (view, &width, &height, &baseline, orientation == GTK_ORIENTATION_VERTICAL && for_size > 0 ? for_size : 0.0);
  /* A pixel more for the rims of letters that end between pixels. */
  *natural = (int) ceil (orientation == GTK_ORIENTATION_HORIZONTAL ? width : height) + 1;
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? (int) ceil (fmin (width, LEAST_WIDTH)) + 1 : *natural;
  if (orientation == GTK_ORIENTATION_VERTICAL)
    *minimum_baseline = *natural_baseline = (int) lround (baseline);
}

static void
iso_formula_view_finalize (GObject *object)
{
  g_clear_pointer (&ISO_FORMULA_VIEW (object)->formula, iso_formula_free);
  G_OBJECT_CLASS (iso_formula_view_parent_class)->finalize (object);
}

static void
iso_formula_view_class_init (IsoFormulaViewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  G_OBJECT_CLASS (class)->finalize = iso_formula_view_finalize;
  widget_class->snapshot = iso_formula_view_snapshot;
  widget_class->get_request_mode = iso_formula_view_get_request_mode;
  widget_class->measure = iso_formula_view_measure;
  gtk_widget_class_set_css_name (widget_class, "formula");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
iso_formula_view_init (IsoFormulaView *view)
{
  iso_watch_theme (GTK_WIDGET (view), G_CALLBACK (gtk_widget_queue_draw));
}

GtkWidget *
iso_formula_view_new (const char *notation, double size)
{
  IsoFormulaView *view = g_object_new (ISO_TYPE_FORMULA_VIEW, NULL);
  view->formula = iso_formula_parse (notation, NULL);
  view->size = size;
  g_assert (view->formula != NULL);
  g_autofree char *plain = iso_formula_plain (view->formula);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, plain, -1);
  return GTK_WIDGET (view);
}
