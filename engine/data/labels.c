#include "engine/data/labels.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <stdbool.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"

#define MOST_CLASSES 1000000

static int
compare_integers (const void *a, const void *b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;
  return (x > y) - (x < y);
}

/* The different values, ascending, at the start of `values`; returns how many. */
static size_t
sort_distinct (gint64 *values, size_t count)
{
  size_t distinct = 0;
  qsort (values, count, sizeof *values, compare_integers);
  for (size_t i = 0; i < count; i++)
    if (i == 0 || values[i] != values[i - 1])
      values[distinct++] = values[i];
  return distinct;
}

static bool
number_densely (gint32 *labels, guint32 *class_count, char ***class_names, const gint64 *values, size_t count, const char *name,
                GError **error)
{
  gint64 *distinct = iso_block_new (count, 1, sizeof *distinct, name, error);
  if (distinct == NULL)
    return false;
  memcpy (distinct, values, count * sizeof *distinct);
  size_t classes = sort_distinct (distinct, count);
  if (classes > MOST_CLASSES)
    g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: found %zu different labels, expected at most %d"), name, classes,
                 MOST_CLASSES);
  else
    {
      for (size_t i = 0; i < count; i++)
        {
          const gint64 *at = bsearch (&values[i], distinct, classes, sizeof *distinct, compare_integers);
          labels[i] = (gint32) (at - distinct);
        }
      *class_count = (guint32) classes;
      *class_names = g_new0 (char *, classes + 1);
      for (size_t c = 0; c < classes; c++)
        (*class_names)[c] = g_strdup_printf ("%" G_GINT64_FORMAT, distinct[c]);
    }
  iso_block_free (distinct);
  return classes <= MOST_CLASSES;
}

gint32 *
iso_labels_from_integers (guint32 *class_count, char ***class_names, const gint64 *values, size_t count, const char *name,
                          GError **error)
{
  gint64 largest = -1;
  *class_count = 0;
  *class_names = NULL;
  for (size_t i = 0; i < count; i++)
    {
      if (values[i] < 0)
        {
          g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT,
                       _("%s: sample %zu: found label %" PRId64 ", expected 0 or more"),
                       name, i, values[i]);
          return NULL;
        }
      largest = MAX (largest, values[i]);
    }
  gint32 *labels = iso_block_new (count, 1, sizeof *labels, name, error);
  if (labels == NULL)
    return NULL;

  /* More classes than samples: the numbers are identifiers. */
  if (largest < MOST_CLASSES && largest < (gint64) count)
    {
      for (size_t i = 0; i < count; i++)
        labels[i] = (gint32) values[i];
      *class_count = (guint32) (largest + 1);
    }
  else if (!number_densely (labels, class_count, class_names, values, count, name, error))
    g_clear_pointer (&labels, iso_block_free);
  return labels;
}

gint32 *
iso_labels_from_bytes (const guint8 *bytes, size_t count, guint32 class_count, const char *name, GError **error)
{
  gint32 *labels = iso_block_new (count, 1, sizeof *labels, name, error);
  for (size_t i = 0; labels != NULL && i < count; i++)
    {
      if (bytes[i] >= class_count)
        {
          g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: sample %zu: found label %u, expected 0 … %u"), name, i,
                       bytes[i], class_count - 1);
          g_clear_pointer (&labels, iso_block_free);
          break;
        }
      labels[i] = bytes[i];
    }
  return labels;
}
