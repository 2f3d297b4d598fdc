#include "engine/store/run-settings.h"

#include <string.h>

#include "engine/train/parameters.h"

/* The words of parse() as settings, if this version understands all of them. */
static bool
understand (IsoSettings *settings, char **words)
{
  iso_settings_init (settings);
  return iso_settings_set_all (settings, (const char *const *) words, NULL);
}

/* Whether `words` has an entry of the key; *value: what stands behind its "=". */
static bool
find_word (const char **value, char **words, const char *key)
{
  size_t length = strlen (key);
  for (size_t i = 0; words[i] != NULL; i++)
    if (strncmp (words[i], key, length) == 0 && words[i][length] == '=')
      {
        *value = words[i] + length + 1;
        return true;
      }
  return false;
}

static bool
is_known (const char *word)
{
  size_t count;
  const IsoParameter *table = iso_parameters (&count);
  size_t length = strcspn (word, "=");
  for (size_t i = 0; i < count; i++)
    if (strlen (table[i].key) == length && strncmp (table[i].key, word, length) == 0)
      return true;
  return false;
}

static int
compare_words (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Unknown keys, sorted. */
static void
add_unknown (GPtrArray *list, char **words)
{
  g_autoptr (GPtrArray) unknown = g_ptr_array_new ();
  for (size_t i = 0; words[i] != NULL; i++)
    if (!is_known (words[i]))
      g_ptr_array_add (unknown, words[i]);
  g_ptr_array_sort (unknown, compare_words);
  for (guint i = 0; i < unknown->len; i++)
    g_ptr_array_add (list, g_strdup (unknown->pdata[i]));
}

/* A key that several losses have stands in the table several times: the first counts. */
static bool
is_first (const IsoParameter *table, size_t index)
{
  for (size_t i = 0; i < index; i++)
    if (strcmp (table[i].key, table[index].key) == 0)
      return false;
  return true;
}

char **
iso_run_settings_list (const char *name, const char *settings, GError **error)
{
  size_t count;
  IsoSettings understood;
  const IsoParameter *table = iso_parameters (&count);
  g_auto (GStrv) words = iso_settings_parse (name, settings, error);
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_free);
  if (words == NULL)
    return NULL;
  /* Read and written again, numbers stand as they are typed; what is not understood stands as it was found. */
  bool is_understood = understand (&understood, words);
  for (size_t i = 0; i < count; i++)
    {
      const char *value;
      if (!is_first (table, i) || !find_word (&value, words, table[i].key))
        continue;
      const IsoParameter *parameter = is_understood ? iso_parameter_find (table[i].key, &understood, NULL) : NULL;
      g_autofree char *text = parameter != NULL ? iso_settings_format (&understood, parameter) : g_strdup (value);
      g_ptr_array_add (list, g_strdup_printf ("%s=%s", table[i].key, text));
    }
  add_unknown (list, words);
  g_ptr_array_add (list, NULL);
  return (char **) g_ptr_array_steal (list, NULL);
}

char **
iso_run_settings_changed (const char *name, const char *settings, GError **error)
{
  IsoSettings understood, defaults;
  g_auto (GStrv) words = iso_run_settings_list (name, settings, error);
  g_autoptr (GPtrArray) changed = g_ptr_array_new_with_free_func (g_free);
  if (words == NULL)
    return NULL;
  bool is_understood = understand (&understood, words);
  iso_settings_init (&defaults);
  /* So that a key of several losses or miners means the same in both. */
  IsoSettings same = defaults;
  if (is_understood)
    {
      same.loss.name = understood.loss.name;
      same.miner.name = understood.miner.name;
    }
  for (size_t i = 0; words[i] != NULL; i++)
    {
      g_autofree char *key = g_strndup (words[i], strcspn (words[i], "="));
      const IsoParameter *parameter = is_understood ? iso_parameter_find (key, &understood, NULL) : NULL;
      if (parameter != NULL)
        {
          const IsoSettings *start = strcmp (key, "loss.name") == 0 || strcmp (key, "miner.name") == 0 ? &defaults : &same;
          g_autofree char *initial = iso_settings_format (start, parameter);
          if (!iso_parameter_applies (parameter, &understood) || strcmp (initial, words[i] + strlen (key) + 1) == 0)
            continue;
        }
      g_ptr_array_add (changed, g_strdup (words[i]));
    }
  g_ptr_array_add (changed, NULL);
  return (char **) g_ptr_array_steal (changed, NULL);
}
