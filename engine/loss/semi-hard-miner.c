/* Semi-hard negatives: farther than the positive, but no farther than need be. */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/base/kernel.h"
#include "engine/linalg/lanes.h"
#include "engine/loss/miner-kinds.h"

/* The nearest negative that is farther from the anchor than the positive is (S_an < S_ap for unit embeddings); ties to the lower
 * index. It lies within the loss's margin whenever any such negative does, so the miner need not know the margin. */
ISO_KERNEL static gint32
hardest_semi_hard (const float *similarity, const gint32 *labels, size_t B, size_t anchor, size_t positive)
{
  float candidates[ISO_CHUNK], limit = similarity[positive], best = -INFINITY;
  gint32 own = labels[anchor];
  for (size_t start = 0; start < B; start += ISO_CHUNK)
    {
      size_t count = B - start < ISO_CHUNK ? B - start : ISO_CHUNK;
      for (size_t l = 0; l < count; l++)
        candidates[l] = (labels[start + l] != own) & (similarity[start + l] < limit) ? similarity[start + l] : -INFINITY;
      best = MAX (best, iso_lanes_maximum (candidates, count));
    }
  for (size_t j = 0; best > -INFINITY && j < B; j++)
    if (similarity[j] == best && labels[j] != own)
      return (gint32) j;
  return ISO_MINER_NO_SAMPLE;
}

/* One triplet for each ordered pair (anchor, positive). A pair all of whose negatives are nearer than the positive takes a
 * negative at random: the hardest of them all is known to collapse the embedding early in training. */
static void
mine (IsoTriplets *triplets, const float *similarity, const gint32 *labels, size_t B, size_t D, const double *values,
      IsoRandom *random)
{
  triplets->count = 0;
  for (size_t anchor = 0; anchor < B; anchor++)
    for (size_t positive = 0; positive < B; positive++)
      {
        if (positive == anchor || labels[positive] != labels[anchor])
          continue;
        gint32 negative = hardest_semi_hard (similarity + anchor * B, labels, B, anchor, positive);
        if (negative < 0)
          negative = iso_miner_draw (labels, B, anchor, FALSE, random);
        if (negative >= 0)
          iso_triplets_add (triplets, (gint32) anchor, (gint32) positive, negative);
      }
}

const IsoMinerKind iso_semi_hard_miner = {
  .name = "semi-hard",
  .title = N_("Semi-hard"),
  .description = N_("For every anchor and each of its positives, the nearest negative that is farther away than the positive; "
                    "where all negatives are nearer, one at random."),
  .paper = "Schroff, Kalenichenko, Philbin: FaceNet: A Unified Embedding for Face Recognition and Clustering, CVPR 2015",
  .parameters = NULL,
  .parameter_count = 0,
  .mine = mine,
};
