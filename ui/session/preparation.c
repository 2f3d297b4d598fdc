#include "ui/session/preparation.h"

#include <glib/gi18n.h>
#include <stdatomic.h>

#include "engine/base/error.h"
#include "engine/base/unjoined.h"
#include "engine/store/run-lock.h"
#include "engine/store/store.h"
#include "engine/train/fork.h"
#include "engine/train/parameters.h"

/* How long the end of a run is waited for before it is gone on with, and the writing of one that a fork begins at. */
#define LOCK_SECONDS 3.0
#define FLUSH_SECONDS 0.5
#define LOCK_INTERVAL 0.05

IsoReading *
iso_reading_new (void)
{
  IsoReading *reading = g_atomic_rc_box_new0 (IsoReading);
  reading->permille = -1;
  reading->skipped = g_ptr_array_new_with_free_func (g_free);
  return reading;
}

IsoReading *
iso_reading_ref (IsoReading *reading)
{
  return g_atomic_rc_box_acquire (reading);
}

static void
reading_clear (gpointer data)
{
  g_ptr_array_unref (((IsoReading *) data)->skipped);
}

void
iso_reading_unref (IsoReading *reading)
{
  g_atomic_rc_box_release_full (reading, reading_clear);
}

IsoOrigin *
iso_origin_new (IsoOriginKind kind)
{
  IsoOrigin *origin = g_atomic_rc_box_new0 (IsoOrigin);
  origin->kind = kind;
  return origin;
}

IsoOrigin *
iso_origin_ref (IsoOrigin *origin)
{
  return g_atomic_rc_box_acquire (origin);
}

static void
origin_clear (gpointer data)
{
  IsoOrigin *origin = data;
  g_clear_pointer (&origin->keeper, iso_run_keeper_unref);
  g_strfreev (origin->assignments);
  g_free (origin->folder);
  g_free (origin->path);
}

void
iso_origin_unref (IsoOrigin *origin)
{
  if (origin != NULL)
    g_atomic_rc_box_release_full (origin, origin_clear);
}

void
iso_preparation_free (IsoPreparation *preparation)
{
  g_clear_pointer (&preparation->present, iso_dataset_unref);
  iso_reading_unref (preparation->reading);
  iso_origin_unref (preparation->origin);
  g_free (preparation);
}

static gpointer
free_trainer (gpointer trainer)
{
  iso_trainer_free (trainer);
  return NULL;
}

void
iso_trainer_retire (IsoTrainer *trainer)
{
  iso_thread_run_unjoined ("retire", free_trainer, trainer);
}

static gpointer
free_recorder (gpointer recorder)
{
  iso_recorder_free (recorder);
  return NULL;
}

void
iso_prepared_run_free (IsoPreparedRun *run)
{
  /* Gone on with and given up before anything was done. */
  if (run->recorder != NULL)
    iso_recorder_status (run->recorder, ISO_RUN_STOPPED);
  g_clear_pointer (&run->trainer, iso_trainer_retire);
  if (run->recorder != NULL)
    iso_thread_run_unjoined ("retire", free_recorder, g_steal_pointer (&run->recorder));
  g_clear_pointer (&run->experiment, iso_experiment_unref);
  g_free (run);
}

/* On the worker's threads. */
static void
note_share (gpointer data, double share)
{
  ((IsoReading *) data)->permille = (int) (1000.0 * share);
}

static IsoDataset *
read_data (IsoPreparation *preparation, const IsoSettings *settings, GCancellable *cancellable, GError **error)
{
  IsoSourceRequest request = iso_settings_source (settings);
  IsoSourceReport report = { note_share, preparation->reading, preparation->reading->skipped };
  return iso_source_load (&request, &report, cancellable, error);
}

static IsoPreparedRun *
prepare_new (IsoPreparation *preparation, GCancellable *cancellable, GError **error)
{
  const IsoSettings *settings = &preparation->settings;
  IsoSourceRequest there = iso_settings_source (&preparation->present_settings), wanted = iso_settings_source (settings);
  bool is_there = preparation->present != NULL && iso_source_request_equal (&there, &wanted);
  g_autoptr (IsoDataset) dataset =
      is_there ? iso_dataset_ref (preparation->present) : read_data (preparation, settings, cancellable, error);
  g_autoptr (IsoPreparedRun) run = g_new0 (IsoPreparedRun, 1);
  if (dataset != NULL)
    run->experiment = iso_experiment_new (settings, dataset, cancellable, error);
  return run->experiment != NULL ? g_steal_pointer (&run) : NULL;
}

