#include "ui/report/html-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/figure/axis.h"

#define DIGITS 3
#define LARGE 10.0 /* from here on a score is no rate, and three digits are enough */

void
iso_html_add (GString *html, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *text = g_markup_vprintf_escaped (format, arguments);
  va_end (arguments);
  g_string_append (html, text);
}

const char *
iso_html_number (char text[ISO_HTML_NUMBER_SIZE], double value)
{
  if (isfinite (value))
    iso_number_format (text, ISO_HTML_NUMBER_SIZE, value, DIGITS);
  else
    g_strlcpy (text, isnan (value) ? "–" : value > 0.0 ? "∞" : "−∞", ISO_HTML_NUMBER_SIZE);
  return text;
}

const char *
iso_html_score (char text[ISO_HTML_NUMBER_SIZE], double value)
{
  if (!(value >= 0.0 && value < LARGE))
    return iso_html_number (text, value);
  return g_ascii_formatd (text, ISO_HTML_NUMBER_SIZE, "%.3f", value);
}

char *
iso_html_duration (double seconds)
{
  gint64 whole = (gint64) llround (fmax (seconds, 0.0));
  if (seconds < 60.0)
    {
      char text[ISO_HTML_NUMBER_SIZE];
      return g_strdup_printf (_("%s s"), iso_html_number (text, seconds));
    }
  if (whole < 3600)
    return g_strdup_printf (_("%d min %d s"), (int) (whole / 60), (int) (whole % 60));
  return g_strdup_printf (_("%d h %d min"), (int) (whole / 3600), (int) (whole / 60 % 60));
}
