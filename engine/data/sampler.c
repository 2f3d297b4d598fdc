#include "engine/data/sampler.h"

#include <glib/gi18n-lib.h>

#include "engine/base/error.h"
#include "engine/data/groups.h"

struct _IsoSampler {
  IsoGroups groups;
  size_t sample_count, batch_size, samples_per_class;
  bool classes_with_replacement;
};

static bool
check_batch (const IsoSubset *subset, size_t batch_size, size_t samples_per_class, GError **error)
{
  if (samples_per_class == 0 || batch_size == 0 || batch_size % samples_per_class != 0)
    g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT,
                 _("batch.size: found %zu, expected a multiple of batch.samples_per_class, which is %zu"), batch_size,
                 samples_per_class);
  else if (batch_size > subset->count)
    g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT,
                 _("batch.size: found %zu, expected at most the %zu samples there are to train on"),
                 batch_size, subset->count);
  else
    return true;
  return false;
}

static bool
check_classes (const IsoSampler *sampler, GError **error)
{
  size_t wanted = sampler->batch_size / sampler->samples_per_class, found = sampler->groups.class_count;
  if (found < 2)
    g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("training data: found %zu classes, expected at least 2"), found);
  else if (!sampler->classes_with_replacement && found < wanted)
    g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT,
                 _("training data: found %zu classes, but a batch of %zu with %zu samples a class wants %zu different ones"),
                 found, sampler->batch_size, sampler->samples_per_class, wanted);
  else
    return true;
  return false;
}

IsoSampler *
iso_sampler_new (const gint32 *labels, const IsoSubset *subset, size_t batch_size, size_t samples_per_class,
                 bool classes_with_replacement, GError **error)
{
  if (!check_batch (subset, batch_size, samples_per_class, error))
    return NULL;
  g_autoptr (IsoSampler) sampler = g_new0 (IsoSampler, 1);
  sampler->sample_count = subset->count;
  sampler->batch_size = batch_size;
  sampler->samples_per_class = samples_per_class;
  sampler->classes_with_replacement = classes_with_replacement;
  iso_groups_init (&sampler->groups, labels, subset->indices, subset->count);
  return check_classes (sampler, error) ? g_steal_pointer (&sampler) : NULL;
}

void
iso_sampler_free (IsoSampler *sampler)
{
  if (sampler == NULL)
    return;
  iso_groups_clear (&sampler->groups);
  g_free (sampler);
}

size_t
iso_sampler_batches_per_epoch (const IsoSampler *sampler)
{
  return MAX (sampler->sample_count / sampler->batch_size, 1);
}

/* `count` different numbers of 0 … bound − 1, in random order, without memory of its own: Floyd's method (Bentley and Floyd 1987)
 * makes each set equally likely, the shuffle each order. */
static void
draw_distinct (guint32 *out, size_t count, size_t bound, IsoRandom *random)
{
  for (size_t i = 0; i < count; i++)
    {
      guint32 last = (guint32) (bound - count + i), drawn = iso_random_below (random, last + 1);
      for (size_t j = 0; j < i; j++)
        if (out[j] == drawn)
          {
            drawn = last;
            break;
          }
      out[i] = drawn;
    }
  iso_random_shuffle (random, out, count);
}

static void
draw (guint32 *out, size_t count, size_t bound, bool with_replacement, IsoRandom *random)
{
  if (!with_replacement)
    draw_distinct (out, count, bound, random);
  else
    for (size_t i = 0; i < count; i++)
      out[i] = iso_random_below (random, (guint32) bound);
}

void
iso_sampler_next (guint32 *out, const IsoSampler *sampler, IsoRandom *random)
{
  const IsoGroups *groups = &sampler->groups;
  size_t K = sampler->samples_per_class, P = sampler->batch_size / K;
  draw (out, P, groups->class_count, sampler->classes_with_replacement, random);
  /* From the last class to the first: its K samples go where no class that is still to come is kept. */
  for (size_t p = P; p-- > 0;)
    {
      size_t group = out[p], size = iso_groups_size (groups, group);
      guint32 *samples = out + p * K;
      draw (samples, K, size, size < K, random);
      for (size_t i = 0; i < K; i++)
        samples[i] = groups->members[groups->starts[group] + samples[i]];
    }
}
