/* Samples by class: the classes that have any, ascending, and the samples of each, in the order they came. */
#pragma once

#include <glib.h>

typedef struct {
  size_t class_count;   /* classes with at least one sample */
  gint32 *classes;      /* (class_count): their labels, ascending */
  size_t *starts;       /* (class_count + 1): samples of class c are members[starts[c]] … members[starts[c + 1] − 1] */
  guint32 *members;     /* (count): dataset indices */
} IsoGroups;

/* labels (of the whole dataset, each ≥ 0) are read through indices (count), or, where indices is NULL, directly. */
void iso_groups_init (IsoGroups *groups, const gint32 *labels, const guint32 *indices, size_t count);
void iso_groups_clear (IsoGroups *groups);
size_t iso_groups_size (const IsoGroups *groups, size_t group);
