/* The pairs that the multi-similarity loss keeps, as triplets. */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/loss/miner-kinds.h"

enum { EPSILON };

static const IsoParameter parameters[] = {
  [EPSILON] = {
    .key = "epsilon", .title = N_("Margin of mining"), .symbol = "ε",
    .help = N_("How much more alike than the least alike positive a negative may be short of and still be kept, and the other "
               "way round. Higher keeps more pairs."),
    .type = ISO_PARAMETER_REAL, .flags = ISO_PARAMETER_LIVE,
    .minimum = 0.0, .maximum = 2.0, .initial = 0.1, .soft_minimum = 0.0, .soft_maximum = 0.5,
  },
};

/* Negatives with S_an + ε > min_p S_ap, positives with S_ap − ε < max_n S_an. */
static void
mark (guint8 *kept, const float *row, const gint32 *labels, size_t B, size_t anchor, const double *values)
{
  float epsilon = (float) values[EPSILON], least_positive = INFINITY, largest_negative = -INFINITY;
  for (size_t j = 0; j < B; j++)
    if (labels[j] != labels[anchor])
      largest_negative = MAX (largest_negative, row[j]);
    else if (j != anchor)
      least_positive = MIN (least_positive, row[j]);
  for (size_t j = 0; j < B; j++)
    kept[j] = labels[j] != labels[anchor] ? row[j] + epsilon > least_positive : row[j] - epsilon < largest_negative;
}

static void
mine (IsoTriplets *triplets, const float *similarity, const gint32 *labels, size_t B, size_t D, const double *values,
      IsoRandom *random)
{
  iso_miner_combine (triplets, similarity, labels, B, ISO_MINER_MOST_TRIPLETS, mark, values, random);
}

const IsoMinerKind iso_multi_similarity_miner = {
  .name = "multi-similarity",
  .title = N_("Multi-similarity"),
  .description = N_("For every anchor the negatives more alike than its least alike positive, and the positives less alike than "
                    "its most alike negative, up to ε; each of these positives with each of these negatives."),
  .paper = "Wang, Han, Huang, Dong, Scott: Multi-Similarity Loss with General Pair Weighting for Deep Metric Learning, CVPR 2019",
  .parameters = parameters,
  .parameter_count = G_N_ELEMENTS (parameters),
  .mine = mine,
};
