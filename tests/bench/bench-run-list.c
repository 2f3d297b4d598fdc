/* How soon the window of runs is there with a thousand of them in the store, and how long a frame takes while they are scrolled from top to
 * bottom: the real window, timed by its frame clock. Wants a display: xvfb-run, GSK_RENDERER=cairo. Prints one line of JSON;
 * milliseconds. `cpu` is the thread's own time, which a busy machine does not lengthen. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "tests/support/run-window-fixture.h"
#include "ui/window/runs-window.h"

#define RUNS 1000
#define PIXELS 97 /* each frame: some three rows */

typedef struct {
  GArray *wall, *cpu; /* double, of each frame */
  gint64 wall_begun;
  double cpu_begun;
  guint frames;
} Meter;

static double
cpu_ms (void)
{
  struct timespec now;
  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (double) now.tv_sec * 1e3 + (double) now.tv_nsec * 1e-6;
}

static double
wall_ms (gint64 since)
{
  return (double) (g_get_monotonic_time () - since) / 1e3;
}

static void
before_paint (GdkFrameClock *clock, Meter *meter)
{
  meter->wall_begun = g_get_monotonic_time ();
  meter->cpu_begun = cpu_ms ();
}

static void
after_paint (GdkFrameClock *clock, Meter *meter)
{
  double wall = wall_ms (meter->wall_begun), cpu = cpu_ms () - meter->cpu_begun;
  meter->frames++;
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
  printf ("\"%s\":{\"p50\":%.2f,\"p95\":%.2f,\"max\":%.2f}", name, sorted[times->len / 2],
          sorted[MIN (times->len * 95 / 100, times->len - 1)], sorted[times->len - 1]);
}

static void
wait_for_frame (Meter *meter)
{
  guint before = meter->frames;
  while (meter->frames == before)
    g_main_context_iteration (NULL, TRUE);
}

/* The window of runs is opened from the main one, which has read theme and fonts before. */
static GtkWindow *
open_first_window (void)
{
  GtkWidget *window = gtk_window_new (), *label = gtk_label_new ("Isotherm");
  gtk_window_set_child (GTK_WINDOW (window), label);
  gtk_window_present (GTK_WINDOW (window));
  test_wait_ms (300);
  return GTK_WINDOW (window);
}

/* Until a frame with rows in it is on the screen. */
static GtkWindow *
open_window (IsoRunLibrary *library, Meter *meter)
{
  gint64 begun = g_get_monotonic_time ();
  double cpu_begun = cpu_ms ();
  GtkWindow *window = iso_runs_window_new (NULL, library);
  gtk_window_present (window);
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (window));
  g_signal_connect (clock, "before-paint", G_CALLBACK (before_paint), meter);
  g_signal_connect (clock, "after-paint", G_CALLBACK (after_paint), meter);
  GtkWidget *view = GTK_WIDGET (iso_run_list_view (iso_runs_window_list (ISO_RUNS_WINDOW (window))));
  do
    wait_for_frame (meter);
  while (test_cell (view, "20 / 20") == NULL);
  printf ("\"open\":{\"wall\":%.1f,\"cpu\":%.1f},", wall_ms (begun), cpu_ms () - cpu_begun);
  return window;
}

/* The table makes its other rows while it is looked at. */
static void
print_growing (Meter *meter)
{
  g_array_set_size (meter->wall, 0);
  g_array_set_size (meter->cpu, 0);
  test_wait_ms (1500);
  printf ("\"growing\":{\"frames\":%u,", meter->wall->len);
  print_percentiles ("wall", meter->wall);
  printf (",");
  print_percentiles ("cpu", meter->cpu);
  printf ("},");
}

