#include "engine/data/natural-order.h"

#include <glib.h>
#include <string.h>

/* Digits at the start of `text`, zeros in front skipped: *digits points past them. Returns how many are left. */
static size_t
number_at (const char *text, const char **digits)
{
  while (text[0] == '0')
    text++;
  size_t count = 0;
  while (g_ascii_isdigit (text[count]))
    count++;
  *digits = text;
  return count;
}

int
iso_natural_compare (const char *a, const char *b)
{
  const char *whole_a = a, *whole_b = b;
  while (*a != '\0' && *b != '\0')
    if (g_ascii_isdigit (*a) && g_ascii_isdigit (*b))
      {
        const char *digits_a, *digits_b;
        size_t count_a = number_at (a, &digits_a), count_b = number_at (b, &digits_b);
        int order = count_a != count_b ? (count_a < count_b ? -1 : 1) : memcmp (digits_a, digits_b, count_a);
        if (order != 0)
          return order;
        a = digits_a + count_a;
        b = digits_b + count_b;
      }
    else if (*a != *b)
      return (guchar) *a < (guchar) *b ? -1 : 1;
    else
      a++, b++;
  if (*a != *b)
    return *a == '\0' ? -1 : 1;
  /* The same but for zeros in front of numbers: fewer come first. */
  size_t length_a = strlen (whole_a), length_b = strlen (whole_b);
  return length_a != length_b ? (length_a < length_b ? -1 : 1) : strcmp (whole_a, whole_b);
}
