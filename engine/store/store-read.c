/* What was recorded of a run: its numbers out of the database, its files beside it. */
#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "engine/base/error.h"
#include "engine/store/record-rows.h"
#include "engine/store/run-folder.h"
#include "engine/store/step-block.h"
#include "engine/store/store-private.h"

char *
iso_store_uuid (IsoStore *store, gint64 run, GError **error)
{
  sqlite3_stmt *statement = iso_database_prepare (store->database, "SELECT uuid FROM runs WHERE id = ?", error);
  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, run);
  IsoDatabaseStep step = iso_database_step (store->database, statement, error);
  if (step == ISO_DATABASE_ROW)
    {
      char *uuid = iso_database_text (statement, 0);
      sqlite3_reset (statement);
      return uuid;
    }
  if (step == ISO_DATABASE_END)
    g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("%s: there is no run %" PRId64), store->folder, run);
  return NULL;
}

/* A transaction that reads one state of a run that is there. After it: end(). */
static bool
begin (IsoStore *store, gint64 run, GError **error)
{
  pthread_mutex_lock (&store->mutex);
  if (!iso_database_begin (store->database, false, error))
    return false;
  g_autofree char *uuid = iso_store_uuid (store, run, error);
  return uuid != NULL;
}

static void
end (IsoStore *store)
{
  iso_database_roll_back (store->database);
  pthread_mutex_unlock (&store->mutex);
}

bool
iso_store_read_steps (IsoStore *store, gint64 run, GArray **steps, GError **error)
{
  bool done = begin (store, run, error) && iso_step_block_read (steps, store->database, run, G_MAXSIZE, error);
  end (store);
  return done;
}

bool
iso_store_read_epochs (IsoStore *store, gint64 run, GArray **epochs, GError **error)
{
  bool done = begin (store, run, error) && iso_record_read_epochs (epochs, store->database, run, error);
  end (store);
  return done;
}

bool
iso_store_read_events (IsoStore *store, gint64 run, GArray **events, GError **error)
{
  bool done = begin (store, run, error) && iso_record_read_events (events, store->database, run, error);
  end (store);
  return done;
}

/* ---- the journal ---- */

static void
clear_change (void *change)
{
  g_free (((IsoRunChange *) change)->value);
}

static bool
read_changes (GArray *changes, IsoDatabase *database, gint64 run, GError **error)
{
  sqlite3_stmt *statement = iso_database_prepare (
      database, "SELECT step, key, value FROM events WHERE run = ? AND kind = ? AND key IS NOT NULL AND value IS NOT NULL "
                "ORDER BY number", error);
  IsoDatabaseStep step;
  if (statement == NULL)
    return false;
  sqlite3_bind_int64 (statement, 1, run);
  sqlite3_bind_int (statement, 2, ISO_EVENT_CHANGE);
  while ((step = iso_database_step (database, statement, error)) == ISO_DATABASE_ROW)
    {
      IsoRunChange change = { (guint64) sqlite3_column_int64 (statement, 0),
                              g_intern_string ((const char *) sqlite3_column_text (statement, 1)), iso_database_text (statement, 2) };
      g_array_append_val (changes, change);
    }
  return step == ISO_DATABASE_END;
}

bool
iso_store_read_changes (IsoStore *store, gint64 run, GArray **changes, GError **error)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (IsoRunChange));
  g_array_set_clear_func (found, clear_change);
  bool done = begin (store, run, error) && read_changes (found, store->database, run, error);
  end (store);
  if (done)
    *changes = g_steal_pointer (&found);
  return done;
}

/* ---- files ---- */

static bool
read_kept (GArray *kept, IsoDatabase *database, gint64 run, GError **error)
{
  sqlite3_stmt *statement = iso_database_prepare (
      database, "SELECT epoch, step, checkpoint, embeddings, batch FROM kept WHERE run = ? ORDER BY epoch", error);
  IsoDatabaseStep step;
  if (statement == NULL)
    return false;
  sqlite3_bind_int64 (statement, 1, run);
  while ((step = iso_database_step (database, statement, error)) == ISO_DATABASE_ROW)
    {
      gint64 sizes[3];
      for (int i = 0; i < 3; i++)
        sizes[i] = sqlite3_column_int64 (statement, 2 + i);
      IsoKeptEpoch epoch = { .epoch = sqlite3_column_int (statement, 0), .step = (guint64) sqlite3_column_int64 (statement, 1),
                             .bytes = (guint64) (sizes[0] + sizes[1] + sizes[2]), .checkpoint = sizes[0] > 0,
                             .embeddings = sizes[1] > 0, .batch = sizes[2] > 0 };
      g_array_append_val (kept, epoch);
    }
  return step == ISO_DATABASE_END;
}

