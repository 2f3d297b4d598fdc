/* Settings and the parameter table as JSON. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/data/json.h"
#include "engine/train/parameters.h"

static bool
add_value (GPtrArray *assignments, const char *path, const char *key, JsonNode *node, GError **error)
{
  GType type = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;
  if (type == G_TYPE_STRING)
    g_ptr_array_add (assignments, g_strdup_printf ("%s=%s", key, json_node_get_string (node)));
  else if (type == G_TYPE_INT64)
    g_ptr_array_add (assignments, g_strdup_printf ("%s=%" G_GINT64_FORMAT, key, json_node_get_int (node)));
  else if (type == G_TYPE_BOOLEAN)
    g_ptr_array_add (assignments, g_strdup_printf ("%s=%s", key, json_node_get_boolean (node) ? "on" : "off"));
  else if (type == G_TYPE_DOUBLE)
    {
      char text[G_ASCII_DTOSTR_BUF_SIZE];
      g_ascii_dtostr (text, sizeof text, json_node_get_double (node));
      g_ptr_array_add (assignments, g_strdup_printf ("%s=%s", key, text));
    }
  else
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: %s is neither a number, a text nor true or false"), path, key);
      return false;
    }
  return true;
}

static bool
collect (GPtrArray *assignments, const char *path, const char *prefix, JsonObject *object, GError **error)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    {
      g_autofree char *key = prefix == NULL ? g_strdup (name) : g_strconcat (prefix, ".", name, NULL);
      if (JSON_NODE_HOLDS_OBJECT (node) && prefix == NULL)
        {
          if (!collect (assignments, path, key, json_node_get_object (node), error))
            return false;
        }
      else if (!add_value (assignments, path, key, node, error))
        return false;
    }
  return true;
}

char **
iso_settings_list (const char *path, JsonNode *root, GError **error)
{
  g_autoptr (GPtrArray) assignments = g_ptr_array_new_with_free_func (g_free);
  if (!JSON_NODE_HOLDS_OBJECT (root))
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: expected a JSON object of parameters"), path);
      return NULL;
    }
  if (!collect (assignments, path, NULL, json_node_get_object (root), error))
    return NULL;
  g_ptr_array_add (assignments, NULL);
  return (char **) g_ptr_array_steal (assignments, NULL);
}

char **
iso_settings_read (const char *path, GError **error)
{
  g_autoptr (JsonNode) root = iso_json_read (path, error);
  return root == NULL ? NULL : iso_settings_list (path, root, error);
}

char **
iso_settings_parse (const char *name, const char *text, GError **error)
{
  g_autoptr (JsonNode) root = iso_json_parse (name, text, strlen (text), error);
  return root == NULL ? NULL : iso_settings_list (name, root, error);
}

bool
iso_settings_load (IsoSettings *settings, const char *path, GError **error)
{
  g_auto (GStrv) assignments = iso_settings_read (path, error);
  if (assignments == NULL)
    return false;
  if (iso_settings_set_all (settings, (const char *const *) assignments, error))
    return true;
  g_prefix_error (error, "%s: ", path);
  return false;
}

static void
add_number (JsonBuilder *builder, const char *name, double value, bool whole)
{
  json_builder_set_member_name (builder, name);
  if (whole)
    json_builder_add_int_value (builder, (gint64) value);
  else
    json_builder_add_double_value (builder, value);
}

static char *
to_text (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  return json_to_string (root, TRUE);
}

/* "text" with quotes and escapes. */
static char *
quote (const char *text)
{
  g_autoptr (JsonNode) node = json_node_init_string (json_node_alloc (), text);
  return json_to_string (node, FALSE);
}

