/* Distance-weighted, with some of the class pushed apart. */
#include <glib/gi18n-lib.h>

#include "engine/loss/miner-kinds.h"

enum { SHARE, CUTOFF, UPPER };

static const IsoParameter parameters[] = {
  [SHARE] = {
    .key = "share", .title = N_("Swapped share"), .symbol = "ρ",
    .help = N_("How many triplets have a positive where the negative should be. Higher keeps classes from shrinking to points."),
    .type = ISO_PARAMETER_REAL, .flags = ISO_PARAMETER_LIVE,
    .minimum = 0.0, .maximum = 1.0, .initial = 0.2, .soft_minimum = 0.0, .soft_maximum = 0.6,
  },
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

/* One triplet for each ordered pair (anchor, positive) of a batch of two classes or more. A swapped one is (a, a, p): the anchor
 * is its own positive, at distance 0, and the pair is pushed apart. That works with two samples a class, where another positive
 * to compare with is not to be had. */
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
          if (negative < 0)
            continue;
          bool swapped = iso_random_uniform (random) < values[SHARE];
          iso_triplets_add (triplets, (gint32) anchor, (gint32) (swapped ? anchor : positive),
                            swapped ? (gint32) positive : negative);
        }
    }
}

const IsoMinerKind iso_rho_distance_miner = {
  .name = "rho-distance",
  .title = N_("ρ-distance"),
  .description = N_("As distance-weighted, but in a share of the triplets a positive stands in for the negative and is pushed "
                    "away: more directions of the embedding space stay in use."),
  .paper = "Roth et al.: Revisiting Training Strategies and Generalization Performance in Deep Metric Learning, ICML 2020",
  .parameters = parameters,
  .parameter_count = G_N_ELEMENTS (parameters),
  .mine = mine,
};
