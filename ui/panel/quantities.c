#include "ui/panel/quantities.h"

#include <string.h>

/* U+2009 would break at the end of a line; this is its narrow no-break sister. */
#define THIN_SPACE "\u202f"

char *
iso_quantity_text (guint64 count)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GUINT64_FORMAT, count);
  size_t length = strlen (digits);
  GString *text = g_string_new (NULL);
  for (size_t i = 0; i < length; i++)
    {
      if (i > 0 && (length - i) % 3 == 0)
        g_string_append (text, THIN_SPACE);
      g_string_append_c (text, digits[i]);
    }
  return g_string_free (text, FALSE);
}
