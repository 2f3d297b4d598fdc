/* A disk that is full, a disk that fails now and then: training is none the worse, the recorder says so, and makes up for it. */
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include "engine/base/random.h"
#include "engine/store/recorder.h"
#include "tests/support/small-run.h"
#include "tests/support/store-fixture.h"

#define PATIENCE 60.0

/* ---- a file system that fails when it is told to ---- */

static struct {
  sqlite3_vfs shim;
  sqlite3_vfs *real;
  _Atomic int one_in; /* writes that fail; 0: none */
  _Atomic int failed;
  IsoRandom chance;
} faults;

typedef struct {
  sqlite3_file base;
  sqlite3_file *real; /* behind it */
} ShimFile;

#define REAL(file) (((ShimFile *) (file))->real)

static int
shim_write (sqlite3_file *file, const void *bytes, int count, sqlite3_int64 at)
{
  if (faults.one_in > 0 && iso_random_below (&faults.chance, (guint32) faults.one_in) == 0)
    {
      faults.failed++;
      return iso_random_below (&faults.chance, 2) == 0 ? SQLITE_FULL : SQLITE_IOERR_WRITE;
    }
  return REAL (file)->pMethods->xWrite (REAL (file), bytes, count, at);
}

static int
shim_sync (sqlite3_file *file, int flags)
{
  if (faults.one_in > 0 && iso_random_below (&faults.chance, (guint32) faults.one_in) == 0)
    {
      faults.failed++;
      return SQLITE_IOERR_FSYNC;
    }
  return REAL (file)->pMethods->xSync (REAL (file), flags);
}

static int shim_close (sqlite3_file *f) { return REAL (f)->pMethods->xClose (REAL (f)); }
static int shim_read (sqlite3_file *f, void *b, int n, sqlite3_int64 at) { return REAL (f)->pMethods->xRead (REAL (f), b, n, at); }
static int shim_truncate (sqlite3_file *f, sqlite3_int64 n) { return REAL (f)->pMethods->xTruncate (REAL (f), n); }
static int shim_size (sqlite3_file *f, sqlite3_int64 *n) { return REAL (f)->pMethods->xFileSize (REAL (f), n); }
static int shim_lock (sqlite3_file *f, int kind) { return REAL (f)->pMethods->xLock (REAL (f), kind); }
static int shim_unlock (sqlite3_file *f, int kind) { return REAL (f)->pMethods->xUnlock (REAL (f), kind); }
static int shim_reserved (sqlite3_file *f, int *out) { return REAL (f)->pMethods->xCheckReservedLock (REAL (f), out); }
static int shim_control (sqlite3_file *f, int what, void *with) { return REAL (f)->pMethods->xFileControl (REAL (f), what, with); }
static int shim_sector (sqlite3_file *f) { return REAL (f)->pMethods->xSectorSize (REAL (f)); }
static int shim_traits (sqlite3_file *f) { return REAL (f)->pMethods->xDeviceCharacteristics (REAL (f)); }
static int
shim_map (sqlite3_file *f, int page, int size, int extend, void volatile **out)
{
  return REAL (f)->pMethods->xShmMap (REAL (f), page, size, extend, out);
}
static int shim_shm_lock (sqlite3_file *f, int at, int n, int flags) { return REAL (f)->pMethods->xShmLock (REAL (f), at, n, flags); }
static void shim_barrier (sqlite3_file *f) { REAL (f)->pMethods->xShmBarrier (REAL (f)); }
static int shim_unmap (sqlite3_file *f, int delete) { return REAL (f)->pMethods->xShmUnmap (REAL (f), delete); }

static const sqlite3_io_methods shim_methods = {
  2, shim_close, shim_read, shim_write, shim_truncate, shim_sync, shim_size, shim_lock, shim_unlock, shim_reserved, shim_control,
  shim_sector, shim_traits, shim_map, shim_shm_lock, shim_barrier, shim_unmap, NULL, NULL,
};

static int
shim_open (sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *file, int flags, int *out)
{
  ShimFile *shim = (ShimFile *) file;
  (void) vfs;
  shim->real = (sqlite3_file *) (void *) (shim + 1);
  int code = faults.real->xOpen (faults.real, name, shim->real, flags, out);
  shim->base.pMethods = shim->real->pMethods != NULL ? &shim_methods : NULL;
  return code;
}

static void
install_shim (void)
{
  faults.real = sqlite3_vfs_find (NULL);
  faults.shim = *faults.real;
  faults.shim.pNext = NULL;
  faults.shim.zName = "faults";
  faults.shim.szOsFile = (int) sizeof (ShimFile) + faults.real->szOsFile;
  faults.shim.xOpen = shim_open;
  iso_random_init (&faults.chance, 3, "faults");
  g_assert_cmpint (sqlite3_vfs_register (&faults.shim, 1), ==, SQLITE_OK);
}

/* ---- the tests ---- */

static void
assert_recorded (const char *folder, gint64 run, size_t count)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) steps = NULL;
  g_autoptr (IsoStore) store = iso_store_open (folder, &error);
  g_assert_no_error (error);
  g_assert_true (iso_store_read_steps (store, run, &steps, &error));
  g_assert_no_error (error);
  assert_made_steps (steps, count);
  assert_sound (folder);
}

