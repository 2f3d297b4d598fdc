/* Samples on the batch's map: pointed at, picked and selected, here and elsewhere. What it shows of batches: test-batch-looks.c. */
#include <adwaita.h>

#include "engine/train/parameters.h"
#include "tests/support/press.h"
#include "tests/support/synthetic-batch.h"
#include "tests/support/wait-for.h"
#include "tests/support/widgets.h"
#include "ui/plot/batch-map-canvas-private.h"
#include "ui/plot/batch-map.h"
#include "ui/plot/class-legend.h"

#define SIDE 60

static IsoExperiment *experiment;

typedef struct {
  GtkWindow *window;
  IsoBatchMap *map;
  IsoBatchMapCanvas *canvas;
  IsoSampleChoice *choice;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (IsoBatchSnapshot) batch = iso_test_batch (SIDE, 16, 10, 4);
  const gint32 *labels = iso_dataset_labels (experiment->dataset);
  /* Samples of the data that have these labels. */
  for (size_t i = 0, sample = 0; i < SIDE; i++, sample++)
    {
      while (labels[sample] != batch->labels[i])
        sample = (sample + 1) % iso_dataset_sample_count (experiment->dataset);
      batch->indices[i] = (guint32) sample;
    }
  fixture->window = GTK_WINDOW (gtk_window_new ());
  fixture->map = ISO_BATCH_MAP (iso_batch_map_new ());
  fixture->choice = iso_sample_choice_new ();
  fixture->canvas = ISO_BATCH_MAP_CANVAS (test_find (GTK_WIDGET (fixture->map), ISO_TYPE_BATCH_MAP_CANVAS));
  iso_batch_map_set_choice (fixture->map, fixture->choice);
  iso_batch_map_set_dataset (fixture->map, experiment->dataset);
  gtk_window_set_default_size (fixture->window, 500, 360);
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->map));
  gtk_window_present (fixture->window);
  WAIT_FOR (gtk_widget_get_mapped (GTK_WIDGET (fixture->map)));
  iso_batch_map_set_snapshot (fixture->map, batch);
  WAIT_FOR (iso_batch_map_canvas_graph (fixture->canvas) != NULL);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gpointer map = fixture->map, choice = fixture->choice;
  g_object_add_weak_pointer (map, &map);
  g_object_add_weak_pointer (choice, &choice);
  gtk_window_destroy (fixture->window);
  g_object_unref (fixture->choice);
  WAIT_FOR (map == NULL && choice == NULL);
}

static bool
press (Fixture *fixture, guint key)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (fixture->canvas));
  gboolean handled = FALSE;
  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !handled; i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);
      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", key, 0, 0, &handled);
    }
  return handled;
}

static void
test_keys (Fixture *fixture, gconstpointer data)
{
  double x, y;
  const IsoBatchSnapshot *batch = iso_batch_map_canvas_graph (fixture->canvas)->snapshot;
  gtk_test_accessible_assert_role (fixture->map, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_test_accessible_assert_property (fixture->map, GTK_ACCESSIBLE_PROPERTY_LABEL, "Batch map");
  gtk_test_accessible_assert_role (fixture->canvas, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_test_accessible_assert_property (fixture->canvas, GTK_ACCESSIBLE_PROPERTY_LABEL, "Map of the batch and its graph");
  g_assert_false (press (fixture, GDK_KEY_Return));
  g_assert_true (press (fixture, GDK_KEY_Right));
  guint32 sample = batch->indices[iso_batch_map_canvas_hovered (fixture->canvas, &x, &y)];
  g_assert_cmpuint (iso_sample_choice_pointed (fixture->choice).sample, ==, sample);
  g_assert_true (press (fixture, GDK_KEY_Return));
  g_assert_cmpuint (iso_sample_choice_picked (fixture->choice).sample, ==, sample);
  g_assert_true (press (fixture, GDK_KEY_space));
  g_assert_true (iso_sample_choice_is_selected (fixture->choice, sample));
  g_assert_true (press (fixture, GDK_KEY_space));
  g_assert_false (iso_sample_choice_has_selection (fixture->choice));
  g_assert_true (press (fixture, GDK_KEY_Escape));
  g_assert_cmpuint (iso_sample_choice_pointed (fixture->choice).sample, ==, ISO_NO_SAMPLE);
}

/* Classes select; what is selected elsewhere greys out the rest, in the picture that comes next. */
static void
test_selection (Fixture *fixture, gconstpointer data)
{
  GtkToggleButton *entry = GTK_TOGGLE_BUTTON (test_find_button (GTK_WIDGET (fixture->map), "Dress"));
  const IsoBatchGraph *before = iso_batch_map_canvas_graph (fixture->canvas);
  gtk_toggle_button_set_active (entry, TRUE);
  g_assert_true (iso_sample_choice_has_selection (fixture->choice));
  g_assert_true (gtk_toggle_button_get_active (entry));
  WAIT_FOR (iso_batch_map_canvas_graph (fixture->canvas) != before);
  guint32 *samples, sample = iso_batch_map_canvas_graph (fixture->canvas)->snapshot->indices[0];
  size_t count;
  samples = iso_sample_choice_selected (fixture->choice, &count);
  for (size_t i = 0; i < count; i++)
    g_assert_cmpint (iso_dataset_labels (experiment->dataset)[samples[i]], ==, 3);
  g_free (samples);
  iso_sample_choice_select (fixture->choice, &sample, 1, ISO_SELECT_INSTEAD);
  g_assert_false (gtk_toggle_button_get_active (entry));
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (entry), "faded"));
  iso_sample_choice_clear (fixture->choice);
  g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (entry), "faded"));
}

