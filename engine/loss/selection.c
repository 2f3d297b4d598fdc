#include "engine/loss/selection.h"

#include <stdlib.h>
#include <string.h>

/* The samples of one class are order[first] … order[first + count − 1]. */
typedef struct {
  guint32 first, count;
} Range;

/* A sample's class, then its index. */
static inline guint64
key_of (gint32 label, size_t index)
{
  return (guint64) ((gint64) label - G_MININT32) << 32 | (guint64) index;
}

static inline size_t
sample_of (guint64 key)
{
  return (size_t) (key & G_MAXUINT32);
}

static int
compare_keys (const void *a, const void *b)
{
  guint64 x = *(const guint64 *) a, y = *(const guint64 *) b;
  return (x > y) - (x < y);
}

static void
sort_by_class (IsoSelection *selection, const gint32 *labels, size_t B)
{
  if (selection->order_capacity < B)
    {
      selection->order = g_renew (guint64, selection->order, B);
      selection->order_capacity = B;
    }
  for (size_t i = 0; i < B; i++)
    selection->order[i] = key_of (labels[i], i);
  qsort (selection->order, B, sizeof *selection->order, compare_keys);
}

/* The first of `order` (B) that is not below key. */
static guint32
first_from (const guint64 *order, size_t B, guint64 key)
{
  size_t low = 0, high = B;
  while (low < high)
    {
      size_t middle = low + (high - low) / 2;
      if (order[middle] < key)
        low = middle + 1;
      else
        high = middle;
    }
  return (guint32) low;
}

static Range
range_of (const IsoSelection *selection, size_t B, gint32 label)
{
  guint32 first = first_from (selection->order, B, key_of (label, 0));
  return (Range) { first, first_from (selection->order, B, key_of (label, G_MAXUINT32)) - first };
}

/* Every sample with a positive is an anchor once, its positive drawn at random. */
static void
draw_pairs (IsoSelection *selection, const gint32 *labels, size_t B, IsoRandom *random)
{
  if (selection->pair_capacity < B)
    {
      selection->pairs = g_renew (gint32, selection->pairs, 2 * B);
      selection->pair_capacity = B;
    }
  for (size_t i = 0; i < B; i++)
    {
      Range range = range_of (selection, B, labels[i]);
      if (range.count < 2)
        continue;
      /* Of the others in the class: the last stands in where the anchor itself is drawn. */
      size_t drawn = sample_of (selection->order[range.first + iso_random_below (random, range.count - 1)]);
      if (drawn == i)
        drawn = sample_of (selection->order[range.first + range.count - 1]);
      gint32 *pair = selection->pairs + 2 * selection->pair_count++;
      pair[0] = (gint32) i;
      pair[1] = (gint32) drawn;
    }
}

/* A sample of neither class at random; −1, and no number drawn, where there is none. */
static gint32
draw_outside (const IsoSelection *selection, size_t B, gint32 label_a, gint32 label_b, IsoRandom *random)
{
  Range a = range_of (selection, B, MIN (label_a, label_b)), b = range_of (selection, B, MAX (label_a, label_b));
  if (label_a == label_b)
    b.count = 0;
  guint32 outside = (guint32) B - a.count - b.count;
  if (outside == 0)
    return -1;
  guint32 at = iso_random_below (random, outside);
  at += at >= a.first ? a.count : 0;
  at += at >= b.first ? b.count : 0;
  return (gint32) sample_of (selection->order[at]);
}

static void
draw_fourth (IsoSelection *selection, const gint32 *labels, size_t B, IsoRandom *random)
{
  IsoTriplets *triplets = &selection->triplets;
  size_t kept = 0;
  if (selection->fourth_capacity < triplets->count)
    {
      selection->fourth_capacity = triplets->capacity;
      selection->fourth = g_renew (gint32, selection->fourth, selection->fourth_capacity);
    }
  for (size_t t = 0; t < triplets->count; t++)
    {
      const gint32 *triplet = triplets->triplets + 3 * t;
      gint32 fourth = draw_outside (selection, B, labels[triplet[0]], labels[triplet[2]], random);
      if (fourth < 0)
        continue;
      memmove (triplets->triplets + 3 * kept, triplet, 3 * sizeof *triplet);
      selection->fourth[kept++] = fourth;
    }
  triplets->count = kept;
}

void
iso_selection_fill (IsoSelection *selection, const IsoLossKind *kind, const IsoMinerKind *miner, const double *miner_values,
                    const float *similarity, const gint32 *labels, size_t B, size_t D, IsoRandom *random)
{
  selection->triplets.count = 0;
  selection->pair_count = 0;
  if (iso_loss_wants_triplets (kind))
    miner->mine (&selection->triplets, similarity, labels, B, D, miner_values, random);
  if (kind->needs == ISO_LOSS_NEEDS_PAIRS || kind->needs == ISO_LOSS_NEEDS_QUADRUPLETS)
    sort_by_class (selection, labels, B);
  if (kind->needs == ISO_LOSS_NEEDS_PAIRS)
    draw_pairs (selection, labels, B, random);
  if (kind->needs == ISO_LOSS_NEEDS_QUADRUPLETS)
    draw_fourth (selection, labels, B, random);
}

void
iso_selection_give (IsoLossInput *input, const IsoSelection *selection)
{
  input->triplets = selection->triplets.triplets;
  input->triplet_count = selection->triplets.count;
  input->fourth = selection->fourth;
  input->pairs = selection->pairs;
  input->pair_count = selection->pair_count;
}

void
iso_selection_clear (IsoSelection *selection)
{
  iso_triplets_clear (&selection->triplets);
  g_free (selection->fourth);
  g_free (selection->pairs);
  g_free (selection->order);
  *selection = (IsoSelection) { 0 };
}
