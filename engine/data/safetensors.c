/* The header and what it says; engine/data/safetensors-values.c takes values out. */
#include "engine/data/safetensors.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/data/file.h"

#if G_BYTE_ORDER != G_LITTLE_ENDIAN
#error "values are taken as they stand in the file: little endian"
#endif

/* Some hundred thousand tensors; the JSON parser wants many times as much memory as the text. */
#define LONGEST_HEADER ((guint64) 1 << 22)
#define LENGTH_SIZE 8
/* File, tensor, shape. */
#define DEEPEST 3
/* Of a name out of the file, in a message. */
#define SHOWN_NAME 60

struct _IsoSafetensors {
  char *name;
  GBytes *contents;
  const guint8 *values; /* behind the header */
  size_t value_bytes;
  GArray *tensors;      /* of IsoSafetensor, by the place of their values */
  GStringChunk *names;  /* of the tensors */
  GHashTable *by_name;  /* name → index in tensors + 1 */
  GHashTable *metadata; /* key → text */
};

static const struct {
  const char *name;
  size_t size;
} types[ISO_SAFETENSORS_TYPE_COUNT] = {
  [ISO_SAFETENSORS_BOOL] = { "BOOL", 1 }, [ISO_SAFETENSORS_U8] = { "U8", 1 },     [ISO_SAFETENSORS_I8] = { "I8", 1 },
  [ISO_SAFETENSORS_U16] = { "U16", 2 },   [ISO_SAFETENSORS_I16] = { "I16", 2 },   [ISO_SAFETENSORS_F16] = { "F16", 2 },
  [ISO_SAFETENSORS_BF16] = { "BF16", 2 }, [ISO_SAFETENSORS_U32] = { "U32", 4 },   [ISO_SAFETENSORS_I32] = { "I32", 4 },
  [ISO_SAFETENSORS_F32] = { "F32", 4 },   [ISO_SAFETENSORS_U64] = { "U64", 8 },   [ISO_SAFETENSORS_I64] = { "I64", 8 },
  [ISO_SAFETENSORS_F64] = { "F64", 8 },
};

const char *
iso_safetensors_type_name (IsoSafetensorsType type)
{
  return types[type].name;
}

size_t
iso_safetensors_type_size (IsoSafetensorsType type)
{
  return types[type].size;
}

/* A name out of the file may hold anything: one line, not too long, is shown of it. Newly allocated. */
static char *
show (const char *name)
{
  g_autofree char *escaped = g_strescape (name, NULL);
  return g_strdup_printf ("%.*s%s", SHOWN_NAME, escaped, strlen (escaped) > SHOWN_NAME ? "…" : "");
}

static bool
refuse (const IsoSafetensors *file, const char *tensor, const char *problem, GError **error)
{
  g_autofree char *shown = show (tensor);
  g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: tensor %s: %s"), file->name, shown, problem);
  return false;
}

/* Where the header ends, checked against the file's own length. */
static bool
find_values (size_t *header_size, IsoSafetensors *file, GError **error)
{
  size_t size = 0;
  const guint8 *data = g_bytes_get_data (file->contents, &size);
  guint64 length = 0;
  if (size < LENGTH_SIZE)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: found %zu bytes, expected a safetensors file"), file->name, size);
      return false;
    }
  memcpy (&length, data, sizeof length);
  if (length > size - LENGTH_SIZE || length > LONGEST_HEADER)
    {
      g_autofree char *found = g_strdup_printf ("%" G_GUINT64_FORMAT, length);
      g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT,
                   _("%s: found a header of %s bytes, expected at most %zu: cut short, or no safetensors file"), file->name, found,
                   (size_t) MIN ((guint64) (size - LENGTH_SIZE), LONGEST_HEADER));
      return false;
    }
  *header_size = (size_t) length;
  file->values = data + LENGTH_SIZE + *header_size;
  file->value_bytes = size - LENGTH_SIZE - *header_size;
  return true;
}

/* Whether the header is made of texts, whole numbers, objects and lists alone, no deeper in each other than they should be: the
 * JSON parser calls itself for each, and takes comments and other liberties besides. Returns NULL or what is in the way. */
