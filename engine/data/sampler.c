#include "engine/data/sampler.h"

#include <glib/gi18n-lib.h>

#include "engine/base/error.h"
#include "engine/data/sampler-private.h"

static bool
check_batch (const IsoBatchSettings *settings, size_t sample_count, GError **error)
{
  bool groups = iso_sampler_groups_classes (settings->sampler);
  if (settings->size <= 0
      || (groups && (settings->samples_per_class <= 0 || settings->size % settings->samples_per_class != 0)))
    g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT,
                 _("batch.size: found %d, expected a multiple of batch.samples_per_class, which is %d"), settings->size,
                 settings->samples_per_class);
  else if ((size_t) settings->size > sample_count)
    g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT,
                 _("batch.size: found %d, expected at most the %zu samples there are to train on"), settings->size,
                 sample_count);
  else
    return true;
  return false;
}

static bool
check_classes (const IsoBatchSettings *settings, size_t found, GError **error)
{
  size_t B = (size_t) settings->size;
  bool groups = iso_sampler_groups_classes (settings->sampler);
  size_t wanted = groups ? B / (size_t) settings->samples_per_class : 0;
  if (found < 2)
    g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT,
                 g_dngettext (GETTEXT_PACKAGE, "training data: found %zu class, expected at least 2",
                              "training data: found %zu classes, expected at least 2", found),
                 found);
  else if (groups && !settings->with_replacement && found < wanted)
    g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT,
                 g_dngettext (GETTEXT_PACKAGE,
                              "training data: found %zu class, but a batch of %zu with %d samples a class wants %zu different ones",
                              "training data: found %zu classes, but a batch of %zu with %d samples a class wants %zu different "
                              "ones", found),
                 found, B, settings->samples_per_class, wanted);
  else if (settings->sampler == ISO_SAMPLER_BALANCED && B < 2 * found)
    g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT,
                 _("batch.size: found %zu, expected at least %zu: a balanced batch has two samples of each of %zu classes"), B,
                 2 * found, found);
  else
    return true;
  return false;
}

bool
iso_sampler_check (const IsoBatchSettings *settings, size_t sample_count, size_t class_count, GError **error)
{
  return check_batch (settings, sample_count, error) && check_classes (settings, class_count, error);
}

IsoSampler *
iso_sampler_new (const gint32 *labels, const IsoSubset *subset, const IsoBatchSettings *settings, GError **error)
{
  g_autoptr (IsoSampler) sampler = g_new0 (IsoSampler, 1);
  sampler->sample_count = subset->count;
  sampler->settings = *settings;
  iso_groups_init (&sampler->groups, labels, subset->indices, subset->count);
  return iso_sampler_check (settings, subset->count, sampler->groups.class_count, error) ? g_steal_pointer (&sampler) : NULL;
}

void
iso_sampler_free (IsoSampler *sampler)
{
  if (sampler == NULL)
    return;
  iso_groups_clear (&sampler->groups);
  g_free (sampler->near);
  g_free (sampler);
}

size_t
iso_sampler_batches_per_epoch (const IsoSampler *sampler)
{
  return MAX (sampler->sample_count / (size_t) sampler->settings.size, 1);
}

const gint32 *
iso_sampler_classes (const IsoSampler *sampler, size_t *count)
{
  *count = sampler->groups.class_count;
  return sampler->groups.classes;
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

/* samples (count): dataset indices of samples of one class. */
static void
draw_samples (guint32 *samples, size_t count, const IsoGroups *groups, size_t group, IsoRandom *random)
{
  size_t size = iso_groups_size (groups, group);
  draw (samples, count, size, size < count, random);
  for (size_t i = 0; i < count; i++)
    samples[i] = groups->members[groups->starts[group] + samples[i]];
}

/* A class that was not taken yet, of which there are `left`. */
static guint32
draw_untaken (const guint8 *taken, guint32 left, IsoRandom *random)
{
  guint32 skip = iso_random_below (random, left), group = 0;
  for (;; group++)
    if (!taken[group] && skip-- == 0)
      return group;
}

/* out (P): classes in groups that are near each other. taken (class_count) = 0, and is only kept without replacement. */
static void
draw_near_classes (guint32 *out, size_t P, const IsoSampler *sampler, guint8 *taken, IsoRandom *random)
{
  size_t C = sampler->groups.class_count, company = (size_t) sampler->settings.neighborhood - 1, filled = 0;
  bool repeats = sampler->settings.with_replacement != 0;
  while (filled < P)
    {
      guint32 first = draw_untaken (taken, (guint32) (repeats ? C : C - filled), random);
      out[filled++] = first;
      taken[first] = !repeats;
      for (size_t n = 0; n < company && filled < P; n++)
        {
          guint32 other = sampler->near[first * company + n];
          if (other == ISO_SAMPLER_NO_CLASS || taken[other])
            continue;
          out[filled++] = other;
          taken[other] = !repeats;
        }
    }
}

static void
next_by_class (guint32 *out, const IsoSampler *sampler, IsoRandom *random)
{
  const IsoGroups *groups = &sampler->groups;
  size_t K = (size_t) sampler->settings.samples_per_class, P = (size_t) sampler->settings.size / K;
  if (sampler->near != NULL)
    {
      g_autofree guint8 *taken = g_new0 (guint8, groups->class_count);
      draw_near_classes (out, P, sampler, taken, random);
    }
  else
    draw (out, P, groups->class_count, sampler->settings.with_replacement != 0, random);
  /* From the last class to the first: its K samples go where no class that is still to come is kept. */
  for (size_t p = P; p-- > 0;)
    draw_samples (out + p * K, K, groups, out[p], random);
}

static void
next_balanced (guint32 *out, const IsoSampler *sampler, IsoRandom *random)
{
  const IsoGroups *groups = &sampler->groups;
  size_t C = groups->class_count, each = (size_t) sampler->settings.size / C, more = (size_t) sampler->settings.size % C;
  g_autofree guint8 *has_more = g_new0 (guint8, C);
  draw_distinct (out, more, C, random);
  for (size_t i = 0; i < more; i++)
    has_more[out[i]] = 1;
  for (size_t group = 0, at = 0; group < C; group++)
    {
      size_t count = each + has_more[group];
      draw_samples (out + at, count, groups, group, random);
      at += count;
    }
}

void
iso_sampler_next (guint32 *out, const IsoSampler *sampler, IsoRandom *random)
{
  size_t B = (size_t) sampler->settings.size;
  switch ((IsoSamplerKind) sampler->settings.sampler)
    {
    case ISO_SAMPLER_BALANCED:
      next_balanced (out, sampler, random);
      return;
    case ISO_SAMPLER_RANDOM:
      draw_distinct (out, B, sampler->sample_count, random);
      for (size_t i = 0; i < B; i++)
        out[i] = sampler->groups.members[out[i]];
      return;
    case ISO_SAMPLER_CLASSES:
    case ISO_SAMPLER_HARD_CLASSES:
      next_by_class (out, sampler, random);
      return;
    }
  g_assert_not_reached ();
}
