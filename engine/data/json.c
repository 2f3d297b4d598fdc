#include "engine/data/json.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <stdbool.h>

#include "engine/base/error.h"

#define LARGEST_FILE ((size_t) 1 << 20)
#define MOST_NESTED 1000

/* Without trust in the size that the system tells: pipes and devices have none. */
static char *
load (size_t *length, const char *path, GError **error)
{
  g_autoptr (GError) cause = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, &cause);
  g_autofree char *text = g_malloc (LARGEST_FILE + 1);
  if (stream == NULL || !g_input_stream_read_all (G_INPUT_STREAM (stream), text, LARGEST_FILE + 1, length, NULL, &cause))
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_FILE, _("cannot read %s: %s"), path, cause->message);
      return NULL;
    }
  if (*length <= LARGEST_FILE)
    return g_steal_pointer (&text);
  g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: found more than %zu bytes, expected a small JSON file"), path,
               LARGEST_FILE);
  return NULL;
}

/* Counts what opens, in texts too: how deep things stand in each other only the parser itself could tell, but it is no deeper. */
static bool
check_nesting (const char *text, size_t length, const char *path, GError **error)
{
  size_t opened = 0;
  for (size_t i = 0; i < length; i++)
    opened += text[i] == '{' || text[i] == '[';
  if (opened <= MOST_NESTED)
    return true;
  g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: found %zu objects and lists, expected at most %d"), path, opened,
               MOST_NESTED);
  return false;
}

JsonNode *
iso_json_parse (const char *name, const char *text, size_t length, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GError) cause = NULL;
  if (!check_nesting (text, length, name, error))
    return NULL;
  if (!json_parser_load_from_data (parser, text, (gssize) length, &cause))
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s is not JSON: %s"), name, cause->message);
      return NULL;
    }
  JsonNode *root = json_parser_steal_root (parser);
  if (root == NULL)
    g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: found an empty file, expected JSON"), name);
  return root;
}

JsonNode *
iso_json_read (const char *path, GError **error)
{
  size_t length = 0;
  g_autofree char *text = load (&length, path, error);
  return text == NULL ? NULL : iso_json_parse (path, text, length, error);
}
