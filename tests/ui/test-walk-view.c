/* The walk's view: steps by action and key, the batch that stands still for it, where it begins, settings changed on the way, playing to
 * the end, what it says, and why there is none. */
#include <adwaita.h>
#include <math.h>

#include "tests/support/press.h"
#include "tests/support/synthetic-batch.h"
#include "tests/support/wait-for.h"
#include "tests/support/widgets.h"
#include "ui/plot/walk-canvas.h"
#include "ui/plot/walk-view.h"

#define SIDE 40
#define FEATURES 8

typedef struct {
  GtkWidget *window;
  IsoWalkView *view;
  IsoXray *xray;
  IsoSampleChoice *choice;
} Fixture;

static IsoBatchSnapshot *
batch_new (guint64 step)
{
  IsoBatchSnapshot *batch = iso_test_batch (SIDE, FEATURES, 8, step);
  batch->distill.k = 5;
  /* No sample is in two batches. */
  for (size_t i = 0; i < SIDE; i++)
    batch->indices[i] = (guint32) (100 * step + i);
  return batch;
}

static void
show (Fixture *fixture, guint64 step)
{
  g_autoptr (IsoBatchSnapshot) batch = batch_new (step);
  iso_xray_set_snapshot (fixture->xray, batch);
  WAIT_FOR (iso_walk_view_start (fixture->view) != ISO_NO_SAMPLE && iso_walk_view_start (fixture->view) / 100 == step);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->window = gtk_window_new ();
  fixture->view = ISO_WALK_VIEW (iso_walk_view_new ());
  fixture->xray = iso_xray_new ();
  fixture->choice = iso_sample_choice_new ();
  iso_walk_view_set_xray (fixture->view, fixture->xray);
  iso_walk_view_set_choice (fixture->view, fixture->choice);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 520, 420);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->view));
  gtk_window_present (GTK_WINDOW (fixture->window));
  gtk_test_widget_wait_for_draw (fixture->window);
  g_assert_true (test_says (GTK_WIDGET (fixture->view), "Press Start"));
  show (fixture, 1);
  gtk_test_widget_wait_for_draw (fixture->window);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_add_weak_pointer (G_OBJECT (fixture->view), (gpointer *) &fixture->view);
  g_object_add_weak_pointer (G_OBJECT (fixture->xray), (gpointer *) &fixture->xray);
  g_object_add_weak_pointer (G_OBJECT (fixture->choice), (gpointer *) &fixture->choice);
  g_object_unref (fixture->xray);
  g_object_unref (fixture->choice);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  for (int i = 0; i < 50 && (fixture->view != NULL || fixture->xray != NULL); i++)
    test_wait_ms (10);
  g_assert_null (fixture->view);
  g_assert_null (fixture->xray);
  g_assert_null (fixture->choice);
}

static gboolean
act (Fixture *fixture, const char *action)
{
  return gtk_widget_activate_action (GTK_WIDGET (fixture->view), action, NULL);
}

static void
test_steps (Fixture *fixture, gconstpointer data)
{
  int end = iso_walk_view_end (fixture->view);
  g_assert_cmpint (end, >, 10);
  g_assert_cmpint (iso_walk_view_step (fixture->view), ==, 0);
  test_press (GTK_WIDGET (fixture->view), GDK_KEY_Right);
  test_press (GTK_WIDGET (fixture->view), GDK_KEY_period);
  g_assert_cmpint (iso_walk_view_step (fixture->view), ==, 2);
  test_press (GTK_WIDGET (fixture->view), GDK_KEY_comma);
  g_assert_cmpint (iso_walk_view_step (fixture->view), ==, 1);
  g_assert_true (test_says (GTK_WIDGET (fixture->view), "step 1 of"));
  test_press (GTK_WIDGET (fixture->view), GDK_KEY_End);
  g_assert_cmpint (iso_walk_view_step (fixture->view), ==, end);
  test_press (GTK_WIDGET (fixture->view), GDK_KEY_Home);
  g_assert_cmpint (iso_walk_view_step (fixture->view), ==, 0);
  test_press (GTK_WIDGET (fixture->view), GDK_KEY_Left);
  g_assert_cmpint (iso_walk_view_step (fixture->view), ==, 0);
  iso_walk_view_set_step (fixture->view, G_MAXINT);
  g_assert_cmpint (iso_walk_view_step (fixture->view), ==, end);
}

