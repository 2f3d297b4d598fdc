#include "engine/metrics/candidates.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/checked.h"

/* A list has room for as many again as are wanted, so that a cut comes seldom, and for some at least. */
#define LEAST_ROOM 32
#define SHORT_RUN 16

typedef struct {
  double distance;
  guint64 key;
} Exact;

size_t
iso_candidates_list_size (guint32 wanted, size_t N)
{
  return MIN (2 * (size_t) wanted + LEAST_ROOM, MAX (N, 1) - 1);
}

bool
iso_candidates_init (IsoCandidates *candidates, const IsoPoints *points, const guint32 *wanted, size_t room, size_t key_room,
                     GError **error)
{
  *candidates = (IsoCandidates) { .points = points, .wanted = wanted, .room = room, .key_room = key_room };
  candidates->keys = iso_block_new (key_room, 1, sizeof (guint64), _("candidate neighbors"), error);
  if (candidates->keys == NULL)
    return false;
  candidates->offsets = g_new0 (size_t, room + 1);
  candidates->counts = g_new0 (guint32, MAX (room, 1));
  candidates->limits = g_new0 (float, MAX (room, 1));
  return true;
}

void
iso_candidates_clear (IsoCandidates *candidates)
{
  g_clear_pointer (&candidates->keys, iso_block_free);
  g_clear_pointer (&candidates->offsets, g_free);
  g_clear_pointer (&candidates->counts, g_free);
  g_clear_pointer (&candidates->limits, g_free);
}

void
iso_candidates_begin (IsoCandidates *candidates, size_t first, size_t count)
{
  g_assert (count <= candidates->room && first + count <= candidates->points->N);
  candidates->first = first;
  candidates->count = count;
  for (size_t row = 0; row < count; row++)
    {
      size_t size = iso_candidates_list_size (candidates->wanted[first + row], candidates->points->N);
      candidates->offsets[row + 1] = candidates->offsets[row] + size;
      candidates->counts[row] = 0;
      candidates->limits[row] = candidates->wanted[first + row] == 0 ? -INFINITY : INFINITY;
    }
  g_assert (candidates->offsets[count] <= candidates->key_room);
}

static inline float
distance_of (guint64 key)
{
  union { guint32 bits; float value; } distance = { .bits = (guint32) (key >> 32) };
  return distance.value;
}

/* Puts the n smallest of keys (0 < n < count) in front (Hoare's selection; keys are distinct, for the index is part of them). */
static void
select_smallest (guint64 *keys, size_t count, size_t n)
{
  size_t low = 0, high = count - 1;
  while (low < high)
    {
      guint64 a = keys[low], b = keys[low + (high - low) / 2], c = keys[high];
      guint64 pivot = MAX (MIN (a, b), MIN (MAX (a, b), c));
      size_t i = low, j = high;
      for (;;)
        {
          while (keys[i] < pivot)
            i++;
          while (keys[j] > pivot)
            j--;
          if (i >= j)
            break;
          guint64 key = keys[i];
          keys[i++] = keys[j];
          keys[j--] = key;
        }
      /* Below i all are ≤ pivot, above it all are ≥; where the two met stands the pivot itself, in its place. */
      size_t placed = i == j ? 1 : 0;
      if (n < i)
        high = i - 1;
      else if (n <= i + placed)
        return;
      else
        low = i + placed;
    }
}

static inline bool
is_nearer (const Exact *a, const Exact *b)
{
  return a->distance < b->distance || (a->distance == b->distance && (guint32) a->key < (guint32) b->key);
}

static int
compare_exact (const void *a, const void *b)
{
  return is_nearer (a, b) ? -1 : is_nearer (b, a);
}

/* keys (count) into the order of their true distances from `point`. `exact` has room for count. */
static void
sort_by_truth (guint64 *keys, size_t count, const IsoPoints *points, size_t point, Exact *exact)
{
  for (size_t i = 0; i < count; i++)
    exact[i] = (Exact) { iso_points_distance (points, point, (guint32) keys[i]), keys[i] };
  if (count > SHORT_RUN)
    qsort (exact, count, sizeof *exact, compare_exact);
  else
    for (size_t i = 1; i < count; i++)
      {
        Exact moved = exact[i];
        size_t j = i;
        for (; j > 0 && is_nearer (&moved, &exact[j - 1]); j--)
          exact[j] = exact[j - 1];
        exact[j] = moved;
      }
  for (size_t i = 0; i < count; i++)
    keys[i] = exact[i].key;
}

