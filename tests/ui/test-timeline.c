/* The timeline: it snaps to what is kept, by drag, click and keys; says what is there to pointer and assistive technologies; its bar
 * shows and moves what is looked back on. */
#include <adwaita.h>

#include "tests/support/kept-run.h"
#include "tests/support/press.h"
#include "tests/support/wait-for.h"
#include "tests/support/widgets.h"
#include "ui/panel/look-back-bar.h"

typedef struct {
  GtkWindow *window;
  IsoTimeline *timeline;
  GArray *sought, *stepped; /* of int */
  guint played;
} Fixture;

static void
note (IsoTimeline *timeline, int value, GArray *all)
{
  g_array_append_val (all, value);
}

static void
count (guint *calls)
{
  ++*calls;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  static const int kept[] = { 0, 1, 2, 4, 6, 10 };
  fixture->window = GTK_WINDOW (gtk_window_new ());
  fixture->timeline = ISO_TIMELINE (iso_timeline_new ());
  fixture->sought = g_array_new (FALSE, FALSE, sizeof (int));
  fixture->stepped = g_array_new (FALSE, FALSE, sizeof (int));
  fixture->played = 0;
  g_signal_connect (fixture->timeline, "sought", G_CALLBACK (note), fixture->sought);
  g_signal_connect (fixture->timeline, "stepped", G_CALLBACK (note), fixture->stepped);
  g_signal_connect_swapped (fixture->timeline, "play", G_CALLBACK (count), &fixture->played);
  gtk_window_set_default_size (fixture->window, 848, 60); /* 40 pixels an epoch */
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->timeline));
  iso_timeline_set_progress (fixture->timeline, 12.5, 20);
  iso_timeline_set_kept (fixture->timeline, kept, G_N_ELEMENTS (kept));
  gtk_window_present (fixture->window);
  WAIT_FOR (gtk_widget_get_width (GTK_WIDGET (fixture->timeline)) > 0);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gpointer timeline = fixture->timeline;
  g_object_add_weak_pointer (timeline, &timeline);
  gtk_window_destroy (fixture->window);
  WAIT_FOR (timeline == NULL);
  g_array_unref (fixture->sought);
  g_array_unref (fixture->stepped);
}

static gpointer
controller_of (GtkWidget *widget, GType type)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);
      if (G_TYPE_CHECK_INSTANCE_TYPE (controller, type))
        return controller;
    }
  return NULL;
}

static void
drag (Fixture *fixture, double from, const double *offsets, size_t moves)
{
  gpointer gesture = controller_of (GTK_WIDGET (fixture->timeline), GTK_TYPE_GESTURE_DRAG);
  g_signal_emit_by_name (gesture, "drag-begin", from, 14.0);
  for (size_t i = 0; i < moves; i++)
    g_signal_emit_by_name (gesture, "drag-update", offsets[i], 0.0);
  g_signal_emit_by_name (gesture, "drag-end", moves > 0 ? offsets[moves - 1] : 0.0, 0.0);
}

static void
assert_numbers (const GArray *found, const int *expected, size_t expected_count)
{
  g_assert_cmpmem (found->data, found->len * sizeof (int), expected, expected_count * sizeof (int));
}

/* ---- pointer ---- */

static void
test_drag (Fixture *fixture, gconstpointer data)
{
  double start = iso_timeline_x (fixture->timeline, 10.0), one = iso_timeline_x (fixture->timeline, 1.0) - iso_timeline_x (fixture->timeline, 0.0);
  const double offsets[] = { -0.4 * one, -1.9 * one, -2.1 * one, -3.9 * one, -40.0 * one, 0.0, 2.0 * one, 90.0 * one };
  g_assert_cmpfloat_with_epsilon (one, 40.0, 1e-9);
  drag (fixture, start, offsets, G_N_ELEMENTS (offsets));
  /* 10 stays down to the middle between it and 6; now is at 12.5. What is asked for twice is told once. */
  const int expected[] = { 10, 6, 0, 10, ISO_TIMELINE_NOW };
  assert_numbers (fixture->sought, expected, G_N_ELEMENTS (expected));
}

