/* The curves view as a widget: roles and words, pages, growth, cursor, legend, and that nothing of it stays behind. */
#include <adwaita.h>
#include <math.h>

#include "tests/support/widgets.h"
#include "ui/plot/curve-canvas.h"
#include "ui/plot/curve-plot.h"

typedef struct {
  GtkWidget *window;
  IsoCurvePlot *plot;
  IsoCurveCanvas *canvas;
  IsoHistory *history;
} Fixture;

static GtkWidget *
find (GtkWidget *widget, GType type, const char *text)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type)
      && (text == NULL || (GTK_IS_LABEL (widget) && g_strcmp0 (gtk_label_get_text (GTK_LABEL (widget)), text) == 0)))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, type, text);
      if (found != NULL)
        return found;
    }
  return NULL;
}

static GtkToggleButton *
find_toggle (Fixture *fixture, const char *text)
{
  GtkWidget *label = find (GTK_WIDGET (fixture->plot), GTK_TYPE_LABEL, text);
  g_assert_nonnull (label);
  return GTK_TOGGLE_BUTTON (gtk_widget_get_ancestor (label, GTK_TYPE_TOGGLE_BUTTON));
}

static void
add_steps (IsoHistory *history, int from, int to)
{
  for (int step = from; step <= to; step++)
    {
      IsoStepRecord record = { .step = (guint64) step, .epoch = (step - 1) / 17 };
      record.loss = 1.0 + 1.0 / step;
      record.divergence = step <= 17 ? (double) NAN : 0.5;
      iso_history_add_step (history, &record);
      if (step % 17 == 0)
        {
          IsoEpochRecord epoch = { .step = (guint64) step, .epoch = step / 17 };
          epoch.test.recall_1 = 0.75;
          epoch.test.map_at_r = 0.5;
          iso_history_add_epoch (history, &epoch);
        }
    }
}

static gboolean
wait_for_drawing (Fixture *fixture, guint count)
{
  for (int i = 0; i < 200 && iso_curve_canvas_drawn_count (fixture->canvas) < count; i++)
    test_wait_ms (10);
  return iso_curve_canvas_drawn_count (fixture->canvas) >= count;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->window = gtk_window_new ();
  fixture->plot = ISO_CURVE_PLOT (iso_curve_plot_new ());
  fixture->canvas = ISO_CURVE_CANVAS (find (GTK_WIDGET (fixture->plot), ISO_TYPE_CURVE_CANVAS, NULL));
  fixture->history = iso_history_new ();
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 680, 320);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->plot));
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gpointer plot = fixture->plot, canvas = fixture->canvas;
  g_object_add_weak_pointer (plot, &plot);
  g_object_add_weak_pointer (canvas, &canvas);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  for (int i = 0; i < 100 && (plot != NULL || canvas != NULL); i++)
    test_wait_ms (10);
  g_assert_null (plot);
  g_assert_null (canvas);
  iso_history_unref (fixture->history);
}

static void
press (Fixture *fixture, guint key, GdkModifierType state)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (fixture->canvas));
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);
      gboolean handled = FALSE;
      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", key, 0, state, &handled);
    }
}

static void
test_words (Fixture *fixture, gconstpointer data)
{
  gtk_test_accessible_assert_role (fixture->plot, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_test_accessible_assert_property (fixture->plot, GTK_ACCESSIBLE_PROPERTY_LABEL, "Curves");
  gtk_test_accessible_assert_role (fixture->canvas, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_test_accessible_assert_property (fixture->canvas, GTK_ACCESSIBLE_PROPERTY_LABEL, "Training curves");
  g_assert_true (gtk_widget_get_focusable (GTK_WIDGET (fixture->canvas)));
  g_assert_nonnull (find (GTK_WIDGET (fixture->plot), GTK_TYPE_LABEL, "train step · test evaluation"));
}

static void
test_empty (Fixture *fixture, gconstpointer data)
{
  GtkStack *stack = GTK_STACK (find (GTK_WIDGET (fixture->plot), GTK_TYPE_STACK, NULL));
  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "empty");
  g_assert_nonnull (find (GTK_WIDGET (stack), GTK_TYPE_LABEL, "Press Start (F5): curves appear here"));
  iso_curve_plot_update (fixture->plot);
  iso_curve_plot_set_history (fixture->plot, fixture->history, 17);
  iso_curve_plot_update (fixture->plot);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "empty");
  add_steps (fixture->history, 1, 2);
  iso_curve_plot_update (fixture->plot);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "chart");
  iso_curve_plot_set_history (fixture->plot, NULL, 0);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "empty");
}

