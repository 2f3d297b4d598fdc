#include <glib/gi18n-lib.h>

#include "ui/figure/dash.h"
#include "ui/figure/run-branch.h"
#include "ui/plot/curve-plot-private.h"
#include "ui/plot/score-menu.h"
#include "ui/plot/theme-watch.h"
#include "ui/plot/zoom-buttons.h"

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

void
iso_curve_plot_name_entry (IsoCurvePlot *plot, IsoRunSeries series)
{
  GtkWidget *button = GTK_WIDGET (plot->entries[series]);
  GtkWidget *label = gtk_widget_get_last_child (gtk_button_get_child (GTK_BUTTON (button)));
  g_autofree char *tip = NULL;
  const char *name = series == ISO_RUN_LOSS ? _("loss") : _("KL");
  if (series >= ISO_RUN_FIRST_SCORE)
    {
      IsoScoreKey key = plot->scores[series - ISO_RUN_FIRST_SCORE];
      name = iso_score_key_name (key);
      tip = g_strdup_printf (_("%s on test data after each evaluation (right axis). %s"), name,
                             _(iso_metric (key.metric)->definition));
    }
  else
    tip = g_strdup (series == ISO_RUN_LOSS
                        ? _("Loss of each training step; the line is its moving average (left axis)")
                        : _("Divergence of the student from the diffused targets (L_KD), without its weight, each training step "
                            "(left axis)"));
  gtk_label_set_text (GTK_LABEL (label), name);
  gtk_widget_set_tooltip_text (button, tip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static GtkWidget *
legend_entry_new (IsoCurvePlot *plot, IsoRunSeries series)
{
  GtkWidget *button = gtk_toggle_button_new (), *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *swatch = gtk_drawing_area_new ();

  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (swatch), 10);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (swatch), 10);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (swatch), draw_swatch, GINT_TO_POINTER (series), NULL);
  gtk_widget_set_valign (swatch, GTK_ALIGN_CENTER);
  iso_watch_theme (swatch, G_CALLBACK (gtk_widget_queue_draw));
  gtk_box_append (GTK_BOX (content), swatch);
  gtk_box_append (GTK_BOX (content), gtk_label_new (NULL));

  gtk_button_set_child (GTK_BUTTON (button), content);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "legend-entry");
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
  g_object_set_data (G_OBJECT (button), "series", GINT_TO_POINTER (series));
  g_signal_connect (button, "toggled", G_CALLBACK (legend_toggled), plot);
  plot->entries[series] = GTK_TOGGLE_BUTTON (button);
  iso_curve_plot_name_entry (plot, series);
  return button;
}

static bool
has_key (const IsoScoreKey *keys, size_t count, IsoScoreKey key)
{
  for (size_t i = 0; i < count; i++)
    if (iso_score_key_equal (keys[i], key))
      return true;
  return false;
}

/* Those of the newest evaluation, those drawn, and before the first evaluation the two that there always are. */
static size_t
scores_to_choose (IsoScoreKey keys[ISO_SCORES_MAX], gpointer data)
{
  IsoCurvePlot *plot = data;
  const GArray *epochs = plot->curves != NULL ? plot->curves->epochs : NULL;
  const IsoScoreKey always[] = { ISO_SCORE_RECALL_1, ISO_SCORE_MAP_AT_R, plot->scores[0], plot->scores[1] };
  size_t count = 0;
  if (epochs != NULL && epochs->len > 0)
    count = iso_scores_keys (keys, &g_array_index (epochs, IsoEpochRecord, epochs->len - 1).test);
  for (size_t i = 0; i < G_N_ELEMENTS (always) && count < ISO_SCORES_MAX; i++)
    if (!has_key (keys, count, always[i]))
      keys[count++] = always[i];
  return count;
}

/* ---- other runs ---- */