/* The first step freezes the batch, and says so; newer ones wait; let go, the walk begins anew from the same class. */
static void
test_freezing (Fixture *fixture, gconstpointer data)
{
  gint32 label = 3;
  iso_sample_choice_pick (fixture->choice, 100 + label * SIDE / 8, ISO_NO_SAMPLE);
  WAIT_FOR (iso_walk_view_start (fixture->view) == 100u + (guint32) label * SIDE / 8);
  g_assert_false (iso_xray_is_frozen (fixture->xray));
  act (fixture, "walk.step");
  g_assert_true (iso_xray_is_frozen (fixture->xray));
  g_assert_true (test_says (GTK_WIDGET (fixture->view), "frozen for the walk"));
  g_autoptr (IsoBatchSnapshot) later = batch_new (2);
  iso_xray_set_snapshot (fixture->xray, later);
  test_wait_ms (150);
  g_assert_cmpint (iso_walk_view_step (fixture->view), ==, 1);
  g_assert_cmpuint (iso_walk_view_start (fixture->view) / 100, ==, 1);
  act (fixture, "walk.freeze");
  WAIT_FOR (iso_walk_view_start (fixture->view) / 100 == 2);
  g_assert_false (iso_xray_is_frozen (fixture->xray));
  g_assert_cmpint (iso_walk_view_step (fixture->view), ==, 0);
  g_assert_cmpint (later->labels[iso_walk_view_start (fixture->view) % 100], ==, label);
  g_assert_false (test_says (GTK_WIDGET (fixture->view), "frozen for the walk"));
}

/* A trial shows the same step of another walk. */
static void
test_trial (Fixture *fixture, gconstpointer data)
{
  IsoDistillSettings settings;
  int before = iso_walk_view_end (fixture->view);
  act (fixture, "walk.step");
  act (fixture, "walk.step");
  iso_xray_get_settings (fixture->xray, &settings);
  settings.omega = 0.95;
  iso_xray_set_trial (fixture->xray, &settings);
  WAIT_FOR (iso_walk_view_end (fixture->view) > before);
  g_assert_cmpint (iso_walk_view_step (fixture->view), ==, 2);
  g_assert_true (test_says (GTK_WIDGET (fixture->view), "trial settings"));
  settings.omega = 0.0;
  iso_xray_set_trial (fixture->xray, &settings);
  WAIT_FOR (iso_walk_view_end (fixture->view) == 0);
  g_assert_true (test_says (GTK_WIDGET (fixture->view), "nothing is diffused"));
  g_assert_cmpint (iso_walk_view_step (fixture->view), ==, 0);
  /* Settings under which there is no walk say why. */
  settings.omega = 0.5;
  settings.normalization = ISO_TRANSITION_SYMMETRIC;
  settings.graph = ISO_GRAPH_DIRECTED;
  iso_xray_set_trial (fixture->xray, &settings);
  WAIT_FOR (test_says (GTK_WIDGET (fixture->view), "There is no walk"));
  g_assert_cmpuint (iso_walk_view_start (fixture->view), ==, ISO_NO_SAMPLE);
  g_assert_false (iso_walk_view_is_playing (fixture->view));
  settings.graph = ISO_GRAPH_UNION;
  iso_xray_set_trial (fixture->xray, &settings);
  WAIT_FOR (iso_walk_view_start (fixture->view) != ISO_NO_SAMPLE);
  g_assert_true (test_says (GTK_WIDGET (fixture->view), "symmetric"));
}

static void
test_playing (Fixture *fixture, gconstpointer data)
{
  int end = iso_walk_view_end (fixture->view);
  iso_walk_view_set_speed (fixture->view, 50.0);
  test_press (GTK_WIDGET (fixture->view), GDK_KEY_space);
  g_assert_true (iso_walk_view_is_playing (fixture->view));
  WAIT_FOR (iso_walk_view_step (fixture->view) > 2);
  g_assert_true (iso_walk_view_is_playing (fixture->view));
  test_press (GTK_WIDGET (fixture->view), GDK_KEY_space);
  int paused = iso_walk_view_step (fixture->view);
  g_assert_cmpint (paused, <, end);
  test_wait_ms (120);
  g_assert_cmpint (iso_walk_view_step (fixture->view), ==, paused);
  /* All at once, to the end, where it stops by itself. */
  iso_walk_view_set_speed (fixture->view, INFINITY);
  g_assert_true (test_says (GTK_WIDGET (fixture->view), "at once"));
  act (fixture, "walk.play");
  WAIT_FOR (iso_walk_view_step (fixture->view) == end && !iso_walk_view_is_playing (fixture->view));
  /* Played again it begins anew. */
  iso_walk_view_set_speed (fixture->view, 1.0);
  act (fixture, "walk.play");
  g_assert_cmpint (iso_walk_view_step (fixture->view), ==, 0);
  gtk_widget_set_visible (GTK_WIDGET (fixture->view), FALSE);
  g_assert_false (iso_walk_view_is_playing (fixture->view));
}

