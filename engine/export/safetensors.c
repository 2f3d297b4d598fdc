#include "engine/export/safetensors.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>
#include <unistd.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"

/* The header is filled up with spaces to a multiple of this, so that values lie as aligned in memory as the file does. */
#define ALIGNMENT 64
/* What one call of write() is asked for. */
#define CHUNK ((size_t) 1 << 26)

typedef struct {
  char *name;
  IsoSafetensorsType type;
  const void *values;
  guint32 dimension_count;
  size_t sizes[ISO_SAFETENSORS_MAX_DIMENSIONS];
} Tensor;

struct _IsoSafetensorsWriter {
  GArray *tensors;  /* of Tensor */
  GTree *metadata;  /* key → text, sorted so that the same run writes the same bytes */
  GPtrArray *owned; /* values that are the writer's own */
};

static void
clear_tensor (void *data)
{
  g_free (((Tensor *) data)->name);
}

static int
compare_keys (const void *a, const void *b, void *data)
{
  (void) data;
  return strcmp (a, b);
}

IsoSafetensorsWriter *
iso_safetensors_writer_new (void)
{
  IsoSafetensorsWriter *writer = g_new0 (IsoSafetensorsWriter, 1);
  writer->tensors = g_array_new (FALSE, FALSE, sizeof (Tensor));
  g_array_set_clear_func (writer->tensors, clear_tensor);
  writer->metadata = g_tree_new_full (compare_keys, NULL, g_free, g_free);
  writer->owned = g_ptr_array_new_with_free_func (iso_block_free);
  return writer;
}

void
iso_safetensors_writer_free (IsoSafetensorsWriter *writer)
{
  if (writer == NULL)
    return;
  g_array_unref (writer->tensors);
  g_tree_unref (writer->metadata);
  g_ptr_array_unref (writer->owned);
  g_free (writer);
}

void
iso_safetensors_writer_describe (IsoSafetensorsWriter *writer, const char *key, const char *text)
{
  g_tree_replace (writer->metadata, g_strdup (key), g_strdup (text));
}

void
iso_safetensors_writer_add (IsoSafetensorsWriter *writer, const char *name, IsoSafetensorsType type, const void *values,
                            guint32 dimension_count, const size_t *sizes)
{
  g_return_if_fail (dimension_count <= ISO_SAFETENSORS_MAX_DIMENSIONS);
  Tensor tensor = { .name = g_strdup (name), .type = type, .values = values, .dimension_count = dimension_count };
  memcpy (tensor.sizes, sizes, dimension_count * sizeof *sizes);
  g_array_append_val (writer->tensors, tensor);
}

void
iso_safetensors_writer_own (IsoSafetensorsWriter *writer, void *values)
{
  g_ptr_array_add (writer->owned, values);
}

static bool
find_bytes (size_t *bytes, const Tensor *tensor)
{
  *bytes = iso_safetensors_type_size (tensor->type);
  for (guint32 d = 0; d < tensor->dimension_count; d++)
    if (!iso_checked_multiply (bytes, *bytes, tensor->sizes[d]))
      return false;
  return true;
}

static void
append_quoted (GString *header, const char *text)
{
  g_autoptr (JsonNode) node = json_node_init_string (json_node_alloc (), text);
  g_autofree char *quoted = json_to_string (node, FALSE);
  g_string_append (header, quoted);
}

static gboolean
append_description (void *key, void *text, void *data)
{
  GString *header = data;
  if (header->str[header->len - 1] != '{')
    g_string_append_c (header, ',');
  append_quoted (header, key);
  g_string_append_c (header, ':');
  append_quoted (header, text);
  return FALSE;
}

/* The largest values first, so that all lie at a multiple of their size. */
static int
compare_types (const void *a, const void *b)
{
  const Tensor *const *left = a, *const *right = b;
  size_t one = iso_safetensors_type_size ((*left)->type), other = iso_safetensors_type_size ((*right)->type);
  if (one != other)
    return one > other ? -1 : 1;
  return *left < *right ? -1 : *left > *right;
}

static const Tensor **
arrange (const IsoSafetensorsWriter *writer)
{
  const Tensor **order = g_new (const Tensor *, MAX (writer->tensors->len, 1));
  for (guint i = 0; i < writer->tensors->len; i++)
    order[i] = &g_array_index (writer->tensors, Tensor, i);
  qsort (order, writer->tensors->len, sizeof *order, compare_types);
  return order;
}

