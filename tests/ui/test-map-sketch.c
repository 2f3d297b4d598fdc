/* A map of very many points in the hand: what is shown while it is zoomed, and what it comes to. */
#include <adwaita.h>
#include <math.h>
#include <string.h>

#include "tests/support/large-map.h"
#include "tests/support/wait-for.h"
#include "tests/support/widgets.h"
#include "ui/plot/map-canvas-private.h"

#define POINTS 30000

typedef struct {
  GtkWidget *window;
  IsoMapCanvas *canvas;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  IsoExperiment *experiment = large_experiment_new (POINTS);
  IsoProjectedMap *map = large_map_new (experiment, 1);
  fixture->window = gtk_window_new ();
  fixture->canvas = ISO_MAP_CANVAS (iso_map_canvas_new ());
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 600, 400);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->canvas));
  gtk_window_present (GTK_WINDOW (fixture->window));
  iso_map_canvas_set_map (fixture->canvas, map);
  WAIT_FOR (iso_map_canvas_drawn_count (fixture->canvas) > 0);
  iso_projected_map_unref (map);
  iso_experiment_unref (experiment);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gpointer canvas = fixture->canvas;
  g_object_add_weak_pointer (G_OBJECT (canvas), &canvas);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  WAIT_FOR (canvas == NULL);
}

static void
zoom (Fixture *fixture, double factor)
{
  guint before = iso_map_canvas_drawn_count (fixture->canvas);
  iso_map_canvas_zoom (fixture->canvas, factor, 250.0, 150.0);
  WAIT_FOR (iso_map_canvas_drawn_count (fixture->canvas) > before);
}

/* The pixels in place of a sketch are those that would have been drawn at once. */
static void
test_sharp (Fixture *fixture, gconstpointer is_density)
{
  IsoMapCanvas *canvas = fixture->canvas;
  iso_map_canvas_set_density (canvas, is_density != NULL);
  WAIT_FOR (canvas->node != NULL && canvas->is_density == (is_density != NULL));
  for (int step = 0; step < 3; step++)
    zoom (fixture, step < 2 ? 1.3 : 0.7);
  WAIT_FOR (!canvas->is_sketch && canvas->node != NULL);
  size_t size = (size_t) cairo_image_surface_get_stride (canvas->pixels) * (size_t) cairo_image_surface_get_height (canvas->pixels);
  g_autofree guint8 *sharp = g_memdup2 (cairo_image_surface_get_data (canvas->pixels), size);
  double densest = canvas->densest;
  guint before = iso_map_canvas_drawn_count (canvas);
  iso_map_canvas_invalidate (canvas);
  WAIT_FOR (iso_map_canvas_drawn_count (canvas) > before);
  g_assert_false (canvas->is_sketch);
  g_assert_cmpmem (cairo_image_surface_get_data (canvas->pixels), size, sharp, size);
  g_assert_cmpfloat (canvas->densest, ==, densest);
}

/* What is moved by whole pixels is taken over, and the strips that come into sight are drawn: together what is drawn at once. */
static void
test_moved (Fixture *fixture, gconstpointer data)
{
  static const double ways[][2] = { { 14.0, 9.0 }, { -37.0, 5.0 }, { 3.0, -61.0 }, { 0.0, 200.0 }, { -250.0, -1.0 } };
  IsoMapCanvas *canvas = fixture->canvas;
  zoom (fixture, 1.5);
  WAIT_FOR (!canvas->is_sketch && canvas->node != NULL);
  for (size_t way = 0; way < G_N_ELEMENTS (ways); way++)
    {
      guint before = iso_map_canvas_drawn_count (canvas);
      IsoMapFrame frame = iso_map_canvas_present_frame (canvas);
      frame.x += ways[way][0];
      frame.y += ways[way][1];
      iso_map_canvas_set_frame (canvas, &frame);
      WAIT_FOR (iso_map_canvas_drawn_count (canvas) > before);
      g_assert_false (canvas->is_sketch);
      size_t size = (size_t) cairo_image_surface_get_stride (canvas->pixels) * (size_t) cairo_image_surface_get_height (canvas->pixels);
      g_autofree guint8 *moved = g_memdup2 (cairo_image_surface_get_data (canvas->pixels), size);
      iso_map_canvas_invalidate (canvas);
      WAIT_FOR (iso_map_canvas_drawn_count (canvas) > before + 1);
      g_assert_cmpmem (cairo_image_surface_get_data (canvas->pixels), size, moved, size);
    }
}

/* A sketch comes first, and in it each point is where it belongs: the pointer finds it. */
static void
test_sketch (Fixture *fixture, gconstpointer data)
{
  IsoMapCanvas *canvas = fixture->canvas;
  IsoMapFrame before = canvas->drawn_frame;
  bool was_sketch = false;
  for (int step = 0; step < 10 && !was_sketch; step++)
    {
      zoom (fixture, 1.05);
      was_sketch = canvas->is_sketch;
    }
  g_assert_true (was_sketch);
  g_assert_cmpfloat (canvas->drawn_frame.scale, ==, before.scale);
  IsoMapFrame frame = iso_map_canvas_present_frame (canvas);
  for (size_t i = 0; i < POINTS; i += 997)
    {
      g_assert_cmpfloat_with_epsilon ((double) canvas->placed[2 * i], frame.x + frame.scale * (double) canvas->positions[2 * i], 1e-2);
      g_assert_cmpfloat_with_epsilon ((double) canvas->placed[2 * i + 1], frame.y - frame.scale * (double) canvas->positions[2 * i + 1],
                                      1e-2);
    }
}

/* What was asked for before the colors changed does not come after. */
static void
test_repaint (Fixture *fixture, gconstpointer data)
{
  IsoMapCanvas *canvas = fixture->canvas;
  g_autofree float *tint = g_new (float, POINTS);
  for (int i = 0; i < POINTS; i++)
    tint[i] = (float) i / POINTS;
  zoom (fixture, 1.2);
  iso_map_canvas_set_tint (canvas, tint);
  guint before = iso_map_canvas_drawn_count (canvas);
  WAIT_FOR (iso_map_canvas_drawn_count (canvas) > before);
  g_assert_false (canvas->is_sketch);
  cairo_surface_t *tinted = canvas->pixels;
  test_wait_ms (200);
  g_assert_true (canvas->pixels == tinted);
}

/* A widget that goes while a worker draws for it. */
static void
test_gone (Fixture *fixture, gconstpointer data)
{
  zoom (fixture, 1.2);
}

#define SKETCH_TEST(name, function, data) g_test_add ("/map-sketch/" name, Fixture, data, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  SKETCH_TEST ("sharp/points", test_sharp, NULL);
  SKETCH_TEST ("sharp/density", test_sharp, "");
  SKETCH_TEST ("moved", test_moved, NULL);
  SKETCH_TEST ("sketch", test_sketch, NULL);
  SKETCH_TEST ("repaint", test_repaint, NULL);
  SKETCH_TEST ("gone", test_gone, NULL);
  return g_test_run ();
}
