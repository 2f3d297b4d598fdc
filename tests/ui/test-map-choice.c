/* Samples on the map: pointed at, picked and selected, here and elsewhere; lines to neighbors. How it is drawn: test-map-drawing.c. */
#include "tests/support/map-choice-fixture.h"

/* ---- pointing and picking ---- */

static void
test_point (Fixture *fixture, gconstpointer data)
{
  g_autoptr (IsoSampleChoice) choice = share_choice (fixture);
  double x, y;
  show_map (fixture);
  place_of (fixture, POINT, &x, &y);
  point_at (fixture, x, y);
  size_t found = iso_map_canvas_hovered (fixture->canvas, &x, &y);
  g_assert_cmpuint (found, <, iso_map_view_map (fixture->view)->N);
  g_assert_cmpuint (iso_sample_choice_pointed (choice).sample, ==, sample_of (fixture, found));
  /* The pointer's own answer does not wait for the card. */
  g_assert_cmpuint (fixture->canvas->pointed[0], ==, found);
  g_signal_emit_by_name (controller_of (fixture->canvas, GTK_TYPE_EVENT_CONTROLLER_MOTION), "leave");
  g_assert_cmpuint (iso_sample_choice_pointed (choice).sample, ==, ISO_NO_SAMPLE);
  /* From elsewhere: shown, but nothing of one's own, and a sample that is not here is nothing. */
  iso_sample_choice_point (choice, sample_of (fixture, 7), sample_of (fixture, 9));
  g_assert_cmpuint (fixture->canvas->pointed[0], ==, 7);
  g_assert_cmpuint (fixture->canvas->pointed[1], ==, 9);
  g_assert_cmpuint (iso_map_canvas_hovered (fixture->canvas, &x, &y), ==, G_MAXSIZE);
  iso_sample_choice_point (choice, experiment->split.train.indices[0], ISO_NO_SAMPLE);
  g_assert_cmpuint (fixture->canvas->pointed[0], ==, G_MAXSIZE);
}

static void
test_pick (Fixture *fixture, gconstpointer data)
{
  g_autoptr (IsoSampleChoice) choice = share_choice (fixture);
  double x, y;
  show_map (fixture);
  place_of (fixture, POINT, &x, &y);
  point_at (fixture, x, y);
  size_t found = iso_map_canvas_hovered (fixture->canvas, &x, &y);
  click (fixture, x, y);
  g_assert_cmpuint (iso_sample_choice_picked (choice).sample, ==, sample_of (fixture, found));
  g_assert_cmpuint (fixture->canvas->picked[0], ==, found);
  click (fixture, 1.0, 1.0);
  g_assert_cmpuint (iso_sample_choice_picked (choice).sample, ==, ISO_NO_SAMPLE);
  /* By keys: arrows begin, Enter picks; Escape leaves the point, then what is picked. */
  g_signal_emit_by_name (controller_of (fixture->canvas, GTK_TYPE_EVENT_CONTROLLER_MOTION), "leave");
  g_assert_true (key (fixture, GDK_KEY_Right));
  found = iso_map_canvas_hovered (fixture->canvas, &x, &y);
  g_assert_true (key (fixture, GDK_KEY_Return));
  g_assert_cmpuint (iso_sample_choice_picked (choice).sample, ==, sample_of (fixture, found));
  g_assert_true (key (fixture, GDK_KEY_Escape));
  g_assert_cmpuint (iso_map_canvas_hovered (fixture->canvas, &x, &y), ==, G_MAXSIZE);
  g_assert_cmpuint (iso_sample_choice_picked (choice).sample, !=, ISO_NO_SAMPLE);
  g_assert_true (key (fixture, GDK_KEY_Escape));
  g_assert_cmpuint (iso_sample_choice_picked (choice).sample, ==, ISO_NO_SAMPLE);
  g_assert_false (key (fixture, GDK_KEY_Escape));
  g_assert_false (key (fixture, GDK_KEY_Return));
}

/* ---- selecting ---- */

static GtkWidget *
selection_note (Fixture *fixture)
{
  GtkWidget *clear = test_find_button (GTK_WIDGET (fixture->view), "Clear the selection");
  g_assert_nonnull (clear);
  return clear;
}

