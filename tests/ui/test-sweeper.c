/* A sweep that runs beside the main loop: told of in the main context, stopped and gone on with, failed runs and stores that cannot be
 * opened; and a real one of two by two runs, whose runs stand in the store. */
#include <glib/gstdio.h>

#include "engine/store/store.h"
#include "tests/support/store-fixture.h"
#include "tests/support/sweep-fixture.h"
#include "tests/support/wait-for.h"
#include "ui/session/sweep-estimate.h"
#include "ui/session/sweeper.h"

typedef struct {
  int states, progress, results;
} Calls;

static void
count (int *calls)
{
  ++*calls;
}

static IsoSweeper *
sweeper_new (Calls *calls)
{
  IsoSweeper *sweeper = iso_sweeper_new ();
  *calls = (Calls) { 0 };
  g_signal_connect_swapped (sweeper, "state-changed", G_CALLBACK (count), &calls->states);
  g_signal_connect_swapped (sweeper, "progress", G_CALLBACK (count), &calls->progress);
  g_signal_connect_swapped (sweeper, "results", G_CALLBACK (count), &calls->results);
  return sweeper;
}

static void
assert_goes (IsoSweeper *sweeper)
{
  gpointer gone = sweeper;
  g_object_add_weak_pointer (G_OBJECT (sweeper), &gone);
  g_object_unref (sweeper);
  g_assert_null (gone);
}

static void
test_scripted (void)
{
  Calls calls;
  TestSweepRun run = { .microseconds = 2000, .fails = 5 };
  IsoSweeper *sweeper = sweeper_new (&calls);
  const IsoSweeperOptions options = { .jobs = 2, .run = test_sweep_run, .run_data = &run };
  g_assert_cmpint (iso_sweeper_state (sweeper), ==, ISO_SWEEPER_IDLE);
  g_assert_null (iso_sweeper_plan (sweeper));
  g_assert_null (iso_sweeper_results (sweeper));
  g_assert_true (iso_sweeper_start (sweeper, test_sweep_plan (), &options));
  g_assert_cmpint (iso_sweeper_state (sweeper), ==, ISO_SWEEPER_OPENING);
  /* One at a time. */
  g_assert_false (iso_sweeper_start (sweeper, test_sweep_plan (), &options));
  WAIT_FOR (iso_sweeper_state (sweeper) == ISO_SWEEPER_ENDED);
  IsoSweepQueueStatus status;
  iso_sweeper_status (sweeper, &status);
  g_assert_cmpuint (status.points, ==, 24);
  g_assert_cmpuint (status.finished, ==, 23);
  g_assert_cmpuint (status.failed, ==, 1);
  g_assert_true (status.is_over && status.running == 0);
  g_assert_null (iso_sweeper_problem (sweeper));
  const IsoSweepResults *results = iso_sweeper_results (sweeper);
  g_assert_cmpuint (iso_sweep_results_finished (results), ==, 23);
  g_assert_cmpstr (iso_sweep_results_failure_of (results, 5), ==, "the loss became NaN");
  size_t chosen, close;
  g_assert_true (iso_sweep_results_chosen (&chosen, &close, results));
  g_assert_cmpuint (chosen, ==, TEST_SWEEP_SETTINGS - 1);
  IsoSweepSpread spread = iso_sweep_results_spread (results, 3, ISO_SWEEP_VALIDATION, ISO_SCORE_RECALL_1);
  g_assert_cmpfloat_with_epsilon (spread.mean, 0.53, 1e-12);
  g_assert_cmpfloat_with_epsilon (spread.deviation, 0.001 * G_SQRT2, 1e-12);
  g_assert_true (calls.results >= 2 && calls.progress >= 2 && calls.states >= 2);
  g_assert_cmpint (iso_sweeper_run_of (sweeper, 0), ==, 0);
  assert_goes (sweeper);
}

