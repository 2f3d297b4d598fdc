/* Trying settings on a batch: the sliders and where they stop, what the bar says, freezing, before and after, hints and keys. */
#include <adwaita.h>
#include <math.h>
#include <string.h>

#include "engine/train/parameters.h"
#include "tests/support/synthetic-batch.h"
#include "tests/support/wait-for.h"
#include "tests/support/widgets.h"
#include "ui/figure/batch-words.h"
#include "ui/plot/batch-view-private.h"
#include "ui/plot/trial-stops.h"
#include "ui/plot/trial-words.h"

#define SIDE 112

typedef struct {
  GtkWindow *window;
  IsoBatchView *view;
  IsoXray *xray;
  IsoTrialRow *row;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (IsoBatchSnapshot) batch = iso_test_batch (SIDE, 32, 10, 238);
  fixture->window = GTK_WINDOW (gtk_window_new ());
  fixture->view = ISO_BATCH_VIEW (iso_batch_view_new ());
  fixture->xray = iso_xray_new ();
  fixture->row = fixture->view->trial;
  iso_batch_view_set_xray (fixture->view, fixture->xray);
  gtk_window_set_default_size (fixture->window, 1100, 560);
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->view));
  gtk_window_present (fixture->window);
  iso_xray_set_snapshot (fixture->xray, batch);
  WAIT_FOR (iso_xray_stages (fixture->xray) != NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gpointer view = fixture->view, row = fixture->row, hint = fixture->view->hint, xray = fixture->xray;
  g_object_add_weak_pointer (G_OBJECT (view), &view);
  g_object_add_weak_pointer (G_OBJECT (row), &row);
  g_object_add_weak_pointer (G_OBJECT (hint), &hint);
  g_object_add_weak_pointer (G_OBJECT (xray), &xray);
  gtk_window_destroy (fixture->window);
  WAIT_FOR (view == NULL && row == NULL && hint == NULL);
  g_object_unref (fixture->xray);
  WAIT_FOR (xray == NULL);
}

static gboolean
press (gpointer widget, const char *signal, guint key)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);
      gboolean handled = FALSE;
      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, signal, key, 0, 0, &handled);
      if (handled)
        return TRUE;
    }
  return FALSE;
}

static IsoTrialSlider *
slider (Fixture *fixture, IsoTrialSliderKind kind)
{
  return iso_trial_row_slider (fixture->row, kind);
}

static void
move_to (Fixture *fixture, IsoTrialSliderKind kind, double place)
{
  gtk_adjustment_set_value (iso_trial_slider_adjustment (slider (fixture, kind)), place);
}

static IsoDistillSettings
settings_of (Fixture *fixture)
{
  IsoDistillSettings settings;
  iso_xray_get_settings (fixture->xray, &settings);
  return settings;
}

static const char *
title_of (Fixture *fixture)
{
  return gtk_label_get_text (GTK_LABEL (test_find (GTK_WIDGET (fixture->view), GTK_TYPE_LABEL)));
}

/* ---- stops ---- */

static GArray *
stops_of (const char *key, size_t B)
{
  IsoSettings settings;
  iso_settings_init (&settings);
  return iso_trial_stops_new (iso_parameter_find (key, &settings, NULL), B);
}

static void
test_stops (void)
{
  static const char *const keys[] = { "distill.omega", "distill.k", "distill.tau", "distill.tau_d", "distill.gamma", "distill.lambda" };
  static const double wanted[] = { 0.8, 10.0, 0.2, 0.1, 3.0, 20.0 };
  for (size_t i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr (GArray) stops = stops_of (keys[i], SIDE);
      g_assert_cmpuint (stops->len, >, 30);
      g_assert_cmpuint (stops->len, <, 130);
      for (guint at = 1; at < stops->len; at++)
        g_assert_cmpfloat (g_array_index (stops, double, at - 1), <, g_array_index (stops, double, at));
      /* Every stop is where it says. */
      for (guint at = 0; at < stops->len; at++)
        g_assert_cmpfloat (iso_trial_stops_position (stops, g_array_index (stops, double, at)), ==, at);
      double place = iso_trial_stops_position (stops, wanted[i]);
      g_assert_true (place > 0.0 && place < stops->len - 1.0);
    }
  g_autoptr (GArray) omega = stops_of ("distill.omega", SIDE), lambda = stops_of ("distill.lambda", SIDE);
  g_assert_cmpfloat (g_array_index (omega, double, 0), ==, 0.0);
  g_assert_cmpfloat (g_array_index (omega, double, omega->len - 1), ==, 0.999);
  double place = iso_trial_stops_position (omega, 0.95);
  g_assert_cmpfloat (place, ==, round (place));
  g_assert_cmpfloat (g_array_index (lambda, double, 0), ==, 0.0);
  for (size_t B = 2; B <= 5000; B = B * 3 / 2)
    {
      g_autoptr (GArray) k = stops_of ("distill.k", B);
      g_assert_true (isinf (g_array_index (k, double, k->len - 1)));
      g_assert_true (k->len == 1 || g_array_index (k, double, k->len - 2) < (double) B - 1.0);
    }
}

