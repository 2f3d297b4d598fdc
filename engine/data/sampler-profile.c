#include "engine/data/sampler-profile.h"

#include <math.h>
#include <stdlib.h>

enum { CLASSES = ISO_SAMPLER_PROFILE_CLASSES };

/* Uneven, as data are. */
static const guint32 class_sizes[CLASSES] = { 30, 24, 60, 12, 30, 20, 48, 6, 30, 40 };

static int
compare (const void *a, const void *b)
{
  return *(const gint32 *) a - *(const gint32 *) b;
}

/* labels (N) and indices (N) of all samples; returns N. */
static size_t
make_samples (gint32 **labels, guint32 **indices)
{
  size_t count = 0, at = 0;
  for (size_t c = 0; c < CLASSES; c++)
    count += class_sizes[c];
  *labels = g_new (gint32, count);
  *indices = g_new (guint32, count);
  for (size_t c = 0; c < CLASSES; c++)
    for (guint32 i = 0; i < class_sizes[c]; i++, at++)
      {
        (*labels)[at] = (gint32) c;
        (*indices)[at] = (guint32) at;
      }
  return count;
}

void
iso_sampler_profile (IsoSamplerProfile *profile, const IsoBatchSettings *settings)
{
  g_autofree gint32 *labels = NULL;
  g_autofree guint32 *indices = NULL;
  size_t count = make_samples (&labels, &indices);
  IsoSubset subset = { .indices = indices, .count = count };
  IsoBatchSettings own = { .size = ISO_SAMPLER_PROFILE_SIZE, .samples_per_class = ISO_SAMPLER_PROFILE_EACH,
                           .with_replacement = settings->with_replacement, .sampler = settings->sampler,
                           .neighborhood = CLAMP (settings->neighborhood, 2, CLASSES) };
  float centers[2 * CLASSES];
  guint8 known[CLASSES];
  IsoRandom random;
  g_autoptr (IsoSampler) sampler = iso_sampler_new (labels, &subset, &own, NULL);
  g_assert (sampler != NULL);
  for (size_t c = 0; c < CLASSES; c++)
    {
      double angle = 2.0 * G_PI * (double) c / CLASSES;
      centers[2 * c] = (float) cos (angle);
      centers[2 * c + 1] = (float) sin (angle);
      known[c] = 1;
    }
  iso_sampler_set_centers (sampler, centers, known, 2);
  iso_random_init (&random, 3, "sampler-profile");
  for (size_t batch = 0; batch < ISO_SAMPLER_PROFILE_BATCHES; batch++)
    {
      guint32 drawn[ISO_SAMPLER_PROFILE_SIZE];
      iso_sampler_next (drawn, sampler, &random);
      for (size_t i = 0; i < ISO_SAMPLER_PROFILE_SIZE; i++)
        profile->batches[batch][i] = labels[drawn[i]];
      if (!iso_sampler_groups_classes (settings->sampler))
        qsort (profile->batches[batch], ISO_SAMPLER_PROFILE_SIZE, sizeof (gint32), compare);
    }
}
