/* The records of all steps: the newest in memory, the older ones in a file, read back alike; a folder that cannot be written; and one
 * thread that appends while others read. */
#include <glib/gstdio.h>
#include <pthread.h>
#include <unistd.h>

#include "engine/train/step-log.h"

#define MANY ((ISO_STEP_LOG_CHUNKS + 3) * (size_t) ISO_STEP_LOG_CHUNK + 17)

static IsoStepRecord
record_of (guint64 step)
{
  IsoStepRecord record = { .step = step, .epoch = (int) (step / 100), .loss = 1.0 / (double) step, .active = 0.5 };
  return record;
}

static void
fill (IsoStepLog *log, size_t count)
{
  for (guint64 step = 1; step <= count; step++)
    {
      IsoStepRecord record = record_of (step);
      iso_step_log_append (log, &record);
    }
}

static void
check (IsoStepLog *log, size_t first, size_t count)
{
  g_autofree IsoStepRecord *records = g_new (IsoStepRecord, count);
  g_assert_cmpuint (iso_step_log_read (log, records, first, count), ==, count);
  for (size_t i = 0; i < count; i++)
    {
      g_assert_cmpuint (records[i].step, ==, first + i + 1);
      g_assert_cmpfloat (records[i].loss, ==, 1.0 / (double) (first + i + 1));
    }
}

static void
test_file (void)
{
  IsoStepLog *log = iso_step_log_new ();
  IsoStepRecord none;
  size_t memory, disk;
  g_assert_cmpuint (iso_step_log_read (log, &none, 0, 1), ==, 0);
  fill (log, 100);
  iso_step_log_size (log, &memory, &disk);
  g_assert_cmpuint (disk, ==, 0);
  check (log, 0, 100);
  iso_step_log_free (log);

  log = iso_step_log_new ();
  fill (log, MANY);
  iso_step_log_size (log, &memory, &disk);
  g_assert_cmpuint (memory, ==, ISO_STEP_LOG_CHUNKS * ISO_STEP_LOG_CHUNK * sizeof (IsoStepRecord));
  g_assert_cmpuint (disk, ==, 4 * ISO_STEP_LOG_CHUNK * sizeof (IsoStepRecord));
  g_assert_cmpuint (iso_step_log_count (log), ==, MANY);
  check (log, 0, MANY);
  check (log, 4 * ISO_STEP_LOG_CHUNK - 5, 10);
  check (log, ISO_STEP_LOG_CHUNK - 1, 2);
  g_assert_cmpuint (iso_step_log_read (log, &none, MANY, 1), ==, 0);
  iso_step_log_free (log);
}

/* No file is left behind, not even while the log is there. */
static void
test_no_litter (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_cache_dir (), "isotherm", NULL);
  IsoStepLog *log = iso_step_log_new ();
  fill (log, MANY);
  g_autoptr (GDir) directory = g_dir_open (folder, 0, NULL);
  g_assert_nonnull (directory);
  for (const char *name = g_dir_read_name (directory); name != NULL; name = g_dir_read_name (directory))
    g_assert_false (g_str_has_prefix (name, "steps-"));
  iso_step_log_free (log);
}

static void *
read_all (void *data)
{
  IsoStepLog *log = data;
  IsoStepRecord records[256];
  for (size_t first = 0; first < MANY;)
    {
      size_t got = iso_step_log_read (log, records, first, G_N_ELEMENTS (records));
      for (size_t i = 0; i < got; i++)
        g_assert_cmpuint (records[i].step, ==, first + i + 1);
      first += got;
    }
  return NULL;
}

static void
test_threads (void)
{
  IsoStepLog *log = iso_step_log_new ();
  pthread_t readers[2];
  for (size_t i = 0; i < G_N_ELEMENTS (readers); i++)
    g_assert_cmpint (pthread_create (&readers[i], NULL, read_all, log), ==, 0);
  fill (log, MANY);
  for (size_t i = 0; i < G_N_ELEMENTS (readers); i++)
    pthread_join (readers[i], NULL);
  iso_step_log_free (log);
}

/* A cache folder that is a file: everything stays in memory. */
static void
test_no_folder (void)
{
  if (!g_test_subprocess ())
    {
      g_autofree char *path = g_build_filename (g_get_tmp_dir (), "isotherm-step-log-XXXXXX", NULL);
      int file = g_mkstemp (path);
      g_assert_cmpint (file, >=, 0);
      close (file);
      g_autofree char *kept = g_strdup (g_getenv ("XDG_CACHE_HOME"));
      g_setenv ("XDG_CACHE_HOME", path, TRUE);
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
      if (kept != NULL)
        g_setenv ("XDG_CACHE_HOME", kept, TRUE);
      else
        g_unsetenv ("XDG_CACHE_HOME");
      g_test_trap_assert_passed ();
      g_unlink (path);
      return;
    }
  IsoStepLog *log = iso_step_log_new ();
  size_t memory, disk;
  fill (log, MANY);
  iso_step_log_size (log, &memory, &disk);
  g_assert_cmpuint (disk, ==, 0);
  g_assert_cmpuint (memory, ==, (ISO_STEP_LOG_CHUNKS + 4) * ISO_STEP_LOG_CHUNK * sizeof (IsoStepRecord));
  check (log, 0, MANY);
  iso_step_log_free (log);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/step-log/file", test_file);
  g_test_add_func ("/step-log/no-litter", test_no_litter);
  g_test_add_func ("/step-log/threads", test_threads);
  g_test_add_func ("/step-log/no-folder", test_no_folder);
  return g_test_run ();
}
