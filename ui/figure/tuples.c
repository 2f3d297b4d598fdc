#include "ui/figure/tuples.h"

#include <math.h>
#include <stdlib.h>

/* d² of two places; rounding may take the similarity of equal embeddings above 1. */
static double
squared_distance (const IsoBatchSnapshot *snapshot, size_t a, size_t b)
{
  return a == b ? 0.0 : MAX (2.0 - 2.0 * (double) snapshot->student_similarity[a * snapshot->B + b], 0.0);
}

static IsoTuple
triplet_of (const IsoBatchSnapshot *snapshot, size_t at, double margin)
{
  const gint32 *triplet = snapshot->triplets + 3 * at;
  IsoTuple row = { .anchor = (guint32) triplet[0], .positive = (guint32) triplet[1], .negative = (guint32) triplet[2] };
  g_assert (row.anchor < snapshot->B && row.positive < snapshot->B && row.negative < snapshot->B);
  double positive = squared_distance (snapshot, row.anchor, row.positive);
  double negative = squared_distance (snapshot, row.anchor, row.negative);
  row.positive_distance = (float) sqrt (positive);
  row.negative_distance = (float) sqrt (negative);
  row.violation = (float) (positive - negative + margin);
  row.kind = snapshot->labels[row.negative] == snapshot->labels[row.anchor] ? ISO_TUPLE_SWAPPED
             : negative <= positive                                         ? ISO_TUPLE_HARD
             : negative - positive < margin                                 ? ISO_TUPLE_SEMI_HARD
                                                                            : ISO_TUPLE_EASY;
  return row;
}

static IsoTuple
pair_of (const IsoBatchSnapshot *snapshot, size_t at)
{
  const gint32 *pair = snapshot->pairs + 2 * at;
  IsoTuple row = { .anchor = (guint32) pair[0], .positive = (guint32) pair[1], .negative = (guint32) pair[1],
                   .kind = ISO_TUPLE_PAIR };
  g_assert (row.anchor < snapshot->B && row.positive < snapshot->B);
  double positive = squared_distance (snapshot, row.anchor, row.positive);
  row.positive_distance = row.negative_distance = (float) sqrt (positive);
  row.violation = (float) positive;
  return row;
}

static bool
is_let_through (const IsoTuples *tuples, const IsoTuple *row)
{
  const guint32 *indices = tuples->snapshot->indices;
  guint32 sample = tuples->choice.sample;
  switch (tuples->choice.filter)
    {
    case ISO_TUPLES_VIOLATING:
      return tuples->are_pairs || row->violation > 0.0f;
    case ISO_TUPLES_HARD:
      return tuples->are_pairs || row->kind == ISO_TUPLE_HARD;
    case ISO_TUPLES_OF_SAMPLE:
      return indices[row->anchor] == sample || indices[row->positive] == sample || indices[row->negative] == sample;
    case ISO_TUPLES_ALL:
    default:
      return true;
    }
}

/* What is sorted: small, and with the place in the list, so that equal ones stay as they were mined. */
typedef struct {
  float violation;
  guint32 place;
} Key;

static int
compare_keys (const void *a, const void *b)
{
  const Key *x = a, *y = b;
  if (x->violation != y->violation)
    return x->violation > y->violation ? -1 : 1;
  return (x->place > y->place) - (x->place < y->place);
}

static void
sort (IsoTuples *tuples)
{
  g_autofree Key *keys = g_new (Key, MAX (tuples->count, 1));
  IsoTuple *sorted = g_new (IsoTuple, MAX (tuples->count, 1));
  for (size_t i = 0; i < tuples->count; i++)
    /* NaN, of embeddings that are none, last: it must not upset the order. */
    keys[i] = (Key) { isnan (tuples->rows[i].violation) ? -INFINITY : tuples->rows[i].violation, (guint32) i };
  qsort (keys, tuples->count, sizeof *keys, compare_keys);
  for (size_t i = 0; i < tuples->count; i++)
    sorted[i] = tuples->rows[keys[i].place];
  g_free (tuples->rows);
  tuples->rows = sorted;
}

IsoTuples *
iso_tuples_new (IsoBatchSnapshot *snapshot, const IsoTupleChoice *choice)
{
  IsoTuples *tuples = g_new0 (IsoTuples, 1);
  iso_references_init (&tuples->references);
  tuples->snapshot = iso_batch_snapshot_ref (snapshot);
  tuples->choice = *choice;
  tuples->are_pairs = snapshot->triplet_count == 0 && snapshot->pair_count > 0;
  tuples->all = tuples->are_pairs ? snapshot->pair_count : snapshot->triplet_count;
  tuples->rows = g_new (IsoTuple, MAX (tuples->all, 1));
  for (size_t i = 0; i < tuples->all; i++)
    {
      IsoTuple row = tuples->are_pairs ? pair_of (snapshot, i) : triplet_of (snapshot, i, choice->margin);
      tuples->kinds[row.kind]++;
      tuples->violating += !tuples->are_pairs && row.violation > 0.0f;
      if (is_let_through (tuples, &row))
        tuples->rows[tuples->count++] = row;
    }
  if (choice->order == ISO_TUPLES_BY_VIOLATION)
    sort (tuples);
  return tuples;
}

IsoTuples *
iso_tuples_ref (IsoTuples *tuples)
{
  iso_references_add (&tuples->references);
  return tuples;
}

void
iso_tuples_unref (IsoTuples *tuples)
{
  if (tuples == NULL || !iso_references_drop (&tuples->references))
    return;
  iso_batch_snapshot_unref (tuples->snapshot);
  g_free (tuples->rows);
  g_free (tuples);
}
