/* The window that compares kept runs and its pages: read from a store, roles and words, keys, what is chosen, the empty states, runs that are
 * gone, and that nothing stays behind. */
#include <adwaita.h>
#include <glib/gstdio.h>

#include "tests/support/compared-fixture.h"
#include "tests/support/made-runs.h"
#include "tests/support/store-fixture.h"
#include "tests/support/wait-for.h"
#include "tests/support/widgets.h"
#include "ui/panel/run-scores-page.h"
#include "ui/panel/run-settings-page.h"
#include "ui/plot/run-overlay-view.h"
#include "ui/window/export-dialog.h"
#include "ui/window/run-comparison-window.h"

static void
assert_gone (gpointer *object, GtkWidget *window)
{
  g_object_add_weak_pointer (*object, object);
  gtk_window_destroy (GTK_WINDOW (window));
  WAIT_FOR (*object == NULL);
}

static GtkWidget *
window_with (GtkWidget *page)
{
  GtkWidget *window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (window), 900, 500);
  gtk_window_set_child (GTK_WINDOW (window), page);
  gtk_window_present (GTK_WINDOW (window));
  return window;
}

/* ---- the pages ---- */

static void
test_curves (void)
{
  g_autoptr (IsoComparedRuns) runs = test_compared_new (test_seeds, G_N_ELEMENTS (test_seeds));
  IsoRunOverlayView *view = ISO_RUN_OVERLAY_VIEW (iso_run_overlay_view_new ());
  GtkWidget *window = window_with (GTK_WIDGET (view));
  gpointer page = view;
  IsoChartView *plot = iso_run_overlay_view_plot (view);
  gtk_test_accessible_assert_property (plot, GTK_ACCESSIBLE_PROPERTY_LABEL, "Curves of the runs");
  gtk_test_accessible_assert_property (plot, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "Choose two runs or more to compare.");
  g_assert_false (iso_view_card_can_export (ISO_VIEW_CARD (view)));
  iso_run_overlay_view_set_runs (view, runs);
  WAIT_FOR (iso_run_overlay_view_chart (view) != NULL);
  g_assert_cmpuint (iso_run_overlay_view_chart (view)->series->len, ==, 3);
  g_assert_true (test_says (GTK_WIDGET (view), "95 % interval (Student's t)"));
  g_assert_true (iso_view_card_can_export (ISO_VIEW_CARD (view)));
  g_autoptr (IsoFigure) figure = iso_view_card_figure (ISO_VIEW_CARD (view));
  g_assert_cmpstr (iso_figure_name (figure), ==, "runs-recall@1");
  /* Its lines are toggles; hiding one leaves the others as they are. */
  GtkWidget *entry = test_find_button (GTK_WIDGET (view), "OBDP (n = 5)");
  g_assert_true (GTK_IS_TOGGLE_BUTTON (entry));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (entry), FALSE);
  g_assert_cmpuint (iso_run_overlay_view_chart (view)->series->len, ==, 2);
  g_assert_cmpint (iso_chart_series (iso_run_overlay_view_chart (view), 1)->color, ==, 2);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (view), "overlay.toggle", "i", 1));
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (entry)));
  /* Each run by itself, then another quantity over steps. */
  gtk_widget_activate_action (GTK_WIDGET (view), "overlay.grouping", NULL);
  g_assert_cmpint (iso_run_overlay_view_options (view)->grouping, ==, ISO_OVERLAY_EXTREMES);
  gtk_widget_activate_action (GTK_WIDGET (view), "overlay.grouping", NULL);
  WAIT_FOR (iso_run_overlay_view_chart (view)->series->len == 10);
  gtk_widget_activate_action (GTK_WIDGET (view), "overlay.quantity", "s", "loss");
  gtk_widget_activate_action (GTK_WIDGET (view), "overlay.over", NULL);
  WAIT_FOR (g_strcmp0 (iso_run_overlay_view_chart (view)->x_name, "step") == 0);
  g_assert_cmpstr (iso_run_overlay_view_chart (view)->y_name, ==, "loss");
  gtk_widget_activate_action (GTK_WIDGET (view), "overlay.scale", NULL);
  g_assert_cmpint (iso_run_overlay_view_chart (view)->y_scale, ==, ISO_CHART_LOGARITHMIC);
  /* What none has recorded is said. */
  gtk_widget_activate_action (GTK_WIDGET (view), "overlay.quantity", "s", "divergence");
  WAIT_FOR (iso_run_overlay_view_chart (view)->series->len == 0);
  gtk_test_accessible_assert_property (plot, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "None of these runs has recorded KL.");
  iso_run_overlay_view_set_runs (view, NULL);
  g_assert_null (iso_run_overlay_view_chart (view));
  assert_gone (&page, window);
}

