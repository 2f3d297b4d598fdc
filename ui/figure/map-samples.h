/* The samples that a map shows: those of one part of an epoch's snapshot, with what drawing them needs beside their places.
 * Immutable, shared by reference, any thread. */
#pragma once

#include "engine/train/snapshot.h"

typedef enum { ISO_MAP_TEST, ISO_MAP_TRAIN, ISO_MAP_PART_COUNT } IsoMapPart;

typedef struct {
  IsoReferences references;
  IsoEpochSnapshot *epoch; /* owned reference */
  IsoMapPart part;
  size_t N, D;
  size_t all;              /* how many samples the part has: of the training part only some are embedded */
  const float *embeddings; /* (N, D), of the snapshot, or own ones */
  const guint32 *indices;  /* (N) into the data set, likewise */
  float *own_embeddings;   /* of chosen rows; NULL: all of the part as the snapshot has it */
  guint32 *own_indices;
  gint32 *labels;          /* (N) */
  guint32 *order;          /* (N) in which they are drawn: shuffled, so that no class lies on top of the others */
  guint32 class_count;
  const char **class_names; /* (class_count), of the data set */
} IsoMapSamples;

IsoMapSamples *iso_map_samples_new (IsoEpochSnapshot *epoch, IsoMapPart part);
/* Of the test part some rows alone (count), in the order given: those that another run tested on too. Copied. */
IsoMapSamples *iso_map_samples_of_rows (IsoEpochSnapshot *epoch, const guint32 *rows, size_t count);
IsoMapSamples *iso_map_samples_ref (IsoMapSamples *samples);
void iso_map_samples_unref (IsoMapSamples *samples);

/* Whether both are the same samples of the same run, maybe at another moment. */
bool iso_map_samples_are_comparable (const IsoMapSamples *a, const IsoMapSamples *b);

/* (N), what a person calls the samples by: of the training part and of chosen rows numbers in the data set; NULL: by row, as in exported
 * embeddings of the test part. Of the samples. */
const guint32 *iso_map_samples_numbers (const IsoMapSamples *samples);

/* "1 000 test embeddings"; "training embeddings, showing 1 000 of 4 000". Newly allocated. */
char *iso_map_samples_describe (const IsoMapSamples *samples);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoMapSamples, iso_map_samples_unref)
