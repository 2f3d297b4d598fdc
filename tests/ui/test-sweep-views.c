/* What a sweep has come to, on view: one choice for table, lines and cells; brushes, keys, words for those who do not see it, and that
 * nothing stays behind. */
#include <adwaita.h>

#include "tests/support/sweep-fixture.h"
#include "tests/support/wait-for.h"
#include "tests/support/widgets.h"
#include "ui/panel/sweep-cells-view.h"
#include "ui/panel/sweep-overview.h"
#include "ui/panel/sweep-progress.h"
#include "ui/panel/sweep-table.h"
#include "ui/plot/sweep-cells-canvas.h"
#include "ui/plot/sweep-lines-canvas.h"

static IsoSweepChoice *
choice_new (void)
{
  g_autoptr (IsoSweepPlan) plan = test_sweep_plan ();
  g_autoptr (IsoSweepResults) results = test_sweep_results (plan);
  IsoSweepChoice *choice = iso_sweep_choice_new ();
  iso_sweep_choice_take (choice, iso_sweep_scores_new (results));
  return choice;
}

static void
count (int *calls)
{
  ++*calls;
}

static void
test_choice (void)
{
  g_autoptr (IsoSweepChoice) choice = choice_new ();
  int pointed = 0, selected = 0, brushed = 0;
  const size_t some[] = { 3, 5 }, one[] = { 5 };
  double low, high;
  g_signal_connect_swapped (choice, "pointed", G_CALLBACK (count), &pointed);
  g_signal_connect_swapped (choice, "selected", G_CALLBACK (count), &selected);
  g_signal_connect_swapped (choice, "brushed", G_CALLBACK (count), &brushed);
  iso_sweep_choice_point (choice, some, 2);
  iso_sweep_choice_point (choice, some, 2);
  g_assert_cmpint (pointed, ==, 1);
  g_assert_cmpint (iso_sweep_choice_pointed (choice), ==, 3);
  iso_sweep_choice_select (choice, some, 2, false);
  iso_sweep_choice_select (choice, one, 1, true); /* it is there: it goes */
  g_assert_true (iso_sweep_choice_is_selected (choice, 3) && !iso_sweep_choice_is_selected (choice, 5));
  iso_sweep_choice_select (choice, some, 2, true); /* one of two is missing: both are there */
  g_assert_cmpuint (iso_sweep_choice_selected_count (choice), ==, 2);
  g_assert_cmpint (selected, ==, 3);
  /* Axes: λ, mode as a word, ω, the score. */
  g_assert_cmpfloat (iso_sweep_choice_value (choice, 5, 0), ==, 0.1);
  g_assert_cmpfloat (iso_sweep_choice_value (choice, 6, 1), ==, 1.0);
  g_assert_cmpfloat_with_epsilon (iso_sweep_choice_value (choice, 5, 3), 0.55, 1e-12);
  g_assert_null (iso_sweep_choice_quiet (choice));
  iso_sweep_choice_brush (choice, 3, 0.545, 0.605); /* settings 5 … 10 */
  iso_sweep_choice_brush (choice, 1, 0.0, 0.4);     /* psd: 5, 8, 9 */
  g_assert_cmpuint (iso_sweep_choice_within (choice), ==, 3);
  for (size_t s = 0; s < TEST_SWEEP_SETTINGS; s++)
    g_assert_true (iso_sweep_choice_quiet (choice)[s] == !(s == 5 || s == 8 || s == 9));
  g_assert_true (iso_sweep_choice_brushed (choice, 3, &low, &high) && low == 0.545 && high == 0.605);
  g_assert_cmpint (brushed, ==, 2);
  /* The same settings with other scores: what was chosen stays. Others: it goes. */
  g_autoptr (IsoSweepPlan) plan = test_sweep_plan ();
  g_autoptr (IsoSweepResults) empty = iso_sweep_results_new (plan);
  guint generation = iso_sweep_choice_generation (choice);
  iso_sweep_choice_take (choice, iso_sweep_scores_new (empty));
  g_assert_cmpuint (iso_sweep_choice_generation (choice), ==, generation);
  g_assert_cmpuint (iso_sweep_choice_selected_count (choice), ==, 2);
  g_assert_cmpuint (iso_sweep_choice_within (choice), ==, 0); /* none has a score to lie within */
  g_assert_true (iso_sweep_choice_clear (choice));
  g_assert_false (iso_sweep_choice_has_brush (choice));
  g_assert_true (iso_sweep_choice_clear (choice));
  g_assert_cmpuint (iso_sweep_choice_selected_count (choice), ==, 0);
  g_assert_false (iso_sweep_choice_clear (choice));
  iso_sweep_choice_take (choice, NULL);
  g_assert_cmpuint (iso_sweep_choice_generation (choice), ==, generation + 1);
}

