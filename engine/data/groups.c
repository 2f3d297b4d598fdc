#include "engine/data/groups.h"

/* Counting sort: stable, and linear in samples and labels. */
void
iso_groups_init (IsoGroups *groups, const gint32 *labels, const guint32 *indices, size_t count)
{
  size_t label_count = 0;
  for (size_t i = 0; i < count; i++)
    {
      gint32 label = labels[indices != NULL ? indices[i] : i];
      g_assert (label >= 0);
      label_count = MAX (label_count, (size_t) label + 1);
    }

  g_autofree size_t *ends = g_new0 (size_t, label_count + 1);
  for (size_t i = 0; i < count; i++)
    ends[labels[indices != NULL ? indices[i] : i]]++;
  groups->class_count = 0;
  for (size_t c = 0; c < label_count; c++)
    groups->class_count += ends[c] > 0;

  groups->classes = g_new (gint32, groups->class_count + 1);
  groups->starts = g_new (size_t, groups->class_count + 1);
  groups->members = g_new (guint32, count + 1);
  size_t group = 0, start = 0;
  for (size_t c = 0; c < label_count; c++)
    {
      size_t size = ends[c];
      ends[c] = start;
      if (size == 0)
        continue;
      groups->classes[group] = (gint32) c;
      groups->starts[group++] = start;
      start += size;
    }
  groups->starts[group] = start;
  for (size_t i = 0; i < count; i++)
    {
      guint32 sample = indices != NULL ? indices[i] : (guint32) i;
      groups->members[ends[labels[sample]]++] = sample;
    }
}

void
iso_groups_clear (IsoGroups *groups)
{
  g_free (groups->classes);
  g_free (groups->starts);
  g_free (groups->members);
  *groups = (IsoGroups) { 0 };
}

size_t
iso_groups_size (const IsoGroups *groups, size_t group)
{
  return groups->starts[group + 1] - groups->starts[group];
}
