#include "engine/store/archive.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <inttypes.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/data/npy.h"
#include "engine/store/adopt.h"
#include "engine/store/archive-history.h"
#include "engine/store/archive-run.h"
#include "engine/store/run-folder.h"

/* Of run.json, which is held in memory. */
#define LARGEST_JSON ((guint64) 64 << 20)

/* A folder that is removed with what is in it. */
typedef char Staging;

static void
free_staging (Staging *folder)
{
  iso_run_folder_remove (folder);
  g_free (folder);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Staging, free_staging)

static bool
refuse (GError **error, const char *shown, const char *found)
{
  g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: %s; expected an exported run"), shown, found);
  return false;
}

/* ---- out ---- */

/* Rows of the database: the run, its parent's uuid, events and kept epochs; the history goes to a file. */
static bool
gather (IsoArchiveRun *archive, const char *history_path, IsoStore *store, gint64 run, GError **error)
{
  g_autofree char *id = g_strdup_printf ("%" PRId64, run);
  g_autoptr (GArray) steps = NULL, epochs = NULL, events = NULL, kept = NULL;
  if ((archive->run = iso_store_find (store, id, error)) == NULL || !iso_store_read_steps (store, run, &steps, error)
      || !iso_store_read_epochs (store, run, &epochs, error) || !iso_store_read_events (store, run, &events, error)
      || !iso_store_read_kept (store, run, &kept, error))
    return false;
  if (archive->run->parent != 0)
    {
      g_autofree char *parent_id = g_strdup_printf ("%" PRId64, archive->run->parent);
      g_autoptr (IsoRun) parent = iso_store_find (store, parent_id, NULL);
      archive->parent = parent != NULL ? g_strdup (parent->uuid) : NULL;
    }
  archive->steps = steps->len;
  archive->evaluations = epochs->len;
  g_array_append_vals (archive->events, events->data, events->len);
  g_array_append_vals (archive->kept, kept->data, kept->len);
  return iso_archive_history_write (history_path, steps, epochs, error);
}

static bool
add_file (IsoArchiveRun *archive, GPtrArray *paths, const char *name, const char *path, GCancellable *cancellable, GError **error)
{
  guint64 bytes;
  g_autofree char *sha256 = iso_archive_sha256 (&bytes, path, cancellable, error);
  if (sha256 == NULL)
    return false;
  iso_archive_run_add_file (archive, name, bytes, sha256);
  g_ptr_array_add (paths, g_strdup (path));
  return true;
}

static bool
add_kept_files (IsoArchiveRun *archive, GPtrArray *paths, IsoStore *store, GCancellable *cancellable, GError **error)
{
  for (guint i = 0; i < archive->kept->len; i++)
    {
      const IsoKeptEpoch *kept = &g_array_index (archive->kept, IsoKeptEpoch, i);
      static const char *const kinds[ISO_RUN_FILE_COUNT] = { "checkpoint", "embeddings", "batch" };
      const bool is_there[ISO_RUN_FILE_COUNT] = { kept->checkpoint, kept->embeddings, kept->batch };
      for (IsoRunFile kind = 0; kind < ISO_RUN_FILE_COUNT; kind++)
        {
          if (!is_there[kind])
            continue;
          g_autofree char *name = iso_run_file_name (kind, kept->epoch);
          g_autofree char *path = iso_store_file (store, archive->run->id, kinds[kind], kept->epoch, error);
          if (path == NULL || !add_file (archive, paths, name, path, cancellable, error))
            return false;
        }
    }
  return true;
}

/* paths: where the files lie that the archive names, in their order. */
static bool
write_archive (const char *path, const IsoArchiveRun *archive, const GPtrArray *paths, GCancellable *cancellable, GError **error)
{
  g_autofree char *json = iso_archive_run_to_json (archive);
  g_autoptr (IsoArchiveWriter) writer = iso_archive_writer_new (path, archive->run->created / G_USEC_PER_SEC, error);
  if (writer == NULL || !iso_archive_writer_add (writer, ISO_ARCHIVE_RUN_NAME, json, strlen (json), error))
    return false;
  for (guint i = 0; i < archive->files->len; i++)
    {
      const IsoArchiveMember *file = archive->files->pdata[i];
      if (!iso_archive_writer_add_file (writer, file->name, paths->pdata[i], file->bytes, cancellable, error))
        return false;
    }
  return iso_archive_writer_finish (writer, error);
}

