/* The registry of miners. A new miner is a file of its own that defines its IsoMinerKind, a line in miner-kinds.h, a value of
 * IsoMinerName and a line in the table below. */
#include "engine/loss/miner.h"

#include <string.h>

#include "engine/loss/miner-kinds.h"

static const IsoMinerKind *const kinds[ISO_MINER_COUNT] = {
  [ISO_MINER_ALL] = &iso_all_miner,
  [ISO_MINER_RANDOM] = &iso_random_miner,
  [ISO_MINER_SEMI_HARD] = &iso_semi_hard_miner,
  [ISO_MINER_SOFT_HARD] = &iso_soft_hard_miner,
  [ISO_MINER_HARD] = &iso_hard_miner,
  [ISO_MINER_DISTANCE_WEIGHTED] = &iso_distance_weighted_miner,
  [ISO_MINER_RHO_DISTANCE] = &iso_rho_distance_miner,
  [ISO_MINER_MULTI_SIMILARITY] = &iso_multi_similarity_miner,
};

const IsoMinerKind *
iso_miner_kind (IsoMinerName name)
{
  g_assert ((guint) name < ISO_MINER_COUNT);
  return kinds[name];
}

IsoMinerName
iso_miner_find (const char *name)
{
  for (guint i = 0; i < ISO_MINER_COUNT; i++)
    if (strcmp (kinds[i]->name, name) == 0)
      return (IsoMinerName) i;
  return ISO_MINER_COUNT;
}

void
iso_triplets_add (IsoTriplets *triplets, gint32 anchor, gint32 positive, gint32 negative)
{
  if (triplets->count == triplets->capacity)
    {
      triplets->capacity = MAX (2 * triplets->capacity, 256);
      triplets->triplets = g_renew (gint32, triplets->triplets, 3 * triplets->capacity);
    }
  gint32 *to = triplets->triplets + 3 * triplets->count++;
  to[0] = anchor;
  to[1] = positive;
  to[2] = negative;
}

void
iso_triplets_clear (IsoTriplets *triplets)
{
  g_clear_pointer (&triplets->triplets, g_free);
  triplets->count = 0;
  triplets->capacity = 0;
}

gint32
iso_miner_draw (const gint32 *labels, size_t B, size_t anchor, gboolean same, IsoRandom *random)
{
  guint32 choices = 0;
  for (size_t j = 0; j < B; j++)
    choices += j != anchor && (labels[j] == labels[anchor]) == same;
  if (choices == 0)
    return ISO_MINER_NO_SAMPLE;
  guint32 left = iso_random_below (random, choices);
  for (size_t j = 0; j < B; j++)
    if (j != anchor && (labels[j] == labels[anchor]) == same && left-- == 0)
      return (gint32) j;
  g_assert_not_reached ();
}

gint32
iso_miner_draw_marked (const guint8 *marked, const gint32 *labels, size_t B, size_t anchor, gboolean same, IsoRandom *random)
{
  guint32 choices = 0;
  for (size_t j = 0; j < B; j++)
    choices += marked[j] && j != anchor && (labels[j] == labels[anchor]) == same;
  if (choices == 0)
    return ISO_MINER_NO_SAMPLE;
  guint32 left = iso_random_below (random, choices);
  for (size_t j = 0; j < B; j++)
    if (marked[j] && j != anchor && (labels[j] == labels[anchor]) == same && left-- == 0)
      return (gint32) j;
  g_assert_not_reached ();
}
