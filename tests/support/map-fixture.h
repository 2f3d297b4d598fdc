/* A map view in a window, with epochs to show and what a session would do; t-SNE and UMAP are toys there. */
#pragma once

#include <adwaita.h>
#include <math.h>

#include "engine/train/parameters.h"
#include "tests/support/toy-projection.h"
#include "tests/support/wait-for.h"
#include "tests/support/widgets.h"
#include "ui/plot/map-canvas-private.h"
#include "ui/plot/map-view.h"

#define THIN "\u2009"
#define WIDTH 560
#define HEIGHT 380
#define TRAINED 300

/* Of the embedded sample; made by map_tests_run(). */
static IsoExperiment *experiment;

static inline void
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
static inline IsoEpochSnapshot *
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

typedef struct {
  GtkWidget *window;
  IsoMapView *view;
  IsoMapCanvas *canvas;
  IsoSettings settings;
  bool refuses;
  guint asked;
} Fixture;

/* What the session does in the window. */
static inline void
parameter_chosen (IsoMapView *view, const char *key, const char *value, Fixture *fixture)
{
  fixture->asked++;
  if (fixture->refuses)
    return;
  g_assert_true (iso_settings_set (&fixture->settings, key, value, NULL));
  iso_map_view_set_settings (view, &fixture->settings.projection);
}

static inline void
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
  fixture->canvas = ISO_MAP_CANVAS (test_find (GTK_WIDGET (fixture->view), ISO_TYPE_MAP_CANVAS));
}

static inline void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_add_weak_pointer (G_OBJECT (fixture->view), (gpointer *) &fixture->view);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  for (int i = 0; i < 20 && fixture->view != NULL; i++)
    test_wait_ms (10);
  g_assert_null (fixture->view);
}

static inline void
show (Fixture *fixture, int number, double place)
{
  g_autoptr (IsoEpochSnapshot) epoch = epoch_new (number, place);
  iso_map_view_set_epoch (fixture->view, epoch);
}

static inline bool
is_at_rest (Fixture *fixture, int method, int number)
{
  const IsoProjectedMap *map = iso_map_view_map (fixture->view);
  return map != NULL && map->settings.method == method && map->epoch->epoch == number && iso_projected_map_is_at_rest (map);
}

static inline float *
positions (Fixture *fixture)
{
  const IsoProjectedMap *map = iso_map_view_map (fixture->view);
  return g_memdup2 (map->positions, 2 * map->N * sizeof (float));
}

static inline void
act (Fixture *fixture, const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->view), action, NULL));
}

static inline void
choose (Fixture *fixture, int method)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->view), "map.method", "i", method));
}

/* What the key does in the view; false: nothing. */
static inline bool
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

#define MAP_TEST(name, function) g_test_add (name, Fixture, NULL, set_up, function, tear_down)

/* The whole of main(): `add` adds the tests. */
static inline int
map_tests_run (int argc, char **argv, void (*add) (void))
{
  g_autoptr (GError) error = NULL;
  IsoSettings settings;
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  iso_settings_init (&settings);
  experiment = iso_experiment_new (&settings, NULL, NULL, &error);
  g_assert_no_error (error);
  add ();
  int status = g_test_run ();
  iso_experiment_unref (experiment);
  return status;
}