/* A folder that was moved is told apart from a file that is broken: the person can open it where it lies now. */
static void
explain_data (GError **error, const IsoCheckpoint *checkpoint, const char *source)
{
  if (g_error_matches (*error, ISO_ERROR, ISO_ERROR_CANCELLED) || g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_autoptr (GError) reason = g_steal_pointer (error);
  g_set_error (error, reason->domain, reason->code,
               _("%s: was trained on %s, which could not be read (%s). Open these data where they are now, then resume again"),
               iso_safetensors_name (iso_checkpoint_file (checkpoint)), source, reason->message);
}

/* The data in place do if they are the same, wherever they came from; else those that the checkpoint names are read. */
static IsoDataset *
find_data (IsoPreparation *preparation, IsoSettings *settings, const IsoCheckpoint *checkpoint, GCancellable *cancellable,
           GError **error)
{
  if (preparation->present != NULL && iso_checkpoint_check_data (checkpoint, preparation->present, NULL))
    {
      settings->data.source = preparation->present_settings.data.source;
      settings->data.size = preparation->present_settings.data.size;
      settings->data.color = preparation->present_settings.data.color;
      settings->data.label_column = preparation->present_settings.data.label_column;
      return iso_dataset_ref (preparation->present);
    }
  GError *problem = NULL;
  IsoDataset *dataset = read_data (preparation, settings, cancellable, &problem);
  if (dataset == NULL)
    {
      explain_data (&problem, checkpoint, settings->data.source);
      g_propagate_error (error, problem);
    }
  return dataset;
}

/* The experiment and the trainer of a run that stands where the checkpoint does. */
static IsoPreparedRun *
go_on (IsoPreparation *preparation, const IsoCheckpoint *checkpoint, IsoSettings *settings, GCancellable *cancellable, GError **error)
{
  g_autoptr (IsoPreparedRun) run = g_new0 (IsoPreparedRun, 1);
  /* How many threads is a matter of the machine; the bytes are the same with any number. */
  settings->train.threads = preparation->settings.train.threads;
  g_autoptr (IsoDataset) dataset = find_data (preparation, settings, checkpoint, cancellable, error);
  if (dataset != NULL)
    run->experiment = iso_experiment_resume (checkpoint, settings, dataset, cancellable, error);
  if (run->experiment != NULL)
    run->trainer = iso_trainer_resume (run->experiment, checkpoint, error);
  return run->trainer != NULL ? g_steal_pointer (&run) : NULL;
}

static IsoPreparedRun *
prepare_from_file (IsoPreparation *preparation, GCancellable *cancellable, GError **error)
{
  g_autoptr (IsoCheckpoint) checkpoint = iso_checkpoint_open (preparation->origin->path, error);
  IsoSettings settings;
  if (checkpoint == NULL || !iso_checkpoint_settings (&settings, checkpoint, error))
    return NULL;
  return go_on (preparation, checkpoint, &settings, cancellable, error);
}

/* A run that has just left its place is still being written. */
static bool
wait_for_end (IsoStore *store, const IsoOrigin *origin, GCancellable *cancellable, GError **error)
{
  g_autofree char *folder = iso_store_run_folder (store, origin->run, error);
  if (folder == NULL)
    return false;
  for (double waited = 0.0; waited < LOCK_SECONDS && iso_run_lock_is_held (folder) && !g_cancellable_is_cancelled (cancellable);
       waited += LOCK_INTERVAL)
    g_usleep ((gulong) (LOCK_INTERVAL * G_USEC_PER_SEC));
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

static IsoPreparedRun *
prepare_from_run (IsoPreparation *preparation, GCancellable *cancellable, GError **error)
{
  const IsoOrigin *origin = preparation->origin;
  g_autoptr (IsoStore) store = iso_store_open (origin->folder, error);
  g_autoptr (IsoCheckpoint) checkpoint = NULL;
  IsoSettings settings;
  if (store == NULL || !wait_for_end (store, origin, cancellable, error))
    return NULL;
  checkpoint = iso_store_restore (store, origin->run, origin->epoch, error);
  if (checkpoint == NULL || !iso_checkpoint_settings (&settings, checkpoint, error))
    return NULL;
  g_autoptr (IsoPreparedRun) run = go_on (preparation, checkpoint, &settings, cancellable, error);
  IsoRecorderOptions options = origin->limits;
  options.resumed = origin->run;
  /* Nobody waits any more: what the run had recorded after the checkpoint is not given up for nothing. */
  if (run == NULL || g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  run->recorder = iso_recorder_new (origin->folder, run->experiment, iso_trainer_history (run->trainer), &options, error);
  return run->recorder != NULL ? g_steal_pointer (&run) : NULL;
}

static IsoPreparedRun *
prepare_fork (IsoPreparation *preparation, GCancellable *cancellable, GError **error)
{
  const IsoOrigin *origin = preparation->origin;
  IsoSettings settings;
  guint64 epoch;
  /* An epoch that has just ended may be on its way. */
  if (origin->keeper != NULL)
    iso_run_keeper_flush (origin->keeper, FLUSH_SECONDS);
  g_autoptr (IsoStore) store = iso_store_open (origin->folder, error);
  g_autoptr (IsoCheckpoint) checkpoint = store != NULL ? iso_store_restore (store, origin->run, origin->epoch, error) : NULL;
  if (checkpoint == NULL || !iso_checkpoint_read_count (&epoch, checkpoint, "epoch", G_MAXINT, error)
      || !iso_fork_settings (&settings, checkpoint, (const char *const *) origin->assignments, error))
    return NULL;
  IsoPreparedRun *run = go_on (preparation, checkpoint, &settings, cancellable, error);
  if (run != NULL)
    run->epoch = (int) epoch;
  return run;
}

IsoPreparedRun *
iso_preparation_run (IsoPreparation *preparation, GCancellable *cancellable, GError **error)
{
  if (preparation->origin == NULL)
    return prepare_new (preparation, cancellable, error);
  switch (preparation->origin->kind)
    {
    case ISO_ORIGIN_RUN:
      return prepare_from_run (preparation, cancellable, error);
    case ISO_ORIGIN_FORK:
      return prepare_fork (preparation, cancellable, error);
    case ISO_ORIGIN_FILE:
    default:
      return prepare_from_file (preparation, cancellable, error);
    }
}
