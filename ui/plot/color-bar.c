#include "ui/plot/color-bar.h"

#include <glib/gi18n-lib.h>

#include "ui/figure/axis.h"
#include "ui/figure/scale-bar.h"
#include "ui/plot/view-card.h"

struct _IsoColorBar {
  GtkWidget parent_instance;
  gboolean is_shown;
  IsoMatrixKind kind;
  IsoHeatScale scale;
  IsoMatrixSpread spread;
};

G_DEFINE_FINAL_TYPE (IsoColorBar, iso_color_bar, GTK_TYPE_WIDGET)

static void
iso_color_bar_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  IsoColorBar *bar = ISO_COLOR_BAR (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  const IsoTheme *theme = iso_present_theme ();
  if (!bar->is_shown)
    return;
  cairo_t *cairo = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0.0f, 0.0f, (float) width, (float) height));
  iso_scale_bar_draw (cairo, 0.0, 0.0, width, height, &bar->scale, &bar->spread, iso_matrix_colors (bar->kind, theme->is_dark),
                      theme);
  cairo_destroy (cairo);
}

static void
iso_color_bar_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                       int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? ISO_SCALE_BAR_WIDTH : 32;
  *minimum_baseline = *natural_baseline = -1;
}

static void
iso_color_bar_class_init (IsoColorBarClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  widget_class->snapshot = iso_color_bar_snapshot;
  widget_class->measure = iso_color_bar_measure;
  gtk_widget_class_set_css_name (widget_class, "color-bar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
iso_color_bar_init (IsoColorBar *bar)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Color scale"), -1);
  gtk_widget_set_can_target (GTK_WIDGET (bar), FALSE);
}

GtkWidget *
iso_color_bar_new (void)
{
  return g_object_new (ISO_TYPE_COLOR_BAR, NULL);
}

static gboolean
reaches_beyond (const IsoHeatScale *scale, const IsoMatrixSpread *spread, gboolean top)
{
  return top ? spread->maximum > scale->maximum : spread->minimum < scale->minimum;
}

static gboolean
says_the_same (const IsoColorBar *bar, const IsoHeatScale *scale, const IsoMatrixSpread *spread, IsoMatrixKind kind)
{
  return bar->is_shown && bar->kind == kind && bar->scale.kind == scale->kind && !(bar->scale.minimum < scale->minimum)
         && !(bar->scale.minimum > scale->minimum) && !(bar->scale.maximum < scale->maximum)
         && !(bar->scale.maximum > scale->maximum)
         && reaches_beyond (&bar->scale, &bar->spread, TRUE) == reaches_beyond (scale, spread, TRUE)
         && reaches_beyond (&bar->scale, &bar->spread, FALSE) == reaches_beyond (scale, spread, FALSE);
}

static void
describe (IsoColorBar *bar)
{
  char low[32], high[32];
  iso_number_format (low, sizeof low, bar->scale.minimum, 4);
  iso_number_format (high, sizeof high, bar->scale.maximum, 4);
  gboolean logarithmic = bar->scale.kind == ISO_HEAT_LOGARITHMIC || bar->scale.kind == ISO_HEAT_DIVERGING_LOGARITHMIC;
  g_autofree char *text = g_strdup_printf (logarithmic ? _("from %s to %s, logarithmic") : _("from %s to %s"), low, high);
  gtk_accessible_update_property (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

void
iso_color_bar_show (IsoColorBar *bar, const IsoBatchMatrices *matrices, IsoMatrixKind kind, gboolean logarithmic)
{
  if (matrices == NULL || matrices->values[kind] == NULL)
    {
      if (bar->is_shown)
        gtk_widget_queue_draw (GTK_WIDGET (bar));
      bar->is_shown = FALSE;
      return;
    }
  const IsoHeatScale *scale = iso_batch_matrices_scale (matrices, kind, logarithmic);
  if (says_the_same (bar, scale, &matrices->spread[kind], kind))
    return;
  bar->is_shown = TRUE;
  bar->kind = kind;
  bar->scale = *scale;
  bar->spread = matrices->spread[kind];
  describe (bar);
  gtk_widget_queue_draw (GTK_WIDGET (bar));
}
