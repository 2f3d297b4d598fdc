/* The map's methods and samples: nothing starts before it was asked for, maps form, go on from epoch to epoch, pause, morph, and say what
 * they keep. t-SNE and UMAP are toys here. */
#include <adwaita.h>
#include <math.h>
#include <string.h>

#include "engine/base/timing.h"
#include "engine/train/parameters.h"
#include "tests/support/toy-projection.h"
#include "tests/support/wait-for.h"
#include "ui/plot/axis-chooser.h"
#include "ui/plot/map-canvas-private.h"
#include "ui/plot/map-view.h"

#define THIN "\u2009"
#define WIDTH 560
#define HEIGHT 380
#define TRAINED 300

static IsoExperiment *experiment;

static void
fill (float *embeddings, const guint32 *indices, size_t N, size_t D, double number)
{
  IsoRandom random;
  iso_random_init (&random, 7, "test");
  for (size_t i = 0; i < N; i++)
    {
      double turn = (double) iso_dataset_labels (experiment->dataset)[indices[i]] * (0.6 + 0.02 * number);
      for (size_t d = 0; d < D; d++)
        embeddings[i * D + d] = (float) (cos (turn + (double) d) + 0.1 * iso_random_normal (&random));
    }
}

/* `place` says where points are, `number` what the epoch is called. */
static IsoEpochSnapshot *
epoch_new (int number, double place)
{
  IsoEpochSnapshot *epoch = iso_epoch_snapshot_new (experiment, experiment->split.test.count, 8);
  const IsoSubset train = { experiment->split.train.indices, TRAINED };
  epoch->epoch = number;
  g_assert_true (iso_epoch_snapshot_add_train (epoch, &train, NULL));
  fill (epoch->embeddings, experiment->split.test.indices, epoch->N, epoch->D, place);
  fill (epoch->train_embeddings, epoch->train_indices, epoch->train_count, epoch->D, place);
  return epoch;
}

static GtkWidget *
find (GtkWidget *root, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (root, type))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, type);
      if (found != NULL)
        return found;
    }
  return NULL;
}

/* The first button below root that says so, or whose name is this. */
static GtkWidget *
find_button (GtkWidget *root, const char *label)
{
  if (GTK_IS_BUTTON (root))
    {
      g_autofree char *name = gtk_test_accessible_check_property (GTK_ACCESSIBLE (root), GTK_ACCESSIBLE_PROPERTY_LABEL, label);
      if (g_strcmp0 (gtk_button_get_label (GTK_BUTTON (root)), label) == 0 || name == NULL)
        return root;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_button (child, label);
      if (found != NULL)
        return found;
    }
  return NULL;
}

/* Whether a label below root, in sight or not, holds these words. */
static bool
says (GtkWidget *root, const char *words)
{
  if (GTK_IS_LABEL (root) && strstr (gtk_label_get_text (GTK_LABEL (root)), words) != NULL)
    return true;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (says (child, words))
      return true;
  return false;
}

static gboolean
set_flag (gpointer flag)
{
  *(gboolean *) flag = TRUE;
  return G_SOURCE_REMOVE;
}

static void
wait_ms (guint milliseconds)
{
  gboolean over = FALSE;
  g_timeout_add (milliseconds, set_flag, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

typedef struct {
  GtkWidget *window;
  IsoMapView *view;
  IsoMapCanvas *canvas;
  IsoSettings settings;
  bool refuses;
  guint asked;
} Fixture;

/* What the session does in the window. */
static void
parameter_chosen (IsoMapView *view, const char *key, const char *value, Fixture *fixture)
{
  fixture->asked++;
  if (fixture->refuses)
    return;
  g_assert_true (iso_settings_set (&fixture->settings, key, value, NULL));
  iso_map_view_set_settings (view, &fixture->settings.projection);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  toy_step_time = 2000;
  toy_prepare_time = 2000;
  toy_prepared = toy_continued = toy_stepped = 0;
  fixture->refuses = false;
  fixture->asked = 0;
  iso_settings_init (&fixture->settings);
  fixture->window = gtk_window_new ();
  fixture->view = ISO_MAP_VIEW (iso_map_view_new ());
  g_signal_connect (fixture->view, "parameter-chosen", G_CALLBACK (parameter_chosen), fixture);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), WIDTH, HEIGHT);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->view));
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", TRUE, NULL);
  gtk_window_present (GTK_WINDOW (fixture->window));
  gtk_test_widget_wait_for_draw (fixture->window);
  fixture->canvas = ISO_MAP_CANVAS (find (GTK_WIDGET (fixture->view), ISO_TYPE_MAP_CANVAS));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_add_weak_pointer (G_OBJECT (fixture->view), (gpointer *) &fixture->view);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  for (int i = 0; i < 20 && fixture->view != NULL; i++)
    wait_ms (10);
  g_assert_null (fixture->view);
}

