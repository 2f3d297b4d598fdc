#include "engine/store/run-folder.h"

#include <glib/gstdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "engine/store/run-lock.h"

/* A folder is made some moments before it is locked and has its row: a young one is somebody's. */
#define YOUNG_SECONDS 3600

static void
remove_all_but (const char *folder, GHashTable *names)
{
  g_autoptr (GDir) directory = g_dir_open (folder, 0, NULL);
  const char *name;
  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    if (names == NULL || !g_hash_table_contains (names, name))
      {
        g_autofree char *path = g_build_filename (folder, name, NULL);
        g_unlink (path);
      }
}

static const struct {
  const char *kind, *suffix;
} files[ISO_RUN_FILE_COUNT] = {
  [ISO_RUN_FILE_CHECKPOINT] = { "checkpoint", "safetensors" },
  [ISO_RUN_FILE_EMBEDDINGS] = { "embeddings", "npy" },
  [ISO_RUN_FILE_BATCH] = { "batch", "safetensors" },
};

char *
iso_run_file_name (IsoRunFile kind, int epoch)
{
  return g_strdup_printf ("%s-%d.%s", files[kind].kind, epoch, files[kind].suffix);
}

IsoRunFile
iso_run_file_find (const char *kind)
{
  IsoRunFile file = 0;
  while (file < ISO_RUN_FILE_COUNT && strcmp (files[file].kind, kind) != 0)
    file++;
  return file;
}

char *
iso_run_folder (const char *store_folder, const char *uuid)
{
  return g_build_filename (store_folder, "runs", uuid, NULL);
}

void
iso_run_folder_remove (const char *folder)
{
  remove_all_but (folder, NULL);
  g_rmdir (folder);
}

/* ---- sweeping ---- */

typedef struct {
  gint64 id;
  char *uuid;
} Run;

static void
clear_run (void *run)
{
  g_free (((Run *) run)->uuid);
}

/* All runs, or those alone that say they go on; empty on an error. */
static GArray *
list_runs (IsoDatabase *database, bool unfinished)
{
  GArray *runs = g_array_new (FALSE, FALSE, sizeof (Run));
  const char *sql = unfinished ? "SELECT id, uuid FROM runs WHERE status IN ('running', 'paused')" : "SELECT id, uuid FROM runs";
  sqlite3_stmt *statement = iso_database_prepare (database, sql, NULL);
  g_array_set_clear_func (runs, clear_run);
  while (statement != NULL && iso_database_step (database, statement, NULL) == ISO_DATABASE_ROW)
    {
      Run run = { sqlite3_column_int64 (statement, 0), iso_database_text (statement, 1) };
      g_array_append_val (runs, run);
    }
  return runs;
}

/* NULL on an error: then nothing may be removed. */
static GHashTable *
list_files (IsoDatabase *database, gint64 run)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  sqlite3_stmt *statement
      = iso_database_prepare (database, "SELECT epoch, checkpoint, embeddings, batch FROM kept WHERE run = ?", NULL);
  IsoDatabaseStep step = ISO_DATABASE_ERROR;
  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, run);
  while ((step = iso_database_step (database, statement, NULL)) == ISO_DATABASE_ROW)
    {
      for (IsoRunFile kind = 0; kind < ISO_RUN_FILE_COUNT; kind++)
        if (sqlite3_column_int64 (statement, 1 + (int) kind) > 0)
          g_hash_table_add (names, iso_run_file_name (kind, sqlite3_column_int (statement, 0)));
    }
  return step == ISO_DATABASE_END ? g_steal_pointer (&names) : NULL;
}

static void
end_run (IsoDatabase *database, const Run *run, const char *folder)
{
  g_autoptr (GHashTable) names = list_files (database, run->id);
  if (names != NULL)
    {
      g_hash_table_add (names, g_strdup ("lock"));
      remove_all_but (folder, names);
    }
  sqlite3_stmt *statement = iso_database_prepare (
      database, "UPDATE runs SET status = 'interrupted', ended = updated WHERE id = ? AND status IN ('running', 'paused')", NULL);
  if (statement == NULL)
    return;
  sqlite3_bind_int64 (statement, 1, run->id);
  iso_database_finish (database, statement, NULL);
}

static void
remove_strays (IsoDatabase *database, const char *store_folder)
{
  g_autofree char *all = g_build_filename (store_folder, "runs", NULL);
  g_autoptr (GArray) runs = list_runs (database, false);
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GDir) directory = g_dir_open (all, 0, NULL);
  const char *name;
  for (guint i = 0; i < runs->len; i++)
    g_hash_table_add (known, g_array_index (runs, Run, i).uuid);
  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *folder = g_build_filename (all, name, NULL);
      GStatBuf status;
      if (runs->len > 0 && !g_hash_table_contains (known, name) && g_uuid_string_is_valid (name) && g_stat (folder, &status) == 0
          && status.st_mtime < time (NULL) - YOUNG_SECONDS && !iso_run_lock_is_held (folder))
        iso_run_folder_remove (folder);
    }
}

void
iso_run_folder_sweep (IsoDatabase *database, const char *store_folder)
{
  g_autoptr (GArray) unfinished = list_runs (database, true);
  for (guint i = 0; i < unfinished->len; i++)
    {
      const Run *run = &g_array_index (unfinished, Run, i);
      g_autofree char *folder = iso_run_folder (store_folder, run->uuid);
      int lock = iso_run_lock_take (folder); /* nobody may begin to go on with it meanwhile */
      if (lock < 0 && g_file_test (folder, G_FILE_TEST_IS_DIR))
        continue;
      end_run (database, run, folder);
      if (lock >= 0)
        close (lock);
    }
  remove_strays (database, store_folder);
}