static void
test_stop (void)
{
  Calls calls;
  TestSweepRun run = { .microseconds = 100000, .fails = -1 };
  IsoSweeper *sweeper = sweeper_new (&calls);
  const IsoSweeperOptions options = { .jobs = 2, .run = test_sweep_run, .run_data = &run };
  const IsoSweepQueueRun *running;
  g_assert_true (iso_sweeper_start (sweeper, test_sweep_plan (), &options));
  WAIT_FOR (iso_sweeper_running (sweeper, &running) == 2);
  g_assert_true (running[0].point != running[1].point && running[0].share >= 0.0 && running[0].share < 1.0);
  WAIT_FOR (iso_sweep_results_finished (iso_sweeper_results (sweeper)) > 0);
  /* By what the finished runs say they took, a second each, not by how the clock went here. */
  double least, most, finished = (double) iso_sweep_results_finished (iso_sweeper_results (sweeper));
  g_assert_true (iso_sweeper_seconds_left (sweeper, &least, &most));
  g_assert_cmpfloat (least, ==, most);
  g_assert_cmpfloat (least, >=, (24.0 - finished - 2.0) / 2.0 - 1e-9);
  g_assert_cmpfloat (least, <=, (24.0 - finished) / 2.0 + 1.0);
  iso_sweeper_stop (sweeper);
  g_assert_cmpint (iso_sweeper_state (sweeper), ==, ISO_SWEEPER_STOPPING);
  WAIT_FOR (iso_sweeper_state (sweeper) == ISO_SWEEPER_ENDED);
  IsoSweepQueueStatus status;
  iso_sweeper_status (sweeper, &status);
  g_assert_cmpuint (status.finished, <, 24);
  g_assert_cmpuint (status.interrupted, >, 0);
  g_assert_cmpuint (iso_sweep_results_finished (iso_sweeper_results (sweeper)), ==, status.finished);
  g_assert_null (iso_sweeper_problem (sweeper));
  assert_goes (sweeper);
}

/* Nobody waits for the runs: they end by themselves. */
static void
test_left_alone (void)
{
  Calls calls;
  static TestSweepRun run = { .microseconds = 20000, .fails = -1 };
  IsoSweeper *sweeper = sweeper_new (&calls);
  const IsoSweeperOptions options = { .jobs = 2, .run = test_sweep_run, .run_data = &run };
  g_assert_true (iso_sweeper_start (sweeper, test_sweep_plan (), &options));
  WAIT_FOR (run.ran >= 2);
  assert_goes (sweeper);
  int ran = run.ran;
  g_usleep (200000);
  g_assert_cmpint (run.ran, <=, ran + 2);
}

/* ---- a real one ---- */

#define REAL_TEXT \
  "{\"name\": \"real\", \"base\": {\"data.validation\": \"sample\", \"train.epochs\": 1}, \"grid\": {\"distill.lambda\": [1, 10], " \
  "\"distill.omega\": [%s]}, \"seeds\": [1]}"

static IsoSweepPlan *
real_plan (const char *omegas)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_strdup_printf (REAL_TEXT, omegas);
  IsoSweepPlan *plan = iso_sweep_plan_parse ("real.json", text, &error);
  g_assert_no_error (error);
  return plan;
}

static guint
run_count (const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoStore) store = iso_store_open (folder, &error);
  g_assert_no_error (error);
  g_autoptr (GPtrArray) runs = iso_store_list (store, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < runs->len; i++)
    g_assert_cmpint (((IsoRun *) runs->pdata[i])->status, ==, ISO_RUN_FINISHED);
  return runs->len;
}

static void
test_real (void)
{
  Calls calls;
  char *folder = make_store_folder ();
  IsoSweeper *sweeper = sweeper_new (&calls);
  const IsoSweeperOptions options = { .folder = folder, .jobs = 2 };
  IsoSweepQueueStatus status;
  /* Two, then four of which two are there. */
  g_assert_true (iso_sweeper_start (sweeper, real_plan ("0.5"), &options));
  WAIT_FOR (iso_sweeper_state (sweeper) == ISO_SWEEPER_ENDED);
  g_assert_null (iso_sweeper_problem (sweeper));
  g_assert_cmpuint (run_count (folder), ==, 2);
  g_assert_true (iso_sweeper_start (sweeper, real_plan ("0.5, 0.8"), &options));
  WAIT_FOR (iso_sweeper_state (sweeper) == ISO_SWEEPER_ENDED);
  iso_sweeper_status (sweeper, &status);
  g_assert_cmpuint (status.already, ==, 2);
  g_assert_cmpuint (status.finished, ==, 2);
  g_assert_cmpuint (run_count (folder), ==, 4);
  g_assert_cmpuint (iso_sweep_results_finished (iso_sweeper_results (sweeper)), ==, 4);
  for (size_t point = 0; point < 4; point++)
    {
      g_assert_cmpint (iso_sweeper_run_of (sweeper, point), >, 0);
      for (size_t other = 0; other < point; other++)
        g_assert_cmpint (iso_sweeper_run_of (sweeper, point), !=, iso_sweeper_run_of (sweeper, other));
    }
  /* All there: done at once, with what was found. */
  g_assert_true (iso_sweeper_start (sweeper, real_plan ("0.5, 0.8"), &options));
  WAIT_FOR (iso_sweeper_state (sweeper) == ISO_SWEEPER_ENDED);
  iso_sweeper_status (sweeper, &status);
  g_assert_cmpuint (status.already, ==, 4);
  g_assert_cmpuint (status.finished, ==, 0);
  g_assert_cmpuint (iso_sweep_results_finished (iso_sweeper_results (sweeper)), ==, 4);
  assert_goes (sweeper);
  remove_store (folder);
}

