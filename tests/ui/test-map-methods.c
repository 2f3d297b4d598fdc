/* The map's methods and samples: nothing starts before it was asked for, maps form, go on from epoch to epoch, pause, morph, and say what
 * they keep. t-SNE and UMAP are toys here. Axes: test-map-axes.c. */
#include <string.h>

#include "engine/base/timing.h"
#include "tests/support/map-fixture.h"

/* Epochs come and go by PCA; the others wait for the person. */
static void
test_nothing_starts (Fixture *fixture, gconstpointer data)
{
  for (int number = 0; number < 4; number++)
    {
      show (fixture, number, number);
      WAIT_FOR (is_at_rest (fixture, ISO_PROJECTION_PCA, number));
    }
  g_assert_cmpuint (toy_prepared, ==, 0);
  g_assert_cmpuint (fixture->asked, ==, 0);
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (test_find_button (GTK_WIDGET (fixture->view), "PCA"))));
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (test_find_button (GTK_WIDGET (fixture->view), "test"))));
  g_assert_false (gtk_widget_get_visible (test_find_button (GTK_WIDGET (fixture->view), "Pause the map")));
}

static void
test_method (Fixture *fixture, gconstpointer data)
{
  GtkWidget *tsne = test_find_button (GTK_WIDGET (fixture->view), "t-SNE"), *pca = test_find_button (GTK_WIDGET (fixture->view), "PCA");
  show (fixture, 3, 0.0);
  WAIT_FOR (is_at_rest (fixture, ISO_PROJECTION_PCA, 3));
  g_assert_true (test_says (GTK_WIDGET (fixture->view), "PCA of 1" THIN "000 test embeddings"));
  toy_step_time = 20000;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (tsne), TRUE);
  g_assert_cmpuint (fixture->asked, ==, 1);
  WAIT_FOR (test_says (GTK_WIDGET (fixture->view), "t-SNE of 1" THIN "000 test embeddings · step "));
  g_assert_true (gtk_widget_get_visible (test_find_button (GTK_WIDGET (fixture->view), "Pause the map")));
  toy_step_time = 1000;
  WAIT_FOR (is_at_rest (fixture, ISO_PROJECTION_TSNE, 3));
  g_assert_true (test_says (GTK_WIDGET (fixture->view), "perplexity 30 · seed 1 · KL 1.00 · epoch 3"));
  g_assert_false (gtk_widget_get_visible (test_find_button (GTK_WIDGET (fixture->view), "Pause the map")));
  /* It goes on over epochs, from the map before. */
  show (fixture, 4, 0.5);
  WAIT_FOR (is_at_rest (fixture, ISO_PROJECTION_TSNE, 4));
  g_assert_cmpuint (toy_prepared, ==, 2);
  g_assert_cmpuint (toy_continued, ==, 1);
  choose (fixture, ISO_PROJECTION_UMAP);
  WAIT_FOR (is_at_rest (fixture, ISO_PROJECTION_UMAP, 4));
  g_assert_true (test_says (GTK_WIDGET (fixture->view), "UMAP of 1" THIN "000 test embeddings · 15 neighbors · seed 1 · epoch 4"));
  choose (fixture, ISO_PROJECTION_PCA);
  WAIT_FOR (is_at_rest (fixture, ISO_PROJECTION_PCA, 4));
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (pca)));
}

/* What is refused does not look chosen. */
static void
test_refused (Fixture *fixture, gconstpointer data)
{
  GtkWidget *tsne = test_find_button (GTK_WIDGET (fixture->view), "t-SNE"), *pca = test_find_button (GTK_WIDGET (fixture->view), "PCA");
  show (fixture, 1, 0.0);
  fixture->refuses = true;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (tsne), TRUE);
  test_wait_ms (100);
  g_assert_cmpuint (fixture->asked, ==, 1);
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (pca)));
  g_assert_cmpuint (toy_prepared, ==, 0);
}

/* Embeddings of the same bytes at the next epoch: the points stay to the last bit, and nothing is drawn. */
static void
test_identical (Fixture *fixture, gconstpointer data)
{
  for (int method = 0; method < ISO_PROJECTION_METHOD_COUNT; method++)
    {
      choose (fixture, method);
      show (fixture, 1 + 2 * method, 0.0);
      WAIT_FOR (is_at_rest (fixture, method, 1 + 2 * method));
      test_wait_ms (700);
      guint drawn = iso_map_canvas_drawn_count (fixture->canvas), stepped = toy_stepped;
      g_autofree float *before = positions (fixture), *after = NULL;
      show (fixture, 2 + 2 * method, 0.0);
      WAIT_FOR (is_at_rest (fixture, method, 2 + 2 * method));
      test_wait_ms (100);
      after = positions (fixture);
      g_assert_cmpmem (before, 2000 * sizeof (float), after, 2000 * sizeof (float));
      g_assert_cmpuint (iso_map_canvas_drawn_count (fixture->canvas), ==, drawn);
      g_assert_cmpuint (toy_stepped, ==, stepped);
      WAIT_FOR (test_says (GTK_WIDGET (fixture->view), "drift 0.00"));
    }
}

