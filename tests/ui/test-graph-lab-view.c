/* The kNN lab as a person meets it: what it says without a batch, curves of the batch looked at, k tried by click, drag and keys, the
 * hub that lights up, and what assistive technologies are told. */
#include <adwaita.h>
#include <string.h>

#include "engine/train/parameters.h"
#include "tests/support/synthetic-batch.h"
#include "tests/support/wait-for.h"
#include "tests/support/widgets.h"
#include "ui/plot/graph-lab-canvas.h"
#include "ui/plot/graph-lab-view.h"

#define SIDE 48

typedef struct {
  GtkWindow *window;
  IsoGraphLabView *view;
  IsoGraphLabCanvas *canvas;
  IsoXray *xray;
  IsoSampleChoice *choice;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->window = GTK_WINDOW (gtk_window_new ());
  fixture->view = ISO_GRAPH_LAB_VIEW (iso_graph_lab_view_new ());
  fixture->canvas = ISO_GRAPH_LAB_CANVAS (test_find (GTK_WIDGET (fixture->view), ISO_TYPE_GRAPH_LAB_CANVAS));
  fixture->xray = iso_xray_new ();
  fixture->choice = iso_sample_choice_new ();
  iso_graph_lab_view_set_xray (fixture->view, fixture->xray);
  iso_graph_lab_view_set_choice (fixture->view, fixture->choice);
  gtk_window_set_default_size (fixture->window, 700, 420);
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->view));
  gtk_window_present (fixture->window);
  WAIT_FOR (gtk_widget_get_mapped (GTK_WIDGET (fixture->view)));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gpointer view = fixture->view, canvas = fixture->canvas, xray = fixture->xray, choice = fixture->choice;
  g_object_add_weak_pointer (view, &view);
  g_object_add_weak_pointer (canvas, &canvas);
  g_object_add_weak_pointer (xray, &xray);
  g_object_add_weak_pointer (choice, &choice);
  g_object_unref (fixture->xray);
  g_object_unref (fixture->choice);
  gtk_window_destroy (fixture->window);
  WAIT_FOR (view == NULL && canvas == NULL && xray == NULL && choice == NULL);
}

static const IsoGraphSweep *
show_batch (Fixture *fixture, guint64 step)
{
  g_autoptr (IsoBatchSnapshot) batch = iso_test_batch (SIDE, 16, 8, step);
  const IsoGraphSweep *before = iso_graph_lab_view_sweep (fixture->view);
  batch->indices[0] = 4000;
  iso_xray_set_snapshot (fixture->xray, batch);
  WAIT_FOR (iso_graph_lab_view_sweep (fixture->view) != NULL && iso_graph_lab_view_sweep (fixture->view) != before);
  WAIT_FOR (gtk_widget_get_width (GTK_WIDGET (fixture->canvas)) > 100);
  return iso_graph_lab_view_sweep (fixture->view);
}

static GtkEventController *
controller_of (gpointer widget, GType type)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);
      if (G_TYPE_CHECK_INSTANCE_TYPE (controller, type))
        return GTK_EVENT_CONTROLLER (controller);
    }
  g_assert_not_reached ();
}

static gboolean
press (gpointer widget, guint key, GdkModifierType state)
{
  gboolean handled = FALSE;
  g_signal_emit_by_name (controller_of (widget, GTK_TYPE_EVENT_CONTROLLER_KEY), "key-pressed", key, 0, state, &handled);
  return handled;
}

/* Where a k stands in a chart. */
static double
x_of (Fixture *fixture, IsoLabChart chart, int k)
{
  const IsoGraphSweep *sweep = iso_graph_lab_view_sweep (fixture->view);
  const IsoGraphLabFigure figure = { sweep, iso_theme (ISO_THEME_LIGHT), 0, -1 };
  GtkWidget *canvas = GTK_WIDGET (fixture->canvas);
  return iso_graph_lab_figure_x (&figure, gtk_widget_get_width (canvas), gtk_widget_get_height (canvas), chart,
                                 iso_graph_sweep_place (sweep, k));
}

