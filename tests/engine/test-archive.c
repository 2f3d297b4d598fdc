/* A run from one store to another: what comes out is what went in, and nothing that is wrong gets in. */
#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/base/error.h"
#include "engine/export/npy.h"
#include "engine/export/safetensors.h"
#include "engine/store/archive-history.h"
#include "engine/store/archive-run.h"
#include "engine/store/archive.h"
#include "engine/train/parameters.h"

#define UUID "0f0e0d0c-0b0a-4909-8807-060504030201"
enum { STEPS = 5000, EPOCHS = 3 };

/* A folder with a store and what archives are made of. */
typedef struct {
  char *folder, *path; /* path: of the archive */
  IsoStore *store;
  IsoArchiveRun *run;
  GPtrArray *names, *contents; /* of files, GBytes */
} Fixture;

static char *
in_folder (const Fixture *fixture, const char *name)
{
  return g_build_filename (fixture->folder, name, NULL);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) directory = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);
  const char *name;
  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *below = g_build_filename (path, name, NULL);
      remove_tree (below);
    }
  g_remove (path);
}

static IsoScores
make_scores (double recall)
{
  IsoScores scores;
  iso_scores_init (&scores);
  scores.metrics = ISO_METRIC_BIT (ISO_METRIC_RECALL) | ISO_METRIC_BIT (ISO_METRIC_MAP_AT_R);
  scores.k_count = 1;
  scores.ks[0] = 1;
  scores.recall[0] = scores.recall_1 = recall;
  scores.map_at_r = recall / 3.0;
  return scores;
}

static void
write_history (const char *path)
{
  GError *error = NULL;
  g_autoptr (GArray) steps = g_array_new (FALSE, TRUE, sizeof (IsoStepRecord));
  g_autoptr (GArray) epochs = g_array_new (FALSE, TRUE, sizeof (IsoEpochRecord));
  for (int i = 0; i < STEPS; i++)
    {
      IsoStepRecord step = { .step = (guint64) i + 1, .epoch = i * EPOCHS / STEPS, .loss = sin (i), .divergence = (double) NAN };
      step.health.mined.triplets = (guint32) i;
      g_array_append_val (steps, step);
    }
  for (int i = 0; i <= EPOCHS; i++)
    {
      IsoEpochRecord epoch = { .step = (guint64) (STEPS * i / EPOCHS), .epoch = i, .train_seconds = 0.1 * i };
      epoch.test = make_scores (0.2 + 0.1 * i);
      epoch.validation = make_scores (0.1 * i);
      iso_scores_init (&epoch.train);
      g_array_append_val (epochs, epoch);
    }
  g_assert_true (iso_archive_history_write (path, steps, epochs, &error));
  g_assert_no_error (error);
}

/* A checkpoint as far as one who opens it looks. */
static void
write_checkpoint (const char *path, const char *step, const char *fingerprint)
{
  GError *error = NULL;
  IsoSettings settings;
  iso_settings_init (&settings);
  g_autofree char *json = iso_settings_to_json (&settings);
  g_autoptr (IsoSafetensorsWriter) writer = iso_safetensors_writer_new ();
  const float weights[] = { 1.0f, 2.0f };
  iso_safetensors_writer_describe (writer, "isotherm.checkpoint", ISO_CHECKPOINT_VERSION);
  iso_safetensors_writer_describe (writer, "settings", json);
  iso_safetensors_writer_describe (writer, "data.fingerprint", fingerprint);
  iso_safetensors_writer_describe (writer, "step", step);
  iso_safetensors_writer_add (writer, "0.weight", ISO_SAFETENSORS_F32, weights, 1, (const size_t[]) { 2 });
  g_assert_true (iso_safetensors_writer_save (writer, path, &error));
  g_assert_no_error (error);
}

/* The file `name` of the folder becomes one of the archive's. */
static void
add_file (Fixture *fixture, const char *name)
{
  g_autofree char *path = in_folder (fixture, name), *text = NULL;
  gsize length;
  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  g_autofree char *sha256 = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) text, length);
  iso_archive_run_add_file (fixture->run, name, length, sha256);
  g_ptr_array_add (fixture->names, g_strdup (name));
  g_ptr_array_add (fixture->contents, g_bytes_new_take (g_steal_pointer (&text), length));
}

