/* How soon a slider of the X-ray shows what it does: the real sliders of the real card, in a window, each moved from stop to stop; from
 * setting its adjustment to after the paint of the frame that has the result. Prints one line of JSON: milliseconds (p50, p95, max) for
 * each slider and batch, and the median of the processor time that all threads spent on it (cpu), which other programs disturb less.
 * Checks that rows of P sum to 1.
 *
 *     xvfb-run -a env GDK_BACKEND=x11 GSK_RENDERER=cairo bench-xray [B …]
 */
#include <adwaita.h>
#include <math.h>
#include <stdlib.h>
#include <time.h>

#include "engine/base/timing.h"
#include "tests/support/synthetic-batch.h"
#include "tests/support/wait-for.h"
#include "ui/plot/batch-view-private.h"

#define MOST_MOVES 60
/* Between moves: a hand is no faster, and the frame clock comes to rest. */
#define PAUSE_MS 25

static const char *const names[ISO_TRIAL_SLIDER_COUNT] = { "omega", "k", "tau", "tau_d", "gamma", "lambda" };

typedef struct {
  GtkWindow *window;
  IsoBatchView *view;
  IsoXray *xray;
  gboolean is_there;  /* the result awaited has arrived */
  double started, latency_ms; /* NAN until it is painted */
  double cpu_started, cpu_ms;
  double worst_sum;
} Bench;

static double
processor_ms (void)
{
  struct timespec spent;
  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &spent);
  return 1e3 * (double) spent.tv_sec + 1e-6 * (double) spent.tv_nsec;
}

static void
stages_came (IsoXray *xray, Bench *bench)
{
  IsoDistillSettings settings;
  iso_xray_get_settings (xray, &settings);
  bench->is_there = iso_distill_settings_equal (&iso_xray_stages (xray)->matrices->settings, &settings);
}

static void
painted (GdkFrameClock *clock, Bench *bench)
{
  if (!bench->is_there || !isnan (bench->latency_ms))
    return;
  bench->latency_ms = 1e3 * (iso_seconds () - bench->started);
  bench->cpu_ms = processor_ms () - bench->cpu_started;
}

static void
rest (guint milliseconds)
{
  gboolean over = FALSE;
  g_timeout_add (milliseconds, time_is_up, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

static void
check_rows (Bench *bench)
{
  static const IsoMatrixKind kinds[] = { ISO_MATRIX_PSD, ISO_MATRIX_OBDP };
  const IsoBatchMatrices *matrices = iso_xray_stages (bench->xray)->matrices;
  for (size_t k = 0; k < G_N_ELEMENTS (kinds); k++)
    for (size_t i = 0; i < matrices->B; i++)
      {
        double sum = 0.0;
        g_assert_nonnull (matrices->values[kinds[k]]);
        for (size_t j = 0; j < matrices->B; j++)
          sum += (double) matrices->values[kinds[k]][i * matrices->B + j];
        bench->worst_sum = fmax (bench->worst_sum, fabs (sum - 1.0));
        g_assert_true (fabs (sum - 1.0) <= 1e-5);
      }
}

static int
compare (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;
  return x < y ? -1 : x > y;
}

static void
measure (Bench *bench, IsoTrialSliderKind kind, int moves, GString *json)
{
  double times[MOST_MOVES], cpu[MOST_MOVES];
  IsoDistillSettings settings = iso_xray_snapshot (bench->xray)->distill;
  GtkAdjustment *adjustment = iso_trial_slider_adjustment (iso_trial_row_slider (bench->view->trial, kind));
  if (kind == ISO_TRIAL_GAMMA)
    {
      settings.normalization = ISO_TRANSITION_SYMMETRIC;
      settings.graph = ISO_GRAPH_UNION;
    }
  settings.tau *= 1.01;
  iso_xray_set_trial (bench->xray, &settings);
  rest (400);
  int stops = (int) gtk_adjustment_get_upper (adjustment), present = (int) lround (gtk_adjustment_get_value (adjustment));
  for (int i = 0; i < moves; i++)
    {
      present = (present + MAX (stops / moves, 1)) % stops;
      bench->latency_ms = (double) NAN;
      bench->is_there = FALSE;
      bench->started = iso_seconds ();
      bench->cpu_started = processor_ms ();
      gtk_adjustment_set_value (adjustment, present);
      WAIT_FOR (!isnan (bench->latency_ms));
      times[i] = bench->latency_ms;
      cpu[i] = bench->cpu_ms;
      check_rows (bench);
      rest (PAUSE_MS);
    }
  qsort (times, (size_t) moves, sizeof *times, compare);
  qsort (cpu, (size_t) moves, sizeof *cpu, compare);
  g_string_append_printf (json, "\"%s\": {\"p50\": %.1f, \"p95\": %.1f, \"max\": %.1f, \"cpu\": %.1f}%s", names[kind],
                          times[moves / 2], times[(moves * 95 + 99) / 100 - 1], times[moves - 1], cpu[moves / 2],
                          kind + 1 < ISO_TRIAL_SLIDER_COUNT ? ", " : "");
}

static void
measure_batch (Bench *bench, size_t B, GString *json)
{
  g_autoptr (IsoBatchSnapshot) batch = iso_test_batch (B, 64, 10, B);
  iso_xray_set_frozen (bench->xray, FALSE);
  iso_xray_set_snapshot (bench->xray, batch);
  iso_xray_set_frozen (bench->xray, TRUE);
  rest (1000);
  g_string_append_printf (json, "\"%zu\": {", B);
  for (IsoTrialSliderKind kind = 0; kind < ISO_TRIAL_SLIDER_COUNT; kind++)
    measure (bench, kind, B <= 256 ? MOST_MOVES : B <= 600 ? 30 : 20, json);
  g_string_append (json, "}, ");
}

int
main (int argc, char **argv)
{
  static const size_t batches[] = { 112, 512, 1024 };
  g_autoptr (GString) json = g_string_new ("{");
  Bench bench = { .latency_ms = 0.0 };
  gtk_init ();
  adw_init ();
  bench.window = GTK_WINDOW (gtk_window_new ());
  bench.view = ISO_BATCH_VIEW (iso_batch_view_new ());
  bench.xray = iso_xray_new ();
  iso_batch_view_set_xray (bench.view, bench.xray);
  gtk_window_set_default_size (bench.window, 1100, 560);
  gtk_window_set_child (bench.window, GTK_WIDGET (bench.view));
  gtk_window_present (bench.window);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (bench.view->trial_toggle), TRUE);
  rest (500);
  g_signal_connect (bench.xray, "stages", G_CALLBACK (stages_came), &bench);
  g_signal_connect (gtk_widget_get_frame_clock (GTK_WIDGET (bench.window)), "after-paint", G_CALLBACK (painted), &bench);
  if (argc < 2)
    for (size_t i = 0; i < G_N_ELEMENTS (batches); i++)
      measure_batch (&bench, batches[i], json);
  for (int i = 1; i < argc; i++)
    measure_batch (&bench, (size_t) atoi (argv[i]), json);
  g_print ("%s\"row_sum_error\": %.1e}\n", json->str, bench.worst_sum);
  g_signal_handlers_disconnect_by_data (bench.xray, &bench);
  gtk_window_destroy (bench.window);
  g_object_unref (bench.xray);
  return 0;
}