/* ---- words ---- */

static void
test_words (void)
{
  g_autoptr (IsoBatchSnapshot) batch = iso_test_batch (24, 8, 4, 1);
  IsoDistillSettings run = batch->distill, tried = run;
  g_autofree char *nothing = iso_trial_difference (&tried, &run);
  g_assert_cmpstr (nothing, ==, "");
  tried.omega = 0.95;
  tried.k = 0;
  g_autofree char *two = iso_trial_difference (&tried, &run);
  g_assert_cmpstr (two, ==, "ω 0.95, k all");
  g_assert_nonnull (iso_trial_reason ("distill.gamma", &run, batch));
  g_assert_null (iso_trial_reason ("distill.tau_d", &run, batch));
  g_assert_null (iso_trial_reason ("distill.lambda", &run, batch));
  g_assert_null (iso_trial_reason ("distill.graph", &run, batch));
  g_assert_nonnull (iso_trial_reason ("distill.graph", &tried, batch));
  tried.normalization = ISO_TRANSITION_SYMMETRIC;
  g_assert_null (iso_trial_reason ("distill.gamma", &tried, batch));
  g_assert_nonnull (iso_trial_reason ("distill.tau_d", &tried, batch));
  batch->ramp = 0.0;
  g_assert_nonnull (iso_trial_reason ("distill.lambda", &run, batch));
  /* The last word holds, the other setting gives way. */
  tried.k = 5;
  iso_trial_reconcile (&tried, "distill.k", 24);
  g_assert_cmpint (tried.graph, ==, ISO_GRAPH_UNION);
  tried.graph = ISO_GRAPH_DIRECTED;
  iso_trial_reconcile (&tried, "distill.graph", 24);
  g_assert_cmpint (tried.normalization, ==, ISO_TRANSITION_SOFTMAX);
}

/* ---- the row ---- */

static void
test_folded (Fixture *fixture, gconstpointer data)
{
  GtkWidget *row = GTK_WIDGET (fixture->row);
  g_assert_false (gtk_widget_get_visible (row));
  g_assert_true (press (fixture->view, "key-pressed", GDK_KEY_x));
  g_assert_true (gtk_widget_get_visible (row));
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (fixture->view->trial_toggle)));
  g_assert_nonnull (strstr (iso_trial_row_text (fixture->row), "the run goes on as it is"));
  g_assert_true (press (fixture->view, "key-pressed", GDK_KEY_x));
  g_assert_false (gtk_widget_get_visible (row));
  /* Of similarities nothing is tried. */
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (fixture->view->trial_toggle), TRUE);
  iso_batch_view_set_look (fixture->view, ISO_BATCH_LOOK_SIMILARITIES);
  g_assert_false (gtk_widget_get_visible (row));
  iso_batch_view_set_look (fixture->view, ISO_BATCH_LOOK_MAP);
  g_assert_true (gtk_widget_get_visible (row));
}

static void
test_try (Fixture *fixture, gconstpointer data)
{
  IsoDistillSettings run = settings_of (fixture);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (fixture->view->trial_toggle), TRUE);
  g_assert_cmpfloat (iso_trial_slider_value (slider (fixture, ISO_TRIAL_OMEGA)), ==, run.omega);
  move_to (fixture, ISO_TRIAL_OMEGA, 26.0);
  g_assert_true (iso_xray_has_trial (fixture->xray));
  g_assert_cmpfloat (settings_of (fixture).omega, ==, 0.95);
  move_to (fixture, ISO_TRIAL_K, 1000.0);
  g_assert_cmpint (settings_of (fixture).k, ==, 0);
  g_assert_cmpstr (iso_trial_row_text (fixture->row), ==, "Trying ω 0.95, k all: not in the run");
  WAIT_FOR (iso_xray_stages (fixture->xray)->is_trial && iso_xray_stages (fixture->xray)->matrices->settings.k == 0);
  g_assert_cmpfloat (iso_xray_stages (fixture->xray)->before->settings.omega, ==, run.omega);
  /* One goes back, then all. */
  iso_trial_slider_reset (slider (fixture, ISO_TRIAL_K));
  g_assert_cmpint (settings_of (fixture).k, ==, run.k);
  g_assert_cmpstr (iso_trial_row_text (fixture->row), ==, "Trying ω 0.95: not in the run");
  g_assert_true (gtk_widget_activate (test_find_button (GTK_WIDGET (fixture->row), "Back to the run")));
  WAIT_FOR (!iso_xray_has_trial (fixture->xray));
  g_assert_cmpfloat (iso_trial_slider_value (slider (fixture, ISO_TRIAL_OMEGA)), ==, run.omega);
}

