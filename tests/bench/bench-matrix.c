/* How long a frame takes while the large matrix is zoomed and panned: the real board in a window, of 112, 512 and 2048 samples, by
 * class and by clusters, with and without a selection. Prints one line of JSON: milliseconds from the frame clock's before-paint to its
 * after-paint, what moves the matrix included.
 *
 *     xvfb-run -a -s "-screen 0 1600x1200x24" env GDK_BACKEND=x11 GSK_RENDERER=cairo bench-matrix
 */
#include <adwaita.h>
#include <math.h>
#include <stdlib.h>
#include <time.h>

#include "tests/support/synthetic-batch.h"
#include "tests/support/wait-for.h"
#include "tests/support/widgets.h"
#include "ui/plot/batch-board.h"
#include "ui/plot/matrix-view.h"

#define FRAMES 360
#define WIDTH 1500
#define HEIGHT 900

typedef struct {
  IsoMatrixView *view;
  int frame;
  double begun, begun_cpu;
  double times[FRAMES], cpu_times[FRAMES];
} Ride;

static double
milliseconds (clockid_t clock)
{
  struct timespec now;
  clock_gettime (clock, &now);
  return 1e3 * (double) now.tv_sec + 1e-6 * (double) now.tv_nsec;
}

static void
before_paint (GdkFrameClock *clock, Ride *ride)
{
  ride->begun = milliseconds (CLOCK_MONOTONIC);
  ride->begun_cpu = milliseconds (CLOCK_THREAD_CPUTIME_ID);
}

static void
after_paint (GdkFrameClock *clock, Ride *ride)
{
  if (ride->frame < 1 || ride->frame > FRAMES)
    return;
  ride->times[ride->frame - 1] = milliseconds (CLOCK_MONOTONIC) - ride->begun;
  ride->cpu_times[ride->frame - 1] = milliseconds (CLOCK_THREAD_CPUTIME_ID) - ride->begun_cpu;
}

/* A third of the way nearer, a third across, a third away again. */
static gboolean
move (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  Ride *ride = data;
  IsoMatrixZoom zoom = *iso_matrix_view_zoom (ride->view);
  double side = (double) zoom.side, turn = 0.05 * ride->frame;
  double x = side * (0.5 + 0.3 * cos (turn)), y = side * (0.5 + 0.3 * sin (turn));
  if (ride->frame >= FRAMES)
    {
      ride->frame++;
      return G_SOURCE_REMOVE;
    }
  if (ride->frame < FRAMES / 3)
    iso_matrix_zoom_by (&zoom, 1.04, x, y);
  else if (ride->frame < 2 * FRAMES / 3)
    iso_matrix_zoom_pan (&zoom, 9.0 * cos (turn), 7.0 * sin (turn));
  else
    iso_matrix_zoom_by (&zoom, 1.0 / 1.04, x, y);
  iso_matrix_view_set_zoom (ride->view, &zoom);
  gtk_widget_queue_draw (GTK_WIDGET (ride->view));
  ride->frame++;
  return G_SOURCE_CONTINUE;
}

static int
compare (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;
  return x < y ? -1 : x > y;
}

static void
ride_once (GString *json, const char *name, IsoMatrixView *view)
{
  static Ride ride;
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (view));
  ride = (Ride){ .view = view };
  gulong before = g_signal_connect (clock, "before-paint", G_CALLBACK (before_paint), &ride);
  gulong after = g_signal_connect (clock, "after-paint", G_CALLBACK (after_paint), &ride);
  gtk_widget_add_tick_callback (GTK_WIDGET (view), move, &ride, NULL);
  WAIT_FOR (ride.frame > FRAMES);
  g_signal_handler_disconnect (clock, before);
  g_signal_handler_disconnect (clock, after);
  qsort (ride.times, FRAMES, sizeof *ride.times, compare);
  qsort (ride.cpu_times, FRAMES, sizeof *ride.cpu_times, compare);
  g_string_append_printf (json, "%s\"%s\": {\"p50\": %.2f, \"p95\": %.2f, \"max\": %.2f, ", json->str[json->len - 1] == '{' ? "" : ", ",
                          name, ride.times[FRAMES / 2], ride.times[FRAMES * 95 / 100], ride.times[FRAMES - 1]);
  g_string_append_printf (json, "\"cpu_p50\": %.2f, \"cpu_p95\": %.2f, \"cpu_max\": %.2f}", ride.cpu_times[FRAMES / 2],
                          ride.cpu_times[FRAMES * 95 / 100], ride.cpu_times[FRAMES - 1]);
}

static void
measure (GString *json, GtkWindow *window, size_t B)
{
  g_autoptr (IsoBatchSnapshot) snapshot = iso_test_batch (B, 32, 10, 1);
  g_autoptr (IsoTargets) room = iso_targets_new (B);
  g_autoptr (IsoBatchMatrices) matrices = iso_batch_matrices_new (snapshot, &snapshot->distill, room);
  g_autoptr (IsoSampleChoice) choice = iso_sample_choice_new ();
  IsoBatchBoard *board = ISO_BATCH_BOARD (iso_batch_board_new ());
  IsoMatrixView *large = ISO_MATRIX_VIEW (test_find (GTK_WIDGET (board), ISO_TYPE_MATRIX_VIEW));
  gtk_window_set_child (window, GTK_WIDGET (board));
  iso_batch_board_show (board, matrices, TRUE, ISO_MATRIX_OBDP, NULL, NULL);
  iso_batch_board_set_choice (board, choice);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (board));
  test_wait_ms (1500);
  g_string_append_printf (json, "%s\"%zu\": {", json->len > 1 ? ", " : "", B);
  ride_once (json, "class", large);
  double start = milliseconds (CLOCK_MONOTONIC);
  iso_batch_board_set_order (board, ISO_ORDER_BY_CLUSTER);
  WAIT_FOR (iso_batch_board_order (board) == ISO_ORDER_BY_CLUSTER);
  double ordering = milliseconds (CLOCK_MONOTONIC) - start;
  test_wait_ms (300);
  ride_once (json, "clusters", large);
  iso_sample_choice_select (choice, matrices->indices, B / 5, ISO_SELECT_INSTEAD);
  ride_once (json, "selection", large);
  g_string_append_printf (json, ", \"ordering_ms\": %.1f, \"side\": %zu}", ordering, iso_matrix_view_side (large));
  gtk_window_set_child (window, NULL);
}

int
main (int argc, char **argv)
{
  static const size_t sizes[] = { 112, 512, 2048 };
  g_autoptr (GString) json = g_string_new ("{");
  gtk_init ();
  adw_init ();
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_default_size (window, WIDTH, HEIGHT);
  gtk_window_present (window);
  for (size_t i = 0; i < G_N_ELEMENTS (sizes); i++)
    measure (json, window, sizes[i]);
  g_print ("%s}\n", json->str);
  gtk_window_destroy (window);
  return 0;
}
