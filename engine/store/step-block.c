#include "engine/store/step-block.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <stddef.h>
#include <string.h>

#include "engine/base/error.h"

#if G_BYTE_ORDER != G_LITTLE_ENDIAN
#error "records are copied as they stand in memory: little endian"
#endif

#define LAYOUT 1
#define PLACE(field) offsetof (IsoStepRecord, field)

G_STATIC_ASSERT (sizeof (IsoStepRecord) == 168 && PLACE (step) == 0 && PLACE (epoch) == 8 && PLACE (loss) == 16);
G_STATIC_ASSERT (PLACE (metric_loss) == 24 && PLACE (divergence) == 32 && PLACE (gradient_norm) == 40 && PLACE (active) == 48);
G_STATIC_ASSERT (PLACE (health.targets.entropy) == 56 && PLACE (health.targets.effective_neighbors) == 64);
G_STATIC_ASSERT (PLACE (health.targets.same_class) == 72 && PLACE (health.targets.spread) == 80);
G_STATIC_ASSERT (PLACE (health.targets.row_error) == 88 && PLACE (health.spectral_gap) == 96);
G_STATIC_ASSERT (PLACE (health.embedding.mean_similarity) == 104 && PLACE (health.embedding.effective_rank) == 112);
G_STATIC_ASSERT (PLACE (health.mined) == 120 && sizeof (IsoMined) == 48);

static bool
refuse (IsoDatabase *database, gint64 run, const char *what, guint64 step, GError **error)
{
  g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: run %" PRId64 ": %s at step %" PRIu64), iso_database_path (database), run,
               what, step);
  return false;
}

/* ---- writing ---- */

/* What lies between the fields must not depend on what lay in memory: the same run is the same bytes. */
static void
clear_gaps (IsoStepRecord *records, size_t count)
{
  for (size_t i = 0; i < count; i++)
    memset ((char *) &records[i] + PLACE (epoch) + sizeof records->epoch, 0, PLACE (loss) - PLACE (epoch) - sizeof records->epoch);
}

static bool
insert (IsoDatabase *database, gint64 run, IsoStepRecord *records, size_t count, GError **error)
{
  sqlite3_stmt *statement
      = iso_database_prepare (database, "INSERT INTO steps (run, first, count, layout, records) VALUES (?, ?, ?, ?, ?)", error);
  if (statement == NULL)
    return false;
  clear_gaps (records, count);
  sqlite3_bind_int64 (statement, 1, run);
  sqlite3_bind_int64 (statement, 2, (gint64) records[0].step);
  sqlite3_bind_int64 (statement, 3, (gint64) count);
  sqlite3_bind_int (statement, 4, LAYOUT);
  sqlite3_bind_blob64 (statement, 5, records, count * sizeof *records, SQLITE_STATIC);
  bool done = iso_database_finish (database, statement, error);
  sqlite3_clear_bindings (statement);
  return done;
}

/* The rows whose steps are numbered from first on, and up to last. */
static bool
delete_rows (IsoDatabase *database, gint64 run, guint64 first, guint64 last, GError **error)
{
  sqlite3_stmt *statement = iso_database_prepare (database, "DELETE FROM steps WHERE run = ? AND first BETWEEN ? AND ?", error);
  if (statement == NULL)
    return false;
  sqlite3_bind_int64 (statement, 1, run);
  sqlite3_bind_int64 (statement, 2, (gint64) first);
  sqlite3_bind_int64 (statement, 3, (gint64) last);
  return iso_database_finish (database, statement, error);
}

bool
iso_step_block_write (IsoDatabase *database, gint64 run, IsoHistory *history, size_t first, size_t end, GError **error)
{
  g_autofree IsoStepRecord *records = g_new (IsoStepRecord, ISO_STEP_BLOCK);
  while (first < end)
    {
      size_t start = first / ISO_STEP_BLOCK * ISO_STEP_BLOCK, stop = MIN (end, start + ISO_STEP_BLOCK);
      bool is_whole = stop == start + ISO_STEP_BLOCK;
      size_t from = is_whole ? start : first;
      /* A history that cannot read its own file back gives what it has; the rest is asked for again. */
      if (iso_history_read_steps (history, records, from, stop - from) < stop - from)
        return refuse (database, run, _("the step's numbers could not be read back"), from + 1, error);
      if ((is_whole && first > start && !delete_rows (database, run, start + 1, stop, error))
          || !insert (database, run, records, stop - from, error))
        return false;
      first = stop;
    }
  return true;
}

