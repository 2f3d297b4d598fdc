#include "ui/session/run-facts.h"

#include <glib/gi18n.h>
#include <string.h>

#include "engine/train/parameters.h"

/* Every setting as it is by default, "key=value": a set of strings, made once and kept. */
static GHashTable *
defaults (void)
{
  static gsize made = 0;
  if (g_once_init_enter (&made))
    {
      GHashTable *set = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      IsoSettings settings;
      iso_settings_init (&settings);
      g_autofree char *json = iso_settings_to_json (&settings);
      g_autofree char **words = iso_settings_parse ("", json, NULL);
      for (size_t i = 0; words != NULL && words[i] != NULL; i++)
        g_hash_table_add (set, words[i]);
      g_once_init_leave (&made, (gsize) set);
    }
  return (GHashTable *) made;
}

static const char *
find_value (char **words, const char *key)
{
  size_t length = strlen (key);
  for (size_t i = 0; words[i] != NULL; i++)
    if (strncmp (words[i], key, length) == 0 && words[i][length] == '=')
      return words[i] + length + 1;
  return NULL;
}

/* A mode as it is shown; NULL where nothing is distilled or this version does not know the name. */
static const char *
mode_title (const char *name)
{
  IsoSettings settings;
  iso_settings_init (&settings);
  const IsoParameter *mode = iso_parameter_find ("distill.mode", &settings, NULL);
  for (size_t i = 0; name != NULL && mode->choices[i] != NULL; i++)
    if (strcmp (mode->choices[i], name) == 0)
      return i == ISO_DISTILL_NONE ? NULL : _(mode->titles[i]);
  return NULL;
}

static char *
method_of (char **words)
{
  const char *loss = find_value (words, "loss.name"), *mode = mode_title (find_value (words, "distill.mode"));
  if (loss == NULL)
    return g_strdup ("");
  return mode != NULL ? g_strdup_printf ("%s + %s", loss, mode) : g_strdup (loss);
}

static char *
changed_of (char **words)
{
  GString *text = g_string_new (NULL);
  for (size_t i = 0; words[i] != NULL; i++)
    if (!g_hash_table_contains (defaults (), words[i]))
      {
        g_autofree char *folded = g_utf8_casefold (words[i], -1);
        g_string_append (text, folded);
        g_string_append_c (text, '\n');
      }
  return g_string_free (text, FALSE);
}

IsoRunFacts *
iso_run_facts_new (const IsoRun *run)
{
  IsoRunFacts *facts = g_atomic_rc_box_new0 (IsoRunFacts);
  g_auto (GStrv) words = iso_settings_parse (run->name, run->settings, NULL);
  facts->method = words != NULL ? method_of (words) : g_strdup ("");
  facts->settings = words != NULL ? changed_of (words) : g_strdup ("");
  return facts;
}

IsoRunFacts *
iso_run_facts_ref (IsoRunFacts *facts)
{
  return g_atomic_rc_box_acquire (facts);
}

static void
clear (void *data)
{
  IsoRunFacts *facts = data;
  g_free (facts->method);
  g_free (facts->settings);
}

void
iso_run_facts_unref (IsoRunFacts *facts)
{
  if (facts != NULL)
    g_atomic_rc_box_release_full (facts, clear);
}
