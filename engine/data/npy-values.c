/* What is in a .npy file as the types the engine computes with. */
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/data/half.h"
#include "engine/data/npy.h"
#include "engine/linalg/rows.h"

/* One value, for messages. */
static double
value_at (const IsoNpy *npy, size_t i)
{
  if (npy->type == ISO_NPY_FLOAT16)
    return (double) iso_half_to_float (((const guint16 *) npy->data)[i]);
  return npy->type == ISO_NPY_FLOAT64 ? ((const double *) npy->data)[i] : (double) ((const float *) npy->data)[i];
}

#define CONVERT(Out, In)                                                                                                         \
  for (size_t i = 0; i < npy->element_count; i++)                                                                                \
    out[i] = (Out) ((const In *) npy->data)[i];                                                                                  \
  break

/* Only types of floating point can hold what is not finite, and of the others none is too large for float32. */
static void
convert_to_floats (float *out, const IsoNpy *npy)
{
  switch (npy->type)
    {
    case ISO_NPY_FLOAT32: CONVERT (float, float);
    case ISO_NPY_FLOAT64: CONVERT (float, double);
    case ISO_NPY_INT8: CONVERT (float, gint8);
    case ISO_NPY_INT16: CONVERT (float, gint16);
    case ISO_NPY_INT32: CONVERT (float, gint32);
    case ISO_NPY_INT64: CONVERT (float, gint64);
    case ISO_NPY_BOOL:
    case ISO_NPY_UINT8: CONVERT (float, guint8);
    case ISO_NPY_UINT16: CONVERT (float, guint16);
    case ISO_NPY_UINT32: CONVERT (float, guint32);
    case ISO_NPY_UINT64: CONVERT (float, guint64);
    case ISO_NPY_FLOAT16:
      for (size_t i = 0; i < npy->element_count; i++)
        out[i] = iso_half_to_float (((const guint16 *) npy->data)[i]);
      break;
    case ISO_NPY_UNICODE:
    case ISO_NPY_BYTES:
      g_assert_not_reached ();
    }
}

bool
iso_npy_copy_floats (float *out, const IsoNpy *npy, const char *name, GError **error)
{
  if (iso_npy_is_text (npy))
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: type: found texts, expected numbers"), name);
      return false;
    }
  convert_to_floats (out, npy);
  if (iso_all_finite (out, npy->element_count))
    return true;

  size_t i = 0;
  while (isfinite (out[i]))
    i++;
  size_t rows = npy->dimension_count > 0 ? npy->sizes[0] : 1, columns = npy->element_count / rows;
  double value = value_at (npy, i);
  if (isfinite (value))
    g_set_error (error, ISO_ERROR, ISO_ERROR_NUMERIC, _("%s: row %zu, column %zu: found %g, which is too large for float32"),
                 name, i / columns, i % columns, value);
  else
    g_set_error (error, ISO_ERROR, ISO_ERROR_NUMERIC, _("%s: row %zu, column %zu: found %s, expected a finite number"), name,
                 i / columns, i % columns, isnan (value) ? "NaN" : value > 0.0 ? "infinity" : "-infinity");
  return false;
}

float *
iso_npy_to_floats (const IsoNpy *npy, const char *name, GError **error)
{
  float *out = iso_block_new (npy->element_count, 1, sizeof (float), name, error);
  if (out != NULL && !iso_npy_copy_floats (out, npy, name, error))
    g_clear_pointer (&out, iso_block_free);
  return out;
}

static bool
convert_to_integers (gint64 *out, const IsoNpy *npy, const char *name, GError **error)
{
  switch (npy->type)
    {
    case ISO_NPY_INT8: CONVERT (gint64, gint8);
    case ISO_NPY_INT16: CONVERT (gint64, gint16);
    case ISO_NPY_INT32: CONVERT (gint64, gint32);
    case ISO_NPY_INT64: CONVERT (gint64, gint64);
    case ISO_NPY_BOOL:
    case ISO_NPY_UINT8: CONVERT (gint64, guint8);
    case ISO_NPY_UINT16: CONVERT (gint64, guint16);
    case ISO_NPY_UINT32: CONVERT (gint64, guint32);
    case ISO_NPY_UINT64:
      for (size_t i = 0; i < npy->element_count; i++)
        {
          guint64 value = ((const guint64 *) npy->data)[i];
          if (value > G_MAXINT64)
            {
              g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT,
                           _("%s: element %zu: found %" PRIu64 ", expected at most %" PRId64), name, i, value,
                           G_MAXINT64);
              return false;
            }
          out[i] = (gint64) value;
        }
      break;
    case ISO_NPY_FLOAT16:
    case ISO_NPY_FLOAT32:
    case ISO_NPY_FLOAT64:
      g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: type: found floating point, expected integers"), name);
      return false;
    case ISO_NPY_UNICODE:
    case ISO_NPY_BYTES:
      g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: type: found texts, expected integers"), name);
      return false;
    }
  return true;
}