/* ---- box and lasso ---- */

static void
drag (Fixture *fixture, IsoMapTool tool, GdkModifierType state, double left, double top, double right, double bottom)
{
  IsoSelectOutline *outline = &fixture->canvas->outline;
  iso_select_outline_begin (outline, tool, state, left, top);
  if (tool == ISO_MAP_TOOL_LASSO)
    iso_select_outline_extend (outline, right, top);
  iso_select_outline_extend (outline, right, bottom);
  if (tool == ISO_MAP_TOOL_LASSO)
    iso_select_outline_extend (outline, left, bottom);
  iso_batch_map_canvas_end_outline (fixture->canvas);
}

static size_t
count_within (Fixture *fixture, double left, double top, double right, double bottom)
{
  const IsoBatchPicture *picture = fixture->canvas->picture;
  size_t count = 0;
  for (size_t i = 0; i < SIDE; i++)
    {
      double x = (double) picture->placed[2 * i] / picture->scale, y = (double) picture->placed[2 * i + 1] / picture->scale;
      count += x > left && x < right && y > top && y < bottom;
    }
  return count;
}

static void
test_box_and_lasso (Fixture *fixture, gconstpointer data)
{
  double width = gtk_widget_get_width (GTK_WIDGET (fixture->canvas)), height = gtk_widget_get_height (GTK_WIDGET (fixture->canvas));
  /* The first was made before there was a size. */
  WAIT_FOR (fixture->canvas->picture->width == (int) width && fixture->canvas->picture->height == (int) height);
  size_t left = count_within (fixture, 0.0, 0.0, 0.5 * width, height), all = SIDE;
  GtkWidget *clear = test_find_button (GTK_WIDGET (fixture->map), "Clear the selection");
  g_assert_true (left > 0 && left < all);
  g_assert_false (gtk_widget_get_mapped (clear));
  drag (fixture, ISO_MAP_TOOL_BOX, 0, 0.5 * width, height, 0.0, 0.0);
  g_assert_cmpuint (iso_sample_choice_selected_count (fixture->choice), ==, left);
  for (size_t i = 0; i < SIDE; i++)
    {
      bool is_left = (double) fixture->canvas->picture->placed[2 * i] / fixture->canvas->picture->scale < 0.5 * width;
      guint32 sample = iso_batch_map_canvas_graph (fixture->canvas)->snapshot->indices[i];
      g_assert_true (iso_sample_choice_is_selected (fixture->choice, sample) == is_left);
    }
  g_autofree char *words = g_strdup_printf ("%zu of %d selected", left, SIDE);
  g_assert_true (test_says (GTK_WIDGET (fixture->map), words));
  g_assert_true (gtk_widget_get_visible (gtk_widget_get_parent (clear)));
  drag (fixture, ISO_MAP_TOOL_LASSO, GDK_CONTROL_MASK, 0.5 * width, 0.0, width, height);
  g_assert_cmpuint (iso_sample_choice_selected_count (fixture->choice), ==, all);
  g_signal_emit_by_name (clear, "clicked");
  g_assert_false (iso_sample_choice_has_selection (fixture->choice));
  g_assert_false (gtk_widget_get_visible (gtk_widget_get_parent (clear)));
  /* Other samples come below the hand: what was being drawn meant those before. */
  iso_select_outline_begin (&fixture->canvas->outline, ISO_MAP_TOOL_BOX, 0, 0.0, 0.0);
  iso_select_outline_extend (&fixture->canvas->outline, width, height);
  iso_batch_map_canvas_take (fixture->canvas, NULL);
  iso_batch_map_canvas_end_outline (fixture->canvas);
  g_assert_false (iso_sample_choice_has_selection (fixture->choice));
}

