/* Opening, listing and finding. */
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/store/record-rows.h"
#include "engine/store/run-folder.h"
#include "engine/store/run-lock.h"
#include "engine/store/store-private.h"

/* Fewer characters of a uuid than a person would type by mistake. */
#define SHORTEST_UUID 4

char *
iso_store_default_folder (void)
{
  const char *named = g_getenv ("ISOTHERM_STORE");
  if (named != NULL && named[0] != '\0')
    return g_strdup (named);
  return g_build_filename (g_get_user_data_dir (), "isotherm", NULL);
}

IsoStore *
iso_store_open (const char *folder, GError **error)
{
  g_autofree char *chosen = folder != NULL ? g_strdup (folder) : iso_store_default_folder ();
  g_autoptr (IsoDatabase) database = iso_database_open (chosen, error);
  if (database == NULL)
    return NULL;
  IsoStore *store = g_new0 (IsoStore, 1);
  store->folder = g_steal_pointer (&chosen);
  store->database = g_steal_pointer (&database);
  pthread_mutex_init (&store->mutex, NULL);
  return store;
}

void
iso_store_free (IsoStore *store)
{
  if (store == NULL)
    return;
  iso_database_close (store->database);
  pthread_mutex_destroy (&store->mutex);
  g_free (store->folder);
  g_free (store);
}

const char *
iso_store_folder (IsoStore *store)
{
  return store->folder;
}

guint64
iso_store_generation (IsoStore *store)
{
  guint64 generation = 0;
  pthread_mutex_lock (&store->mutex);
  sqlite3_stmt *statement = iso_database_prepare (store->database, "PRAGMA data_version", NULL);
  if (statement != NULL && iso_database_step (store->database, statement, NULL) == ISO_DATABASE_ROW)
    {
      generation = (guint64) sqlite3_column_int64 (statement, 0);
      sqlite3_reset (statement);
    }
  pthread_mutex_unlock (&store->mutex);
  return generation;
}

/* ---- listing ---- */

#define RUN_COLUMNS                                                                                                            \
  "SELECT id, uuid, name, note, status, created, updated, ended, settings, data, fingerprint, version, steps, epochs, "        \
  "planned_epochs, parent, fork_epoch, sweep, sweep_point, "                                                                   \
  "(SELECT sum (checkpoint + embeddings + batch) FROM kept WHERE kept.run = runs.id) FROM runs "

static IsoRun *
read_run (IsoStore *store, sqlite3_stmt *statement)
{
  IsoRun *run = g_new0 (IsoRun, 1);
  run->id = sqlite3_column_int64 (statement, 0);
  run->uuid = iso_database_text (statement, 1);
  run->name = iso_database_text (statement, 2);
  run->note = iso_database_text (statement, 3);
  run->status = iso_run_status_find ((const char *) sqlite3_column_text (statement, 4));
  run->created = sqlite3_column_int64 (statement, 5);
  run->ended = sqlite3_column_int64 (statement, 7);
  run->settings = iso_database_text (statement, 8);
  run->data = iso_database_text (statement, 9);
  run->fingerprint = iso_database_text (statement, 10);
  run->version = iso_database_text (statement, 11);
  run->steps = (guint64) sqlite3_column_int64 (statement, 12);
  run->epochs = sqlite3_column_int (statement, 13);
  run->planned_epochs = sqlite3_column_int (statement, 14);
  run->parent = sqlite3_column_int64 (statement, 15);
  run->fork_epoch = sqlite3_column_int (statement, 16);
  run->sweep = iso_database_text (statement, 17);
  run->sweep_point = iso_database_text (statement, 18);
  run->bytes = (guint64) sqlite3_column_int64 (statement, 19);
  run->train_seconds = run->evaluate_seconds = 0.0;
  iso_scores_init (&run->test);
  iso_scores_init (&run->validation);
  iso_scores_init (&run->train);
  g_autofree char *folder = iso_run_folder (store->folder, run->uuid);
  bool seems_on = run->status == ISO_RUN_RUNNING || run->status == ISO_RUN_PAUSED || run->status == ISO_RUN_STATUS_COUNT;
  if (seems_on && !iso_run_lock_is_held (folder))
    {
      run->status = ISO_RUN_INTERRUPTED;
      run->ended = sqlite3_column_int64 (statement, 6);
    }
  else if (run->status == ISO_RUN_STATUS_COUNT) /* a word of a later version */
    run->status = ISO_RUN_RUNNING;
  return run;
}

