#include "engine/store/schema.h"

#include <glib/gi18n-lib.h>

#include "engine/base/error.h"

static const char *const changes[] = {
  /* 1 */
  "CREATE TABLE runs ("
  "  id INTEGER PRIMARY KEY AUTOINCREMENT, uuid TEXT NOT NULL UNIQUE, name TEXT NOT NULL, note TEXT NOT NULL DEFAULT '',"
  "  status TEXT NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL, ended INTEGER NOT NULL DEFAULT 0,"
  "  settings TEXT NOT NULL, data TEXT NOT NULL, fingerprint TEXT NOT NULL, version TEXT NOT NULL,"
  "  steps INTEGER NOT NULL DEFAULT 0, epochs INTEGER NOT NULL DEFAULT 0, planned_epochs INTEGER NOT NULL,"
  "  parent INTEGER REFERENCES runs (id) ON DELETE SET NULL, fork_epoch INTEGER NOT NULL DEFAULT 0);"
  "CREATE INDEX runs_by_parent ON runs (parent);"
  "CREATE TABLE steps ("
  "  id INTEGER PRIMARY KEY, run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,"
  "  first INTEGER NOT NULL, count INTEGER NOT NULL, layout INTEGER NOT NULL, records BLOB NOT NULL, UNIQUE (run, first));"
  "CREATE TABLE epochs ("
  "  run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE, number INTEGER NOT NULL, epoch INTEGER NOT NULL,"
  "  step INTEGER NOT NULL, train_seconds REAL, evaluate_seconds REAL, PRIMARY KEY (run, number)) WITHOUT ROWID;"
  "CREATE TABLE scores ("
  "  run INTEGER NOT NULL, number INTEGER NOT NULL, part TEXT NOT NULL, place INTEGER NOT NULL, name TEXT NOT NULL, value REAL,"
  "  PRIMARY KEY (run, number, part, place),"
  "  FOREIGN KEY (run, number) REFERENCES epochs (run, number) ON DELETE CASCADE) WITHOUT ROWID;"
  "CREATE TABLE events ("
  "  run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE, number INTEGER NOT NULL, step INTEGER NOT NULL,"
  "  kind INTEGER NOT NULL, key TEXT, text TEXT, value TEXT, PRIMARY KEY (run, number)) WITHOUT ROWID;",
  /* 2: files beside the database, and sweeps */
  "CREATE TABLE kept ("
  "  run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE, epoch INTEGER NOT NULL, step INTEGER NOT NULL,"
  "  checkpoint INTEGER NOT NULL DEFAULT 0, embeddings INTEGER NOT NULL DEFAULT 0, batch INTEGER NOT NULL DEFAULT 0,"
  "  PRIMARY KEY (run, epoch)) WITHOUT ROWID;"
  "ALTER TABLE runs ADD COLUMN sweep TEXT;"
  "ALTER TABLE runs ADD COLUMN sweep_point TEXT;"
  "CREATE INDEX runs_by_sweep ON runs (sweep);",
};

int
iso_schema_version (void)
{
  return (int) G_N_ELEMENTS (changes);
}

static bool
read_version (int *version, IsoDatabase *database, GError **error)
{
  sqlite3_stmt *statement = iso_database_prepare (database, "PRAGMA user_version", error);
  if (statement == NULL || iso_database_step (database, statement, error) != ISO_DATABASE_ROW)
    return false;
  *version = sqlite3_column_int (statement, 0);
  sqlite3_reset (statement);
  return true;
}

static bool
apply (IsoDatabase *database, int from, GError **error)
{
  for (int i = from; i < iso_schema_version (); i++)
    {
      g_autofree char *count = g_strdup_printf ("PRAGMA user_version = %d", i + 1);
      if (!iso_database_run (database, changes[i], error) || !iso_database_run (database, count, error))
        return false;
    }
  return true;
}

/* Another program may have done it between the first look and the right to write. */
static bool
apply_once (IsoDatabase *database, GError **error)
{
  int version = 0;
  if (!iso_database_begin (database, true, error))
    return false;
  if (read_version (&version, database, error) && apply (database, version, error))
    return iso_database_commit (database, error);
  iso_database_roll_back (database);
  return false;
}

bool
iso_schema_update (IsoDatabase *database, GError **error)
{
  int version = 0;
  if (!read_version (&version, database, error))
    return false;
  if (version > iso_schema_version ())
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT,
                   _("%s: was written by a later version of Isotherm (found version %d of the store, expected %d at most)"),
                   iso_database_path (database), version, iso_schema_version ());
      return false;
    }
  return version == iso_schema_version () || apply_once (database, error);
}