static void
drag (Fixture *fixture, IsoMapTool tool, bool is_adding, double left, double top, double right, double bottom)
{
  iso_select_outline_begin (&fixture->canvas->outline, tool, is_adding ? GDK_CONTROL_MASK : 0, left, top);
  if (tool == ISO_MAP_TOOL_LASSO)
    iso_select_outline_extend (&fixture->canvas->outline, right, top);
  iso_select_outline_extend (&fixture->canvas->outline, right, bottom);
  if (tool == ISO_MAP_TOOL_LASSO)
    iso_select_outline_extend (&fixture->canvas->outline, left, bottom);
  iso_map_canvas_end_outline (fixture->canvas);
}

static size_t
count_within (Fixture *fixture, double left, double top, double right, double bottom)
{
  size_t count = 0;
  for (size_t i = 0; i < iso_map_view_map (fixture->view)->N; i++)
    {
      double x, y;
      place_of (fixture, i, &x, &y);
      count += x > left && x < right && y > top && y < bottom;
    }
  return count;
}

static void
test_box_and_lasso (Fixture *fixture, gconstpointer data)
{
  g_autoptr (IsoSampleChoice) choice = share_choice (fixture);
  show_map (fixture);
  double width = gtk_widget_get_width (GTK_WIDGET (fixture->canvas)), height = gtk_widget_get_height (GTK_WIDGET (fixture->canvas));
  size_t left = count_within (fixture, 0.0, 0.0, 0.5 * width, height), all = iso_map_view_map (fixture->view)->N;
  g_assert_cmpuint (left, >, 0);
  g_assert_cmpuint (left, <, all);
  g_assert_false (gtk_widget_get_mapped (selection_note (fixture)));
  drag (fixture, ISO_MAP_TOOL_BOX, false, 0.5 * width, height, 0.0, 0.0);
  g_assert_cmpuint (iso_sample_choice_selected_count (choice), ==, left);
  g_assert_cmpuint (iso_map_canvas_selected_count (fixture->canvas), ==, left);
  g_autofree char *words = g_strdup_printf ("%zu of 1" THIN "000 selected", left);
  g_assert_true (test_says (GTK_WIDGET (fixture->view), words));
  g_assert_true (gtk_widget_get_visible (gtk_widget_get_parent (selection_note (fixture))));
  /* Another one in its place, one more, one of nothing. */
  size_t corner = count_within (fixture, 0.0, 0.0, 0.5 * width, 0.5 * height);
  size_t half = count_within (fixture, 0.0, 0.0, width, 0.5 * height);
  drag (fixture, ISO_MAP_TOOL_LASSO, false, 0.0, 0.0, 0.5 * width, 0.5 * height);
  g_assert_cmpuint (iso_sample_choice_selected_count (choice), ==, corner);
  drag (fixture, ISO_MAP_TOOL_LASSO, true, 0.5 * width, 0.0, width, 0.5 * height);
  g_assert_cmpuint (iso_sample_choice_selected_count (choice), ==, half);
  drag (fixture, ISO_MAP_TOOL_BOX, true, 0.0, 0.0, 1.0, 1.0);
  g_assert_cmpuint (iso_sample_choice_selected_count (choice), ==, half);
  g_signal_emit_by_name (selection_note (fixture), "clicked");
  g_assert_false (iso_sample_choice_has_selection (choice));
  g_assert_null (iso_map_canvas_selected (fixture->canvas));
  g_assert_false (gtk_widget_get_visible (gtk_widget_get_parent (selection_note (fixture))));
}

static void
test_tools (Fixture *fixture, gconstpointer data)
{
  static const struct {
    guint key;
    IsoMapTool tool;
    const char *name;
  } tools[] = { { GDK_KEY_b, ISO_MAP_TOOL_BOX, "Select by a box" }, { GDK_KEY_l, ISO_MAP_TOOL_LASSO, "Select by a lasso" } };
  show_map (fixture);
  for (size_t i = 0; i < G_N_ELEMENTS (tools); i++)
    {
      GtkToggleButton *button = GTK_TOGGLE_BUTTON (test_find_button (GTK_WIDGET (fixture->view), tools[i].name));
      g_assert_true (press (fixture, tools[i].key));
      g_assert_cmpint (iso_map_canvas_tool (fixture->canvas), ==, tools[i].tool);
      g_assert_true (gtk_toggle_button_get_active (button));
      g_assert_cmpint (iso_select_outline_tool_for (&fixture->canvas->outline, 0), ==, tools[i].tool);
      g_assert_true (key (fixture, GDK_KEY_Escape));
      g_assert_cmpint (iso_map_canvas_tool (fixture->canvas), ==, ISO_MAP_TOOL_NONE);
      g_assert_false (gtk_toggle_button_get_active (button));
      gtk_toggle_button_set_active (button, TRUE);
      g_assert_cmpint (iso_map_canvas_tool (fixture->canvas), ==, tools[i].tool);
      gtk_toggle_button_set_active (button, FALSE);
      g_assert_nonnull (gtk_widget_get_tooltip_text (GTK_WIDGET (button)));
    }
  g_assert_cmpint (iso_select_outline_tool_for (&fixture->canvas->outline, 0), ==, ISO_MAP_TOOL_NONE);
  g_assert_cmpint (iso_select_outline_tool_for (&fixture->canvas->outline, GDK_SHIFT_MASK), ==, ISO_MAP_TOOL_BOX);
  g_assert_cmpint (iso_select_outline_tool_for (&fixture->canvas->outline, GDK_ALT_MASK), ==, ISO_MAP_TOOL_LASSO);
}

