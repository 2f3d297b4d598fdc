/* run.json is read: whatever is in it. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/data/json.h"
#include "engine/store/archive-run-private.h"
#include "engine/train/parameters.h"

/* No run has more; so that a lying list is refused before it is read. */
#define MOST_ITEMS 10000000
#define MOST_STEPS ((gint64) 1 << 40)
#define LONGEST_TEXT 100000

/* The object that is read and what messages call it; the first error stays. */
typedef struct {
  const char *name;
  JsonObject *object;
  GError **error;
  bool failed;
} Reader;

static void
fail (Reader *reader, const char *member, const char *expected)
{
  if (!reader->failed)
    g_set_error (reader->error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: “%s” is missing or is not %s"), reader->name, member, expected);
  reader->failed = true;
}

static const char *
text_of (JsonNode *node)
{
  bool is_text = node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING;
  const char *text = is_text ? json_node_get_string (node) : NULL;
  return text != NULL && g_utf8_validate (text, -1, NULL) && strlen (text) <= LONGEST_TEXT ? text : NULL;
}

static bool
number_of (gint64 *number, JsonNode *node, gint64 most)
{
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64)
    return false;
  *number = json_node_get_int (node);
  return *number >= 0 && *number <= most;
}

static char *
read_text (Reader *reader, const char *member)
{
  const char *text = text_of (json_object_get_member (reader->object, member));
  if (text == NULL)
    fail (reader, member, _("a text"));
  return g_strdup (text != NULL ? text : "");
}

/* NULL where it is null. */
static char *
read_optional_text (Reader *reader, const char *member)
{
  JsonNode *node = json_object_get_member (reader->object, member);
  return node != NULL && JSON_NODE_HOLDS_NULL (node) ? NULL : read_text (reader, member);
}

static gint64
read_number (Reader *reader, const char *member, gint64 most)
{
  gint64 number = 0;
  if (number_of (&number, json_object_get_member (reader->object, member), most))
    return number;
  fail (reader, member, _("a whole number in its range"));
  return 0;
}

/* The columns of a list, as many as there are names, all of one length; false after an error. */
static bool
read_columns (JsonArray **columns, guint *count, Reader *reader, const char *member, const char *const *names)
{
  JsonNode *node = json_object_get_member (reader->object, member);
  JsonObject *object = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  *count = 0;
  for (guint c = 0; names[c] != NULL; c++)
    {
      JsonNode *column = object != NULL ? json_object_get_member (object, names[c]) : NULL;
      columns[c] = column != NULL && JSON_NODE_HOLDS_ARRAY (column) ? json_node_get_array (column) : NULL;
      guint length = columns[c] != NULL ? json_array_get_length (columns[c]) : MOST_ITEMS + 1;
      if (length > MOST_ITEMS || (c > 0 && length != *count))
        {
          fail (reader, member, _("a list of columns of one length"));
          return false;
        }
      *count = length;
    }
  return true;
}

static void
read_kept (IsoArchiveRun *archive, Reader *reader)
{
  JsonArray *columns[ISO_ARCHIVE_KEPT_COLUMNS];
  guint count;
  gint64 before = -1;
  if (!read_columns (columns, &count, reader, "kept", iso_archive_kept_columns))
    return;
  for (guint i = 0; i < count; i++)
    {
      gint64 epoch = 0, step = 0;
      if (!number_of (&epoch, json_array_get_element (columns[0], i), G_MAXINT)
          || !number_of (&step, json_array_get_element (columns[1], i), (gint64) archive->steps) || epoch <= before)
        {
          fail (reader, "kept", _("a list of epochs in ascending order, with steps of the run"));
          return;
        }
      g_array_append_vals (archive->kept, &(IsoKeptEpoch) { .epoch = (int) epoch, .step = (guint64) step }, 1);
      before = epoch;
    }
}

static void
read_events (IsoArchiveRun *archive, Reader *reader)
{
  JsonArray *columns[ISO_ARCHIVE_EVENT_COLUMNS];
  guint count;
  if (!read_columns (columns, &count, reader, "events", iso_archive_event_columns))
    return;
  for (guint i = 0; i < count; i++)
    {
      gint64 step = 0, kind = 0;
      const char *texts[3];
      bool good = number_of (&step, json_array_get_element (columns[0], i), MOST_STEPS)
                  && number_of (&kind, json_array_get_element (columns[1], i), ISO_EVENT_RESUMED);
      for (guint t = 0; t < G_N_ELEMENTS (texts); t++)
        {
          JsonNode *node = json_array_get_element (columns[2 + t], i);
          texts[t] = text_of (node);
          good = good && (texts[t] != NULL || JSON_NODE_HOLDS_NULL (node));
        }
      if (!good)
        {
          fail (reader, "events", _("a list of events"));
          return;
        }
      IsoEvent event = { .step = (guint64) step, .kind = (IsoEventKind) kind };
      event.key = g_intern_string (texts[0]);
      event.text = g_intern_string (texts[1]);
      event.value = g_intern_string (texts[2]);
      g_array_append_val (archive->events, event);
    }
}

static IsoKeptEpoch *
find_kept (const IsoArchiveRun *archive, int epoch)
{
  for (guint i = 0; i < archive->kept->len; i++)
    if (g_array_index (archive->kept, IsoKeptEpoch, i).epoch == epoch)
      return &g_array_index (archive->kept, IsoKeptEpoch, i);
  return NULL;
}

