#include "engine/data/label-noise.h"

#include <math.h>

#include "engine/base/random.h"
#include "engine/data/groups.h"

/* One of the other classes than `own`, which is among classes (count), ascending. */
static gint32
draw_other (const gint32 *classes, size_t count, gint32 own, IsoRandom *random)
{
  guint32 drawn = iso_random_below (random, (guint32) count - 1);
  return classes[drawn] < own ? classes[drawn] : classes[drawn + 1];
}

gint32 *
iso_label_noise_apply (const gint32 *labels, size_t N, const IsoSubset *train, double share, guint64 seed)
{
  gint32 *noisy = g_memdup2 (labels, N * sizeof *labels);
  IsoGroups groups;
  IsoRandom random;
  iso_random_init (&random, seed, "noise");
  iso_groups_init (&groups, labels, train->indices, train->count);
  size_t wanted = groups.class_count < 2 ? 0 : (size_t) round (share * (double) train->count), changed = 0;
  /* Selection sampling (Knuth, Algorithm S): each set of so many samples is equally likely. */
  for (size_t i = 0; i < train->count && changed < wanted; i++)
    if (iso_random_uniform (&random) * (double) (train->count - i) < (double) (wanted - changed))
      {
        guint32 sample = train->indices[i];
        noisy[sample] = draw_other (groups.classes, groups.class_count, labels[sample], &random);
        changed++;
      }
  iso_groups_clear (&groups);
  return noisy;
}
