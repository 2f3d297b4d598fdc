/* Students side by side in their window: opened from a session with the sample, chosen, started, in step, paused, closed while they run;
 * what the columns show and say; and that nothing of it stays behind. Samples in them: test-comparison-samples.c. */
#include "tests/support/comparison-fixture.h"

static void
test_opening (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "Plain", "PSD", "OBDP" };
  g_assert_cmpuint (iso_student_columns_count (fixture->window->columns), ==, 3);
  /* The data are not read a second time. */
  g_assert_true (iso_students_experiment (fixture->students)->dataset == iso_session_experiment (fixture->session)->dataset);
  for (size_t i = 0; i < 3; i++)
    {
      IsoStudentColumn *column = iso_student_columns_get (fixture->window->columns, i);
      gtk_test_accessible_assert_role (column, GTK_ACCESSIBLE_ROLE_GROUP);
      gtk_test_accessible_assert_property (column, GTK_ACCESSIBLE_PROPERTY_LABEL, names[i]);
      g_autofree char *label = g_strdup_printf ("%s: matrix of the batch", names[i]);
      gtk_test_accessible_assert_role (matrix_of (fixture, i), GTK_ACCESSIBLE_ROLE_IMG);
      gtk_test_accessible_assert_property (matrix_of (fixture, i), GTK_ACCESSIBLE_PROPERTY_LABEL, label);
      g_assert_true (gtk_toggle_button_get_active (fixture->window->toggles[i]));
      gtk_test_accessible_assert_state (fixture->window->toggles[i], GTK_ACCESSIBLE_STATE_PRESSED, GTK_ACCESSIBLE_TRISTATE_TRUE);
    }
  g_assert_false (gtk_toggle_button_get_active (fixture->window->toggles[ISO_DISTILL_UNIFORM]));
  gtk_test_accessible_assert_property (gtk_widget_get_parent (GTK_WIDGET (fixture->window->toggles[0])), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Students");
  g_assert_cmpstr (gtk_inscription_get_text (fixture->window->state), ==, "ready");
  g_assert_cmpstr (gtk_stack_get_visible_child_name (fixture->window->pages), ==, "students");
  g_assert_nonnull (strstr (adw_window_title_get_title (fixture->window->heading), "Fashion-MNIST sample"));
  g_assert_nonnull (strstr (adw_window_title_get_subtitle (fixture->window->heading), "multi-similarity · 784-32-8 · seed"));
  /* One at most. */
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->main), "win.compare-students", NULL));
  g_assert_true (find_window () == fixture->window);
  /* All start alike: the same scores and the same map. */
  WAIT_FOR (has_all_maps (fixture));
  const IsoStudentMaps *maps = iso_student_columns_maps (fixture->window->columns);
  g_assert_cmpfloat_with_epsilon ((double) maps->maps[0]->positions[5], (double) maps->maps[2]->positions[5], 1e-4);
  g_assert_true (column_says (fixture, 1, "±0.000"));
}

/* The main run stands still meanwhile, and the window says so. */
static void
test_pauses_session (Fixture *fixture, gconstpointer data)
{
  g_assert_true (act (fixture, "window.close"));
  WAIT_FOR (find_window () == NULL);
  iso_session_set_endless (fixture->session, TRUE);
  iso_session_start (fixture->session);
  WAIT_FOR (iso_session_state (fixture->session) == ISO_SESSION_RUNNING);
  open_window (fixture);
  WAIT_FOR (iso_session_state (fixture->session) == ISO_SESSION_PAUSED);
  WAIT_FOR (iso_students_count (fixture->students) == 3);
  g_assert_nonnull (strstr (gtk_inscription_get_text (fixture->window->note), "paused"));
}

static void
test_steps (Fixture *fixture, gconstpointer data)
{
  g_assert_true (act (fixture, "comparison.step"));
  WAIT_FOR (step_of (fixture, 0) == 1 && is_settled (fixture));
  WAIT_FOR (shows_step (fixture, 1));
  const IsoBatchSnapshot *first = iso_students_batch (fixture->students, 0), *third = iso_students_batch (fixture->students, 2);
  g_assert_cmpmem (first->indices, first->B * sizeof (guint32), third->indices, third->B * sizeof (guint32));
  WAIT_FOR (column_says (fixture, 0, "step 1") && column_says (fixture, 2, "step 1"));
  g_assert_true (gtk_widget_get_focusable (GTK_WIDGET (matrix_of (fixture, 0))));
}

