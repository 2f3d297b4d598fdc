/* What a person changes about runs. */
#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <inttypes.h>

#include "engine/base/error.h"
#include "engine/store/run-folder.h"
#include "engine/store/run-lock.h"
#include "engine/store/store-private.h"

/* One statement on one run, its other value a text or none. */
static bool
edit (IsoStore *store, gint64 run, const char *sql, const char *text, GError **error)
{
  sqlite3_stmt *statement = iso_database_prepare (store->database, sql, error);
  if (statement == NULL)
    return false;
  sqlite3_bind_int64 (statement, 1, run);
  if (text != NULL)
    iso_database_bind_text (statement, 2, text);
  return iso_database_finish (store->database, statement, error);
}

static bool
set_text (IsoStore *store, gint64 run, const char *sql, const char *text, GError **error)
{
  pthread_mutex_lock (&store->mutex);
  g_autofree char *uuid = iso_store_uuid (store, run, error);
  bool done = uuid != NULL && edit (store, run, sql, text, error);
  pthread_mutex_unlock (&store->mutex);
  return done;
}

bool
iso_store_rename (IsoStore *store, gint64 run, const char *name, GError **error)
{
  return set_text (store, run, "UPDATE runs SET name = ?2 WHERE id = ?1", name, error);
}

bool
iso_store_set_note (IsoStore *store, gint64 run, const char *note, GError **error)
{
  return set_text (store, run, "UPDATE runs SET note = ?2 WHERE id = ?1", note, error);
}

bool
iso_store_delete (IsoStore *store, gint64 run, GError **error)
{
  pthread_mutex_lock (&store->mutex);
  g_autofree char *uuid = iso_store_uuid (store, run, error);
  g_autofree char *folder = uuid != NULL ? iso_run_folder (store->folder, uuid) : NULL;
  bool is_recorded = folder != NULL && iso_run_lock_is_held (folder);
  if (is_recorded)
    g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("run %" PRId64 " is being recorded: it can be deleted once it has ended"), run);
  bool done = folder != NULL && !is_recorded && edit (store, run, "DELETE FROM runs WHERE id = ?", NULL, error);
  pthread_mutex_unlock (&store->mutex);
  /* Files without a row are nobody's: should this not come to its end, whoever records next sweeps them away. */
  if (done)
    iso_run_folder_remove (folder);
  return done;
}
