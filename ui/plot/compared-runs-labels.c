/* What compared runs and groups are called: as short as it can be and yet tell them apart. */
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#include "engine/train/parameters.h"
#include "ui/plot/compared-runs-private.h"

/* Settings beyond these make no name. */
#define MOST_SETTINGS 3

static const char *const no_settings[] = { "data", "epochs", "journal", "train.seed", "train.threads", "train.pace", NULL };

/* Whether the key plays a part under the settings of that run: λ tells nothing of a run that does not distill. */
static bool
applies (const IsoComparedRun *run, const char *key)
{
  IsoSettings settings;
  iso_settings_init (&settings);
  if (!iso_settings_set_all (&settings, (const char *const *) run->settings, NULL))
    return true;
  const IsoParameter *parameter = iso_parameter_find (key, &settings, NULL);
  return parameter == NULL || iso_parameter_applies (parameter, &settings);
}

static const IsoParameter *
find_parameter (const char *key)
{
  size_t count;
  const IsoParameter *table = iso_parameters (&count);
  for (size_t i = 0; i < count; i++)
    if (strcmp (table[i].key, key) == 0)
      return &table[i];
  return NULL;
}

/* "OBDP", "λ 0.5", "Graph directed"; newly allocated. */
static char *
setting_words (const char *key, const char *value)
{
  const IsoParameter *parameter = find_parameter (key);
  if (value == NULL)
    value = "–";
  if (parameter == NULL)
    return g_strdup_printf ("%s %s", key, value);
  if (parameter->type == ISO_PARAMETER_CHOICE)
    for (size_t i = 0; parameter->choices[i] != NULL; i++)
      if (strcmp (parameter->choices[i], value) == 0)
        {
          /* "Off" alone says nothing: a run without self-distillation is called plain in the field. */
          if (strcmp (key, "distill.mode") == 0)
            return g_strdup (i == 0 ? _("plain") : _(parameter->titles[i]));
          value = _(parameter->titles[i]);
          break;
        }
  if (strcmp (key, "loss.name") == 0)
    return g_strdup (value);
  return g_strdup_printf ("%s %s", parameter->symbol != NULL ? parameter->symbol : _(parameter->title), value);
}

/* By what the first run of the group has where groups differ; NULL where they differ in nothing or too much. */
static char *
label_by_settings (const IsoComparedRuns *runs, const IsoRunGroup *group)
{
  GPtrArray *differences = runs->comparison->differences;
  g_autoptr (GString) label = g_string_new (NULL);
  int used = 0;
  for (guint i = 0; i < differences->len; i++)
    {
      const IsoRunDifference *difference = differences->pdata[i];
      const IsoParameter *parameter = find_parameter (difference->key);
      if (g_strv_contains (no_settings, difference->key)
          || (parameter != NULL && (parameter->flags & ISO_PARAMETER_ONLY_LOOKS) != 0))
        continue;
      if (!applies (&runs->runs[group->runs[0]], difference->key))
        continue;
      g_autofree char *words = setting_words (difference->key, difference->values[group->runs[0]]);
      g_string_append_printf (label, used > 0 ? " · %s" : "%s", words);
      if (++used > MOST_SETTINGS)
        return NULL;
    }
  return used == 0 ? NULL : g_string_free (g_steal_pointer (&label), FALSE);
}

/* Shortens the text by what only leads to a number: spaces, commas and the like, and before them a last word "seed". */
static void
cut_lead (char *text)
{
  static const char *const separators = " -_.,:#(", *const word = "seed";
  size_t length = strlen (text);
  for (int i = 0; i < 2; i++)
    {
      while (length > 0 && strchr (separators, text[length - 1]) != NULL)
        length--;
      text[length] = '\0';
      if (i == 0 && length > strlen (word) && g_str_has_suffix (text, word) && strchr (separators, text[length - strlen (word) - 1]) != NULL)
        length -= strlen (word);
    }
}

