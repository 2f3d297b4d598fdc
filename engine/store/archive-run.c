#include "engine/store/archive-run.h"

#include <inttypes.h>
#include <string.h>

#include "engine/store/archive-run-private.h"

static void
free_file (gpointer data)
{
  IsoArchiveMember *file = data;
  g_free (file->name);
  g_free (file->sha256);
  g_free (file);
}

IsoArchiveRun *
iso_archive_run_new (void)
{
  IsoArchiveRun *run = g_new0 (IsoArchiveRun, 1);
  run->kept = g_array_new (FALSE, TRUE, sizeof (IsoKeptEpoch));
  run->events = g_array_new (FALSE, TRUE, sizeof (IsoEvent));
  run->files = g_ptr_array_new_with_free_func (free_file);
  return run;
}

void
iso_archive_run_free (IsoArchiveRun *run)
{
  g_clear_pointer (&run->run, iso_run_free);
  g_free (run->parent);
  g_array_unref (run->kept);
  g_array_unref (run->events);
  g_ptr_array_unref (run->files);
  g_free (run);
}

void
iso_archive_run_add_file (IsoArchiveRun *run, const char *name, guint64 bytes, const char *sha256)
{
  IsoArchiveMember *file = g_new (IsoArchiveMember, 1);
  *file = (IsoArchiveMember) { g_strdup (name), bytes, g_strdup (sha256) };
  g_ptr_array_add (run->files, file);
}

const char *const iso_archive_kept_columns[] = { "epoch", "step", NULL };
const char *const iso_archive_event_columns[] = { "step", "kind", "key", "text", "value", NULL };
const char *const iso_archive_file_columns[] = { "name", "bytes", "sha256", NULL };

bool
iso_archive_run_place (IsoRunFile *kind, int *epoch, const char *name)
{
  const char *dash = strchr (name, '-'), *end;
  if (dash == NULL || !g_ascii_isdigit (dash[1]))
    return false;
  guint64 number = g_ascii_strtoull (dash + 1, (char **) &end, 10);
  if (number > G_MAXINT || end - dash > 11)
    return false;
  for (*kind = 0; *kind < ISO_RUN_FILE_COUNT; (*kind)++)
    {
      g_autofree char *same = iso_run_file_name (*kind, (int) number);
      *epoch = (int) number;
      if (strcmp (same, name) == 0)
        return true;
    }
  return false;
}

bool
iso_archive_run_wants (const char *name)
{
  IsoRunFile kind;
  int epoch;
  return strcmp (name, ISO_ARCHIVE_RUN_NAME) == 0 || strcmp (name, ISO_ARCHIVE_HISTORY_NAME) == 0
         || iso_archive_run_place (&kind, &epoch, name);
}

/* A text as JSON, or null. Brackets are escaped: readers count them in texts too. */
static void
append_text (GString *json, const char *text)
{
  if (text == NULL)
    {
      g_string_append (json, "null");
      return;
    }
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_string_append_c (json, '"');
  for (const char *c = valid; *c != '\0'; c++)
    if (g_ascii_iscntrl (*c) || strchr ("\"\\[{", *c) != NULL)
      g_string_append_printf (json, "\\u%04x", (unsigned) *c);
    else
      g_string_append_c (json, *c);
  g_string_append_c (json, '"');
}

static void
append_text_member (GString *json, const char *name, const char *text)
{
  g_string_append_printf (json, ",\n \"%s\": ", name);
  append_text (json, text);
}

static void
append_number_member (GString *json, const char *name, gint64 number)
{
  g_string_append_printf (json, ",\n \"%s\": %" PRId64, name, number);
}

/* Columns of a list: what item `index` has, as JSON. */
typedef void (*AppendItem) (GString *json, const IsoArchiveRun *run, guint index, guint column);

static void
append_list (GString *json, const IsoArchiveRun *run, const char *name, const char *const *columns, guint count, AppendItem append)
{
  g_string_append_printf (json, ",\n \"%s\": {", name);
  for (guint c = 0; columns[c] != NULL; c++)
    {
      g_string_append_printf (json, "%s\"%s\": [", c > 0 ? ", " : "", columns[c]);
      for (guint i = 0; i < count; i++)
        {
          g_string_append (json, i > 0 ? ", " : "");
          append (json, run, i, c);
        }
      g_string_append_c (json, ']');
    }
  g_string_append_c (json, '}');
}

static void
append_kept (GString *json, const IsoArchiveRun *run, guint index, guint column)
{
  const IsoKeptEpoch *kept = &g_array_index (run->kept, IsoKeptEpoch, index);
  g_string_append_printf (json, "%" PRIu64, column == 0 ? (guint64) kept->epoch : kept->step);
}

static void
append_event (GString *json, const IsoArchiveRun *run, guint index, guint column)
{
  const IsoEvent *event = &g_array_index (run->events, IsoEvent, index);
  if (column < 2)
    g_string_append_printf (json, "%" PRIu64, column == 0 ? event->step : (guint64) event->kind);
  else
    append_text (json, column == 2 ? event->key : column == 3 ? event->text : event->value);
}

static void
append_file (GString *json, const IsoArchiveRun *run, guint index, guint column)
{
  const IsoArchiveMember *file = run->files->pdata[index];
  if (column == 1)
    g_string_append_printf (json, "%" PRIu64, file->bytes);
  else
    append_text (json, column == 0 ? file->name : file->sha256);
}

char *
iso_archive_run_to_json (const IsoArchiveRun *archive)
{
  const IsoRun *run = archive->run;
  g_autoptr (GString) json = g_string_new (NULL);
  g_string_append_printf (json, "{\"isotherm.run\": %d", ISO_ARCHIVE_RUN_FORMAT);
  append_text_member (json, "uuid", run->uuid);
  append_text_member (json, "name", run->name);
  append_text_member (json, "note", run->note);
  append_text_member (json, "status", iso_run_status_name (run->status));
  append_number_member (json, "created", run->created);
  append_number_member (json, "ended", run->ended);
  append_text_member (json, "settings", run->settings);
  append_text_member (json, "data", run->data);
  append_text_member (json, "fingerprint", run->fingerprint);
  append_text_member (json, "version", run->version);
  append_number_member (json, "planned_epochs", run->planned_epochs);
  append_text_member (json, "parent", archive->parent);
  append_number_member (json, "fork_epoch", run->fork_epoch);
  append_text_member (json, "sweep", run->sweep);
  append_text_member (json, "sweep_point", run->sweep_point);
  append_number_member (json, "steps", (gint64) archive->steps);
  append_number_member (json, "evaluations", (gint64) archive->evaluations);
  append_list (json, archive, "kept", iso_archive_kept_columns, archive->kept->len, append_kept);
  append_list (json, archive, "events", iso_archive_event_columns, archive->events->len, append_event);
  append_list (json, archive, "files", iso_archive_file_columns, archive->files->len, append_file);
  g_string_append (json, "}\n");
  return g_string_free (g_steal_pointer (&json), FALSE);
}
