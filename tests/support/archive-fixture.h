/* A store in a folder of its own, and the archive of a run that was never trained, made piece by piece so that any of them may be wrong. */
#pragma once

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

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

static inline char *
in_folder (const Fixture *fixture, const char *name)
{
  return g_build_filename (fixture->folder, name, NULL);
}

static inline void
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

static inline IsoScores
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

static inline void
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
static inline void
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
static inline void
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

static inline void
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

static inline void
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

static inline void
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
static inline void
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
static inline void
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
static inline void
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

static inline gint64
import (Fixture *fixture, const char *path, bool *was_there)
{
  GError *error = NULL;
  gint64 id = iso_archive_import (fixture->store, path, was_there, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (id, >, 0);
  return id;
}
