#include "engine/store/adopt.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/store/database.h"
#include "engine/store/record-rows.h"
#include "engine/store/run-folder.h"
#include "engine/store/step-block.h"

/* Finished epochs, as the last evaluation and the last step tell. */
static int
finished_epochs (IsoHistory *history)
{
  IsoEpochRecord epoch = { 0 };
  size_t count = iso_history_epoch_count (history);
  if (count > 0)
    iso_history_read_epochs (history, &epoch, count - 1, 1);
  return epoch.epoch;
}

static gint64
insert_run (IsoDatabase *database, const IsoArchiveRun *archive, IsoHistory *history, GError **error)
{
  const IsoRun *run = archive->run;
  sqlite3_stmt *statement = iso_database_prepare (
      database,
      "INSERT INTO runs (uuid, name, note, status, created, updated, ended, settings, data, fingerprint, version, steps, epochs, "
      "planned_epochs, parent, fork_epoch, sweep, sweep_point) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      error);
  if (statement == NULL)
    return 0;
  iso_database_bind_text (statement, 1, run->uuid);
  iso_database_bind_text (statement, 2, run->name);
  iso_database_bind_text (statement, 3, run->note);
  iso_database_bind_text (statement, 4, iso_run_status_name (run->status));
  sqlite3_bind_int64 (statement, 5, run->created);
  sqlite3_bind_int64 (statement, 6, run->ended != 0 ? run->ended : run->created);
  sqlite3_bind_int64 (statement, 7, run->ended != 0 ? run->ended : run->created);
  iso_database_bind_text (statement, 8, run->settings);
  iso_database_bind_text (statement, 9, run->data);
  iso_database_bind_text (statement, 10, run->fingerprint);
  iso_database_bind_text (statement, 11, run->version);
  sqlite3_bind_int64 (statement, 12, (gint64) archive->steps);
  sqlite3_bind_int (statement, 13, finished_epochs (history));
  sqlite3_bind_int (statement, 14, run->planned_epochs);
  if (run->parent != 0)
    sqlite3_bind_int64 (statement, 15, run->parent);
  else
    sqlite3_bind_null (statement, 15);
  sqlite3_bind_int (statement, 16, run->fork_epoch);
  iso_database_bind_text (statement, 17, run->sweep);
  iso_database_bind_text (statement, 18, run->sweep_point);
  return iso_database_finish (database, statement, error) ? sqlite3_last_insert_rowid (iso_database_handle (database)) : 0;
}

static bool
insert_history (IsoDatabase *database, gint64 run, IsoHistory *history, GError **error)
{
  size_t epochs = iso_history_epoch_count (history), events = iso_history_event_count (history);
  if (!iso_step_block_write (database, run, history, 0, iso_history_step_count (history), error))
    return false;
  for (size_t i = 0; i < epochs; i++)
    {
      IsoEpochRecord record;
      if (iso_history_read_epochs (history, &record, i, 1) != 1 || !iso_record_write_epoch (database, run, i, &record, error))
        return false;
    }
  for (size_t i = 0; i < events; i++)
    {
      IsoEvent event;
      if (iso_history_read_events (history, &event, i, 1) != 1 || !iso_record_write_event (database, run, i, &event, error))
        return false;
    }
  return true;
}

/* Bytes of the archive's file of this name, 0 where it has none. */
static guint64
file_bytes (const IsoArchiveRun *archive, IsoRunFile kind, int epoch)
{
  g_autofree char *name = iso_run_file_name (kind, epoch);
  for (guint i = 0; i < archive->files->len; i++)
    {
      const IsoArchiveMember *file = archive->files->pdata[i];
      if (strcmp (file->name, name) == 0)
        return file->bytes;
    }
  return 0;
}

static bool
insert_kept (IsoDatabase *database, gint64 run, const IsoArchiveRun *archive, GError **error)
{
  for (guint i = 0; i < archive->kept->len; i++)
    {
      const IsoKeptEpoch *kept = &g_array_index (archive->kept, IsoKeptEpoch, i);
      sqlite3_stmt *statement = iso_database_prepare (
          database, "INSERT INTO kept (run, epoch, step, checkpoint, embeddings, batch) VALUES (?, ?, ?, ?, ?, ?)", error);
      if (statement == NULL)
        return false;
      sqlite3_bind_int64 (statement, 1, run);
      sqlite3_bind_int (statement, 2, kept->epoch);
      sqlite3_bind_int64 (statement, 3, (gint64) kept->step);
      for (IsoRunFile kind = 0; kind < ISO_RUN_FILE_COUNT; kind++)
        sqlite3_bind_int64 (statement, 4 + (int) kind, (gint64) file_bytes (archive, kind, kept->epoch));
      if (!iso_database_finish (database, statement, error))
        return false;
    }
  return true;
}

/* Where a run of this uuid was deleted, some of its files may have been left. */
static bool
move_folder (const char *from, const char *to, GError **error)
{
  g_autofree char *shown = g_filename_display_name (to);
  iso_run_folder_remove (to);
  if (g_rename (from, to) == 0)
    return true;
  g_set_error (error, ISO_ERROR, ISO_ERROR_FILE, _("cannot write %s: %s"), shown, g_strerror (errno));
  return false;
}

gint64
iso_store_adopt (IsoStore *store, const IsoArchiveRun *archive, IsoHistory *history, const char *folder, GError **error)
{
  /* A connection of its own: those who read by the store's do not wait. */
  g_autoptr (IsoDatabase) database = iso_database_open (iso_store_folder (store), error);
  g_autofree char *target = iso_run_folder (iso_store_folder (store), archive->run->uuid);
  if (database == NULL || !iso_database_begin (database, true, error))
    return 0;
  gint64 run = insert_run (database, archive, history, error);
  bool moved = run != 0 && insert_history (database, run, history, error) && insert_kept (database, run, archive, error)
               && move_folder (folder, target, error);
  if (moved && iso_database_commit (database, error))
    return run;
  iso_database_roll_back (database);
  if (moved)
    g_rename (target, folder);
  return 0;
}