static void
test_no_store (void)
{
  Calls calls;
  IsoSweeper *sweeper = sweeper_new (&calls);
  const IsoSweeperOptions options = { .folder = "/proc/no/such/folder" };
  g_assert_true (iso_sweeper_start (sweeper, test_sweep_plan (), &options));
  WAIT_FOR (iso_sweeper_state (sweeper) == ISO_SWEEPER_ENDED);
  g_assert_nonnull (iso_sweeper_problem (sweeper));
  assert_goes (sweeper);
}

/* ---- how long ---- */

static void
test_estimate (void)
{
  g_autoptr (IsoHistory) history = iso_history_new ();
  g_autoptr (IsoSweepPlan) plan = test_sweep_plan (), epochs = NULL;
  g_autoptr (GError) error = NULL;
  g_assert_true (isnan (iso_sweep_seconds_per_epoch (NULL, 10)));
  g_assert_true (isnan (iso_sweep_seconds_per_epoch (history, 10)));
  for (int epoch = 0; epoch <= 4; epoch++)
    {
      const IsoEpochRecord record = { .epoch = epoch, .train_seconds = 1.5 * epoch, .evaluate_seconds = 0.5 * epoch };
      iso_history_add_epoch (history, &record);
    }
  g_assert_cmpfloat (iso_sweep_seconds_per_epoch (history, 10), ==, 2.0);
  /* 24 runs of as many epochs as the preset has, five at once: five rounds. */
  double each = iso_sweep_plan_base (plan)->train.epochs;
  g_assert_cmpfloat (iso_sweep_epochs (plan), ==, 24.0 * each);
  double most;
  g_assert_cmpfloat (iso_sweep_seconds (plan, 2.0, 5, &most), ==, 5.0 * each * 2.0);
  g_assert_cmpfloat (most, ==, 2.5 * 5.0 * each * 2.0);
  g_assert_cmpfloat (iso_sweep_seconds (plan, 2.0, 1, &most), ==, 24.0 * each * 2.0);
  g_assert_true (isnan (iso_sweep_seconds (plan, (double) NAN, 1, &most)));
  epochs = iso_sweep_plan_parse ("test.json", "{\"name\": \"x\", \"grid\": {\"train.epochs\": [2, 6]}, \"seeds\": [1, 2, 3]}", &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (iso_sweep_epochs (epochs), ==, 24.0);
  static const struct {
    double seconds;
    const char *text;
  } texts[] = { { 0.2, "1 s" }, { 35.0, "35 s" }, { 61.0, "1 min" }, { 255.0, "4 min" }, { 7800.0, "2 h 10 min" }, { 400000.0, "4 days" } };
  for (size_t i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *text = iso_duration_text (texts[i].seconds);
      g_assert_cmpstr (text, ==, texts[i].text);
    }
}

/* The last run may have nobody beside it: three equal ones, two at once, take as long as four. */
static void
test_epochs_left (void)
{
  const double three[] = { 3.0, 3.0, 3.0 }, running[] = { 1.0, 2.0 }, waiting[] = { 4.0, 1.0 };
  g_assert_cmpfloat (iso_sweep_epochs_left (NULL, 0, three, 3, 2), ==, 6.0);
  g_assert_cmpfloat (iso_sweep_epochs_left (NULL, 0, three, 3, 3), ==, 3.0);
  g_assert_cmpfloat (iso_sweep_epochs_left (NULL, 0, three, 3, 1), ==, 9.0);
  g_assert_cmpfloat (iso_sweep_epochs_left (running, 2, waiting, 2, 2), ==, 5.0);
  g_assert_cmpfloat (iso_sweep_epochs_left (running, 2, NULL, 0, 2), ==, 2.0);
  g_assert_cmpfloat (iso_sweep_epochs_left (NULL, 0, NULL, 0, 0), ==, 0.0);
  g_autofree char *one = iso_duration_range_text (61.0, 62.0), *two = iso_duration_range_text (61.0, 150.0);
  g_assert_cmpstr (one, ==, "about 1 min");
  g_assert_cmpstr (two, ==, "about 1 min to 3 min");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sweeper/scripted", test_scripted);
  g_test_add_func ("/sweeper/stop", test_stop);
  g_test_add_func ("/sweeper/left-alone", test_left_alone);
  g_test_add_func ("/sweeper/real", test_real);
  g_test_add_func ("/sweeper/no-store", test_no_store);
  g_test_add_func ("/sweeper/estimate", test_estimate);
  g_test_add_func ("/sweeper/epochs-left", test_epochs_left);
  return g_test_run ();
}