static void
count_call (gpointer count)
{
  ++*(int *) count;
}

static void
test_train_with (Fixture *fixture, gconstpointer data)
{
  int told = 0;
  g_signal_connect_swapped (fixture->xray, "train-with", G_CALLBACK (count_call), &told);
  move_to (fixture, ISO_TRIAL_TAU, 10.0);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (fixture->view->trial_toggle), TRUE);
  g_assert_true (gtk_widget_activate (test_find_button (GTK_WIDGET (fixture->row), "Train with these")));
  WAIT_FOR (told == 1);
  g_signal_handlers_disconnect_by_data (fixture->xray, &told);
}

static void
test_reasons (Fixture *fixture, gconstpointer data)
{
  GtkWidget *gamma = GTK_WIDGET (slider (fixture, ISO_TRIAL_GAMMA)), *tau_d = GTK_WIDGET (slider (fixture, ISO_TRIAL_TAU_D));
  g_assert_false (gtk_widget_get_sensitive (gamma));
  g_assert_nonnull (strstr (gtk_widget_get_tooltip_text (gamma), "symmetric transition only"));
  IsoDistillSettings settings = settings_of (fixture);
  settings.normalization = ISO_TRANSITION_SYMMETRIC;
  settings.graph = ISO_GRAPH_UNION;
  iso_xray_set_trial (fixture->xray, &settings);
  g_assert_true (gtk_widget_get_sensitive (gamma));
  g_assert_false (gtk_widget_get_sensitive (tau_d));
  gtk_test_accessible_assert_role (gamma, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_test_accessible_assert_property (gamma, GTK_ACCESSIBLE_PROPERTY_LABEL, "Affinity exponent γ");
}

/* Picking the symmetric transition on a directed graph takes an undirected one along. */
static void
test_choices (Fixture *fixture, gconstpointer data)
{
  GtkWidget *normalization = NULL;
  for (GtkWidget *child = gtk_widget_get_last_child (gtk_widget_get_first_child (GTK_WIDGET (fixture->row))); normalization == NULL;
       child = gtk_widget_get_prev_sibling (child))
    normalization = test_find (child, GTK_TYPE_DROP_DOWN);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (normalization), ISO_TRANSITION_SYMMETRIC);
  g_assert_cmpint (settings_of (fixture).normalization, ==, ISO_TRANSITION_SYMMETRIC);
  g_assert_cmpint (settings_of (fixture).graph, ==, ISO_GRAPH_UNION);
  gtk_test_accessible_assert_property (normalization, GTK_ACCESSIBLE_PROPERTY_LABEL, "Transition");
  gtk_test_accessible_assert_property (gtk_widget_get_first_child (normalization), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Transition: symmetric");
  GtkWidget *psd = test_find_button (GTK_WIDGET (fixture->row), "PSD");
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (psd), TRUE);
  g_assert_cmpint (settings_of (fixture).mode, ==, ISO_DISTILL_PSD);
  WAIT_FOR (iso_xray_stages (fixture->xray)->matrices->settings.mode == ISO_DISTILL_PSD);
  g_assert_null (iso_xray_stages (fixture->xray)->matrices->problem);
}

/* ---- frozen, before and after ---- */

