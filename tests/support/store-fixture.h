/* A store in a folder of its own, runs in it that nobody has trained, and histories of made-up numbers. */
#pragma once

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "engine/store/database.h"
#include "engine/store/store.h"

/* Newly allocated; remove_store() takes it away. */
static inline char *
make_store_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("isotherm-store-XXXXXX", &error);
  g_assert_no_error (error);
  return folder;
}

static inline void
remove_tree (const char *path)
{
  g_autoptr (GDir) directory = g_dir_open (path, 0, NULL);
  const char *name;
  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *inner = g_build_filename (path, name, NULL);
      remove_tree (inner);
    }
  g_remove (path);
}

static inline void
remove_store (char *folder)
{
  remove_tree (folder);
  g_free (folder);
}

/* The number-th record of a run of 17 steps an epoch: numbers that no two steps share, NAN among them. */
static inline IsoStepRecord
made_step (size_t number)
{
  IsoStepRecord record;
  memset (&record, 0, sizeof record);
  record.step = number + 1;
  record.epoch = (int) (number / 17);
  record.loss = 1.0 / (double) (number + 1);
  record.metric_loss = sqrt ((double) number);
  record.divergence = number % 3 == 0 ? (double) NAN : -(double) number;
  record.gradient_norm = 1e-300 * (double) number;
  record.active = 0.5;
  record.health.targets.entropy = 0.25 * (double) number;
  record.health.spectral_gap = (double) NAN;
  record.health.embedding.effective_rank = (double) number + 0.5;
  record.health.mined.kind = ISO_MINED_PAIRS;
  record.health.mined.negative_pairs = (guint32) number;
  return record;
}

static inline void
add_made_steps (IsoHistory *history, size_t count)
{
  for (size_t i = iso_history_step_count (history); count > 0; i++, count--)
    {
      IsoStepRecord record = made_step (i);
      iso_history_add_step (history, &record);
    }
}

/* Bit by bit, so that NAN is NAN. */
static inline void
assert_made_steps (const GArray *steps, size_t count)
{
  g_assert_cmpuint (steps->len, ==, count);
  for (size_t i = 0; i < count; i++)
    {
      IsoStepRecord expected = made_step (i);
      g_assert_cmpmem (&g_array_index (steps, IsoStepRecord, i), sizeof expected, &expected, sizeof expected);
    }
}

/* A row in the store of that folder; its id. */
static inline gint64
insert_run (const char *folder, const char *uuid, const char *name, const char *status)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoDatabase) database = iso_database_open (folder, &error);
  g_assert_no_error (error);
  g_autofree char *sql = g_strdup_printf (
      "INSERT INTO runs (uuid, name, status, created, updated, settings, data, fingerprint, version, planned_epochs) "
      "VALUES ('%s', '%s', '%s', 1000 + (SELECT count (*) FROM runs), 5000, '{}', 'd', 'f', '0', 3)", uuid, name, status);
  iso_database_run (database, sql, &error);
  g_assert_no_error (error);
  return sqlite3_last_insert_rowid (iso_database_handle (database));
}

/* The one number that a query gives. */
static inline gint64
ask_number (const char *folder, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoDatabase) database = iso_database_open (folder, &error);
  g_assert_no_error (error);
  sqlite3_stmt *statement = iso_database_prepare (database, sql, &error);
  g_assert_no_error (error);
  g_assert_cmpint (iso_database_step (database, statement, &error), ==, ISO_DATABASE_ROW);
  return sqlite3_column_int64 (statement, 0);
}

static inline void
assert_sound (const char *folder)
{
  g_assert_cmpint (ask_number (folder, "SELECT integrity_check = 'ok' FROM pragma_integrity_check"), ==, 1);
  g_assert_cmpint (ask_number (folder, "SELECT count (*) FROM pragma_foreign_key_check"), ==, 0);
}
