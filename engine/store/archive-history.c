#include "engine/store/archive-history.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/data/safetensors.h"
#include "engine/export/safetensors.h"
#include "engine/train/history-rows.h"

bool
iso_archive_history_write (const char *path, const GArray *steps, const GArray *epochs, GError **error)
{
  g_autoptr (IsoSafetensorsWriter) writer = iso_safetensors_writer_new ();
  double *step_rows = iso_block_new (MAX (steps->len, 1), ISO_STEP_COLUMNS, sizeof *step_rows, _("steps"), error);
  if (step_rows == NULL)
    return false;
  iso_safetensors_writer_own (writer, step_rows);
  double *epoch_rows = iso_block_new (MAX (epochs->len, 1), ISO_EPOCH_COLUMNS, sizeof *epoch_rows, _("epochs"), error);
  if (epoch_rows == NULL)
    return false;
  iso_safetensors_writer_own (writer, epoch_rows);
  for (guint i = 0; i < steps->len; i++)
    iso_step_to_row (step_rows + (size_t) i * ISO_STEP_COLUMNS, &g_array_index (steps, IsoStepRecord, i));
  for (guint i = 0; i < epochs->len; i++)
    iso_epoch_to_row (epoch_rows + (size_t) i * ISO_EPOCH_COLUMNS, &g_array_index (epochs, IsoEpochRecord, i));
  iso_safetensors_writer_add (writer, "steps", ISO_SAFETENSORS_F64, step_rows, 2, (const size_t[]) { steps->len, ISO_STEP_COLUMNS });
  iso_safetensors_writer_add (writer, "epochs", ISO_SAFETENSORS_F64, epoch_rows, 2,
                              (const size_t[]) { epochs->len, ISO_EPOCH_COLUMNS });
  return iso_safetensors_writer_save (writer, path, error);
}

static bool
refuse_row (const IsoSafetensors *file, const char *name, size_t row, GError **error)
{
  g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: tensor %s: row %zu is not one that can stand there"),
               iso_safetensors_name (file), name, row);
  return false;
}

/* A row of tensor `name`, out of values that lie anywhere in memory. */
static void
copy_row (double *row, const IsoSafetensor *tensor, size_t index, size_t columns)
{
  memcpy (row, tensor->values + index * columns * sizeof *row, columns * sizeof *row);
}

/* The tensor, which must be of doubles and of this shape. */
static const IsoSafetensor *
find_rows (const IsoSafetensors *file, const char *name, guint64 rows, size_t columns, GError **error)
{
  const IsoSafetensor *tensor = iso_safetensors_find (file, name);
  if (tensor != NULL && tensor->type == ISO_SAFETENSORS_F64 && tensor->dimension_count == 2 && tensor->sizes[0] == rows
      && tensor->sizes[1] == columns)
    return tensor;
  g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: expected a tensor %s of %" PRIu64 " rows and %zu columns"),
               iso_safetensors_name (file), name, rows, columns);
  return NULL;
}

static bool
read_steps (IsoHistory *history, const IsoSafetensors *file, guint64 count, GError **error)
{
  const IsoSafetensor *tensor = find_rows (file, "steps", count, ISO_STEP_COLUMNS, error);
  int epoch = 0;
  if (tensor == NULL)
    return false;
  for (size_t i = 0; i < count; i++)
    {
      double row[ISO_STEP_COLUMNS];
      IsoStepRecord record;
      copy_row (row, tensor, i, ISO_STEP_COLUMNS);
      if (!iso_step_from_row (&record, row) || record.step != i + 1 || record.epoch < epoch || record.epoch > epoch + 1)
        return refuse_row (file, "steps", i, error);
      epoch = record.epoch;
      iso_history_add_step (history, &record);
    }
  return true;
}

static bool
read_epochs (IsoHistory *history, const IsoSafetensors *file, size_t count, guint64 step_count, GError **error)
{
  const IsoSafetensor *tensor = find_rows (file, "epochs", count, ISO_EPOCH_COLUMNS, error);
  IsoEpochRecord before = { 0 };
  if (tensor == NULL)
    return false;
  for (size_t i = 0; i < count; i++)
    {
      double row[ISO_EPOCH_COLUMNS];
      IsoEpochRecord record;
      copy_row (row, tensor, i, ISO_EPOCH_COLUMNS);
      if (!iso_epoch_from_row (&record, row) || record.step > step_count || record.step < before.step || record.epoch < before.epoch)
        return refuse_row (file, "epochs", i, error);
      before = record;
      iso_history_add_epoch (history, &record);
    }
  return true;
}

bool
iso_archive_history_read (IsoHistory *history, const char *path, guint64 step_count, size_t epoch_count, GError **error)
{
  g_autoptr (IsoSafetensors) file = iso_safetensors_read (path, error);
  return file != NULL && read_steps (history, file, step_count, error)
         && read_epochs (history, file, epoch_count, step_count, error);
}