static void
scroll (GtkWindow *window, Meter *meter)
{
  GtkWidget *view = GTK_WIDGET (iso_run_list_view (iso_runs_window_list (ISO_RUNS_WINDOW (window))));
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view));
  double end = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment);
  g_array_set_size (meter->wall, 0);
  g_array_set_size (meter->cpu, 0);
  for (double at = PIXELS; at < end; at += PIXELS)
    {
      gtk_adjustment_set_value (adjustment, at);
      wait_for_frame (meter);
    }
  printf ("\"frames\":%u,\"scroll\":{", meter->wall->len);
  print_percentiles ("wall", meter->wall);
  printf (",");
  print_percentiles ("cpu", meter->cpu);
  printf ("},");
}

/* What a letter more in the field costs, and another order. */
static void
search_and_sort (IsoRunList *list)
{
  IsoRunFilter filter = { "emoji triplet", NULL, ISO_RUN_STATUS_COUNT }, none = ISO_RUN_FILTER_NONE;
  g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (gtk_column_view_get_columns (iso_run_list_view (list)), 3);
  double begun = cpu_ms ();
  iso_run_list_set_filter (list, &filter);
  printf ("\"search_cpu\":%.1f,", cpu_ms () - begun);
  iso_run_list_set_filter (list, &none);
  begun = cpu_ms ();
  gtk_column_view_sort_by_column (iso_run_list_view (list), column, GTK_SORT_DESCENDING);
  printf ("\"sort_cpu\":%.1f,", cpu_ms () - begun);
  begun = cpu_ms ();
  iso_run_list_set_is_tree (list, TRUE);
  printf ("\"tree_cpu\":%.1f", cpu_ms () - begun);
}

/* What the window does when somebody who trains has written a step more: twice a second while it is open. */
static void
follow (const char *folder, IsoRunLibrary *library, const double *told)
{
  guint64 steps = iso_run_library_find (library, RUNS)->steps;
  test_write (folder, "UPDATE runs SET steps = steps + 1 WHERE id = 1000");
  WAIT_FOR (iso_run_library_find (library, RUNS)->steps != steps);
  printf (",\"follow_cpu\":%.1f", told[1] - told[0]);
}

/* The first and the last who hear that the library has changed. */
static void
note_first (double *told)
{
  told[0] = cpu_ms ();
}

static void
note_last (double *told)
{
  told[1] = cpu_ms ();
}

int
main (int argc, char **argv)
{
  if (!gtk_init_check ())
    {
      fprintf (stderr, "bench-run-list: no display\n");
      return 77;
    }
  adw_init ();
  char *folder = make_store_folder ();
  make_runs (folder, RUNS, g_get_real_time ());
  gint64 begun = g_get_monotonic_time ();
  IsoRunLibrary *library = iso_run_library_new (folder);
  WAIT_FOR (iso_run_library_is_listed (library));
  double told[2] = { 0.0, 0.0 };
  g_signal_connect_swapped (library, "changed", G_CALLBACK (note_first), told);
  Meter meter = { g_array_new (FALSE, FALSE, sizeof (double)), g_array_new (FALSE, FALSE, sizeof (double)), 0, 0.0, 0 };
  printf ("{\"runs\":%u,\"list\":%.1f,", iso_run_library_runs (library)->len, wall_ms (begun));
  GtkWindow *first = open_first_window ();
  GtkWindow *window = open_window (library, &meter);
  print_growing (&meter);
  scroll (window, &meter);
  search_and_sort (iso_runs_window_list (ISO_RUNS_WINDOW (window)));
  test_wait_ms (500);
  g_signal_connect_data (library, "changed", G_CALLBACK (note_last), told, NULL, G_CONNECT_AFTER | G_CONNECT_SWAPPED);
  follow (folder, library, told);
  printf ("}\n");
  g_signal_handlers_disconnect_by_data (gtk_widget_get_frame_clock (GTK_WIDGET (window)), &meter);
  gtk_window_destroy (window);
  gtk_window_destroy (first);
  g_object_unref (library);
  test_wait_ms (100);
  remove_store (folder);
  g_array_unref (meter.wall);
  g_array_unref (meter.cpu);
  return 0;
}
