/* Negatives from all distances alike. */
#include <glib/gi18n-lib.h>

#include "engine/loss/miner-kinds.h"

enum { CUTOFF, UPPER };

static const IsoParameter parameters[] = {
  [CUTOFF] = {
    .key = "cutoff", .title = N_("Cut-off"),
    .help = N_("Negatives nearer than this count as if they were so far. Lower prefers the nearest, which may be noise."),
    .type = ISO_PARAMETER_REAL, .flags = ISO_PARAMETER_LIVE | ISO_PARAMETER_ABOVE_MINIMUM,
    .minimum = 0.0, .maximum = 2.0, .initial = 0.5, .soft_minimum = 0.1, .soft_maximum = 1.4,
  },
  [UPPER] = {
    .key = "upper", .title = N_("Upper limit"),
    .help = N_("Negatives farther than this are not drawn, as the loss is zero there; 2 leaves none out."),
    .type = ISO_PARAMETER_REAL, .flags = ISO_PARAMETER_LIVE | ISO_PARAMETER_ABOVE_MINIMUM,
    .minimum = 0.0, .maximum = 2.0, .initial = 1.4, .soft_minimum = 0.5, .soft_maximum = 2.0,
  },
};

/* One triplet for each ordered pair (anchor, positive). */
static void
mine (IsoTriplets *triplets, const float *similarity, const gint32 *labels, size_t B, size_t D, const double *values,
      IsoRandom *random)
{
  g_autofree double *weights = g_new (double, MAX (B, 1));
  triplets->count = 0;
  for (size_t anchor = 0; anchor < B; anchor++)
    {
      double sum = iso_miner_distance_weights (weights, similarity + anchor * B, labels, B, D, anchor, values[CUTOFF],
                                               values[UPPER]);
      for (size_t positive = 0; positive < B; positive++)
        {
          if (positive == anchor || labels[positive] != labels[anchor])
            continue;
          gint32 negative = iso_miner_draw_weighted (weights, sum, labels, B, anchor, random);
          if (negative >= 0)
            iso_triplets_add (triplets, (gint32) anchor, (gint32) positive, negative);
        }
    }
}

const IsoMinerKind iso_distance_weighted_miner = {
  .name = "distance-weighted",
  .title = N_("Distance-weighted"),
  .description = N_("For every anchor and each of its positives a negative drawn so that all distances come equally often, "
                    "weighted by the inverse of how often they occur on a sphere."),
  .paper = "Wu, Manmatha, Smola, Krähenbühl: Sampling Matters in Deep Embedding Learning, ICCV 2017",
  .parameters = parameters,
  .parameter_count = G_N_ELEMENTS (parameters),
  .mine = mine,
};