static void
test_run (Fixture *fixture, gconstpointer data)
{
  g_assert_true (act (fixture, "comparison.start"));
  WAIT_FOR (iso_students_state (fixture->students) == ISO_STUDENTS_RUNNING);
  g_assert_cmpstr (gtk_inscription_get_text (fixture->window->state), ==, "training");
  g_assert_cmpstr (adw_button_content_get_label (fixture->window->start_content), ==, "Pause");
  g_assert_false (gtk_widget_get_sensitive (button_of (GTK_WIDGET (fixture->window), "comparison.step")));
  WAIT_FOR (iso_students_step (fixture->students) >= 20);
  g_assert_true (act (fixture, "comparison.start"));
  WAIT_FOR (iso_students_state (fixture->students) != ISO_STUDENTS_RUNNING && is_settled (fixture));
  guint64 step = step_of (fixture, 0);
  g_assert_cmpuint (step, >=, 20);
  WAIT_FOR (shows_step (fixture, step));
  g_assert_cmpstr (gtk_inscription_get_text (fixture->window->state), ==,
                   iso_students_state (fixture->students) == ISO_STUDENTS_FINISHED ? "finished" : "paused");
}

/* To the planned end: curves of all, differences to the plain one as the histories have them. */
static void
test_end (Fixture *fixture, gconstpointer data)
{
  IsoStudentScores scores;
  IsoEpochRecord own, plain;
  g_assert_true (act (fixture, "comparison.start"));
  WAIT_FOR (iso_students_state (fixture->students) == ISO_STUDENTS_FINISHED && is_settled (fixture));
  WAIT_FOR (iso_students_epoch (fixture->students, 2)->epoch == 3);
  iso_students_scores (fixture->students, &scores, 2);
  g_assert_cmpint (iso_history_read_epochs (iso_students_history (fixture->students, 2), &own, 3, 1), ==, 1);
  g_assert_cmpint (iso_history_read_epochs (iso_students_history (fixture->students, 0), &plain, 3, 1), ==, 1);
  g_assert_cmpint (scores.epoch, ==, 3);
  g_assert_cmpfloat (scores.map_at_r, ==, own.test.map_at_r);
  g_assert_cmpfloat (scores.map_gain, ==, own.test.map_at_r - plain.test.map_at_r);
  iso_students_scores (fixture->students, &scores, 0);
  g_assert_true (isnan (scores.map_gain));
  g_autofree char *shown = g_strdup_printf ("%.3f", own.test.map_at_r);
  WAIT_FOR (column_says (fixture, 2, shown));
  /* One point an evaluation, the untrained network's first. */
  const IsoChart *chart = iso_student_chart_drawn (fixture->window->chart);
  g_assert_cmpuint (chart->series->len, ==, 3);
  for (size_t i = 0; i < 3; i++)
    {
      const IsoChartSeries *series = iso_chart_series (chart, i);
      g_assert_cmpuint (iso_chart_series_count (series), ==, 4);
      g_assert_cmpfloat (iso_chart_series_x (series, 0), ==, 0.0);
      g_assert_cmpint (series->is_dashed, ==, i == 0);
    }
  g_assert_cmpfloat (iso_chart_series_y (iso_chart_series (chart, 2), 3), ==, own.test.recall_1);
  g_assert_true (iso_student_chart_choose (fixture->window->chart, "map@r"));
  chart = iso_student_chart_drawn (fixture->window->chart);
  g_assert_cmpfloat (iso_chart_series_y (iso_chart_series (chart, 2), 3), ==, own.test.map_at_r);
  g_assert_true (iso_student_chart_choose (fixture->window->chart, "loss"));
  chart = iso_student_chart_drawn (fixture->window->chart);
  g_assert_cmpuint (iso_chart_series_count (iso_chart_series (chart, 1)), ==, step_of (fixture, 1));
  g_assert_false (iso_student_chart_choose (fixture->window->chart, "nothing"));
  gtk_test_accessible_assert_property (test_find (GTK_WIDGET (fixture->window->chart), GTK_TYPE_DROP_DOWN), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "What the curves show");
}

