#include "engine/data/summary.h"

#include <stdlib.h>

static int
compare_sizes (const void *a, const void *b)
{
  size_t x = *(const size_t *) a, y = *(const size_t *) b;
  return (x > y) - (x < y);
}

static void
count_classes (IsoDataSummary *summary, const IsoDataset *dataset)
{
  size_t class_count = iso_dataset_class_count (dataset), sample_count = iso_dataset_sample_count (dataset);
  const gint32 *labels = iso_dataset_labels (dataset);
  g_autofree size_t *sizes = g_new0 (size_t, class_count);
  for (size_t i = 0; i < sample_count; i++)
    sizes[labels[i]]++;
  qsort (sizes, class_count, sizeof *sizes, compare_sizes);
  while (sizes[summary->empty_classes] == 0) /* there is a sample, so there is a class with one */
    summary->empty_classes++;
  for (size_t c = summary->empty_classes; c < class_count && sizes[c] == 1; c++)
    summary->single_classes++;
  size_t used = class_count - summary->empty_classes, middle = summary->empty_classes + used / 2;
  summary->smallest = sizes[summary->empty_classes];
  summary->largest = sizes[class_count - 1];
  summary->median = used % 2 == 1 ? (double) sizes[middle] : ((double) sizes[middle - 1] + (double) sizes[middle]) / 2.0;
}

void
iso_data_summarize (IsoDataSummary *summary, const IsoDataset *dataset)
{
  const IsoPart *parts = iso_dataset_parts (dataset);
  *summary = (IsoDataSummary) { .has_parts = parts != NULL };
  for (size_t i = 0; parts != NULL && i < iso_dataset_sample_count (dataset); i++)
    summary->part_counts[parts[i]]++;
  count_classes (summary, dataset);
}
