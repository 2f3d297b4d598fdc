/* What a step's loss was computed on as a list: the triplets that a miner chose, or the pairs that the loss drew, with their distances
 * between the student's embeddings and how much each violates the margin. Immutable once made, counted references, any thread may
 * read. */
#pragma once

#include "engine/train/snapshot.h"

typedef enum { ISO_TUPLE_HARD, ISO_TUPLE_SEMI_HARD, ISO_TUPLE_EASY, ISO_TUPLE_SWAPPED, ISO_TUPLE_PAIR } IsoTupleKind;

typedef struct {
  guint32 anchor, positive, negative; /* places in the snapshot; of a pair the negative is the positive */
  float positive_distance, negative_distance; /* d(a,p), d(a,n) of unit embeddings: 0 … 2 */
  float violation; /* d(a,p)² − d(a,n)² + m: above 0 a triplet loss of that margin acts on it; of a pair d(a,p)² */
  guint32 kind;    /* IsoTupleKind, as iso_triplets_summarize() tells them apart */
} IsoTuple;

typedef enum { ISO_TUPLES_ALL, ISO_TUPLES_VIOLATING, ISO_TUPLES_HARD, ISO_TUPLES_OF_SAMPLE } IsoTupleFilter;
typedef enum { ISO_TUPLES_BY_VIOLATION, ISO_TUPLES_AS_MINED } IsoTupleOrder;

typedef struct {
  double margin; /* m, of iso_mined_margin() */
  IsoTupleFilter filter;
  IsoTupleOrder order; /* by violation: the largest first, ties as they were mined */
  guint32 sample;      /* of the dataset, for ISO_TUPLES_OF_SAMPLE: those that it is in; G_MAXUINT32: none */
} IsoTupleChoice;

typedef struct {
  IsoReferences references;
  IsoBatchSnapshot *snapshot; /* owned reference */
  IsoTupleChoice choice;
  bool are_pairs;
  IsoTuple *rows;             /* (count) those that the filter lets through, in order */
  size_t count;
  size_t all, kinds[ISO_TUPLE_PAIR + 1], violating; /* before the filter */
} IsoTuples;

/* A snapshot without triplets and pairs gives an empty list. Never fails; a quarter of a million triplets take some 50 ms. */
IsoTuples *iso_tuples_new (IsoBatchSnapshot *snapshot, const IsoTupleChoice *choice);
IsoTuples *iso_tuples_ref (IsoTuples *tuples);
void iso_tuples_unref (IsoTuples *tuples);

/* "batch at step 238 · 3 136 triplets: 412 hard, 1 020 semi-hard, 1 704 easy · 1 432 violate m = 0.2 · showing 412 of 3 136". Free with
 * g_free(). */
char *iso_tuples_describe (const IsoTuples *tuples);
/* Why a batch has nothing to list, and why the filter leaves none: a sentence or two, of static storage. */
const char *iso_tuples_why_none (const IsoBatchSnapshot *batch);
const char *iso_tuples_why_filtered (const IsoTuples *tuples);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoTuples, iso_tuples_unref)
