#include "ui/plot/curve-plot-private.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/plot/table-window.h"

G_DEFINE_FINAL_TYPE (IsoCurvePlot, iso_curve_plot, ISO_TYPE_VIEW_CARD)

enum { PROPERTY_FIRST_SCORE = 1, PROPERTY_SECOND_SCORE, PROPERTY_COUNT };
static GParamSpec *properties[PROPERTY_COUNT];

enum { CURSOR_MOVED, SIGNAL_COUNT };
static guint signals[SIGNAL_COUNT];

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

static void
cursor_moved (IsoCurveCanvas *canvas, guint64 step, IsoCurvePlot *plot)
{
  g_signal_emit (plot, signals[CURSOR_MOVED], 0, step);
}

/* Nothing is left out silently: which steps of how many are in sight. */
static void
say_range (IsoCurvePlot *plot)
{
  guint64 first, last;
  char from[32], to[32], whole[32];
  if (!iso_plot_range_window (iso_curve_canvas_range (plot->canvas))->has_x || !iso_curve_canvas_steps (plot->canvas, &first, &last))
    {
      iso_view_card_set_subtitle (ISO_VIEW_CARD (plot), _("train step · test evaluation"));
      return;
    }
  iso_number_format (from, sizeof from, (double) first, 9);
  iso_number_format (to, sizeof to, (double) last, 9);
  iso_number_format (whole, sizeof whole, (double) iso_run_curves_last_step (plot->curves), 9);
  g_autofree char *said = g_strdup_printf (_("steps %s to %s of %s"), from, to, whole);
  iso_view_card_set_subtitle (ISO_VIEW_CARD (plot), said);
}

static void
range_changed (IsoCurveCanvas *canvas, IsoCurvePlot *plot)
{
  const IsoPlotRange *range = iso_curve_canvas_range (canvas);
  bool is_zoomed = iso_plot_range_is_zoomed (range), can_undo = iso_plot_range_can_undo (range);
  gtk_widget_action_set_enabled (GTK_WIDGET (plot), "curves.undo-zoom", can_undo);
  gtk_widget_action_set_enabled (GTK_WIDGET (plot), "curves.fit", is_zoomed);
  gtk_widget_set_visible (plot->zoom_buttons, is_zoomed || can_undo);
  say_range (plot);
}

static GtkWidget *
chart_page_new (IsoCurvePlot *plot)
{
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  plot->canvas = ISO_CURVE_CANVAS (iso_curve_canvas_new ());
  gtk_widget_set_vexpand (GTK_WIDGET (plot->canvas), TRUE);
  gtk_widget_set_hexpand (GTK_WIDGET (plot->canvas), TRUE);
  gtk_box_append (GTK_BOX (page), GTK_WIDGET (plot->canvas));
  g_signal_connect (plot->canvas, "cursor-moved", G_CALLBACK (cursor_moved), plot);
  g_signal_connect (plot->canvas, "range-changed", G_CALLBACK (range_changed), plot);
  gtk_box_append (GTK_BOX (page), iso_curve_plot_legend_new (plot));
  return page;
}

static void
choose_page (IsoCurvePlot *plot)
{
  bool has_steps = plot->curves != NULL && iso_run_curves_last_step (plot->curves) > 0;
  gtk_stack_set_visible_child_name (plot->pages, has_steps ? "chart" : "empty");
  gtk_widget_action_set_enabled (GTK_WIDGET (plot), "curves.table", has_steps);
  iso_view_card_exportable (ISO_VIEW_CARD (plot));
}

/* ---- the doors ---- */

static void
draw_scores (IsoCurvePlot *plot)
{
  if (plot->curves != NULL)
    memcpy (plot->curves->scores, plot->scores, sizeof plot->scores);
  for (int i = 0; i < ISO_RUN_SCORES; i++)
    iso_curve_plot_name_entry (plot, ISO_RUN_FIRST_SCORE + i);
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
      iso_run_curves_smooth (curves, iso_smoothing_button_get (plot->smoothing));
      iso_run_curves_read (curves, history);
    }
  iso_curve_canvas_set_curves (plot->canvas, curves);
  iso_run_curves_free (plot->curves);
  iso_history_unref (plot->history);
  plot->curves = curves;
  plot->history = history;
  iso_curve_plot_show_branches (plot);
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
  say_range (plot);
}