/* Samples go both ways through the choice. */
static void
test_samples (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpuint (iso_walk_view_start (fixture->view), ==, 100);
  test_press (GTK_WIDGET (fixture->view), GDK_KEY_Down);
  WAIT_FOR (iso_walk_view_start (fixture->view) == 101);
  g_assert_cmpuint (iso_sample_choice_picked (fixture->choice).sample, ==, 101);
  act (fixture, "walk.previous-sample");
  WAIT_FOR (iso_walk_view_start (fixture->view) == 100);
  act (fixture, "walk.previous-sample");
  WAIT_FOR (iso_walk_view_start (fixture->view) == 100 + SIDE - 1);
  /* A sample of elsewhere is none to begin at. */
  iso_sample_choice_pick (fixture->choice, 7, ISO_NO_SAMPLE);
  test_wait_ms (60);
  g_assert_cmpuint (iso_walk_view_start (fixture->view), ==, 100 + SIDE - 1);
  GtkWidget *canvas = test_find (GTK_WIDGET (fixture->view), ISO_TYPE_WALK_CANVAS);
  g_signal_emit_by_name (canvas, "pointed", 5);
  g_assert_cmpuint (iso_sample_choice_pointed (fixture->choice).sample, ==, 105);
  double x = -1.0, y = -1.0;
  g_assert_true (iso_walk_canvas_pointed_at (ISO_WALK_CANVAS (canvas), &x, &y));
  g_assert_true (x > 0.0 && y > 0.0 && x < gtk_widget_get_width (canvas));
  g_signal_emit_by_name (canvas, "picked", 5);
  WAIT_FOR (iso_walk_view_start (fixture->view) == 105);
  const guint32 selected[] = { 105, 106 };
  iso_sample_choice_select (fixture->choice, selected, 2, ISO_SELECT_INSTEAD);
  gtk_test_widget_wait_for_draw (fixture->window);
}

/* Names and descriptions; the description follows the step. */
static void
test_words (Fixture *fixture, gconstpointer data)
{
  GtkWidget *canvas = test_find (GTK_WIDGET (fixture->view), ISO_TYPE_WALK_CANVAS);
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (canvas), GTK_ACCESSIBLE_ROLE_IMG);
  gtk_test_accessible_assert_property (canvas, GTK_ACCESSIBLE_PROPERTY_LABEL, "Heat of the walk on the map of the batch");
  g_autofree char *at_first = gtk_test_accessible_check_property (GTK_ACCESSIBLE (canvas), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "");
  act (fixture, "walk.step");
  g_autofree char *after = gtk_test_accessible_check_property (GTK_ACCESSIBLE (canvas), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "");
  g_assert_nonnull (strstr (at_first, "From sample 100, step 0 of"));
  g_assert_nonnull (strstr (at_first, "Warmest: sample 100 1,"));
  g_assert_nonnull (strstr (after, "step 1 of"));
  for (const char *const *name = (const char *const[]) { "Play the walk", "A step on", "A step back", "To the start of the walk",
                                                         "To the limit of the walk", "Walk from the sample before",
                                                         "Walk from the next sample", "frozen", "targets", "linear", NULL };
       *name != NULL; name++)
    g_assert_nonnull (test_find_button (GTK_WIDGET (fixture->view), *name));
  GtkWidget *targets = test_find_button (GTK_WIDGET (fixture->view), "targets");
  int end = iso_walk_view_end (fixture->view);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (targets), TRUE);
  WAIT_FOR (test_says (GTK_WIDGET (fixture->view), "of K F"));
  g_assert_cmpint (iso_walk_view_end (fixture->view), !=, end);
  g_assert_cmpint (iso_walk_view_step (fixture->view), ==, 1);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (test_find_button (GTK_WIDGET (fixture->view), "linear")), TRUE);
  gtk_test_widget_wait_for_draw (fixture->window);
}

/* Without data, X-ray and choice, and with them again. */
static void
test_empty (Fixture *fixture, gconstpointer data)
{
  iso_walk_view_set_choice (fixture->view, NULL);
  act (fixture, "walk.next-sample");
  WAIT_FOR (iso_walk_view_start (fixture->view) == 101);
  g_assert_cmpuint (iso_sample_choice_picked (fixture->choice).sample, ==, ISO_NO_SAMPLE);
  iso_xray_set_dataset (fixture->xray, NULL);
  g_assert_true (test_says (GTK_WIDGET (fixture->view), "Press Start"));
  g_assert_cmpuint (iso_walk_view_start (fixture->view), ==, ISO_NO_SAMPLE);
  act (fixture, "walk.step");
  iso_walk_view_set_xray (fixture->view, NULL);
  g_assert_cmpint (iso_walk_view_end (fixture->view), ==, 0);
  iso_walk_view_set_xray (fixture->view, fixture->xray);
  show (fixture, 3);
}

#define VIEW_TEST(name, function) g_test_add (name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  VIEW_TEST ("/walk-view/steps", test_steps);
  VIEW_TEST ("/walk-view/freezing", test_freezing);
  VIEW_TEST ("/walk-view/trial", test_trial);
  VIEW_TEST ("/walk-view/playing", test_playing);
  VIEW_TEST ("/walk-view/samples", test_samples);
  VIEW_TEST ("/walk-view/words", test_words);
  VIEW_TEST ("/walk-view/empty", test_empty);
  return g_test_run ();
}
