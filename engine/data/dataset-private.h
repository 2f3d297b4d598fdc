/* What a dataset is made of, for its own files: dataset.c (made, checked, asked) and dataset-samples.c (its samples as numbers). */
#pragma once

#include "engine/data/dataset.h"
#include "engine/data/values.h"

/* Digits of the largest class number and the final zero. */
#define NUMBER_LENGTH 11

struct _IsoDataset {
  gatomicrefcount references;
  char *name;
  IsoSampleShape shape;
  size_t sample_count, feature_count;
  const guint8 *bytes; /* (N, F), or NULL */
  const float *floats; /* (N, F), or NULL */
  GBytes *owner;       /* of these; NULL: they are blocks of ours */
  IsoValueFacts facts; /* about these */
  gint32 *labels;
  IsoPart *parts;
  guint32 class_count;
  char **class_names;                     /* NULL: their numbers */
  char (*class_numbers)[NUMBER_LENGTH]; /* in one block: there may be a million */
  char fingerprint[17];
};