gint64 *
iso_npy_to_integers (const IsoNpy *npy, const char *name, GError **error)
{
  gint64 *out = iso_block_new (npy->element_count, 1, sizeof (gint64), name, error);
  if (out != NULL && !convert_to_integers (out, npy, name, error))
    g_clear_pointer (&out, iso_block_free);
  return out;
}

bool
iso_npy_is_text (const IsoNpy *npy)
{
  return npy->type == ISO_NPY_UNICODE || npy->type == ISO_NPY_BYTES;
}

char *
iso_npy_text (const IsoNpy *npy, size_t index, const char *name, GError **error)
{
  g_assert (iso_npy_is_text (npy) && index < npy->element_count);
  const char *start = (const char *) npy->data + index * npy->element_size;
  char *text;
  if (npy->type == ISO_NPY_UNICODE)
    {
      glong length = 0, most = (glong) (npy->element_size / 4);
      const gunichar *characters = (const gunichar *) (const void *) start;
      while (length < most && characters[length] != 0)
        length++;
      text = g_ucs4_to_utf8 (characters, length, NULL, NULL, NULL);
    }
  else
    text = g_strndup (start, npy->element_size);
  if (text != NULL && !g_utf8_validate (text, -1, NULL))
    g_clear_pointer (&text, g_free);
  if (text == NULL)
    g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: element %zu: found bytes that are no text"), name, index);
  return text;
}

static bool
read_with_dimensions (IsoNpy *npy, const char *path, guint32 dimension_count, GError **error)
{
  if (!iso_npy_read (npy, path, error))
    return false;
  if (npy->dimension_count == dimension_count)
    return true;
  g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: shape: found %u dimensions, expected %u"), path, npy->dimension_count,
               dimension_count);
  iso_npy_clear (npy);
  return false;
}

float *
iso_npy_read_matrix (size_t *rows, size_t *columns, const char *path, GError **error)
{
  IsoNpy npy;
  if (!read_with_dimensions (&npy, path, 2, error))
    return NULL;
  float *out = iso_npy_to_floats (&npy, path, error);
  *rows = npy.sizes[0];
  *columns = npy.sizes[1];
  iso_npy_clear (&npy);
  return out;
}

static gint32 *
narrow (const IsoNpy *npy, const char *name, GError **error)
{
  gint64 *wide = iso_npy_to_integers (npy, name, error);
  if (wide == NULL)
    return NULL;
  gint32 *out = iso_block_new (npy->element_count, 1, sizeof (gint32), name, error);
  for (size_t i = 0; out != NULL && i < npy->element_count; i++)
    {
      if (wide[i] < G_MININT32 || wide[i] > G_MAXINT32)
        {
          g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: element %zu: found %" PRId64 ", expected %d … %d"),
                       name, i, wide[i], G_MININT32, G_MAXINT32);
          g_clear_pointer (&out, iso_block_free);
          break;
        }
      out[i] = (gint32) wide[i];
    }
  iso_block_free (wide);
  return out;
}

gint32 *
iso_npy_read_labels (size_t *count, const char *path, GError **error)
{
  IsoNpy npy;
  if (!read_with_dimensions (&npy, path, 1, error))
    return NULL;
  gint32 *out = narrow (&npy, path, error);
  *count = npy.element_count;
  iso_npy_clear (&npy);
  return out;
}

gint32 *
iso_npy_read_indices (size_t *rows, size_t *columns, const char *path, GError **error)
{
  IsoNpy npy;
  if (!read_with_dimensions (&npy, path, 2, error))
    return NULL;
  gint32 *out = narrow (&npy, path, error);
  *rows = npy.sizes[0];
  *columns = npy.sizes[1];
  iso_npy_clear (&npy);
  return out;
}