/* A file of a kept epoch, which must be listed; the history. */
static bool
place_file (IsoArchiveRun *archive, const char *name, guint64 bytes)
{
  IsoRunFile kind;
  int epoch;
  if (strcmp (name, ISO_ARCHIVE_HISTORY_NAME) == 0)
    return true;
  if (!iso_archive_run_place (&kind, &epoch, name))
    return false;
  IsoKeptEpoch *kept = find_kept (archive, epoch);
  if (kept == NULL)
    return false;
  bool *const places[] = { &kept->checkpoint, &kept->embeddings, &kept->batch };
  if (*places[kind])
    return false;
  *places[kind] = true;
  kept->bytes += bytes;
  archive->run->bytes += bytes;
  return true;
}

static void
read_files (IsoArchiveRun *archive, Reader *reader)
{
  JsonArray *columns[ISO_ARCHIVE_FILE_COLUMNS];
  guint count;
  guint64 all = 0;
  if (!read_columns (columns, &count, reader, "files", iso_archive_file_columns))
    return;
  for (guint i = 0; i < count; i++)
    {
      gint64 bytes = 0;
      const char *name = text_of (json_array_get_element (columns[0], i));
      const char *sha256 = text_of (json_array_get_element (columns[2], i));
      bool good = name != NULL && sha256 != NULL && strlen (sha256) == 64
                  && number_of (&bytes, json_array_get_element (columns[1], i), (gint64) 1 << 50)
                  && (all += (guint64) bytes) <= (guint64) 1 << 50 && place_file (archive, name, (guint64) bytes);
      if (!good)
        {
          fail (reader, "files", _("a list of the files of a run"));
          return;
        }
      iso_archive_run_add_file (archive, name, (guint64) bytes, sha256);
    }
}

static void
read_row (IsoArchiveRun *archive, Reader *reader)
{
  IsoRun *run = archive->run;
  iso_scores_init (&run->test);
  iso_scores_init (&run->validation);
  iso_scores_init (&run->train);
  g_autofree char *uuid = read_text (reader, "uuid");
  run->uuid = g_ascii_strdown (uuid, -1);
  run->name = read_text (reader, "name");
  run->note = read_text (reader, "note");
  g_autofree char *status = read_text (reader, "status");
  run->status = iso_run_status_find (status);
  run->created = read_number (reader, "created", G_MAXINT64);
  run->ended = read_number (reader, "ended", G_MAXINT64);
  run->settings = read_text (reader, "settings");
  run->data = read_text (reader, "data");
  run->fingerprint = read_text (reader, "fingerprint");
  run->version = read_text (reader, "version");
  run->planned_epochs = (int) read_number (reader, "planned_epochs", G_MAXINT);
  archive->parent = read_optional_text (reader, "parent");
  run->fork_epoch = (int) read_number (reader, "fork_epoch", G_MAXINT);
  run->sweep = read_optional_text (reader, "sweep");
  run->sweep_point = read_optional_text (reader, "sweep_point");
  archive->steps = (guint64) read_number (reader, "steps", MOST_STEPS);
  archive->evaluations = (size_t) read_number (reader, "evaluations", MOST_ITEMS);
  /* The name of its folder in the store: nothing but a uuid will do. */
  if (!g_uuid_string_is_valid (run->uuid))
    fail (reader, "uuid", _("a uuid"));
  if (archive->parent != NULL && !g_uuid_string_is_valid (archive->parent))
    fail (reader, "parent", _("a uuid"));
  if (run->status == ISO_RUN_STATUS_COUNT)
    fail (reader, "status", _("the status of a run"));
  if (run->name[0] == '\0')
    fail (reader, "name", _("a name"));
}

static bool
check_settings (const IsoArchiveRun *archive, Reader *reader)
{
  g_auto (GStrv) words = iso_settings_parse (reader->name, archive->run->settings, NULL);
  if (words == NULL)
    fail (reader, "settings", _("settings as JSON"));
  return words != NULL;
}

IsoArchiveRun *
iso_archive_run_parse (const char *name, const char *text, size_t length, GError **error)
{
  g_autoptr (JsonNode) root = iso_json_parse (name, text, length, error);
  g_autoptr (IsoArchiveRun) archive = iso_archive_run_new ();
  if (root == NULL)
    return NULL;
  Reader reader = { name, JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL, error, false };
  if (reader.object == NULL || !json_object_has_member (reader.object, "isotherm.run"))
    {
      fail (&reader, "isotherm.run", _("the number of a format"));
      return NULL;
    }
  gint64 format = read_number (&reader, "isotherm.run", G_MAXINT);
  if (!reader.failed && format != ISO_ARCHIVE_RUN_FORMAT)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: found format %d, expected %d: it was written by another version of Isotherm"),
                   name, (int) format, ISO_ARCHIVE_RUN_FORMAT);
      return NULL;
    }
  archive->run = g_new0 (IsoRun, 1);
  read_row (archive, &reader);
  if (!reader.failed)
    read_kept (archive, &reader);
  if (!reader.failed)
    read_events (archive, &reader);
  if (!reader.failed)
    read_files (archive, &reader);
  if (reader.failed || !check_settings (archive, &reader))
    return NULL;
  return g_steal_pointer (&archive);
}
