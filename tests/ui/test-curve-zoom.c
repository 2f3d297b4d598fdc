/* The curves moved, zoomed and smoothed, their linked cursor, and their numbers as a table. */
#include <adwaita.h>
#include <glib/gstdio.h>
#include <math.h>

#include "tests/support/widgets.h"
#include "ui/plot/curve-canvas.h"
#include "ui/plot/curve-plot.h"
#include "ui/plot/smoothing-button.h"
#include "ui/plot/table-window.h"

typedef struct {
  GtkWidget *window;
  IsoCurvePlot *plot;
  IsoCurveCanvas *canvas;
  IsoHistory *history;
  guint64 told;
  int told_count;
} Fixture;

static void
cursor_moved (IsoCurvePlot *plot, guint64 step, Fixture *fixture)
{
  fixture->told = step;
  fixture->told_count++;
}

static void
add_steps (IsoHistory *history, int from, int to)
{
  for (int step = from; step <= to; step++)
    {
      IsoStepRecord record = { .step = (guint64) step, .epoch = (step - 1) / 17 };
      record.loss = 1.0 + (step % 2 == 0 ? 0.25 : -0.25) + 1.0 / step;
      record.divergence = step <= 17 ? (double) NAN : 0.5 + 0.001 * step;
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

static void
wait_for_drawing (Fixture *fixture)
{
  guint before = iso_curve_canvas_drawn_count (fixture->canvas);
  for (int i = 0; i < 200 && iso_curve_canvas_drawn_count (fixture->canvas) == before; i++)
    test_wait_ms (10);
  g_assert_cmpuint (iso_curve_canvas_drawn_count (fixture->canvas), >, before);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  IsoEpochRecord untrained = { .step = 0, .epoch = 0, .test = { .recall_1 = 0.625, .map_at_r = 0.375 } };
  fixture->window = gtk_window_new ();
  fixture->plot = ISO_CURVE_PLOT (iso_curve_plot_new ());
  fixture->canvas = ISO_CURVE_CANVAS (test_find (GTK_WIDGET (fixture->plot), ISO_TYPE_CURVE_CANVAS));
  fixture->history = iso_history_new ();
  g_signal_connect (fixture->plot, "cursor-moved", G_CALLBACK (cursor_moved), fixture);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 680, 320);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->plot));
  gtk_window_present (GTK_WINDOW (fixture->window));
  iso_history_add_epoch (fixture->history, &untrained);
  add_steps (fixture->history, 1, 400);
  iso_curve_plot_set_history (fixture->plot, fixture->history, 17);
  wait_for_drawing (fixture);
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

static gboolean
press (Fixture *fixture, guint key, GdkModifierType state)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (fixture->canvas));
  gboolean handled = FALSE;
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);
      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", key, 0, state, &handled);
    }
  test_wait_ms (60);
  return handled;
}

static gpointer
controller_of (Fixture *fixture, GType type)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (fixture->canvas));
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);
      if (G_TYPE_CHECK_INSTANCE_TYPE (controller, type))
        return controller;
    }
  return NULL;
}

static void
assert_steps (Fixture *fixture, guint64 first, guint64 last)
{
  guint64 from, to;
  g_assert_true (iso_curve_canvas_steps (fixture->canvas, &from, &to));
  g_assert_cmpuint (from, ==, first);
  g_assert_cmpuint (to, ==, last);
}

