/* Every triplet that the batch has. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/loss/miner-kinds.h"

static void
mark (guint8 *kept, const float *row, const gint32 *labels, size_t B, size_t anchor, const double *values)
{
  memset (kept, 1, B);
}

static void
mine (IsoTriplets *triplets, const float *similarity, const gint32 *labels, size_t B, size_t D, const double *values,
      IsoRandom *random)
{
  iso_miner_combine (triplets, similarity, labels, B, ISO_MINER_MOST_TRIPLETS, mark, values, random);
}

const IsoMinerKind iso_all_miner = {
  .name = "all",
  .title = N_("All"),
  .description = N_("Every anchor with each of its positives and each of its negatives. Most of them teach nothing once training "
                    "is under way. Of more than 262144, that many are taken, spread evenly."),
  .paper = "Schultz, Joachims: Learning a Distance Metric from Relative Comparisons, NIPS 2003",
  .parameters = NULL,
  .parameter_count = 0,
  .mine = mine,
};