static void
draw_branch_swatch (GtkDrawingArea *area, cairo_t *cairo, int width, int height, gpointer data)
{
  GtkWidget *button = gtk_widget_get_ancestor (GTK_WIDGET (area), GTK_TYPE_TOGGLE_BUTTON);
  iso_set_color (cairo, iso_present_theme ()->quiet);
  if (button != NULL && gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (button)))
    {
      iso_dash_draw_key (cairo, 1, 0.0, 0.5 * height, width, 2.0);
      return;
    }
  cairo_set_line_width (cairo, 1.0);
  cairo_rectangle (cairo, 0.5, 0.5, width - 1.0, height - 1.0);
  cairo_stroke (cairo);
}

static void
branches_toggled (GtkToggleButton *button, IsoCurvePlot *plot)
{
  GtkWidget *content = gtk_button_get_child (GTK_BUTTON (button));
  iso_curve_canvas_set_branches_shown (plot->canvas, gtk_toggle_button_get_active (button));
  gtk_widget_queue_draw (gtk_widget_get_first_child (content));
}

void
iso_curve_plot_show_branches (IsoCurvePlot *plot)
{
  const GPtrArray *branches = plot->curves != NULL ? plot->curves->branches : NULL;
  g_autoptr (GString) tip = g_string_new (_("Runs beside this one, from where they part:"));
  for (guint i = 0; branches != NULL && i < branches->len; i++)
    {
      const IsoRunBranch *branch = branches->pdata[i];
      g_string_append_printf (tip, branch->is_parent ? _("\n%s, which this run was forked from") : _("\n%s, forked from this run"),
                              branch->label);
    }
  gtk_widget_set_visible (plot->branch_entry, branches != NULL && branches->len > 0);
  gtk_widget_set_tooltip_text (plot->branch_entry, tip->str);
}

static GtkWidget *
branch_entry_new (IsoCurvePlot *plot)
{
  GtkWidget *button = gtk_toggle_button_new (), *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *swatch = gtk_drawing_area_new ();
  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (swatch), 18);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (swatch), 10);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (swatch), draw_branch_swatch, NULL, NULL);
  gtk_widget_set_valign (swatch, GTK_ALIGN_CENTER);
  iso_watch_theme (swatch, G_CALLBACK (gtk_widget_queue_draw));
  gtk_box_append (GTK_BOX (content), swatch);
  gtk_box_append (GTK_BOX (content), gtk_label_new (_("forks")));
  gtk_button_set_child (GTK_BUTTON (button), content);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "legend-entry");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("forks"), -1);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
  g_signal_connect (button, "toggled", G_CALLBACK (branches_toggled), plot);
  gtk_widget_set_visible (button, FALSE);
  return button;
}

GtkWidget *
iso_curve_plot_legend_new (IsoCurvePlot *plot)
{
  GtkWidget *legend = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2);
  gtk_widget_add_css_class (legend, "legend");
  gtk_accessible_update_property (GTK_ACCESSIBLE (legend), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Curves shown"), -1);
  for (IsoRunSeries series = ISO_RUN_LOSS; series < ISO_RUN_SERIES; series++)
    gtk_box_append (GTK_BOX (legend), legend_entry_new (plot, series));
  gtk_box_insert_child_after (GTK_BOX (legend),
                              iso_score_menu_new (_("First score drawn"), "curves.first-score", scores_to_choose, plot),
                              GTK_WIDGET (plot->entries[ISO_RUN_FIRST_SCORE]));
  gtk_box_append (GTK_BOX (legend), iso_score_menu_new (_("Second score drawn"), "curves.second-score", scores_to_choose, plot));
  plot->branch_entry = branch_entry_new (plot);
  gtk_box_append (GTK_BOX (legend), plot->branch_entry);
  plot->zoom_buttons = iso_zoom_buttons_new ("curves.undo-zoom", "curves.fit");
  gtk_widget_set_hexpand (plot->zoom_buttons, TRUE);
  gtk_widget_set_halign (plot->zoom_buttons, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (legend), plot->zoom_buttons);
  return legend;
}