static void
test_click (Fixture *fixture, gconstpointer data)
{
  drag (fixture, iso_timeline_x (fixture->timeline, 3.1), NULL, 0);
  drag (fixture, iso_timeline_x (fixture->timeline, 18.0), NULL, 0); /* now, where it is already */
  iso_timeline_set_position (fixture->timeline, 4);
  drag (fixture, iso_timeline_x (fixture->timeline, 18.0), NULL, 0);
  drag (fixture, -100.0, NULL, 0);
  const int expected[] = { 4, ISO_TIMELINE_NOW, 0 };
  assert_numbers (fixture->sought, expected, G_N_ELEMENTS (expected));
}

/* The last movement may be told with the end alone. */
static void
test_quick_drag (Fixture *fixture, gconstpointer data)
{
  gpointer gesture = controller_of (GTK_WIDGET (fixture->timeline), GTK_TYPE_GESTURE_DRAG);
  g_signal_emit_by_name (gesture, "drag-begin", iso_timeline_x (fixture->timeline, 10.0), 14.0);
  g_signal_emit_by_name (gesture, "drag-end", -160.0, 0.0);
  const int expected[] = { 10, 6 };
  assert_numbers (fixture->sought, expected, G_N_ELEMENTS (expected));
}

/* At the end of an epoch the last that is kept lies where now is. */
static void
test_now_first (Fixture *fixture, gconstpointer data)
{
  iso_timeline_set_progress (fixture->timeline, 10.0, 20);
  iso_timeline_set_position (fixture->timeline, 2);
  drag (fixture, iso_timeline_x (fixture->timeline, 10.0), NULL, 0);
  const int expected[] = { ISO_TIMELINE_NOW };
  assert_numbers (fixture->sought, expected, 1);
}

static void
test_nothing_kept (Fixture *fixture, gconstpointer data)
{
  iso_timeline_set_kept (fixture->timeline, NULL, 0);
  g_assert_false (gtk_widget_get_focusable (GTK_WIDGET (fixture->timeline)));
  iso_timeline_set_hint (fixture->timeline, "Nothing is kept yet.");
  drag (fixture, iso_timeline_x (fixture->timeline, 3.0), NULL, 0);
  test_press (GTK_WIDGET (fixture->timeline), GDK_KEY_Home);
  test_press (GTK_WIDGET (fixture->timeline), GDK_KEY_Left);
  g_assert_cmpuint (fixture->sought->len + fixture->stepped->len, ==, 0);
  g_autofree char *words = iso_timeline_words_at (fixture->timeline, 100.0);
  g_assert_nonnull (strstr (words, "Nothing is kept yet."));
}

/* ---- keys ---- */

static void
test_keys (Fixture *fixture, gconstpointer data)
{
  GtkWidget *widget = GTK_WIDGET (fixture->timeline);
  g_assert_true (gtk_widget_get_focusable (widget));
  g_assert_true (test_press (widget, GDK_KEY_Left));
  g_assert_true (test_press (widget, GDK_KEY_Right));
  g_assert_true (test_press (widget, GDK_KEY_Home));
  g_assert_true (test_press (widget, GDK_KEY_End));
  g_assert_true (test_press (widget, GDK_KEY_space));
  /* Escape is somebody else's while nothing is looked back at. */
  g_assert_false (test_press (widget, GDK_KEY_Escape));
  iso_timeline_set_position (fixture->timeline, 6);
  g_assert_true (test_press (widget, GDK_KEY_Escape));
  const int stepped[] = { -1, 1 }, sought[] = { 0, 10, ISO_TIMELINE_NOW };
  assert_numbers (fixture->stepped, stepped, G_N_ELEMENTS (stepped));
  assert_numbers (fixture->sought, sought, G_N_ELEMENTS (sought));
  g_assert_cmpuint (fixture->played, ==, 1);
}

static void
test_pages (Fixture *fixture, gconstpointer data)
{
  int many[40];
  for (int i = 0; i < 40; i++)
    many[i] = i;
  iso_timeline_set_progress (fixture->timeline, 40.0, 40);
  iso_timeline_set_kept (fixture->timeline, many, 40);
  test_press (GTK_WIDGET (fixture->timeline), GDK_KEY_Page_Up);
  test_press (GTK_WIDGET (fixture->timeline), GDK_KEY_Page_Down);
  const int stepped[] = { 4, -4 };
  assert_numbers (fixture->stepped, stepped, 2);
}

