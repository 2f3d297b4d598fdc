#include "ui/plot/curve-plot.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/plot/curve-canvas.h"

struct _IsoCurvePlot {
  IsoViewCard parent_instance;
  IsoHistory *history;
  IsoRunCurves *curves;
  double raw_recall, raw_precision;
  GtkStack *pages;
  IsoCurveCanvas *canvas;
};

G_DEFINE_FINAL_TYPE (IsoCurvePlot, iso_curve_plot, ISO_TYPE_VIEW_CARD)

/* ---- legend ---- */

static void
draw_swatch (GtkDrawingArea *area, cairo_t *cairo, int width, int height, gpointer data)
{
  IsoRunSeries series = (IsoRunSeries) GPOINTER_TO_INT (data);
  GtkWidget *button = gtk_widget_get_ancestor (GTK_WIDGET (area), GTK_TYPE_TOGGLE_BUTTON);
  bool is_shown = button != NULL && gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (button));
  iso_set_color (cairo, iso_run_series_color (iso_present_theme (), series));
  if (is_shown)
    {
      cairo_rectangle (cairo, 0.0, 0.0, width, height);
      cairo_fill (cairo);
      return;
    }
  /* Off by shape, not by colour alone. */
  cairo_set_line_width (cairo, 1.5);
  cairo_rectangle (cairo, 0.75, 0.75, width - 1.5, height - 1.5);
  cairo_stroke (cairo);
}

static void
legend_toggled (GtkToggleButton *button, IsoCurvePlot *plot)
{
  IsoRunSeries series = (IsoRunSeries) GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "series"));
  bool is_shown = gtk_toggle_button_get_active (button);
  GtkWidget *content = gtk_button_get_child (GTK_BUTTON (button));
  iso_curve_canvas_set_shown (plot->canvas, series, is_shown);
  gtk_widget_queue_draw (gtk_widget_get_first_child (content));
  if (is_shown)
    gtk_widget_remove_css_class (gtk_widget_get_last_child (content), "dim-label");
  else
    gtk_widget_add_css_class (gtk_widget_get_last_child (content), "dim-label");
}

static GtkWidget *
legend_entry_new (IsoCurvePlot *plot, IsoRunSeries series)
{
  static const char *const tips[ISO_RUN_SERIES] = {
    N_("Loss of each training step; the line is its moving average (left axis)"),
    N_("Divergence of the student from the diffused targets (L_KD), without its weight, each training step (left axis)"),
    N_("recall@1 on test data after each epoch (right axis)"),
    N_("map@r on test data after each epoch (right axis)"),
  };
  AdwStyleManager *manager = adw_style_manager_get_default ();
  GtkWidget *button = gtk_toggle_button_new (), *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *swatch = gtk_drawing_area_new ();

  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (swatch), 10);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (swatch), 10);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (swatch), draw_swatch, GINT_TO_POINTER (series), NULL);
  gtk_widget_set_valign (swatch, GTK_ALIGN_CENTER);
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (gtk_widget_queue_draw), swatch, G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (gtk_widget_queue_draw), swatch, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (content), swatch);
  gtk_box_append (GTK_BOX (content), gtk_label_new (iso_run_series_name (series)));

  gtk_button_set_child (GTK_BUTTON (button), content);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "legend-entry");
  gtk_widget_set_tooltip_text (button, _(tips[series]));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, iso_run_series_name (series), -1);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
  g_object_set_data (G_OBJECT (button), "series", GINT_TO_POINTER (series));
  g_signal_connect (button, "toggled", G_CALLBACK (legend_toggled), plot);
  return button;
}

static GtkWidget *
legend_new (IsoCurvePlot *plot)
{
  GtkWidget *legend = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2);
  gtk_widget_add_css_class (legend, "legend");
  gtk_accessible_update_property (GTK_ACCESSIBLE (legend), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Curves shown"), -1);
  for (IsoRunSeries series = ISO_RUN_LOSS; series < ISO_RUN_SERIES; series++)
    gtk_box_append (GTK_BOX (legend), legend_entry_new (plot, series));
  return legend;
}

/* ---- pages ---- */

static void
scale_chosen (int index, gpointer data)
{
  IsoCurvePlot *plot = data;
  iso_curve_canvas_set_logarithmic (plot->canvas, index == 1);
}

