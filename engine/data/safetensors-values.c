/* Values of a safetensors file as the types the engine computes with. */
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/data/half.h"
#include "engine/data/safetensors.h"
#include "engine/linalg/rows.h"

/* "[512, 784]", newly allocated. */
static char *
format_shape (guint32 dimension_count, const size_t *sizes)
{
  GString *text = g_string_new ("[");
  for (guint32 d = 0; d < dimension_count; d++)
    g_string_append_printf (text, "%s%zu", d > 0 ? ", " : "", sizes[d]);
  g_string_append_c (text, ']');
  return g_string_free (text, FALSE);
}

static const IsoSafetensor *
find_of_shape (const IsoSafetensors *file, const char *name, guint32 dimension_count, const size_t *sizes, GError **error)
{
  const IsoSafetensor *tensor = iso_safetensors_find (file, name);
  g_autofree char *expected = format_shape (dimension_count, sizes);
  if (tensor == NULL)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: found no tensor %s, expected one of shape %s"),
                   iso_safetensors_name (file), name, expected);
      return NULL;
    }
  if (tensor->dimension_count == dimension_count && memcmp (tensor->sizes, sizes, dimension_count * sizeof *sizes) == 0)
    return tensor;
  g_autofree char *found = format_shape (tensor->dimension_count, tensor->sizes);
  g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: tensor %s: found shape %s, expected %s"), iso_safetensors_name (file),
               name, found, expected);
  return NULL;
}

static bool
refuse_type (const IsoSafetensors *file, const IsoSafetensor *tensor, const char *expected, GError **error)
{
  g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: tensor %s: found type %s, expected %s"), iso_safetensors_name (file),
               tensor->name, iso_safetensors_type_name (tensor->type), expected);
  return false;
}

bool
iso_safetensors_copy (void *out, const IsoSafetensors *file, const char *name, IsoSafetensorsType type, guint32 dimension_count,
                      const size_t *sizes, GError **error)
{
  const IsoSafetensor *tensor = find_of_shape (file, name, dimension_count, sizes, error);
  if (tensor == NULL)
    return false;
  if (tensor->type != type)
    return refuse_type (file, tensor, iso_safetensors_type_name (type), error);
  if (tensor->element_count > 0)
    memcpy (out, tensor->values, tensor->element_count * iso_safetensors_type_size (type));
  return true;
}

/* Value i of a tensor of floating point. */
static double
value_at (const IsoSafetensor *tensor, size_t i)
{
  double wide;
  float single;
  guint16 half;
  switch (tensor->type)
    {
    case ISO_SAFETENSORS_F64:
      memcpy (&wide, tensor->values + i * sizeof wide, sizeof wide);
      return wide;
    case ISO_SAFETENSORS_F16:
    case ISO_SAFETENSORS_BF16:
      memcpy (&half, tensor->values + i * sizeof half, sizeof half);
      return (double) (tensor->type == ISO_SAFETENSORS_F16 ? iso_half_to_float (half) : iso_bfloat_to_float (half));
    default:
      memcpy (&single, tensor->values + i * sizeof single, sizeof single);
      return (double) single;
    }
}

bool
iso_safetensors_copy_floats (float *out, const IsoSafetensors *file, const char *name, guint32 dimension_count,
                             const size_t *sizes, GError **error)
{
  const IsoSafetensor *tensor = find_of_shape (file, name, dimension_count, sizes, error);
  if (tensor == NULL)
    return false;
  bool is_real = tensor->type == ISO_SAFETENSORS_F32 || tensor->type == ISO_SAFETENSORS_F64 || tensor->type == ISO_SAFETENSORS_F16
                 || tensor->type == ISO_SAFETENSORS_BF16;
  if (!is_real)
    return refuse_type (file, tensor, "F32", error);
  if (tensor->type == ISO_SAFETENSORS_F32 && tensor->element_count > 0)
    memcpy (out, tensor->values, tensor->element_count * sizeof *out);
  else
    for (size_t i = 0; i < tensor->element_count; i++)
      out[i] = (float) value_at (tensor, i);
  if (iso_all_finite (out, tensor->element_count))
    return true;
  size_t i = 0;
  while (isfinite (out[i]))
    i++;
  double value = value_at (tensor, i);
  g_set_error (error, ISO_ERROR, ISO_ERROR_NUMERIC, _("%s: tensor %s: value %zu: found %g, expected a finite number of float32"),
               iso_safetensors_name (file), name, i, value);
  return false;
}