/* ---- words ---- */

static void
assert_says (Fixture *fixture, double epoch, const char *expected)
{
  g_autofree char *words = iso_timeline_words_at (fixture->timeline, iso_timeline_x (fixture->timeline, epoch));
  g_assert_cmpstr (words, ==, expected);
}

static void
test_words (Fixture *fixture, gconstpointer data)
{
  const IsoTimelineMark marks[] = { { ISO_TIMELINE_CHANGE, 5.06, "ω 0.5 → 0.8" }, { ISO_TIMELINE_ALARM, 7.5, "dead loss" },
                                    { ISO_TIMELINE_ALARM_END, 8.0, "the loss acts again" } };
  const IsoTimelineMark forks[] = { { ISO_TIMELINE_ORIGIN, 1.0, "forked from run 3, “a”" }, { ISO_TIMELINE_FORK, 4.0, "run 9 was forked off, “b”" } };
  iso_timeline_set_marks (fixture->timeline, marks, G_N_ELEMENTS (marks));
  iso_timeline_set_forks (fixture->timeline, forks, G_N_ELEMENTS (forks));
  assert_says (fixture, 2.0, "Look back at epoch 2");
  assert_says (fixture, 5.04, "Look back at epoch 6\nω 0.5 → 0.8 (epoch 5.1)");
  assert_says (fixture, 4.0, "Look back at epoch 4\nrun 9 was forked off, “b”");
  assert_says (fixture, 1.0, "Look back at epoch 1\nforked from run 3, “a”");
  assert_says (fixture, 12.5, "Now, after 12.5 epochs");
  iso_timeline_set_position (fixture->timeline, 6);
  assert_says (fixture, 6.0, "Epoch 6, looked at");
  assert_says (fixture, 12.5, "Back to now, after 12.5 epochs");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (fixture->timeline), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "epoch 6 of 20, looked back at. 6 epochs are kept, from 0 to 10. Changes: epoch 5.1: ω 0.5 → 0.8. "
                                       "Alarms: epoch 7.5: dead loss; epoch 8: the loss acts again. Forked from: epoch 1: forked from run 3, “a”. "
                                       "Forked off: epoch 4: run 9 was forked off, “b”.");
}

static void
test_accessible (Fixture *fixture, gconstpointer data)
{
  GtkAccessible *accessible = GTK_ACCESSIBLE (fixture->timeline);
  gtk_test_accessible_assert_role (accessible, GTK_ACCESSIBLE_ROLE_SLIDER);
  gtk_test_accessible_assert_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL, "Timeline of epochs");
  gtk_test_accessible_assert_property (accessible, GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, 12.0);
  gtk_test_accessible_assert_property (accessible, GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, 20.0);
  gtk_test_accessible_assert_property (accessible, GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, "12 of 20 epochs");
  iso_timeline_set_position (fixture->timeline, 4);
  gtk_test_accessible_assert_property (accessible, GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, 4.0);
  gtk_test_accessible_assert_property (accessible, GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, "epoch 4 of 20, looked back at");
  /* Beyond the plan the line grows. */
  iso_timeline_set_position (fixture->timeline, ISO_TIMELINE_NOW);
  iso_timeline_set_progress (fixture->timeline, 30.2, 20);
  gtk_test_accessible_assert_property (accessible, GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, 31.0);
}

/* ---- the bar ---- */

