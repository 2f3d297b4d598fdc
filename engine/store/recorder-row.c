/* The run's row and all that follows the history: made, gone on with, and kept up to date. */
#include <errno.h>
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>

#include "engine/base/error.h"
#include "engine/store/record-rows.h"
#include "engine/store/recorder-private.h"
#include "engine/store/run-folder.h"
#include "engine/store/run-lock.h"
#include "engine/store/step-block.h"
#include "engine/train/parameters.h"
#include "isotherm-config.h"

/* Steps of one transaction: 11 MB, so that another program's need not wait long where a long history is written at once. */
#define MOST_STEPS ((size_t) 16 * ISO_STEP_BLOCK)

/* ---- making ---- */

static bool
make_folder (IsoRecorder *recorder, const char *uuid, GError **error)
{
  recorder->folder = iso_run_folder (recorder->store_folder, uuid);
  if (g_mkdir_with_parents (recorder->folder, 0700) == 0)
    recorder->lock = iso_run_lock_take (recorder->folder);
  if (recorder->lock >= 0)
    return true;
  if (errno == EWOULDBLOCK)
    g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("%s: the run is being recorded already"), recorder->folder);
  else
    g_set_error (error, ISO_ERROR, ISO_ERROR_FILE, _("cannot make the folder %s: %s"), recorder->folder, g_strerror (errno));
  return false;
}

static bool
insert_row (IsoRecorder *recorder, const char *uuid, const IsoRecorderOptions *options, GError **error)
{
  const IsoExperiment *experiment = recorder->experiment;
  g_autofree char *name = options->name != NULL ? g_strdup (options->name) : iso_run_default_name (experiment);
  g_autofree char *settings = iso_settings_to_json (&experiment->settings);
  gint64 now = g_get_real_time ();
  sqlite3_stmt *statement = iso_database_prepare (
      recorder->database,
      "INSERT INTO runs (uuid, name, status, created, updated, settings, data, fingerprint, version, planned_epochs, fork_epoch, "
      "sweep, sweep_point, parent) VALUES (?, ?, 'running', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, (SELECT id FROM runs WHERE id = ?))",
      error);
  if (statement == NULL)
    return false;
  iso_database_bind_text (statement, 1, uuid);
  iso_database_bind_text (statement, 2, name);
  sqlite3_bind_int64 (statement, 3, now);
  sqlite3_bind_int64 (statement, 4, now);
  iso_database_bind_text (statement, 5, settings);
  iso_database_bind_text (statement, 6, iso_dataset_name (experiment->dataset));
  iso_database_bind_text (statement, 7, iso_dataset_fingerprint (experiment->dataset));
  iso_database_bind_text (statement, 8, ISO_VERSION);
  sqlite3_bind_int (statement, 9, experiment->settings.train.epochs);
  sqlite3_bind_int (statement, 10, options->fork_epoch);
  iso_database_bind_text (statement, 11, options->sweep);
  iso_database_bind_text (statement, 12, options->sweep_point);
  sqlite3_bind_int64 (statement, 13, options->parent);
  if (!iso_database_finish (recorder->database, statement, error))
    return false;
  recorder->run = sqlite3_last_insert_rowid (iso_database_handle (recorder->database));
  return true;
}

/* ---- going on ---- */

static char *
find_uuid (IsoRecorder *recorder, gint64 run, GError **error)
{
  sqlite3_stmt *statement = iso_database_prepare (recorder->database, "SELECT uuid FROM runs WHERE id = ?", error);
  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, run);
  IsoDatabaseStep step = iso_database_step (recorder->database, statement, error);
  char *uuid = step == ISO_DATABASE_ROW ? iso_database_text (statement, 0) : NULL;
  sqlite3_reset (statement);
  if (step == ISO_DATABASE_END)
    g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("%s: there is no run %" PRId64), recorder->store_folder, run);
  return uuid;
}

static bool
run_on_row (IsoRecorder *recorder, const char *sql, GError **error)
{
  sqlite3_stmt *statement = iso_database_prepare (recorder->database, sql, error);
  if (statement == NULL)
    return false;
  sqlite3_bind_int64 (statement, 1, recorder->run);
  return iso_database_finish (recorder->database, statement, error);
}

/* Steps stay as far as the history has them too; evaluations and events, which are few, are written anew. Of the files those that the
 * history does not reach go. */
static bool
cut_row (IsoRecorder *recorder, GError **error)
{
  size_t count = iso_history_step_count (recorder->history);
  sqlite3_stmt *statement = iso_database_prepare (recorder->database, "DELETE FROM kept WHERE run = ? AND step > ?", error);
  if (statement == NULL || !iso_step_block_cut (&recorder->steps, recorder->database, recorder->run, count, error))
    return false;
  sqlite3_bind_int64 (statement, 1, recorder->run);
  sqlite3_bind_int64 (statement, 2, (gint64) count);
  return iso_database_finish (recorder->database, statement, error)
         && run_on_row (recorder, "DELETE FROM epochs WHERE run = ?", error)
         && run_on_row (recorder, "DELETE FROM events WHERE run = ?", error)
         && run_on_row (recorder, "UPDATE runs SET status = 'running', ended = 0 WHERE id = ?", error);
}

