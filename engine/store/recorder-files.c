/* The files of epochs: written, counted, and thinned out where they are too many. */
#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "engine/base/error.h"
#include "engine/export/npy.h"
#include "engine/export/safetensors.h"
#include "engine/store/recorder-private.h"
#include "engine/store/run-folder.h"

/* ---- which epoch ---- */

/* An epoch without an evaluation is known by its checkpoint alone. */
static bool
identify (IsoRecorderKept *kept, const IsoRecorderEpoch *epoch, GError **error)
{
  guint64 step = 0, number = 0;
  *kept = (IsoRecorderKept) { 0 };
  if (epoch->snapshot != NULL)
    {
      kept->epoch = epoch->snapshot->epoch;
      kept->step = epoch->snapshot->step;
      return true;
    }
  g_autoptr (IsoSafetensors) file = iso_safetensors_parse (_("checkpoint"), epoch->image, error);
  if (file == NULL)
    return false;
  const char *step_text = iso_safetensors_metadata (file, "step"), *epoch_text = iso_safetensors_metadata (file, "epoch");
  if (step_text == NULL || epoch_text == NULL || !g_ascii_string_to_unsigned (step_text, 10, 0, G_MAXINT64, &step, error)
      || !g_ascii_string_to_unsigned (epoch_text, 10, 0, G_MAXINT, &number, error))
    return false;
  kept->epoch = (int) number;
  kept->step = step;
  return true;
}

/* ---- writing ---- */

static char *
path_of (IsoRecorder *recorder, IsoRunFile kind, int epoch)
{
  g_autofree char *name = iso_run_file_name (kind, epoch);
  return g_build_filename (recorder->folder, name, NULL);
}

static bool
write_image (const char *path, GBytes *image, GError **error)
{
  g_autoptr (GError) cause = NULL;
  gsize size;
  const char *bytes = g_bytes_get_data (image, &size);
  if (g_file_set_contents_full (path, bytes, (gssize) size, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, &cause))
    return true;
  g_set_error (error, ISO_ERROR, ISO_ERROR_FILE, _("cannot write %s: %s"), path, cause->message);
  return false;
}

static bool
write_batch (const char *path, const IsoBatchSnapshot *batch, GError **error)
{
  g_autoptr (IsoSafetensorsWriter) writer = iso_safetensors_writer_new ();
  const size_t B = batch->B, D = batch->D;
  g_autofree char *step = g_strdup_printf ("%" G_GUINT64_FORMAT, batch->step);
  iso_safetensors_writer_describe (writer, "format", "pt");
  iso_safetensors_writer_describe (writer, "isotherm.batch", "1");
  iso_safetensors_writer_describe (writer, "step", step);
  iso_safetensors_writer_describe (writer, "has_teacher", batch->has_teacher ? "1" : "0");
  iso_safetensors_writer_add (writer, "indices", ISO_SAFETENSORS_U32, batch->indices, 1, &B);
  iso_safetensors_writer_add (writer, "labels", ISO_SAFETENSORS_I32, batch->labels, 1, &B);
  iso_safetensors_writer_add (writer, "embeddings", ISO_SAFETENSORS_F32, batch->embeddings, 2, (const size_t[]) { B, D });
  iso_safetensors_writer_add (writer, "student_similarity", ISO_SAFETENSORS_F32, batch->student_similarity, 2,
                              (const size_t[]) { B, B });
  iso_safetensors_writer_add (writer, "teacher_similarity", ISO_SAFETENSORS_F32, batch->teacher_similarity, 2,
                              (const size_t[]) { B, B });
  return iso_safetensors_writer_save (writer, path, error);
}

static bool
write_file (IsoRecorder *recorder, IsoRecorderKept *kept, IsoRunFile kind, const IsoRecorderEpoch *epoch, GError **error)
{
  g_autofree char *path = path_of (recorder, kind, kept->epoch);
  const IsoEpochSnapshot *snapshot = epoch->snapshot;
  GStatBuf status;
  bool is_there = kind == ISO_RUN_FILE_CHECKPOINT ? epoch->image != NULL
                  : kind == ISO_RUN_FILE_BATCH    ? epoch->probe != NULL
                                                  : snapshot != NULL && snapshot->N > 0;
  if (!is_there)
    return true;
  bool done = kind == ISO_RUN_FILE_CHECKPOINT ? write_image (path, epoch->image, error)
              : kind == ISO_RUN_FILE_BATCH    ? write_batch (path, epoch->probe, error)
                                              : iso_npy_write_floats (path, snapshot->embeddings, snapshot->N, snapshot->D, error);
  if (!done)
    return false;
  if (g_stat (path, &status) == 0)
    kept->bytes[kind] = (guint64) status.st_size;
  return true;
}

/* Names reach the disk with the folder. That it cannot be brought there now is no reason to write the files again. */
static void
sync_folder (const char *folder)
{
  int file = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0)
    return;
  fsync (file);
  close (file);
}

