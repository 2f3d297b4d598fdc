#include "engine/projection/axis-settings.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/error.h"

typedef struct {
  const char *text; /* "" where nothing was typed */
  IsoAnchor anchor;
} EndWords;

const char *
iso_axis_end_key (IsoAxisEnd end)
{
  static const char *const keys[ISO_AXIS_END_COUNT] = { "projection.across_from", "projection.across_to", "projection.up_from",
                                                        "projection.up_to" };
  g_return_val_if_fail (end < ISO_AXIS_END_COUNT, NULL);
  return keys[end];
}

char *
iso_anchor_format (const IsoAnchor *anchor)
{
  return g_strdup_printf (anchor->kind == ISO_ANCHOR_CLASS ? "class %d" : "sample %d", anchor->index);
}

static bool
parse (EndWords *words, IsoAxisEnd end, const gint32 *labels, GError **error)
{
  g_autofree char *text = g_strstrip (g_strdup (words->text));
  gint64 index;
  bool is_class = g_str_has_prefix (text, "class "), is_sample = g_str_has_prefix (text, "sample ");
  /* Labels may be negative, numbers of samples may not. */
  const char *number = g_strchug (text + strcspn (text, " "));
  if ((!is_class && !is_sample) || !g_ascii_string_to_signed (number, 10, is_class ? G_MININT32 : 0, G_MAXINT32, &index, NULL))
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("%s: found “%s”, expected a class or a sample, such as “class 3” or “sample 12”"),
                   iso_axis_end_key (end), words->text);
      return false;
    }
  if (is_class && labels == NULL)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("%s: found “%s”, but the samples have no labels; choose a sample"),
                   iso_axis_end_key (end), words->text);
      return false;
    }
  words->anchor = (IsoAnchor) { is_class ? ISO_ANCHOR_CLASS : ISO_ANCHOR_SAMPLE, (gint32) index };
  return true;
}

/* The class of the smallest label that is not `other`'s. */
static bool
fill_in (EndWords *words, IsoAxisEnd end, const IsoAnchor *other, const gint32 *labels, size_t N, GError **error)
{
  bool found = false;
  gint32 least = 0;
  for (size_t i = 0; labels != NULL && i < N; i++)
    if ((!found || labels[i] < least) && (other == NULL || other->kind != ISO_ANCHOR_CLASS || labels[i] != other->index))
      {
        least = labels[i];
        found = true;
      }
  if (!found)
    g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT,
                 labels != NULL ? _("%s: it is empty, and there is no class for it among the samples that are mapped")
                                : _("%s: it is empty, and the samples have no labels; choose a sample"),
                 iso_axis_end_key (end));
  words->anchor = (IsoAnchor) { ISO_ANCHOR_CLASS, least };
  return found;
}

static bool
read_direction (IsoDirection *direction, const char *from_text, const char *to_text, IsoAxisEnd first, const gint32 *labels, size_t N,
                GError **error)
{
  EndWords from = { from_text, { 0 } }, to = { to_text, { 0 } };
  bool has_from = from.text != NULL && from.text[0] != '\0', has_to = to.text != NULL && to.text[0] != '\0';
  if ((has_from && !parse (&from, first, labels, error)) || (has_to && !parse (&to, first + 1, labels, error))
      || (!has_from && !fill_in (&from, first, has_to ? &to.anchor : NULL, labels, N, error))
      || (!has_to && !fill_in (&to, first + 1, &from.anchor, labels, N, error)))
    return false;
  *direction = (IsoDirection) { from.anchor, to.anchor };
  return true;
}

bool
iso_axis_settings_read (IsoAxisPair *pair, const IsoProjectionSettings *settings, const gint32 *labels, size_t N, GError **error)
{
  *pair = (IsoAxisPair) { .has_up = settings->axes.up_from != NULL && settings->axes.up_from[0] != '\0' };
  return read_direction (&pair->across, settings->axes.across_from, settings->axes.across_to, ISO_AXIS_ACROSS_FROM, labels, N, error)
         && (!pair->has_up
             || read_direction (&pair->up, settings->axes.up_from, settings->axes.up_to, ISO_AXIS_UP_FROM, labels, N, error));
}