/* What the widget's own controllers make of a key. */
static void
press (GtkWidget *widget, guint key, GdkModifierType state)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
      gboolean is_handled = FALSE;
      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", key, 0, state, &is_handled);
      if (is_handled)
        return;
    }
}

/* ---- the views, in a window ---- */

typedef struct {
  IsoSweepChoice *choice;
  GtkWidget *window, *view;
  int activated;
} Fixture;

static void
activated (IsoSweepChoice *choice, int setting, Fixture *fixture)
{
  fixture->activated = setting;
}

static void
show (Fixture *fixture, GtkWidget *view)
{
  fixture->activated = -1;
  fixture->view = view;
  fixture->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 700, 500);
  gtk_window_set_child (GTK_WINDOW (fixture->window), view);
  gtk_window_present (GTK_WINDOW (fixture->window));
  g_signal_connect (fixture->choice, "activated", G_CALLBACK (activated), fixture);
  WAIT_FOR (gtk_widget_get_height (view) > 100);
}

static void
close_all (Fixture *fixture)
{
  gpointer view = fixture->view, choice = fixture->choice;
  g_object_add_weak_pointer (view, &view);
  g_object_add_weak_pointer (choice, &choice);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  WAIT_FOR (view == NULL);
  g_signal_handlers_disconnect_by_data (fixture->choice, fixture);
  g_object_unref (fixture->choice);
  WAIT_FOR (choice == NULL);
}