static void
show (Fixture *fixture, int number, double place)
{
  g_autoptr (IsoEpochSnapshot) epoch = epoch_new (number, place);
  iso_map_view_set_epoch (fixture->view, epoch);
}

static bool
is_at_rest (Fixture *fixture, int method, int number)
{
  const IsoProjectedMap *map = iso_map_view_map (fixture->view);
  return map != NULL && map->settings.method == method && map->epoch->epoch == number && iso_projected_map_is_at_rest (map);
}

static float *
positions (Fixture *fixture)
{
  const IsoProjectedMap *map = iso_map_view_map (fixture->view);
  return g_memdup2 (map->positions, 2 * map->N * sizeof (float));
}

static void
act (Fixture *fixture, const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->view), action, NULL));
}

static void
choose (Fixture *fixture, int method)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->view), "map.method", "i", method));
}

/* What the key does in the view; false: nothing. */
static bool
press (Fixture *fixture, guint key)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (fixture->view));
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);
      for (guint at = 0; GTK_IS_SHORTCUT_CONTROLLER (controller) && at < g_list_model_get_n_items (G_LIST_MODEL (controller)); at++)
        {
          g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (G_LIST_MODEL (controller), at);
          GtkShortcutTrigger *trigger = gtk_shortcut_get_trigger (shortcut);
          if (GTK_IS_KEYVAL_TRIGGER (trigger) && gtk_keyval_trigger_get_keyval (GTK_KEYVAL_TRIGGER (trigger)) == key)
            return gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0, GTK_WIDGET (fixture->view),
                                                 gtk_shortcut_get_arguments (shortcut));
        }
    }
  return false;
}

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
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (find_button (GTK_WIDGET (fixture->view), "PCA"))));
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (find_button (GTK_WIDGET (fixture->view), "test"))));
  g_assert_false (gtk_widget_get_visible (find_button (GTK_WIDGET (fixture->view), "Pause the map")));
}

static void
test_method (Fixture *fixture, gconstpointer data)
{
  GtkWidget *tsne = find_button (GTK_WIDGET (fixture->view), "t-SNE"), *pca = find_button (GTK_WIDGET (fixture->view), "PCA");
  show (fixture, 3, 0.0);
  WAIT_FOR (is_at_rest (fixture, ISO_PROJECTION_PCA, 3));
  g_assert_true (says (GTK_WIDGET (fixture->view), "PCA of 1" THIN "000 test embeddings"));
  toy_step_time = 20000;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (tsne), TRUE);
  g_assert_cmpuint (fixture->asked, ==, 1);
  WAIT_FOR (says (GTK_WIDGET (fixture->view), "t-SNE of 1" THIN "000 test embeddings · step "));
  g_assert_true (gtk_widget_get_visible (find_button (GTK_WIDGET (fixture->view), "Pause the map")));
  toy_step_time = 1000;
  WAIT_FOR (is_at_rest (fixture, ISO_PROJECTION_TSNE, 3));
  g_assert_true (says (GTK_WIDGET (fixture->view), "perplexity 30 · seed 1 · KL 1.00 · epoch 3"));
  g_assert_false (gtk_widget_get_visible (find_button (GTK_WIDGET (fixture->view), "Pause the map")));
  /* It goes on over epochs, from the map before. */
  show (fixture, 4, 0.5);
  WAIT_FOR (is_at_rest (fixture, ISO_PROJECTION_TSNE, 4));
  g_assert_cmpuint (toy_prepared, ==, 2);
  g_assert_cmpuint (toy_continued, ==, 1);
  choose (fixture, ISO_PROJECTION_UMAP);
  WAIT_FOR (is_at_rest (fixture, ISO_PROJECTION_UMAP, 4));
  g_assert_true (says (GTK_WIDGET (fixture->view), "UMAP of 1" THIN "000 test embeddings · 15 neighbors · seed 1 · epoch 4"));
  choose (fixture, ISO_PROJECTION_PCA);
  WAIT_FOR (is_at_rest (fixture, ISO_PROJECTION_PCA, 4));
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (pca)));
}

