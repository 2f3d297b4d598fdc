#include "engine/network/description.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/edit-distance.h"
#include "engine/base/error.h"
#include "engine/network/convolution.h"

#define MOST_STAGES 64
#define MOST_HIDDEN 16
#define MOST_CHANNELS 2048
#define MOST_VALUES 65536

typedef enum { WORD_CONV, WORD_RESIDUAL, WORD_POOL, WORD_LINEAR, WORD_EMBED, WORD_COUNT } Word;
static const char *const words[WORD_COUNT] = { "conv", "residual", "pool", "linear", "embed" };

/* What reading has come to. */
typedef struct {
  IsoNetworkDescription *description;
  const char *key;
  size_t place;           /* of the word in work, from 1 */
  const char *text;       /* of the word in work */
  size_t channels, height, width; /* of the image at this place */
  GError **error;
} Reading;

static bool G_GNUC_PRINTF (2, 3)
refuse (const Reading *reading, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *why = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (reading->error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("%s: word %zu, “%s”: %s"), reading->key, reading->place,
               reading->text, why);
  return false;
}

static bool
parse_word (Word *word, const Reading *reading, const char *name)
{
  Word nearest = WORD_CONV;
  for (Word w = 0; w < WORD_COUNT; w++)
    {
      if (strcmp (words[w], name) == 0)
        {
          *word = w;
          return true;
        }
      if (iso_edit_distance (name, words[w]) < iso_edit_distance (name, words[nearest]))
        nearest = w;
    }
  if (iso_edit_distance (name, words[nearest]) <= 2)
    return refuse (reading, _("did you mean “%s”?"), words[nearest]);
  return refuse (reading, _("expected one of conv, residual, pool, linear, embed"));
}

static bool
parse_size (size_t *size, const Reading *reading, const char *number, size_t most)
{
  guint64 value;
  if (number == NULL || !g_ascii_string_to_unsigned (number, 10, 1, most, &value, NULL))
    return refuse (reading, _("expected a whole number from 1 to %zu after it"), most);
  *size = (size_t) value;
  return true;
}

static bool
add_stage (Reading *reading, size_t channels, size_t shortcut)
{
  if (reading->description->stages->len >= MOST_STAGES)
    return refuse (reading, _("more than the %d convolutions that are possible"), MOST_STAGES);
  IsoTrunkStage stage = { channels, shortcut, false };
  g_array_append_val (reading->description->stages, stage);
  reading->channels = channels;
  return true;
}

static bool
add_convolution (Reading *reading, Word word, const char *number)
{
  size_t channels = 0, before = reading->channels;
  if (reading->height == 0)
    return refuse (reading, _("convolutions want images, and these data are plain features; linear layers take them"));
  if (reading->description->hidden->len > 0)
    return refuse (reading, _("it stands after a linear layer, where there is no image any more"));
  if (!parse_size (&channels, reading, number, MOST_CHANNELS))
    return false;
  if (channels % ISO_CHANNEL_UNIT != 0)
    return refuse (reading, _("%zu channels; a multiple of %d is expected"), channels, ISO_CHANNEL_UNIT);
  if (word == WORD_CONV)
    return add_stage (reading, channels, ISO_NO_SHORTCUT);
  if (before > channels)
    return refuse (reading, _("its input has %zu channels; a residual block keeps or raises their number"), before);
  size_t source = reading->description->stages->len; /* the output of the stage before, or the images */
  return add_stage (reading, channels, ISO_NO_SHORTCUT) && add_stage (reading, channels, source);
}

static bool
add_pool (Reading *reading, const char *number)
{
  GArray *stages = reading->description->stages;
  if (number != NULL)
    return refuse (reading, _("“pool” stands alone"));
  if (stages->len == 0 || reading->description->hidden->len > 0
      || g_array_index (stages, IsoTrunkStage, stages->len - 1).pools)
    return refuse (reading, _("it must follow conv or residual"));
  if (reading->height < 2 || reading->width < 2)
    return refuse (reading, _("the image is %zu×%zu here, too small to be halved"), reading->width, reading->height);
  g_array_index (stages, IsoTrunkStage, stages->len - 1).pools = true;
  reading->height /= 2;
  reading->width /= 2;
  return true;
}

static bool
add_linear (Reading *reading, const char *number)
{
  size_t size = 0;
  if (reading->description->hidden->len >= MOST_HIDDEN)
    return refuse (reading, _("more than the %d linear layers that are possible"), MOST_HIDDEN);
  if (!parse_size (&size, reading, number, MOST_VALUES))
    return false;
  g_array_append_val (reading->description->hidden, size);
  return true;
}

static bool
read_word (Reading *reading)
{
  g_auto (GStrv) parts = g_strsplit_set (reading->text, " \t\n", -1);
  const char *name = NULL, *number = NULL;
  Word word = WORD_COUNT;
  if (reading->description->embedding > 0)
    return refuse (reading, _("it stands after “embed”, which must be the last word"));
  for (char **part = parts; *part != NULL; part++)
    {
      if (**part == '\0')
        continue;
      if (number != NULL)
        return refuse (reading, _("words are separated by commas"));
      if (name == NULL)
        name = *part;
      else
        number = *part;
    }
  if (name == NULL)
    return refuse (reading, _("there is nothing between the commas"));
  if (!parse_word (&word, reading, name))
    return false;
  switch (word)
    {
    case WORD_CONV:
    case WORD_RESIDUAL:
      return add_convolution (reading, word, number);
    case WORD_POOL:
      return add_pool (reading, number);
    case WORD_LINEAR:
      return add_linear (reading, number);
    case WORD_EMBED:
    case WORD_COUNT:
    default:
      return parse_size (&reading->description->embedding, reading, number, MOST_VALUES);
    }
}

bool
iso_network_description_parse (IsoNetworkDescription *description, const char *key, const char *text, size_t channels,
                               size_t height, size_t width, GError **error)
{
  *description = (IsoNetworkDescription) { g_array_new (FALSE, FALSE, sizeof (IsoTrunkStage)),
                                           g_array_new (FALSE, FALSE, sizeof (size_t)), 0 };
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);
  Reading reading = { .description = description, .key = key, .channels = channels, .height = height, .width = width,
                      .error = error };
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  if (*stripped == '\0')
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT,
                   _("%s: empty; a chain such as “conv 32, pool, conv 64, embed 64” is expected"), key);
      return false;
    }
  for (char **part = parts; *part != NULL; part++)
    {
      reading.place++;
      reading.text = g_strstrip (*part);
      if (read_word (&reading))
        continue;
      iso_network_description_clear (description);
      return false;
    }
  return true;
}

void
iso_network_description_clear (IsoNetworkDescription *description)
{
  g_clear_pointer (&description->stages, g_array_unref);
  g_clear_pointer (&description->hidden, g_array_unref);
  description->embedding = 0;
}