static GtkWidget *
empty_page_new (void)
{
  GtkWidget *label = gtk_label_new (_("Press Start (F5): curves appear here"));
  gtk_widget_add_css_class (label, "dim-label");
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  return label;
}

static GtkWidget *
chart_page_new (IsoCurvePlot *plot)
{
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  plot->canvas = ISO_CURVE_CANVAS (iso_curve_canvas_new ());
  gtk_widget_set_vexpand (GTK_WIDGET (plot->canvas), TRUE);
  gtk_widget_set_hexpand (GTK_WIDGET (plot->canvas), TRUE);
  gtk_box_append (GTK_BOX (page), GTK_WIDGET (plot->canvas));
  gtk_box_append (GTK_BOX (page), legend_new (plot));
  return page;
}

static void
choose_page (IsoCurvePlot *plot)
{
  bool has_steps = plot->curves != NULL && iso_run_curves_last_step (plot->curves) > 0;
  gtk_stack_set_visible_child_name (plot->pages, has_steps ? "chart" : "empty");
}

/* ---- the doors ---- */

void
iso_curve_plot_set_history (IsoCurvePlot *plot, IsoHistory *history, size_t steps_per_epoch)
{
  g_return_if_fail (ISO_IS_CURVE_PLOT (plot));
  IsoRunCurves *curves = history != NULL ? iso_run_curves_new (steps_per_epoch) : NULL;
  if (history != NULL)
    {
      iso_history_ref (history);
      curves->raw_recall = plot->raw_recall;
      curves->raw_precision = plot->raw_precision;
      iso_run_curves_read (curves, history);
    }
  iso_curve_canvas_set_curves (plot->canvas, curves);
  iso_run_curves_free (plot->curves);
  iso_history_unref (plot->history);
  plot->curves = curves;
  plot->history = history;
  choose_page (plot);
}

void
iso_curve_plot_update (IsoCurvePlot *plot)
{
  g_return_if_fail (ISO_IS_CURVE_PLOT (plot));
  if (plot->history == NULL || !iso_run_curves_read (plot->curves, plot->history))
    return;
  choose_page (plot);
  iso_curve_canvas_grown (plot->canvas);
}

void
iso_curve_plot_set_raw (IsoCurvePlot *plot, double recall_1, double map_at_r)
{
  g_return_if_fail (ISO_IS_CURVE_PLOT (plot));
  plot->raw_recall = recall_1;
  plot->raw_precision = map_at_r;
  if (plot->curves == NULL)
    return;
  plot->curves->raw_recall = recall_1;
  plot->curves->raw_precision = map_at_r;
  iso_curve_canvas_grown (plot->canvas);
}

static void
iso_curve_plot_dispose (GObject *object)
{
  IsoCurvePlot *plot = ISO_CURVE_PLOT (object);
  if (plot->canvas != NULL)
    iso_curve_canvas_set_curves (plot->canvas, NULL);
  plot->canvas = NULL;
  g_clear_pointer (&plot->curves, iso_run_curves_free);
  g_clear_pointer (&plot->history, iso_history_unref);
  G_OBJECT_CLASS (iso_curve_plot_parent_class)->dispose (object);
}

static void
iso_curve_plot_class_init (IsoCurvePlotClass *class)
{
  G_OBJECT_CLASS (class)->dispose = iso_curve_plot_dispose;
}

static void
iso_curve_plot_init (IsoCurvePlot *plot)
{
  const char *scales[] = { _("linear"), _("log"), NULL };
  IsoViewCard *card = ISO_VIEW_CARD (plot);
  plot->raw_recall = plot->raw_precision = NAN;
  plot->pages = GTK_STACK (gtk_stack_new ());
  gtk_widget_add_css_class (GTK_WIDGET (plot->pages), "curve-pages");
  gtk_stack_add_named (plot->pages, empty_page_new (), "empty");
  gtk_stack_add_named (plot->pages, chart_page_new (plot), "chart");
  iso_view_card_set_title (card, _("Curves"));
  iso_view_card_set_subtitle (card, _("train step · test after each epoch"));
  iso_view_card_add_control (card, iso_choice_row_new (_("Scale of the left axis"), scales, 0, scale_chosen, plot));
  iso_view_card_set_body (card, GTK_WIDGET (plot->pages));
}

GtkWidget *
iso_curve_plot_new (void)
{
  return g_object_new (ISO_TYPE_CURVE_PLOT, NULL);
}