/* What is refused does not look chosen. */
static void
test_refused (Fixture *fixture, gconstpointer data)
{
  GtkWidget *tsne = find_button (GTK_WIDGET (fixture->view), "t-SNE"), *pca = find_button (GTK_WIDGET (fixture->view), "PCA");
  show (fixture, 1, 0.0);
  fixture->refuses = true;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (tsne), TRUE);
  wait_ms (100);
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
      wait_ms (700);
      guint drawn = iso_map_canvas_drawn_count (fixture->canvas), stepped = toy_stepped;
      g_autofree float *before = positions (fixture), *after = NULL;
      show (fixture, 2 + 2 * method, 0.0);
      WAIT_FOR (is_at_rest (fixture, method, 2 + 2 * method));
      wait_ms (100);
      after = positions (fixture);
      g_assert_cmpmem (before, 2000 * sizeof (float), after, 2000 * sizeof (float));
      g_assert_cmpuint (iso_map_canvas_drawn_count (fixture->canvas), ==, drawn);
      g_assert_cmpuint (toy_stepped, ==, stepped);
      WAIT_FOR (says (GTK_WIDGET (fixture->view), "drift 0.00"));
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
      wait_ms (5);
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
  wait_ms (600);
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
  wait_ms (500);
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
  GtkWidget *button = find_button (GTK_WIDGET (fixture->view), "Let the map go on");
  g_assert_nonnull (button);
  g_assert_true (says (GTK_WIDGET (fixture->view), "paused"));
  wait_ms (100);
  guint stepped = toy_stepped;
  wait_ms (200);
  g_assert_cmpuint (toy_stepped, ==, stepped);
  toy_step_time = 1000;
  g_signal_emit_by_name (button, "clicked");
  g_assert_false (says (GTK_WIDGET (fixture->view), "paused"));
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
  WAIT_FOR (says (GTK_WIDGET (fixture->view), "seed 2"));
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
  g_assert_true (says (GTK_WIDGET (fixture->view), "PCA of training embeddings, showing 300 of "));
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (find_button (GTK_WIDGET (fixture->view), "train"))));
  gtk_test_accessible_assert_property (fixture->canvas, GTK_ACCESSIBLE_PROPERTY_LABEL, "Map of the training embeddings");
  show (fixture, 2, 0.0);
  WAIT_FOR (is_at_rest (fixture, ISO_PROJECTION_PCA, 2));
  g_assert_cmpuint (iso_map_view_map (fixture->view)->N, ==, TRAINED);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (find_button (GTK_WIDGET (fixture->view), "test")), TRUE);
  WAIT_FOR (iso_map_view_map (fixture->view)->samples->part == ISO_MAP_TEST);
}

static void
test_quality (Fixture *fixture, gconstpointer data)
{
  show (fixture, 1, 0.0);
  WAIT_FOR (is_at_rest (fixture, ISO_PROJECTION_PCA, 1));
  WAIT_FOR (says (GTK_WIDGET (fixture->view), "of neighbors kept · trustworthiness 0."));
  g_assert_false (says (GTK_WIDGET (fixture->view), "drift"));
  show (fixture, 2, 1.0);
  WAIT_FOR (says (GTK_WIDGET (fixture->view), "drift"));
  wait_ms (400);
  guint drawn = iso_map_canvas_drawn_count (fixture->canvas);
  act (fixture, "map.tint");
  wait_ms (100);
  g_assert_cmpuint (iso_map_canvas_drawn_count (fixture->canvas), ==, drawn + 1);
  g_assert_true (says (GTK_WIDGET (fixture->view), "Of the 10 nearest neighbors, kept:"));
  act (fixture, "map.tint");
  wait_ms (100);
  g_assert_cmpuint (iso_map_canvas_drawn_count (fixture->canvas), ==, drawn + 2);
}

