#include "engine/data/csv-header.h"

#include <string.h>

const char *const iso_csv_label_names[] = { "label", "class", "target", NULL };

/* What stands for a value that is missing; in a header it is no name either. */
static const char *const missing_marks[] = { "", "NA", "N/A", "NaN", "null", "None", "?", "-" };

IsoCsvField
iso_csv_strip (IsoCsvField field)
{
  for (; field.length > 0 && !field.quoted && field.text[0] == ' '; field.length--)
    field.text++;
  while (field.length > 0 && !field.quoted && field.text[field.length - 1] == ' ')
    field.length--;
  return field;
}

static bool
is_number (const IsoCsvField *field)
{
  double value;
  return iso_csv_number (&value, field->text, field->length);
}

static bool
is_text (const IsoCsvField *field, const char *text)
{
  IsoCsvField inner = iso_csv_strip (*field);
  return inner.length == strlen (text) && g_ascii_strncasecmp (inner.text, text, inner.length) == 0;
}

static bool
is_missing (const IsoCsvField *field)
{
  for (size_t i = 0; i < G_N_ELEMENTS (missing_marks); i++)
    if (is_text (field, missing_marks[i]))
      return true;
  return false;
}

bool
iso_csv_is_header (const IsoCsvField *first, size_t first_count, const IsoCsvField *second, size_t second_count,
                   const char *label_column)
{
  size_t texts = 0, numbers = 0;
  for (size_t c = 0; c < first_count; c++)
    {
      for (size_t i = 0; iso_csv_label_names[i] != NULL; i++)
        /* unless it is a label itself, which comes again */
        if (is_text (&first[c], iso_csv_label_names[i]) && !(c < second_count && is_text (&second[c], iso_csv_label_names[i])))
          return true;
      if (is_number (&first[c]))
        numbers++;
      else if (label_column[0] != '\0' && is_text (&first[c], label_column))
        return true;
      else if (!is_missing (&first[c]))
        {
          if (c < second_count && is_number (&second[c]))
            return true;
          texts++;
        }
    }
  return numbers == 0 && texts >= 2;
}
