#include "engine/metrics/classes.h"

#include <stdlib.h>

static int
compare_keys (const void *a, const void *b)
{
  guint64 x = *(const guint64 *) a, y = *(const guint64 *) b;
  return x < y ? -1 : x > y;
}

void
iso_classes_init (IsoClasses *classes, const gint32 *labels, size_t N)
{
  g_assert (N < G_MAXINT32);
  *classes = (IsoClasses) { .N = N };
  classes->class_of = g_new (gint32, MAX (N, 1));
  classes->members = g_new (guint32, MAX (N, 1));
  /* The label, shifted to be unsigned, above the point: integer order is the order wanted. */
  g_autofree guint64 *keys = g_new (guint64, MAX (N, 1));
  for (size_t i = 0; i < N; i++)
    keys[i] = (guint64) ((guint32) labels[i] ^ 0x80000000u) << 32 | i;
  qsort (keys, N, sizeof *keys, compare_keys);
  for (size_t at = 0; at < N; at++)
    classes->class_count += at == 0 || keys[at] >> 32 != keys[at - 1] >> 32;
  classes->labels = g_new (gint32, MAX (classes->class_count, 1));
  classes->starts = g_new0 (size_t, classes->class_count + 1);
  size_t next = 0;
  for (size_t at = 0; at < N; at++)
    {
      guint32 point = (guint32) keys[at];
      if (at == 0 || keys[at] >> 32 != keys[at - 1] >> 32)
        {
          classes->labels[next] = labels[point];
          classes->starts[next++] = at;
        }
      classes->class_of[point] = (gint32) next - 1;
      classes->members[at] = point;
    }
  classes->starts[classes->class_count] = N;
}

void
iso_classes_clear (IsoClasses *classes)
{
  g_clear_pointer (&classes->labels, g_free);
  g_clear_pointer (&classes->class_of, g_free);
  g_clear_pointer (&classes->starts, g_free);
  g_clear_pointer (&classes->members, g_free);
  classes->N = 0;
  classes->class_count = 0;
}