static int
k_of (Fixture *fixture)
{
  IsoDistillSettings settings;
  iso_xray_get_settings (fixture->xray, &settings);
  return settings.k;
}

static void
test_empty (Fixture *fixture, gconstpointer data)
{
  GtkWidget *view = GTK_WIDGET (fixture->view);
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, "kNN lab");
  g_assert_true (test_says (view, "Press Start"));
  g_assert_null (iso_graph_lab_view_sweep (fixture->view));
  g_assert_false (press (fixture->canvas, GDK_KEY_Right, 0));
  show_batch (fixture, 3);
  iso_xray_set_dataset (fixture->xray, NULL);
  g_assert_null (iso_graph_lab_view_sweep (fixture->view));
  iso_graph_lab_view_set_xray (fixture->view, NULL);
  g_assert_true (test_says (view, "Press Start"));
}

/* The curves are the engine's. */
static void
test_curves (Fixture *fixture, gconstpointer data)
{
  const IsoGraphSweep *sweep = show_batch (fixture, 3);
  IsoBatchSnapshot *batch = iso_xray_snapshot (fixture->xray);
  g_autoptr (IsoTargets) room = iso_targets_new (SIDE);
  IsoGraphStatistics alone;
  g_assert_true (iso_graph_statistics (&alone, batch->teacher_similarity, batch->labels, SIDE, &batch->distill, room, NULL, NULL));
  g_assert_cmpuint (sweep->count, ==, SIDE - 1);
  g_assert_cmpuint (sweep->at[9].graph.hub_degree, ==, alone.graph.hub_degree);
  g_assert_cmpfloat_with_epsilon (sweep->at[9].targets.same_class, alone.targets.same_class, 1e-12);
  g_assert_true (test_says (GTK_WIDGET (fixture->view), "batch at step 3 · 48 samples · directed graph"));
  g_assert_true (g_str_has_prefix (iso_graph_lab_view_hint (fixture->view), "k 10 of 47"));
}

static void
test_keys (Fixture *fixture, gconstpointer data)
{
  const IsoGraphSweep *sweep = show_batch (fixture, 3);
  static const struct {
    guint key;
    int k;
  } keys[] = { { GDK_KEY_Right, 11 }, { GDK_KEY_Left, 10 }, { GDK_KEY_Page_Down, 15 }, { GDK_KEY_Page_Up, 10 },
               { GDK_KEY_End, 47 }, { GDK_KEY_Right, 47 }, { GDK_KEY_Home, 1 }, { GDK_KEY_Left, 1 } };
  for (size_t i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_assert_true (press (fixture->canvas, keys[i].key, 0));
      g_assert_cmpint (k_of (fixture), ==, keys[i].k);
    }
  g_assert_true (iso_xray_has_trial (fixture->xray));
  g_assert_false (press (fixture->canvas, GDK_KEY_Right, GDK_CONTROL_MASK));
  g_assert_false (press (fixture->canvas, GDK_KEY_Escape, 0));
  /* k alone asks for no other curves. */
  test_wait_ms (100);
  g_assert_true (iso_graph_lab_view_sweep (fixture->view) == sweep);
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (fixture->canvas), GTK_ACCESSIBLE_ROLE_SLIDER);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (fixture->canvas), GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, 1.0);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (fixture->canvas), GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, 47.0);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (fixture->canvas), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, "k 1 of 47");
  /* Back to the run's. */
  GtkWidget *reset = test_find_button (GTK_WIDGET (fixture->view), "Reset");
  g_assert_true (gtk_widget_get_visible (reset));
  g_signal_emit_by_name (reset, "clicked");
  g_assert_false (iso_xray_has_trial (fixture->xray));
  g_assert_false (gtk_widget_get_visible (reset));
  g_assert_true (g_str_has_prefix (iso_graph_lab_view_hint (fixture->view), "k 10 of 47"));
}

