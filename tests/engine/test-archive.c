/* A run from one store to another: what comes out is what went in. */
#include "tests/support/archive-fixture.h"

static void
test_round_trip (Fixture *fixture, gconstpointer data)
{
  GError *error = NULL;
  bool was_there = true;
  write_archive (fixture);
  gint64 id = import (fixture, fixture->path, &was_there);
  g_assert_false (was_there);
  g_autoptr (IsoRun) run = iso_store_find (fixture->store, UUID, &error);
  g_assert_no_error (error);
  const IsoRun *said = fixture->run->run;
  g_assert_cmpint (run->id, ==, id);
  g_assert_cmpstr (run->name, ==, said->name);
  g_assert_cmpstr (run->note, ==, said->note);
  g_assert_cmpint (run->status, ==, ISO_RUN_INTERRUPTED);
  g_assert_cmpint (run->created, ==, said->created);
  g_assert_cmpstr (run->settings, ==, said->settings);
  g_assert_cmpstr (run->sweep_point, ==, said->sweep_point);
  g_assert_cmpint (run->planned_epochs, ==, 7);
  g_assert_cmpuint (run->steps, ==, STEPS);
  g_assert_cmpint (run->epochs, ==, EPOCHS);
  g_assert_true (fabs (run->test.recall_1 - 0.5) < 1e-15 && fabs (run->validation.map_at_r - 0.1) < 1e-15);
  g_autoptr (GArray) steps = NULL, changes = NULL, kept = NULL;
  g_assert_true (iso_store_read_steps (fixture->store, id, &steps, &error));
  g_assert_cmpuint (steps->len, ==, STEPS);
  for (guint i = 0; i < STEPS; i++)
    {
      const IsoStepRecord *step = &g_array_index (steps, IsoStepRecord, i);
      g_assert_true (step->step == i + 1 && step->loss == sin (i) && isnan (step->divergence) && step->health.mined.triplets == i);
    }
  g_assert_true (iso_store_read_changes (fixture->store, id, &changes, &error));
  g_assert_cmpuint (changes->len, ==, 1);
  g_assert_cmpstr (g_array_index (changes, IsoRunChange, 0).value, ==, "0.8");
  g_assert_true (iso_store_read_kept (fixture->store, id, &kept, &error));
  g_assert_cmpuint (kept->len, ==, 2);
  g_assert_true (g_array_index (kept, IsoKeptEpoch, 1).checkpoint && !g_array_index (kept, IsoKeptEpoch, 1).batch);
  /* Once more: nothing changes. */
  g_assert_cmpint (import (fixture, fixture->path, &was_there), ==, id);
  g_assert_true (was_there);
}

/* What is exported of what was imported is the same bytes, and another store takes it. */
static void
test_again (Fixture *fixture, gconstpointer data)
{
  GError *error = NULL;
  g_autofree char *again = in_folder (fixture, "again.isotherm"), *first = NULL, *second = NULL;
  gsize first_length, second_length;
  fixture->run->run->status = ISO_RUN_FINISHED;
  fixture->run->run->ended = 1764369700000000;
  write_archive (fixture);
  gint64 id = import (fixture, fixture->path, NULL);
  g_assert_true (iso_archive_export (fixture->store, id, again, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (fixture->path, &first, &first_length, NULL));
  g_assert_true (g_file_get_contents (again, &second, &second_length, NULL));
  g_assert_cmpmem (first, first_length, second, second_length);
  g_assert_true (iso_store_delete (fixture->store, id, &error));
  g_assert_no_error (error);
  g_assert_cmpint (import (fixture, again, NULL), >, id);
  g_assert_false (iso_archive_export (fixture->store, 99, again, NULL, &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT);
  g_clear_error (&error);
  /* A folder that is not there, and a file that could not be written leaves nothing. */
  g_autofree char *nowhere = in_folder (fixture, "none/x.isotherm");
  g_assert_false (iso_archive_export (fixture->store, id + 1, nowhere, NULL, &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_FILE);
  g_clear_error (&error);
}

/* The parent is linked where it is there. */
static void
test_parent (Fixture *fixture, gconstpointer data)
{
  GError *error = NULL;
  write_archive (fixture);
  gint64 parent = import (fixture, fixture->path, NULL);
  g_free (fixture->run->run->uuid);
  fixture->run->run->uuid = g_strdup ("1f0e0d0c-0b0a-4909-8807-060504030201");
  fixture->run->parent = g_strdup (UUID);
  fixture->run->run->fork_epoch = 2;
  write_archive (fixture);
  g_autofree char *id = g_strdup_printf ("%d", (int) import (fixture, fixture->path, NULL));
  g_autoptr (IsoRun) run = iso_store_find (fixture->store, id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (run->parent, ==, parent);
  g_assert_cmpint (run->fork_epoch, ==, 2);
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  GError *error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *again = in_folder (fixture, "again.isotherm");
  write_archive (fixture);
  g_cancellable_cancel (cancellable);
  g_assert_cmpint (iso_archive_import (fixture->store, fixture->path, NULL, cancellable, &error), ==, 0);
  g_assert_error (error, ISO_ERROR, ISO_ERROR_CANCELLED);
  g_clear_error (&error);
  check_empty (fixture);
  gint64 id = import (fixture, fixture->path, NULL);
  g_assert_false (iso_archive_export (fixture->store, id, again, cancellable, &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_false (g_file_test (again, G_FILE_TEST_EXISTS));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add ("/archive/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("round-trip", test_round_trip);
  ADD ("again", test_again);
  ADD ("parent", test_parent);
  ADD ("cancelled", test_cancelled);
  return g_test_run ();
}
