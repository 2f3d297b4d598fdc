#include "engine/store/kept-epoch.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/data/npy.h"
#include "engine/data/safetensors.h"
#include "engine/distill/target.h"
#include "engine/store/run-folder.h"
#include "engine/train/parameters.h"

/* Of a file, beside its values: headers are shorter by far. */
#define HEADER_ROOM ((guint64) 1 << 20)
/* Forks of forks; more than this is a circle. */
#define MOST_ANCESTORS 1000
/* By which a cosine in float32 may lie beyond 1. */
#define COSINE_SLACK 1e-3f

static IsoRun *
find_run (IsoStore *store, gint64 run, GError **error)
{
  g_autofree char *id = g_strdup_printf ("%" PRId64, run);
  return iso_store_find (store, id, error);
}

/* ---- settings ---- */

static bool
parse_settings (IsoSettings *settings, const IsoRun *run, GError **error)
{
  g_auto (GStrv) words = iso_settings_parse (run->name, run->settings, error);
  iso_settings_init (settings);
  return words != NULL && iso_settings_set_all (settings, (const char *const *) words, error);
}

/* The run that `run` descends from, as far back as the store reaches; *is_whole: whether that is no fork itself. */
static IsoRun *
find_root (bool *is_whole, IsoStore *store, gint64 run, GError **error)
{
  g_autoptr (IsoRun) root = find_run (store, run, error);
  for (int i = 0; root != NULL && root->parent != 0 && i < MOST_ANCESTORS; i++)
    {
      IsoRun *parent = find_run (store, root->parent, error);
      iso_run_free (root);
      root = parent;
    }
  *is_whole = root != NULL && root->fork_epoch == 0;
  return g_steal_pointer (&root);
}

bool
iso_store_read_settings_at (IsoSettings *settings, IsoStore *store, gint64 run, guint64 step, GError **error)
{
  bool is_whole;
  g_autoptr (GArray) changes = NULL;
  g_autoptr (IsoRun) root = find_root (&is_whole, store, run, error);
  if (root == NULL || !parse_settings (settings, root, error) || !iso_store_read_changes (store, run, &changes, error))
    return false;
  for (guint i = 0; i < changes->len; i++)
    {
      const IsoRunChange *change = &g_array_index (changes, IsoRunChange, i);
      g_autoptr (GError) refusal = NULL;
      /* Under the settings of a fork without its parent an early change may have no meaning: it was made under others. */
      if (change->step > step || iso_settings_set (settings, change->key, change->value, &refusal) || !is_whole)
        continue;
      g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("run %" PRId64 ": change of step %" PRIu64 ": %s"), run, change->step,
                   refusal->message);
      return false;
    }
  return true;
}

/* ---- experiment ---- */

static bool
check_data (const IsoRun *run, const IsoDataset *dataset, GError **error)
{
  if (g_strcmp0 (iso_dataset_fingerprint (dataset), run->fingerprint) == 0)
    return true;
  g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("run %" PRId64 " was trained on other data than these: on %s, not on %s"), run->id,
               run->data, iso_dataset_name (dataset));
  return false;
}

/* The file that a fixed teacher was read from may be long gone: a checkpoint has the teacher too. NULL where none is kept. */
static IsoCheckpoint *
find_teacher (IsoStore *store, gint64 run, const IsoSettings *settings)
{
  if (settings->teacher.kind != ISO_TEACHER_CHECKPOINT)
    return NULL;
  g_autofree char *path = iso_store_file (store, run, "checkpoint", -1, NULL);
  return path != NULL ? iso_checkpoint_open (path, NULL) : NULL;
}

IsoExperiment *
iso_store_read_experiment (IsoStore *store, gint64 run, IsoDataset *dataset, GCancellable *cancellable, GError **error)
{
  IsoSettings settings;
  g_autoptr (IsoDataset) data = NULL;
  g_autoptr (IsoRun) found = find_run (store, run, error);
  if (found == NULL || !parse_settings (&settings, found, error))
    return NULL;
  IsoSourceRequest request = iso_settings_source (&settings);
  data = dataset != NULL ? iso_dataset_ref (dataset) : iso_source_load (&request, NULL, cancellable, error);
  if (data == NULL || !check_data (found, data, error))
    return NULL;
  g_autoptr (IsoCheckpoint) checkpoint = find_teacher (store, run, &settings);
  return checkpoint != NULL ? iso_experiment_resume (checkpoint, &settings, data, cancellable, error)
                            : iso_experiment_new (&settings, data, cancellable, error);
}

