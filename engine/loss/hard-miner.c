/* The hardest of both: batch hard. */
#include <glib/gi18n-lib.h>

#include "engine/loss/miner-kinds.h"

/* For every anchor the farthest positive and the nearest negative, ties to the lower index. */
static void
mine (IsoTriplets *triplets, const float *similarity, const gint32 *labels, size_t B, size_t D, const double *values,
      IsoRandom *random)
{
  triplets->count = 0;
  for (size_t anchor = 0; anchor < B; anchor++)
    {
      const float *row = similarity + anchor * B;
      gint32 positive = ISO_MINER_NO_SAMPLE, negative = ISO_MINER_NO_SAMPLE;
      for (size_t j = 0; j < B; j++)
        if (labels[j] != labels[anchor])
          negative = negative < 0 || row[j] > row[negative] ? (gint32) j : negative;
        else if (j != anchor)
          positive = positive < 0 || row[j] < row[positive] ? (gint32) j : positive;
      if (positive >= 0 && negative >= 0)
        iso_triplets_add (triplets, (gint32) anchor, positive, negative);
    }
}

const IsoMinerKind iso_hard_miner = {
  .name = "hard",
  .title = N_("Hard"),
  .description = N_("For every anchor its farthest positive and its nearest negative. Strong, but an early or noisy embedding "
                    "may collapse under it."),
  .paper = "Hermans, Beyer, Leibe: In Defense of the Triplet Loss for Person Re-Identification, arXiv 1703.07737, 2017",
  .parameters = NULL,
  .parameter_count = 0,
  .mine = mine,
};
