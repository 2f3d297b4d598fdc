#include "ui/session/preparation.h"

#include <glib/gi18n.h>
#include <stdatomic.h>

#include "engine/base/error.h"
#include "engine/base/unjoined.h"
#include "engine/train/parameters.h"

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

void
iso_preparation_free (IsoPreparation *preparation)
{
  g_clear_pointer (&preparation->present, iso_dataset_unref);
  iso_reading_unref (preparation->reading);
  g_free (preparation->checkpoint);
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

void
iso_prepared_run_free (IsoPreparedRun *run)
{
  g_clear_pointer (&run->trainer, iso_trainer_retire);
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

static IsoPreparedRun *
prepare_resumed (IsoPreparation *preparation, GCancellable *cancellable, GError **error)
{
  g_autoptr (IsoCheckpoint) checkpoint = iso_checkpoint_open (preparation->checkpoint, error);
  g_autoptr (IsoPreparedRun) run = g_new0 (IsoPreparedRun, 1);
  IsoSettings settings;
  if (checkpoint == NULL || !iso_checkpoint_settings (&settings, checkpoint, error))
    return NULL;
  /* How many threads is a matter of the machine; the bytes are the same with any number. */
  settings.train.threads = preparation->settings.train.threads;
  g_autoptr (IsoDataset) dataset = find_data (preparation, &settings, checkpoint, cancellable, error);
  if (dataset != NULL)
    run->experiment = iso_experiment_resume (checkpoint, &settings, dataset, cancellable, error);
  if (run->experiment != NULL)
    run->trainer = iso_trainer_resume (run->experiment, checkpoint, error);
  return run->trainer != NULL ? g_steal_pointer (&run) : NULL;
}

IsoPreparedRun *
iso_preparation_run (IsoPreparation *preparation, GCancellable *cancellable, GError **error)
{
  return preparation->checkpoint != NULL ? prepare_resumed (preparation, cancellable, error)
                                         : prepare_new (preparation, cancellable, error);
}
