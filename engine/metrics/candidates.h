/* The nearest candidates of each of a range of rows, while distances come in by tiles, in any order.
 *
 * A row keeps a list of keys (float distance² in the high 32 bits, index in the low 32: integer order is the order wanted) and a
 * limit that a newcomer must not exceed. A full list is cut to the `wanted` smallest and those the float error cannot tell from
 * them (points.h); the limit follows. Lists of all rows stand in one block, a row's place given by offsets.
 */
#pragma once

#include "engine/metrics/points.h"

typedef struct {
  const IsoPoints *points;
  const guint32 *wanted; /* (N): neighbors wanted of each point; the caller's */
  size_t first, count;   /* rows first … first + count − 1 */
  size_t room;           /* rows that memory is for */
  size_t key_room;       /* keys that memory is for */
  guint64 *keys;
  size_t *offsets;       /* (room + 1) */
  guint32 *counts;       /* (room) */
  float *limits;         /* (room): on ‖b‖² − 2 a·b, that is without the row's own ‖a‖² */
} IsoCandidates;

/* Keys that the list of a row needs. */
size_t iso_candidates_list_size (guint32 wanted, size_t N);

bool iso_candidates_init (IsoCandidates *candidates, const IsoPoints *points, const guint32 *wanted, size_t room, size_t key_room,
                          GError **error);
void iso_candidates_clear (IsoCandidates *candidates);

/* Empties the lists and turns to rows first … first + count − 1; their lists must fit. */
void iso_candidates_begin (IsoCandidates *candidates, size_t first, size_t count);

/* Room is made in the full list of `row` (0 … count − 1); not for callers other than iso_candidates_add(). */
void iso_candidates_compact (IsoCandidates *candidates, size_t row);

/* Adds point `index` to `row` (0 … count − 1); value = ‖b‖² − 2 a·b. Each index once, never the row's own. */
static inline void
iso_candidates_add (IsoCandidates *candidates, size_t row, float value, guint32 index)
{
  if (!(value <= candidates->limits[row]))
    return;
  size_t offset = candidates->offsets[row];
  if (candidates->counts[row] == candidates->offsets[row + 1] - offset)
    {
      iso_candidates_compact (candidates, row);
      if (!(value <= candidates->limits[row]))
        return;
    }
  union { float value; guint32 bits; } distance = { .value = value + candidates->points->squares[candidates->first + row] };
  if (!(distance.value > 0.0f))
    distance.value = 0.0f;
  candidates->keys[offset + candidates->counts[row]++] = (guint64) distance.bits << 32 | index;
}

/* What ranking needs beside the lists: one for each thread. */
typedef struct {
  guint64 *keys;
  void *exact;
  size_t room;
} IsoRankScratch;

void iso_rank_scratch_init (IsoRankScratch *scratch, size_t room);
void iso_rank_scratch_clear (IsoRankScratch *scratch);

/* neighbors: the `wanted` nearest of `row`, nearest first, ties to the lower index; returns how many. With labels (N) the order
 * of near-equal distances is settled only where it changes the sequence of labels. */
size_t iso_candidates_rank (guint32 *neighbors, IsoCandidates *candidates, size_t row, const gint32 *labels,
                            IsoRankScratch *scratch);
