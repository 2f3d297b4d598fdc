#include "engine/loss/miner-profile.h"

#include <math.h>
#include <string.h>

/* The anchor, then positives and negatives. */
enum { B = 1 + ISO_MINER_PROFILE_SAMPLES };

/* Distance-weighted sampling goes by it: in few dimensions its choice of so few negatives can be seen to be spread. */
#define DIMENSION 6
#define DRAWS 400

/* Some negatives nearer than every positive, some between them, most beyond: a batch early in training. */
static const double distances[ISO_MINER_PROFILE_SAMPLES] = {
  0.55, 0.80, 1.05,                                                       /* positives */
  0.48, 0.66, 0.74, 0.88, 0.97, 1.12, 1.18, 1.25, 1.31, 1.38, 1.46, 1.60, /* negatives */
};

/* similarity (B, B): samples on the great circle through the anchor, to one side; labels (B): two negatives of each further
 * class. */
static void
make_batch (float *similarity, gint32 *labels)
{
  double angles[B] = { 0.0 };
  for (int j = 1; j < B; j++)
    angles[j] = 2.0 * asin (0.5 * distances[j - 1]);
  for (int i = 0; i < B; i++)
    {
      labels[i] = i <= ISO_MINER_PROFILE_POSITIVES ? 0 : 1 + (i - ISO_MINER_PROFILE_POSITIVES - 1) % 6;
      for (int j = 0; j < B; j++)
        similarity[i * B + j] = (float) cos (angles[i] - angles[j]);
    }
}

static void
count_triplet (IsoMinerProfile *profile, const gint32 *triplet)
{
  if (triplet[0] != 0)
    return;
  profile->triplets += 1.0;
  if (triplet[1] == 0)
    profile->swapped += 1.0;
  else
    profile->as_positive[triplet[1] - 1] += 1.0;
  profile->as_negative[triplet[2] - 1] += 1.0;
}

void
iso_miner_profile (IsoMinerProfile *profile, const IsoMinerKind *kind, const double *values)
{
  float similarity[B * B];
  gint32 labels[B];
  IsoTriplets triplets = { 0 };
  IsoRandom random;
  memset (profile, 0, sizeof *profile);
  memcpy (profile->distance, distances, sizeof distances);
  make_batch (similarity, labels);
  iso_random_init (&random, 1, "miner-profile");
  for (int draw = 0; draw < DRAWS; draw++)
    {
      kind->mine (&triplets, similarity, labels, B, DIMENSION, values, &random);
      for (size_t t = 0; t < triplets.count; t++)
        count_triplet (profile, triplets.triplets + 3 * t);
    }
  iso_triplets_clear (&triplets);
  for (int j = 0; j < ISO_MINER_PROFILE_SAMPLES && profile->triplets > 0.0; j++)
    {
      profile->as_positive[j] /= profile->triplets;
      profile->as_negative[j] /= profile->triplets;
    }
  profile->swapped = profile->triplets > 0.0 ? profile->swapped / profile->triplets : 0.0;
  profile->triplets /= DRAWS;
}
