/* Points and density, and that a map dragged about is drawn as one drawn anew. */
#include "tests/support/map-choice-fixture.h"

static GBytes *
pixels_of (Fixture *fixture)
{
  gtk_test_widget_wait_for_draw (fixture->window);
  cairo_surface_t *pixels = fixture->canvas->pixels;
  return g_bytes_new (cairo_image_surface_get_data (pixels),
                      (size_t) cairo_image_surface_get_stride (pixels) * (size_t) cairo_image_surface_get_height (pixels));
}

static size_t
count_differences (GBytes *a, GBytes *b)
{
  const guint32 *x = g_bytes_get_data (a, NULL), *y = g_bytes_get_data (b, NULL);
  size_t count = 0;
  g_assert_cmpuint (g_bytes_get_size (a), ==, g_bytes_get_size (b));
  for (size_t i = 0; i < g_bytes_get_size (a) / 4; i++)
    count += x[i] != y[i];
  return count;
}

static void
test_drag (Fixture *fixture, gconstpointer data)
{
  static const double moves[][2] = { { 31.0, 0.0 }, { 12.0, -45.0 }, { -80.0, 9.0 }, { -80.4, 60.3 }, { 900.0, 0.0 }, { 5.0, 5.0 } };
  GtkEventController *gesture = controller_of (fixture->canvas, GTK_TYPE_GESTURE_DRAG);
  show_map (fixture);
  iso_map_canvas_zoom (fixture->canvas, 2.0, 100.0, 100.0);
  g_signal_emit_by_name (gesture, "drag-begin", 50.0, 50.0);
  for (size_t i = 0; i < G_N_ELEMENTS (moves); i++)
    {
      g_signal_emit_by_name (gesture, "drag-update", moves[i][0], moves[i][1]);
      g_autoptr (GBytes) moved = pixels_of (fixture);
      iso_map_canvas_invalidate (fixture->canvas);
      g_autoptr (GBytes) anew = pixels_of (fixture);
      /* A point may stand on the edge between two places of a quarter of a pixel. */
      g_assert_cmpuint (count_differences (moved, anew), <=, 60);
    }
  g_signal_emit_by_name (gesture, "drag-end", 0.0, 0.0);
  g_assert_cmpuint (iso_map_canvas_selected_count (fixture->canvas), ==, 0);
}

static void
test_density (Fixture *fixture, gconstpointer data)
{
  show_map (fixture);
  g_autoptr (GBytes) points = pixels_of (fixture);
  g_assert_true (press (fixture, GDK_KEY_d));
  g_autoptr (GBytes) density = pixels_of (fixture);
  g_assert_cmpuint (count_differences (points, density), >, 1000);
  g_assert_cmpfloat (iso_map_canvas_densest (fixture->canvas), >, 1.0);
  test_wait_ms (50);
  g_assert_true (test_says (GTK_WIDGET (fixture->view), "in one place"));
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (test_find_button (GTK_WIDGET (fixture->view), "density"))));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (test_find_button (GTK_WIDGET (fixture->view), "points")), TRUE);
  g_autoptr (GBytes) again = pixels_of (fixture);
  g_assert_cmpuint (count_differences (points, again), ==, 0);
}

/* Only of many points is it said that they overlap, and no more once density was seen. */
static void
test_hint (Fixture *fixture, gconstpointer data)
{
  const char *hint = "Many points lie on top of each other: show how dense they are";
  g_autoptr (IsoExperiment) large = large_experiment_new (ISO_MAP_DENSITY_HINT);
  g_autoptr (IsoProjectedMap) map = large_map_new (large, 1);
  show_map (fixture);
  GtkWidget *button = test_find_button (GTK_WIDGET (fixture->view), hint);
  g_assert_false (gtk_widget_get_visible (button));
  act (fixture, "map.part");
  iso_map_view_set_epoch (fixture->view, map->epoch);
  WAIT_FOR (iso_map_view_map (fixture->view) != NULL && iso_map_view_map (fixture->view)->N == ISO_MAP_DENSITY_HINT);
  g_assert_true (gtk_widget_get_visible (button));
  g_signal_emit_by_name (button, "clicked");
  g_assert_false (gtk_widget_get_visible (button));
  act (fixture, "map.density");
  g_assert_false (gtk_widget_get_visible (button));
}

static void
add_tests (void)
{
  MAP_TEST ("/map-drawing/drag", test_drag);
  MAP_TEST ("/map-drawing/density", test_density);
  MAP_TEST ("/map-drawing/hint", test_hint);
}

int
main (int argc, char **argv)
{
  return map_tests_run (argc, argv, add_tests);
}
