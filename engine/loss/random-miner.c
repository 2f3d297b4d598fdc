/* Triplets by chance alone. */
#include <glib/gi18n-lib.h>

#include "engine/loss/miner-kinds.h"

enum { PER_ANCHOR };

static const IsoParameter parameters[] = {
  [PER_ANCHOR] = {
    .key = "per_anchor", .title = N_("Triplets per anchor"),
    .help = N_("How many triplets are drawn for each sample of the batch. More give a smoother gradient."),
    .type = ISO_PARAMETER_INTEGER, .flags = ISO_PARAMETER_LIVE,
    .minimum = 1, .maximum = 64, .initial = 1, .soft_minimum = 1, .soft_maximum = 16,
  },
};

/* For every anchor: a positive and a negative, each uniformly among those there are. */
static void
mine (IsoTriplets *triplets, const float *similarity, const gint32 *labels, size_t B, size_t D, const double *values,
      IsoRandom *random)
{
  triplets->count = 0;
  int per_anchor = (int) values[PER_ANCHOR];
  for (size_t anchor = 0; anchor < B; anchor++)
    for (int draw = 0; draw < per_anchor; draw++)
      {
        gint32 positive = iso_miner_draw (labels, B, anchor, TRUE, random);
        gint32 negative = positive < 0 ? ISO_MINER_NO_SAMPLE : iso_miner_draw (labels, B, anchor, FALSE, random);
        if (negative < 0)
          break;
        iso_triplets_add (triplets, (gint32) anchor, positive, negative);
      }
}

const IsoMinerKind iso_random_miner = {
  .name = "random",
  .title = N_("Random"),
  .description = N_("Every sample is an anchor; its positive and its negative are drawn at random."),
  .paper = "Hoffer, Ailon: Deep Metric Learning Using Triplet Network, SIMBAD 2015",
  .parameters = parameters,
  .parameter_count = G_N_ELEMENTS (parameters),
  .mine = mine,
};