/* Milliseconds from now on until the points were drawn for the last time. */
static double
time_of_motion (Fixture *fixture)
{
  double begun = iso_seconds (), last = begun;
  guint drawn = iso_map_canvas_drawn_count (fixture->canvas);
  while (iso_seconds () - last < 0.4)
    {
      test_wait_ms (5);
      if (iso_map_canvas_drawn_count (fixture->canvas) != drawn)
        last = iso_seconds ();
      drawn = iso_map_canvas_drawn_count (fixture->canvas);
    }
  return 1000.0 * (last - begun);
}

/* Another layout comes in 400 ms, another epoch of the same in 250. */
static void
test_morph (Fixture *fixture, gconstpointer data)
{
  choose (fixture, ISO_PROJECTION_TSNE);
  show (fixture, 1, 0.0);
  WAIT_FOR (is_at_rest (fixture, ISO_PROJECTION_TSNE, 1));
  test_wait_ms (600);
  choose (fixture, ISO_PROJECTION_PCA);
  WAIT_FOR (is_at_rest (fixture, ISO_PROJECTION_PCA, 1));
  double morph = time_of_motion (fixture);
  show (fixture, 2, 1.0);
  WAIT_FOR (is_at_rest (fixture, ISO_PROJECTION_PCA, 2));
  double glide = time_of_motion (fixture);
  g_test_message ("morph %.0f ms, glide %.0f ms", morph, glide);
  g_assert_cmpfloat (morph, >=, 340.0);
  g_assert_cmpfloat (morph, <, 1500.0);
  g_assert_cmpfloat (glide, >=, 190.0);
  g_assert_cmpfloat (glide, <, 1350.0);
  /* Back: shown at once as it was, without a step. */
  guint stepped = toy_stepped;
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  show (fixture, 1, 0.0);
  choose (fixture, ISO_PROJECTION_TSNE);
  WAIT_FOR (is_at_rest (fixture, ISO_PROJECTION_TSNE, 1));
  g_assert_cmpuint (toy_stepped, ==, stepped);
}

/* Frames of a map that forms are drawn as they come. */
static void
test_frames (Fixture *fixture, gconstpointer data)
{
  show (fixture, 1, 0.0);
  WAIT_FOR (is_at_rest (fixture, ISO_PROJECTION_PCA, 1));
  test_wait_ms (500);
  toy_step_time = 15000;
  guint drawn = iso_map_canvas_drawn_count (fixture->canvas);
  double begun = iso_seconds ();
  choose (fixture, ISO_PROJECTION_TSNE);
  WAIT_FOR (is_at_rest (fixture, ISO_PROJECTION_TSNE, 1));
  double rate = (iso_map_canvas_drawn_count (fixture->canvas) - drawn) / (iso_seconds () - begun);
  g_test_message ("%.0f frames a second", rate);
  g_assert_cmpfloat (rate, >, 10.0);
}

static void
test_pause (Fixture *fixture, gconstpointer data)
{
  toy_step_time = 20000;
  show (fixture, 1, 0.0);
  choose (fixture, ISO_PROJECTION_TSNE);
  WAIT_FOR (toy_stepped >= 3);
  act (fixture, "map.pause");
  GtkWidget *button = test_find_button (GTK_WIDGET (fixture->view), "Let the map go on");
  g_assert_nonnull (button);
  g_assert_true (test_says (GTK_WIDGET (fixture->view), "paused"));
  test_wait_ms (100);
  guint stepped = toy_stepped;
  test_wait_ms (200);
  g_assert_cmpuint (toy_stepped, ==, stepped);
  toy_step_time = 1000;
  g_signal_emit_by_name (button, "clicked");
  g_assert_false (test_says (GTK_WIDGET (fixture->view), "paused"));
  WAIT_FOR (is_at_rest (fixture, ISO_PROJECTION_TSNE, 1));
  g_assert_false (gtk_widget_get_visible (button));
}

static void
test_seed (Fixture *fixture, gconstpointer data)
{
  choose (fixture, ISO_PROJECTION_TSNE);
  show (fixture, 1, 0.0);
  WAIT_FOR (is_at_rest (fixture, ISO_PROJECTION_TSNE, 1));
  act (fixture, "map.new-seed");
  g_assert_cmpint (fixture->settings.projection.seed, ==, 2);
  WAIT_FOR (test_says (GTK_WIDGET (fixture->view), "seed 2"));
  g_assert_cmpuint (toy_prepared, ==, 2);
  g_assert_cmpuint (toy_continued, ==, 0);
}