void
iso_curve_plot_set_branches (IsoCurvePlot *plot, GPtrArray *branches)
{
  g_return_if_fail (ISO_IS_CURVE_PLOT (plot));
  g_autoptr (GPtrArray) unused = plot->curves == NULL ? branches : NULL;
  if (plot->curves != NULL)
    {
      iso_run_curves_set_branches (plot->curves, branches);
      iso_run_curves_smooth (plot->curves, iso_smoothing_button_get (plot->smoothing));
    }
  iso_curve_plot_show_branches (plot);
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

void
iso_curve_plot_set_cursor (IsoCurvePlot *plot, guint64 step)
{
  g_return_if_fail (ISO_IS_CURVE_PLOT (plot));
  iso_curve_canvas_set_cursor (plot->canvas, step);
}

double
iso_curve_plot_smoothing (IsoCurvePlot *plot)
{
  g_return_val_if_fail (ISO_IS_CURVE_PLOT (plot), 0.0);
  return iso_smoothing_button_get (plot->smoothing);
}

void
iso_curve_plot_set_smoothing (IsoCurvePlot *plot, double smoothing)
{
  g_return_if_fail (ISO_IS_CURVE_PLOT (plot));
  iso_smoothing_button_set (plot->smoothing, smoothing);
}

static void
smoothing_changed (IsoSmoothingButton *button, IsoCurvePlot *plot)
{
  if (plot->curves == NULL)
    return;
  iso_run_curves_smooth (plot->curves, iso_smoothing_button_get (button));
  iso_curve_canvas_redraw (plot->canvas);
}

/* ---- actions ---- */

static void
undo_wanted (GtkWidget *widget, const char *action, GVariant *parameter)
{
  iso_curve_canvas_undo (ISO_CURVE_PLOT (widget)->canvas);
}

static void
fit_wanted (GtkWidget *widget, const char *action, GVariant *parameter)
{
  iso_curve_canvas_fit (ISO_CURVE_PLOT (widget)->canvas);
}

/* The numbers in sight, as they are now. */
static void
table_wanted (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoCurvePlot *plot = ISO_CURVE_PLOT (widget);
  guint64 first, last;
  char from[32], to[32];
  if (!iso_curve_plot_steps (plot, &first, &last))
    return;
  g_autoptr (IsoNumberTable) table = iso_run_curves_table (plot->curves, first, last);
  iso_number_format (from, sizeof from, (double) first, 9);
  iso_number_format (to, sizeof to, (double) last, 9);
  g_autofree char *subtitle = g_strdup_printf (_("steps %s to %s"), from, to);
  GtkRoot *root = gtk_widget_get_root (widget);
  gtk_window_present (iso_table_window_new (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, _("Curves"), subtitle, table,
                                            "curves.csv"));
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
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  object_class->dispose = iso_curve_plot_dispose;
  object_class->set_property = iso_curve_plot_set_property;
  object_class->get_property = iso_curve_plot_get_property;
  ISO_VIEW_CARD_CLASS (class)->can_export = iso_curve_plot_can_export;
  ISO_VIEW_CARD_CLASS (class)->figure = iso_curve_plot_figure;
  /* The names of the scores that are drawn, each behind an action: "map@r". */
  properties[PROPERTY_FIRST_SCORE] = g_param_spec_string ("first-score", NULL, NULL, "recall@1", flags);
  properties[PROPERTY_SECOND_SCORE] = g_param_spec_string ("second-score", NULL, NULL, "map@r", flags);
  g_object_class_install_properties (object_class, PROPERTY_COUNT, properties);
  signals[CURSOR_MOVED] = g_signal_new ("cursor-moved", ISO_TYPE_CURVE_PLOT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                        G_TYPE_UINT64);
  gtk_widget_class_install_property_action (widget_class, "curves.first-score", "first-score");
  gtk_widget_class_install_property_action (widget_class, "curves.second-score", "second-score");
  gtk_widget_class_install_action (widget_class, "curves.undo-zoom", NULL, undo_wanted);
  gtk_widget_class_install_action (widget_class, "curves.fit", NULL, fit_wanted);
  gtk_widget_class_install_action (widget_class, "curves.table", NULL, table_wanted);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_t, 0, "curves.table", NULL);
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

static GtkWidget *
table_button_new (void)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("view-list-symbolic");
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "card-button");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, _("The numbers as a table (T)"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("The numbers as a table"), -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "curves.table");
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
  plot->smoothing = ISO_SMOOTHING_BUTTON (iso_smoothing_button_new (ISO_RUN_SMOOTHING));
  g_signal_connect (plot->smoothing, "changed", G_CALLBACK (smoothing_changed), plot);
  plot->pages = GTK_STACK (gtk_stack_new ());
  gtk_widget_add_css_class (GTK_WIDGET (plot->pages), "curve-pages");
  gtk_stack_add_named (plot->pages, empty_page_new (), "empty");
  gtk_stack_add_named (plot->pages, chart_page_new (plot), "chart");
  iso_view_card_set_title (card, _("Curves"));
  iso_view_card_add_control (card, metrics_button_new ());
  iso_view_card_add_control (card, GTK_WIDGET (plot->smoothing));
  iso_view_card_add_control (card, iso_choice_row_new (_("Scale of the left axis"), scales, 0, scale_chosen, plot));
  iso_view_card_add_control (card, table_button_new ());
  iso_view_card_set_body (card, GTK_WIDGET (plot->pages));
  choose_page (plot);
  range_changed (plot->canvas, plot);
}

GtkWidget *
iso_curve_plot_new (void)
{
  return g_object_new (ISO_TYPE_CURVE_PLOT, NULL);
}
