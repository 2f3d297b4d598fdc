#include "ui/plot/curve-plot.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/plot/curve-canvas.h"
#include "ui/plot/score-menu.h"
#include "ui/plot/theme-watch.h"

struct _IsoCurvePlot {
  IsoViewCard parent_instance;
  IsoHistory *history;
  IsoRunCurves *curves;
  double raw_recall, raw_precision;
  IsoScoreKey scores[ISO_RUN_SCORES]; /* drawn, whatever the history */
  GtkToggleButton *entries[ISO_RUN_SERIES];
  GtkStack *pages;
  IsoCurveCanvas *canvas;
};

G_DEFINE_FINAL_TYPE (IsoCurvePlot, iso_curve_plot, ISO_TYPE_VIEW_CARD)

enum { PROPERTY_FIRST_SCORE = 1, PROPERTY_SECOND_SCORE, PROPERTY_COUNT };
static GParamSpec *properties[PROPERTY_COUNT];

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

/* Name and tooltip of an entry; those of the scores change with the choice. */
static void
name_entry (IsoCurvePlot *plot, IsoRunSeries series)
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
  name_entry (plot, series);
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

static GtkWidget *
legend_new (IsoCurvePlot *plot)
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

static void
draw_scores (IsoCurvePlot *plot)
{
  if (plot->curves != NULL)
    memcpy (plot->curves->scores, plot->scores, sizeof plot->scores);
  for (int i = 0; i < ISO_RUN_SCORES; i++)
    name_entry (plot, ISO_RUN_FIRST_SCORE + i);
  iso_curve_canvas_grown (plot->canvas);
}

void
iso_curve_plot_draw_score (IsoCurvePlot *plot, int which, IsoScoreKey key)
{
  g_return_if_fail (ISO_IS_CURVE_PLOT (plot) && which >= 0 && which < ISO_RUN_SCORES);
  /* One line twice would tell nothing: they change places. */
  if (iso_score_key_equal (plot->scores[1 - which], key))
    plot->scores[1 - which] = plot->scores[which];
  plot->scores[which] = key;
  draw_scores (plot);
  g_object_notify_by_pspec (G_OBJECT (plot), properties[PROPERTY_FIRST_SCORE]);
  g_object_notify_by_pspec (G_OBJECT (plot), properties[PROPERTY_SECOND_SCORE]);
}

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
      memcpy (curves->scores, plot->scores, sizeof plot->scores);
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
iso_curve_plot_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  IsoScoreKey key;
  if (id != PROPERTY_FIRST_SCORE && id != PROPERTY_SECOND_SCORE)
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
  else if (g_value_get_string (value) != NULL && iso_score_key_find (&key, g_value_get_string (value)))
    iso_curve_plot_draw_score (ISO_CURVE_PLOT (object), id == PROPERTY_FIRST_SCORE ? 0 : 1, key);
}

static void
iso_curve_plot_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  if (id != PROPERTY_FIRST_SCORE && id != PROPERTY_SECOND_SCORE)
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
  else
    g_value_set_static_string (value, iso_score_key_name (ISO_CURVE_PLOT (object)->scores[id == PROPERTY_FIRST_SCORE ? 0 : 1]));
}

static void
iso_curve_plot_class_init (IsoCurvePlotClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  object_class->dispose = iso_curve_plot_dispose;
  object_class->set_property = iso_curve_plot_set_property;
  object_class->get_property = iso_curve_plot_get_property;
  /* The names of the scores that are drawn, each behind an action: "map@r". */
  properties[PROPERTY_FIRST_SCORE] = g_param_spec_string ("first-score", NULL, NULL, "recall@1", flags);
  properties[PROPERTY_SECOND_SCORE] = g_param_spec_string ("second-score", NULL, NULL, "map@r", flags);
  g_object_class_install_properties (object_class, PROPERTY_COUNT, properties);
  gtk_widget_class_install_property_action (GTK_WIDGET_CLASS (class), "curves.first-score", "first-score");
  gtk_widget_class_install_property_action (GTK_WIDGET_CLASS (class), "curves.second-score", "second-score");
}

/* Opens the window of all metrics. */
static GtkWidget *
metrics_button_new (void)
{
  GtkWidget *button = gtk_button_new_with_label (_("Metrics…"));
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "header-link");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, _("All metrics, what they say, and the classes behind them (Ctrl+M)"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.metrics");
  return button;
}

static void
iso_curve_plot_init (IsoCurvePlot *plot)
{
  const char *scales[] = { _("linear"), _("log"), NULL };
  IsoViewCard *card = ISO_VIEW_CARD (plot);
  plot->raw_recall = plot->raw_precision = NAN;
  plot->scores[0] = ISO_SCORE_RECALL_1;
  plot->scores[1] = ISO_SCORE_MAP_AT_R;
  plot->pages = GTK_STACK (gtk_stack_new ());
  gtk_widget_add_css_class (GTK_WIDGET (plot->pages), "curve-pages");
  gtk_stack_add_named (plot->pages, empty_page_new (), "empty");
  gtk_stack_add_named (plot->pages, chart_page_new (plot), "chart");
  iso_view_card_set_title (card, _("Curves"));
  iso_view_card_set_subtitle (card, _("train step · test evaluation"));
  iso_view_card_add_control (card, metrics_button_new ());
  iso_view_card_add_control (card, iso_choice_row_new (_("Scale of the left axis"), scales, 0, scale_chosen, plot));
  iso_view_card_set_body (card, GTK_WIDGET (plot->pages));
}

GtkWidget *
iso_curve_plot_new (void)
{
  return g_object_new (ISO_TYPE_CURVE_PLOT, NULL);
}