/* Written by hand so that numbers stand as a person would type them: 0.2, not 0.20000000000000001. */
char *
iso_settings_to_json (const IsoSettings *settings)
{
  size_t count;
  const IsoParameter *table = iso_parameters (&count);
  g_autoptr (GString) json = g_string_new ("{");
  const char *separator = "\n";
  for (size_t i = 0; i < count; i++)
    {
      const IsoParameter *parameter = &table[i];
      /* Parameters of losses and miners that were not chosen have no key of their own here. */
      if (iso_parameter_find (parameter->key, settings, NULL) != parameter)
        continue;
      g_autofree char *text = iso_settings_format (settings, parameter);
      g_autofree char *value = NULL;
      if (parameter->type == ISO_PARAMETER_REAL || parameter->type == ISO_PARAMETER_INTEGER)
        value = g_strdup (text);
      else if (parameter->type == ISO_PARAMETER_SWITCH)
        value = g_strdup (strcmp (text, "on") == 0 ? "true" : "false");
      else
        value = quote (text);
      g_string_append_printf (json, "%s  \"%s\": %s", separator, parameter->key, value);
      separator = ",\n";
    }
  g_string_append (json, "\n}\n");
  return g_string_free (g_steal_pointer (&json), FALSE);
}

static void
add_text (JsonBuilder *builder, const char *name, const char *text)
{
  json_builder_set_member_name (builder, name);
  if (text != NULL)
    json_builder_add_string_value (builder, text);
  else
    json_builder_add_null_value (builder);
}

static void
add_range (JsonBuilder *builder, const IsoParameter *parameter)
{
  if (parameter->type == ISO_PARAMETER_REAL || parameter->type == ISO_PARAMETER_INTEGER)
    {
      bool whole = parameter->type == ISO_PARAMETER_INTEGER;
      add_number (builder, "minimum", parameter->minimum, whole);
      add_number (builder, "maximum", parameter->maximum, whole);
      json_builder_set_member_name (builder, "minimum_excluded");
      json_builder_add_boolean_value (builder, (parameter->flags & ISO_PARAMETER_ABOVE_MINIMUM) != 0);
      json_builder_set_member_name (builder, "maximum_excluded");
      json_builder_add_boolean_value (builder, (parameter->flags & ISO_PARAMETER_BELOW_MAXIMUM) != 0);
      add_number (builder, "default", parameter->initial, whole);
    }
  else if (parameter->type == ISO_PARAMETER_CHOICE)
    {
      json_builder_set_member_name (builder, "choices");
      json_builder_begin_array (builder);
      for (size_t i = 0; parameter->choices[i] != NULL; i++)
        json_builder_add_string_value (builder, parameter->choices[i]);
      json_builder_end_array (builder);
      add_text (builder, "default", parameter->choices[(size_t) parameter->initial]);
    }
  else if (parameter->type == ISO_PARAMETER_SWITCH)
    {
      json_builder_set_member_name (builder, "default");
      json_builder_add_boolean_value (builder, parameter->initial != 0.0);
    }
  else
    add_text (builder, "default", parameter->initial_text);
}

/* "loss.name: triplet", or NULL where the parameter always applies. */
static char *
describe_condition (const IsoParameter *parameter)
{
  size_t count;
  const IsoParameter *table = iso_parameters (&count);
  if (parameter->when_key == NULL)
    return NULL;
  g_autoptr (GString) text = g_string_new (parameter->when_key);
  g_string_append (text, ":");
  for (size_t i = 0; i < count; i++)
    if (strcmp (table[i].key, parameter->when_key) == 0)
      {
        for (guint choice = 0; table[i].choices[choice] != NULL; choice++)
          if (parameter->when_mask >> choice & 1u)
            g_string_append_printf (text, " %s", table[i].choices[choice]);
        break;
      }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
iso_parameters_to_json (void)
{
  static const char *const types[] = { "real", "integer", "choice", "text", "switch" };
  size_t count;
  const IsoParameter *table = iso_parameters (&count);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  json_builder_begin_array (builder);
  for (size_t i = 0; i < count; i++)
    {
      g_autofree char *condition = describe_condition (&table[i]);
      json_builder_begin_object (builder);
      add_text (builder, "key", table[i].key);
      add_text (builder, "title", _ (table[i].title));
      add_text (builder, "symbol", table[i].symbol);
      add_text (builder, "type", types[table[i].type]);
      add_text (builder, "unit", table[i].unit == NULL ? NULL : _ (table[i].unit));
      add_range (builder, &table[i]);
      json_builder_set_member_name (builder, "live");
      json_builder_add_boolean_value (builder, (table[i].flags & ISO_PARAMETER_LIVE) != 0);
      add_text (builder, "when", condition);
      add_text (builder, "help", _ (table[i].help));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  return to_text (builder);
}