static void
test_drag (Fixture *fixture, gconstpointer data)
{
  show_batch (fixture, 3);
  GtkEventController *drag = controller_of (fixture->canvas, GTK_TYPE_GESTURE_DRAG);
  g_signal_emit_by_name (drag, "drag-begin", x_of (fixture, ISO_LAB_HUB, 5), 60.0);
  g_assert_cmpint (k_of (fixture), ==, 5);
  g_signal_emit_by_name (drag, "drag-end", 0.0, 0.0);
  /* Between charts nothing is meant. */
  g_signal_emit_by_name (drag, "drag-begin", 1.0, 60.0);
  g_assert_cmpint (k_of (fixture), ==, 5);
}

static void
test_pointer (Fixture *fixture, gconstpointer data)
{
  const IsoGraphSweep *sweep = show_batch (fixture, 3);
  GtkEventController *motion = controller_of (fixture->canvas, GTK_TYPE_EVENT_CONTROLLER_MOTION);
  g_signal_emit_by_name (motion, "motion", x_of (fixture, ISO_LAB_HUB, 5), 60.0);
  g_assert_true (g_str_has_prefix (iso_graph_lab_view_hint (fixture->view), "k 5 of 47"));
  g_assert_nonnull (strstr (iso_graph_lab_view_hint (fixture->view), "is a neighbor of"));
  g_assert_cmpint (k_of (fixture), ==, 10);
  g_assert_cmpuint (iso_sample_choice_pointed (fixture->choice).sample, ==,
                    iso_xray_snapshot (fixture->xray)->indices[sweep->at[4].graph.hub]);
  g_signal_emit_by_name (motion, "motion", x_of (fixture, ISO_LAB_PIECES, 5), 60.0);
  g_assert_nonnull (strstr (iso_graph_lab_view_hint (fixture->view), "piece"));
  g_assert_cmpuint (iso_sample_choice_pointed (fixture->choice).sample, ==, ISO_NO_SAMPLE);
  g_signal_emit_by_name (motion, "leave");
  g_assert_true (g_str_has_prefix (iso_graph_lab_view_hint (fixture->view), "k 10 of 47"));
}

static gboolean
is_described (Fixture *fixture, const char *words)
{
  g_autofree char *found = gtk_test_accessible_check_property (GTK_ACCESSIBLE (fixture->canvas),
                                                               GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words);
  return found == NULL;
}

static void
test_described (Fixture *fixture, gconstpointer data)
{
  const IsoGraphSweep *sweep = show_batch (fixture, 3);
  g_autofree char *words = iso_lab_words (sweep, 9, NULL, iso_xray_snapshot (fixture->xray)->indices);
  WAIT_FOR (is_described (fixture, words));
}

/* Other settings measure anew; another batch too; a view out of sight does not, until it is in sight. */
static void
test_follows (Fixture *fixture, gconstpointer data)
{
  const IsoGraphSweep *sweep = show_batch (fixture, 3);
  IsoDistillSettings settings;
  iso_xray_get_settings (fixture->xray, &settings);
  double before = sweep->at[9].targets.same_class;
  settings.omega = 0.2;
  iso_xray_set_trial (fixture->xray, &settings);
  WAIT_FOR (iso_graph_lab_view_sweep (fixture->view)->settings.omega < 0.5);
  g_assert_cmpfloat (iso_graph_lab_view_sweep (fixture->view)->at[9].targets.same_class, !=, before);
  show_batch (fixture, 4);
  g_assert_true (test_says (GTK_WIDGET (fixture->view), "batch at step 4"));
  gtk_widget_set_visible (GTK_WIDGET (fixture->view), FALSE);
  settings.omega = 0.9;
  iso_xray_set_trial (fixture->xray, &settings);
  test_wait_ms (150);
  g_assert_cmpfloat_with_epsilon (iso_graph_lab_view_sweep (fixture->view)->settings.omega, 0.2, 1e-12);
  gtk_widget_set_visible (GTK_WIDGET (fixture->view), TRUE);
  WAIT_FOR (iso_graph_lab_view_sweep (fixture->view)->settings.omega > 0.5);
}