static GtkDropDown *
axis_list (Fixture *fixture, int number)
{
  GtkWidget *grid = gtk_widget_get_first_child (find (GTK_WIDGET (fixture->view), ISO_TYPE_AXIS_CHOOSER));
  return GTK_DROP_DOWN (gtk_grid_get_child_at (GTK_GRID (grid), 2 * number + 1, 0));
}

/* (2): the mean of a class on the map. */
static void
find_center (double *center, const IsoProjectedMap *map, gint32 label)
{
  size_t count = 0;
  center[0] = center[1] = 0.0;
  for (size_t i = 0; i < map->N; i++)
    if (map->labels[i] == label)
      {
        center[0] += (double) map->positions[2 * i];
        center[1] += (double) map->positions[2 * i + 1];
        count++;
      }
  center[0] /= (double) count;
  center[1] /= (double) count;
}

/* From the first class straight across to the second, by the key 4; other classes by the lists. */
static void
check_across (Fixture *fixture, gint32 from, gint32 to)
{
  double start[2], end[2];
  const IsoProjectedMap *map = iso_map_view_map (fixture->view);
  find_center (start, map, from);
  find_center (end, map, to);
  g_assert_cmpfloat (end[0] - start[0], >, 0.1);
  g_assert_true (fabs (end[1] - start[1]) <= 1e-4);
}

static void
test_axes (Fixture *fixture, gconstpointer data)
{
  GtkWidget *view = GTK_WIDGET (fixture->view), *chooser = find (view, ISO_TYPE_AXIS_CHOOSER);
  const char *names[4];
  for (guint32 class = 0; class < G_N_ELEMENTS (names); class++)
    names[class] = iso_dataset_class_name (experiment->dataset, class);
  show (fixture, 1, 0.0);
  WAIT_FOR (is_at_rest (fixture, ISO_PROJECTION_PCA, 1));
  g_assert_false (gtk_widget_get_visible (chooser));
  g_assert_true (press (fixture, GDK_KEY_4));
  WAIT_FOR (is_at_rest (fixture, ISO_PROJECTION_AXES, 1));
  g_assert_true (gtk_widget_get_visible (chooser));
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (find_button (view, "Axes"))));
  g_autofree char *words = g_strdup_printf ("along %s → %s, up by variance · ", names[0], names[1]);
  g_assert_true (says (view, words));
  g_assert_true (says (view, " % of variance · 1" THIN "000 test embeddings · epoch 1"));
  check_across (fixture, 0, 1);
  gtk_drop_down_set_selected (axis_list (fixture, 1), 3);
  g_assert_cmpstr (fixture->settings.projection.axes.across_to, ==, "class 3");
  g_assert_cmpstr (fixture->settings.projection.axes.across_from, ==, "");
  g_autofree char *name = g_strdup_printf ("%s →", names[3]);
  WAIT_FOR (says (view, name));
  check_across (fixture, 0, 3);
  /* The next epoch lies along the same axes, from the same ends, and not turned. */
  show (fixture, 2, 1.0);
  WAIT_FOR (is_at_rest (fixture, ISO_PROJECTION_AXES, 2));
  check_across (fixture, 0, 3);
  gtk_drop_down_set_selected (axis_list (fixture, 2), 3);
  g_assert_cmpstr (fixture->settings.projection.axes.up_from, ==, "class 2");
  g_autofree char *up = g_strdup_printf (", up %s → %s · ", names[2], names[1]);
  WAIT_FOR (says (view, up));
  /* Without a direction: why, and a way out. */
  gtk_drop_down_set_selected (axis_list (fixture, 0), 3);
  WAIT_FOR (says (view, "it goes from a point to the same point"));
  g_assert_true (gtk_widget_get_visible (chooser));
  gtk_drop_down_set_selected (axis_list (fixture, 0), 4);
  WAIT_FOR (is_at_rest (fixture, ISO_PROJECTION_AXES, 2));
  check_across (fixture, 4, 3);
}

