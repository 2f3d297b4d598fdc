#include "engine/data/arrays.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/data/class-table.h"
#include "engine/data/labels.h"
#include "engine/data/values.h"

void
iso_array_clear (IsoArray *array)
{
  iso_npy_clear (&array->npy);
  g_clear_pointer (&array->name, g_free);
}

bool
iso_array_shape (IsoSampleShape *shape, const IsoArray *features, GError **error)
{
  const size_t *sizes = features->npy.sizes;
  for (guint32 d = 1; d < features->npy.dimension_count; d++)
    if (sizes[d] > G_MAXUINT32)
      {
        g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: shape: found %zu in dimension %u, expected at most %u"),
                     features->name, sizes[d], d + 1, G_MAXUINT32);
        return false;
      }
  switch (features->npy.dimension_count)
    {
    case 2:
      *shape = (IsoSampleShape) { 1, 1, (guint32) sizes[1], false };
      return true;
    case 3:
      *shape = (IsoSampleShape) { 1, (guint32) sizes[1], (guint32) sizes[2], true };
      return true;
    case 4:
      if (sizes[1] > 4 && (sizes[3] == 1 || sizes[3] == 3 || sizes[3] == 4))
        {
          g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT,
                       _("%s: shape: found (%zu, %zu, %zu, %zu), which looks like channels last, expected (N, channels, height, "
                         "width)"),
                       features->name, sizes[0], sizes[1], sizes[2], sizes[3]);
          return false;
        }
      *shape = (IsoSampleShape) { (guint32) sizes[1], (guint32) sizes[2], (guint32) sizes[3], true };
      return true;
    default:
      g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT,
                   _("%s: shape: found %u dimensions, expected 2 (features), 3 or 4 (images): (N, F), (N, H, W) or (N, C, H, W)"),
                   features->name, features->npy.dimension_count);
      return false;
    }
}

/* One label a sample: (N), or (N, 1) as some write it. */
static bool
check_labels (const IsoArray *labels, const IsoArray *features, GError **error)
{
  const IsoNpy *npy = &labels->npy;
  bool column = npy->dimension_count == 2 && npy->sizes[1] == 1;
  if (npy->dimension_count != 1 && !column)
    g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: shape: found %u dimensions, expected 1"), labels->name,
                 npy->dimension_count);
  else if (npy->element_count != features->npy.sizes[0])
    g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s has %zu samples, but %s has %zu labels"), features->name,
                 features->npy.sizes[0], labels->name, npy->element_count);
  else
    return true;
  return false;
}

/* Texts become classes in natural order. */
static gint32 *
text_labels (guint32 *class_count, char ***class_names, const IsoArray *arrays, size_t count, size_t total, GError **error)
{
  g_autoptr (IsoClassTable) table = iso_class_table_new ();
  gint32 *labels = iso_block_new (total, 1, sizeof *labels, arrays[0].name, error);
  size_t done = 0;
  for (size_t a = 0; labels != NULL && a < count; a++)
    for (size_t i = 0; labels != NULL && i < arrays[a].npy.element_count; i++)
      {
        g_autofree char *text = iso_npy_text (&arrays[a].npy, i, arrays[a].name, error);
        if (text == NULL)
          g_clear_pointer (&labels, iso_block_free);
        else
          labels[done++] = iso_class_table_add (table, text, strlen (text));
      }
  *class_names = labels == NULL ? NULL : iso_class_table_finish (table, labels, total, class_count, arrays[0].name, error);
  if (*class_names == NULL)
    g_clear_pointer (&labels, iso_block_free);
  return labels;
}

/* The whole numbers of an array at values, each from 0 to `most`. */
static bool
copy_integers (gint64 *values, const IsoArray *array, gint64 most, GError **error)
{
  gint64 *own = iso_npy_to_integers (&array->npy, array->name, error);
  size_t count = array->npy.element_count, i = 0;
  if (own == NULL)
    return false;
  while (i < count && own[i] >= 0 && own[i] <= most)
    i++;
  if (i < count && own[i] < 0)
    g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: sample %zu: found label %" PRId64 ", expected 0 or more"), array->name,
                 i, own[i]);
  else if (i < count)
    g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT,
                 _("%s: sample %zu: found label %" PRId64 ", expected at most %" PRId64 ", for so many classes have a name"),
                 array->name, i, own[i], most);
  else if (count > 0)
    memcpy (values, own, count * sizeof *values);
  iso_block_free (own);
  return i == count;
}

/* Numbers that are the places of their names. */
static gint32 *
named_labels (guint32 *class_count, char ***class_names, const gint64 *values, size_t total, char **names, const char *name,
              GError **error)
{
  gint32 *labels = iso_block_new (total, 1, sizeof *labels, name, error);
  for (size_t i = 0; labels != NULL && i < total; i++)
    labels[i] = (gint32) values[i];
  *class_names = labels != NULL ? g_strdupv (names) : NULL;
  *class_count = g_strv_length (names);
  return labels;
}

static gint32 *
integer_labels (guint32 *class_count, char ***class_names, const IsoArray *arrays, size_t count, size_t total, char **names,
                GError **error)
{
  gint64 *values = iso_block_new (total, 1, sizeof *values, arrays[0].name, error);
  gint64 most = names != NULL ? (gint64) g_strv_length (names) - 1 : G_MAXINT64;
  gint32 *labels = NULL;
  bool sound = values != NULL;
  for (size_t a = 0, done = 0; sound && a < count; done += arrays[a++].npy.element_count)
    sound = copy_integers (values + done, &arrays[a], most, error);
  if (sound && names != NULL)
    labels = named_labels (class_count, class_names, values, total, names, arrays[0].name, error);
  else if (sound)
    labels = iso_labels_from_integers (class_count, class_names, values, total, arrays[0].name, error);
  iso_block_free (values);
  return labels;
}

