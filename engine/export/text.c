#include "engine/export/text.h"

#include <math.h>

const char *
iso_number_text (char text[ISO_NUMBER_TEXT_SIZE], double value)
{
  text[0] = '\0';
  if (!isfinite (value))
    return text;
  for (int digits = 15; digits <= 17; digits++)
    {
      char format[8];
      g_snprintf (format, sizeof format, "%%.%dg", digits);
      g_ascii_formatd (text, ISO_NUMBER_TEXT_SIZE, format, value);
      if (g_ascii_strtod (text, NULL) == value)
        break;
    }
  return text;
}

void
iso_append_quoted (GString *text, const char *word)
{
  if (word == NULL)
    {
      g_string_append (text, "null");
      return;
    }
  g_autofree char *valid = g_utf8_make_valid (word, -1);
  g_string_append_c (text, '"');
  for (const char *c = valid; *c != '\0'; c++)
    if (*c == '"' || *c == '\\')
      g_string_append_printf (text, "\\%c", *c);
    else if (g_ascii_iscntrl (*c))
      g_string_append_printf (text, "\\u%04x", (unsigned) *c);
    else
      g_string_append_c (text, *c);
  g_string_append_c (text, '"');
}
