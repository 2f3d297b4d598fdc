#include "app/json-line.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

void
iso_json_line_init (IsoJsonLine *line)
{
  line->text = g_string_new ("{");
}

void
iso_json_line_clear (IsoJsonLine *line)
{
  g_string_free (line->text, TRUE);
  line->text = NULL;
}

static void
add_name (IsoJsonLine *line, const char *name)
{
  if (line->text->str[line->text->len - 1] != '{')
    g_string_append (line->text, ", ");
  iso_append_quoted (line->text, name);
  g_string_append (line->text, ": ");
}

void
iso_json_line_number (IsoJsonLine *line, const char *name, double value)
{
  char text[ISO_NUMBER_TEXT_SIZE];
  add_name (line, name);
  g_string_append (line->text, isfinite (value) ? iso_number_text (text, value) : "null");
}

void
iso_json_line_integer (IsoJsonLine *line, const char *name, gint64 value)
{
  add_name (line, name);
  g_string_append_printf (line->text, "%" G_GINT64_FORMAT, value);
}

void
iso_json_line_text (IsoJsonLine *line, const char *name, const char *value)
{
  add_name (line, name);
  if (value != NULL)
    iso_append_quoted (line->text, value);
  else
    g_string_append (line->text, "null");
}

void
iso_json_line_switch (IsoJsonLine *line, const char *name, bool value)
{
  add_name (line, name);
  g_string_append (line->text, value ? "true" : "false");
}

void
iso_json_line_null (IsoJsonLine *line, const char *name)
{
  iso_json_line_text (line, name, NULL);
}

void
iso_json_line_texts (IsoJsonLine *line, const char *name, const char *const *values, size_t count)
{
  add_name (line, name);
  g_string_append_c (line->text, '[');
  for (size_t i = 0; i < count; i++)
    {
      g_string_append (line->text, i > 0 ? ", " : "");
      iso_append_quoted (line->text, values[i]);
    }
  g_string_append_c (line->text, ']');
}

void
iso_json_line_numbers (IsoJsonLine *line, const char *name, const double *values, size_t count)
{
  char text[ISO_NUMBER_TEXT_SIZE];
  add_name (line, name);
  g_string_append (line->text, values != NULL ? "[" : "null");
  for (size_t i = 0; i < count && values != NULL; i++)
    g_string_append_printf (line->text, "%s%s", i > 0 ? ", " : "", isfinite (values[i]) ? iso_number_text (text, values[i]) : "null");
  g_string_append (line->text, values != NULL ? "]" : "");
}

void
iso_json_line_open (IsoJsonLine *line, const char *name)
{
  add_name (line, name);
  g_string_append_c (line->text, '{');
}

void
iso_json_line_close (IsoJsonLine *line)
{
  g_string_append_c (line->text, '}');
}

void
iso_json_line_open_array (IsoJsonLine *line, const char *name)
{
  add_name (line, name);
  g_string_append_c (line->text, '[');
}

void
iso_json_line_open_item (IsoJsonLine *line)
{
  if (line->text->str[line->text->len - 1] != '[')
    g_string_append (line->text, ", ");
  g_string_append_c (line->text, '{');
}

void
iso_json_line_text_item (IsoJsonLine *line, const char *value)
{
  if (line->text->str[line->text->len - 1] != '[')
    g_string_append (line->text, ", ");
  if (value != NULL)
    iso_append_quoted (line->text, value);
  else
    g_string_append (line->text, "null");
}

void
iso_json_line_close_array (IsoJsonLine *line)
{
  g_string_append_c (line->text, ']');
}

void
iso_json_line_print (const IsoJsonLine *line)
{
  /* UTF-8 whatever the locale: JSON knows no other. */
  fputs (line->text->str, stdout);
  fputs ("}\n", stdout);
}

void
iso_json_lines_print (const IsoJsonLine *lines, size_t count)
{
  fputs ("[", stdout);
  for (size_t i = 0; i < count; i++)
    {
      fputs (i > 0 ? ",\n " : "", stdout);
      fputs (lines[i].text->str, stdout);
      fputs ("}", stdout);
    }
  fputs ("]\n", stdout);
}

void
iso_json_print (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *text = json_to_string (root, TRUE);
  puts (text);
}