/* A class of the legend is a selection like any other, in all of the data; what others select shows in the legend. */
static void
test_classes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (IsoSampleChoice) choice = share_choice (fixture);
  const gint32 *labels = iso_dataset_labels (experiment->dataset);
  size_t of_class = 0;
  show_map (fixture);
  for (size_t i = 0; i < iso_dataset_sample_count (experiment->dataset); i++)
    of_class += labels[i] == 3;
  GtkToggleButton *entry = GTK_TOGGLE_BUTTON (test_find_button (GTK_WIDGET (fixture->view), "Dress"));
  gtk_toggle_button_set_active (entry, TRUE);
  g_assert_cmpuint (iso_sample_choice_selected_count (choice), ==, of_class);
  g_assert_true (test_says (GTK_WIDGET (fixture->view), " of 1" THIN "000 selected"));
  gtk_toggle_button_set_active (entry, FALSE);
  g_assert_false (iso_sample_choice_has_selection (choice));
  /* In part: neither on nor faded. Elsewhere: all faded, and said so. */
  size_t point = 0;
  while (iso_map_view_map (fixture->view)->labels[point] != 3)
    point++;
  guint32 sample = sample_of (fixture, point), other = experiment->split.train.indices[0];
  iso_sample_choice_select (choice, &sample, 1, ISO_SELECT_INSTEAD);
  g_assert_false (gtk_toggle_button_get_active (entry));
  g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (entry), "faded"));
  iso_sample_choice_select (choice, &other, 1, ISO_SELECT_INSTEAD);
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (entry), "faded"));
  g_assert_true (test_says (GTK_WIDGET (fixture->view), "0 of 1" THIN "000 selected, 1 elsewhere"));
  g_assert_true (press (fixture, GDK_KEY_Escape));
  g_assert_false (iso_sample_choice_has_selection (choice));
}

static void
test_select_by_keys (Fixture *fixture, gconstpointer data)
{
  g_autoptr (IsoSampleChoice) choice = share_choice (fixture);
  double x, y;
  show_map (fixture);
  g_assert_true (key (fixture, GDK_KEY_Right));
  size_t first = iso_map_canvas_hovered (fixture->canvas, &x, &y);
  g_assert_true (key (fixture, GDK_KEY_space));
  g_assert_true (iso_map_canvas_selected (fixture->canvas)[first]);
  g_assert_true (key (fixture, GDK_KEY_Left));
  g_assert_cmpuint (iso_map_canvas_hovered (fixture->canvas, &x, &y), !=, first);
  g_assert_true (key (fixture, GDK_KEY_space));
  g_assert_cmpuint (iso_sample_choice_selected_count (choice), ==, 2);
  g_assert_true (key (fixture, GDK_KEY_space));
  g_assert_cmpuint (iso_sample_choice_selected_count (choice), ==, 1);
  g_assert_true (key (fixture, GDK_KEY_Escape));
  g_assert_true (key (fixture, GDK_KEY_Escape));
  g_assert_false (iso_sample_choice_has_selection (choice));
}

/* Of the other part of the data the same selection shows what is there of it. */
static void
test_part (Fixture *fixture, gconstpointer data)
{
  g_autoptr (IsoSampleChoice) choice = share_choice (fixture);
  show_map (fixture);
  const guint32 samples[] = { sample_of (fixture, 3), experiment->split.train.indices[5], experiment->split.train.indices[6] };
  iso_sample_choice_select (choice, samples, 3, ISO_SELECT_INSTEAD);
  iso_sample_choice_pick (choice, samples[1], ISO_NO_SAMPLE);
  g_assert_cmpuint (iso_map_canvas_selected_count (fixture->canvas), ==, 1);
  g_assert_cmpuint (fixture->canvas->picked[0], ==, G_MAXSIZE);
  act (fixture, "map.part");
  WAIT_FOR (iso_map_view_map (fixture->view)->samples->part == ISO_MAP_TRAIN);
  g_assert_cmpuint (iso_map_canvas_selected_count (fixture->canvas), ==, 2);
  g_assert_cmpuint (fixture->canvas->picked[0], ==, 5);
  WAIT_FOR (fixture->canvas->neighbors != NULL);
  g_assert_cmpuint (fixture->canvas->neighbors->point, ==, 5);
}

