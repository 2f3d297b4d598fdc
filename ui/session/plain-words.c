#include "ui/session/plain-words.h"

#include <glib/gi18n.h>
#include <string.h>

#include "engine/train/parameters.h"

/* Part of a word that began before or goes on behind is not the key. */
static gboolean
is_word_part (char c)
{
  return g_ascii_isalnum (c) || c == '_' || c == '.' || c == '/';
}

/* The entry whose key stands at `at`, the longest if several do; *length is its key's. */
static const IsoParameter *
key_at (size_t *length, const char *at)
{
  size_t count;
  const IsoParameter *table = iso_parameters (&count), *found = NULL;
  *length = 0;
  for (size_t i = 0; i < count; i++)
    {
      size_t own = strlen (table[i].key);
      if (own <= *length || strncmp (at, table[i].key, own) != 0)
        continue;
      if (is_word_part (at[own]) && (at[own] != '.' || g_ascii_isalnum (at[own + 1])))
        continue;
      found = &table[i];
      *length = own;
    }
  return found;
}

char *
iso_plain_words (const char *message)
{
  GString *text = g_string_new (NULL);
  for (const char *at = message; *at != '\0';)
    {
      size_t length;
      gboolean begins = at == message || !is_word_part (at[-1]);
      const IsoParameter *parameter = begins ? key_at (&length, at) : NULL;
      if (parameter == NULL)
        {
          g_string_append_c (text, *at++);
          continue;
        }
      g_string_append_printf (text, _("“%s”"), _(parameter->title));
      at += length;
      if (*at == '=')
        {
          g_string_append_c (text, ' ');
          at++;
        }
    }
  return g_string_free (text, FALSE);
}

void
iso_plain_error (GError **error)
{
  if (error == NULL || *error == NULL)
    return;
  char *plain = iso_plain_words ((*error)->message);
  g_free ((*error)->message);
  (*error)->message = plain;
}