/* The hub is called by its class and its number in the data. */
static void
test_named (Fixture *fixture, gconstpointer data)
{
  IsoSettings settings;
  iso_settings_init (&settings);
  IsoExperiment *experiment = iso_experiment_new (&settings, NULL, NULL, NULL);
  g_autoptr (IsoBatchSnapshot) batch = iso_test_batch (SIDE, 16, 8, 3);
  iso_xray_set_dataset (fixture->xray, experiment->dataset);
  iso_xray_set_snapshot (fixture->xray, batch);
  WAIT_FOR (iso_graph_lab_view_sweep (fixture->view) != NULL);
  guint32 hub = batch->indices[iso_graph_lab_view_sweep (fixture->view)->at[9].graph.hub];
  const char *class = iso_dataset_class_name (experiment->dataset, (guint32) iso_dataset_labels (experiment->dataset)[hub]);
  g_autofree char *name = g_strdup_printf ("%s, sample %u, is a neighbor of", class, hub);
  g_assert_nonnull (strstr (iso_graph_lab_view_hint (fixture->view), name));
  iso_experiment_unref (experiment);
}

/* Of a large batch not every k is measured: one that is needs no measuring again when it is tried, another does. */
static void
test_large (Fixture *fixture, gconstpointer data)
{
  g_autoptr (IsoBatchSnapshot) batch = iso_test_batch (160, 16, 8, 3);
  IsoDistillSettings settings = batch->distill;
  iso_xray_set_snapshot (fixture->xray, batch);
  WAIT_FOR (iso_graph_lab_view_sweep (fixture->view) != NULL);
  const IsoGraphSweep *sweep = iso_graph_lab_view_sweep (fixture->view);
  g_assert_true (test_says (GTK_WIDGET (fixture->view), "of 159 values of k"));
  int between = 2;
  while (sweep->at[iso_graph_sweep_place (sweep, between)].k == between)
    between++;
  g_assert_cmpint (between, <, 159);
  press (fixture->canvas, GDK_KEY_Page_Down, 0);
  g_assert_cmpint (k_of (fixture), !=, 10);
  settings.k = 0;
  iso_xray_set_trial (fixture->xray, &settings);
  test_wait_ms (500);
  g_assert_true (iso_graph_lab_view_sweep (fixture->view) == sweep);
  settings.k = between;
  iso_xray_set_trial (fixture->xray, &settings);
  g_assert_true (test_says (GTK_WIDGET (fixture->view), "measuring…"));
  WAIT_FOR (iso_graph_lab_view_sweep (fixture->view)->settings.k == between);
  g_assert_cmpint (iso_graph_lab_view_sweep (fixture->view)->at[iso_graph_sweep_place (iso_graph_lab_view_sweep (fixture->view), between)].k,
                   ==, between);
  g_assert_false (test_says (GTK_WIDGET (fixture->view), "values of k · measuring…"));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv);
  adw_init ();
  g_test_add ("/graph-lab-view/empty", Fixture, NULL, set_up, test_empty, tear_down);
  g_test_add ("/graph-lab-view/curves", Fixture, NULL, set_up, test_curves, tear_down);
  g_test_add ("/graph-lab-view/keys", Fixture, NULL, set_up, test_keys, tear_down);
  g_test_add ("/graph-lab-view/drag", Fixture, NULL, set_up, test_drag, tear_down);
  g_test_add ("/graph-lab-view/pointer", Fixture, NULL, set_up, test_pointer, tear_down);
  g_test_add ("/graph-lab-view/described", Fixture, NULL, set_up, test_described, tear_down);
  g_test_add ("/graph-lab-view/follows", Fixture, NULL, set_up, test_follows, tear_down);
  g_test_add ("/graph-lab-view/named", Fixture, NULL, set_up, test_named, tear_down);
  g_test_add ("/graph-lab-view/large", Fixture, NULL, set_up, test_large, tear_down);
  return g_test_run ();
}