/* ---- files ---- */

static bool
find_kept (IsoKeptEpoch *found, IsoStore *store, gint64 run, int epoch, IsoRunFile kind, GError **error)
{
  g_autoptr (GArray) kept = NULL;
  if (!iso_store_read_kept (store, run, &kept, error))
    return false;
  for (guint i = 0; i < kept->len; i++)
    {
      *found = g_array_index (kept, IsoKeptEpoch, i);
      if (found->epoch == epoch && (kind == ISO_RUN_FILE_EMBEDDINGS ? found->embeddings : found->batch))
        return true;
    }
  g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT,
               kind == ISO_RUN_FILE_EMBEDDINGS ? _("run %" PRId64 ": no embeddings are kept of epoch %d")
                                               : _("run %" PRId64 ": no batch is kept of epoch %d"),
               run, epoch);
  return false;
}

/* Whether the file can hold `count` values and no more: a longer one is not read into memory. */
static bool
check_size (const char *path, size_t count, GError **error)
{
  GStatBuf status;
  size_t bytes;
  if (g_stat (path, &status) != 0)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_FILE, _("cannot read %s: %s"), path, g_strerror (errno));
      return false;
    }
  /* Of doubles too, should another program have written it. */
  if (iso_checked_multiply (&bytes, count, sizeof (double)) && (guint64) status.st_size <= (guint64) bytes + HEADER_ROOM)
    return true;
  g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: found %" PRIu64 " bytes; expected %zu values"), path,
               (guint64) status.st_size, count);
  return false;
}

/* What every reading of an epoch begins with: the run, which must be of these data, what is kept of the epoch, and the file's path. */
static char *
find_file (IsoKeptEpoch *kept, IsoStore *store, gint64 run, int epoch, IsoRunFile kind, const IsoExperiment *experiment, GError **error)
{
  g_autoptr (IsoRun) found = find_run (store, run, error);
  if (found == NULL || !check_data (found, experiment->dataset, error) || !find_kept (kept, store, run, epoch, kind, error))
    return NULL;
  return iso_store_file (store, run, kind == ISO_RUN_FILE_EMBEDDINGS ? "embeddings" : "batch", epoch, error);
}

/* ---- an epoch ---- */

static bool
read_scores (IsoEpochSnapshot *snapshot, IsoStore *store, gint64 run, GError **error)
{
  g_autoptr (GArray) epochs = NULL;
  if (!iso_store_read_epochs (store, run, &epochs, error))
    return false;
  for (guint i = 0; i < epochs->len; i++)
    {
      const IsoEpochRecord *record = &g_array_index (epochs, IsoEpochRecord, i);
      if (record->epoch != snapshot->epoch || record->step != snapshot->step)
        continue;
      snapshot->test = record->test;
      snapshot->validation = record->validation;
      snapshot->train = record->train;
    }
  return true;
}

IsoEpochSnapshot *
iso_store_read_epoch (IsoStore *store, gint64 run, int epoch, IsoExperiment *experiment, GError **error)
{
  IsoKeptEpoch kept;
  size_t N = experiment->split.test.count, D = iso_network_embedding_size (experiment->network), rows, columns, count;
  g_autofree char *path = find_file (&kept, store, run, epoch, ISO_RUN_FILE_EMBEDDINGS, experiment, error);
  if (path == NULL)
    return NULL;
  count = iso_checked_multiply (&count, N, D) ? count : G_MAXSIZE;
  float *embeddings = check_size (path, count, error) ? iso_npy_read_matrix (&rows, &columns, path, error) : NULL;
  if (embeddings == NULL)
    return NULL;
  if (rows != N || columns != D)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT,
                   _("%s: found %zu embeddings of %zu dimensions; expected %zu of %zu, one for each test sample"), path, rows, columns, N,
                   D);
      iso_block_free (embeddings);
      return NULL;
    }
  g_autoptr (IsoEpochSnapshot) snapshot = iso_epoch_snapshot_new (experiment, 0, D);
  iso_block_free (snapshot->embeddings);
  snapshot->embeddings = embeddings;
  snapshot->N = N;
  snapshot->step = kept.step;
  snapshot->epoch = kept.epoch;
  return read_scores (snapshot, store, run, error) ? g_steal_pointer (&snapshot) : NULL;
}

/* ---- a batch ---- */