/* The last evaluations of all runs, or of one (`only`, 0: all), into those of `runs` that they belong to. */
static bool
add_scores (GHashTable *runs, IsoStore *store, gint64 only, GError **error)
{
  sqlite3_stmt *statement = iso_database_prepare (
      store->database,
      "WITH last AS (SELECT run, max (number) AS number FROM epochs WHERE ?1 = 0 OR run = ?1 GROUP BY run) "
      "SELECT last.run, epochs.train_seconds, epochs.evaluate_seconds, scores.part, scores.name, scores.value FROM last "
      "JOIN epochs ON epochs.run = last.run AND epochs.number = last.number "
      "LEFT JOIN scores ON scores.run = last.run AND scores.number = last.number ORDER BY last.run, scores.part, scores.place",
      error);
  IsoDatabaseStep step;
  if (statement == NULL)
    return false;
  sqlite3_bind_int64 (statement, 1, only);
  while ((step = iso_database_step (store->database, statement, error)) == ISO_DATABASE_ROW)
    {
      gint64 id = sqlite3_column_int64 (statement, 0);
      IsoRun *run = g_hash_table_lookup (runs, &id);
      if (run == NULL)
        continue;
      run->train_seconds = sqlite3_column_double (statement, 1);
      run->evaluate_seconds = sqlite3_column_double (statement, 2);
      bool is_defined = sqlite3_column_type (statement, 5) != SQLITE_NULL;
      IsoScores *scores = iso_record_part (&run->test, &run->validation, &run->train,
                                           (const char *) sqlite3_column_text (statement, 3));
      if (scores != NULL)
        iso_record_add_score (scores, (const char *) sqlite3_column_text (statement, 4),
                              is_defined ? sqlite3_column_double (statement, 5) : (double) NAN);
    }
  return step == ISO_DATABASE_END;
}

static void
free_run (void *run)
{
  iso_run_free (run);
}

/* The runs that the statement gives, with their scores; the mutex held. */
static GPtrArray *
collect (IsoStore *store, sqlite3_stmt *statement, GError **error)
{
  g_autoptr (GPtrArray) runs = g_ptr_array_new_with_free_func (free_run);
  g_autoptr (GHashTable) by_id = g_hash_table_new (g_int64_hash, g_int64_equal);
  IsoDatabaseStep step;
  while ((step = iso_database_step (store->database, statement, error)) == ISO_DATABASE_ROW)
    {
      IsoRun *run = read_run (store, statement);
      g_ptr_array_add (runs, run);
      g_hash_table_insert (by_id, &run->id, run);
    }
  const IsoRun *only = runs->len == 1 ? g_ptr_array_index (runs, 0) : NULL;
  if (step != ISO_DATABASE_END || (runs->len > 0 && !add_scores (by_id, store, only != NULL ? only->id : 0, error)))
    return NULL;
  return g_steal_pointer (&runs);
}

GPtrArray *
iso_store_list (IsoStore *store, GError **error)
{
  GPtrArray *runs = NULL;
  pthread_mutex_lock (&store->mutex);
  if (iso_database_begin (store->database, false, error))
    {
      sqlite3_stmt *statement = iso_database_prepare (store->database, RUN_COLUMNS "ORDER BY created DESC, id DESC", error);
      if (statement != NULL)
        runs = collect (store, statement, error);
      iso_database_roll_back (store->database);
    }
  pthread_mutex_unlock (&store->mutex);
  return runs;
}

/* ---- finding ---- */

/* What `word` may mean, the surest first; a name only where it is nothing else. */
static IsoRun *
find (IsoStore *store, const char *word, GError **error)
{
  static const char *const ways[] = {
    RUN_COLUMNS "WHERE CAST (id AS TEXT) = ?",
    RUN_COLUMNS "WHERE uuid = lower (?)",
    RUN_COLUMNS "WHERE name = ? ORDER BY created DESC, id DESC LIMIT 1",
    RUN_COLUMNS "WHERE uuid >= lower (?1) AND uuid < lower (?1) || 'g' AND length (?1) >= ?2 LIMIT 2",
  };
  for (size_t i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      sqlite3_stmt *statement = iso_database_prepare (store->database, ways[i], error);
      if (statement == NULL)
        return NULL;
      iso_database_bind_text (statement, 1, word);
      if (sqlite3_bind_parameter_count (statement) == 2)
        sqlite3_bind_int (statement, 2, SHORTEST_UUID);
      g_autoptr (GPtrArray) found = collect (store, statement, error);
      if (found == NULL)
        return NULL;
      if (found->len == 1)
        return g_ptr_array_steal_index (found, 0);
      if (found->len > 1)
        {
          g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("%s: several runs begin with %s"), store->folder, word);
          return NULL;
        }
    }
  g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("%s: there is no run %s"), store->folder, word);
  return NULL;
}

IsoRun *
iso_store_find (IsoStore *store, const char *id_or_uuid_or_name, GError **error)
{
  IsoRun *run = NULL;
  pthread_mutex_lock (&store->mutex);
  if (iso_database_begin (store->database, false, error))
    {
      run = find (store, id_or_uuid_or_name, error);
      iso_database_roll_back (store->database);
    }
  pthread_mutex_unlock (&store->mutex);
  return run;
}
