/* How long a frame takes while a chart of eight series of a million values each is moved and zoomed: the real widget in a real window,
 * driven through its own gestures, timed by its frame clock. Wants a display: xvfb-run, GSK_RENDERER=cairo. Prints one line of JSON;
 * milliseconds. `cpu` is the thread's own time, which a busy machine does not lengthen. */
#include <adwaita.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "ui/plot/chart-view.h"

#define SERIES 8
#define VALUES 1000000
#define FRAMES 240
#define WIDTH 1000
#define HEIGHT 500

typedef struct {
  GArray *wall, *cpu; /* double */
  gint64 wall_begun;
  double cpu_begun;
  guint drawn;
  IsoChartView *view;
} Meter;

static double
cpu_ms (void)
{
  struct timespec now;
  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (double) now.tv_sec * 1e3 + (double) now.tv_nsec * 1e-6;
}

static void
before_paint (GdkFrameClock *clock, Meter *meter)
{
  meter->wall_begun = g_get_monotonic_time ();
  meter->cpu_begun = cpu_ms ();
  meter->drawn = iso_chart_view_drawn_count (meter->view);
}

/* Frames in which the chart was drawn anew. */
static void
after_paint (GdkFrameClock *clock, Meter *meter)
{
  double wall = (double) (g_get_monotonic_time () - meter->wall_begun) / 1000.0, cpu = cpu_ms () - meter->cpu_begun;
  if (iso_chart_view_drawn_count (meter->view) == meter->drawn)
    return;
  g_array_append_val (meter->wall, wall);
  g_array_append_val (meter->cpu, cpu);
}

static int
ascending (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;
  return (x > y) - (x < y);
}

static void
print_percentiles (const char *name, GArray *times)
{
  qsort (times->data, times->len, sizeof (double), ascending);
  const double *sorted = (const double *) (void *) times->data;
  if (times->len > 0)
    printf ("\"%s\":{\"p50\":%.2f,\"p95\":%.2f,\"max\":%.2f},", name, sorted[times->len / 2],
            sorted[MIN (times->len * 95 / 100, times->len - 1)], sorted[times->len - 1]);
}

static IsoChart *
chart_new (IsoCurve *curves[SERIES])
{
  IsoChart *chart = iso_chart_new ();
  GRand *random = g_rand_new_with_seed (5);
  iso_chart_set_x (chart, "step", ISO_CHART_INTEGERS);
  iso_chart_set_y (chart, "loss", ISO_CHART_LINEAR);
  for (int i = 0; i < SERIES; i++)
    {
      g_autofree char *name = g_strdup_printf ("run %d", i + 1);
      curves[i] = iso_curve_new (0.9);
      for (int t = 0; t < VALUES; t++)
        {
          double noise = g_rand_double_range (random, -0.2, 0.2);
          iso_curve_append (curves[i], 0.3 * i + exp (-3.0 * t / VALUES) + 0.1 * sin (1e-4 * t * (i + 1)) + noise);
        }
      iso_chart_add_curve (chart, name, i, curves[i], 1.0);
    }
  g_rand_free (random);
  return chart;
}

static gpointer
controller_of (GtkWidget *widget, GType type)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);
      if (G_TYPE_CHECK_INSTANCE_TYPE (controller, type))
        return controller;
    }
  return NULL;
}

static void
wait_for_frame (IsoChartView *view, guint count)
{
  gint64 end = g_get_monotonic_time () + 2 * G_USEC_PER_SEC;
  while (iso_chart_view_drawn_count (view) < count && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, FALSE);
}

/* Into it, along it, out of it and in again: wheel and drag, a frame each. */
static void
drive (IsoChartView *view)
{
  GtkEventController *scroll = controller_of (GTK_WIDGET (view), GTK_TYPE_EVENT_CONTROLLER_SCROLL);
  GtkGesture *drag = controller_of (GTK_WIDGET (view), GTK_TYPE_GESTURE_DRAG);
  bool is_dragging = false;
  for (int i = 0; i < FRAMES; i++)
    {
      guint count = iso_chart_view_drawn_count (view) + 1;
      int phase = i % 60;
      if (phase < 20 || phase >= 40)
        {
          gboolean handled;
          if (is_dragging)
            g_signal_emit_by_name (drag, "drag-end", 0.0, 0.0);
          is_dragging = false;
          g_signal_emit_by_name (scroll, "scroll", 0.0, phase < 20 ? -1.0 : 1.0, &handled);
        }
      else
        {
          if (!is_dragging)
            g_signal_emit_by_name (drag, "drag-begin", 500.0, 250.0);
          is_dragging = true;
          g_signal_emit_by_name (drag, "drag-update", 5.0 + 3.0 * (phase - 20), 0.5 * (phase - 20));
        }
      wait_for_frame (view, count);
    }
}

int
main (int argc, char **argv)
{
  IsoCurve *curves[SERIES];
  if (!gtk_init_check ())
    {
      fprintf (stderr, "bench-chart: no display\n");
      return 77;
    }
  adw_init ();
  GtkWidget *window = gtk_window_new (), *widget = iso_chart_view_new ("Loss of eight runs");
  g_autoptr (IsoChart) chart = chart_new (curves);
  IsoChartView *view = ISO_CHART_VIEW (widget);
  Meter meter = { g_array_new (FALSE, FALSE, sizeof (double)), g_array_new (FALSE, FALSE, sizeof (double)), 0, 0.0, 0, view };
  iso_chart_view_set_chart (view, chart);
  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH, HEIGHT);
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_child (GTK_WINDOW (window), widget);
  gtk_window_present (GTK_WINDOW (window));
  wait_for_frame (view, 1);
  GdkFrameClock *clock = gtk_widget_get_frame_clock (widget);
  g_signal_connect (clock, "before-paint", G_CALLBACK (before_paint), &meter);
  g_signal_connect (clock, "after-paint", G_CALLBACK (after_paint), &meter);
  drive (view);
  g_signal_handlers_disconnect_by_data (clock, &meter);
  double begun = cpu_ms ();
  iso_curve_smooth (curves[0], 0.99);
  double smooth = cpu_ms () - begun;
  printf ("{\"series\":%d,\"values\":%d,\"width\":%d,\"height\":%d,\"frames\":%u,", SERIES, VALUES, gtk_widget_get_width (widget),
          gtk_widget_get_height (widget), meter.wall->len);
  print_percentiles ("wall", meter.wall);
  print_percentiles ("cpu", meter.cpu);
  printf ("\"smooth_a_series_cpu\":%.2f}\n", smooth);
  gtk_window_destroy (GTK_WINDOW (window));
  for (int i = 0; i < SERIES; i++)
    iso_curve_free (curves[i]);
  g_array_unref (meter.wall);
  g_array_unref (meter.cpu);
  return 0;
}
