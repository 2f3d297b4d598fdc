#include "engine/data/product-list.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/error.h"

#define COLUMNS "image_id class_id super_class_id path"
/* What is quoted of a line that is not understood. */
#define MOST_QUOTED 60

void
iso_product_clear (gpointer product)
{
  g_free (((IsoProduct *) product)->path);
}

/* The next word of line … end; NULL at its end. */
static const char *
next_word (const char **line, const char *end, size_t *length)
{
  const char *word = *line;
  while (word < end && (*word == ' ' || *word == '\t'))
    word++;
  const char *after = word;
  while (after < end && *after != ' ' && *after != '\t')
    after++;
  *line = after;
  *length = (size_t) (after - word);
  return *length > 0 ? word : NULL;
}

static bool
parse_number (gint32 *number, const char *word, size_t length)
{
  gint64 value = 0;
  for (size_t i = 0; i < length; i++)
    {
      if (!g_ascii_isdigit (word[i]))
        return false;
      value = 10 * value + (word[i] - '0');
      if (value > G_MAXINT32)
        return false;
    }
  *number = (gint32) value;
  return length > 0;
}

/* Only files below the folder: neither absolute nor upwards. */
static bool
stays_below (const char *path)
{
  g_auto (GStrv) parts = g_strsplit (path, "/", -1);
  for (char **part = parts; *part != NULL; part++)
    if (strcmp (*part, "..") == 0)
      return false;
  return path[0] != '\0' && !g_path_is_absolute (path);
}

/* The path is the rest of the line: it may hold spaces. */
static bool
parse_line (IsoProduct *product, const char *line, const char *end)
{
  gint32 image_id, super_class_id;
  gint32 *const numbers[3] = { &image_id, &product->class_id, &super_class_id };
  size_t length;
  for (size_t i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      const char *word = next_word (&line, end, &length);
      if (word == NULL || !parse_number (numbers[i], word, length))
        return false;
    }
  const char *path = next_word (&line, end, &length);
  if (path == NULL || memchr (path, '\0', (size_t) (end - path)) != NULL)
    return false;
  while (end[-1] == ' ' || end[-1] == '\t')
    end--;
  product->path = g_strndup (path, (size_t) (end - path));
  if (stays_below (product->path))
    return true;
  g_clear_pointer (&product->path, g_free);
  return false;
}

static bool
is_header (const char *line, const char *end)
{
  g_autofree char *text = g_strndup (line, (size_t) (end - line));
  return strcmp (g_strstrip (text), COLUMNS) == 0;
}

bool
iso_product_list_parse (GArray *products, const char *name, GBytes *contents, GError **error)
{
  size_t size, number = 1;
  const char *line = g_bytes_get_data (contents, &size), *last = line + size;
  for (; line < last; number++)
    {
      const char *feed = memchr (line, '\n', (size_t) (last - line)), *end = feed != NULL ? feed : last;
      const char *next = end + (feed != NULL);
      if (end > line && end[-1] == '\r')
        end--;
      IsoProduct product = { 0 };
      bool blank = true;
      for (const char *at = line; at < end && blank; at++)
        blank = *at == ' ' || *at == '\t';
      if (!blank && !(number == 1 && is_header (line, end)))
        {
          if (!parse_line (&product, line, end))
            {
              g_autofree char *found = g_strndup (line, MIN ((size_t) (end - line), MOST_QUOTED));
              g_autofree char *valid = g_utf8_make_valid (found, -1);
              g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT,
                           _("%s, line %zu: found “%s”, expected %s: three whole numbers and a path below the folder"), name,
                           number, valid, COLUMNS);
              return false;
            }
          g_array_append_val (products, product);
        }
      line = next;
    }
  return true;
}
