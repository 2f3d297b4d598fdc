/* The chart's widget: roles and words, the empty state, cursor and range by keys, linked cursors, its table, and its end. */
#include <adwaita.h>
#include <math.h>

#include "tests/support/widgets.h"
#include "ui/plot/chart-view.h"

typedef struct {
  GtkWidget *window;
  IsoChartView *view;
  double told;
  int told_count;
} Fixture;

static void
cursor_moved (IsoChartView *view, double x, Fixture *fixture)
{
  fixture->told = x;
  fixture->told_count++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->window = gtk_window_new ();
  fixture->view = ISO_CHART_VIEW (iso_chart_view_new ("Same class by k"));
  g_signal_connect (fixture->view, "cursor-moved", G_CALLBACK (cursor_moved), fixture);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 320, 180);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->view));
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gpointer view = fixture->view;
  g_object_add_weak_pointer (view, &view);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  for (int i = 0; i < 100 && view != NULL; i++)
    test_wait_ms (10);
  g_assert_null (view);
}

static IsoChart *
chart_new (int count)
{
  IsoChart *chart = iso_chart_new ();
  g_autofree double *x = g_new (double, (size_t) count), *y = g_new (double, (size_t) count);
  for (int i = 0; i < count; i++)
    {
      x[i] = i + 1.0;
      y[i] = 1.0 / (i + 1.0);
    }
  iso_chart_set_x (chart, "k", ISO_CHART_INTEGERS);
  iso_chart_set_y (chart, "same class", ISO_CHART_LINEAR);
  iso_chart_add_points (chart, "this batch", ISO_CHART_ACCENT, x, y, (size_t) count);
  iso_chart_add_mark (chart, 3.0, "k = 3");
  return chart;
}

static void
show (Fixture *fixture, int count)
{
  g_autoptr (IsoChart) chart = chart_new (count);
  guint before = iso_chart_view_drawn_count (fixture->view);
  iso_chart_view_set_chart (fixture->view, chart);
  for (int i = 0; i < 200 && iso_chart_view_drawn_count (fixture->view) == before; i++)
    test_wait_ms (10);
  g_assert_cmpuint (iso_chart_view_drawn_count (fixture->view), >, before);
}

static void
press (Fixture *fixture, guint key, GdkModifierType state)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (fixture->view));
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);
      gboolean handled = FALSE;
      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", key, 0, state, &handled);
    }
  test_wait_ms (60);
}

static void
test_words (Fixture *fixture, gconstpointer data)
{
  gtk_test_accessible_assert_role (fixture->view, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_test_accessible_assert_property (fixture->view, GTK_ACCESSIBLE_PROPERTY_LABEL, "Same class by k");
  gtk_test_accessible_assert_property (fixture->view, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "No values yet");
  g_assert_false (gtk_widget_get_focusable (GTK_WIDGET (fixture->view)));
  iso_chart_view_set_empty_text (fixture->view, "Press Start");
  gtk_test_accessible_assert_property (fixture->view, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "Press Start");
  press (fixture, GDK_KEY_Right, 0);
  g_assert_true (isnan (iso_chart_view_cursor (fixture->view)));
  show (fixture, 20);
  g_assert_true (gtk_widget_get_focusable (GTK_WIDGET (fixture->view)));
  gtk_test_accessible_assert_property (fixture->view, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "same class, k 1 to 20: this batch; k = 3");
  iso_chart_view_set_chart (fixture->view, NULL);
  gtk_test_accessible_assert_property (fixture->view, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "Press Start");
}

static void
test_cursor (Fixture *fixture, gconstpointer data)
{
  show (fixture, 20);
  press (fixture, GDK_KEY_Right, 0);
  g_assert_cmpfloat (iso_chart_view_cursor (fixture->view), ==, 1.0);
  g_assert_cmpfloat (fixture->told, ==, 1.0);
  press (fixture, GDK_KEY_Right, 0);
  g_assert_cmpfloat (fixture->told, ==, 2.0);
  gtk_test_accessible_assert_property (fixture->view, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "k 2: this batch 0.500");
  press (fixture, GDK_KEY_End, 0);
  g_assert_cmpfloat (fixture->told, ==, 20.0);
  press (fixture, GDK_KEY_Right, 0);
  g_assert_cmpfloat (iso_chart_view_cursor (fixture->view), ==, 20.0);
  g_assert_cmpint (fixture->told_count, ==, 3);
  press (fixture, GDK_KEY_Home, 0);
  g_assert_cmpfloat (fixture->told, ==, 1.0);
  /* The cursor is a layer of its own. */
  g_assert_cmpuint (iso_chart_view_drawn_count (fixture->view), ==, 1);
  press (fixture, GDK_KEY_Escape, 0);
  g_assert_true (isnan (fixture->told) && isnan (iso_chart_view_cursor (fixture->view)));
  /* One that is led is not told again, and gives way to the view's own. */
  int count = fixture->told_count;
  iso_chart_view_set_cursor (fixture->view, 6.8);
  g_assert_cmpfloat (iso_chart_view_cursor (fixture->view), ==, 7.0);
  g_assert_cmpint (fixture->told_count, ==, count);
  press (fixture, GDK_KEY_Left, 0);
  g_assert_cmpfloat (iso_chart_view_cursor (fixture->view), ==, 20.0);
  press (fixture, GDK_KEY_Escape, 0);
  g_assert_cmpfloat (iso_chart_view_cursor (fixture->view), ==, 7.0);
  iso_chart_view_set_cursor (fixture->view, NAN);
  g_assert_true (isnan (iso_chart_view_cursor (fixture->view)));
}

static void
test_range (Fixture *fixture, gconstpointer data)
{
  show (fixture, 20);
  const IsoPlotWindow *window = iso_plot_range_window (iso_chart_view_range (fixture->view));
  GtkWidget *buttons = test_find_styled (GTK_WIDGET (fixture->view), GTK_TYPE_BOX, "zoom-buttons");
  g_assert_false (gtk_widget_get_visible (buttons));
  press (fixture, GDK_KEY_plus, GDK_CONTROL_MASK);
  g_assert_true (window->has_x && !window->has_y && gtk_widget_get_visible (buttons));
  press (fixture, GDK_KEY_plus, GDK_ALT_MASK);
  g_assert_true (window->has_x && window->has_y);
  /* The cursor brings what it reads out into sight. */
  press (fixture, GDK_KEY_End, 0);
  g_assert_true (window->x.low <= 20.0 && window->x.high >= 20.0);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->view), "chart.fit", NULL));
  g_assert_false (window->has_x || window->has_y);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->view), "chart.undo-zoom", NULL));
  g_assert_true (window->has_x && window->has_y);
  /* A chart of the same x keeps what was chosen, one of another does not. */
  IsoRange chosen = window->x;
  show (fixture, 20);
  g_assert_true (window->has_x && window->x.low == chosen.low);
  show (fixture, 30);
  g_assert_false (window->has_x || window->has_y);
}