gint32 *
iso_arrays_labels (guint32 *class_count, char ***class_names, const IsoArray *labels, const IsoArray *features, size_t count,
                   char **names, GError **error)
{
  size_t total = 0;
  *class_names = NULL;
  for (size_t a = 0; a < count; a++)
    {
      if (!check_labels (&labels[a], &features[a], error))
        return NULL;
      if (iso_npy_is_text (&labels[a].npy) != iso_npy_is_text (&labels[0].npy))
        {
          g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s and %s: found texts and numbers, expected the same type"),
                       labels[0].name, labels[a].name);
          return NULL;
        }
      total += labels[a].npy.element_count;
    }
  return iso_npy_is_text (&labels[0].npy) ? text_labels (class_count, class_names, labels, count, total, error)
                                          : integer_labels (class_count, class_names, labels, count, total, names,
                                                             error);
}

/* Several arrays one after the other, as bytes or as floats; NULL on an error. */
static void *
join (const IsoArray *features, size_t count, bool bytes, size_t rows, size_t columns, GError **error)
{
  size_t size = bytes ? 1 : sizeof (float);
  guint8 *block = iso_block_new (rows, columns, size, features[0].name, error), *at = block;
  for (size_t a = 0; block != NULL && a < count; a++)
    {
      size_t values = features[a].npy.element_count;
      if (bytes && values > 0)
        memcpy (at, features[a].npy.data, values);
      else if (!bytes && !iso_npy_copy_floats ((float *) (void *) at, &features[a].npy, features[a].name, error))
        g_clear_pointer (&block, iso_block_free);
      at += values * size;
    }
  return block;
}

/* The memory that holds the values of the dataset-to-be: that of the one array, where it is of a fitting type, or a joined one. */
static bool
gather_values (IsoDatasetValues *out, bool *mapped, IsoArray *features, size_t count, bool bytes, size_t rows, size_t columns,
               GError **error)
{
  IsoNpy *npy = &features[0].npy;
  void *data;
  *mapped = false;
  if (count == 1 && (bytes || npy->type == ISO_NPY_FLOAT32))
    {
      *mapped = features[0].mapped && npy->owner != NULL;
      data = g_steal_pointer (&npy->data);
      out->owner = g_steal_pointer (&npy->owner);
    }
  else
    data = join (features, count, bytes, rows, columns, error);
  if (data == NULL)
    return false;
  if (out->owner == NULL)
    out->owner = g_bytes_new_with_free_func (data, rows * columns * (bytes ? 1 : sizeof (float)), iso_block_free, data);
  if (bytes)
    out->bytes = data;
  else
    out->floats = data;
  return true;
}

static IsoPart *
make_parts (const IsoPart *kinds, const IsoArray *features, size_t count, size_t rows, GError **error)
{
  IsoPart *parts = iso_block_new (rows, 1, sizeof *parts, features[0].name, error);
  size_t done = 0;
  for (size_t a = 0; parts != NULL && a < count; a++)
    for (size_t i = 0; i < features[a].npy.sizes[0]; i++)
      parts[done++] = kinds[a];
  return parts;
}

/* All of one shape, and how many rows together. */
static bool
count_rows (size_t *rows, const IsoArray *features, size_t count, GError **error)
{
  const IsoNpy *first = &features[0].npy;
  *rows = 0;
  for (size_t a = 0; a < count; a++)
    {
      const IsoNpy *npy = &features[a].npy;
      if (npy->dimension_count != first->dimension_count
          || memcmp (&npy->sizes[1], &first->sizes[1], (first->dimension_count - 1) * sizeof (size_t)) != 0)
        {
          g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s and %s: found samples of different shapes, expected the same"),
                       features[0].name, features[a].name);
          return false;
        }
      *rows += npy->sizes[0];
    }
  return true;
}

IsoDataset *
iso_arrays_dataset (const char *name, IsoArray *features, const IsoPart *kinds, size_t count, gint32 *labels, guint32 class_count,
                    char **class_names, IsoSourceReport *report, GCancellable *cancellable, GError **error)
{
  IsoSampleShape shape;
  IsoDatasetValues values = { 0 };
  IsoPart *parts = NULL;
  size_t rows, columns = 0;
  bool mapped = false, bytes = true;
  bool sound = iso_array_shape (&shape, &features[0], error) && count_rows (&rows, features, count, error)
               && (kinds == NULL || (parts = make_parts (kinds, features, count, rows, error)) != NULL);
  if (sound)
    {
      columns = (size_t) shape.channels * shape.height * shape.width; /* the array's own size was checked */
      for (size_t a = 0; a < count; a++)
        bytes = bytes && shape.is_image && features[a].npy.type == ISO_NPY_UINT8;
      sound = gather_values (&values, &mapped, features, count, bytes, rows, columns, error);
    }
  if (sound)
    {
      const IsoValues scanned = { values.bytes, values.floats, rows, columns, mapped };
      sound = iso_values_scan (&values.facts, &scanned, features[0].name, report, cancellable, error);
    }
  if (sound)
    return iso_dataset_new_in_place (name, shape, rows, values, labels, parts, class_count, class_names, error);
  g_clear_pointer (&values.owner, g_bytes_unref);
  iso_block_free (labels);
  iso_block_free (parts);
  g_strfreev (class_names);
  return NULL;
}