bool
iso_archive_export (IsoStore *store, gint64 run, const char *path, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) cause = NULL;
  g_autoptr (IsoArchiveRun) archive = iso_archive_run_new ();
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (Staging) staging = g_dir_make_tmp ("isotherm-XXXXXX", &cause);
  if (staging == NULL)
    {
      g_set_error_literal (error, ISO_ERROR, ISO_ERROR_FILE, cause->message);
      return false;
    }
  g_autofree char *history = g_build_filename (staging, ISO_ARCHIVE_HISTORY_NAME, NULL);
  return gather (archive, history, store, run, error)
         && add_file (archive, paths, ISO_ARCHIVE_HISTORY_NAME, history, cancellable, error)
         && add_kept_files (archive, paths, store, cancellable, error) && write_archive (path, archive, paths, cancellable, error);
}

/* ---- in ---- */

static const IsoArchiveMember *
find_member (const GPtrArray *members, const char *name)
{
  for (guint i = 0; i < members->len; i++)
    if (strcmp (((const IsoArchiveMember *) members->pdata[i])->name, name) == 0)
      return members->pdata[i];
  return NULL;
}

/* run.json as unpacked. `shown` is the archive, for messages. */
static IsoArchiveRun *
read_json (const char *staging, const GPtrArray *members, const char *shown, GError **error)
{
  g_autoptr (GError) cause = NULL;
  g_autofree char *path = g_build_filename (staging, ISO_ARCHIVE_RUN_NAME, NULL), *text = NULL;
  g_autofree char *name = g_strdup_printf ("%s: %s", shown, ISO_ARCHIVE_RUN_NAME);
  gsize length;
  const IsoArchiveMember *member = find_member (members, ISO_ARCHIVE_RUN_NAME);
  if (member == NULL || member->bytes > LARGEST_JSON)
    {
      refuse (error, shown, member == NULL ? _("found no run.json in it") : _("found a run.json of more than 64 MiB"));
      return NULL;
    }
  if (!g_file_get_contents (path, &text, &length, &cause))
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_FILE, _("cannot read %s: %s"), path, cause->message);
      return NULL;
    }
  return iso_archive_run_parse (name, text, length, error);
}

/* What is in the archive is what run.json says, all of it and nothing else. */
static bool
check_members (const IsoArchiveRun *archive, const GPtrArray *members, const char *shown, GError **error)
{
  for (guint i = 0; i < archive->files->len; i++)
    {
      const IsoArchiveMember *said = archive->files->pdata[i], *found = find_member (members, said->name);
      if (found != NULL && found->bytes == said->bytes && g_ascii_strcasecmp (found->sha256, said->sha256) == 0)
        continue;
      g_autofree char *what = g_strdup_printf (found == NULL ? _("“%s” is missing in it") : _("“%s” in it is damaged"), said->name);
      return refuse (error, shown, what);
    }
  if (members->len != archive->files->len + 1)
    return refuse (error, shown, _("found files in it that its run.json does not name"));
  return find_member (members, ISO_ARCHIVE_HISTORY_NAME) != NULL || refuse (error, shown, _("found no history in it"));
}

/* Opens a file of a kept epoch as whoever uses it will. */
static bool
check_file (const IsoArchiveRun *archive, const char *staging, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (staging, name, NULL);
  if (g_str_has_prefix (name, "checkpoint-"))
    {
      guint64 step = 0;
      g_autoptr (IsoCheckpoint) checkpoint = iso_checkpoint_open (path, error);
      if (checkpoint == NULL || !iso_checkpoint_read_count (&step, checkpoint, "step", archive->steps, error))
        return false;
      const char *fingerprint = iso_safetensors_metadata (iso_checkpoint_file (checkpoint), "data.fingerprint");
      return g_strcmp0 (fingerprint, archive->run->fingerprint) == 0
             || refuse (error, name, _("found a checkpoint of other data than the run's"));
    }
  if (g_str_has_prefix (name, "embeddings-"))
    {
      size_t rows, columns;
      float *values = iso_npy_read_matrix (&rows, &columns, path, error);
      iso_block_free (values);
      return values != NULL;
    }
  g_autoptr (IsoSafetensors) file = iso_safetensors_read (path, error);
  return file != NULL;
}

