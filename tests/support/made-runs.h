/* A store of runs that nobody has trained, but that look as if: settings, steps, evaluations, changes, forks, sweeps, kept epochs. */
#pragma once

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "engine/store/database.h"
#include "engine/store/record-rows.h"
#include "engine/store/run-folder.h"
#include "engine/store/step-block.h"
#include "engine/train/parameters.h"

#define MADE_EPOCHS 20
#define MADE_STEPS_PER_EPOCH 17
#define MADE_STEPS (MADE_EPOCHS * MADE_STEPS_PER_EPOCH)
#define MADE_DAY (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC)

/* The index-th run is `finished` but for one in seven; one in five is a fork of the run two before it, at epoch 10; the last sixteen in each
 * forty belong to a sweep. Its id is index + 1. */
static inline gboolean
made_is_fork (guint index)
{
  return index % 5 == 4;
}

static inline gboolean
made_is_of_sweep (guint index)
{
  return index % 40 >= 24;
}

static inline char *
made_settings (guint index)
{
  static const char *const losses[] = { "multi-similarity", "triplet", "proxy-anchor", "contrastive" };
  static const char *const modes[] = { "obdp", "psd", "none" };
  g_autofree char *lambda = g_strdup_printf ("distill.lambda=%u", 10 + 10 * (index % 9));
  g_autofree char *seed = g_strdup_printf ("train.seed=%u", index % 3), *loss = g_strdup_printf ("loss.name=%s", losses[index / 3 % 4]);
  g_autofree char *mode = g_strdup_printf ("distill.mode=%s", modes[index % 3]);
  const char *const assignments[] = { loss, mode, lambda, seed, NULL };
  IsoSettings settings;
  iso_settings_init (&settings);
  iso_settings_set_all (&settings, assignments, NULL);
  return iso_settings_to_json (&settings);
}

static inline void
made_history (IsoHistory *history, guint index)
{
  GRand *random = g_rand_new_with_seed (index + 1);
  double best = 0.70 + 0.15 * (double) (index % 11) / 10.0;
  for (int step = 0; step <= MADE_STEPS; step++)
    {
      double share = (double) step / MADE_STEPS, calm = exp (-4.0 * share);
      IsoStepRecord record;
      IsoEpochRecord epoch;
      if (step > 0)
        {
          memset (&record, 0, sizeof record);
          record.step = (guint64) step;
          record.epoch = (step - 1) / MADE_STEPS_PER_EPOCH;
          record.loss = 1.0 + 0.5 * calm + g_rand_double_range (random, -0.1, 0.1);
          record.metric_loss = record.loss;
          record.divergence = 0.02 + 0.06 * calm + g_rand_double_range (random, -0.01, 0.01);
          iso_history_add_step (history, &record);
        }
      if (step % MADE_STEPS_PER_EPOCH != 0)
        continue;
      memset (&epoch, 0, sizeof epoch);
      epoch.step = (guint64) step;
      epoch.epoch = step / MADE_STEPS_PER_EPOCH;
      epoch.train_seconds = 0.02 * step;
      epoch.evaluate_seconds = 0.1 * epoch.epoch;
      iso_scores_init (&epoch.test);
      iso_scores_init (&epoch.validation);
      iso_scores_init (&epoch.train);
      iso_record_add_score (&epoch.test, "recall@1", best - 0.2 * calm);
      iso_record_add_score (&epoch.test, "map@r", best - 0.2 - 0.3 * calm);
      iso_history_add_epoch (history, &epoch);
    }
  g_rand_free (random);
}