/* NULL where the sizes overflow. */
static GString *
make_header (const IsoSafetensorsWriter *writer, const Tensor *const *order)
{
  GString *header = g_string_new ("{\"__metadata__\":{");
  size_t start = 0;
  g_tree_foreach (writer->metadata, append_description, header);
  g_string_append_c (header, '}');
  for (guint i = 0; i < writer->tensors->len; i++)
    {
      size_t bytes, end;
      if (!find_bytes (&bytes, order[i]) || __builtin_add_overflow (start, bytes, &end))
        {
          g_string_free (header, TRUE);
          return NULL;
        }
      g_string_append_c (header, ',');
      append_quoted (header, order[i]->name);
      g_string_append_printf (header, ":{\"dtype\":\"%s\",\"shape\":[", iso_safetensors_type_name (order[i]->type));
      for (guint32 d = 0; d < order[i]->dimension_count; d++)
        g_string_append_printf (header, "%s%zu", d > 0 ? "," : "", order[i]->sizes[d]);
      g_string_append_printf (header, "],\"data_offsets\":[%zu,%zu]}", start, end);
      start = end;
    }
  g_string_append_c (header, '}');
  while ((header->len + sizeof (guint64)) % ALIGNMENT != 0)
    g_string_append_c (header, ' ');
  return header;
}

static bool
write_bytes (int file, const void *bytes, size_t count)
{
  const char *at = bytes;
  while (count > 0)
    {
      ssize_t written = write (file, at, MIN (count, CHUNK));
      if (written < 0 && errno == EINTR)
        continue;
      if (written < 0)
        return false;
      at += written;
      count -= (size_t) written;
    }
  return true;
}

static bool
write_all (int file, const IsoSafetensorsWriter *writer, const GString *header, const Tensor *const *order)
{
  guint64 length = header->len;
  if (!write_bytes (file, &length, sizeof length) || !write_bytes (file, header->str, header->len))
    return false;
  for (guint i = 0; i < writer->tensors->len; i++)
    {
      size_t bytes = 0;
      if (find_bytes (&bytes, order[i]) && !write_bytes (file, order[i]->values, bytes))
        return false;
    }
  return fsync (file) == 0;
}

bool
iso_safetensors_writer_save (const IsoSafetensorsWriter *writer, const char *path, GError **error)
{
  g_autofree const Tensor **order = arrange (writer);
  g_autofree char *temporary = g_strconcat (path, ".XXXXXX", NULL);
  GString *header = make_header (writer, order);
  if (header == NULL)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_MEMORY, _("%s: the tensors are too large to be written"), path);
      return false;
    }
  int file = g_mkstemp_full (temporary, O_RDWR | O_CLOEXEC, 0666);
  bool done = file >= 0 && write_all (file, writer, header, order);
  int problem = errno;
  if (file >= 0 && close (file) != 0 && done)
    {
      done = false;
      problem = errno;
    }
  if (done && g_rename (temporary, path) != 0)
    {
      done = false;
      problem = errno;
    }
  if (!done && file >= 0)
    g_unlink (temporary);
  g_string_free (header, TRUE);
  if (!done)
    g_set_error (error, ISO_ERROR, ISO_ERROR_FILE, _("cannot write %s: %s"), path, g_strerror (problem));
  return done;
}

/* NULL where there is no memory for it. */
static char *
copy_all (size_t *size, const IsoSafetensorsWriter *writer, const GString *header, const Tensor *const *order)
{
  guint64 length = header->len;
  size_t total = sizeof length + header->len, bytes = 0;
  for (guint i = 0; i < writer->tensors->len; i++)
    if (!find_bytes (&bytes, order[i]) || __builtin_add_overflow (total, bytes, &total))
      return NULL;
  char *contents = g_try_malloc (total), *at = contents;
  if (contents == NULL)
    return NULL;
  at = mempcpy (at, &length, sizeof length);
  at = mempcpy (at, header->str, header->len);
  for (guint i = 0; i < writer->tensors->len; i++)
    if (find_bytes (&bytes, order[i]) && bytes > 0)
      at = mempcpy (at, order[i]->values, bytes);
  *size = total;
  return contents;
}

GBytes *
iso_safetensors_writer_bytes (const IsoSafetensorsWriter *writer, GError **error)
{
  g_autofree const Tensor **order = arrange (writer);
  GString *header = make_header (writer, order);
  size_t size = 0;
  char *contents = header != NULL ? copy_all (&size, writer, header, order) : NULL;
  if (header != NULL)
    g_string_free (header, TRUE);
  if (contents != NULL)
    return g_bytes_new_take (contents, size);
  g_set_error_literal (error, ISO_ERROR, ISO_ERROR_MEMORY, _("no memory for a copy of the run as it stands"));
  return NULL;
}
