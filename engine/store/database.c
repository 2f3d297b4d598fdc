#include "engine/store/database.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "engine/base/error.h"
#include "engine/store/schema.h"

/* How often a new database is asked to become one with a log, while another program does the same. */
#define LOG_TRIES 50
#define LOG_PAUSE_US 20000

struct _IsoDatabase {
  sqlite3 *handle;
  char *path;
  GHashTable *statements; /* text → sqlite3_stmt */
};

static void
finalize_statement (void *statement)
{
  sqlite3_finalize (statement);
}

void
iso_database_close (IsoDatabase *database)
{
  if (database == NULL)
    return;
  g_hash_table_unref (database->statements);
  sqlite3_close (database->handle);
  g_free (database->path);
  g_free (database);
}

sqlite3 *
iso_database_handle (IsoDatabase *database)
{
  return database->handle;
}

const char *
iso_database_path (IsoDatabase *database)
{
  return database->path;
}

bool
iso_database_fail (IsoDatabase *database, GError **error)
{
  int code = sqlite3_errcode (database->handle);
  const char *said = sqlite3_errmsg (database->handle);
  if (code == SQLITE_BUSY || code == SQLITE_LOCKED)
    said = _("another program has been writing for too long");
  else if (code == SQLITE_FULL)
    said = _("the disk is full");
  g_set_error (error, ISO_ERROR, ISO_ERROR_FILE, "%s: %s", database->path, said);
  return false;
}

bool
iso_database_run (IsoDatabase *database, const char *sql, GError **error)
{
  return sqlite3_exec (database->handle, sql, NULL, NULL, NULL) == SQLITE_OK || iso_database_fail (database, error);
}

sqlite3_stmt *
iso_database_prepare (IsoDatabase *database, const char *sql, GError **error)
{
  sqlite3_stmt *statement = g_hash_table_lookup (database->statements, sql);
  if (statement != NULL)
    {
      sqlite3_reset (statement);
      sqlite3_clear_bindings (statement);
      return statement;
    }
  if (sqlite3_prepare_v3 (database->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) != SQLITE_OK)
    {
      iso_database_fail (database, error);
      return NULL;
    }
  g_hash_table_insert (database->statements, g_strdup (sql), statement);
  return statement;
}

IsoDatabaseStep
iso_database_step (IsoDatabase *database, sqlite3_stmt *statement, GError **error)
{
  int code = sqlite3_step (statement);
  if (code == SQLITE_ROW)
    return ISO_DATABASE_ROW;
  if (code != SQLITE_DONE)
    iso_database_fail (database, error);
  sqlite3_reset (statement);
  return code == SQLITE_DONE ? ISO_DATABASE_END : ISO_DATABASE_ERROR;
}

bool
iso_database_finish (IsoDatabase *database, sqlite3_stmt *statement, GError **error)
{
  return statement != NULL && iso_database_step (database, statement, error) == ISO_DATABASE_END;
}

bool
iso_database_begin (IsoDatabase *database, bool writes, GError **error)
{
  /* Asking for the right to write at once: a transaction that begins with reading could only fail where another has written since. */
  return iso_database_run (database, writes ? "BEGIN IMMEDIATE" : "BEGIN", error);
}

bool
iso_database_commit (IsoDatabase *database, GError **error)
{
  if (iso_database_run (database, "COMMIT", error))
    return true;
  iso_database_roll_back (database);
  return false;
}

void
iso_database_roll_back (IsoDatabase *database)
{
  /* SQLite may have done so by itself, a full disk among the reasons. */
  if (!sqlite3_get_autocommit (database->handle))
    sqlite3_exec (database->handle, "ROLLBACK", NULL, NULL, NULL);
}

char *
iso_database_text (sqlite3_stmt *statement, int column)
{
  return g_strdup ((const char *) sqlite3_column_text (statement, column));
}

void
iso_database_bind_text (sqlite3_stmt *statement, int place, const char *text)
{
  sqlite3_bind_text (statement, place, text, -1, SQLITE_TRANSIENT);
}

/* ---- opening ---- */

/* Becoming a database with a log takes the whole of it for a moment, for which SQLite does not wait by itself. */
static bool
keep_log (IsoDatabase *database, GError **error)
{
  int code = SQLITE_BUSY;
  for (int i = 0; i < LOG_TRIES && code == SQLITE_BUSY; i++)
    {
      if (i > 0)
        g_usleep (LOG_PAUSE_US);
      code = sqlite3_exec (database->handle, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
    }
  return code == SQLITE_OK || iso_database_fail (database, error);
}

/* With a log of what is written, "normal" keeps the database whole whatever happens, and everything where only the program dies; where
 * the machine does, the last seconds may be lost. What is asked for per commit in return is no wait for the disk. */
static bool
set_up (IsoDatabase *database, GError **error)
{
  sqlite3_busy_timeout (database->handle, ISO_DATABASE_PATIENCE_MS);
  sqlite3_extended_result_codes (database->handle, 0);
  return iso_database_run (database, "PRAGMA page_size = 8192; PRAGMA foreign_keys = ON", error) && keep_log (database, error)
         && iso_database_run (database, "PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = 16777216; "
                                        "PRAGMA temp_store = MEMORY", error)
         && iso_schema_update (database, error);
}

IsoDatabase *
iso_database_open (const char *folder, GError **error)
{
  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_FILE, _("cannot make the folder %s: %s"), folder, g_strerror (errno));
      return NULL;
    }
  g_autoptr (IsoDatabase) database = g_new0 (IsoDatabase, 1);
  database->path = g_build_filename (folder, ISO_DATABASE_NAME, NULL);
  database->statements = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, finalize_statement);
  if (sqlite3_open_v2 (database->path, &database->handle,
                       SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
    {
      if (database->handle != NULL)
        iso_database_fail (database, error);
      else
        g_set_error (error, ISO_ERROR, ISO_ERROR_MEMORY, _("no memory for %s"), database->path);
      return NULL;
    }
  return set_up (database, error) ? g_steal_pointer (&database) : NULL;
}