void
iso_candidates_compact (IsoCandidates *candidates, size_t row)
{
  const IsoPoints *points = candidates->points;
  size_t point = candidates->first + row;
  size_t offset = candidates->offsets[row], size = candidates->offsets[row + 1] - offset;
  size_t wanted = candidates->wanted[point], count = candidates->counts[row];
  guint64 *keys = candidates->keys + offset;
  if (count <= wanted)
    return;
  select_smallest (keys, count, wanted);
  guint64 last = keys[0];
  for (size_t i = 1; i < wanted; i++)
    last = MAX (last, keys[i]);
  /* The wanted ones are truly within last + slack, so whatever is beyond last + 2 slack is truly farther than all of them. */
  double slack = (double) points->slack[point];
  double reach = (double) distance_of (last) + 2.0 * slack;
  size_t kept = wanted;
  for (size_t i = wanted; i < count; i++)
    if ((double) distance_of (keys[i]) <= reach)
      {
        guint64 key = keys[i];
        keys[i] = keys[kept];
        keys[kept++] = key;
      }
  if (kept > wanted + (size - wanted) / 2)
    {
      /* Too many that float cannot tell apart (duplicates, a collapsed embedding): settle it now. */
      g_autofree Exact *exact = g_new (Exact, kept);
      sort_by_truth (keys, kept, points, point, exact);
      kept = wanted;
    }
  candidates->counts[row] = (guint32) kept;
  float limit = (float) (reach + slack - (double) points->squares[point]);
  candidates->limits[row] = MIN (candidates->limits[row], limit);
}

void
iso_rank_scratch_init (IsoRankScratch *scratch, size_t room)
{
  *scratch = (IsoRankScratch) { g_new (guint64, MAX (room, 1)), g_new (Exact, MAX (room, 1)), room };
}

void
iso_rank_scratch_clear (IsoRankScratch *scratch)
{
  g_clear_pointer (&scratch->keys, g_free);
  g_clear_pointer (&scratch->exact, g_free);
}

/* out (left + right) = two sorted runs merged, without a branch that depends on the keys. */
static void
merge (guint64 *restrict out, const guint64 *a, size_t left, const guint64 *b, size_t right)
{
  size_t i = 0, j = 0, o = 0;
  while (i < left && j < right)
    {
      bool second = b[j] < a[i];
      out[o++] = second ? b[j] : a[i];
      j += second;
      i += !second;
    }
  memcpy (out + o, a + i, (left - i) * sizeof *out);
  memcpy (out + o + (left - i), b + j, (right - j) * sizeof *out);
}

/* Merge sort, bottom up from short runs sorted by insertion. */
static void
sort_keys (guint64 *keys, size_t count, guint64 *scratch)
{
  for (size_t start = 0; start < count; start += SHORT_RUN)
    for (size_t i = start + 1; i < MIN (start + SHORT_RUN, count); i++)
      {
        guint64 key = keys[i];
        size_t j = i;
        for (; j > start && keys[j - 1] > key; j--)
          keys[j] = keys[j - 1];
        keys[j] = key;
      }
  guint64 *from = keys, *to = scratch;
  for (size_t width = SHORT_RUN; width < count; width *= 2)
    {
      for (size_t start = 0; start < count; start += 2 * width)
        {
          size_t middle = MIN (start + width, count), end = MIN (start + 2 * width, count);
          merge (to + start, from + start, middle - start, from + middle, end - middle);
        }
      guint64 *other = from;
      from = to;
      to = other;
    }
  if (from != keys)
    memcpy (keys, from, count * sizeof *keys);
}

/* Whether all of keys (count) are of one label: then their order does not change the sequence of labels. */
static bool
one_label (const guint64 *keys, size_t count, const gint32 *labels)
{
  for (size_t i = 1; i < count; i++)
    if (labels[(guint32) keys[i]] != labels[(guint32) keys[0]])
      return false;
  return true;
}

size_t
iso_candidates_rank (guint32 *neighbors, IsoCandidates *candidates, size_t row, const gint32 *labels, IsoRankScratch *scratch)
{
  const IsoPoints *points = candidates->points;
  size_t point = candidates->first + row, count = candidates->counts[row];
  size_t wanted = MIN (candidates->wanted[point], count);
  guint64 *keys = candidates->keys + candidates->offsets[row];
  g_assert (count <= scratch->room);
  sort_keys (keys, count, scratch->keys);
  /* Neighbors in this order whose distances differ by no more than both errors may truly stand the other way round. */
  double uncertain = 2.0 * (double) points->slack[point];
  for (size_t start = 0, end; start < wanted; start = end)
    {
      end = start + 1;
      while (end < count && (double) distance_of (keys[end]) - (double) distance_of (keys[end - 1]) <= uncertain)
        end++;
      if (end - start > 1 && (labels == NULL || !one_label (keys + start, end - start, labels)))
        sort_by_truth (keys + start, end - start, points, point, scratch->exact);
    }
  for (size_t i = 0; i < wanted; i++)
    neighbors[i] = (guint32) keys[i];
  return wanted;
}
