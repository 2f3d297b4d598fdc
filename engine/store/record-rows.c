#include "engine/store/record-rows.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "engine/base/error.h"

static const char *const parts[] = { "test", "validation", "train" };

static const IsoScores *
scores_of (const IsoEpochRecord *record, size_t part)
{
  return part == 0 ? &record->test : part == 1 ? &record->validation : &record->train;
}

IsoScores *
iso_record_part (IsoScores *test, IsoScores *validation, IsoScores *train, const char *part)
{
  IsoScores *const all[] = { test, validation, train };
  for (size_t i = 0; i < G_N_ELEMENTS (parts); i++)
    if (g_strcmp0 (part, parts[i]) == 0)
      return all[i];
  return NULL;
}

/* ---- writing ---- */

static bool
write_scores (IsoDatabase *database, gint64 run, size_t number, const char *part, const IsoScores *scores, GError **error)
{
  IsoScoreKey keys[ISO_SCORES_MAX];
  size_t count = iso_scores_keys (keys, scores);
  for (size_t i = 0; i < count; i++)
    {
      sqlite3_stmt *statement = iso_database_prepare (
          database, "INSERT OR REPLACE INTO scores (run, number, part, place, name, value) VALUES (?, ?, ?, ?, ?, ?)", error);
      if (statement == NULL)
        return false;
      sqlite3_bind_int64 (statement, 1, run);
      sqlite3_bind_int64 (statement, 2, (gint64) number);
      iso_database_bind_text (statement, 3, part);
      sqlite3_bind_int64 (statement, 4, (gint64) i);
      iso_database_bind_text (statement, 5, iso_score_key_name (keys[i]));
      sqlite3_bind_double (statement, 6, iso_scores_value (scores, keys[i])); /* SQLite makes NULL of NAN */
      if (!iso_database_finish (database, statement, error))
        return false;
    }
  return true;
}

bool
iso_record_write_epoch (IsoDatabase *database, gint64 run, size_t number, const IsoEpochRecord *record, GError **error)
{
  sqlite3_stmt *statement = iso_database_prepare (
      database, "INSERT INTO epochs (run, number, epoch, step, train_seconds, evaluate_seconds) VALUES (?, ?, ?, ?, ?, ?)", error);
  if (statement == NULL)
    return false;
  sqlite3_bind_int64 (statement, 1, run);
  sqlite3_bind_int64 (statement, 2, (gint64) number);
  sqlite3_bind_int (statement, 3, record->epoch);
  sqlite3_bind_int64 (statement, 4, (gint64) record->step);
  sqlite3_bind_double (statement, 5, record->train_seconds);
  sqlite3_bind_double (statement, 6, record->evaluate_seconds);
  if (!iso_database_finish (database, statement, error))
    return false;
  for (size_t part = 0; part < G_N_ELEMENTS (parts); part++)
    if (!write_scores (database, run, number, parts[part], scores_of (record, part), error))
      return false;
  return true;
}

bool
iso_record_write_event (IsoDatabase *database, gint64 run, size_t number, const IsoEvent *event, GError **error)
{
  sqlite3_stmt *statement = iso_database_prepare (
      database, "INSERT INTO events (run, number, step, kind, key, text, value) VALUES (?, ?, ?, ?, ?, ?, ?)", error);
  if (statement == NULL)
    return false;
  sqlite3_bind_int64 (statement, 1, run);
  sqlite3_bind_int64 (statement, 2, (gint64) number);
  sqlite3_bind_int64 (statement, 3, (gint64) event->step);
  sqlite3_bind_int (statement, 4, (int) event->kind);
  iso_database_bind_text (statement, 5, event->key);
  iso_database_bind_text (statement, 6, event->text);
  iso_database_bind_text (statement, 7, event->value);
  return iso_database_finish (database, statement, error);
}

/* ---- reading ---- */

void
iso_record_add_score (IsoScores *scores, const char *name, double value)
{
  IsoScoreKey key;
  if (name == NULL || !iso_score_key_find (&key, name))
    return;
  scores->metrics |= ISO_METRIC_BIT (key.metric);
  if (key.metric != ISO_METRIC_RECALL || key.k == 1)
    scores->values[key.metric] = value;
  if (key.metric != ISO_METRIC_RECALL || scores->k_count == ISO_RETRIEVAL_MAX_KS)
    return;
  scores->ks[scores->k_count] = key.k;
  scores->recall[scores->k_count++] = value;
}