static inline void
insert_made_row (IsoDatabase *database, guint index, gint64 now)
{
  static const char *const datas[] = { "Fashion-MNIST sample", "emoji", "cars", "birds" };
  static const char *const statuses[] = { "finished", "finished", "finished", "stopped", "finished", "finished", "failed" };
  g_autoptr (GError) error = NULL;
  g_autofree char *settings = made_settings (index);
  g_autofree char *uuid = g_strdup_printf ("%08x-aaaa-4aaa-8aaa-%012x", index * 2654435761u, index);
  g_autofree char *name = g_strdup_printf ("%s · try %u", datas[index % 4], index);
  g_autofree char *sweep = g_strdup_printf ("%08x-sweep", index / 40 + 0xbe00);
  g_autofree char *point = g_strdup_printf ("{\"distill.lambda\":\"%u\"}", 10 + 10 * (index % 9));
  gint64 created = now - (gint64) (2000 - index) * MADE_DAY / 8;
  sqlite3_stmt *statement = iso_database_prepare (
      database,
      "INSERT INTO runs (uuid, name, note, status, created, updated, ended, settings, data, fingerprint, version, steps, epochs, "
      "planned_epochs, parent, fork_epoch, sweep, sweep_point) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'f', '0', ?, ?, ?, ?, ?, ?, ?)",
      &error);
  g_assert_no_error (error);
  iso_database_bind_text (statement, 1, uuid);
  iso_database_bind_text (statement, 2, name);
  iso_database_bind_text (statement, 3, index % 10 == 0 ? "worth a look" : "");
  iso_database_bind_text (statement, 4, statuses[index % 7]);
  sqlite3_bind_int64 (statement, 5, created);
  sqlite3_bind_int64 (statement, 6, created);
  sqlite3_bind_int64 (statement, 7, created + G_USEC_PER_SEC * 60);
  iso_database_bind_text (statement, 8, settings);
  iso_database_bind_text (statement, 9, datas[index % 4]);
  sqlite3_bind_int (statement, 10, MADE_STEPS);
  sqlite3_bind_int (statement, 11, MADE_EPOCHS);
  sqlite3_bind_int (statement, 12, MADE_EPOCHS);
  if (made_is_fork (index))
    sqlite3_bind_int64 (statement, 13, (gint64) index - 1);
  sqlite3_bind_int (statement, 14, made_is_fork (index) ? 10 : 0);
  iso_database_bind_text (statement, 15, made_is_of_sweep (index) ? sweep : NULL);
  iso_database_bind_text (statement, 16, made_is_of_sweep (index) ? point : NULL);
  iso_database_finish (database, statement, &error);
  g_assert_no_error (error);
  sqlite3_clear_bindings (statement);
}

static inline void
insert_made_parts (IsoDatabase *database, guint index)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoHistory) history = iso_history_new ();
  gint64 run = (gint64) index + 1;
  made_history (history, index);
  iso_step_block_write (database, run, history, 0, MADE_STEPS, &error);
  g_assert_no_error (error);
  for (size_t i = 0; i <= MADE_EPOCHS; i++)
    {
      IsoEpochRecord record;
      g_assert_cmpuint (iso_history_read_epochs (history, &record, i, 1), ==, 1);
      iso_record_write_epoch (database, run, i, &record, &error);
      g_assert_no_error (error);
    }
  IsoEvent change = { 100, ISO_EVENT_CHANGE, g_intern_string ("distill.omega"), g_intern_string ("ω 0.5 → 0.8"),
                      g_intern_string ("0.8") };
  if (index % 2 == 0)
    iso_record_write_event (database, run, 0, &change, &error);
  g_assert_no_error (error);
  g_autofree char *kept = g_strdup_printf ("INSERT INTO kept (run, epoch, step, checkpoint, embeddings, batch) "
                                           "VALUES (%u, 0, 0, 420000, 256128, 61000), (%u, 20, %d, 420000, 256128, 61000)",
                                           index + 1, index + 1, MADE_STEPS);
  iso_database_run (database, kept, &error);
  g_assert_no_error (error);
}

/* Into the store of this folder, which is made; `now`: the newest began some months before it, one every three hours. */
static inline void
make_runs (const char *folder, guint count, gint64 now)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoDatabase) database = iso_database_open (folder, &error);
  g_assert_no_error (error);
  iso_database_begin (database, true, &error);
  for (guint i = 0; i < count; i++)
    {
      insert_made_row (database, i, now);
      insert_made_parts (database, i);
    }
  iso_database_commit (database, &error);
  g_assert_no_error (error);
}
