#include "engine/data/split.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/base/error.h"
#include "engine/base/random.h"
#include "engine/data/groups.h"

typedef enum { ROLE_TRAIN, ROLE_VALIDATION, ROLE_TEST, ROLE_COUNT } Role;

typedef struct {
  IsoGroups groups;
  size_t sample_count;
  guint8 *roles; /* (N), a Role each; all train at first */
  IsoRandom random;
} Division;

/* Gives `role` to the last `count` of samples after shuffling them. */
static void
hold_out (Division *division, guint32 *samples, size_t sample_count, size_t count, Role role)
{
  iso_random_shuffle (&division->random, samples, sample_count);
  for (size_t i = sample_count - count; i < sample_count; i++)
    division->roles[samples[i]] = (guint8) role;
}

static bool
has_official_division (const IsoPart *parts, size_t sample_count)
{
  bool train = false, test = false;
  for (size_t i = 0; parts != NULL && i < sample_count; i++)
    {
      train |= parts[i] == ISO_PART_TRAIN;
      test |= parts[i] == ISO_PART_TEST;
    }
  return train && test;
}

static void
divide_samples (Division *division, const IsoPart *parts)
{
  IsoGroups *groups = &division->groups;
  if (has_official_division (parts, division->sample_count))
    {
      for (size_t i = 0; i < division->sample_count; i++)
        if (parts[i] == ISO_PART_TEST)
          division->roles[i] = ROLE_TEST;
      return;
    }
  for (size_t c = 0; c < groups->class_count; c++)
    {
      size_t size = iso_groups_size (groups, c), train = (2 * size + 1) / 3;
      hold_out (division, groups->members + groups->starts[c], size, size - train, ROLE_TEST);
    }
}

static void
give_class (Division *division, size_t group, Role from, Role to)
{
  const IsoGroups *groups = &division->groups;
  for (size_t i = groups->starts[group]; i < groups->starts[group + 1]; i++)
    if (division->roles[groups->members[i]] == from)
      division->roles[groups->members[i]] = (guint8) to;
}

static bool
divide_classes (Division *division, bool alternate, GError **error)
{
  size_t found = division->groups.class_count;
  if (found < 3)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT,
                   g_dngettext (GETTEXT_PACKAGE,
                                "data.split: by class: found %zu class with samples, expected at least 3: 2 to train, 1 to test",
                                "data.split: by class: found %zu classes with samples, expected at least 3: 2 to train, 1 to test",
                                found),
                   found);
      return false;
    }
  for (size_t c = alternate ? 1 : (found + 1) / 2; c < found; c += alternate ? 2 : 1)
    give_class (division, c, ROLE_TRAIN, ROLE_TEST);
  return true;
}

/* The samples of a class that are in the training part, in front of the class's others; returns how many. */
static size_t
gather_training (const Division *division, size_t group)
{
  const IsoGroups *groups = &division->groups;
  guint32 *members = groups->members + groups->starts[group];
  size_t count = 0;
  for (size_t i = 0; i < iso_groups_size (groups, group); i++)
    if (division->roles[members[i]] == ROLE_TRAIN)
      {
        guint32 sample = members[i];
        members[i] = members[count];
        members[count++] = sample;
      }
  return count;
}

/* The nearest whole number of samples to the share, but at least one of a class that can spare it. */
static void
validate_by_sample (Division *division, double share)
{
  const IsoGroups *groups = &division->groups;
  for (size_t c = 0; c < groups->class_count; c++)
    {
      size_t size = gather_training (division, c);
      if (size < 2)
        continue;
      size_t count = CLAMP ((size_t) floor (share * (double) size + 0.5), 1, size - 1);
      hold_out (division, groups->members + groups->starts[c], size, count, ROLE_VALIDATION);
    }
}

static size_t
count_training_classes (const Division *division)
{
  size_t count = 0;
  for (size_t c = 0; c < division->groups.class_count; c++)
    count += gather_training (division, c) > 0;
  return count;
}