static void
test_part (Fixture *fixture, gconstpointer data)
{
  show (fixture, 1, 0.0);
  WAIT_FOR (is_at_rest (fixture, ISO_PROJECTION_PCA, 1));
  act (fixture, "map.part");
  WAIT_FOR (iso_map_view_map (fixture->view)->samples->part == ISO_MAP_TRAIN);
  g_assert_cmpuint (iso_map_view_map (fixture->view)->N, ==, TRAINED);
  g_assert_true (test_says (GTK_WIDGET (fixture->view), "PCA of training embeddings, showing 300 of "));
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (test_find_button (GTK_WIDGET (fixture->view), "train"))));
  gtk_test_accessible_assert_property (fixture->canvas, GTK_ACCESSIBLE_PROPERTY_LABEL, "Map of the training embeddings");
  show (fixture, 2, 0.0);
  WAIT_FOR (is_at_rest (fixture, ISO_PROJECTION_PCA, 2));
  g_assert_cmpuint (iso_map_view_map (fixture->view)->N, ==, TRAINED);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (test_find_button (GTK_WIDGET (fixture->view), "test")), TRUE);
  WAIT_FOR (iso_map_view_map (fixture->view)->samples->part == ISO_MAP_TEST);
}

static void
test_quality (Fixture *fixture, gconstpointer data)
{
  show (fixture, 1, 0.0);
  WAIT_FOR (is_at_rest (fixture, ISO_PROJECTION_PCA, 1));
  WAIT_FOR (test_says (GTK_WIDGET (fixture->view), "of neighbors kept · trustworthiness 0."));
  g_assert_false (test_says (GTK_WIDGET (fixture->view), "drift"));
  show (fixture, 2, 1.0);
  WAIT_FOR (test_says (GTK_WIDGET (fixture->view), "drift"));
  test_wait_ms (400);
  guint drawn = iso_map_canvas_drawn_count (fixture->canvas);
  act (fixture, "map.tint");
  test_wait_ms (100);
  g_assert_cmpuint (iso_map_canvas_drawn_count (fixture->canvas), ==, drawn + 1);
  g_assert_true (test_says (GTK_WIDGET (fixture->view), "Of the 10 nearest neighbors, kept:"));
  act (fixture, "map.tint");
  test_wait_ms (100);
  g_assert_cmpuint (iso_map_canvas_drawn_count (fixture->canvas), ==, drawn + 2);
}

static void
test_trouble (Fixture *fixture, gconstpointer data)
{
  g_autoptr (IsoEpochSnapshot) broken = epoch_new (3, 0.0);
  show (fixture, 2, 0.0);
  choose (fixture, ISO_PROJECTION_TSNE);
  WAIT_FOR (is_at_rest (fixture, ISO_PROJECTION_TSNE, 2));
  broken->embeddings[100] = NAN;
  iso_map_view_set_epoch (fixture->view, broken);
  WAIT_FOR (test_says (GTK_WIDGET (fixture->view), "There is no map of this epoch"));
  g_assert_null (iso_map_view_map (fixture->view));
  show (fixture, 4, 0.0);
  WAIT_FOR (is_at_rest (fixture, ISO_PROJECTION_TSNE, 4));
  /* Another run, in the middle of everything. */
  act (fixture, "map.new-seed");
  iso_map_view_set_epoch (fixture->view, NULL);
  test_wait_ms (200);
  g_assert_null (iso_map_view_map (fixture->view));
}

static void
test_accessible (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "PCA", "t-SNE", "UMAP", "Axes", "test", "train" };
  for (size_t i = 0; i < G_N_ELEMENTS (names); i++)
    {
      GtkWidget *button = test_find_button (GTK_WIDGET (fixture->view), names[i]);
      g_assert_nonnull (button);
      gtk_test_accessible_assert_role (button, GTK_ACCESSIBLE_ROLE_BUTTON);
      g_assert_true (gtk_widget_get_focusable (button));
      g_assert_nonnull (gtk_widget_get_tooltip_text (button));
    }
  gtk_test_accessible_assert_property (gtk_widget_get_parent (test_find_button (GTK_WIDGET (fixture->view), "PCA")),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Method");
  gtk_test_accessible_assert_property (gtk_widget_get_parent (test_find_button (GTK_WIDGET (fixture->view), "test")),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Samples");
}

static void
add_tests (void)
{
  MAP_TEST ("/map-methods/nothing-starts", test_nothing_starts);
  MAP_TEST ("/map-methods/method", test_method);
  MAP_TEST ("/map-methods/refused", test_refused);
  MAP_TEST ("/map-methods/identical", test_identical);
  MAP_TEST ("/map-methods/morph", test_morph);
  MAP_TEST ("/map-methods/frames", test_frames);
  MAP_TEST ("/map-methods/pause", test_pause);
  MAP_TEST ("/map-methods/seed", test_seed);
  MAP_TEST ("/map-methods/part", test_part);
  MAP_TEST ("/map-methods/quality", test_quality);
  MAP_TEST ("/map-methods/trouble", test_trouble);
  MAP_TEST ("/map-methods/accessible", test_accessible);
}

int
main (int argc, char **argv)
{
  return map_tests_run (argc, argv, add_tests);
}
