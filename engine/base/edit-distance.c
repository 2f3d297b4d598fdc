#include "engine/base/edit-distance.h"

#include <string.h>

size_t
iso_edit_distance (const char *a, const char *b)
{
  size_t n = strlen (b);
  g_autofree size_t *row = g_new (size_t, n + 1);
  for (size_t j = 0; j <= n; j++)
    row[j] = j;
  for (size_t i = 1; a[i - 1] != '\0'; i++)
    {
      size_t diagonal = row[0];
      row[0] = i;
      for (size_t j = 1; j <= n; j++)
        {
          size_t above = row[j];
          size_t change = diagonal + (a[i - 1] != b[j - 1]);
          row[j] = MIN (change, MIN (above, row[j - 1]) + 1);
          diagonal = above;
        }
    }
  return row[n];
}
