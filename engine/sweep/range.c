#include "engine/sweep/range.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/sweep/text.h"
#include "engine/train/parameters.h"

#define MOST_STEPS 1000

/* Digits that a value of a range keeps: enough to tell them apart, few enough to be read. */
#define DRAWN_DIGITS "%.6g"

void
iso_sweep_range_free (IsoSweepRange *range)
{
  if (range == NULL)
    return;
  g_clear_pointer (&range->values, g_ptr_array_unref);
  g_free (range->key);
  g_free (range);
}

/* The parameter of that key, whatever the settings say of losses and miners; NULL and the error that names the nearest. */
static const IsoParameter *
find_parameter (const char *path, const char *section, const char *key, const IsoSettings *base, GError **error)
{
  static const char *const fixed[] = { "train.seed", "train.threads", "train.pace", NULL };
  size_t count;
  const IsoParameter *table = iso_parameters (&count), *found = iso_parameter_find (key, base, NULL);
  if (g_strv_contains (fixed, key))
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("%s: “%s” has %s; %s"), path, section, key,
                   strcmp (key, "train.seed") == 0 ? _("seeds are listed in “seeds”") : _("it does not change what a run learns"));
      return NULL;
    }
  for (size_t i = 0; i < count && found == NULL; i++)
    if (strcmp (table[i].key, key) == 0)
      found = &table[i];
  if (found == NULL)
    {
      iso_parameter_find (key, base, error);
      g_prefix_error (error, "%s: %s: ", path, section);
    }
  return found;
}

static bool
refuse (GError **error, const char *path, const char *section, const char *key, JsonNode *node, const char *expected)
{
  g_autofree char *found = iso_sweep_describe (node);
  g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: %s: %s is %s; expected %s"), path, section, key, found, expected);
  return false;
}

static bool
read_list (IsoSweepRange *range, const char *path, const char *section, JsonNode *node, GError **error)
{
  const char *expected = _("a list of one or more numbers or texts, such as [0.1, 0.5]");
  JsonArray *list = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  if (list == NULL || json_array_get_length (list) == 0)
    return refuse (error, path, section, range->key, node, expected);
  range->values = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      char *text = iso_sweep_value_text (json_array_get_element (list, i));
      if (text == NULL)
        return refuse (error, path, section, range->key, node, expected);
      g_ptr_array_add (range->values, text);
    }
  return true;
}

static bool
read_number (double *number, JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);
  GType type = node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;
  if (type != G_TYPE_DOUBLE && type != G_TYPE_INT64)
    return false;
  *number = json_node_get_double (node);
  return isfinite (*number);
}

static char *
format_value (const IsoSweepRange *range, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  double low = range->from, high = range->to;
  g_ascii_formatd (text, sizeof text, range->is_whole ? "%.0f" : DRAWN_DIGITS, CLAMP (value, low, high));
  return g_strdup (text);
}

static double
value_at (const IsoSweepRange *range, double fraction)
{
  if (range->is_logarithmic)
    return exp (log (range->from) + fraction * (log (range->to) - log (range->from)));
  return range->from + fraction * (range->to - range->from);
}

/* A grid's range becomes a list: even steps, both ends among them. */
static bool
step_through (IsoSweepRange *range, const char *path, const char *section, JsonNode *node, GError **error)
{
  double count;
  if (!read_number (&count, json_node_get_object (node), "count") || count != floor (count) || count < 2 || count > MOST_STEPS)
    return refuse (error, path, section, range->key, node, _("“count” to be how many values there are from end to end, 2 to 1000"));
  range->values = g_ptr_array_new_with_free_func (g_free);
  for (int i = 0; i < (int) count; i++)
    g_ptr_array_add (range->values, format_value (range, value_at (range, i / (count - 1.0))));
  return true;
}

static bool
check_members (const char *path, const char *section, const char *key, JsonObject *object, GError **error)
{
  static const char *const known[] = { "from", "to", "log", "count", "choices", NULL };
  g_autoptr (GList) members = json_object_get_members (object);
  for (GList *item = members; item != NULL; item = item->next)
    if (!g_strv_contains (known, item->data))
      {
        g_autofree char *hint = iso_sweep_suggest (item->data, known);
        g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: %s: %s has “%s”; expected from, to and log, or choices%s"), path, section,
                     key, (char *) item->data, hint);
        return false;
      }
  return true;
}

static bool
read_range (IsoSweepRange *range, const char *path, const char *section, JsonNode *node, const IsoParameter *parameter, GError **error)
{
  JsonObject *object = json_node_get_object (node);
  JsonNode *log = json_object_get_member (object, "log");
  if (!check_members (path, section, range->key, object, error))
    return false;
  if (json_object_has_member (object, "choices"))
    return read_list (range, path, section, json_object_get_member (object, "choices"), error);
  if (parameter->type != ISO_PARAMETER_REAL && parameter->type != ISO_PARAMETER_INTEGER)
    return refuse (error, path, section, range->key, node, _("a list, for it is no number"));
  if (!read_number (&range->from, object, "from") || !read_number (&range->to, object, "to") || !(range->from < range->to))
    return refuse (error, path, section, range->key, node, _("numbers “from” and “to”, the lower first"));
  if (log != NULL && (!JSON_NODE_HOLDS_VALUE (log) || json_node_get_value_type (log) != G_TYPE_BOOLEAN))
    return refuse (error, path, section, range->key, node, _("“log” to be true or false"));
  range->is_logarithmic = log != NULL && json_node_get_boolean (log);
  range->is_whole = parameter->type == ISO_PARAMETER_INTEGER;
  if (range->is_logarithmic && !(range->from > 0.0))
    return refuse (error, path, section, range->key, node, _("“from” above 0 where “log” is true"));
  if (strcmp (section, "grid") == 0)
    return step_through (range, path, section, node, error);
  if (json_object_has_member (object, "count"))
    return refuse (error, path, section, range->key, node, _("no “count”: “points” says how many are drawn"));
  return true;
}

IsoSweepRange *
iso_sweep_range_read (const char *path, const char *section, const char *key, JsonNode *node, const IsoSettings *base, GError **error)
{
  const IsoParameter *parameter = find_parameter (path, section, key, base, error);
  if (parameter == NULL)
    return NULL;
  g_autoptr (IsoSweepRange) range = g_new0 (IsoSweepRange, 1);
  range->key = g_strdup (key);
  bool done = JSON_NODE_HOLDS_OBJECT (node) ? read_range (range, path, section, node, parameter, error)
                                            : read_list (range, path, section, node, error);
  return done ? g_steal_pointer (&range) : NULL;
}

char *
iso_sweep_range_draw (const IsoSweepRange *range, IsoRandom *random)
{
  if (range->values != NULL)
    return g_strdup (range->values->pdata[iso_random_below (random, range->values->len)]);
  double fraction = iso_random_uniform (random);
  if (!range->is_whole)
    return format_value (range, value_at (range, fraction));
  /* Half a step beyond both ends, so that the ends are as likely as the rest. */
  double low = ceil (range->from), high = floor (range->to);
  const IsoSweepRange wider = { .from = low - 0.5, .to = high + 0.5, .is_logarithmic = range->is_logarithmic };
  return format_value (range, CLAMP (round (value_at (&wider, fraction)), low, high));
}