static void
test_growth (Fixture *fixture, gconstpointer data)
{
  iso_curve_plot_set_raw (fixture->plot, 0.75, 0.34);
  iso_curve_plot_set_history (fixture->plot, fixture->history, 17);
  add_steps (fixture->history, 1, 40);
  iso_curve_plot_update (fixture->plot);
  g_assert_true (wait_for_drawing (fixture, 1));
  gtk_test_accessible_assert_property (fixture->canvas, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "No steps yet");
  test_wait_ms (1200);
  gtk_test_accessible_assert_property (fixture->canvas, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "step 40 · epoch 2: loss 1.025, KL 0.500, recall@1 0.750, map@r 0.500");
  /* Where nothing is new nothing is drawn. */
  guint before = iso_curve_canvas_drawn_count (fixture->canvas);
  for (int i = 0; i < 20; i++)
    {
      iso_curve_plot_update (fixture->plot);
      test_wait_ms (15);
    }
  g_assert_cmpuint (iso_curve_canvas_drawn_count (fixture->canvas), ==, before);
  /* However often something is new, about ten times a second; and the last of it appears without another call. */
  gint64 start = g_get_monotonic_time ();
  for (int i = 0; i < 60; i++)
    {
      add_steps (fixture->history, 41 + i, 41 + i);
      iso_curve_plot_update (fixture->plot);
      test_wait_ms (10);
    }
  guint during = iso_curve_canvas_drawn_count (fixture->canvas) - before;
  double seconds = (double) (g_get_monotonic_time () - start) / 1e6;
  g_assert_cmpuint (during, >=, 2);
  g_assert_cmpfloat (during, <=, 10.0 * seconds + 2.0);
  test_wait_ms (250);
  g_assert_cmpuint (iso_curve_canvas_drawn_count (fixture->canvas), <=, before + during + 1);
  press (fixture, GDK_KEY_End, 0);
  g_assert_cmpuint (iso_curve_canvas_cursor (fixture->canvas), ==, 100);
}

static void
test_cursor (Fixture *fixture, gconstpointer data)
{
  add_steps (fixture->history, 1, 60);
  iso_curve_plot_set_history (fixture->plot, fixture->history, 17);
  g_assert_true (wait_for_drawing (fixture, 1));
  g_assert_cmpuint (iso_curve_canvas_cursor (fixture->canvas), ==, 0);
  press (fixture, GDK_KEY_Left, 0);
  g_assert_cmpuint (iso_curve_canvas_cursor (fixture->canvas), ==, 60);
  press (fixture, GDK_KEY_Left, 0);
  g_assert_cmpuint (iso_curve_canvas_cursor (fixture->canvas), ==, 59);
  gtk_test_accessible_assert_property (fixture->canvas, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "step 59 · epoch 3: loss 1.017, KL 0.500, recall@1 0.750, map@r 0.500");
  press (fixture, GDK_KEY_Page_Up, 0);
  g_assert_cmpuint (iso_curve_canvas_cursor (fixture->canvas), ==, 51);
  press (fixture, GDK_KEY_Left, GDK_CONTROL_MASK);
  g_assert_cmpuint (iso_curve_canvas_cursor (fixture->canvas), ==, 34);
  press (fixture, GDK_KEY_Page_Down, 0);
  g_assert_cmpuint (iso_curve_canvas_cursor (fixture->canvas), ==, 51);
  press (fixture, GDK_KEY_Home, 0);
  g_assert_cmpuint (iso_curve_canvas_cursor (fixture->canvas), ==, 1);
  press (fixture, GDK_KEY_Left, 0);
  press (fixture, GDK_KEY_Page_Up, 0);
  g_assert_cmpuint (iso_curve_canvas_cursor (fixture->canvas), ==, 1);
  press (fixture, GDK_KEY_End, 0);
  press (fixture, GDK_KEY_Right, 0);
  press (fixture, GDK_KEY_Page_Down, 0);
  g_assert_cmpuint (iso_curve_canvas_cursor (fixture->canvas), ==, 60);
  /* With Alt arrows look back, also where the keyboard is here. */
  press (fixture, GDK_KEY_Left, GDK_ALT_MASK);
  press (fixture, GDK_KEY_Home, GDK_ALT_MASK);
  g_assert_cmpuint (iso_curve_canvas_cursor (fixture->canvas), ==, 60);
  /* The cursor is a layer of its own: the chart below was drawn once. */
  test_wait_ms (100);
  g_assert_cmpuint (iso_curve_canvas_drawn_count (fixture->canvas), ==, 1);
  press (fixture, GDK_KEY_Escape, 0);
  g_assert_cmpuint (iso_curve_canvas_cursor (fixture->canvas), ==, 0);
}

