#include "ui/window/palette-assign.h"

#include <glib/gi18n.h>
#include <string.h>

#include "engine/train/parameters.h"
#include "ui/window/palette-match.h"

#define LEAST_SHARE 0.5 /* of the best score: less was not meant */

typedef struct {
  const IsoParameter *parameter;
  double score;
} Candidate;

char *
iso_palette_parameter_title (const IsoParameter *parameter)
{
  const char *title = _(parameter->title);
  return parameter->symbol == NULL ? g_strdup (title) : g_strdup_printf ("%s %s", title, parameter->symbol);
}

/* "NAME=VALUE", or "NAME VALUE" with a value of one word. */
static gboolean
take_apart (char **name, char **value, gboolean *is_meant, const char *text)
{
  const char *equals = strchr (text, '='), *space = NULL;
  g_autofree char *trimmed = g_strstrip (g_strdup (text));
  *is_meant = equals != NULL;
  if (equals != NULL)
    {
      *name = g_strstrip (g_strndup (text, (gsize) (equals - text)));
      *value = g_strstrip (g_strdup (equals + 1));
    }
  else if ((space = strrchr (trimmed, ' ')) != NULL)
    {
      *name = g_strstrip (g_strndup (trimmed, (gsize) (space - trimmed)));
      *value = g_strdup (space + 1);
      *is_meant = g_ascii_isdigit ((*value)[0]) || (*value)[0] == '-' || (*value)[0] == '.';
    }
  return *name != NULL && (*name)[0] != '\0' && (*value)[0] != '\0';
}

static int
by_score (gconstpointer a, gconstpointer b)
{
  double difference = ((const Candidate *) b)->score - ((const Candidate *) a)->score;
  return (difference > 0.0) - (difference < 0.0);
}

/* Those that play a part now and whose name or key fits. */
static GArray *
find_candidates (const char *name, const IsoSettings *settings)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (Candidate));
  g_autofree char *query = iso_palette_fold (name);
  size_t count;
  const IsoParameter *table = iso_parameters (&count);
  for (size_t i = 0; i < count; i++)
    {
      if (!iso_parameter_applies (&table[i], settings))
        continue;
      g_autofree char *title = iso_palette_parameter_title (&table[i]), *folded = iso_palette_fold (title);
      g_autofree char *key = iso_palette_fold (table[i].key);
      Candidate candidate = { &table[i], MAX (iso_palette_score (query, folded), iso_palette_score (query, key)) };
      if (g_str_equal (table[i].key, name))
        candidate.score = G_MAXDOUBLE;
      if (candidate.score > 0.0)
        g_array_append_val (found, candidate);
    }
  g_array_sort (found, by_score);
  return found;
}

/* The one choice that begins so, as typed or as shown; else the words themselves. */
static char *
complete (const IsoParameter *parameter, const char *value)
{
  g_autofree char *wanted = iso_palette_fold (value);
  int found = -1, hits = 0;
  for (int i = 0; parameter->type == ISO_PARAMETER_CHOICE && parameter->choices[i] != NULL; i++)
    {
      g_autofree char *choice = iso_palette_fold (parameter->choices[i]), *title = iso_palette_fold (_(parameter->titles[i]));
      if (g_str_equal (choice, wanted))
        return g_strdup (parameter->choices[i]);
      if (g_str_has_prefix (choice, wanted) || g_str_has_prefix (title, wanted))
        {
          found = i;
          hits++;
        }
    }
  return g_strdup (hits == 1 ? parameter->choices[found] : value);
}

/* Why the value cannot be taken, or NULL. */
static char *
refusal (const IsoParameter *parameter, const char *value, IsoSession *session)
{
  IsoSettings settings = *iso_session_settings (session);
  g_autoptr (GError) error = NULL;
  if (!iso_settings_set (&settings, parameter->key, value, &error))
    return g_strdup (error->message);
  return iso_session_conflict (session, parameter->key, value);
}

static const char *
shown_value (const IsoParameter *parameter, const char *value)
{
  for (int i = 0; parameter->type == ISO_PARAMETER_CHOICE && parameter->choices[i] != NULL; i++)
    if (g_str_equal (parameter->choices[i], value))
      return _(parameter->titles[i]);
  return value;
}

GPtrArray *
iso_palette_assignments (const char *text, IsoSession *session, guint most)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *name = NULL, *value = NULL;
  gboolean is_meant;
  if (!take_apart (&name, &value, &is_meant, text))
    return items;
  g_autoptr (GArray) candidates = find_candidates (name, iso_session_settings (session));
  for (guint i = 0; i < candidates->len && items->len < most; i++)
    {
      const IsoParameter *parameter = g_array_index (candidates, Candidate, i).parameter;
      if (g_array_index (candidates, Candidate, i).score < LEAST_SHARE * g_array_index (candidates, Candidate, 0).score)
        break;
      g_autofree char *completed = complete (parameter, value), *why = refusal (parameter, completed, session);
      /* Any words at all would do for a text. */
      if ((why != NULL || parameter->type == ISO_PARAMETER_TEXT) && !is_meant)
        continue;
      g_autofree char *title = iso_palette_parameter_title (parameter);
      g_autofree char *sentence = g_strdup_printf (_("Set %s to %s"), title, shown_value (parameter, completed));
      g_autofree char *present = iso_settings_format (iso_session_settings (session), parameter);
      g_autofree char *now = g_strdup_printf (_("now %s"), shown_value (parameter, present));
      IsoPaletteItem *item = iso_palette_item_new (ISO_PALETTE_ASSIGNMENT, parameter->key, sentence, _("Parameter"));
      const char *when = (parameter->flags & ISO_PARAMETER_LIVE) != 0 ? _("from the next step on") : _("after Reset");
      iso_palette_item_say (item, why != NULL ? why : when, now, NULL);
      item->target = g_steal_pointer (&completed);
      item->parameter = parameter;
      item->is_refused = why != NULL;
      g_ptr_array_add (items, item);
      /* One that was named outright is not mistaken for another. */
      if (g_str_equal (parameter->key, name))
        break;
    }
  return items;
}
