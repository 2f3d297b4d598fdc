/* The worker's part of a pair of runs: reads what is kept of both, and leaves alone what was read before. In the form that IsoLatestJob
 * wants. */
#pragma once

#include "ui/plot/run-pair.h"

/* One side as it was read. */
typedef struct {
  gint64 run;
  char *fingerprint, *data; /* of the run's data, and what they are called */
  int wanted;               /* epoch, or ISO_LAST_EPOCH, ISO_FIRST_EPOCH */
  int epoch;                /* that was read; −1: none */
  GArray *kept;             /* of IsoKeptEpoch that have what is wanted; NULL: not known */
  IsoExperiment *experiment;
  IsoEpochSnapshot *embeddings;
  IsoBatchSnapshot *batch;
} IsoPairSide;

typedef struct {
  IsoRunSource *source;
  IsoPairWish wish;
  IsoPairSide sides[ISO_SIDE_COUNT];  /* run, its data and what is wanted; the rest is what was read before, or empty */
} IsoPairRequest;

typedef struct {
  IsoPairSide sides[ISO_SIDE_COUNT];
  char *problem; /* why there is nothing to compare; NULL: there is */
} IsoPairResult;

gpointer iso_pair_read (gpointer request, GCancellable *cancellable, GError **error);
void iso_pair_request_free (gpointer request);
void iso_pair_result_free (gpointer result);

/* Deep: further references to the same. */
void iso_pair_side_copy (IsoPairSide *copy, const IsoPairSide *side);
void iso_pair_side_clear (IsoPairSide *side);