static void
test_settings (void)
{
  g_autoptr (IsoComparedRuns) runs = test_compared_new (test_seeds, G_N_ELEMENTS (test_seeds));
  IsoRunSettingsPage *settings = ISO_RUN_SETTINGS_PAGE (iso_run_settings_page_new ());
  GtkWidget *window = window_with (GTK_WIDGET (settings));
  gpointer page = settings;
  IsoTextTable *table = iso_run_settings_page_table (settings);
  g_assert_cmpuint (iso_text_table_count (table), ==, 0);
  g_assert_true (test_says (GTK_WIDGET (settings), "Choose two runs"));
  iso_run_settings_page_set_runs (settings, runs);
  /* Runs, seeds, and the one parameter that differs. */
  g_assert_cmpuint (iso_text_table_count (table), ==, 3);
  IsoTextLine *mode = iso_text_table_line (table, 2);
  g_assert_cmpstr (iso_text_line_text (mode, 1), ==, "distill.mode");
  g_assert_cmpstr (iso_text_line_text (mode, 3), ==, "OBDP");
  g_assert_true (iso_text_line_is_strong (mode, 3));
  g_assert_false (iso_text_line_is_strong (mode, 2));
  g_assert_cmpstr (iso_text_line_text (iso_text_table_line (table, 1), 3), ==, "1, 2, 3, 4, 5");
  g_autofree char *text = iso_run_settings_page_text (settings);
  g_assert_true (g_str_has_prefix (text, "Parameter\tKey\tplain\tOBDP\tPSD\nRuns\t\t#1, #2, #3, #4\t"));
  gtk_widget_activate_action (GTK_WIDGET (settings), "settings.all", NULL);
  g_assert_cmpuint (iso_text_table_count (table), >, 60);
  assert_gone (&page, window);
}

/* What was changed on the way stands behind its value. */
static void
test_changes (void)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) iso_run_free);
  GPtrArray *histories = g_ptr_array_new_with_free_func ((GDestroyNotify) iso_history_unref);
  GPtrArray *changes = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  for (int i = 0; i < 2; i++)
    {
      IsoRunChange change = { 12, g_intern_string ("distill.omega"), g_strdup ("0.7") };
      g_ptr_array_add (list, test_run_new (&test_seeds[4 + i]));
      g_ptr_array_add (histories, test_history_new (2, 0.8));
      g_ptr_array_add (changes, g_array_new (FALSE, FALSE, sizeof (IsoRunChange)));
      if (i == 1)
        g_array_append_val (changes->pdata[1], change);
      else
        g_free (change.value);
    }
  GArray *changed = changes->pdata[1];
  g_autoptr (IsoComparedRuns) runs = iso_compared_runs_new (list, histories, changes, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (runs->group_count, ==, 2);
  IsoRunSettingsPage *settings = g_object_ref_sink (ISO_RUN_SETTINGS_PAGE (iso_run_settings_page_new ()));
  iso_run_settings_page_set_runs (settings, runs);
  g_autofree char *text = iso_run_settings_page_text (settings);
  g_assert_nonnull (strstr (text, "distill.omega"));
  g_assert_nonnull (strstr (text, ", 0.7 from step 12"));
  g_free (g_array_index (changed, IsoRunChange, 0).value);
  g_object_unref (settings);
}

