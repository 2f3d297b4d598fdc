/* Which samples train, validate and test. */
#pragma once

#include "engine/data/dataset.h"

typedef enum {
  ISO_SPLIT_BY_SAMPLE, /* every class in all parts; its own division where it has one, else two thirds of each class train */
  ISO_SPLIT_BY_CLASS,  /* the first half of the classes train, the rest test: the field's zero-shot protocol */
  ISO_SPLIT_ALTERNATE, /* class-disjoint too: every other class trains, from the first on; for classes that come in some order */
} IsoSplitKind;

typedef enum { ISO_VALIDATION_NONE, ISO_VALIDATION_BY_SAMPLE, ISO_VALIDATION_BY_CLASS } IsoValidationKind;

typedef struct {
  guint32 *indices; /* (count), into the dataset, ascending */
  size_t count;
} IsoSubset;

typedef struct {
  IsoSubset train, validation, test;
} IsoSplit;

/* Splits `dataset`. By sample the validation part is `share` of each training class, rounded to the nearest whole number, at
 * least one sample where a class has two; by class it is the last ⌈share · C_train⌉ training classes. In the class-disjoint
 * splits all samples of a class are used, official parts notwithstanding; of an odd number of classes the middle one (every other
 * class: the last) trains. Classes without samples do not count. The test part does not depend on the validation part. Samples of no official part train.
 * seed: which samples of a class are held out (stream "split"). Fails with ISO_ERROR_ARGUMENT when nothing is left to train or
 * test: one class only, two where classes are split, fewer than two training classes; when a validation part is asked for and
 * comes out empty; when share is not between 0 and 1. */
bool iso_split_make (IsoSplit *split, const IsoDataset *dataset, IsoSplitKind kind, IsoValidationKind validation, double share,
                     guint64 seed, GError **error);
void iso_split_clear (IsoSplit *split);