static void
test_frozen (Fixture *fixture, gconstpointer data)
{
  g_autoptr (IsoBatchSnapshot) later = iso_test_batch (SIDE, 32, 10, 240);
  WAIT_FOR (strcmp (title_of (fixture), "Batch at step 238") == 0);
  iso_choice_row_set_active (fixture->view->watch_row, ISO_SHOWN_FROZEN);
  g_assert_true (iso_xray_is_frozen (fixture->xray));
  g_assert_cmpstr (title_of (fixture), ==, "Batch at step 238 · frozen");
  iso_xray_set_snapshot (fixture->xray, later);
  test_wait_ms (200);
  g_assert_cmpstr (title_of (fixture), ==, "Batch at step 238 · frozen");
  iso_choice_row_set_active (fixture->view->watch_row, ISO_SHOWN_LIVE);
  WAIT_FOR (strcmp (title_of (fixture), "Batch at step 240") == 0);
  /* Freezing elsewhere shows in the header, and a new run thaws. */
  iso_xray_set_frozen (fixture->xray, TRUE);
  g_assert_nonnull (strstr (title_of (fixture), "frozen"));
  iso_xray_set_dataset (fixture->xray, NULL);
  g_assert_cmpstr (title_of (fixture), ==, "Batch");
  g_assert_false (iso_xray_is_frozen (fixture->xray));
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (gtk_widget_get_first_child (fixture->view->watch_row))));
}

static void
test_before (Fixture *fixture, gconstpointer data)
{
  IsoGauge *entropy = iso_health_strip_gauge (fixture->view->health, ISO_GAUGE_ENTROPY);
  g_assert_true (press (fixture->view, "key-pressed", GDK_KEY_v));
  g_assert_false (fixture->view->shows_before);
  g_autofree char *calm = g_strdup (iso_gauge_shown (entropy));
  move_to (fixture, ISO_TRIAL_OMEGA, 40.0);
  WAIT_FOR (iso_xray_stages (fixture->xray)->is_trial);
  IsoXrayStages *stages = iso_xray_stages (fixture->xray);
  g_assert_cmpstr (iso_gauge_shown (entropy), !=, calm);
  g_autofree char *before = iso_gauge_text (&stages->health_before, ISO_GAUGE_ENTROPY);
  g_assert_cmpstr (before, ==, calm);
  g_autofree char *both = g_strdup_printf ("%s, before %s", iso_gauge_shown (entropy), before);
  iso_gauge_describe (entropy);
  gtk_test_accessible_assert_property (entropy, GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, both);
  GtkWidget *scale = test_find (GTK_WIDGET (slider (fixture, ISO_TRIAL_OMEGA)), GTK_TYPE_SCALE);
  g_autofree char *omega = g_strdup_printf ("%g. How far the walk goes before it restarts: 0 is PSD, near 1 forgets where it began.",
                                            settings_of (fixture).omega);
  gtk_test_accessible_assert_property (scale, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, omega);
  g_autofree char *heard = g_strdup_printf ("%s. %s", both, iso_gauge_help (ISO_GAUGE_ENTROPY));
  gtk_test_accessible_assert_property (entropy, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, heard);
  press (fixture->view, "key-pressed", GDK_KEY_v);
  g_assert_true (fixture->view->shows_before);
  press (fixture->view, "key-released", GDK_KEY_v);
  g_assert_false (fixture->view->shows_before);
  /* Without the trial there is nothing before it. */
  iso_trial_row_set_before (fixture->row, TRUE);
  iso_xray_set_trial (fixture->xray, NULL);
  g_assert_false (fixture->view->shows_before);
}

