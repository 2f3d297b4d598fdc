#include "ui/report/kept-run.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "engine/base/error.h"
#include "engine/store/kept-epoch.h"

#define WANTS_EMBEDDINGS (ISO_RUN_EXPORT_PROJECTOR | ISO_RUN_EXPORT_NPZ | ISO_RUN_EXPORT_HTML)

void
iso_kept_run_free (IsoKeptRun *kept)
{
  if (kept == NULL)
    return;
  iso_run_report_clear (&kept->report);
  g_clear_pointer (&kept->run, iso_run_free);
  g_clear_pointer (&kept->history, iso_history_unref);
  g_clear_pointer (&kept->epoch, iso_epoch_snapshot_unref);
  g_clear_pointer (&kept->probe, iso_batch_snapshot_unref);
  g_clear_pointer (&kept->experiment, iso_experiment_unref);
  g_free (kept->checkpoint);
  g_free (kept->failure);
  g_free (kept->lack);
  g_free (kept);
}

/* ---- which epochs ---- */

/* The last epoch of which such a file is kept, or this one where it is meant; −1 where there is none. */
static int
find_epoch (const GArray *kept, int epoch, size_t flag)
{
  int found = -1;
  for (guint i = 0; i < kept->len; i++)
    {
      const IsoKeptEpoch *one = &g_array_index (kept, IsoKeptEpoch, i);
      if ((epoch < 0 || one->epoch == epoch) && G_STRUCT_MEMBER (bool, one, flag))
        found = one->epoch;
    }
  return found;
}

/* Whoever names an epoch means one that is kept. */
static bool
check_epoch (const GArray *kept, gint64 run, int epoch, GError **error)
{
  for (guint i = 0; i < kept->len && epoch >= 0; i++)
    if (g_array_index (kept, IsoKeptEpoch, i).epoch == epoch)
      return true;
  if (epoch < 0)
    return true;
  g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("run %" PRId64 ": nothing is kept of epoch %d"), run, epoch);
  return false;
}

/* ---- what is read ---- */

/* Notes why something is not there; false where that is the end of it. */
static bool
note_lack (IsoKeptRun *kept, GError *problem, GError **error)
{
  if (g_error_matches (problem, ISO_ERROR, ISO_ERROR_CANCELLED))
    {
      g_propagate_error (error, problem);
      return false;
    }
  if (kept->lack == NULL)
    kept->lack = g_strdup (problem->message);
  g_error_free (problem);
  return true;
}

static bool
read_embeddings (IsoKeptRun *kept, const GArray *epochs, int wanted, GCancellable *cancellable, GError **error)
{
  IsoStore *store = kept->export.store;
  GError *problem = NULL;
  gint64 id = kept->run->id;
  int embeddings = find_epoch (epochs, wanted, G_STRUCT_OFFSET (IsoKeptEpoch, embeddings));
  int batch = find_epoch (epochs, wanted, G_STRUCT_OFFSET (IsoKeptEpoch, batch));
  kept->experiment = iso_store_read_experiment (store, id, NULL, cancellable, &problem);
  if (kept->experiment == NULL)
    return note_lack (kept, problem, error);
  if (embeddings >= 0 && (kept->epoch = iso_store_read_epoch (store, id, embeddings, kept->experiment, &problem)) == NULL
      && !note_lack (kept, g_steal_pointer (&problem), error))
    return false;
  if (batch >= 0 && (kept->probe = iso_store_read_batch (store, id, batch, kept->experiment, &problem)) == NULL)
    return note_lack (kept, problem, error);
  return true;
}

/* A run that failed has said why as its last words. */
static char *
find_failure (const IsoKeptRun *kept)
{
  if (kept->run->status != ISO_RUN_FAILED)
    return NULL;
  for (size_t i = kept->report.event_count; i > 0; i--)
    {
      const IsoEvent *event = &kept->report.events[i - 1];
      if (event->kind == ISO_EVENT_ERROR || event->kind == ISO_EVENT_NUMERIC)
        return g_strdup (event->text);
    }
  return g_strdup (_("The run ended with an error."));
}

/* Steps of the first epoch, once it is behind; 0: not known. */
static size_t
count_epoch_steps (const IsoRunReport *report)
{
  size_t count = 0;
  while (count < report->step_count && report->steps[count].epoch == 0)
    count++;
  bool is_whole = count < report->step_count || (report->epoch_count > 0 && report->epochs[report->epoch_count - 1].epoch > 0);
  return is_whole ? count : 0;
}

static bool
read_numbers (IsoKeptRun *kept, IsoStore *store, GError **error)
{
  gint64 id = kept->run->id;
  kept->history = iso_store_read_history (store, id, error);
  if (kept->history == NULL)
    return false;
  iso_run_report_read (&kept->report, kept->history);
  guint64 last = kept->report.step_count > 0 ? kept->report.steps[kept->report.step_count - 1].step : 0;
  kept->report.run = id;
  kept->report.interrupted = kept->run->status == ISO_RUN_INTERRUPTED;
  kept->report.failure = kept->failure = find_failure (kept);
  return iso_store_read_settings_at (&kept->settings, store, id, last, error);
}

static void
fill_export (IsoKeptRun *kept)
{
  bool is_going = kept->run->status == ISO_RUN_RUNNING || kept->run->status == ISO_RUN_PAUSED;
  gint64 ended = kept->run->ended > 0 ? kept->run->ended : g_get_real_time ();
  IsoRunExport *export = &kept->export;
  kept->report.experiment = kept->experiment;
  export->report = &kept->report;
  export->settings = &kept->settings;
  export->ended = (double) ended / G_USEC_PER_SEC;
  export->history = kept->history;
  export->steps_per_epoch = count_epoch_steps (&kept->report);
  export->epoch = kept->epoch;
  export->probe = kept->probe;
  export->checkpoint = kept->checkpoint;
  export->is_going = is_going;
  export->lack = kept->lack;
}

static bool
read_all (IsoKeptRun *kept, gint64 id, IsoRunExportFormats formats, int epoch, GCancellable *cancellable, GError **error)
{
  IsoStore *store = kept->export.store;
  g_autoptr (GArray) epochs = NULL;
  g_autofree char *word = g_strdup_printf ("%" PRId64, id);
  kept->run = iso_store_find (store, word, error);
  if (kept->run == NULL || !read_numbers (kept, store, error) || !iso_store_read_kept (store, id, &epochs, error)
      || !check_epoch (epochs, id, epoch, error))
    return false;
  int checkpoint = find_epoch (epochs, epoch, G_STRUCT_OFFSET (IsoKeptEpoch, checkpoint));
  if ((formats & ISO_RUN_EXPORT_WEIGHTS) != 0 && checkpoint >= 0
      && (kept->checkpoint = iso_store_file (store, id, "checkpoint", checkpoint, error)) == NULL)
    return false;
  return (formats & WANTS_EMBEDDINGS) == 0 || read_embeddings (kept, epochs, epoch, cancellable, error);
}

IsoKeptRun *
iso_kept_run_read (IsoStore *store, gint64 id, IsoRunExportFormats formats, int epoch, GCancellable *cancellable, GError **error)
{
  g_autoptr (IsoKeptRun) kept = g_new0 (IsoKeptRun, 1);
  kept->export.store = store;
  kept->export.id = id;
  if (!read_all (kept, id, formats, epoch, cancellable, error))
    return NULL;
  fill_export (kept);
  return g_steal_pointer (&kept);
}