static bool
check_files (const IsoArchiveRun *archive, const char *staging, const char *shown, GCancellable *cancellable, GError **error)
{
  for (guint i = 0; i < archive->files->len; i++)
    {
      const IsoArchiveMember *file = archive->files->pdata[i];
      if (g_cancellable_is_cancelled (cancellable))
        {
          g_set_error_literal (error, ISO_ERROR, ISO_ERROR_CANCELLED, _("interrupted"));
          return false;
        }
      if (strcmp (file->name, ISO_ARCHIVE_HISTORY_NAME) != 0 && !check_file (archive, staging, file->name, error))
        {
          g_prefix_error (error, "%s: ", shown);
          return false;
        }
    }
  return true;
}

/* The run of this uuid in the store, 0 if there is none. */
static gint64
find_uuid (IsoStore *store, const char *uuid)
{
  g_autoptr (IsoRun) run = uuid != NULL ? iso_store_find (store, uuid, NULL) : NULL;
  return run != NULL && strcmp (run->uuid, uuid) == 0 ? run->id : 0;
}

static IsoHistory *
read_history (const IsoArchiveRun *archive, const char *staging, const char *shown, GError **error)
{
  g_autofree char *path = g_build_filename (staging, ISO_ARCHIVE_HISTORY_NAME, NULL);
  g_autoptr (IsoHistory) history = iso_history_new ();
  if (!iso_archive_history_read (history, path, archive->steps, archive->evaluations, error))
    {
      g_prefix_error (error, "%s: ", shown);
      return NULL;
    }
  for (guint i = 0; i < archive->events->len; i++)
    iso_history_add_event (history, &g_array_index (archive->events, IsoEvent, i));
  return g_steal_pointer (&history);
}

/* What has been unpacked and is wanted, into the store. */
static gint64
take_in (IsoStore *store, IsoArchiveRun *archive, const char *staging, const GPtrArray *members, const char *shown,
         GCancellable *cancellable, GError **error)
{
  if (!check_members (archive, members, shown, error) || !check_files (archive, staging, shown, cancellable, error))
    return 0;
  g_autoptr (IsoHistory) history = read_history (archive, staging, shown, error);
  if (history == NULL)
    return 0;
  const char *const used[] = { ISO_ARCHIVE_RUN_NAME, ISO_ARCHIVE_HISTORY_NAME };
  for (size_t i = 0; i < G_N_ELEMENTS (used); i++)
    {
      g_autofree char *path = g_build_filename (staging, used[i], NULL);
      g_unlink (path);
    }
  if (archive->run->status == ISO_RUN_RUNNING || archive->run->status == ISO_RUN_PAUSED)
    archive->run->status = ISO_RUN_INTERRUPTED;
  archive->run->parent = find_uuid (store, archive->parent);
  return iso_store_adopt (store, archive, history, staging, error);
}

gint64
iso_archive_import (IsoStore *store, const char *path, bool *was_there, GCancellable *cancellable, GError **error)
{
  g_autofree char *shown = g_filename_display_name (path);
  /* Among the runs, under a name that no run has: should the program be killed, it is swept away with other strays. */
  g_autofree char *uuid = g_uuid_string_random ();
  g_autoptr (Staging) staging = iso_run_folder (iso_store_folder (store), uuid);
  if (was_there != NULL)
    *was_there = false;
  if (g_mkdir_with_parents (staging, 0777) != 0)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_FILE, _("cannot write into %s: %s"), iso_store_folder (store), g_strerror (errno));
      return 0;
    }
  g_autoptr (GPtrArray) members = iso_archive_unpack (path, staging, iso_archive_run_wants, cancellable, error);
  g_autoptr (IsoArchiveRun) archive = members != NULL ? read_json (staging, members, shown, error) : NULL;
  if (archive == NULL)
    return 0;
  gint64 id = find_uuid (store, archive->run->uuid);
  if (id == 0)
    return take_in (store, archive, staging, members, shown, cancellable, error);
  if (was_there != NULL)
    *was_there = true;
  return id;
}
