#include "engine/data/match.h"

#include <stdlib.h>

typedef struct {
  guint32 sample, row;
} Entry;

static int
compare_entries (const void *a, const void *b)
{
  const Entry *x = a, *y = b;
  if (x->sample != y->sample)
    return x->sample < y->sample ? -1 : 1;
  return x->row < y->row ? -1 : x->row > y->row;
}

/* By sample, then by row. */
static Entry *
sorted_entries (const guint32 *samples, size_t count)
{
  Entry *entries = g_new (Entry, MAX (count, 1));
  for (size_t i = 0; i < count; i++)
    entries[i] = (Entry) { samples[i], (guint32) i };
  qsort (entries, count, sizeof *entries, compare_entries);
  return entries;
}

size_t
iso_match_samples (guint32 *first_rows, guint32 *second_rows, const guint32 *first, size_t first_count, const guint32 *second,
                   size_t second_count)
{
  g_autofree Entry *left = sorted_entries (first, first_count), *right = sorted_entries (second, second_count);
  /* The partner of each row of the first list, by that row: pairs are then told in its order. */
  g_autofree guint32 *partners = g_new (guint32, MAX (first_count, 1));
  size_t count = 0;
  for (size_t i = 0; i < first_count; i++)
    partners[i] = G_MAXUINT32;
  for (size_t i = 0, j = 0; i < first_count && j < second_count;)
    if (left[i].sample < right[j].sample)
      i++;
    else if (left[i].sample > right[j].sample)
      j++;
    else
      partners[left[i++].row] = right[j++].row;
  for (size_t row = 0; row < first_count; row++)
    if (partners[row] != G_MAXUINT32)
      {
        first_rows[count] = (guint32) row;
        second_rows[count++] = partners[row];
      }
  return count;
}
