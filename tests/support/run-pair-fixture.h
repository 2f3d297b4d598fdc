/* A pair of runs that were never trained: what a store would have of them is made up. Three runs of the sample: "plain" and "OBDP" of one
 * split and probe batch, "other" of a batch of other samples; each keeps the epochs 0, 1 and 3. The further an epoch, the farther apart the
 * classes. */
#pragma once

#include <adwaita.h>
#include <math.h>

#include "engine/base/error.h"
#include "engine/train/parameters.h"
#include "tests/support/synthetic-batch.h"
#include "tests/support/wait-for.h"
#include "tests/support/widgets.h"
#include "ui/plot/run-pair.h"

#define PAIR_BATCH 40
#define PAIR_D 8

/* What the source has: the data of all runs, or NULL for what fails. */
typedef struct {
  IsoDataset *dataset;
  int experiments_read, epochs_read; /* atomic */
  bool is_empty;                     /* nothing is kept */
  bool has_nan;                      /* in the embeddings of run 2 */
} PairStore;

static inline bool
pair_kept (GArray **kept, gpointer data, gint64 run, GError **error)
{
  static const int epochs[] = { 0, 1, 3 };
  const PairStore *store = data;
  *kept = g_array_new (FALSE, FALSE, sizeof (IsoKeptEpoch));
  for (size_t i = 0; !store->is_empty && i < G_N_ELEMENTS (epochs); i++)
    {
      const IsoKeptEpoch epoch = { epochs[i], (guint64) (17 * epochs[i]), 100, true, true, epochs[i] > 0 };
      g_array_append_val (*kept, epoch);
    }
  return true;
}

static inline IsoExperiment *
pair_experiment (gpointer data, gint64 run, IsoDataset *dataset, GCancellable *cancellable, GError **error)
{
  PairStore *store = data;
  IsoSettings settings;
  g_atomic_int_inc (&store->experiments_read);
  iso_settings_init (&settings);
  g_assert_true (iso_settings_set (&settings, "network.embedding", "8", NULL));
  if (run == 3)
    g_assert_true (iso_settings_set (&settings, "train.seed", "99", NULL));
  return iso_experiment_new (&settings, dataset != NULL ? dataset : store->dataset, cancellable, error);
}

static inline IsoEpochSnapshot *
pair_epoch (gpointer data, gint64 run, int epoch, IsoExperiment *experiment, GError **error)
{
  PairStore *store = data;
  const IsoSubset *test = &experiment->split.test;
  IsoEpochSnapshot *snapshot = iso_epoch_snapshot_new (experiment, test->count, PAIR_D);
  g_autofree gint32 *labels = g_new (gint32, test->count);
  g_atomic_int_inc (&store->epochs_read);
  for (size_t i = 0; i < test->count; i++)
    labels[i] = iso_dataset_labels (experiment->dataset)[test->indices[i]];
  iso_test_embeddings (snapshot->embeddings, labels, test->count, PAIR_D, 1.6 / (1.0 + epoch + 0.5 * (double) run), (guint64) run);
  if (store->has_nan && run == 2)
    snapshot->embeddings[5] = NAN;
  snapshot->epoch = epoch;
  snapshot->step = (guint64) (17 * epoch);
  return snapshot;
}

/* Samples of the sample set, class by class. */
static inline IsoBatchSnapshot *
pair_batch (gpointer data, gint64 run, int epoch, IsoExperiment *experiment, GError **error)
{
  IsoBatchSnapshot *batch = iso_test_batch (PAIR_BATCH, PAIR_D, 10, (guint64) (run + 10 * epoch));
  const gint32 *labels = iso_dataset_labels (experiment->dataset);
  size_t count = iso_dataset_sample_count (experiment->dataset), skip = run == 3 ? 3 : 0;
  for (size_t i = 0, label = 0; i < PAIR_BATCH; i++)
    {
      size_t wanted = skip + i % (PAIR_BATCH / 10), seen = 0;
      label = i / (PAIR_BATCH / 10);
      for (size_t sample = 0; sample < count; sample++)
        if (labels[sample] == (gint32) label && seen++ == wanted)
          batch->indices[i] = (guint32) sample;
    }
  batch->epoch = epoch;
  batch->step = (guint64) (17 * epoch);
  batch->is_probe = true;
  return batch;
}

static const IsoRunSourceKind pair_source_kind = { pair_kept, pair_experiment, pair_epoch, pair_batch, NULL };

static inline IsoRun *
pair_run (gint64 id, const char *name, const char *fingerprint)
{
  IsoRun *run = g_new0 (IsoRun, 1);
  run->id = id;
  run->uuid = g_strdup_printf ("%08d", (int) id);
  run->name = g_strdup (name);
  run->note = g_strdup ("");
  run->status = ISO_RUN_FINISHED;
  run->settings = g_strdup ("{}");
  run->data = g_strdup (id == 9 ? "emoji" : "sample");
  run->fingerprint = g_strdup (fingerprint);
  run->version = g_strdup ("0");
  run->epochs = run->planned_epochs = 3;
  return run;
}

/* ids (count): 9 is of other data. */
static inline IsoComparedRuns *
pair_runs (const PairStore *store, const gint64 *ids, size_t count)
{
  static const char *const names[] = { "plain", "OBDP", "other" };
  g_autoptr (GError) error = NULL;
  GPtrArray *runs = g_ptr_array_new_with_free_func ((GDestroyNotify) iso_run_free);
  GPtrArray *histories = g_ptr_array_new_with_free_func ((GDestroyNotify) iso_history_unref);
  for (size_t i = 0; i < count; i++)
    {
      g_ptr_array_add (runs, pair_run (ids[i], ids[i] <= 3 ? names[ids[i] - 1] : "foreign",
                                       ids[i] == 9 ? "0000" : iso_dataset_fingerprint (store->dataset)));
      g_ptr_array_add (histories, iso_history_new ());
    }
  IsoComparedRuns *compared = iso_compared_runs_new (runs, histories, NULL, &error);
  g_assert_no_error (error);
  return compared;
}

/* A pair that reads from the store, of runs 1, 2 and 3. */
static inline IsoRunPair *
pair_open (PairStore *store, IsoPairWish wish)
{
  static const gint64 ids[] = { 1, 2, 3 };
  IsoRunPair *pair = iso_run_pair_new (wish);
  g_autoptr (IsoRunSource) source = iso_run_source_new (&pair_source_kind, store);
  g_autoptr (IsoComparedRuns) runs = pair_runs (store, ids, G_N_ELEMENTS (ids));
  iso_run_pair_set_source (pair, source);
  iso_run_pair_set_runs (pair, runs);
  return pair;
}

static inline void
pair_store_init (PairStore *store)
{
  IsoSettings settings;
  g_autoptr (GError) error = NULL;
  iso_settings_init (&settings);
  g_autoptr (IsoExperiment) experiment = iso_experiment_new (&settings, NULL, NULL, &error);
  g_assert_no_error (error);
  *store = (PairStore) { .dataset = iso_dataset_ref (experiment->dataset) };
}