static void
test_scores (void)
{
  g_autoptr (IsoComparedRuns) runs = test_compared_new (test_seeds, G_N_ELEMENTS (test_seeds));
  IsoRunScoresPage *scores = ISO_RUN_SCORES_PAGE (iso_run_scores_page_new ());
  GtkWidget *window = window_with (GTK_WIDGET (scores));
  gpointer page = scores;
  IsoTextTable *table = iso_run_scores_page_table (scores);
  g_assert_true (test_says (GTK_WIDGET (scores), "Choose two runs"));
  iso_run_scores_page_set_runs (scores, runs);
  g_assert_true (g_str_has_prefix (iso_run_scores_page_verdict (scores), "OBDP is +0.0138 [0.0038, 0.0238] recall@1 above plain"));
  g_assert_nonnull (strstr (iso_run_scores_page_verdict (scores), "The best of several was picked"));
  g_assert_cmpuint (iso_text_table_count (table), ==, 3);
  IsoTextLine *plain = iso_text_table_line (table, 0), *best = iso_text_table_line (table, 1);
  g_assert_cmpstr (iso_text_line_text (plain, 0), ==, "plain (baseline)");
  g_assert_cmpstr (iso_text_line_text (plain, 2), ==, "0.7990 ± 0.0106");
  g_assert_true (g_str_has_prefix (iso_text_line_text (best, 2), "★ 0.8128 ± "));
  g_assert_cmpstr (iso_text_line_text (best, 3), ==, "+0.0138 [0.0038, 0.0238]");
  /* Runs below their group; they stay open when the page is filled anew. */
  iso_text_table_open_all (table, TRUE);
  g_assert_cmpuint (iso_text_table_count (table), ==, 12);
  g_assert_cmpstr (iso_text_line_text (iso_text_table_line (table, 1), 0), ==, "plain · seed 1 · #1");
  iso_run_scores_page_set_runs (scores, runs);
  g_assert_cmpuint (iso_text_table_count (table), ==, 12);
  /* Sorted by a column: groups, and within each its runs. */
  GListModel *columns = gtk_column_view_get_columns (iso_text_table_view (table));
  g_autoptr (GtkColumnViewColumn) by = g_list_model_get_item (columns, 2);
  gtk_column_view_sort_by_column (iso_text_table_view (table), by, GTK_SORT_DESCENDING);
  g_assert_cmpstr (iso_text_line_text (iso_text_table_line (table, 0), 0), ==, "OBDP");
  g_assert_cmpstr (iso_text_line_text (iso_text_table_line (table, 1), 2), ==, "0.8190");
  g_assert_cmpstr (iso_text_line_text (iso_text_table_line (table, 5), 2), ==, "0.8070");
  /* Another baseline. */
  gtk_widget_activate_action (GTK_WIDGET (scores), "scores.baseline", "i", 2);
  g_assert_true (g_str_has_prefix (iso_run_scores_page_verdict (scores), "OBDP is +0.0178 recall@1 above PSD, 5 and 1 runs."));
  /* As CSV. */
  g_autofree char *folder = g_dir_make_tmp ("isotherm-scores-XXXXXX", NULL), *path = g_build_filename (folder, "scores.csv", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *written = NULL;
  iso_run_scores_page_save (scores, file);
  WAIT_FOR (test_says (GTK_WIDGET (scores), "Saved as scores.csv"));
  g_assert_true (g_file_get_contents (path, &written, NULL, NULL));
  g_assert_true (g_str_has_prefix (written, "group,run,test recall@1 n"));
  remove_tree (folder);
  assert_gone (&page, window);
}

/* ---- the window ---- */

static GtkWidget *
export_dialog_of (GtkWidget *window)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();
  for (GList *link = windows; link != NULL; link = link->next)
    if (ISO_IS_EXPORT_DIALOG (link->data) && gtk_window_get_transient_for (link->data) == GTK_WINDOW (window))
      return link->data;
  return NULL;
}

/* The page in sight is taken away; one without a figure says so. */
static void
test_export (void)
{
  char *folder = make_store_folder ();
  make_runs (folder, 3, 2000 * MADE_DAY);
  g_autoptr (IsoRunLibrary) library = iso_run_library_new (folder);
  static const gint64 ids[] = { 1, 2, 3 };
  GtkWidget *window = iso_run_comparison_window_new (library, ids, 3);
  gpointer gone = window;
  gtk_window_present (GTK_WINDOW (window));
  WAIT_FOR (iso_run_comparison_window_runs (ISO_RUN_COMPARISON_WINDOW (window)) != NULL);
  GtkWidget *curves = iso_run_comparison_window_page_widget (ISO_RUN_COMPARISON_WINDOW (window), "curves");
  WAIT_FOR (iso_view_card_can_export (ISO_VIEW_CARD (curves)));
  gtk_widget_activate_action (window, "runs.export-figure", NULL);
  g_assert_nonnull (export_dialog_of (window));
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (export_dialog_of (window)), "copy");
  WAIT_FOR (test_says (window, "Copied a picture"));
  gtk_widget_activate_action (window, "runs.page", "s", "settings");
  gtk_widget_activate_action (window, "runs.export-figure", NULL);
  WAIT_FOR (test_says (window, "This view shows nothing yet that could be exported."));
  /* A dialog that is open goes away with the window. */
  gtk_widget_activate_action (window, "runs.page", "s", "curves");
  gtk_widget_activate_action (window, "runs.export-figure", NULL);
  assert_gone (&gone, window);
  g_clear_object (&library);
  remove_store (folder);
}

static gboolean
has_keyboard (GtkWidget *window, GtkWidget *page)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (window));
  return focus != NULL && (focus == page || gtk_widget_is_ancestor (focus, page));
}

