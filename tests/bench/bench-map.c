/* How long the map takes to answer: bench-map [POINTS [WIDTH HEIGHT]]. Drives the widget in a window of a display (a virtual one will
 * do) as a person would: drags it about, turns the wheel, points at samples. Prints one JSON object, in milliseconds: of a frame what
 * the hand's motion and the painting took together, on the main thread, by the clock and by processor time (the latter tells what other
 * programs have no part in); of a hover the time until it is known which sample is meant, and the frame that shows the ring. */
#include <adwaita.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "tests/support/large-map.h"
#include "tests/support/widgets.h"
#include "ui/plot/map-canvas-private.h"

#define FRAMES 160
#define MOST_POINTS 10000000

typedef struct {
  GtkWidget *window, *canvas;
  gint64 begun;
  double begun_cpu;
  double painted, painted_cpu; /* milliseconds of the frame painted last; NAN: none since it was asked for */
} Bench;

typedef struct {
  double wall[FRAMES], cpu[FRAMES];
  int count;
} Figures;

static double
thread_ms (void)
{
  struct timespec time;
  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return 1e3 * (double) time.tv_sec + 1e-6 * (double) time.tv_nsec;
}

static void
before_paint (GdkFrameClock *clock, Bench *bench)
{
  bench->begun = g_get_monotonic_time ();
  bench->begun_cpu = thread_ms ();
}

static void
after_paint (GdkFrameClock *clock, Bench *bench)
{
  bench->painted = (double) (g_get_monotonic_time () - bench->begun) / 1000.0;
  bench->painted_cpu = thread_ms () - bench->begun_cpu;
}

static GtkEventController *
controller_of (Bench *bench, GType type)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (bench->canvas);
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
      if (G_TYPE_CHECK_INSTANCE_TYPE (controller, type))
        return controller;
    }
  return NULL;
}

/* Until a frame was painted, or long enough for it to be clear that none is needed. */
static void
await_frame (Bench *bench)
{
  gint64 begun = g_get_monotonic_time ();
  while (!(bench->painted >= 0.0) && g_get_monotonic_time () - begun < G_USEC_PER_SEC / 10)
    g_main_context_iteration (NULL, FALSE);
}

typedef void (*Motion) (Bench *bench, int frame);

static void
drag (Bench *bench, int frame)
{
  g_signal_emit_by_name (controller_of (bench, GTK_TYPE_GESTURE_DRAG), "drag-update", 14.0 * frame * cos (0.05 * frame),
                         9.0 * frame * sin (0.04 * frame));
}

static void
turn_wheel (Bench *bench, int frame)
{
  iso_map_canvas_zoom (ISO_MAP_CANVAS (bench->canvas), frame % 80 < 40 ? 1.06 : 1.0 / 1.06, 0.45 * gtk_widget_get_width (bench->canvas),
                       0.4 * gtk_widget_get_height (bench->canvas));
}

static void
point (Bench *bench, int frame)
{
  g_signal_emit_by_name (controller_of (bench, GTK_TYPE_EVENT_CONTROLLER_MOTION), "motion",
                         (0.5 + 0.35 * cos (0.3 * frame)) * gtk_widget_get_width (bench->canvas),
                         (0.5 + 0.3 * sin (0.41 * frame)) * gtk_widget_get_height (bench->canvas));
}

/* frames: of motion and painting; motions: of the motion alone. */
static void
measure (Bench *bench, Motion move, Figures *frames, Figures *motions)
{
  frames->count = motions->count = FRAMES;
  for (int i = 0; i < FRAMES; i++)
    {
      gint64 begun = g_get_monotonic_time ();
      double begun_cpu = thread_ms ();
      bench->painted = (double) NAN;
      move (bench, i);
      motions->wall[i] = (double) (g_get_monotonic_time () - begun) / 1000.0;
      motions->cpu[i] = thread_ms () - begun_cpu;
      await_frame (bench);
      frames->wall[i] = motions->wall[i] + fmax (bench->painted, 0.0);
      frames->cpu[i] = motions->cpu[i] + fmax (bench->painted_cpu, 0.0);
    }
}

static int
compare (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;
  return (x > y) - (x < y);
}

static void
print_percentiles (const char *name, double *values, int count)
{
  qsort (values, (size_t) count, sizeof *values, compare);
  printf (", \"%s\": {\"p50\": %.2f, \"p95\": %.2f, \"max\": %.2f}", name, values[(count - 1) / 2], values[(count * 95 + 99) / 100 - 1],
          values[count - 1]);
}

static void
print_figures (const char *name, Figures *figures)
{
  g_autofree char *wall = g_strconcat (name, "_ms", NULL), *cpu = g_strconcat (name, "_cpu_ms", NULL);
  print_percentiles (wall, figures->wall, figures->count);
  print_percentiles (cpu, figures->cpu, figures->count);
}

int
main (int argc, char **argv)
{
  static Figures frames, motions;
  Bench bench = { 0 };
  int N = argc > 1 ? CLAMP (atoi (argv[1]), 1000, MOST_POINTS) : 100000;
  int width = argc > 3 ? atoi (argv[2]) : 1400, height = argc > 3 ? atoi (argv[3]) : 900;
  adw_init ();
  IsoExperiment *experiment = large_experiment_new ((size_t) N);
  IsoProjectedMap *map = large_map_new (experiment, 1);
  bench.window = gtk_window_new ();
  bench.canvas = iso_map_canvas_new ();
  gtk_widget_set_size_request (bench.canvas, width, height);
  gtk_window_set_child (GTK_WINDOW (bench.window), bench.canvas);
  gtk_window_present (GTK_WINDOW (bench.window));
  iso_map_canvas_set_map (ISO_MAP_CANVAS (bench.canvas), map);
  test_wait_ms (500);
  GdkFrameClock *clock = gtk_widget_get_frame_clock (bench.canvas);
  g_signal_connect (clock, "before-paint", G_CALLBACK (before_paint), &bench);
  g_signal_connect (clock, "after-paint", G_CALLBACK (after_paint), &bench);
  printf ("{\"points\": %d, \"width\": %d, \"height\": %d", N, gtk_widget_get_width (bench.canvas), gtk_widget_get_height (bench.canvas));
  g_signal_emit_by_name (controller_of (&bench, GTK_TYPE_GESTURE_DRAG), "drag-begin", 0.0, 0.0);
  measure (&bench, drag, &frames, &motions);
  g_signal_emit_by_name (controller_of (&bench, GTK_TYPE_GESTURE_DRAG), "drag-end", 0.0, 0.0);
  print_figures ("pan", &frames);
  iso_map_canvas_fit (ISO_MAP_CANVAS (bench.canvas));
  test_wait_ms (300);
  measure (&bench, turn_wheel, &frames, &motions);
  print_figures ("zoom", &frames);
  iso_map_canvas_fit (ISO_MAP_CANVAS (bench.canvas));
  test_wait_ms (300);
  measure (&bench, point, &frames, &motions);
  print_figures ("hover", &motions);
  print_figures ("hover_frame", &frames);
  printf ("}\n");
  gtk_window_destroy (GTK_WINDOW (bench.window));
  iso_projected_map_unref (map);
  iso_experiment_unref (experiment);
  return 0;
}
