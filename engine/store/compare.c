#include "engine/store/compare.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "engine/store/run-settings.h"
#include "engine/train/parameters.h"

static void
free_difference (gpointer data)
{
  IsoRunDifference *difference = data;
  for (size_t r = 0; r < difference->count; r++)
    g_free (difference->values[r]);
  g_free (difference->values);
  g_free (difference->key);
  g_free (difference);
}

static void
free_group (gpointer data)
{
  IsoRunGroup *group = data;
  g_free (group->runs);
  g_free (group->test);
  g_free (group->validation);
  g_free (group);
}

void
iso_run_comparison_free (IsoRunComparison *comparison)
{
  g_ptr_array_unref (comparison->differences);
  g_ptr_array_unref (comparison->groups);
  g_free (comparison->test);
  g_free (comparison->validation);
  g_free (comparison);
}

char *
iso_run_changes_text (const GArray *changes)
{
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; i < changes->len; i++)
    {
      const IsoRunChange *change = &g_array_index (changes, IsoRunChange, i);
      g_string_append_printf (text, "%sstep %" PRIu64 " %s=%s", i > 0 ? ", " : "", change->step, change->key, change->value);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Whether the difference between two runs in this key is chance, or changes nothing of what is learnt. */
static bool
is_repetition_key (const char *key)
{
  static const char *const others[] = { "train.seed", "train.threads", "train.pace", NULL };
  size_t count;
  const IsoParameter *table = iso_parameters (&count);
  if (g_strv_contains (others, key))
    return true;
  for (size_t i = 0; i < count; i++)
    if (strcmp (table[i].key, key) == 0)
      return (table[i].flags & ISO_PARAMETER_ONLY_LOOKS) != 0;
  return false;
}

/* Appends a difference if the values (count, taken over) are not the same. */
static void
add_if_different (GPtrArray *differences, const char *key, char **values, size_t count)
{
  IsoRunDifference *difference = g_new (IsoRunDifference, 1);
  bool differs = false;
  *difference = (IsoRunDifference) { g_strdup (key), count, values };
  for (size_t r = 1; r < count && !differs; r++)
    differs = g_strcmp0 (values[r], values[0]) != 0;
  if (differs)
    g_ptr_array_add (differences, difference);
  else
    free_difference (difference);
}

/* What stands behind "key=" in a list of settings, a copy; NULL where the list has no such key. */
static char *
value_of (char **words, const char *key)
{
  size_t length = strlen (key);
  for (size_t i = 0; words[i] != NULL; i++)
    if (strncmp (words[i], key, length) == 0 && words[i][length] == '=')
      return g_strdup (words[i] + length + 1);
  return NULL;
}

static void
list_setting_differences (GPtrArray *differences, char ***settings, size_t count)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  size_t parameter_count;
  const IsoParameter *table = iso_parameters (&parameter_count);
  /* The table's order, then what only the runs know. */
  for (size_t pass = 0; pass <= count; pass++)
    for (size_t i = 0; pass == 0 ? i < parameter_count : settings[pass - 1][i] != NULL; i++)
      {
        const char *word = pass == 0 ? table[i].key : settings[pass - 1][i];
        char *key = g_strndup (word, strcspn (word, "="));
        if (g_hash_table_contains (seen, key))
          {
            g_free (key);
            continue;
          }
        g_hash_table_add (seen, key);
        char **values = g_new0 (char *, count);
        for (size_t r = 0; r < count; r++)
          values[r] = value_of (settings[r], key);
        add_if_different (differences, key, values, count);
      }
}

/* What is not a setting. */
static void
list_other_differences (GPtrArray *differences, const GPtrArray *runs, const char *const *journals)
{
  size_t count = runs->len;
  char **data = g_new0 (char *, count), **epochs = g_new0 (char *, count), **changes = g_new0 (char *, count);
  for (size_t r = 0; r < count; r++)
    {
      const IsoRun *run = runs->pdata[r];
      data[r] = g_strdup (run->fingerprint);
      epochs[r] = g_strdup_printf ("%d", run->epochs);
      changes[r] = g_strdup (journals != NULL ? journals[r] : "");
    }
  add_if_different (differences, "data", data, count);
  add_if_different (differences, "epochs", epochs, count);
  add_if_different (differences, "journal", changes, count);
}