static void
test_keys (Fixture *fixture, gconstpointer data)
{
  const IsoPlotWindow *window = iso_plot_range_window (iso_curve_canvas_range (fixture->canvas));
  GtkWidget *buttons = test_find_styled (GTK_WIDGET (fixture->plot), GTK_TYPE_BOX, "zoom-buttons");
  assert_steps (fixture, 1, 400);
  g_assert_false (gtk_widget_get_visible (buttons));
  g_assert_true (press (fixture, GDK_KEY_plus, GDK_CONTROL_MASK));
  g_assert_true (window->has_x && !window->has_y && gtk_widget_get_visible (buttons));
  assert_steps (fixture, 47, 353); /* 400 / 1.3 about the middle */
  g_assert_true (test_says (GTK_WIDGET (fixture->plot), "steps 47 to 353 of 400"));
  test_wait_ms (1200);
  gtk_test_accessible_assert_property (fixture->canvas, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "Steps 47 to 353 shown. step 400 · epoch 23: loss 1.253, KL 0.900, recall@1 0.750, map@r 0.500");
  g_assert_true (press (fixture, GDK_KEY_plus, GDK_ALT_MASK));
  g_assert_true (window->has_x && window->has_y);
  /* Shift with arrows moves; after a pause that is a step of undo of its own. */
  IsoRange y = window->y[0];
  test_wait_ms (700);
  g_assert_true (press (fixture, GDK_KEY_Up, GDK_SHIFT_MASK));
  g_assert_cmpfloat (window->y[0].low, >, y.low);
  g_assert_true (press (fixture, GDK_KEY_Left, GDK_SHIFT_MASK));
  assert_steps (fixture, 16, 323);
  g_assert_true (press (fixture, GDK_KEY_z, GDK_CONTROL_MASK));
  assert_steps (fixture, 47, 353);
  g_assert_cmpfloat (window->y[0].low, ==, y.low);
  g_assert_true (press (fixture, GDK_KEY_0, 0));
  assert_steps (fixture, 1, 400);
  g_assert_true (press (fixture, GDK_KEY_BackSpace, 0));
  assert_steps (fixture, 47, 353);
  /* The cursor begins at the last step in sight, and takes the range along. */
  press (fixture, GDK_KEY_Left, 0);
  g_assert_cmpuint (iso_curve_canvas_cursor (fixture->canvas), ==, 353);
  press (fixture, GDK_KEY_End, 0);
  guint64 first, last;
  iso_curve_canvas_steps (fixture->canvas, &first, &last);
  g_assert_cmpuint (last, ==, 400);
  g_assert_cmpuint (last - first, >=, 305);
  /* Another scale leaves the steps, and fits y. */
  gtk_widget_activate (test_find_button (GTK_WIDGET (fixture->plot), "log"));
  test_wait_ms (400);
  g_assert_true (window->has_x && !window->has_y);
  iso_curve_plot_set_history (fixture->plot, fixture->history, 17);
  g_assert_false (window->has_x || gtk_widget_get_visible (buttons));
  g_assert_true (test_says (GTK_WIDGET (fixture->plot), "train step · test evaluation"));
}

static void
test_pointer (Fixture *fixture, gconstpointer data)
{
  const IsoPlotWindow *window = iso_plot_range_window (iso_curve_canvas_range (fixture->canvas));
  GtkEventController *scroll = controller_of (fixture, GTK_TYPE_EVENT_CONTROLLER_SCROLL);
  GtkGesture *drag = controller_of (fixture, GTK_TYPE_GESTURE_DRAG);
  gboolean handled;
  for (int i = 0; i < 8; i++)
    g_signal_emit_by_name (scroll, "scroll", 0.0, -1.0, &handled);
  g_assert_true (handled && window->has_x && window->has_y);
  g_assert_cmpfloat_with_epsilon (window->x.high - window->x.low, 400.0 / pow (1.2, 8.0), 1e-6);
  wait_for_drawing (fixture);
  /* A hundred pixels to the left bring later steps; the box below them is drawn meanwhile, without a cursor. */
  IsoRange before = window->x;
  g_signal_emit_by_name (drag, "drag-begin", 300.0, 100.0);
  g_signal_emit_by_name (drag, "drag-update", -2.0, 0.0);
  g_assert_cmpfloat (window->x.low, ==, before.low);
  g_signal_emit_by_name (drag, "drag-update", -60.0, 0.0);
  g_signal_emit_by_name (drag, "drag-update", -100.0, 0.0);
  g_signal_emit_by_name (drag, "drag-end", -100.0, 0.0);
  g_assert_cmpfloat (window->x.low, >, before.low + 10.0);
  g_assert_cmpfloat_with_epsilon (window->x.high - window->x.low, before.high - before.low, 1e-6);
  /* All clicks of the wheel were one, and so was the drag. */
  press (fixture, GDK_KEY_BackSpace, 0);
  g_assert_cmpfloat_with_epsilon (window->x.low, before.low, 1e-9);
  press (fixture, GDK_KEY_BackSpace, 0);
  g_assert_false (window->has_x || window->has_y);
  /* A double click shows everything. */
  g_signal_emit_by_name (scroll, "scroll", 0.0, -1.0, &handled);
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (fixture->canvas));
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);
      if (GTK_IS_GESTURE_CLICK (controller))
        g_signal_emit_by_name (controller, "pressed", 2, 300.0, 100.0);
    }
  g_assert_false (window->has_x || window->has_y);
}