static void
test_bar (void)
{
  static const char *const plain[] = { "train.epochs=8", NULL };
  KeptRun run, fork;
  kept_run_init (&run, plain, NULL, NULL);
  kept_run_train (&run, 3);
  const IsoRecorderOptions options = { .name = "another", .parent = run.id, .fork_epoch = 2 };
  kept_run_init (&fork, plain, &options, &run);
  IsoRunLibrary *library = iso_run_library_new (run.folder);
  IsoLookBack *back = iso_look_back_new (library);
  gpointer bar = iso_look_back_bar_new (), pill = iso_look_back_pill_new (back);
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  IsoTimeline *timeline = iso_look_back_bar_timeline (bar);
  gtk_box_append (GTK_BOX (box), pill);
  gtk_box_append (GTK_BOX (box), bar);
  gtk_window_set_child (window, box);
  gtk_window_set_default_size (window, 900, 90);
  gtk_window_present (window);
  g_object_add_weak_pointer (bar, &bar);
  g_object_add_weak_pointer (pill, &pill);
  iso_timeline_set_progress (timeline, 3.0, 8);
  GtkWidget *play = test_find_button (bar, "Play the film of the kept epochs");
  g_assert_nonnull (play);
  g_assert_false (gtk_widget_get_sensitive (play));
  iso_look_back_bar_set_look_back (bar, back);
  iso_look_back_set_run (back, run.id, run.run.experiment);
  WAIT_FOR (gtk_widget_get_sensitive (play));
  WAIT_FOR (iso_run_library_is_listed (library));
  g_autofree char *words = iso_timeline_words_at (timeline, iso_timeline_x (timeline, 2.0));
  g_assert_nonnull (strstr (words, "was forked off, “another”"));
  g_assert_false (gtk_widget_get_visible (pill));
  /* Keys and buttons move what is looked at; the handle goes at once. */
  test_press (GTK_WIDGET (timeline), GDK_KEY_Home);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (timeline), GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, 0.0);
  WAIT_FOR (iso_look_back_shown (back) == 0);
  g_assert_true (gtk_widget_get_visible (pill));
  g_assert_true (test_says (pill, "Looking at epoch 0"));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (pill), GTK_ACCESSIBLE_PROPERTY_LABEL, "Looking at epoch 0: back to now");
  test_press (GTK_WIDGET (timeline), GDK_KEY_Right);
  g_assert_cmpint (iso_look_back_asked (back), ==, 1);
  test_press (GTK_WIDGET (timeline), GDK_KEY_Escape);
  g_assert_cmpint (iso_look_back_asked (back), ==, ISO_LOOK_BACK_NOW);
  g_assert_false (gtk_widget_get_visible (pill));
  gtk_widget_activate_action (bar, "film.speed", "s", "10");
  g_assert_cmpfloat (iso_look_back_speed (back), ==, 10.0);
  g_signal_emit_by_name (play, "clicked");
  g_assert_true (iso_look_back_is_playing (back));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (play), GTK_ACCESSIBLE_PROPERTY_LABEL, "Pause the film");
  WAIT_FOR (!iso_look_back_is_playing (back));
  g_assert_cmpint (iso_look_back_shown (back), ==, 3);
  /* A fork that is put in place later is known with its parent. */
  const IsoRecorderOptions later = { .name = "later", .parent = run.id, .fork_epoch = 3 };
  KeptRun second;
  kept_run_init (&second, plain, &later, &run);
  iso_look_back_set_run (back, second.id, second.run.experiment);
  g_assert_cmpint (iso_look_back_shown (back), ==, ISO_LOOK_BACK_NOW);
  g_autofree char *origin = NULL;
  WAIT_FOR ((g_free (origin), origin = iso_timeline_words_at (timeline, iso_timeline_x (timeline, 3.0)),
             strstr (origin, "forked from run") != NULL));
  kept_run_clear (&second, false);
  gtk_window_destroy (window);
  WAIT_FOR (bar == NULL && pill == NULL);
  g_object_unref (back);
  g_object_unref (library);
  kept_run_clear (&fork, false);
  kept_run_clear (&run, true);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv);
  adw_init ();
#define ADD(name, function) g_test_add ("/timeline/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("drag", test_drag);
  ADD ("click", test_click);
  ADD ("quick-drag", test_quick_drag);
  ADD ("now-first", test_now_first);
  ADD ("nothing-kept", test_nothing_kept);
  ADD ("keys", test_keys);
  ADD ("pages", test_pages);
  ADD ("words", test_words);
  ADD ("accessible", test_accessible);
#undef ADD
  g_test_add_func ("/timeline/bar", test_bar);
  return g_test_run ();
}