static bool
insert_row (IsoRecorder *recorder, const IsoRecorderKept *kept, GError **error)
{
  sqlite3_stmt *statement = iso_database_prepare (
      recorder->database, "INSERT OR REPLACE INTO kept (run, epoch, step, checkpoint, embeddings, batch) VALUES (?, ?, ?, ?, ?, ?)",
      error);
  if (statement == NULL)
    return false;
  sqlite3_bind_int64 (statement, 1, recorder->run);
  sqlite3_bind_int (statement, 2, kept->epoch);
  sqlite3_bind_int64 (statement, 3, (gint64) kept->step);
  for (int kind = 0; kind < ISO_RUN_FILE_COUNT; kind++)
    sqlite3_bind_int64 (statement, 4 + kind, (gint64) kept->bytes[kind]);
  return iso_database_finish (recorder->database, statement, error);
}

/* In place of one of the same epoch, else where it belongs. */
static void
remember (GArray *all, const IsoRecorderKept *kept)
{
  guint at = all->len;
  while (at > 0 && g_array_index (all, IsoRecorderKept, at - 1).epoch > kept->epoch)
    at--;
  if (at > 0 && g_array_index (all, IsoRecorderKept, at - 1).epoch == kept->epoch)
    g_array_index (all, IsoRecorderKept, at - 1) = *kept;
  else
    g_array_insert_val (all, at, *kept);
}

/* ---- thinning out ---- */

static bool
is_too_much (IsoRecorder *recorder)
{
  guint64 bytes = 0;
  for (guint i = 0; i < recorder->kept->len; i++)
    for (int kind = 0; kind < ISO_RUN_FILE_COUNT; kind++)
      bytes += g_array_index (recorder->kept, IsoRecorderKept, i).bytes[kind];
  return recorder->kept->len > (guint) recorder->keep_epochs || bytes > recorder->keep_bytes;
}

/* The epoch whose neighbours are nearest to each other: taking that one away each time leaves them evenly spread. Never the first, the
 * last, or the last checkpoint; 0 where there is none left to take. */
static guint
choose (const GArray *all)
{
  guint chosen = 0, last_checkpoint = 0;
  int smallest = G_MAXINT;
  for (guint i = 0; i < all->len; i++)
    if (g_array_index (all, IsoRecorderKept, i).bytes[ISO_RUN_FILE_CHECKPOINT] > 0)
      last_checkpoint = i;
  for (guint i = 1; i + 1 < all->len; i++)
    {
      int gap = g_array_index (all, IsoRecorderKept, i + 1).epoch - g_array_index (all, IsoRecorderKept, i - 1).epoch;
      if (i == last_checkpoint || gap >= smallest)
        continue;
      smallest = gap;
      chosen = i;
    }
  return chosen;
}

/* The row goes before the files. */
static bool
thin_out (IsoRecorder *recorder, GError **error)
{
  guint at;
  while (is_too_much (recorder) && (at = choose (recorder->kept)) > 0)
    {
      const IsoRecorderKept kept = g_array_index (recorder->kept, IsoRecorderKept, at);
      sqlite3_stmt *statement = iso_database_prepare (recorder->database, "DELETE FROM kept WHERE run = ? AND epoch = ?", error);
      if (statement == NULL)
        return false;
      sqlite3_bind_int64 (statement, 1, recorder->run);
      sqlite3_bind_int (statement, 2, kept.epoch);
      if (!iso_database_finish (recorder->database, statement, error))
        return false;
      g_array_remove_index (recorder->kept, at);
      for (IsoRunFile kind = 0; kind < ISO_RUN_FILE_COUNT; kind++)
        {
          g_autofree char *path = path_of (recorder, kind, kept.epoch);
          if (kept.bytes[kind] > 0)
            g_unlink (path);
        }
    }
  return true;
}

/* ---- the doors ---- */

bool
iso_recorder_write_epoch (IsoRecorder *recorder, const IsoRecorderEpoch *epoch, GError **error)
{
  IsoRecorderKept kept;
  if (!identify (&kept, epoch, error))
    return false;
  for (IsoRunFile kind = 0; kind < ISO_RUN_FILE_COUNT; kind++)
    if (!write_file (recorder, &kept, kind, epoch, error))
      return false;
  sync_folder (recorder->folder);
  if (!insert_row (recorder, &kept, error))
    return false;
  remember (recorder->kept, &kept);
  return thin_out (recorder, error);
}

bool
iso_recorder_read_kept (IsoRecorder *recorder, GError **error)
{
  sqlite3_stmt *statement = iso_database_prepare (
      recorder->database, "SELECT epoch, step, checkpoint, embeddings, batch FROM kept WHERE run = ? ORDER BY epoch", error);
  IsoDatabaseStep step;
  if (statement == NULL)
    return false;
  sqlite3_bind_int64 (statement, 1, recorder->run);
  while ((step = iso_database_step (recorder->database, statement, error)) == ISO_DATABASE_ROW)
    {
      IsoRecorderKept kept = { .epoch = sqlite3_column_int (statement, 0), .step = (guint64) sqlite3_column_int64 (statement, 1) };
      for (int kind = 0; kind < ISO_RUN_FILE_COUNT; kind++)
        kept.bytes[kind] = (guint64) sqlite3_column_int64 (statement, 2 + kind);
      g_array_append_val (recorder->kept, kept);
    }
  return step == ISO_DATABASE_END;
}
