#include "engine/sweep/shard.h"

#include <glib/gi18n-lib.h>

#include "engine/base/error.h"

/* A whole number at the start of text, without sign or space; false where there is none. */
static bool
take_number (guint64 *number, const char **text)
{
  char *end;
  if (!g_ascii_isdigit ((*text)[0]))
    return false;
  *number = g_ascii_strtoull (*text, &end, 10);
  *text = end;
  return true;
}

bool
iso_shard_parse (IsoShard *shard, const char *option, const char *text, GError **error)
{
  const char *rest = text;
  guint64 part = 0, parts = 0;
  if (take_number (&part, &rest) && *rest++ == '/' && take_number (&parts, &rest) && *rest == '\0' && part >= 1 && part <= parts
      && parts <= ISO_SHARD_MOST)
    {
      *shard = (IsoShard) { (size_t) part, (size_t) parts };
      return true;
    }
  g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("%s: found “%s”, expected which part of how many, such as 1/8 to 8/8"), option,
               text);
  return false;
}