static void
test_lines (void)
{
  Fixture fixture = { .choice = choice_new () };
  show (&fixture, iso_sweep_lines_canvas_new (fixture.choice));
  IsoSweepLinesCanvas *canvas = ISO_SWEEP_LINES_CANVAS (fixture.view);
  double low, high;
  gtk_test_accessible_assert_role (canvas, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_test_accessible_assert_property (canvas, GTK_ACCESSIBLE_PROPERTY_LABEL, "Settings of the sweep over parallel axes");
  /* A drag over the lower half of the axis of λ, which is logarithmic from 0.1 to 10: up to 1, or a little below. */
  iso_sweep_lines_canvas_brush (canvas, 0, 400.0, 1000.0);
  g_assert_true (iso_sweep_choice_brushed (fixture.choice, 0, &low, &high));
  g_assert_cmpfloat_with_epsilon (low, 0.1, 1e-9);
  g_assert_cmpuint (iso_sweep_choice_within (fixture.choice), ==, 4);
  /* A click takes it away. */
  iso_sweep_lines_canvas_brush (canvas, 0, 300.0, 301.0);
  g_assert_false (iso_sweep_choice_has_brush (fixture.choice));
  /* Keys: the best first; then the one below it; Space, Enter, axes and ends of brushes. */
  press (fixture.view, GDK_KEY_Down, 0);
  g_assert_cmpint (iso_sweep_choice_pointed (fixture.choice), ==, 11);
  press (fixture.view, GDK_KEY_Down, 0);
  g_assert_cmpint (iso_sweep_choice_pointed (fixture.choice), ==, 10);
  press (fixture.view, GDK_KEY_Up, 0);
  g_assert_cmpint (iso_sweep_choice_pointed (fixture.choice), ==, 11);
  press (fixture.view, GDK_KEY_space, 0);
  g_assert_true (iso_sweep_choice_is_selected (fixture.choice, 11));
  press (fixture.view, GDK_KEY_Return, 0);
  g_assert_cmpint (fixture.activated, ==, 11);
  for (int i = 0; i < 5; i++)
    press (fixture.view, GDK_KEY_Right, 0);
  g_assert_cmpuint (iso_sweep_lines_canvas_axis (canvas), ==, 3);
  /* Twentieths of 0.50 … 0.62: from 0.566 on, and up to 0.584. */
  for (int i = 0; i < 11; i++)
    press (fixture.view, GDK_KEY_Up, GDK_SHIFT_MASK);
  g_assert_cmpuint (iso_sweep_choice_within (fixture.choice), ==, 5);
  for (int i = 0; i < 6; i++)
    press (fixture.view, GDK_KEY_Down, GDK_CONTROL_MASK);
  g_assert_cmpuint (iso_sweep_choice_within (fixture.choice), ==, 2);
  press (fixture.view, GDK_KEY_Escape, 0);
  g_assert_false (iso_sweep_choice_has_brush (fixture.choice));
  press (fixture.view, GDK_KEY_Escape, 0);
  g_assert_cmpuint (iso_sweep_choice_selected_count (fixture.choice), ==, 0);
  close_all (&fixture);
}

static void
test_cells (void)
{
  Fixture fixture = { .choice = choice_new () };
  show (&fixture, iso_sweep_cells_view_new (fixture.choice));
  IsoSweepCellsView *view = ISO_SWEEP_CELLS_VIEW (fixture.view);
  GtkWidget *canvas = test_find (fixture.view, ISO_TYPE_SWEEP_CELLS_CANVAS);
  guint column, row;
  double x, y;
  iso_sweep_cells_view_axes (view, &column, &row);
  g_assert_true (column == 0 && row == 1);
  /* The other one steps aside. */
  iso_sweep_cells_view_set_axes (view, 1, 1);
  iso_sweep_cells_view_axes (view, &column, &row);
  g_assert_true (column == 1 && row == 0);
  iso_sweep_cells_view_set_axes (view, 0, 2);
  test_wait_ms (50);
  g_assert_true (iso_sweep_cells_canvas_middle (ISO_SWEEP_CELLS_CANVAS (canvas), 0, 1, &x, &y));
  /* λ ascends: 0.1, 1, 10. The first cell of the keys is the upper left: λ 0.1, ω 0.4, settings 5 and 7. */
  press (canvas, GDK_KEY_Down, 0);
  g_assert_true (iso_sweep_choice_is_pointed (fixture.choice, 5) && iso_sweep_choice_is_pointed (fixture.choice, 7));
  press (canvas, GDK_KEY_Right, 0); /* λ 1: 9 and 11 */
  g_assert_true (iso_sweep_choice_is_pointed (fixture.choice, 9) && iso_sweep_choice_is_pointed (fixture.choice, 11));
  press (canvas, GDK_KEY_space, 0);
  g_assert_cmpuint (iso_sweep_choice_selected_count (fixture.choice), ==, 2);
  press (canvas, GDK_KEY_Return, 0); /* the best of them */
  g_assert_cmpint (fixture.activated, ==, 11);
  g_assert_true (iso_view_card_can_export (ISO_VIEW_CARD (view)));
  g_autoptr (IsoFigure) figure = iso_view_card_figure (ISO_VIEW_CARD (view));
  g_assert_cmpstr (iso_figure_name (figure), ==, "sweep-cells");
  close_all (&fixture);
}

static void
test_table (void)
{
  Fixture fixture = { .choice = choice_new () };
  show (&fixture, iso_sweep_table_new (fixture.choice));
  IsoSweepTable *table = ISO_SWEEP_TABLE (fixture.view);
  GtkWidget *list = test_find (fixture.view, GTK_TYPE_COLUMN_VIEW);
  GtkSelectionModel *model = gtk_column_view_get_model (GTK_COLUMN_VIEW (list));
  const size_t some[] = { 2, 9 };
  g_assert_cmpuint (iso_sweep_table_row_count (table), ==, TEST_SWEEP_SETTINGS);
  g_assert_cmpuint (iso_sweep_table_column_count (table), ==, 7);
  /* The best first, and marked. */
  for (guint row = 0; row < TEST_SWEEP_SETTINGS; row++)
    g_assert_cmpuint (iso_sweep_table_setting_at (table, row), ==, TEST_SWEEP_SETTINGS - 1 - row);
  static const char *const texts[] = { "★ 12", "1", "obdp", "0.4", "2/2", "0.6100", "0.0014" };
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *text = iso_sweep_table_text_of (table, 11, i);
      g_assert_cmpstr (text, ==, texts[i]);
    }
  /* Both ways. */
  iso_sweep_choice_select (fixture.choice, some, 2, false);
  g_assert_true (gtk_selection_model_is_selected (model, 2) && gtk_selection_model_is_selected (model, 9));
  g_assert_false (gtk_selection_model_is_selected (model, 0));
  gtk_selection_model_select_item (model, 0, TRUE);
  g_assert_cmpuint (iso_sweep_choice_selected_count (fixture.choice), ==, 1);
  g_assert_true (iso_sweep_choice_is_selected (fixture.choice, 11));
  /* What a brush leaves out is out of sight, and that is said; the selection stays. */
  iso_sweep_choice_brush (fixture.choice, 3, 0.0, 0.555);
  g_assert_cmpuint (iso_sweep_table_row_count (table), ==, 6);
  g_assert_cmpstr (iso_view_card_subtitle (ISO_VIEW_CARD (table)), ==, "showing 6 of 12, Escape shows all · 1 selected · ★ chosen");
  g_assert_true (iso_sweep_choice_is_selected (fixture.choice, 11));
  press (list, GDK_KEY_Escape, 0);
  g_assert_cmpuint (iso_sweep_table_row_count (table), ==, TEST_SWEEP_SETTINGS);
  g_assert_true (gtk_selection_model_is_selected (model, 0));
  g_signal_emit_by_name (list, "activate", 3);
  g_assert_cmpint (fixture.activated, ==, 8);
  close_all (&fixture);
}

