/* The keeper of a run that a trainer trains: recorded from its first step on, whole whenever it is ended, and never in the way. */
#include "engine/store/run-keeper.h"
#include "tests/support/small-run.h"
#include "tests/support/store-fixture.h"

#define PATIENCE 60.0
#define EPOCH 17

typedef struct {
  char *folder;
  IsoExperiment *experiment;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  static const char *const few[] = { "train.evaluate_sample=100", NULL };
  g_autoptr (GError) error = NULL;
  fixture->folder = make_store_folder ();
  fixture->experiment = small_experiment (few, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  iso_experiment_unref (fixture->experiment);
  remove_store (fixture->folder);
}

static IsoTrainer *
begin (Fixture *fixture, IsoRunKeeper **keeper)
{
  const IsoRecorderOptions none = { 0 };
  IsoTrainer *trainer = iso_trainer_new (fixture->experiment);
  *keeper = iso_run_keeper_new (trainer, NULL, fixture->folder, &none);
  return trainer;
}

/* Until a query gives this number. */
static void
wait_for (const char *folder, const char *sql, gint64 number)
{
  double until = (double) g_get_monotonic_time () / 1e6 + PATIENCE;
  while (ask_number (folder, sql) != number)
    {
      g_assert_cmpfloat ((double) g_get_monotonic_time () / 1e6, <, until);
      g_usleep (20000);
    }
}

static void
wait_for_run (IsoRunKeeper *keeper)
{
  double until = (double) g_get_monotonic_time () / 1e6 + PATIENCE;
  while (iso_run_keeper_run (keeper) == 0)
    {
      g_assert_cmpfloat ((double) g_get_monotonic_time () / 1e6, <, until);
      g_usleep (5000);
    }
}

#define OVER "SELECT count (*) FROM runs WHERE status NOT IN ('running', 'paused')"

/* What has taken no step leaves nothing, begun or not. */
static void
test_nothing (Fixture *fixture, gconstpointer data)
{
  IsoRunKeeper *keeper;
  IsoTrainer *trainer = begin (fixture, &keeper);
  g_assert_false (iso_run_keeper_has_begun (keeper));
  g_assert_true (iso_run_keeper_flush (keeper, 1.0));
  iso_run_keeper_end (keeper, trainer, ISO_RUN_STOPPED);
  trainer = begin (fixture, &keeper);
  iso_run_keeper_begin (keeper);
  g_assert_true (iso_run_keeper_has_begun (keeper));
  g_usleep (100000);
  g_assert_cmpint (iso_run_keeper_run (keeper), ==, 0);
  iso_run_keeper_end (keeper, trainer, ISO_RUN_STOPPED);
  g_usleep (300000);
  g_assert_cmpint (ask_number (fixture->folder, "SELECT count (*) FROM runs"), ==, 0);
}

static void
test_whole (Fixture *fixture, gconstpointer data)
{
  IsoRunKeeper *keeper;
  IsoTrainer *trainer = begin (fixture, &keeper);
  iso_run_keeper_begin (keeper);
  iso_trainer_start (trainer);
  wait_for_run (keeper);
  for (int i = 0; i < 20; i++)
    {
      g_autofree char *problem = iso_run_keeper_problem (keeper);
      g_assert_null (problem);
      iso_run_keeper_status (keeper, i % 2 == 0 ? ISO_RUN_PAUSED : ISO_RUN_RUNNING);
      iso_run_keeper_flush (keeper, 0.01);
    }
  g_assert_true (iso_trainer_wait (trainer, PATIENCE));
  iso_run_keeper_status (keeper, ISO_RUN_FINISHED);
  g_assert_true (iso_run_keeper_flush (keeper, PATIENCE));
  g_assert_cmpint (ask_number (fixture->folder, "SELECT steps FROM runs"), ==, 3 * EPOCH);
  g_assert_cmpint (ask_number (fixture->folder, "SELECT checkpoint > 0 AND embeddings > 0 AND batch > 0 FROM kept WHERE epoch = 3"), ==, 1);
  iso_run_keeper_end (keeper, trainer, ISO_RUN_FINISHED);
  wait_for (fixture->folder, "SELECT status = 'finished' FROM runs", 1);
}

/* Ended at any moment, also before its record could be made: what it has done is there, and it says so. */
static void
test_ended_at_any_moment (Fixture *fixture, gconstpointer data)
{
  gint64 begun = 0;
  for (gulong i = 0; i < 12; i++)
    {
      IsoRunKeeper *keeper;
      IsoTrainer *trainer = begin (fixture, &keeper);
      IsoHistory *history = iso_history_ref (iso_trainer_history (trainer));
      iso_run_keeper_begin (keeper);
      iso_trainer_start (trainer);
      g_usleep (i * 7000);
      begun += iso_history_step_count (history) > 0;
      iso_run_keeper_end (keeper, trainer, ISO_RUN_STOPPED);
      iso_history_unref (history);
    }
  g_assert_cmpint (begun, >, 0);
  double until = (double) g_get_monotonic_time () / 1e6 + PATIENCE;
  while (ask_number (fixture->folder, OVER) < begun)
    {
      g_assert_cmpfloat ((double) g_get_monotonic_time () / 1e6, <, until);
      g_usleep (20000);
    }
  wait_for (fixture->folder, "SELECT count (*) FROM runs WHERE status IN ('running', 'paused')", 0);
  g_assert_cmpint (ask_number (fixture->folder, "SELECT count (*) FROM runs WHERE steps = 0"), ==, 0);
  assert_sound (fixture->folder);
}

/* Where there can be no store it is told and tried again. */
static void
test_made_good (Fixture *fixture, gconstpointer data)
{
  const IsoRecorderOptions none = { 0 };
  g_autofree char *place = g_build_filename (fixture->folder, "later", NULL), *problem = NULL;
  g_assert_true (g_file_set_contents (place, "in the way", -1, NULL));
  IsoTrainer *trainer = iso_trainer_new (fixture->experiment);
  IsoRunKeeper *keeper = iso_run_keeper_new (trainer, NULL, place, &none);
  iso_run_keeper_begin (keeper);
  iso_trainer_start (trainer);
  while ((problem = iso_run_keeper_problem (keeper)) == NULL)
    g_usleep (5000);
  g_assert_nonnull (strstr (problem, place));
  g_assert_true (iso_trainer_wait (trainer, PATIENCE));
  iso_run_keeper_status (keeper, ISO_RUN_FINISHED);
  g_assert_cmpint (g_remove (place), ==, 0);
  wait_for_run (keeper);
  g_autofree char *none_left = iso_run_keeper_problem (keeper);
  g_assert_null (none_left);
  g_assert_true (iso_run_keeper_flush (keeper, PATIENCE));
  g_assert_cmpint (ask_number (place, "SELECT status = 'finished' AND steps = 51 FROM runs"), ==, 1);
  /* The end of the run was waiting. */
  g_assert_cmpint (ask_number (place, "SELECT checkpoint > 0 FROM kept WHERE epoch = 3"), ==, 1);
  iso_run_keeper_end (keeper, trainer, ISO_RUN_FINISHED);
  wait_for (place, OVER, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add ("/run-keeper/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("nothing", test_nothing);
  ADD ("whole", test_whole);
  ADD ("ended-at-any-moment", test_ended_at_any_moment);
  ADD ("made-good", test_made_good);
#undef ADD
  return g_test_run ();
}