static void
test_legend (Fixture *fixture, gconstpointer data)
{
  add_steps (fixture->history, 1, 40);
  iso_curve_plot_set_history (fixture->plot, fixture->history, 17);
  g_assert_true (wait_for_drawing (fixture, 1));
  GtkToggleButton *button = find_toggle (fixture, "KL");
  gtk_test_accessible_assert_state (button, GTK_ACCESSIBLE_STATE_PRESSED, GTK_ACCESSIBLE_TRISTATE_TRUE);
  g_assert_true (gtk_widget_get_focusable (GTK_WIDGET (button)));
  gtk_widget_activate (GTK_WIDGET (button));
  test_wait_ms (400); /* a button activated from the keyboard stays down for a moment */
  gtk_test_accessible_assert_state (button, GTK_ACCESSIBLE_STATE_PRESSED, GTK_ACCESSIBLE_TRISTATE_FALSE);
  g_assert_true (wait_for_drawing (fixture, 2));
  press (fixture, GDK_KEY_End, 0);
  gtk_test_accessible_assert_property (fixture->canvas, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "step 40 · epoch 2: loss 1.025, recall@1 0.750, map@r 0.500");
}

static void
choose (Fixture *fixture, const char *action, const char *score)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->plot), action, "s", score));
}

/* The arrow beside a score's name chooses which one is drawn; two of a kind change places. */
static void
test_scores (Fixture *fixture, gconstpointer data)
{
  add_steps (fixture->history, 1, 40);
  IsoEpochRecord epoch = { .step = 40, .epoch = 2, .test = { .metrics = ISO_METRICS_RETRIEVAL | ISO_METRIC_BIT (ISO_METRIC_NMI) } };
  epoch.test.recall_1 = 0.75;
  epoch.test.map_at_r = 0.5;
  epoch.test.values[ISO_METRIC_NMI] = 0.625;
  iso_history_add_epoch (fixture->history, &epoch);
  iso_curve_plot_set_history (fixture->plot, fixture->history, 17);
  g_assert_true (wait_for_drawing (fixture, 1));
  choose (fixture, "curves.second-score", "nmi");
  g_assert_true (wait_for_drawing (fixture, 2));
  press (fixture, GDK_KEY_End, 0);
  gtk_test_accessible_assert_property (fixture->canvas, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "step 40 · epoch 2: loss 1.025, KL 0.500, recall@1 0.750, nmi 0.625");
  gtk_test_accessible_assert_property (find_toggle (fixture, "nmi"), GTK_ACCESSIBLE_PROPERTY_LABEL, "nmi");
  const char *tip = gtk_widget_get_tooltip_text (GTK_WIDGET (find_toggle (fixture, "nmi")));
  g_assert_nonnull (strstr (tip, "normalized mutual information"));
  choose (fixture, "curves.second-score", "recall@1");
  g_autofree char *first = NULL, *second = NULL;
  g_object_get (fixture->plot, "first-score", &first, "second-score", &second, NULL);
  g_assert_cmpstr (first, ==, "nmi");
  g_assert_cmpstr (second, ==, "recall@1");
  /* Names that there are not change nothing. */
  choose (fixture, "curves.first-score", "recall@0");
  choose (fixture, "curves.first-score", "nothing");
  g_assert_nonnull (find_toggle (fixture, "nmi"));
  /* The choice outlives the history. */
  iso_curve_plot_set_history (fixture->plot, fixture->history, 17);
  press (fixture, GDK_KEY_End, 0);
  test_wait_ms (50);
  press (fixture, GDK_KEY_End, 0);
  gtk_test_accessible_assert_property (fixture->canvas, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "step 40 · epoch 2: loss 1.025, KL 0.500, nmi 0.625, recall@1 0.750");
}