/* What the names of a group's runs begin with, without what only numbers them: "plain" of "plain 1" and "plain 2", or of "plain, seed 1"
 * and "plain, seed 2". */
static char *
label_by_names (const IsoComparedRuns *runs, const IsoRunGroup *group)
{
  const char *first = runs->runs[group->runs[0]].run->name;
  size_t length = strlen (first);
  for (size_t i = 1; i < group->count; i++)
    {
      const char *name = runs->runs[group->runs[i]].run->name;
      size_t same = 0;
      while (same < length && name[same] == first[same])
        same++;
      length = same;
    }
  if (length == strlen (first))
    return g_strdup (first);
  /* Back to the end of a character, then of a word. */
  while (length > 0 && ((guchar) first[length] & 0xc0) == 0x80)
    length--;
  g_autofree char *common = g_strndup (first, length);
  cut_lead (common);
  return g_strdup (common[0] != '\0' ? common : first);
}

/* Whether people gave these runs names of their own: the program's begin with the data's. */
static bool
have_own_names (const IsoComparedRuns *runs)
{
  for (size_t i = 0; i < runs->count; i++)
    {
      g_autofree char *start = g_strdup_printf ("%s · ", runs->runs[i].run->data);
      if (g_str_has_prefix (runs->runs[i].run->name, start))
        return false;
    }
  return true;
}

typedef char *(*LabelOf) (const IsoComparedRuns *runs, const IsoRunGroup *group);

/* Whether the labels that this gives tell all groups apart; they stand then. */
static bool
label_groups (IsoComparedRuns *runs, LabelOf label_of)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  bool is_good = true;
  for (size_t g = 0; g < runs->group_count && is_good; g++)
    {
      g_free (runs->groups[g].label);
      runs->groups[g].label = label_of (runs, runs->groups[g].group);
      is_good = runs->groups[g].label != NULL && g_hash_table_add (seen, runs->groups[g].label);
    }
  return is_good;
}

static char *
label_by_id (const IsoComparedRuns *runs, const IsoRunGroup *group)
{
  const IsoRun *run = runs->runs[group->runs[0]].run;
  return g_strdup_printf ("#%" PRId64 " %s", run->id, run->name);
}

/* "3" of "train.seed=3" (a place in the settings), NULL where there is none. */
static const char *
seed_of (const IsoComparedRun *run)
{
  for (size_t i = 0; run->settings[i] != NULL; i++)
    if (g_str_has_prefix (run->settings[i], "train.seed="))
      return run->settings[i] + strlen ("train.seed=");
  return NULL;
}

static bool
have_own_seeds (const IsoComparedRuns *runs, const IsoRunGroup *group)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  for (size_t i = 0; i < group->count; i++)
    {
      const char *seed = seed_of (&runs->runs[group->runs[i]]);
      if (seed == NULL || !g_hash_table_add (seen, (gpointer) seed))
        return false;
    }
  return true;
}

static void
label_runs (IsoComparedRuns *runs, const IsoComparedGroup *group)
{
  bool by_seed = have_own_seeds (runs, group->group);
  for (size_t i = 0; i < group->group->count; i++)
    {
      IsoComparedRun *run = &runs->runs[group->group->runs[i]];
      g_autofree char *which = by_seed ? g_strdup_printf (_("seed %s"), seed_of (run)) : g_strdup_printf ("#%" PRId64, run->run->id);
      if (group->group->count == 1)
        run->label = g_strdup (group->label);
      else if (runs->group_count == 1)
        run->label = g_steal_pointer (&which);
      else
        run->label = g_strdup_printf ("%s · %s", group->label, which);
    }
}

void
iso_compared_runs_label (IsoComparedRuns *runs)
{
  if (!(have_own_names (runs) && label_groups (runs, label_by_names)) && !label_groups (runs, label_by_settings)
      && !label_groups (runs, label_by_names))
    label_groups (runs, label_by_id);
  for (size_t g = 0; g < runs->group_count; g++)
    label_runs (runs, &runs->groups[g]);
}
