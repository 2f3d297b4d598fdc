#include "engine/train/journal.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/data/json.h"
#include "engine/train/live-change.h"

#define VERSION_KEY "isotherm.journal"
#define VERSION 1

struct _IsoJournal {
  char *settings;  /* at the start, a JSON object; or NULL */
  GArray *changes; /* of IsoChange */
};

IsoJournal *
iso_journal_new (const IsoSettings *start)
{
  IsoJournal *journal = g_new0 (IsoJournal, 1);
  journal->settings = start != NULL ? g_strchomp (iso_settings_to_json (start)) : NULL;
  journal->changes = g_array_new (FALSE, FALSE, sizeof (IsoChange));
  return journal;
}

IsoJournal *
iso_journal_from_events (const IsoSettings *start, const IsoEvent *events, size_t count)
{
  IsoJournal *journal = iso_journal_new (start);
  for (size_t i = 0; i < count; i++)
    if (events[i].kind == ISO_EVENT_CHANGE && events[i].key != NULL && events[i].value != NULL)
      iso_journal_add (journal, events[i].step, events[i].key, events[i].value);
  return journal;
}

IsoJournal *
iso_journal_from_history (const IsoSettings *start, IsoHistory *history)
{
  size_t count = iso_history_event_count (history);
  g_autofree IsoEvent *events = g_new (IsoEvent, MAX (count, 1));
  return iso_journal_from_events (start, events, iso_history_read_events (history, events, 0, count));
}

void
iso_journal_free (IsoJournal *journal)
{
  if (journal == NULL)
    return;
  g_free (journal->settings);
  g_array_unref (journal->changes);
  g_free (journal);
}

static guint64
last_step (const IsoJournal *journal)
{
  return journal->changes->len > 0 ? g_array_index (journal->changes, IsoChange, journal->changes->len - 1).step : 1;
}

void
iso_journal_add (IsoJournal *journal, guint64 step, const char *key, const char *value)
{
  IsoChange change = { step, g_intern_string (key), g_intern_string (value) };
  g_return_if_fail (step >= last_step (journal));
  g_array_append_val (journal->changes, change);
}

const IsoChange *
iso_journal_changes (const IsoJournal *journal, size_t *count)
{
  *count = journal->changes->len;
  return (const IsoChange *) (const void *) journal->changes->data;
}

char **
iso_journal_settings (const IsoJournal *journal)
{
  return journal->settings != NULL ? iso_settings_parse (VERSION_KEY, journal->settings, NULL) : NULL;
}

/* "120 distill.omega=0.8"; place: of the change, from 1. */
static bool
parse_change (IsoJournal *journal, const char *name, guint place, const char *text, GError **error)
{
  const char *space = strchr (text, ' '), *equals = strchr (text, '=');
  guint64 step = 0;
  g_autofree char *number = g_strndup (text, space != NULL ? (size_t) (space - text) : 0);
  if (equals == NULL || space == NULL || equals <= space + 1
      || !g_ascii_string_to_unsigned (number, 10, 1, G_MAXUINT64, &step, NULL))
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT,
                   _("%s: change %u is “%s”; expected a step from 1 on and an assignment, such as “120 distill.omega=0.8”"), name,
                   place, text);
      return false;
    }
  if (step < last_step (journal))
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT,
                   _("%s: change %u is of step %" PRIu64 ", the one before it of step %" PRIu64 "; expected ascending steps"), name,
                   place, step, last_step (journal));
      return false;
    }
  g_autofree char *key = g_strndup (space + 1, (size_t) (equals - space - 1));
  iso_journal_add (journal, step, key, equals + 1);
  return true;
}

static bool
parse_changes (IsoJournal *journal, const char *name, JsonNode *node, GError **error)
{
  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: found no list of “changes”, which a journal has"), name);
      return false;
    }
  JsonArray *array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      bool is_text = JSON_NODE_HOLDS_VALUE (element) && json_node_get_value_type (element) == G_TYPE_STRING;
      g_autofree char *text = is_text ? json_node_dup_string (element) : json_to_string (element, FALSE);
      if (!parse_change (journal, name, i + 1, text, error))
        return false;
    }
  return true;
}

static bool
parse_settings (IsoJournal *journal, const char *name, JsonNode *node, GError **error)
{
  if (node == NULL)
    return true;
  journal->settings = json_to_string (node, TRUE);
  g_auto (GStrv) assignments = iso_settings_parse (name, journal->settings, error);
  return assignments != NULL;
}