/* Collects the labels of all entries of a menu. */
static void
append_labels (GString *text, GMenuModel *menu)
{
  for (int i = 0; i < g_menu_model_get_n_items (menu); i++)
    {
      g_autofree char *label = NULL;
      g_autoptr (GMenuModel) section = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SECTION);
      if (section != NULL)
        append_labels (text, section);
      else if (g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_LABEL, "s", &label))
        g_string_append_printf (text, "%s ", label);
    }
}

static void
test_score_menu (Fixture *fixture, gconstpointer data)
{
  IsoEpochRecord epoch = { .epoch = 0, .test = { .metrics = ISO_METRICS_ALL, .k_count = 2, .ks = { 1, 5 } } };
  iso_history_add_epoch (fixture->history, &epoch);
  add_steps (fixture->history, 1, 3);
  iso_curve_plot_set_history (fixture->plot, fixture->history, 17);
  GtkWidget *button = test_find_styled (GTK_WIDGET (fixture->plot), GTK_TYPE_MENU_BUTTON, "score-menu");
  g_assert_nonnull (button);
  gtk_test_accessible_assert_property (button, GTK_ACCESSIBLE_PROPERTY_LABEL, "First score drawn");
  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  g_autoptr (GString) text = g_string_new (NULL);
  append_labels (text, gtk_menu_button_get_menu_model (GTK_MENU_BUTTON (button)));
  g_assert_cmpstr (text->str, ==,
                   "recall@1 recall@5 map@r r_precision map map@1000 nmi f1 intra inter intra_over_inter spectral_decay "
                   "Metrics… ");
  gtk_menu_button_popdown (GTK_MENU_BUTTON (button));
  test_wait_ms (50);
}

static void
test_scale_and_style (Fixture *fixture, gconstpointer data)
{
  add_steps (fixture->history, 1, 40);
  iso_curve_plot_set_history (fixture->plot, fixture->history, 17);
  g_assert_true (wait_for_drawing (fixture, 1));
  gtk_toggle_button_set_active (find_toggle (fixture, "log"), TRUE);
  g_assert_true (wait_for_drawing (fixture, 2));
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  g_assert_true (wait_for_drawing (fixture, 3));
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_DEFAULT);
  g_assert_true (wait_for_drawing (fixture, 4));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add ("/curve-plot/words", Fixture, NULL, set_up, test_words, tear_down);
  g_test_add ("/curve-plot/empty", Fixture, NULL, set_up, test_empty, tear_down);
  g_test_add ("/curve-plot/growth", Fixture, NULL, set_up, test_growth, tear_down);
  g_test_add ("/curve-plot/cursor", Fixture, NULL, set_up, test_cursor, tear_down);
  g_test_add ("/curve-plot/legend", Fixture, NULL, set_up, test_legend, tear_down);
  g_test_add ("/curve-plot/scores", Fixture, NULL, set_up, test_scores, tear_down);
  g_test_add ("/curve-plot/score-menu", Fixture, NULL, set_up, test_score_menu, tear_down);
  g_test_add ("/curve-plot/scale-and-style", Fixture, NULL, set_up, test_scale_and_style, tear_down);
  return g_test_run ();
}