/* Keys of a page hold as soon as it is shown, and of another once it is turned to. */
static void
test_keyboard (void)
{
  static const char *const names[] = { "scores", "settings", "maps", "matrices", "curves" };
  char *folder = make_store_folder ();
  make_runs (folder, 3, 2000 * MADE_DAY);
  g_autoptr (IsoRunLibrary) library = iso_run_library_new (folder);
  static const gint64 ids[] = { 1, 2, 3 };
  GtkWidget *window = iso_run_comparison_window_new (library, ids, 3);
  IsoRunComparisonWindow *compared = ISO_RUN_COMPARISON_WINDOW (window);
  gpointer gone = window;
  gtk_window_present (GTK_WINDOW (window));
  WAIT_FOR (iso_run_comparison_window_runs (compared) != NULL);
  WAIT_FOR (has_keyboard (window, iso_run_comparison_window_page_widget (compared, "curves")));
  for (size_t i = 0; i < G_N_ELEMENTS (names); i++)
    {
      gtk_widget_activate_action (window, "runs.page", "s", names[i]);
      g_test_message ("%s", names[i]);
      WAIT_FOR (has_keyboard (window, iso_run_comparison_window_page_widget (compared, names[i])));
    }
  gtk_widget_activate_action (window, "runs.previous-page", NULL);
  WAIT_FOR (has_keyboard (window, iso_run_comparison_window_page_widget (compared, "matrices")));
  assert_gone (&gone, window);
  g_clear_object (&library);
  remove_store (folder);
}

static void
test_window (void)
{
  char *folder = make_store_folder ();
  make_runs (folder, 6, 2000 * MADE_DAY);
  IsoRunLibrary *library = iso_run_library_new (folder);
  static const gint64 ids[] = { 1, 2, 77, 2, 5 };
  GtkWidget *window = iso_run_comparison_window_new (library, ids, G_N_ELEMENTS (ids));
  gpointer gone = window;
  IsoRunComparisonWindow *compared = ISO_RUN_COMPARISON_WINDOW (window);
  gtk_window_present (GTK_WINDOW (window));
  g_assert_null (iso_run_comparison_window_runs (compared));
  WAIT_FOR (iso_run_comparison_window_runs (compared) != NULL);
  const IsoComparedRuns *runs = iso_run_comparison_window_runs (compared);
  g_assert_cmpuint (runs->count, ==, 3);
  g_assert_cmpuint (runs->missing, ==, 1);
  g_assert_cmpuint (iso_history_step_count (runs->runs[0].history), ==, MADE_STEPS);
  g_assert_cmpuint (runs->runs[0].changes->len, ==, 1);
  g_assert_true (test_says (window, "1 run has been deleted."));
  g_assert_cmpstr (iso_run_comparison_window_page (compared), ==, "curves");
  gtk_widget_activate_action (window, "runs.page", "s", "scores");
  g_assert_cmpstr (iso_run_comparison_window_page (compared), ==, "scores");
  gtk_widget_activate_action (window, "runs.next-page", NULL);
  gtk_widget_activate_action (window, "runs.previous-page", NULL);
  g_assert_cmpstr (iso_run_comparison_window_page (compared), ==, "scores");
  g_assert_true (ISO_IS_RUN_SCORES_PAGE (iso_run_comparison_window_page_widget (compared, "scores")));
  /* Somebody gives a run another name: it is read anew. */
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoStore) other = iso_store_open (folder, &error);
  g_assert_no_error (error);
  g_assert_true (iso_store_rename (other, 1, "renamed", &error));
  WAIT_FOR (g_str_equal (iso_run_comparison_window_runs (compared)->runs[0].run->name, "renamed"));
  iso_run_comparison_window_compare (compared, ids + 1, 1);
  WAIT_FOR (iso_run_comparison_window_runs (compared)->count == 1);
  assert_gone (&gone, window);
  gpointer store = library;
  g_object_add_weak_pointer (store, &store);
  g_object_unref (library);
  WAIT_FOR (store == NULL);
  g_clear_pointer (&other, iso_store_free);
  remove_store (folder);
}

/* None of them is there; and a window that is closed while it reads. */
static void
test_nothing (void)
{
  char *folder = make_store_folder ();
  static const gint64 ids[] = { 5, 6 };
  g_autoptr (IsoRunLibrary) library = iso_run_library_new (folder);
  GtkWidget *window = iso_run_comparison_window_new (library, ids, 2), *other = iso_run_comparison_window_new (library, ids, 2);
  gpointer gone = window;
  gtk_window_present (GTK_WINDOW (window));
  gtk_window_destroy (GTK_WINDOW (other));
  WAIT_FOR (test_says (window, "None of these runs is there any more"));
  assert_gone (&gone, window);
  test_wait_ms (100);
  g_clear_object (&library);
  remove_store (folder);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/run-comparison/curves", test_curves);
  g_test_add_func ("/run-comparison/settings", test_settings);
  g_test_add_func ("/run-comparison/changes", test_changes);
  g_test_add_func ("/run-comparison/scores", test_scores);
  g_test_add_func ("/run-comparison/keyboard", test_keyboard);
  g_test_add_func ("/run-comparison/window", test_window);
  g_test_add_func ("/run-comparison/nothing", test_nothing);
  g_test_add_func ("/run-comparison/export", test_export);
  return g_test_run ();
}