/* Whatever fails when: what is there at any time is a beginning, and in the end it is all of it. */
static void
test_failing_writes (void)
{
  char *folder = make_store_folder ();
  g_autoptr (GError) error = NULL;
  SmallRun run;
  size_t least = 0;
  small_run_init (&run, (const char *const[]) { NULL }, NULL);
  IsoRecorder *recorder = iso_recorder_new (folder, run.experiment, run.history, NULL, &error);
  g_autoptr (IsoStore) reader = iso_store_open (folder, &error);
  g_assert_no_error (error);
  gint64 id = iso_recorder_run (recorder);
  for (int round = 0; round < 12; round++)
    {
      g_autoptr (GArray) steps = NULL;
      add_made_steps (run.history, 1500);
      faults.one_in = round % 3 == 2 ? 0 : 20;
      iso_recorder_wait (recorder, faults.one_in > 0 ? 0.3 : PATIENCE);
      faults.one_in = 0;
      g_assert_true (iso_store_read_steps (reader, id, &steps, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (steps->len, >=, least);
      assert_made_steps (steps, steps->len);
      least = steps->len;
    }
  g_assert_cmpint (faults.failed, >, 0);
  g_assert_true (iso_recorder_wait (recorder, PATIENCE));
  g_autofree char *problem = iso_recorder_problem (recorder);
  g_assert_null (problem);
  iso_recorder_free (recorder);
  assert_recorded (folder, id, 18000);
  small_run_clear (&run);
  remove_store (folder);
}

/* No file may grow beyond what it has: what a full disk does to them. */
static void
limit_files (rlim_t bytes)
{
  struct rlimit limit;
  getrlimit (RLIMIT_FSIZE, &limit);
  limit.rlim_cur = bytes == 0 ? limit.rlim_max : bytes;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

static char *
wait_for_problem (IsoRecorder *recorder)
{
  for (int i = 0; i < 6000; i++)
    {
      char *problem = iso_recorder_problem (recorder);
      if (problem != NULL)
        return problem;
      g_usleep (10000);
    }
  return NULL;
}

static void
test_full_disk (void)
{
  char *folder = make_store_folder ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) kept = NULL;
  SmallRun run;
  signal (SIGXFSZ, SIG_IGN);
  small_run_init (&run, (const char *const[]) { NULL }, NULL);
  IsoRecorder *recorder = iso_recorder_new (folder, run.experiment, run.history, NULL, &error);
  g_assert_no_error (error);
  gint64 id = iso_recorder_run (recorder);
  g_autoptr (GBytes) image = iso_runner_image (run.runner, &error);
  g_assert_true (iso_recorder_wait (recorder, PATIENCE));
  limit_files (100);
  add_made_steps (run.history, 5000);
  iso_recorder_epoch (recorder, image, NULL, NULL);
  g_autofree char *problem = wait_for_problem (recorder);
  limit_files (0);
  g_assert_nonnull (problem);
  g_test_message ("%s", problem);
  g_assert_nonnull (strstr (problem, folder));
  g_assert_true (iso_recorder_wait (recorder, PATIENCE));
  g_autofree char *after = iso_recorder_problem (recorder);
  g_assert_null (after);
  iso_recorder_free (recorder);
  assert_recorded (folder, id, 5000);
  g_autoptr (IsoStore) store = iso_store_open (folder, &error);
  g_assert_true (iso_store_read_kept (store, id, &kept, &error));
  g_assert_cmpuint (kept->len, ==, 1);
  g_assert_true (g_array_index (kept, IsoKeptEpoch, 0).checkpoint);
  small_run_clear (&run);
  remove_store (folder);
}

/* Another program holds the database for longer than anybody waits: said, and made up for. */
static void
test_held_database (void)
{
  char *folder = make_store_folder ();
  g_autoptr (GError) error = NULL;
  SmallRun run;
  small_run_init (&run, (const char *const[]) { NULL }, NULL);
  IsoRecorder *recorder = iso_recorder_new (folder, run.experiment, run.history, NULL, &error);
  g_assert_no_error (error);
  gint64 id = iso_recorder_run (recorder);
  g_assert_true (iso_recorder_wait (recorder, PATIENCE));
  g_autoptr (IsoDatabase) other = iso_database_open (folder, &error);
  g_assert_true (iso_database_begin (other, true, &error));
  add_made_steps (run.history, 100);
  g_autofree char *problem = wait_for_problem (recorder);
  g_assert_nonnull (problem);
  g_assert_nonnull (strstr (problem, "another program"));
  iso_database_roll_back (other);
  g_assert_true (iso_recorder_wait (recorder, PATIENCE));
  iso_recorder_free (recorder);
  assert_recorded (folder, id, 100);
  small_run_clear (&run);
  remove_store (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  install_shim ();
  g_test_add_func ("/recorder-faults/failing-writes", test_failing_writes);
  g_test_add_func ("/recorder-faults/full-disk", test_full_disk);
  g_test_add_func ("/recorder-faults/held-database", test_held_database);
  return g_test_run ();
}