static const char *
find_fault (const char *header, size_t size)
{
  bool in_text = false;
  int depth = 0;
  if (size == 0 || header[0] != '{')
    return _("it does not begin with {");
  if (!g_utf8_validate_len (header, size, NULL))
    return _("it is not UTF-8");
  for (size_t i = 0; i < size; i++)
    {
      char c = header[i];
      if (c == '"')
        in_text = !in_text;
      else if (in_text)
        i += c == '\\';
      else if (c == '{' || c == '[')
        depth++;
      else if (c == '}' || c == ']')
        depth--;
      else if (!g_ascii_isdigit (c) && strchr ("-+.eE:, \t\r\n", c) == NULL)
        return _("there is something other than texts and numbers in it");
      if (depth > DEEPEST)
        return _("things stand too deep in each other");
    }
  return NULL;
}

static JsonNode *
parse_header (const IsoSafetensors *file, const char *header, size_t size, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  const char *fault = find_fault (header, size);
  g_autoptr (JsonNode) root = NULL;
  if (fault == NULL && json_parser_load_from_data (parser, header, (gssize) size, NULL))
    root = json_parser_steal_root (parser);
  if (fault == NULL && (root == NULL || !JSON_NODE_HOLDS_OBJECT (root)))
    fault = _("it is not a JSON object");
  if (fault == NULL)
    return g_steal_pointer (&root);
  g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: the header is not that of a safetensors file: %s"), file->name, fault);
  return NULL;
}

static bool
read_metadata (IsoSafetensors *file, JsonNode *node, GError **error)
{
  JsonObjectIter iter;
  const char *key;
  JsonNode *value;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return refuse (file, "__metadata__", _("expected an object of texts"), error);
  json_object_iter_init (&iter, json_node_get_object (node));
  while (json_object_iter_next (&iter, &key, &value))
    {
      if (!JSON_NODE_HOLDS_VALUE (value) || json_node_get_value_type (value) != G_TYPE_STRING)
        return refuse (file, "__metadata__", _("expected an object of texts"), error);
      g_hash_table_replace (file->metadata, g_strdup (key), g_strdup (json_node_get_string (value)));
    }
  return true;
}

/* A list of whole numbers that are not negative: how many it holds, or −1 where it is none or holds more than `most`. */
static int
read_sizes (size_t *out, JsonNode *node, guint most)
{
  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node) || json_array_get_length (json_node_get_array (node)) > most)
    return -1;
  JsonArray *array = json_node_get_array (node);
  guint count = json_array_get_length (array);
  for (guint i = 0; i < count; i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      bool whole = JSON_NODE_HOLDS_VALUE (element) && json_node_get_value_type (element) == G_TYPE_INT64;
      if (!whole || json_node_get_int (element) < 0)
        return -1;
      out[i] = (size_t) json_node_get_int (element);
    }
  return (int) count;
}

static bool
read_type (IsoSafetensorsType *type, JsonNode *node)
{
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return false;
  for (guint t = 0; t < ISO_SAFETENSORS_TYPE_COUNT; t++)
    if (strcmp (types[t].name, json_node_get_string (node)) == 0)
      {
        *type = (IsoSafetensorsType) t;
        return true;
      }
  return false;
}

static bool
read_tensor (IsoSafetensors *file, const char *name, JsonNode *node, GError **error)
{
  IsoSafetensor tensor = { .element_count = 1 };
  size_t offsets[2], bytes;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return refuse (file, name, _("expected an object with dtype, shape and data_offsets"), error);
  JsonObject *object = json_node_get_object (node);
  if (!read_type (&tensor.type, json_object_get_member (object, "dtype")))
    return refuse (file, name, _("its dtype is not one of BOOL, U8 … U64, I8 … I64, F16, BF16, F32, F64"), error);
  int dimensions = read_sizes (tensor.sizes, json_object_get_member (object, "shape"), ISO_SAFETENSORS_MAX_DIMENSIONS);
  if (dimensions < 0)
    return refuse (file, name, _("its shape is not a list of at most 8 sizes"), error);
  tensor.dimension_count = (guint32) dimensions;
  if (read_sizes (offsets, json_object_get_member (object, "data_offsets"), 2) != 2)
    return refuse (file, name, _("its data_offsets are not two whole numbers"), error);
  for (guint32 d = 0; d < tensor.dimension_count; d++)
    if (!iso_checked_multiply (&tensor.element_count, tensor.element_count, tensor.sizes[d]))
      return refuse (file, name, _("its shape is too large"), error);
  if (!iso_checked_multiply (&bytes, tensor.element_count, types[tensor.type].size))
    return refuse (file, name, _("its shape is too large"), error);
  if (offsets[0] > offsets[1] || offsets[1] > file->value_bytes)
    return refuse (file, name, _("its data_offsets lie outside the file, which may have been cut short"), error);
  if (offsets[1] - offsets[0] != bytes)
    return refuse (file, name, _("its data_offsets do not agree with its shape"), error);
  tensor.values = file->values + offsets[0];
  tensor.name = g_string_chunk_insert (file->names, name);
  g_array_append_val (file->tensors, tensor);
  return true;
}

