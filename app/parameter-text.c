#include "app/parameter-text.h"

#include <glib/gi18n.h>

#include "app/json-line.h"

static char *
format_number (double value)
{
  char text[ISO_NUMBER_TEXT_SIZE];
  return g_strdup (iso_number_text (text, value));
}

/* "0 … 100", with < where an end is excluded. */
static char *
format_range (const IsoParameter *parameter)
{
  g_autofree char *low = format_number (parameter->minimum), *high = format_number (parameter->maximum);
  return g_strdup_printf ("%s%s … %s%s", parameter->flags & ISO_PARAMETER_ABOVE_MINIMUM ? "> " : "", low,
                          parameter->flags & ISO_PARAMETER_BELOW_MAXIMUM ? "< " : "", high);
}

char *
iso_parameter_type_text (const IsoParameter *parameter)
{
  g_autofree char *range = NULL;
  switch (parameter->type)
    {
    case ISO_PARAMETER_REAL:
      range = format_range (parameter);
      return g_strdup_printf (_("real %s"), range);
    case ISO_PARAMETER_INTEGER:
      range = format_range (parameter);
      return g_strdup_printf (_("integer %s"), range);
    case ISO_PARAMETER_CHOICE:
      return g_strjoinv (" | ", (char **) parameter->choices);
    case ISO_PARAMETER_SWITCH:
      return g_strdup ("on | off");
    case ISO_PARAMETER_TEXT:
    default:
      return g_strdup (_("text"));
    }
}

char *
iso_parameter_default_text (const IsoParameter *parameter)
{
  switch (parameter->type)
    {
    case ISO_PARAMETER_TEXT:
      return g_strdup (parameter->initial_text);
    case ISO_PARAMETER_CHOICE:
      return g_strdup (parameter->choices[(size_t) parameter->initial]);
    case ISO_PARAMETER_SWITCH:
      return g_strdup (parameter->initial != 0.0 ? "on" : "off");
    case ISO_PARAMETER_REAL:
    case ISO_PARAMETER_INTEGER:
    default:
      return format_number (parameter->initial);
    }
}
