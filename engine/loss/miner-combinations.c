/* Positives times negatives: a number that grows with the cube of the batch, so it is counted first and, if it is too large,
 * sampled without being written out. */
#include "engine/loss/miner-kinds.h"

/* What is kept of one anchor. */
typedef struct {
  guint8 *kept;      /* (B) */
  gint32 *positives; /* (B) */
  gint32 *negatives; /* (B) */
  size_t positive_count, negative_count;
} Kept;

static void
collect (Kept *kept, const float *similarity, const gint32 *labels, size_t B, size_t anchor, IsoMinerMark mark,
         const double *parameters)
{
  mark (kept->kept, similarity + anchor * B, labels, B, anchor, parameters);
  kept->positive_count = 0;
  kept->negative_count = 0;
  for (size_t j = 0; j < B; j++)
    if (kept->kept[j] && labels[j] != labels[anchor])
      kept->negatives[kept->negative_count++] = (gint32) j;
    else if (kept->kept[j] && j != anchor)
      kept->positives[kept->positive_count++] = (gint32) j;
}

static void
add (IsoTriplets *triplets, const Kept *kept, size_t anchor, guint64 number)
{
  iso_triplets_add (triplets, (gint32) anchor, kept->positives[number / kept->negative_count],
                    kept->negatives[number % kept->negative_count]);
}

/* Number, in the order of all `total`, of the one taken from part `part` of `most` equal parts. */
static guint64
choose (guint64 total, guint64 part, guint64 most, IsoRandom *random)
{
  guint64 first = part * total / most, end = (part + 1) * total / most;
  return first + iso_random_below (random, (guint32) (end - first));
}

void
iso_miner_combine (IsoTriplets *triplets, const float *similarity, const gint32 *labels, size_t B, size_t most, IsoMinerMark mark,
                   const double *parameters, IsoRandom *random)
{
  g_autofree guint8 *marks = g_new (guint8, MAX (B, 1));
  g_autofree gint32 *positives = g_new (gint32, MAX (B, 1));
  g_autofree gint32 *negatives = g_new (gint32, MAX (B, 1));
  g_autofree guint64 *counts = g_new (guint64, MAX (B, 1));
  Kept kept = { .kept = marks, .positives = positives, .negatives = negatives };
  guint64 total = 0, passed = 0, part = 0, next = 0;
  triplets->count = 0;
  for (size_t anchor = 0; anchor < B; anchor++)
    {
      collect (&kept, similarity, labels, B, anchor, mark, parameters);
      counts[anchor] = (guint64) kept.positive_count * kept.negative_count;
      total += counts[anchor];
    }
  bool sampled = total > most;
  if (sampled)
    next = choose (total, part++, most, random);
  for (size_t anchor = 0; anchor < B; passed += counts[anchor++])
    {
      if (counts[anchor] == 0 || (sampled && next >= passed + counts[anchor]))
        continue;
      collect (&kept, similarity, labels, B, anchor, mark, parameters);
      if (!sampled)
        for (guint64 number = 0; number < counts[anchor]; number++)
          add (triplets, &kept, anchor, number);
      while (sampled && next < passed + counts[anchor])
        {
          add (triplets, &kept, anchor, next - passed);
          next = part < most ? choose (total, part++, most, random) : G_MAXUINT64;
        }
    }
}