static void
test_table (Fixture *fixture, gconstpointer data)
{
  show (fixture, 20);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->view), "chart.table", NULL));
  GListModel *windows = gtk_window_get_toplevels ();
  GtkWindow *table = NULL;
  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);
      if (GTK_WIDGET (window) != fixture->window)
        table = window;
    }
  g_assert_nonnull (table);
  GtkWidget *view = test_find (GTK_WIDGET (table), GTK_TYPE_COLUMN_VIEW);
  gtk_test_accessible_assert_property (view, GTK_ACCESSIBLE_PROPERTY_LABEL, "Same class by k");
  gtk_test_accessible_assert_property (view, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "k, this batch");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (gtk_column_view_get_model (GTK_COLUMN_VIEW (view)))), ==, 20);
  test_wait_ms (100);
  g_assert_true (test_says (view, "0.5000"));
  gtk_window_destroy (table);
}

/* Data that come while a stretch in the middle is looked at leave it alone. */
static void
test_growth (Fixture *fixture, gconstpointer data)
{
  g_autoptr (IsoCurve) curve = iso_curve_new (0.9);
  g_autoptr (IsoChart) chart = iso_chart_new ();
  const IsoPlotWindow *window = iso_plot_range_window (iso_chart_view_range (fixture->view));
  iso_chart_add_curve (chart, "loss", ISO_CHART_LOSS, curve, 1.0);
  iso_chart_view_set_chart (fixture->view, chart);
  iso_chart_view_grown (fixture->view);
  g_assert_false (gtk_widget_get_focusable (GTK_WIDGET (fixture->view)));
  for (int i = 0; i < 100; i++)
    iso_curve_append (curve, 1.0);
  iso_chart_view_grown (fixture->view);
  test_wait_ms (100);
  g_assert_cmpuint (iso_chart_view_drawn_count (fixture->view), ==, 1);
  press (fixture, GDK_KEY_plus, 0);
  IsoRange before = window->x;
  for (int i = 0; i < 50; i++)
    iso_curve_append (curve, 1.0);
  iso_chart_view_grown (fixture->view);
  test_wait_ms (100);
  g_assert_cmpfloat (window->x.low, ==, before.low);
  for (int i = 0; i < 60; i++)
    press (fixture, GDK_KEY_Right, GDK_SHIFT_MASK);
  before = window->x;
  g_assert_cmpfloat_with_epsilon (before.high, 150.0, 1e-6);
  for (int i = 0; i < 50; i++)
    iso_curve_append (curve, 1.0);
  iso_chart_view_grown (fixture->view);
  g_assert_cmpfloat_with_epsilon (window->x.high, 200.0, 1e-6);
  g_assert_cmpfloat_with_epsilon (window->x.low, before.low + 50.0, 1e-6);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add ("/chart-view/words", Fixture, NULL, set_up, test_words, tear_down);
  g_test_add ("/chart-view/cursor", Fixture, NULL, set_up, test_cursor, tear_down);
  g_test_add ("/chart-view/range", Fixture, NULL, set_up, test_range, tear_down);
  g_test_add ("/chart-view/table", Fixture, NULL, set_up, test_table, tear_down);
  g_test_add ("/chart-view/growth", Fixture, NULL, set_up, test_growth, tear_down);
  return g_test_run ();
}