/* What is looked at stays while steps come; at the end it goes along. */
static void
test_growth (Fixture *fixture, gconstpointer data)
{
  press (fixture, GDK_KEY_plus, GDK_CONTROL_MASK);
  assert_steps (fixture, 47, 353);
  add_steps (fixture->history, 401, 500);
  iso_curve_plot_update (fixture->plot);
  wait_for_drawing (fixture);
  assert_steps (fixture, 47, 353);
  g_assert_true (test_says (GTK_WIDGET (fixture->plot), "steps 47 to 353 of 500"));
  for (int i = 0; i < 8; i++)
    press (fixture, GDK_KEY_Right, GDK_SHIFT_MASK);
  guint64 first, last, later, latest;
  iso_curve_canvas_steps (fixture->canvas, &first, &last);
  g_assert_cmpuint (last, ==, 500);
  add_steps (fixture->history, 501, 560);
  iso_curve_plot_update (fixture->plot);
  iso_curve_canvas_steps (fixture->canvas, &later, &latest);
  g_assert_cmpuint (latest, ==, 560);
  g_assert_cmpuint (later, ==, first + 60);
}

static void
test_linked_cursor (Fixture *fixture, gconstpointer data)
{
  iso_curve_plot_set_cursor (fixture->plot, 200);
  g_assert_cmpuint (iso_curve_canvas_cursor (fixture->canvas), ==, 200);
  g_assert_cmpint (fixture->told_count, ==, 0);
  press (fixture, GDK_KEY_Home, 0);
  g_assert_cmpuint (fixture->told, ==, 1);
  g_assert_cmpuint (iso_curve_canvas_cursor (fixture->canvas), ==, 1);
  iso_curve_plot_set_cursor (fixture->plot, 210);
  g_assert_cmpuint (iso_curve_canvas_cursor (fixture->canvas), ==, 1);
  press (fixture, GDK_KEY_Escape, 0);
  g_assert_cmpuint (fixture->told, ==, 0);
  g_assert_cmpint (fixture->told_count, ==, 2);
  g_assert_cmpuint (iso_curve_canvas_cursor (fixture->canvas), ==, 210);
  iso_curve_plot_set_cursor (fixture->plot, 9000);
  g_assert_cmpuint (iso_curve_canvas_cursor (fixture->canvas), ==, 400);
  iso_curve_plot_set_cursor (fixture->plot, 0);
  g_assert_cmpuint (iso_curve_canvas_cursor (fixture->canvas), ==, 0);
  g_assert_cmpuint (iso_curve_canvas_drawn_count (fixture->canvas), ==, 1);
}

/* The average of a sequence by its definition, against what the table says after the slider was moved. */
static void
test_smoothing (Fixture *fixture, gconstpointer data)
{
  GtkWidget *button = test_find (GTK_WIDGET (fixture->plot), ISO_TYPE_SMOOTHING_BUTTON);
  g_assert_cmpfloat_with_epsilon (iso_curve_plot_smoothing (fixture->plot), 0.9, 1e-12);
  gtk_test_accessible_assert_property (test_find (button, GTK_TYPE_MENU_BUTTON), GTK_ACCESSIBLE_PROPERTY_LABEL, "Smoothing β 0.90");
  iso_curve_plot_set_smoothing (fixture->plot, 0.99);
  wait_for_drawing (fixture);
  gtk_test_accessible_assert_property (test_find (button, GTK_TYPE_MENU_BUTTON), GTK_ACCESSIBLE_PROPERTY_LABEL, "Smoothing β 0.99");
  iso_curve_plot_set_smoothing (fixture->plot, 5.0);
  g_assert_cmpfloat_with_epsilon (iso_curve_plot_smoothing (fixture->plot), 0.999, 1e-12);
  iso_curve_plot_set_smoothing (fixture->plot, 0.0);
  g_assert_cmpfloat (iso_curve_plot_smoothing (fixture->plot), ==, 0.0);
  /* It outlives the history. */
  iso_curve_plot_set_smoothing (fixture->plot, 0.97);
  iso_curve_plot_set_history (fixture->plot, fixture->history, 17);
  g_assert_cmpfloat_with_epsilon (iso_curve_plot_smoothing (fixture->plot), 0.97, 1e-12);
}

static IsoTableWindow *
open_table (Fixture *fixture)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->plot), "curves.table", NULL));
  GListModel *windows = gtk_window_get_toplevels ();
  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);
      if (ISO_IS_TABLE_WINDOW (window))
        return ISO_TABLE_WINDOW (window);
    }
  g_assert_not_reached ();
}

