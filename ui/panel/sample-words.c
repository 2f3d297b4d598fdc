#include "ui/panel/sample-words.h"

#include <glib/gi18n-lib.h>

#include "ui/figure/axis.h"

/* Where index stands in an ascending part; false: not in it. */
static bool
find_in (size_t *place, const IsoSubset *part, guint32 index)
{
  size_t first = 0, end = part->count;
  while (first < end)
    {
      size_t middle = first + (end - first) / 2;
      if (part->indices[middle] < index)
        first = middle + 1;
      else
        end = middle;
    }
  *place = first;
  return first < part->count && part->indices[first] == index;
}

char *
iso_sample_words (IsoDataset *dataset, const IsoExperiment *experiment, guint32 index)
{
  const IsoPart *parts = dataset != NULL && index < iso_dataset_sample_count (dataset) ? iso_dataset_parts (dataset) : NULL;
  IsoPart part = parts != NULL ? parts[index] : ISO_PART_UNSPECIFIED;
  char number[32];
  size_t place;
  iso_number_format (number, sizeof number, (double) index, 9);
  if (experiment != NULL && experiment->dataset == dataset)
    {
      if (find_in (&place, &experiment->split.test, index))
        {
          iso_number_format (number, sizeof number, (double) place, 9);
          return g_strdup_printf (_("test sample %s"), number);
        }
      if (find_in (&place, &experiment->split.validation, index))
        return g_strdup_printf (_("validation sample %s of the data"), number);
      if (find_in (&place, &experiment->split.train, index))
        return g_strdup_printf (_("training sample %s of the data"), number);
      return g_strdup_printf (_("sample %s of the data, in no part"), number);
    }
  if (part == ISO_PART_TEST)
    return g_strdup_printf (_("sample %s of the data, of its test part"), number);
  if (part == ISO_PART_TRAIN)
    return g_strdup_printf (_("training sample %s of the data"), number);
  return g_strdup_printf (_("sample %s of the data"), number);
}