/* ---- lines to neighbors ---- */

static void
test_edges (Fixture *fixture, gconstpointer data)
{
  g_autoptr (IsoSampleChoice) choice = share_choice (fixture);
  guint32 neighbors[10];
  double squares[10];
  show_map (fixture);
  const IsoProjectedMap *map = iso_map_view_map (fixture->view);
  iso_sample_choice_pick (choice, sample_of (fixture, POINT), ISO_NO_SAMPLE);
  WAIT_FOR (fixture->canvas->neighbors != NULL);
  const IsoNeighbors *found = fixture->canvas->neighbors;
  g_assert_cmpuint (found->space_count, ==, 10);
  iso_nearest_of (neighbors, squares, map->samples->embeddings, map->N, map->samples->D, POINT, 10);
  g_assert_cmpmem (found->space, sizeof found->space, neighbors, sizeof neighbors);
  iso_nearest_of (neighbors, squares, map->positions, map->N, 2, POINT, 10);
  g_assert_cmpmem (found->map, sizeof found->map, neighbors, sizeof neighbors);
  size_t both = 0;
  for (size_t i = 0; i < 10; i++)
    both += iso_neighbors_on_map (found, found->space[i]);
  g_autofree char *words = g_strdup_printf ("%zu in both", both), *others = g_strdup_printf ("%zu map only", 10 - both);
  g_assert_true (test_says (GTK_WIDGET (fixture->view), words));
  g_assert_true (test_says (GTK_WIDGET (fixture->view), others));
  g_assert_true (press (fixture, GDK_KEY_e));
  g_assert_null (fixture->canvas->neighbors);
  g_assert_false (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (test_find_button (GTK_WIDGET (fixture->view), "Lines to neighbors"))));
  g_assert_true (press (fixture, GDK_KEY_e));
  WAIT_FOR (fixture->canvas->neighbors != NULL);
  /* The next epoch has others; nothing picked has none. */
  show (fixture, 2, 3.0);
  WAIT_FOR (is_at_rest (fixture, ISO_PROJECTION_PCA, 2));
  WAIT_FOR (fixture->canvas->neighbors->samples->epoch->epoch == 2);
  iso_sample_choice_clear (choice);
  g_assert_null (fixture->canvas->neighbors);
}

/* Nobody holds on to a choice, and a choice to nobody. */
static void
test_let_go (Fixture *fixture, gconstpointer data)
{
  IsoSampleChoice *choice = share_choice (fixture);
  show_map (fixture);
  guint32 sample = sample_of (fixture, 5);
  iso_sample_choice_select (choice, &sample, 1, ISO_SELECT_INSTEAD);
  g_assert_nonnull (iso_map_canvas_selected (fixture->canvas));
  iso_map_view_set_choice (fixture->view, NULL);
  g_assert_null (iso_map_canvas_selected (fixture->canvas));
  g_object_add_weak_pointer (G_OBJECT (choice), (gpointer *) &choice);
  g_object_unref (choice);
  g_assert_null (choice);
  key (fixture, GDK_KEY_Right);
  key (fixture, GDK_KEY_space);
  g_assert_nonnull (iso_map_canvas_selected (fixture->canvas));
}

static void
add_tests (void)
{
  MAP_TEST ("/map-choice/point", test_point);
  MAP_TEST ("/map-choice/pick", test_pick);
  MAP_TEST ("/map-choice/box-and-lasso", test_box_and_lasso);
  MAP_TEST ("/map-choice/tools", test_tools);
  MAP_TEST ("/map-choice/classes", test_classes);
  MAP_TEST ("/map-choice/select-by-keys", test_select_by_keys);
  MAP_TEST ("/map-choice/part", test_part);
  MAP_TEST ("/map-choice/edges", test_edges);
  MAP_TEST ("/map-choice/let-go", test_let_go);
}

int
main (int argc, char **argv)
{
  return map_tests_run (argc, argv, add_tests);
}