/* Saves the table and returns its lines. */
static char **
saved_lines (IsoTableWindow *table, const char *expected)
{
  g_autofree char *path = NULL, *text = NULL;
  int descriptor = g_file_open_tmp ("isotherm-XXXXXX.csv", &path, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_close (descriptor, NULL);
  iso_table_window_save (table, file);
  for (int i = 0; i < 300 && iso_table_window_status (table)[0] == '\0'; i++)
    test_wait_ms (10);
  g_assert_true (g_str_has_prefix (iso_table_window_status (table), expected));
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_unlink (path);
  return g_strsplit (text, "\n", -1);
}

static void
test_table (Fixture *fixture, gconstpointer data)
{
  IsoTableWindow *table = open_table (fixture);
  GtkWidget *view = test_find (GTK_WIDGET (table), GTK_TYPE_COLUMN_VIEW);
  gtk_test_accessible_assert_property (view, GTK_ACCESSIBLE_PROPERTY_LABEL, "Curves");
  gtk_test_accessible_assert_property (view, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "step, loss, loss, average, KL, KL, average, recall@1, map@r");
  g_auto (GStrv) lines = saved_lines (table, "401 rows saved as ");
  g_assert_cmpstr (lines[0], ==, "step,loss,\"loss, average\",KL,\"KL, average\",recall@1,map@r");
  /* The untrained network's scores first, then every step as the history has it. */
  g_assert_cmpstr (lines[1], ==, "0,,,,,0.625,0.375");
  double sum = 0.0, weight = 0.0;
  for (guint64 step = 1; step <= 400; step++)
    {
      IsoStepRecord record;
      g_auto (GStrv) fields = g_strsplit (lines[step + 1], ",", -1);
      g_assert_cmpuint (iso_history_read_steps (fixture->history, &record, step - 1, 1), ==, 1);
      sum = 0.9 * sum + record.loss;
      weight = 0.9 * weight + 1.0;
      g_assert_cmpuint (g_strv_length (fields), ==, 7);
      g_assert_cmpuint (g_ascii_strtoull (fields[0], NULL, 10), ==, step);
      g_assert_cmpfloat ((float) g_ascii_strtod (fields[1], NULL), ==, (float) record.loss);
      g_assert_cmpfloat_with_epsilon (g_ascii_strtod (fields[2], NULL), sum / weight, 1e-6);
      g_assert_true (step <= 17 ? fields[3][0] == '\0' : (float) g_ascii_strtod (fields[3], NULL) == (float) record.divergence);
      g_assert_cmpstr (fields[5], ==, step % 17 == 0 ? "0.75" : "");
    }
  g_assert_cmpstr (lines[402], ==, "");
  gtk_window_destroy (GTK_WINDOW (table));
}

/* What is in sight is what the table has; and a file that cannot be written is told. */
static void
test_table_in_sight (Fixture *fixture, gconstpointer data)
{
  press (fixture, GDK_KEY_plus, GDK_CONTROL_MASK);
  IsoTableWindow *table = open_table (fixture);
  gpointer weak = table;
  g_object_add_weak_pointer (weak, &weak);
  g_auto (GStrv) lines = saved_lines (table, "307 rows");
  g_assert_true (g_str_has_prefix (lines[1], "47,"));
  g_assert_true (g_str_has_prefix (lines[307], "353,"));
  g_assert_true (test_says (GTK_WIDGET (table), "steps 47 to 353"));
  g_autoptr (GFile) nowhere = g_file_new_for_path ("/nowhere/at/all.csv");
  g_autofree char *before = g_strdup (iso_table_window_status (table));
  iso_table_window_save (table, nowhere);
  for (int i = 0; i < 300 && g_strcmp0 (before, iso_table_window_status (table)) == 0; i++)
    test_wait_ms (10);
  g_assert_null (strstr (iso_table_window_status (table), "rows saved"));
  /* Closed while it is still written: nothing stays behind. */
  gtk_widget_activate_action (GTK_WIDGET (table), "table.copy", NULL);
  gtk_window_close (GTK_WINDOW (table));
  for (int i = 0; i < 200 && weak != NULL; i++)
    test_wait_ms (10);
  g_assert_null (weak);
  iso_curve_plot_set_history (fixture->plot, NULL, 0);
  gtk_widget_activate_action (GTK_WIDGET (fixture->plot), "curves.table", NULL);
  GListModel *windows = gtk_window_get_toplevels ();
  g_assert_cmpuint (g_list_model_get_n_items (windows), ==, 1);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add ("/curve-zoom/keys", Fixture, NULL, set_up, test_keys, tear_down);
  g_test_add ("/curve-zoom/pointer", Fixture, NULL, set_up, test_pointer, tear_down);
  g_test_add ("/curve-zoom/growth", Fixture, NULL, set_up, test_growth, tear_down);
  g_test_add ("/curve-zoom/linked-cursor", Fixture, NULL, set_up, test_linked_cursor, tear_down);
  g_test_add ("/curve-zoom/smoothing", Fixture, NULL, set_up, test_smoothing, tear_down);
  g_test_add ("/curve-zoom/table", Fixture, NULL, set_up, test_table, tear_down);
  g_test_add ("/curve-zoom/table-in-sight", Fixture, NULL, set_up, test_table_in_sight, tear_down);
  return g_test_run ();
}
