#include "app/reference-case.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/data/json.h"
#include "engine/data/npy.h"

void
iso_reference_case_free (IsoReferenceCase *reference)
{
  if (reference == NULL)
    return;
  g_free (reference->path);
  g_free (reference->folder);
  g_free (reference->kind);
  g_clear_pointer (&reference->params, json_object_unref);
  g_clear_pointer (&reference->inputs, json_object_unref);
  g_clear_pointer (&reference->expected, json_object_unref);
  g_clear_pointer (&reference->expected_arrays, json_object_unref);
  g_clear_pointer (&reference->root, json_node_unref);
  g_free (reference);
}

/* The member `name` of the case; an empty object if the case has none. */
static bool
take_object (JsonObject **object, const IsoReferenceCase *reference, const char *name, GError **error)
{
  JsonNode *node = json_object_get_member (json_node_get_object (reference->root), name);
  if (node == NULL)
    *object = json_object_new ();
  else if (JSON_NODE_HOLDS_OBJECT (node))
    *object = json_node_dup_object (node);
  else
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: “%s” is not an object"), reference->path, name);
      return false;
    }
  return true;
}

static bool
take_members (IsoReferenceCase *reference, GError **error)
{
  if (!JSON_NODE_HOLDS_OBJECT (reference->root))
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: found no JSON object"), reference->path);
      return false;
    }
  JsonNode *kind = json_object_get_member (json_node_get_object (reference->root), "kind");
  if (kind == NULL || json_node_get_value_type (kind) != G_TYPE_STRING)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: “kind” is missing or not a text"), reference->path);
      return false;
    }
  reference->kind = json_node_dup_string (kind);
  return take_object (&reference->params, reference, "params", error)
         && take_object (&reference->inputs, reference, "inputs", error)
         && take_object (&reference->expected, reference, "expected", error)
         && take_object (&reference->expected_arrays, reference, "expected_arrays", error);
}

IsoReferenceCase *
iso_reference_case_open (const char *path, GError **error)
{
  g_autoptr (IsoReferenceCase) reference = g_new0 (IsoReferenceCase, 1);
  reference->path = g_strdup (path);
  reference->folder = g_path_get_dirname (path);
  reference->root = iso_json_read (path, error);
  if (reference->root == NULL)
    return NULL;
  return take_members (reference, error) ? g_steal_pointer (&reference) : NULL;
}

/* Path of the array that `section`.NAME names. */
static char *
array_path (const IsoReferenceCase *reference, JsonObject *section, const char *name, GError **error)
{
  JsonNode *node = json_object_get_member (section, name), *file = NULL;
  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    file = json_object_get_member (json_node_get_object (node), "file");
  if (file == NULL || json_node_get_value_type (file) != G_TYPE_STRING)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: the case names no file for the array “%s”"), reference->path, name);
      return NULL;
    }
  return g_build_filename (reference->folder, json_node_get_string (file), NULL);
}

char *
iso_reference_case_path (const IsoReferenceCase *reference, const char *name, GError **error)
{
  return array_path (reference, reference->inputs, name, error);
}

float *
iso_reference_case_matrix (const IsoReferenceCase *reference, size_t *rows, size_t *columns, const char *name, GError **error)
{
  g_autofree char *path = array_path (reference, reference->inputs, name, error);
  return path == NULL ? NULL : iso_npy_read_matrix (rows, columns, path, error);
}

gint32 *
iso_reference_case_labels (const IsoReferenceCase *reference, size_t *count, const char *name, GError **error)
{
  g_autofree char *path = array_path (reference, reference->inputs, name, error);
  return path == NULL ? NULL : iso_npy_read_labels (count, path, error);
}

double *
iso_reference_case_expected (const IsoReferenceCase *reference, const char *name, size_t rows, size_t columns, GError **error)
{
  IsoNpy npy = { 0 };
  g_autofree char *path = array_path (reference, reference->expected_arrays, name, error);
  if (path == NULL || !iso_npy_read (&npy, path, error))
    return NULL;
  double *values = NULL;
  bool is_vector = npy.dimension_count == 1 && columns == 1 && npy.sizes[0] == rows;
  if (!is_vector && (npy.dimension_count != 2 || npy.sizes[0] != rows || npy.sizes[1] != columns))
    g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: found %u dimensions, %zu values; expected %zu × %zu"), path,
                 npy.dimension_count, npy.element_count, rows, columns);
  else if (npy.type != ISO_NPY_FLOAT64 && npy.type != ISO_NPY_FLOAT32)
    g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: expected values of type float64 or float32"), path);
  else
    {
      values = g_new (double, MAX (npy.element_count, 1));
      for (size_t at = 0; at < npy.element_count; at++)
        values[at] = npy.type == ISO_NPY_FLOAT64 ? ((const double *) npy.data)[at] : (double) ((const float *) npy.data)[at];
    }
  iso_npy_clear (&npy);
  return values;
}

char *
iso_reference_case_parameter (const IsoReferenceCase *reference, const char *name, GError **error)
{
  JsonNode *node = json_object_get_member (reference->params, name);
  GType type = node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;
  if (type == G_TYPE_STRING)
    return json_node_dup_string (node);
  if (type == G_TYPE_INT64)
    return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
  if (type == G_TYPE_DOUBLE)
    {
      char text[G_ASCII_DTOSTR_BUF_SIZE];
      return g_strdup (g_ascii_dtostr (text, sizeof text, json_node_get_double (node)));
    }
  g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: the parameter “%s” is missing or neither a number nor a text"),
               reference->path, name);
  return NULL;
}
