#include "engine/sweep/text.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/base/edit-distance.h"
#include "engine/export/text.h"

/* Characters of a JSON value that a message quotes. */
#define QUOTED 60

void
iso_sweep_append_number (GString *text, double value, const char *missing)
{
  char number[ISO_NUMBER_TEXT_SIZE];
  g_string_append (text, isfinite (value) ? iso_number_text (number, value) : missing);
}

void
iso_sweep_append_field (GString *text, const char *word)
{
  if (strpbrk (word, ",\"\r\n") == NULL)
    {
      g_string_append (text, word);
      return;
    }
  g_string_append_c (text, '"');
  for (const char *c = word; *c != '\0'; c++)
    {
      if (*c == '"')
        g_string_append_c (text, '"');
      g_string_append_c (text, *c);
    }
  g_string_append_c (text, '"');
}

char *
iso_sweep_describe (JsonNode *node)
{
  g_autofree char *whole = json_to_string (node, FALSE);
  if (g_utf8_strlen (whole, -1) <= QUOTED)
    return g_steal_pointer (&whole);
  g_autofree char *start = g_utf8_substring (whole, 0, QUOTED - 1);
  return g_strconcat (start, "…", NULL);
}

char *
iso_sweep_value_text (JsonNode *node)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  GType type = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;
  if (type == G_TYPE_STRING)
    return g_strdup (json_node_get_string (node));
  if (type == G_TYPE_INT64)
    return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
  if (type == G_TYPE_BOOLEAN)
    return g_strdup (json_node_get_boolean (node) ? "on" : "off");
  if (type == G_TYPE_DOUBLE)
    return g_strdup (g_ascii_dtostr (number, sizeof number, json_node_get_double (node)));
  return NULL;
}

char *
iso_sweep_suggest (const char *word, const char *const *known)
{
  const char *nearest = NULL;
  size_t least = 4;
  for (size_t i = 0; known[i] != NULL; i++)
    {
      size_t distance = iso_edit_distance (word, known[i]);
      if (distance < least && distance < strlen (known[i]))
        {
          least = distance;
          nearest = known[i];
        }
    }
  return nearest == NULL ? g_strdup ("") : g_strdup_printf (_("; did you mean “%s”?"), nearest);
}
