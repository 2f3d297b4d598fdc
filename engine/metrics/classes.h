/* Points by label, whatever integers the labels are: classes are numbered 0, 1, … in ascending order of their labels. Clusters
 * are such classes too. */
#pragma once

#include <glib.h>

typedef struct {
  size_t N, class_count; /* classes that have a point */
  gint32 *labels;        /* (class_count): ascending */
  gint32 *class_of;      /* (N): class of each point */
  size_t *starts;        /* (class_count + 1): points of class c are members[starts[c]] … members[starts[c + 1] − 1] */
  guint32 *members;      /* (N): points, ascending within a class */
} IsoClasses;

/* labels (N), N below 2³¹. */
void iso_classes_init (IsoClasses *classes, const gint32 *labels, size_t N);
void iso_classes_clear (IsoClasses *classes);

static inline size_t
iso_classes_size (const IsoClasses *classes, size_t c)
{
  return classes->starts[c + 1] - classes->starts[c];
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (IsoClasses, iso_classes_clear)