/* The point with the ring becomes an end of the axis, by the number that its card says, and stays it from epoch to epoch. */
static void
test_sample_axes (Fixture *fixture, gconstpointer data)
{
  double x, y;
  show (fixture, 1, 0.0);
  WAIT_FOR (is_at_rest (fixture, ISO_PROJECTION_PCA, 1));
  g_assert_true (press (fixture, GDK_KEY_bracketleft));
  g_assert_cmpuint (fixture->asked, ==, 0);
  for (int part = 0; part < 2; part++)
    {
      iso_map_canvas_hover (fixture->canvas, 40, true);
      size_t point = iso_map_canvas_hovered (fixture->canvas, &x, &y);
      g_assert_cmpuint (point, ==, 40);
      guint32 number = part == 0 ? (guint32) point : iso_map_view_map (fixture->view)->samples->indices[point];
      g_autofree char *text = g_strdup_printf ("sample %u", number);
      g_assert_true (press (fixture, GDK_KEY_bracketright));
      g_assert_cmpstr (fixture->settings.projection.axes.across_to, ==, text);
      WAIT_FOR (is_at_rest (fixture, ISO_PROJECTION_AXES, 1 + part));
      WAIT_FOR (says (GTK_WIDGET (fixture->view), text));
      g_assert_cmpuint (gtk_drop_down_get_selected (axis_list (fixture, 1)), ==, iso_dataset_class_count (experiment->dataset));
      g_assert_cmpint (fixture->settings.projection.method, ==, ISO_PROJECTION_AXES);
      if (part == 0)
        {
          fixture->settings.projection.method = ISO_PROJECTION_PCA;
          iso_map_view_set_settings (fixture->view, &fixture->settings.projection);
          act (fixture, "map.part");
          show (fixture, 2, 0.0);
          WAIT_FOR (is_at_rest (fixture, ISO_PROJECTION_PCA, 2) && iso_map_view_map (fixture->view)->N == TRAINED);
        }
    }
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
  WAIT_FOR (says (GTK_WIDGET (fixture->view), "There is no map of this epoch"));
  g_assert_null (iso_map_view_map (fixture->view));
  show (fixture, 4, 0.0);
  WAIT_FOR (is_at_rest (fixture, ISO_PROJECTION_TSNE, 4));
  /* Another run, in the middle of everything. */
  act (fixture, "map.new-seed");
  iso_map_view_set_epoch (fixture->view, NULL);
  wait_ms (200);
  g_assert_null (iso_map_view_map (fixture->view));
}

static void
test_accessible (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "PCA", "t-SNE", "UMAP", "Axes", "test", "train" };
  for (size_t i = 0; i < G_N_ELEMENTS (names); i++)
    {
      GtkWidget *button = find_button (GTK_WIDGET (fixture->view), names[i]);
      g_assert_nonnull (button);
      gtk_test_accessible_assert_role (button, GTK_ACCESSIBLE_ROLE_BUTTON);
      g_assert_true (gtk_widget_get_focusable (button));
      g_assert_nonnull (gtk_widget_get_tooltip_text (button));
    }
  gtk_test_accessible_assert_property (gtk_widget_get_parent (find_button (GTK_WIDGET (fixture->view), "PCA")),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Method");
  gtk_test_accessible_assert_property (gtk_widget_get_parent (find_button (GTK_WIDGET (fixture->view), "test")),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Samples");
}

#define TEST(name, function) g_test_add ("/map-methods/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  IsoSettings settings;
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  iso_settings_init (&settings);
  experiment = iso_experiment_new (&settings, NULL, NULL, &error);
  g_assert_no_error (error);
  TEST ("nothing-starts", test_nothing_starts);
  TEST ("method", test_method);
  TEST ("refused", test_refused);
  TEST ("identical", test_identical);
  TEST ("morph", test_morph);
  TEST ("frames", test_frames);
  TEST ("pause", test_pause);
  TEST ("seed", test_seed);
  TEST ("part", test_part);
  TEST ("quality", test_quality);
  TEST ("axes", test_axes);
  TEST ("sample-axes", test_sample_axes);
  TEST ("trouble", test_trouble);
  TEST ("accessible", test_accessible);
  int status = g_test_run ();
  iso_experiment_unref (experiment);
  return status;
}