/* After less before in every matrix: by key, by the toggle, and in words; dropped with the trial. */
static void
test_change (Fixture *fixture, gconstpointer data)
{
  GtkWidget *large = iso_batch_board_large_view (fixture->view->board), *toggle = test_find_button (GTK_WIDGET (fixture->row), "Change");
  g_assert_false (press (fixture->view, "key-pressed", GDK_KEY_c));
  g_assert_false (iso_batch_view_toggle_change (fixture->view));
  g_assert_false (gtk_widget_get_visible (toggle));
  move_to (fixture, ISO_TRIAL_OMEGA, 40.0);
  WAIT_FOR (iso_xray_stages (fixture->xray)->is_trial);
  g_assert_null (iso_xray_stages (fixture->xray)->change);
  g_assert_true (press (fixture->view, "key-pressed", GDK_KEY_c));
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (fixture->row)) && gtk_widget_get_visible (toggle));
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (toggle)));
  WAIT_FOR (iso_xray_stages (fixture->xray)->change != NULL);
  WAIT_FOR (strstr (iso_view_card_subtitle (ISO_VIEW_CARD (fixture->view)), "tried settings less the run's") != NULL);
  IsoXrayStages *stages = iso_xray_stages (fixture->xray);
  float before = stages->before->values[ISO_MATRIX_OBDP][7], after = stages->matrices->values[ISO_MATRIX_OBDP][7];
  g_assert_cmpfloat_with_epsilon (stages->change->values[ISO_MATRIX_OBDP][7], after - before, 1e-7);
  g_autofree char *heard = iso_matrix_change_statistic (stages->change, ISO_MATRIX_OBDP);
  test_wait_ms (1200); /* descriptions come once a second */
  gtk_test_accessible_assert_property (large, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, heard);
  /* Before is held above it; a slider goes on under it. */
  press (fixture->view, "key-pressed", GDK_KEY_v);
  g_assert_nonnull (strstr (iso_view_card_subtitle (ISO_VIEW_CARD (fixture->view)), "before: the run's settings"));
  press (fixture->view, "key-released", GDK_KEY_v);
  g_assert_nonnull (strstr (iso_view_card_subtitle (ISO_VIEW_CARD (fixture->view)), "less the run's"));
  move_to (fixture, ISO_TRIAL_OMEGA, 30.0);
  WAIT_FOR (iso_xray_stages (fixture->xray) != stages);
  g_assert_nonnull (iso_xray_stages (fixture->xray)->change);
  g_assert_true (iso_view_card_can_export (ISO_VIEW_CARD (fixture->view)));
  iso_figure_free (iso_view_card_figure (ISO_VIEW_CARD (fixture->view)));
  iso_xray_set_trial (fixture->xray, NULL);
  g_assert_false (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (toggle)));
  WAIT_FOR (strstr (iso_view_card_subtitle (ISO_VIEW_CARD (fixture->view)), "less") == NULL);
}

/* ---- hints ---- */

static void
test_hint (Fixture *fixture, gconstpointer data)
{
  g_autoptr (IsoBatchSnapshot) flat = iso_test_batch (SIDE, 32, 10, 300);
  g_assert_null (iso_hint_bar_text (fixture->view->hint));
  flat->distill.tau = 1.0;
  iso_xray_set_snapshot (fixture->xray, flat);
  WAIT_FOR (iso_hint_bar_text (fixture->view->hint) != NULL);
  g_assert_nonnull (strstr (iso_hint_bar_text (fixture->view->hint), "At τ = 1"));
  GtkWidget *hint = GTK_WIDGET (fixture->view->hint);
  gtk_test_accessible_assert_role (hint, GTK_ACCESSIBLE_ROLE_STATUS);
  g_assert_false (gtk_widget_get_visible (test_find_button (hint, "Log scale")));
  iso_choice_row_set_active (fixture->view->scale_row, 0);
  g_assert_true (gtk_widget_get_visible (test_find_button (hint, "Log scale")));
  g_assert_true (gtk_widget_activate (test_find_button (hint, "Log scale")));
  WAIT_FOR (fixture->view->logarithmic);
  g_assert_true (gtk_widget_activate (test_find_button (hint, "Lower τ")));
  WAIT_FOR (iso_xray_has_trial (fixture->xray));
  g_assert_cmpfloat_with_epsilon (settings_of (fixture).tau, 0.2, 1e-12);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (fixture->row)));
  WAIT_FOR (iso_hint_bar_text (fixture->view->hint) == NULL);
}

/* The card's own X-ray serves when none is set, and one that was set is let go. */
static void
test_own (Fixture *fixture, gconstpointer data)
{
  g_autoptr (IsoBatchSnapshot) other = iso_test_batch (SIDE, 32, 10, 7);
  IsoXray *set = fixture->xray;
  iso_batch_view_set_xray (fixture->view, NULL);
  g_assert_true (fixture->view->xray != set);
  g_assert_cmpstr (title_of (fixture), ==, "Batch");
  iso_batch_view_set_snapshot (fixture->view, other);
  WAIT_FOR (strcmp (title_of (fixture), "Batch at step 7") == 0);
  g_assert_cmpuint (iso_xray_snapshot (set)->step, ==, 238);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/trial/stops", test_stops);
  g_test_add_func ("/trial/words", test_words);
#define ADD(name, function) g_test_add ("/trial/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("folded", test_folded);
  ADD ("try", test_try);
  ADD ("train-with", test_train_with);
  ADD ("reasons", test_reasons);
  ADD ("choices", test_choices);
  ADD ("frozen", test_frozen);
  ADD ("before", test_before);
  ADD ("change", test_change);
  ADD ("hint", test_hint);
  ADD ("own", test_own);
#undef ADD
  return g_test_run ();
}