static bool
check_facts (const IsoSafetensors *file, const IsoKeptEpoch *kept, GError **error)
{
  const char *version = iso_safetensors_metadata (file, "isotherm.batch"), *step = iso_safetensors_metadata (file, "step");
  g_autofree char *expected = g_strdup_printf ("%" PRIu64, kept->step);
  if (g_strcmp0 (version, "1") != 0)
    g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: expected a batch that was kept of a run, isotherm.batch 1"),
                 iso_safetensors_name (file));
  else if (g_strcmp0 (step, expected) != 0)
    g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: found a batch of step %s; expected one of step %s"),
                 iso_safetensors_name (file), step != NULL ? step : "–", expected);
  else
    return true;
  return false;
}

/* Samples of the dataset with the labels that it gives them, by class. */
static bool
check_samples (const IsoBatchSnapshot *batch, const char *name, const IsoDataset *dataset, GError **error)
{
  const gint32 *labels = iso_dataset_labels (dataset);
  size_t count = iso_dataset_sample_count (dataset);
  for (size_t i = 0; i < batch->B; i++)
    {
      if (batch->indices[i] < count && batch->labels[i] == labels[batch->indices[i]]
          && (i == 0 || batch->labels[i - 1] <= batch->labels[i]))
        continue;
      g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT,
                   _("%s: row %zu is sample %u of class %d; expected samples of the data, %zu of them, with their labels, class by class"),
                   name, i + 1, batch->indices[i], batch->labels[i], count);
      return false;
    }
  return true;
}

static bool
check_cosines (const float *similarity, size_t B, const char *name, const char *tensor, GError **error)
{
  for (size_t i = 0; i < B * B; i++)
    if (!(fabsf (similarity[i]) <= 1.0f + COSINE_SLACK))
      {
        g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: %s of rows %zu and %zu is %g; expected a cosine, −1 … 1"), name, tensor,
                     i / B + 1, i % B + 1, (double) similarity[i]);
        return false;
      }
  return true;
}

static bool
read_tensors (IsoBatchSnapshot *batch, const IsoSafetensors *file, GError **error)
{
  const size_t B = batch->B, D = batch->D, rows[] = { B, D }, square[] = { B, B };
  const char *name = iso_safetensors_name (file);
  return iso_safetensors_copy (batch->indices, file, "indices", ISO_SAFETENSORS_U32, 1, &B, error)
         && iso_safetensors_copy (batch->labels, file, "labels", ISO_SAFETENSORS_I32, 1, &B, error)
         && iso_safetensors_copy_floats (batch->embeddings, file, "embeddings", 2, rows, error)
         && iso_safetensors_copy_floats (batch->student_similarity, file, "student_similarity", 2, square, error)
         && iso_safetensors_copy_floats (batch->teacher_similarity, file, "teacher_similarity", 2, square, error)
         && check_cosines (batch->student_similarity, B, name, "student_similarity", error)
         && check_cosines (batch->teacher_similarity, B, name, "teacher_similarity", error);
}

IsoBatchSnapshot *
iso_store_read_batch (IsoStore *store, gint64 run, int epoch, IsoExperiment *experiment, GError **error)
{
  IsoKeptEpoch kept;
  IsoSettings settings;
  size_t B = (size_t) experiment->settings.batch.size, D = iso_network_embedding_size (experiment->network);
  g_autofree char *path = find_file (&kept, store, run, epoch, ISO_RUN_FILE_BATCH, experiment, error);
  if (path == NULL || !iso_store_read_settings_at (&settings, store, run, kept.step, error))
    return NULL;
  g_autoptr (IsoSafetensors) file = check_size (path, B * (2 * B + D + 2), error) ? iso_safetensors_read (path, error) : NULL;
  if (file == NULL || !check_facts (file, &kept, error))
    return NULL;
  g_autoptr (IsoBatchSnapshot) batch = iso_batch_snapshot_new (B, D);
  if (!read_tensors (batch, file, error) || !check_samples (batch, path, experiment->dataset, error))
    return NULL;
  for (size_t i = 0; i < B; i++)
    batch->places[i] = (guint32) i;
  batch->step = kept.step;
  batch->epoch = kept.epoch;
  batch->is_probe = true;
  batch->has_teacher = g_strcmp0 (iso_safetensors_metadata (file, "has_teacher"), "1") == 0;
  batch->distill = settings.distill;
  batch->ramp = iso_ramp (settings.distill.ramp, kept.epoch, settings.train.epochs);
  batch->loss = batch->divergence = (double) NAN;
  return g_steal_pointer (&batch);
}