bool
iso_store_read_kept (IsoStore *store, gint64 run, GArray **kept, GError **error)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (IsoKeptEpoch));
  bool done = begin (store, run, error) && read_kept (found, store->database, run, error);
  end (store);
  if (done)
    *kept = g_steal_pointer (&found);
  return done;
}

char *
iso_store_run_folder (IsoStore *store, gint64 run, GError **error)
{
  pthread_mutex_lock (&store->mutex);
  g_autofree char *uuid = iso_store_uuid (store, run, error);
  pthread_mutex_unlock (&store->mutex);
  return uuid != NULL ? iso_run_folder (store->folder, uuid) : NULL;
}

static bool
has_file (const IsoKeptEpoch *kept, IsoRunFile kind)
{
  return kind == ISO_RUN_FILE_CHECKPOINT ? kept->checkpoint : kind == ISO_RUN_FILE_EMBEDDINGS ? kept->embeddings : kept->batch;
}

char *
iso_store_file (IsoStore *store, gint64 run, const char *kind, int epoch, GError **error)
{
  g_autofree char *folder = iso_store_run_folder (store, run, error);
  g_autoptr (GArray) kept = NULL;
  IsoRunFile file = iso_run_file_find (kind);
  int found = -1;
  g_return_val_if_fail (file < ISO_RUN_FILE_COUNT, NULL);
  if (folder == NULL || !iso_store_read_kept (store, run, &kept, error))
    return NULL;
  for (guint i = 0; i < kept->len; i++)
    {
      const IsoKeptEpoch *one = &g_array_index (kept, IsoKeptEpoch, i);
      if (has_file (one, file) && (epoch < 0 || one->epoch == epoch))
        found = one->epoch;
    }
  if (found < 0 && epoch < 0)
    g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("run %" PRId64 ": no file of kind %s is kept"), run, kind);
  else if (found < 0)
    g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("run %" PRId64 ": no file of kind %s is kept of epoch %d"), run, kind, epoch);
  if (found < 0)
    return NULL;
  g_autofree char *name = iso_run_file_name (file, found);
  return g_build_filename (folder, name, NULL);
}

/* ---- as a history ---- */

/* The first so many of each. */
typedef struct {
  guint64 steps, epochs, events;
} Extent;

static IsoHistory *
read_history (IsoStore *store, gint64 run, const Extent *extent, GError **error)
{
  g_autoptr (GArray) steps = NULL, epochs = NULL, events = NULL;
  bool done = begin (store, run, error) && iso_step_block_read (&steps, store->database, run, extent->steps, error)
              && iso_record_read_epochs (&epochs, store->database, run, error)
              && iso_record_read_events (&events, store->database, run, error);
  end (store);
  if (!done)
    return NULL;
  IsoHistory *history = iso_history_new ();
  for (guint i = 0; i < steps->len; i++)
    iso_history_add_step (history, &g_array_index (steps, IsoStepRecord, i));
  for (guint i = 0; i < MIN (epochs->len, extent->epochs); i++)
    iso_history_add_epoch (history, &g_array_index (epochs, IsoEpochRecord, i));
  for (guint i = 0; i < MIN (events->len, extent->events); i++)
    iso_history_add_event (history, &g_array_index (events, IsoEvent, i));
  return history;
}

IsoHistory *
iso_store_read_history (IsoStore *store, gint64 run, GError **error)
{
  const Extent all = { G_MAXSIZE, G_MAXSIZE, G_MAXSIZE };
  return read_history (store, run, &all, error);
}

IsoCheckpoint *
iso_store_restore (IsoStore *store, gint64 run, int epoch, GError **error)
{
  g_autofree char *path = iso_store_file (store, run, "checkpoint", epoch, error);
  g_autoptr (IsoCheckpoint) checkpoint = path != NULL ? iso_checkpoint_open (path, error) : NULL;
  Extent extent;
  if (checkpoint == NULL
      || !iso_checkpoint_read_count (&extent.steps, checkpoint, "step", G_MAXINT64, error)
      || !iso_checkpoint_read_count (&extent.epochs, checkpoint, "history.epoch_count", G_MAXINT64, error)
      || !iso_checkpoint_read_count (&extent.events, checkpoint, "history.event_count", G_MAXINT64, error))
    return NULL;
  g_autoptr (IsoHistory) history = read_history (store, run, &extent, error);
  if (history == NULL)
    return NULL;
  iso_checkpoint_set_history (checkpoint, history);
  return g_steal_pointer (&checkpoint);
}
