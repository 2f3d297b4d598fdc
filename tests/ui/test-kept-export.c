/* Kept runs as files: all that was asked for or nothing, wherever it is stopped; what is there already stays until all is ready. */
#include <gio/gio.h>
#include <unistd.h>

#include "engine/base/error.h"
#include "tests/support/kept-run.h"
#include "ui/report/kept-export.h"
#include "ui/report/kept-run.h"

typedef struct {
  KeptRun kept;
  IsoStore *store;
  char *folder; /* to write into: is not there yet */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  static const char *const none[] = { NULL };
  kept_run_init (&fixture->kept, none, NULL, NULL);
  kept_run_train (&fixture->kept, 2);
  kept_run_end (&fixture->kept, ISO_RUN_STOPPED);
  fixture->store = iso_store_open (fixture->kept.folder, &error);
  g_assert_no_error (error);
  fixture->folder = g_build_filename (fixture->kept.folder, "made", "out", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  iso_store_free (fixture->store);
  g_free (fixture->folder);
  kept_run_clear (&fixture->kept, true);
}

static guint
files_in (const char *folder)
{
  g_autoptr (GDir) directory = g_dir_open (folder, 0, NULL);
  guint count = 0;
  while (directory != NULL && g_dir_read_name (directory) != NULL)
    count++;
  return count;
}

typedef struct {
  GCancellable *cancellable;
  int left;    /* calls until it is cancelled; −1: never */
  int calls;
  double last; /* share of the last call */
} Watch;

static void
note (double share, const char *what, gpointer data)
{
  Watch *watch = data;
  g_assert_cmpfloat (share, >=, watch->last);
  g_assert_cmpfloat (share, <=, 1.0);
  g_assert_nonnull (what);
  watch->last = share;
  watch->calls++;
  if (watch->left-- == 0)
    g_cancellable_cancel (watch->cancellable);
}

static bool
export (Fixture *fixture, IsoRunExportFormats formats, Watch *watch, GError **error)
{
  const IsoKeptExport export = { .run = fixture->kept.id, .formats = formats, .folder = fixture->folder, .epoch = -1, .progress = note,
                                 .data = watch };
  watch->last = 0.0;
  g_autofree const char **names = NULL;
  if (!iso_kept_export_write (&names, fixture->store, &export, watch->cancellable, error))
    return false;
  for (size_t i = 0; names[i] != NULL; i++)
    {
      g_autofree char *path = g_build_filename (fixture->folder, names[i], NULL);
      g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
    }
  g_assert_cmpuint (g_strv_length ((char **) names), ==, files_in (fixture->folder));
  return true;
}

/* Stopped before each part in turn: neither folder nor file is left. */
static void
test_stopped (Fixture *fixture, gconstpointer data)
{
  Watch whole = { .left = -1 };
  g_autoptr (GError) error = NULL;
  g_assert_true (export (fixture, ISO_RUN_EXPORT_KEPT, &whole, &error));
  g_assert_no_error (error);
  g_assert_cmpint (whole.calls, ==, ISO_RUN_EXPORT_FORMATS + 2);
  g_assert_cmpfloat (whole.last, ==, 1.0);
  g_autofree char *parent = g_path_get_dirname (fixture->folder);
  remove_tree (parent);
  for (int at = 0; at < whole.calls - 1; at++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      Watch watch = { .cancellable = cancellable, .left = at };
      g_assert_false (export (fixture, ISO_RUN_EXPORT_KEPT, &watch, &error));
      g_assert_error (error, ISO_ERROR, ISO_ERROR_CANCELLED);
      g_clear_error (&error);
      g_assert_false (g_file_test (parent, G_FILE_TEST_EXISTS));
    }
}

/* What an earlier export has left is there until the new one is whole. */
static void
test_replaced (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *page = g_build_filename (fixture->folder, "report.html", NULL), *text = NULL;
  Watch never = { .left = -1 }, late = { .cancellable = cancellable, .left = 2 };
  g_assert_cmpint (g_mkdir_with_parents (fixture->folder, 0755), ==, 0);
  g_assert_true (g_file_set_contents (page, "old", -1, &error));
  g_assert_false (export (fixture, ISO_RUN_EXPORT_CSV | ISO_RUN_EXPORT_HTML, &late, &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_cmpuint (files_in (fixture->folder), ==, 1);
  g_assert_true (g_file_get_contents (page, &text, NULL, &error));
  g_assert_cmpstr (text, ==, "old");
  g_assert_true (export (fixture, ISO_RUN_EXPORT_CSV | ISO_RUN_EXPORT_HTML, &never, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (files_in (fixture->folder), ==, 4);
}

/* What is read is what it was, and no more than the formats want. */
static void
test_read (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  const KeptRun *kept = &fixture->kept;
  g_autoptr (IsoKeptRun) page = iso_kept_run_read (fixture->store, kept->id, ISO_RUN_EXPORT_HTML, -1, NULL, &error);
  g_assert_no_error (error);
  const IsoRunExport *export = &page->export;
  g_assert_cmpmem (export->epoch->embeddings, export->epoch->N * export->epoch->D * sizeof (float), kept->epoch[2]->embeddings,
                   kept->epoch[2]->N * kept->epoch[2]->D * sizeof (float));
  g_assert_cmpuint (export->probe->step, ==, kept->probe[2]->step);
  g_assert_cmpuint (export->steps_per_epoch, ==, iso_runner_steps_per_epoch (kept->run.runner));
  g_assert_cmpuint (export->report->epoch_count, ==, 3);
  g_assert_cmpuint (export->report->step_count, ==, 2 * export->steps_per_epoch);
  g_assert_null (export->lack);
  g_assert_null (export->checkpoint);
  g_assert_false (export->is_going || export->report->interrupted);
  g_autoptr (IsoKeptRun) numbers = iso_kept_run_read (fixture->store, kept->id, ISO_RUN_EXPORT_CSV | ISO_RUN_EXPORT_WEIGHTS, 1, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (numbers->export.epoch);
  g_assert_null (numbers->export.report->experiment);
  g_assert_true (g_str_has_suffix (numbers->export.checkpoint, "checkpoint-1.safetensors"));
  g_assert_null (iso_kept_run_read (fixture->store, kept->id, ISO_RUN_EXPORT_CSV, 7, NULL, &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT);
  g_clear_error (&error);
  g_assert_null (iso_kept_run_read (fixture->store, kept->id + 1, ISO_RUN_EXPORT_CSV, -1, NULL, &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT);
}

/* Embeddings that are damaged: the page says so, an array is refused by name. */
static void
test_damaged (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  Watch watch = { .left = -1 };
  g_autofree char *path = iso_store_file (fixture->store, fixture->kept.id, "embeddings", 2, &error);
  g_assert_no_error (error);
  g_assert_cmpint (truncate (path, 1000), ==, 0);
  g_autoptr (IsoKeptRun) kept = iso_kept_run_read (fixture->store, fixture->kept.id, ISO_RUN_EXPORT_HTML, -1, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (kept->export.epoch);
  g_assert_nonnull (kept->export.probe);
  g_assert_nonnull (strstr (kept->export.lack, "embeddings-2.npy"));
  g_assert_false (export (fixture, ISO_RUN_EXPORT_CSV | ISO_RUN_EXPORT_NPZ, &watch, &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT);
  g_assert_nonnull (strstr (error->message, "npz: "));
  g_assert_nonnull (strstr (error->message, "embeddings-2.npy"));
  g_assert_false (g_file_test (fixture->folder, G_FILE_TEST_EXISTS));
}

/* The names that are typed, those known alone. */
static void
test_names (void)
{
  IsoRunExportFormats formats;
  g_autoptr (GError) error = NULL;
  guint all = 0;
  for (int i = 0; i < ISO_RUN_EXPORT_FORMATS; i++)
    {
      g_assert_true (iso_run_export_parse (&formats, ISO_RUN_EXPORT_KEPT, "--format", iso_run_export_name (i), NULL));
      g_assert_cmpuint (formats, ==, 1u << i);
      g_assert_cmpstr (iso_run_export_title (i), !=, "");
      g_assert_cmpstr (iso_run_export_purpose (i), !=, "");
      g_autofree const char **names = iso_run_export_names (formats, true);
      g_assert_nonnull (names[0]);
      all |= (guint) formats;
    }
  g_assert_true (iso_run_export_parse (&formats, ISO_RUN_EXPORT_KEPT, "--format", "all", NULL));
  g_assert_cmpuint (formats, ==, all);
  g_assert_true (iso_run_export_parse (&formats, ISO_RUN_EXPORT_TRAINED, "--also", " html, csv", NULL));
  g_assert_cmpuint (formats, ==, ISO_RUN_EXPORT_HTML | ISO_RUN_EXPORT_CSV);
  g_assert_false (iso_run_export_parse (&formats, ISO_RUN_EXPORT_TRAINED, "--also", "archive", &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT);
  g_assert_nonnull (strstr (error->message, "html or all"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/kept-export/stopped", Fixture, NULL, set_up, test_stopped, tear_down);
  g_test_add ("/kept-export/replaced", Fixture, NULL, set_up, test_replaced, tear_down);
  g_test_add ("/kept-export/read", Fixture, NULL, set_up, test_read, tear_down);
  g_test_add ("/kept-export/damaged", Fixture, NULL, set_up, test_damaged, tear_down);
  g_test_add_func ("/kept-export/names", test_names);
  return g_test_run ();
}
