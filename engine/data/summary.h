/* What a data set is, in numbers: for people who have just opened one. */
#pragma once

#include "engine/data/dataset.h"

typedef struct {
  size_t smallest, largest; /* samples of a class, over the classes that have any */
  double median;
  size_t empty_classes, single_classes; /* without samples, with one */
  bool has_parts;
  size_t part_counts[3]; /* by IsoPart */
} IsoDataSummary;

void iso_data_summarize (IsoDataSummary *summary, const IsoDataset *dataset);