static void
make_run (Fixture *fixture)
{
  IsoSettings settings;
  IsoRun *run = g_new0 (IsoRun, 1);
  iso_settings_init (&settings);
  iso_scores_init (&run->test);
  iso_scores_init (&run->validation);
  iso_scores_init (&run->train);
  run->uuid = g_strdup (UUID);
  run->name = g_strdup ("sample · “quoted” [multi-similarity] {OBDP}");
  run->note = g_strdup ("two\nlines\t\\");
  run->status = ISO_RUN_RUNNING;
  run->created = 1764369600000000;
  run->settings = iso_settings_to_json (&settings);
  run->data = g_strdup ("sample");
  run->fingerprint = g_strdup ("abc");
  run->version = g_strdup ("9.9");
  run->planned_epochs = 7;
  run->fork_epoch = 0;
  run->sweep = g_strdup ("s");
  run->sweep_point = g_strdup ("{\"train.seed\":\"3\"}");
  fixture->run->run = run;
  fixture->run->steps = STEPS;
  fixture->run->evaluations = EPOCHS + 1;
  g_array_append_vals (fixture->run->kept, (IsoKeptEpoch[]) { { .epoch = 0, .step = 0 }, { .epoch = 3, .step = STEPS } }, 2);
  IsoEvent events[] = { { .step = 12, .kind = ISO_EVENT_CHANGE, .key = "distill.omega", .text = "ω 0.5 → 0.8", .value = "0.8" },
                        { .step = STEPS, .kind = ISO_EVENT_PLANNED_END, .text = "planned [end]" } };
  g_array_append_vals (fixture->run->events, events, 2);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  GError *error = NULL;
  const float values[] = { 0.0f, 1.0f, 0.5f, 0.25f };
  fixture->folder = g_dir_make_tmp ("isotherm-archive-XXXXXX", NULL);
  g_autofree char *store = in_folder (fixture, "store"), *history = in_folder (fixture, ISO_ARCHIVE_HISTORY_NAME);
  g_autofree char *embeddings = in_folder (fixture, "embeddings-3.npy"), *checkpoint = in_folder (fixture, "checkpoint-3.safetensors");
  fixture->path = in_folder (fixture, "run.isotherm");
  fixture->store = iso_store_open (store, &error);
  g_assert_no_error (error);
  fixture->run = iso_archive_run_new ();
  fixture->names = g_ptr_array_new_with_free_func (g_free);
  fixture->contents = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  make_run (fixture);
  write_history (history);
  write_checkpoint (checkpoint, "5000", "abc");
  g_assert_true (iso_npy_write_floats (embeddings, values, 2, 2, &error));
  add_file (fixture, ISO_ARCHIVE_HISTORY_NAME);
  add_file (fixture, "checkpoint-3.safetensors");
  add_file (fixture, "embeddings-3.npy");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  iso_store_free (fixture->store);
  iso_archive_run_free (fixture->run);
  g_ptr_array_unref (fixture->names);
  g_ptr_array_unref (fixture->contents);
  remove_tree (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

/* Writes the archive: run.json as it is, then the files. */
static void
write_archive (Fixture *fixture)
{
  GError *error = NULL;
  g_autofree char *json = iso_archive_run_to_json (fixture->run);
  g_autoptr (IsoArchiveWriter) writer = iso_archive_writer_new (fixture->path, 1764369600, &error);
  g_assert_no_error (error);
  g_assert_true (iso_archive_writer_add (writer, ISO_ARCHIVE_RUN_NAME, json, strlen (json), &error));
  for (guint i = 0; i < fixture->names->len; i++)
    {
      gsize length;
      const void *contents = g_bytes_get_data (fixture->contents->pdata[i], &length);
      g_assert_true (iso_archive_writer_add (writer, fixture->names->pdata[i], contents, length, &error));
    }
  g_assert_true (iso_archive_writer_finish (writer, &error));
  g_assert_no_error (error);
}

/* The store has no run, no file and no folder but its own. */
static void
check_empty (Fixture *fixture)
{
  GError *error = NULL;
  g_autoptr (GPtrArray) runs = iso_store_list (fixture->store, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (runs->len, ==, 0);
  g_autofree char *folder = g_build_filename (iso_store_folder (fixture->store), "runs", NULL);
  g_autoptr (GDir) directory = g_dir_open (folder, 0, NULL);
  g_assert_true (directory == NULL || g_dir_read_name (directory) == NULL);
}

/* The archive is refused, with a message of one line that has `word` in it, and the store is as it was. */
static void
check_refused (Fixture *fixture, const char *word)
{
  GError *error = NULL;
  bool was_there = true;
  gint64 id = iso_archive_import (fixture->store, fixture->path, &was_there, NULL, &error);
  g_assert_cmpint (id, ==, 0);
  g_assert_nonnull (error);
  if (strstr (error->message, word) == NULL || strchr (error->message, '\n') != NULL)
    g_error ("“%s” is not in: %s", word, error->message);
  g_assert_false (was_there);
  g_clear_error (&error);
  check_empty (fixture);
}

static gint64
import (Fixture *fixture, const char *path, bool *was_there)
{
  GError *error = NULL;
  gint64 id = iso_archive_import (fixture->store, path, was_there, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (id, >, 0);
  return id;
}

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

/* ---- what is refused ---- */

static void
test_damaged (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = NULL;
  gsize length;
  write_archive (fixture);
  g_assert_true (g_file_get_contents (fixture->path, &text, &length, NULL));
  const gsize cuts[] = { 0, 1, 4, 20, length / 3, length / 2, length - 600, length - 40 };
  for (size_t i = 0; i < G_N_ELEMENTS (cuts); i++)
    {
      g_assert_true (g_file_set_contents (fixture->path, text, (gssize) cuts[i], NULL));
      check_refused (fixture, "run.isotherm");
    }
  for (size_t i = 0; i < 12; i++)
    {
      g_autofree char *flipped = g_memdup2 (text, length);
      flipped[(length - 30) * (i + 1) / 13] ^= 0x55;
      g_assert_true (g_file_set_contents (fixture->path, flipped, (gssize) length, NULL));
      check_refused (fixture, "run.isotherm");
    }
  g_assert_true (g_file_set_contents (fixture->path, "no archive at all, but some text", -1, NULL));
  check_refused (fixture, "damaged");
  g_unlink (fixture->path);
  check_refused (fixture, "run.isotherm");
  g_assert_cmpint (g_mkdir (fixture->path, 0700), ==, 0);
  check_refused (fixture, "no regular file");
}

/* run.json and files that do not agree. */
static void
test_lying (Fixture *fixture, gconstpointer data)
{
  IsoArchiveRun *run = fixture->run;
  IsoArchiveMember *last = run->files->pdata[2];
  guint64 bytes = last->bytes;
  last->bytes = bytes + 1;
  write_archive (fixture);
  check_refused (fixture, "damaged");
  last->bytes = bytes;
  last->sha256[0] = last->sha256[0] == '0' ? '1' : '0';
  write_archive (fixture);
  check_refused (fixture, "damaged");
  /* Said, but not there. */
  g_ptr_array_remove_index (fixture->names, 2);
  g_ptr_array_remove_index (fixture->contents, 2);
  write_archive (fixture);
  check_refused (fixture, "missing");
  /* There, but not said. */
  g_ptr_array_remove_index (run->files, 2);
  g_ptr_array_remove_index (run->files, 1);
  write_archive (fixture);
  check_refused (fixture, "does not name");
  g_ptr_array_remove_index (fixture->names, 1);
  g_ptr_array_remove_index (fixture->contents, 1);
  run->steps = STEPS + 1;
  write_archive (fixture);
  check_refused (fixture, "steps");
  run->steps = (guint64) 1 << 39;
  write_archive (fixture);
  check_refused (fixture, "steps");
  run->steps = STEPS;
  run->evaluations = 2;
  write_archive (fixture);
  check_refused (fixture, "epochs");
  run->evaluations = EPOCHS + 1;
  g_array_index (run->kept, IsoKeptEpoch, 1).step = STEPS + 1;
  write_archive (fixture);
  check_refused (fixture, "kept");
}

/* Files that are whole, but not what their names say. */
static void
test_contents (Fixture *fixture, gconstpointer data)
{
  g_autofree char *embeddings = in_folder (fixture, "embeddings-3.npy"), *checkpoint = in_folder (fixture, "checkpoint-3.safetensors");
  g_ptr_array_set_size (fixture->names, 1);
  g_ptr_array_set_size (fixture->contents, 1);
  g_ptr_array_set_size (fixture->run->files, 1);
  g_assert_true (g_file_set_contents (embeddings, "\x93NUMPY\x01", 7, NULL));
  add_file (fixture, "embeddings-3.npy");
  write_archive (fixture);
  check_refused (fixture, "embeddings-3.npy");
  const char *const wrong[][3] = { { "5001", "abc", "step" }, { "-1", "abc", "step" }, { "5000", "other", "other data" } };
  for (size_t i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_ptr_array_set_size (fixture->names, 1);
      g_ptr_array_set_size (fixture->contents, 1);
      g_ptr_array_set_size (fixture->run->files, 1);
      write_checkpoint (checkpoint, wrong[i][0], wrong[i][1]);
      add_file (fixture, "checkpoint-3.safetensors");
      write_archive (fixture);
      check_refused (fixture, wrong[i][2]);
    }
}

/* An archive of one entry of any kind, besides an honest run.json. */
static void
write_entry (Fixture *fixture, const char *name, unsigned type, const char *link, gint64 size, bool is_compressed)
{
  g_autofree char *json = iso_archive_run_to_json (fixture->run), *zeros = g_malloc0 (1 << 20);
  struct archive *archive = archive_write_new ();
  struct archive_entry *entry = archive_entry_new ();
  archive_write_set_format_pax (archive);
  if (is_compressed)
    archive_write_add_filter_gzip (archive);
  g_assert_cmpint (archive_write_open_filename (archive, fixture->path), ==, ARCHIVE_OK);
  archive_entry_set_pathname (entry, ISO_ARCHIVE_RUN_NAME);
  archive_entry_set_filetype (entry, AE_IFREG);
  archive_entry_set_size (entry, (la_int64_t) strlen (json));
  g_assert_cmpint (archive_write_header (archive, entry), ==, ARCHIVE_OK);
  g_assert_cmpint (archive_write_data (archive, json, strlen (json)), >, 0);
  archive_entry_clear (entry);
  archive_entry_set_pathname (entry, name);
  archive_entry_set_filetype (entry, type);
  if (type == AE_IFLNK)
    archive_entry_set_symlink (entry, link);
  else if (link != NULL)
    archive_entry_set_hardlink (entry, link);
  archive_entry_set_size (entry, type == AE_IFREG && link == NULL ? size : 0);
  g_assert_cmpint (archive_write_header (archive, entry), ==, ARCHIVE_OK);
  for (gint64 done = 0; done < size; done += 1 << 20)
    g_assert_cmpint (archive_write_data (archive, zeros, (size_t) MIN (size - done, 1 << 20)), >, 0);
  archive_entry_free (entry);
  archive_write_free (archive);
}

static void
test_names (Fixture *fixture, gconstpointer data)
{
  const char *const names[] = {
    "../evil", "/tmp/evil", "a/b", "./history.safetensors", "runs/../../evil", "evil", "checkpoint-.safetensors",
    "checkpoint-1.safetensors/x", "checkpoint--1.safetensors", "checkpoint-01.safetensors", "checkpoint-99999999999.safetensors",
    "embeddings-1.safetensors", "lock", ".history.safetensors", "RUN.JSON", "history.safetensors\\", "checkpoint-1.safetensors ",
  };
  for (size_t i = 0; i < G_N_ELEMENTS (names); i++)
    {
      write_entry (fixture, names[i], AE_IFREG, NULL, 10, true);
      check_refused (fixture, "found “");
    }
  g_autofree char *evil = in_folder (fixture, "evil");
  g_assert_false (g_file_test (evil, G_FILE_TEST_EXISTS) || g_file_test ("/tmp/evil", G_FILE_TEST_EXISTS));
  write_entry (fixture, "run.json", AE_IFREG, NULL, 10, true);
  check_refused (fixture, "twice");
}

static void
test_kinds (Fixture *fixture, gconstpointer data)
{
  write_entry (fixture, "history.safetensors", AE_IFLNK, "/etc/passwd", 0, true);
  check_refused (fixture, "regular file");
  write_entry (fixture, "history.safetensors", AE_IFREG, "run.json", 0, true);
  check_refused (fixture, "regular file");
  write_entry (fixture, "history.safetensors", AE_IFDIR, NULL, 0, true);
  check_refused (fixture, "found “");
  write_entry (fixture, "history.safetensors", AE_IFIFO, NULL, 0, true);
  check_refused (fixture, "regular file");
}

/* The file `name` of an archive that is not compressed says that it has 2^50 bytes: its header holds the size at 124, in twelve bytes,
 * and at 148 the sum of all its bytes, with spaces in its own place. */
static void
lie_about_size (const char *path, const char *name)
{
  g_autofree char *text = NULL;
  gsize length, at = 0;
  guint sum = 0;
  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  while (strcmp (text + at, name) != 0)
    g_assert_cmpuint (at += 512, <, length);
  memset (text + at + 124, 0, 12);
  text[at + 124] = (char) 0x80;
  text[at + 129] = 0x04;
  memset (text + at + 148, ' ', 8);
  for (size_t i = 0; i < 512; i++)
    sum += (guchar) text[at + i];
  g_snprintf (text + at + 148, 8, "%06o", sum);
  g_assert_true (g_file_set_contents (path, text, (gssize) length, NULL));
}

/* Three hundred megabytes of nothing in a few hundred kilobytes, and a size that no disk has. */
static void
test_bombs (Fixture *fixture, gconstpointer data)
{
  write_entry (fixture, "checkpoint-1.safetensors", AE_IFREG, NULL, (gint64) 300 << 20, true);
  check_refused (fixture, "more in it");
  write_entry (fixture, "checkpoint-1.safetensors", AE_IFREG, NULL, 1000, false);
  lie_about_size (fixture->path, "checkpoint-1.safetensors");
  check_refused (fixture, "more in it");
}

/* Every member of run.json, missing and of another kind. */
static void
test_json (Fixture *fixture, gconstpointer data)
{
  GError *error = NULL;
  g_autofree char *json = iso_archive_run_to_json (fixture->run);
  g_autoptr (IsoArchiveRun) good = iso_archive_run_parse ("run.json", json, strlen (json), &error);
  g_assert_no_error (error);
  g_autofree char *same = iso_archive_run_to_json (good);
  g_assert_cmpstr (json, ==, same);
  const char *const wrong[][3] = {
    { "\"isotherm.run\": 1", "\"isotherm.run\": 2", "format 2" },
    { "\"isotherm.run\": 1", "\"isotherm.run\": \"1\"", "isotherm.run" },
    { "\"uuid\": \"0f0e", "\"uuid\": \"../0f0e", "uuid" },
    { "\"status\": \"running\"", "\"status\": \"flying\"", "status" },
    { "\"created\": 1", "\"created\": -1", "created" },
    { "\"created\": 1764369600000000", "\"created\": 1e300", "created" },
    { "\"planned_epochs\": 7", "\"planned_epochs\": 99999999999", "planned_epochs" },
    { "\"parent\": null", "\"parent\": \"x\"", "parent" },
    { "\"parent\": null", "\"parent\": 3", "parent" },
    { "\"note\": \"", "\"none\": \"", "note" },
    { "\"epoch\": [0, 3]", "\"epoch\": [3, 0]", "kept" },
    { "\"epoch\": [0, 3]", "\"epoch\": [0]", "kept" },
    { "\"epoch\": [0, 3]", "\"epoch\": [0, \"3\"]", "kept" },
    { "\"epoch\": [0, 3]", "\"epoch\": 3", "kept" },
    { "\"kind\": [0, ", "\"kind\": [77, ", "events" },
    { "\"events\": {", "\"event\": {", "events" },
    { "\"name\": [\"history", "\"name\": [\"../history", "files" },
    { "\"name\": [\"history", "\"name\": [\"embeddings-2.npy\", \"history", "files" },
    { "\"files\": {", "\"files\": [], \"other\": {", "files" },
  };
  for (size_t i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GString) text = g_string_new (json);
      g_assert_cmpuint (g_string_replace (text, wrong[i][0], wrong[i][1], 1), ==, 1);
      IsoArchiveRun *run = iso_archive_run_parse ("run.json", text->str, text->len, &error);
      if (run != NULL || strstr (error->message, wrong[i][2]) == NULL)
        g_error ("%s: %s", wrong[i][1], run != NULL ? "taken" : error->message);
      g_assert_error (error, ISO_ERROR, ISO_ERROR_FORMAT);
      g_clear_error (&error);
    }
  for (size_t length = 0; length < strlen (json) - 2; length += 97)
    {
      g_assert_null (iso_archive_run_parse ("run.json", json, length, &error));
      g_assert_error (error, ISO_ERROR, ISO_ERROR_FORMAT);
      g_clear_error (&error);
    }
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
  ADD ("damaged", test_damaged);
  ADD ("lying", test_lying);
  ADD ("contents", test_contents);
  ADD ("names", test_names);
  ADD ("kinds", test_kinds);
  ADD ("bombs", test_bombs);
  ADD ("json", test_json);
  ADD ("cancelled", test_cancelled);
  return g_test_run ();
}