/* ---- all of it, while a sweep runs ---- */

static void
test_live (void)
{
  TestSweepRun run = { .microseconds = 20000, .fails = 2 };
  IsoSweeper *sweeper = iso_sweeper_new ();
  const IsoSweeperOptions options = { .jobs = 2, .run = test_sweep_run, .run_data = &run };
  GtkWidget *window = gtk_window_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *overview = iso_sweep_overview_new (sweeper), *progress = iso_sweep_progress_new (sweeper);
  gtk_window_set_default_size (GTK_WINDOW (window), 1000, 700);
  gtk_box_append (GTK_BOX (box), overview);
  gtk_box_append (GTK_BOX (box), progress);
  gtk_window_set_child (GTK_WINDOW (window), box);
  gtk_window_present (GTK_WINDOW (window));
  /* Nothing yet, and what to do about it. */
  g_assert_true (test_says (overview, "press Start"));
  g_assert_false (gtk_widget_get_visible (progress));
  g_assert_true (iso_sweeper_start (sweeper, test_sweep_plan (), &options));
  g_assert_true (gtk_widget_get_visible (progress));
  WAIT_FOR (iso_sweeper_state (sweeper) == ISO_SWEEPER_RUNNING);
  IsoSweepChoice *choice = iso_sweep_overview_choice (ISO_SWEEP_OVERVIEW (overview));
  const size_t one[] = { 4 };
  iso_sweep_choice_select (choice, one, 1, false);
  g_assert_cmpint (iso_sweep_overview_target (ISO_SWEEP_OVERVIEW (overview)), ==, 4);
  g_assert_true (gtk_widget_get_visible (test_find_button (progress, "Stop")));
  WAIT_FOR (iso_sweeper_state (sweeper) == ISO_SWEEPER_ENDED);
  /* What was selected has stayed. */
  g_assert_true (iso_sweep_choice_is_selected (choice, 4));
  const IsoSweepScores *scores = iso_sweep_choice_scores (choice);
  g_assert_cmpint (scores->chosen, ==, 11);
  g_assert_cmpuint (scores->failed[2], ==, 1);
  g_assert_nonnull (strstr (iso_sweep_overview_words (ISO_SWEEP_OVERVIEW (overview)), "Chosen: λ 1, Mode obdp, ω 0.4"));
  g_assert_nonnull (strstr (iso_sweep_overview_words (ISO_SWEEP_OVERVIEW (overview)), "1 run failed: the loss became NaN"));
  g_autofree char *text = iso_sweep_progress_text (sweeper);
  g_assert_cmpstr (text, ==, "24 of 24 runs · 1 failed · done");
  g_assert_true (test_says (progress, text));
  iso_sweep_choice_select (choice, NULL, 0, false);
  g_assert_cmpint (iso_sweep_overview_target (ISO_SWEEP_OVERVIEW (overview)), ==, 11);
  size_t runs;
  g_free (iso_sweep_overview_runs (ISO_SWEEP_OVERVIEW (overview), &runs));
  g_assert_cmpuint (runs, ==, 0); /* nothing was kept */
  gpointer gone = overview, sweeper_gone = sweeper;
  g_object_add_weak_pointer (gone, &gone);
  g_object_add_weak_pointer (sweeper_gone, &sweeper_gone);
  gtk_window_destroy (GTK_WINDOW (window));
  WAIT_FOR (gone == NULL);
  g_object_unref (sweeper);
  WAIT_FOR (sweeper_gone == NULL);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv);
  adw_init ();
  g_test_add_func ("/sweep-views/choice", test_choice);
  g_test_add_func ("/sweep-views/lines", test_lines);
  g_test_add_func ("/sweep-views/cells", test_cells);
  g_test_add_func ("/sweep-views/table", test_table);
  g_test_add_func ("/sweep-views/live", test_live);
  return g_test_run ();
}