static void
validate_by_class (Division *division, double share)
{
  /* 0.1 · 30 is a little more than 3 in floating point, and must stay 3 */
  size_t count = (size_t) ceil (share * (double) count_training_classes (division) - 1e-9);
  for (size_t c = division->groups.class_count; c-- > 0 && count > 0;)
    if (gather_training (division, c) > 0)
      {
        give_class (division, c, ROLE_TRAIN, ROLE_VALIDATION);
        count--;
      }
}

static bool
divide (Division *division, const IsoDataset *dataset, IsoSplitKind kind, IsoValidationKind validation, double share,
        GError **error)
{
  if (validation != ISO_VALIDATION_NONE && !(share > 0.0 && share < 1.0))
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT,
                   _("share of the validation part: found %g, expected more than 0 and less than 1"),
                   share);
      return false;
    }
  if (kind == ISO_SPLIT_BY_SAMPLE)
    divide_samples (division, iso_dataset_parts (dataset));
  else if (!divide_classes (division, kind == ISO_SPLIT_ALTERNATE, error))
    return false;
  if (validation == ISO_VALIDATION_BY_SAMPLE)
    validate_by_sample (division, share);
  else if (validation == ISO_VALIDATION_BY_CLASS)
    validate_by_class (division, share);
  return true;
}

static void
collect (IsoSubset subsets[ROLE_COUNT], const Division *division)
{
  size_t counts[ROLE_COUNT] = { 0 };
  for (size_t i = 0; i < division->sample_count; i++)
    counts[division->roles[i]]++;
  for (int role = 0; role < ROLE_COUNT; role++)
    subsets[role] = (IsoSubset) { .indices = g_new (guint32, counts[role] + 1) };
  for (size_t i = 0; i < division->sample_count; i++)
    {
      IsoSubset *subset = &subsets[division->roles[i]];
      subset->indices[subset->count++] = (guint32) i;
    }
}

static bool
check (const IsoSplit *split, const Division *division, const char *name, IsoValidationKind validation, GError **error)
{
  size_t training_classes = count_training_classes (division);
  if (training_classes < 2)
    g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT,
                 g_dngettext (GETTEXT_PACKAGE, "%s: found %zu class left to train, expected at least 2",
                              "%s: found %zu classes left to train, expected at least 2", training_classes),
                 name, training_classes);
  else if (split->test.count == 0)
    g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("%s: no samples are left to test, with %zu to train"), name,
                 split->train.count);
  else if (validation != ISO_VALIDATION_NONE && split->validation.count == 0)
    g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT,
                 _("%s: no training class has a second sample that could be held out for validation"), name);
  else
    return true;
  return false;
}

bool
iso_split_make (IsoSplit *split, const IsoDataset *dataset, IsoSplitKind kind, IsoValidationKind validation, double share,
                guint64 seed, GError **error)
{
  Division division = { .sample_count = iso_dataset_sample_count (dataset) };
  *split = (IsoSplit) { 0 };
  iso_random_init (&division.random, seed, "split");
  iso_groups_init (&division.groups, iso_dataset_labels (dataset), NULL, division.sample_count);
  division.roles = g_new0 (guint8, division.sample_count);

  bool made = divide (&division, dataset, kind, validation, share, error);
  if (made)
    {
      IsoSubset subsets[ROLE_COUNT];
      collect (subsets, &division);
      *split = (IsoSplit) { subsets[ROLE_TRAIN], subsets[ROLE_VALIDATION], subsets[ROLE_TEST] };
      made = check (split, &division, iso_dataset_name (dataset), validation, error);
      if (!made)
        iso_split_clear (split);
    }
  iso_groups_clear (&division.groups);
  g_free (division.roles);
  return made;
}

void
iso_split_clear (IsoSplit *split)
{
  g_free (split->train.indices);
  g_free (split->validation.indices);
  g_free (split->test.indices);
  *split = (IsoSplit) { 0 };
}
