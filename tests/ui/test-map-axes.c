/* The map along axes that a person chose: between classes, and between samples. */
#include "tests/support/map-fixture.h"
#include "ui/plot/axis-chooser.h"

static GtkDropDown *
axis_list (Fixture *fixture, int number)
{
  GtkWidget *grid = gtk_widget_get_first_child (test_find (GTK_WIDGET (fixture->view), ISO_TYPE_AXIS_CHOOSER));
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
  GtkWidget *view = GTK_WIDGET (fixture->view), *chooser = test_find (view, ISO_TYPE_AXIS_CHOOSER);
  const char *names[4];
  for (guint32 class = 0; class < G_N_ELEMENTS (names); class++)
    names[class] = iso_dataset_class_name (experiment->dataset, class);
  show (fixture, 1, 0.0);
  WAIT_FOR (is_at_rest (fixture, ISO_PROJECTION_PCA, 1));
  g_assert_false (gtk_widget_get_visible (chooser));
  g_assert_true (press (fixture, GDK_KEY_4));
  WAIT_FOR (is_at_rest (fixture, ISO_PROJECTION_AXES, 1));
  g_assert_true (gtk_widget_get_visible (chooser));
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (test_find_button (view, "Axes"))));
  g_autofree char *words = g_strdup_printf ("along %s → %s, up by variance · ", names[0], names[1]);
  g_assert_true (test_says (view, words));
  g_assert_true (test_says (view, " % of variance · 1" THIN "000 test embeddings · epoch 1"));
  check_across (fixture, 0, 1);
  gtk_drop_down_set_selected (axis_list (fixture, 1), 3);
  g_assert_cmpstr (fixture->settings.projection.axes.across_to, ==, "class 3");
  g_assert_cmpstr (fixture->settings.projection.axes.across_from, ==, "");
  g_autofree char *name = g_strdup_printf ("%s →", names[3]);
  WAIT_FOR (test_says (view, name));
  check_across (fixture, 0, 3);
  /* The next epoch lies along the same axes, from the same ends, and not turned. */
  show (fixture, 2, 1.0);
  WAIT_FOR (is_at_rest (fixture, ISO_PROJECTION_AXES, 2));
  check_across (fixture, 0, 3);
  gtk_drop_down_set_selected (axis_list (fixture, 2), 3);
  g_assert_cmpstr (fixture->settings.projection.axes.up_from, ==, "class 2");
  g_autofree char *up = g_strdup_printf (", up %s → %s · ", names[2], names[1]);
  WAIT_FOR (test_says (view, up));
  /* Without a direction: why, and a way out. */
  gtk_drop_down_set_selected (axis_list (fixture, 0), 3);
  WAIT_FOR (test_says (view, "it goes from a point to the same point"));
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
      WAIT_FOR (test_says (GTK_WIDGET (fixture->view), text));
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
add_tests (void)
{
  MAP_TEST ("/map-axes/axes", test_axes);
  MAP_TEST ("/map-axes/sample-axes", test_sample_axes);
}

int
main (int argc, char **argv)
{
  return map_tests_run (argc, argv, add_tests);
}