static double
number_of (sqlite3_stmt *statement, int column)
{
  return sqlite3_column_type (statement, column) == SQLITE_NULL ? (double) NAN : sqlite3_column_double (statement, column);
}

static bool
refuse (IsoDatabase *database, gint64 run, const char *table, GError **error)
{
  g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: run %" PRId64 ": found a row of %s that cannot follow there"),
               iso_database_path (database), run, table);
  return false;
}

static bool
read_scores (GArray *epochs, IsoDatabase *database, gint64 run, GError **error)
{
  sqlite3_stmt *statement = iso_database_prepare (
      database, "SELECT number, part, name, value FROM scores WHERE run = ? ORDER BY number, part, place", error);
  IsoDatabaseStep step;
  if (statement == NULL)
    return false;
  sqlite3_bind_int64 (statement, 1, run);
  while ((step = iso_database_step (database, statement, error)) == ISO_DATABASE_ROW)
    {
      guint64 number = (guint64) sqlite3_column_int64 (statement, 0);
      IsoEpochRecord *record = number < epochs->len ? &g_array_index (epochs, IsoEpochRecord, number) : NULL;
      IsoScores *scores = record != NULL ? iso_record_part (&record->test, &record->validation, &record->train,
                                                            (const char *) sqlite3_column_text (statement, 1))
                                         : NULL;
      if (scores != NULL)
        iso_record_add_score (scores, (const char *) sqlite3_column_text (statement, 2), number_of (statement, 3));
    }
  return step == ISO_DATABASE_END;
}

bool
iso_record_read_epochs (GArray **epochs, IsoDatabase *database, gint64 run, GError **error)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (IsoEpochRecord));
  sqlite3_stmt *statement = iso_database_prepare (
      database, "SELECT number, epoch, step, train_seconds, evaluate_seconds FROM epochs WHERE run = ? ORDER BY number", error);
  IsoDatabaseStep step;
  if (statement == NULL)
    return false;
  sqlite3_bind_int64 (statement, 1, run);
  while ((step = iso_database_step (database, statement, error)) == ISO_DATABASE_ROW)
    {
      IsoEpochRecord record = { .epoch = sqlite3_column_int (statement, 1), .step = (guint64) sqlite3_column_int64 (statement, 2),
                                .train_seconds = number_of (statement, 3), .evaluate_seconds = number_of (statement, 4) };
      iso_scores_init (&record.test);
      iso_scores_init (&record.validation);
      iso_scores_init (&record.train);
      if (sqlite3_column_int64 (statement, 0) != (gint64) found->len || record.epoch < 0)
        {
          sqlite3_reset (statement);
          return refuse (database, run, "epochs", error);
        }
      g_array_append_val (found, record);
    }
  if (step != ISO_DATABASE_END || !read_scores (found, database, run, error))
    return false;
  *epochs = g_steal_pointer (&found);
  return true;
}

static const char *
interned (sqlite3_stmt *statement, int column)
{
  return g_intern_string ((const char *) sqlite3_column_text (statement, column));
}

bool
iso_record_read_events (GArray **events, IsoDatabase *database, gint64 run, GError **error)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (IsoEvent));
  sqlite3_stmt *statement = iso_database_prepare (
      database, "SELECT number, step, kind, key, text, value FROM events WHERE run = ? ORDER BY number", error);
  IsoDatabaseStep step;
  if (statement == NULL)
    return false;
  sqlite3_bind_int64 (statement, 1, run);
  while ((step = iso_database_step (database, statement, error)) == ISO_DATABASE_ROW)
    {
      int kind = sqlite3_column_int (statement, 2);
      IsoEvent event = { (guint64) sqlite3_column_int64 (statement, 1), (IsoEventKind) kind, interned (statement, 3),
                         interned (statement, 4), interned (statement, 5) };
      if (sqlite3_column_int64 (statement, 0) != (gint64) found->len || kind < 0 || kind > ISO_EVENT_RESUMED)
        {
          sqlite3_reset (statement);
          return refuse (database, run, "events", error);
        }
      g_array_append_val (found, event);
    }
  if (step != ISO_DATABASE_END)
    return false;
  *events = g_steal_pointer (&found);
  return true;
}