static void
test_choosing (Fixture *fixture, gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);
  g_assert_true (gtk_widget_activate_action (window, "comparison.student", "i", ISO_DISTILL_UNIFORM));
  WAIT_FOR (iso_students_count (fixture->students) == 4);
  g_assert_cmpint (iso_students_mode (fixture->students, 3), ==, ISO_DISTILL_UNIFORM);
  g_assert_true (gtk_widget_activate_action (window, "comparison.student", "i", ISO_DISTILL_NONE));
  g_assert_true (gtk_widget_activate_action (window, "comparison.student", "i", ISO_DISTILL_PSD));
  WAIT_FOR (iso_students_count (fixture->students) == 2);
  g_assert_cmpint (iso_students_mode (fixture->students, 0), ==, ISO_DISTILL_OBDP);
  /* Two at least: neither can be taken away. */
  g_assert_false (gtk_widget_get_sensitive (GTK_WIDGET (fixture->window->toggles[ISO_DISTILL_OBDP])));
  g_assert_true (gtk_widget_activate_action (window, "comparison.student", "i", ISO_DISTILL_OBDP));
  g_assert_true (gtk_toggle_button_get_active (fixture->window->toggles[ISO_DISTILL_OBDP]));
  g_assert_true (gtk_widget_get_sensitive (GTK_WIDGET (fixture->window->toggles[ISO_DISTILL_NONE])));
  /* Without the plain one there is nothing to be above of. */
  WAIT_FOR (is_evaluated (fixture->students));
  IsoStudentScores scores;
  iso_students_scores (fixture->students, &scores, 0);
  g_assert_true (isfinite (scores.recall_1) && isnan (scores.recall_gain));
}

/* What is live acts on all, anything else begins anew while nobody has begun, and waits for Reset then. */
static void
test_settings (Fixture *fixture, gconstpointer data)
{
  g_assert_true (iso_session_set (fixture->session, "distill.lambda", "12.5", NULL));
  g_assert_false (fixture->window->is_stale);
  g_assert_true (act (fixture, "comparison.step"));
  WAIT_FOR (step_of (fixture, 0) == 1 && is_settled (fixture) && shows_step (fixture, 1));
  for (size_t i = 0; i < 3; i++)
    g_assert_cmpfloat (iso_students_batch (fixture->students, i)->distill.lambda, ==, 12.5);
  g_assert_true (iso_session_set (fixture->session, "network.embedding", "6", NULL));
  WAIT_FOR (fixture->window->is_stale);
  g_assert_nonnull (strstr (gtk_inscription_get_text (fixture->window->note), "Reset"));
  WAIT_FOR (iso_session_state (fixture->session) == ISO_SESSION_READY);
  g_assert_true (act (fixture, "comparison.reset"));
  WAIT_FOR (iso_students_count (fixture->students) == 3);
  g_assert_false (fixture->window->is_stale);
  g_assert_cmpint (iso_students_experiment (fixture->students)->settings.network.embedding, ==, 6);
  g_assert_true (iso_session_set (fixture->session, "network.embedding", "5", NULL));
  WAIT_FOR (iso_students_count (fixture->students) == 3
            && iso_students_experiment (fixture->students)->settings.network.embedding == 5);
}

static void
test_probe (Fixture *fixture, gconstpointer data)
{
  g_assert_true (act (fixture, "comparison.step"));
  WAIT_FOR (shows_step (fixture, 1));
  g_assert_true (act (fixture, "comparison.probe"));
  WAIT_FOR (iso_students_batch (fixture->students, 0)->is_probe && iso_students_batch (fixture->students, 2)->is_probe);
  WAIT_FOR (column_says (fixture, 0, "probe at step 1"));
  g_assert_true (act (fixture, "comparison.probe"));
  WAIT_FOR (!iso_students_batch (fixture->students, 0)->is_probe);
}