/* Keys and buttons choose the same tool; Escape ends it before it leaves the point. */
static void
test_tools (Fixture *fixture, gconstpointer data)
{
  IsoSelectOutline *outline = &fixture->canvas->outline;
  GtkToggleButton *box = GTK_TOGGLE_BUTTON (test_find_button (GTK_WIDGET (fixture->map), "Select by a box"));
  GtkToggleButton *lasso = GTK_TOGGLE_BUTTON (test_find_button (GTK_WIDGET (fixture->map), "Select by a lasso"));
  g_assert_cmpint (iso_select_outline_tool_for (outline, 0), ==, ISO_MAP_TOOL_NONE);
  g_assert_cmpint (iso_select_outline_tool_for (outline, GDK_SHIFT_MASK), ==, ISO_MAP_TOOL_BOX);
  g_assert_cmpint (iso_select_outline_tool_for (outline, GDK_ALT_MASK), ==, ISO_MAP_TOOL_LASSO);
  g_assert_true (test_press (GTK_WIDGET (fixture->map), GDK_KEY_b));
  g_assert_true (gtk_toggle_button_get_active (box) && !gtk_toggle_button_get_active (lasso));
  g_assert_cmpint (iso_select_outline_tool_for (outline, 0), ==, ISO_MAP_TOOL_BOX);
  g_assert_true (test_press (GTK_WIDGET (fixture->map), GDK_KEY_l));
  g_assert_true (!gtk_toggle_button_get_active (box) && gtk_toggle_button_get_active (lasso));
  g_assert_true (press (fixture, GDK_KEY_Right));
  g_assert_true (press (fixture, GDK_KEY_Escape));
  g_assert_false (gtk_toggle_button_get_active (lasso));
  g_assert_cmpuint (fixture->canvas->hovered, !=, G_MAXSIZE);
  g_assert_true (press (fixture, GDK_KEY_Escape));
  g_assert_cmpuint (fixture->canvas->hovered, ==, G_MAXSIZE);
  g_assert_false (press (fixture, GDK_KEY_Escape));
  gtk_toggle_button_set_active (box, TRUE);
  g_assert_cmpint (iso_batch_map_canvas_tool (fixture->canvas), ==, ISO_MAP_TOOL_BOX);
  gtk_toggle_button_set_active (box, FALSE);
  g_assert_cmpint (iso_batch_map_canvas_tool (fixture->canvas), ==, ISO_MAP_TOOL_NONE);
}

/* With another choice, its own included, what was pointed at in this one means nothing any more. */
static void
test_other_choice (Fixture *fixture, gconstpointer data)
{
  iso_sample_choice_point (fixture->choice, iso_batch_map_canvas_graph (fixture->canvas)->snapshot->indices[5], ISO_NO_SAMPLE);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
  iso_batch_map_set_choice (fixture->map, NULL);
  g_assert_true (press (fixture, GDK_KEY_Right));
  g_assert_true (press (fixture, GDK_KEY_space));
  g_assert_false (iso_sample_choice_has_selection (fixture->choice));
}

#define BATCH_MAP_TEST(name, function) g_test_add ("/batch-map/" name, Fixture, NULL, set_up, function, tear_down)

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
  BATCH_MAP_TEST ("keys", test_keys);
  BATCH_MAP_TEST ("selection", test_selection);
  BATCH_MAP_TEST ("box-and-lasso", test_box_and_lasso);
  BATCH_MAP_TEST ("tools", test_tools);
  BATCH_MAP_TEST ("other-choice", test_other_choice);
  int status = g_test_run ();
  iso_experiment_unref (experiment);
  return status;
}