static int
compare_places (const void *a, const void *b)
{
  const IsoSafetensor *left = a, *right = b;
  if (left->values != right->values)
    return left->values < right->values ? -1 : 1;
  return (left->element_count > 0) - (right->element_count > 0);
}

/* All of the file's values belong to a tensor, none to two. */
static bool
check_places (IsoSafetensors *file, GError **error)
{
  const guint8 *end = file->values;
  g_array_sort (file->tensors, compare_places);
  for (guint i = 0; i < file->tensors->len; i++)
    {
      const IsoSafetensor *tensor = &g_array_index (file->tensors, IsoSafetensor, i);
      if (tensor->values != end)
        return refuse (file, tensor->name, _("its values do not begin where those before it end"), error);
      end = tensor->values + tensor->element_count * types[tensor->type].size;
      g_hash_table_insert (file->by_name, (gpointer) tensor->name, GUINT_TO_POINTER (i + 1));
    }
  if (end == file->values + file->value_bytes)
    return true;
  g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: found %zu bytes of values, expected the %zu that the header names"),
               file->name, file->value_bytes, (size_t) (end - file->values));
  return false;
}

static bool
read_header (IsoSafetensors *file, JsonObject *header, GError **error)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;
  json_object_iter_init (&iter, header);
  while (json_object_iter_next (&iter, &name, &node))
    if (strcmp (name, "__metadata__") == 0 ? !read_metadata (file, node, error) : !read_tensor (file, name, node, error))
      return false;
  return check_places (file, error);
}

IsoSafetensors *
iso_safetensors_parse (const char *name, GBytes *contents, GError **error)
{
  g_autoptr (IsoSafetensors) file = g_new0 (IsoSafetensors, 1);
  size_t header_size = 0;
  file->name = g_strdup (name);
  file->contents = g_bytes_ref (contents);
  file->tensors = g_array_new (FALSE, FALSE, sizeof (IsoSafetensor));
  file->names = g_string_chunk_new (1024);
  file->by_name = g_hash_table_new (g_str_hash, g_str_equal);
  file->metadata = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (!find_values (&header_size, file, error))
    return NULL;
  const char *header = (const char *) g_bytes_get_data (contents, NULL) + LENGTH_SIZE;
  g_autoptr (JsonNode) root = parse_header (file, header, header_size, error);
  if (root == NULL || !read_header (file, json_node_get_object (root), error))
    return NULL;
  return g_steal_pointer (&file);
}

IsoSafetensors *
iso_safetensors_read (const char *path, GError **error)
{
  g_autoptr (GFile) location = g_file_new_for_path (path);
  g_autoptr (GBytes) contents = iso_file_load (location, NULL, error);
  return contents == NULL ? NULL : iso_safetensors_parse (path, contents, error);
}

void
iso_safetensors_free (IsoSafetensors *file)
{
  if (file == NULL)
    return;
  g_hash_table_unref (file->metadata);
  g_hash_table_unref (file->by_name);
  g_string_chunk_free (file->names);
  g_array_unref (file->tensors);
  g_bytes_unref (file->contents);
  g_free (file->name);
  g_free (file);
}

const char *
iso_safetensors_name (const IsoSafetensors *file)
{
  return file->name;
}

const IsoSafetensor *
iso_safetensors_tensors (const IsoSafetensors *file, size_t *count)
{
  *count = file->tensors->len;
  return (const IsoSafetensor *) (const void *) file->tensors->data;
}

const IsoSafetensor *
iso_safetensors_find (const IsoSafetensors *file, const char *name)
{
  guint place = GPOINTER_TO_UINT (g_hash_table_lookup (file->by_name, name));
  return place == 0 ? NULL : &g_array_index (file->tensors, IsoSafetensor, place - 1);
}

const char *
iso_safetensors_metadata (const IsoSafetensors *file, const char *key)
{
  return g_hash_table_lookup (file->metadata, key);
}