static bool
check_members (const char *name, JsonObject *object, GError **error)
{
  static const char *const known[] = { VERSION_KEY, "settings", "changes", NULL };
  g_autoptr (GList) members = json_object_get_members (object);
  for (GList *member = members; member != NULL; member = member->next)
    if (!g_strv_contains (known, member->data))
      {
        g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: found “%s”; a journal has %s, settings and changes"), name,
                     (const char *) member->data, VERSION_KEY);
        return false;
      }
  return true;
}

static IsoJournal *
from_node (const char *name, JsonNode *root, GError **error)
{
  g_autoptr (IsoJournal) journal = iso_journal_new (NULL);
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  JsonNode *version = object != NULL ? json_object_get_member (object, VERSION_KEY) : NULL;
  bool is_whole = version != NULL && JSON_NODE_HOLDS_VALUE (version) && json_node_get_value_type (version) == G_TYPE_INT64;
  if (!is_whole || json_node_get_int (version) != VERSION)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: expected a journal, a JSON object with \"%s\": %d"), name, VERSION_KEY,
                   VERSION);
      return NULL;
    }
  if (!check_members (name, object, error) || !parse_settings (journal, name, json_object_get_member (object, "settings"), error)
      || !parse_changes (journal, name, json_object_get_member (object, "changes"), error))
    return NULL;
  return g_steal_pointer (&journal);
}

IsoJournal *
iso_journal_read (const char *path, GError **error)
{
  g_autoptr (JsonNode) root = iso_json_read (path, error);
  return root != NULL ? from_node (path, root, error) : NULL;
}

IsoJournal *
iso_journal_parse (const char *name, const char *text, GError **error)
{
  g_autoptr (JsonNode) root = iso_json_parse (name, text, strlen (text), error);
  return root != NULL ? from_node (name, root, error) : NULL;
}

/* Lines of text rather than objects: the reader of JSON files takes only so many of these, and a slider that is dragged makes many
 * changes. */
char *
iso_journal_to_json (const IsoJournal *journal)
{
  g_autoptr (GString) json = g_string_new ("{\n  \"" VERSION_KEY "\": ");
  g_string_append_printf (json, "%d,\n", VERSION);
  if (journal->settings != NULL)
    g_string_append_printf (json, "  \"settings\": %s,\n", journal->settings);
  g_string_append (json, "  \"changes\": [");
  for (guint i = 0; i < journal->changes->len; i++)
    {
      const IsoChange *change = &g_array_index (journal->changes, IsoChange, i);
      g_autofree char *text = g_strdup_printf ("%" PRIu64 " %s=%s", change->step, change->key, change->value);
      g_autoptr (JsonNode) node = json_node_init_string (json_node_alloc (), text);
      g_autofree char *quoted = json_to_string (node, FALSE);
      g_string_append_printf (json, "%s\n    %s", i > 0 ? "," : "", quoted);
    }
  g_string_append (json, journal->changes->len > 0 ? "\n  ]\n}\n" : "]\n}\n");
  return g_string_free (g_steal_pointer (&json), FALSE);
}

bool
iso_journal_check (const IsoJournal *journal, const IsoSettings *settings, const IsoDataset *dataset, guint64 taken,
                   GError **error)
{
  IsoSettings changed = *settings;
  for (guint i = 0; i < journal->changes->len; i++)
    {
      const IsoChange *change = &g_array_index (journal->changes, IsoChange, i);
      if (change->step <= taken)
        continue;
      if (iso_live_change (&changed, change->key, change->value, true, error) != NULL
          && (dataset == NULL
              || iso_augment_check (&changed.augment, iso_dataset_shape (dataset), iso_dataset_name (dataset), error)))
        continue;
      g_prefix_error (error, _("change %u, of step %" PRIu64 ": "), i + 1, change->step);
      return false;
    }
  return true;
}

bool
iso_journal_apply (const IsoJournal *journal, size_t *next, IsoRunner *runner, GError **error)
{
  guint64 step = iso_runner_step_count (runner) + 1;
  for (; *next < journal->changes->len; (*next)++)
    {
      const IsoChange *change = &g_array_index (journal->changes, IsoChange, *next);
      if (change->step > step)
        return true;
      if (change->step < step || iso_runner_repeat (runner, change->key, change->value, error))
        continue;
      g_prefix_error (error, _("change %zu, of step %" PRIu64 ": "), *next + 1, change->step);
      return false;
    }
  return true;
}