bool
iso_recorder_begin_row (IsoRecorder *recorder, const IsoRecorderOptions *options, GError **error)
{
  bool is_new = options->resumed == 0;
  g_autofree char *uuid = is_new ? g_uuid_string_random () : find_uuid (recorder, options->resumed, error);
  recorder->run = options->resumed;
  if (uuid == NULL || !make_folder (recorder, uuid, error))
    return false;
  if (!iso_database_begin (recorder->database, true, error))
    return false;
  if (is_new ? insert_row (recorder, uuid, options, error) : cut_row (recorder, error) && iso_recorder_read_kept (recorder, error))
    return iso_database_commit (recorder->database, error);
  iso_database_roll_back (recorder->database);
  return false;
}

/* ---- following ---- */

/* How far a transaction takes the row. */
typedef struct {
  size_t steps, epochs, events;
} Extent;

static bool
update_row (IsoRecorder *recorder, const Extent *to, IsoRunStatus status, gint64 ended, GError **error)
{
  IsoStepRecord last = { 0 };
  IsoEpochRecord evaluated = { 0 };
  if (to->steps > 0)
    iso_history_read_steps (recorder->history, &last, to->steps - 1, 1);
  if (to->epochs > 0)
    iso_history_read_epochs (recorder->history, &evaluated, to->epochs - 1, 1);
  /* The epoch of the last step has begun; it is over once it was evaluated, or known to be by the files of its end. */
  int epochs = MAX (last.epoch, evaluated.epoch);
  if (recorder->kept->len > 0)
    epochs = MAX (epochs, g_array_index (recorder->kept, IsoRecorderKept, recorder->kept->len - 1).epoch);
  sqlite3_stmt *statement = iso_database_prepare (
      recorder->database, "UPDATE runs SET status = ?2, ended = ?3, updated = ?4, steps = ?5, epochs = ?6 WHERE id = ?1", error);
  if (statement == NULL)
    return false;
  sqlite3_bind_int64 (statement, 1, recorder->run);
  iso_database_bind_text (statement, 2, iso_run_status_name (status));
  sqlite3_bind_int64 (statement, 3, ended);
  sqlite3_bind_int64 (statement, 4, g_get_real_time ());
  sqlite3_bind_int64 (statement, 5, (gint64) to->steps);
  sqlite3_bind_int (statement, 6, epochs);
  return iso_database_finish (recorder->database, statement, error);
}

static bool
write_epochs (IsoRecorder *recorder, size_t to, GError **error)
{
  IsoEpochRecord record;
  for (size_t i = recorder->epochs; i < to && iso_history_read_epochs (recorder->history, &record, i, 1) == 1; i++)
    if (!iso_record_write_epoch (recorder->database, recorder->run, i, &record, error))
      return false;
  return true;
}

static bool
write_events (IsoRecorder *recorder, size_t to, GError **error)
{
  IsoEvent event;
  for (size_t i = recorder->events; i < to && iso_history_read_events (recorder->history, &event, i, 1) == 1; i++)
    if (!iso_record_write_event (recorder->database, recorder->run, i, &event, error))
      return false;
  return true;
}

static bool
write_extent (IsoRecorder *recorder, const Extent *to, IsoRunStatus status, gint64 ended, GError **error)
{
  if (!iso_database_begin (recorder->database, true, error))
    return false;
  bool done = iso_step_block_write (recorder->database, recorder->run, recorder->history, recorder->steps, to->steps, error)
              && write_epochs (recorder, to->epochs, error) && write_events (recorder, to->events, error)
              && update_row (recorder, to, status, ended, error);
  if (!done)
    {
      iso_database_roll_back (recorder->database);
      return false;
    }
  if (!iso_database_commit (recorder->database, error))
    return false;
  recorder->steps = to->steps;
  recorder->epochs = to->epochs;
  recorder->events = to->events;
  recorder->written_status = status;
  recorder->row_written = true;
  return true;
}

bool
iso_recorder_write_row (IsoRecorder *recorder, IsoRunStatus status, gint64 ended, GError **error)
{
  /* Steps are counted last: those that an evaluation or an event tells of are there when it was. */
  Extent there;
  there.events = iso_history_event_count (recorder->history);
  there.epochs = iso_history_epoch_count (recorder->history);
  there.steps = iso_history_step_count (recorder->history);
  if (recorder->row_written && there.steps == recorder->steps && there.epochs == recorder->epochs && there.events == recorder->events
      && status == recorder->written_status)
    return true;
  while (there.steps - recorder->steps > MOST_STEPS)
    {
      const Extent to = { (recorder->steps / ISO_STEP_BLOCK + 16) * ISO_STEP_BLOCK, recorder->epochs, recorder->events };
      if (!write_extent (recorder, &to, ISO_RUN_RUNNING, 0, error))
        return false;
    }
  return write_extent (recorder, &there, status, ended, error);
}