bool
iso_step_block_cut (size_t *kept, IsoDatabase *database, gint64 run, size_t count, GError **error)
{
  sqlite3_stmt *statement
      = iso_database_prepare (database, "SELECT max (first + count - 1) FROM steps WHERE run = ? AND first <= ?", error);
  *kept = count / ISO_STEP_BLOCK * ISO_STEP_BLOCK;
  if (statement == NULL || !delete_rows (database, run, *kept + 1, G_MAXINT64, error))
    return false;
  sqlite3_bind_int64 (statement, 1, run);
  sqlite3_bind_int64 (statement, 2, (gint64) *kept);
  if (iso_database_step (database, statement, error) != ISO_DATABASE_ROW)
    return false;
  gint64 last = sqlite3_column_int64 (statement, 0);
  sqlite3_reset (statement);
  /* Fewer than the history has where the last of them never came to the disk. */
  if (last < (gint64) *kept)
    {
      *kept = (size_t) last / ISO_STEP_BLOCK * ISO_STEP_BLOCK;
      return delete_rows (database, run, *kept + 1, G_MAXINT64, error);
    }
  return true;
}

/* ---- reading ---- */

typedef struct {
  gint64 id, first, count;
} Row;

static bool
list_rows (GArray *rows, IsoDatabase *database, gint64 run, GError **error)
{
  sqlite3_stmt *statement = iso_database_prepare (
      database, "SELECT id, first, count, layout, length (records) FROM steps WHERE run = ? ORDER BY first", error);
  IsoDatabaseStep step = ISO_DATABASE_ERROR;
  gint64 next = 1;
  if (statement == NULL)
    return false;
  sqlite3_bind_int64 (statement, 1, run);
  while ((step = iso_database_step (database, statement, error)) == ISO_DATABASE_ROW)
    {
      Row row = { sqlite3_column_int64 (statement, 0), sqlite3_column_int64 (statement, 1), sqlite3_column_int64 (statement, 2) };
      bool is_good = sqlite3_column_int (statement, 3) == LAYOUT && row.first == next && row.count > 0
                     && row.count <= ISO_STEP_BLOCK
                     && sqlite3_column_int64 (statement, 4) == row.count * (gint64) sizeof (IsoStepRecord);
      if (!is_good)
        {
          sqlite3_reset (statement);
          return refuse (database, run, _("found a block of steps that cannot follow there"), (guint64) row.first, error);
        }
      g_array_append_val (rows, row);
      next += row.count;
    }
  return step == ISO_DATABASE_END;
}

static bool
check_records (const IsoStepRecord *records, const Row *row)
{
  for (gint64 i = 0; i < row->count; i++)
    if (records[i].step != (guint64) (row->first + i) || records[i].epoch < 0 || (guint) records[i].health.mined.kind > ISO_MINED_PAIRS)
      return false;
  return true;
}

static bool
read_rows (GArray *steps, IsoDatabase *database, gint64 run, const GArray *rows, GError **error)
{
  sqlite3_blob *blob = NULL;
  bool done = true;
  size_t at = 0;
  for (guint r = 0; r < rows->len && at < steps->len && done; r++)
    {
      const Row *row = &g_array_index (rows, Row, r);
      IsoStepRecord *records = &g_array_index (steps, IsoStepRecord, at);
      Row wanted = { row->id, row->first, MIN (row->count, (gint64) (steps->len - at)) };
      int code = blob == NULL ? sqlite3_blob_open (iso_database_handle (database), "main", "steps", "records", row->id, 0, &blob)
                              : sqlite3_blob_reopen (blob, row->id);
      if (code == SQLITE_OK)
        code = sqlite3_blob_read (blob, records, (int) ((size_t) wanted.count * sizeof *records), 0);
      done = code == SQLITE_OK ? check_records (records, &wanted)
                                     || refuse (database, run, _("found numbers that no step has"), (guint64) row->first, error)
                               : iso_database_fail (database, error);
      at += (size_t) wanted.count;
    }
  sqlite3_blob_close (blob);
  return done;
}

bool
iso_step_block_read (GArray **steps, IsoDatabase *database, gint64 run, size_t most, GError **error)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (Row));
  g_autoptr (GArray) found = NULL;
  if (!list_rows (rows, database, run, error))
    return false;
  const Row *last = rows->len > 0 ? &g_array_index (rows, Row, rows->len - 1) : NULL;
  size_t count = last != NULL ? (size_t) (last->first + last->count - 1) : 0;
  count = MIN (count, most);
  if (count > G_MAXUINT / sizeof (IsoStepRecord))
    return refuse (database, run, _("there are more steps than memory can hold"), count, error);
  found = g_array_sized_new (FALSE, FALSE, sizeof (IsoStepRecord), (guint) count);
  g_array_set_size (found, (guint) count);
  if (!read_rows (found, database, run, rows, error))
    return false;
  *steps = g_steal_pointer (&found);
  return true;
}