/* Freed by a thread of its own: the main loop goes on at once. */
static void
test_close_while_running (Fixture *fixture, gconstpointer data)
{
  gpointer students = fixture->students, window = fixture->window;
  g_object_add_weak_pointer (students, &students);
  g_object_add_weak_pointer (window, &window);
  iso_session_set_endless (fixture->session, TRUE);
  g_assert_true (act (fixture, "comparison.start"));
  WAIT_FOR (iso_students_step (fixture->students) > 2);
  g_assert_true (act (fixture, "window.close"));
  WAIT_FOR (window == NULL && students == NULL);
}

/* Closed while the students are being prepared. */
static void
test_close_while_preparing (Fixture *fixture, gconstpointer data)
{
  gpointer students = fixture->students;
  g_object_add_weak_pointer (students, &students);
  g_assert_true (act (fixture, "comparison.reset"));
  g_assert_true (iso_students_is_preparing (fixture->students));
  g_assert_cmpstr (gtk_stack_get_visible_child_name (fixture->window->pages), ==, "wait");
  g_assert_true (gtk_spinner_get_spinning (fixture->window->spinner));
  g_assert_true (act (fixture, "window.close"));
  WAIT_FOR (students == NULL);
}

static bool
has_binding (const char *wanted_action, guint key, GdkModifierType modifiers)
{
  g_autoptr (GTypeClass) class = g_type_class_ref (ISO_TYPE_COMPARISON_WINDOW);
  g_autoptr (GtkWidget) window = g_object_ref_sink (g_object_new (ISO_TYPE_COMPARISON_WINDOW, NULL));
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (window);
  bool found = false;
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);
      for (guint at = 0; GTK_IS_SHORTCUT_CONTROLLER (controller) && at < g_list_model_get_n_items (G_LIST_MODEL (controller)); at++)
        {
          g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (G_LIST_MODEL (controller), at);
          GtkShortcutTrigger *trigger = gtk_shortcut_get_trigger (shortcut);
          GtkShortcutAction *action = gtk_shortcut_get_action (shortcut);
          found = found || (GTK_IS_KEYVAL_TRIGGER (trigger) && GTK_IS_NAMED_ACTION (action)
                            && gtk_keyval_trigger_get_keyval (GTK_KEYVAL_TRIGGER (trigger)) == key
                            && gtk_keyval_trigger_get_modifiers (GTK_KEYVAL_TRIGGER (trigger)) == modifiers
                            && g_str_equal (gtk_named_action_get_action_name (GTK_NAMED_ACTION (action)), wanted_action));
        }
    }
  gtk_window_destroy (GTK_WINDOW (window));
  return found;
}

static void
test_keys (void)
{
  g_assert_true (has_binding ("comparison.start", GDK_KEY_F5, 0));
  g_assert_true (has_binding ("comparison.step", GDK_KEY_F10, 0));
  g_assert_true (has_binding ("comparison.reset", GDK_KEY_r, GDK_CONTROL_MASK));
  g_assert_true (has_binding ("comparison.probe", GDK_KEY_l, GDK_CONTROL_MASK));
  g_assert_true (has_binding ("window.close", GDK_KEY_b, GDK_CONTROL_MASK));
  for (guint mode = 0; mode < 4; mode++)
    g_assert_true (has_binding ("comparison.student", GDK_KEY_1 + mode, GDK_ALT_MASK));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
#define TEST(name, function) g_test_add ("/comparison-window/" name, Fixture, NULL, set_up, function, tear_down)
  TEST ("opening", test_opening);
  TEST ("pauses-session", test_pauses_session);
  TEST ("steps", test_steps);
  TEST ("run", test_run);
  TEST ("end", test_end);
  TEST ("choosing", test_choosing);
  TEST ("settings", test_settings);
  TEST ("probe", test_probe);
  TEST ("close-while-running", test_close_while_running);
  TEST ("close-while-preparing", test_close_while_preparing);
#undef TEST
  g_test_add_func ("/comparison-window/keys", test_keys);
  return g_test_run ();
}