static void
add_scores (IsoRunComparison *comparison, const IsoScores *scores)
{
  IsoScoreKey keys[ISO_SCORES_MAX];
  size_t count = iso_scores_keys (keys, scores);
  for (size_t i = 0; i < count; i++)
    {
      bool known = false;
      for (size_t j = 0; j < comparison->score_count && !known; j++)
        known = iso_score_key_equal (comparison->scores[j], keys[i]);
      if (!known && comparison->score_count < ISO_SCORES_MAX)
        comparison->scores[comparison->score_count++] = keys[i];
    }
}

static void
read_scores (IsoRunComparison *comparison, const GPtrArray *runs)
{
  for (guint r = 0; r < runs->len; r++)
    {
      const IsoRun *run = runs->pdata[r];
      add_scores (comparison, &run->test);
      add_scores (comparison, &run->validation);
    }
  size_t columns = comparison->score_count;
  comparison->test = g_new (double, MAX (columns * runs->len, 1));
  comparison->validation = g_new (double, MAX (columns * runs->len, 1));
  for (guint r = 0; r < runs->len; r++)
    for (size_t i = 0; i < columns; i++)
      {
        const IsoRun *run = runs->pdata[r];
        comparison->test[r * columns + i] = iso_scores_value (&run->test, comparison->scores[i]);
        comparison->validation[r * columns + i] = iso_scores_value (&run->validation, comparison->scores[i]);
      }
}

/* The same text for runs that repeat each other. Newly allocated. */
static char *
signature_of (const IsoRun *run, char **settings, const char *journal)
{
  g_autoptr (GString) text = g_string_new (NULL);
  for (size_t i = 0; settings[i] != NULL; i++)
    {
      g_autofree char *key = g_strndup (settings[i], strcspn (settings[i], "="));
      if (!is_repetition_key (key))
        g_string_append_printf (text, "%s\n", settings[i]);
    }
  g_string_append_printf (text, "%s\n%d\n%" PRId64 " %d\n%s", run->fingerprint, run->epochs, run->parent,
                          run->parent != 0 ? run->fork_epoch : 0, journal);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* values (run_count, columns): those of the group's runs, column by column. */
static IsoMeanInterval *
sum_up (const IsoRunGroup *group, const double *values, size_t columns)
{
  IsoMeanInterval *intervals = g_new (IsoMeanInterval, MAX (columns, 1));
  g_autofree double *column = g_new (double, group->count);
  for (size_t i = 0; i < columns; i++)
    {
      for (size_t r = 0; r < group->count; r++)
        column[r] = values[group->runs[r] * columns + i];
      intervals[i] = iso_mean_interval (column, group->count, ISO_COMPARE_CONFIDENCE);
    }
  return intervals;
}

static void
make_groups (IsoRunComparison *comparison, const GPtrArray *runs, char ***settings, const char *const *journals)
{
  g_autoptr (GHashTable) groups = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint r = 0; r < runs->len; r++)
    {
      char *signature = signature_of (runs->pdata[r], settings[r], journals != NULL ? journals[r] : "");
      IsoRunGroup *group = g_hash_table_lookup (groups, signature);
      if (group == NULL)
        {
          group = g_new0 (IsoRunGroup, 1);
          g_ptr_array_add (comparison->groups, group);
          g_hash_table_insert (groups, g_steal_pointer (&signature), group);
        }
      group->runs = g_renew (size_t, group->runs, group->count + 1);
      group->runs[group->count++] = r;
      g_free (signature);
    }
  for (guint g = 0; g < comparison->groups->len; g++)
    {
      IsoRunGroup *group = comparison->groups->pdata[g];
      group->test = sum_up (group, comparison->test, comparison->score_count);
      group->validation = sum_up (group, comparison->validation, comparison->score_count);
    }
}

IsoRunComparison *
iso_run_comparison_new (const GPtrArray *runs, const char *const *journals, GError **error)
{
  g_return_val_if_fail (runs->len > 0, NULL);
  g_autoptr (GPtrArray) lists = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  for (guint r = 0; r < runs->len; r++)
    {
      const IsoRun *run = runs->pdata[r];
      char **list = iso_run_settings_list (run->name, run->settings, error);
      if (list == NULL)
        return NULL;
      g_ptr_array_add (lists, list);
    }
  IsoRunComparison *comparison = g_new0 (IsoRunComparison, 1);
  char ***settings = (char ***) lists->pdata;
  comparison->run_count = runs->len;
  comparison->differences = g_ptr_array_new_with_free_func (free_difference);
  comparison->groups = g_ptr_array_new_with_free_func (free_group);
  list_setting_differences (comparison->differences, settings, runs->len);
  list_other_differences (comparison->differences, runs, journals);
  read_scores (comparison, runs);
  make_groups (comparison, runs, settings, journals);
  return comparison;
}
