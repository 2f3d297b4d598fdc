#include "ui/figure/sweep-scores.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/train/parameters.h"
#include "ui/figure/axis.h"

/* From this factor between the least and the greatest on, values are laid out by their logarithm. */
#define WIDE 20.0

static double
number_of (const char *text)
{
  char *end;
  double value = g_ascii_strtod (text, &end);
  return end != text && *end == '\0' && isfinite (value) ? value : (double) NAN;
}

static void
take_values (IsoSweepScores *scores, const IsoSweepPlan *plan)
{
  size_t K = scores->key_count, S = scores->setting_count;
  for (size_t key = 0; key < K; key++)
    {
      double least = INFINITY, greatest = -INFINITY;
      scores->keys[key] = g_strdup (iso_sweep_plan_key (plan, key));
      scores->is_number[key] = true;
      for (size_t s = 0; s < S; s++)
        {
          const char *value = iso_sweep_plan_value (plan, s, key);
          double number = number_of (value);
          scores->values[s * K + key] = g_strdup (value);
          scores->numbers[s * K + key] = number;
          scores->is_number[key] = scores->is_number[key] && !isnan (number);
          least = fmin (least, number);
          greatest = fmax (greatest, number);
        }
      scores->is_logarithmic[key] = scores->is_number[key] && least > 0.0 && greatest >= WIDE * least;
    }
}

static IsoSweepScores *
scores_alloc (size_t settings, size_t keys)
{
  IsoSweepScores *scores = g_new0 (IsoSweepScores, 1);
  scores->setting_count = settings;
  scores->key_count = keys;
  scores->keys = g_new0 (char *, keys + 1);
  scores->values = g_new0 (char *, settings * keys + 1);
  scores->numbers = g_new0 (double, settings * keys + 1);
  scores->is_number = g_new0 (bool, keys + 1);
  scores->is_logarithmic = g_new0 (bool, keys + 1);
  scores->score = g_new0 (double, settings + 1);
  scores->deviation = g_new0 (double, settings + 1);
  scores->finished = g_new0 (size_t, settings + 1);
  scores->failed = g_new0 (size_t, settings + 1);
  scores->chosen = -1;
  return scores;
}

IsoSweepScores *
iso_sweep_scores_new (const IsoSweepResults *results)
{
  const IsoSweepPlan *plan = iso_sweep_results_plan (results);
  IsoSweepScores *scores = scores_alloc (iso_sweep_plan_setting_count (plan), iso_sweep_plan_key_count (plan));
  IsoScoreKey key = iso_sweep_plan_score (plan);
  IsoSweepPart part = iso_sweep_plan_chooses (plan) ? ISO_SWEEP_VALIDATION : ISO_SWEEP_TEST;
  size_t chosen, close;
  take_values (scores, plan);
  for (size_t s = 0; s < scores->setting_count; s++)
    {
      IsoSweepSpread spread = iso_sweep_results_spread (results, s, part, key);
      scores->score[s] = spread.mean;
      scores->deviation[s] = spread.deviation;
      scores->finished[s] = spread.count;
      scores->failed[s] = iso_sweep_results_failed_of (results, s);
    }
  scores->seed_count = iso_sweep_plan_seed_count (plan);
  scores->score_name = iso_score_key_title (key);
  scores->score_title = g_strdup_printf (part == ISO_SWEEP_VALIDATION ? _("Validation %s") : _("Test %s"), scores->score_name);
  scores->is_lower_better = iso_metric (key.metric)->better == ISO_METRIC_LOWER;
  if (iso_sweep_results_chosen (&chosen, &close, results))
    scores->chosen = (int) chosen;
  return scores;
}

IsoSweepScores *
iso_sweep_scores_copy (const IsoSweepScores *scores)
{
  size_t S = scores->setting_count, K = scores->key_count;
  IsoSweepScores *copy = scores_alloc (S, K);
  for (size_t key = 0; key < K; key++)
    copy->keys[key] = g_strdup (scores->keys[key]);
  for (size_t at = 0; at < S * K; at++)
    copy->values[at] = g_strdup (scores->values[at]);
  memcpy (copy->numbers, scores->numbers, S * K * sizeof *copy->numbers);
  memcpy (copy->is_number, scores->is_number, K * sizeof *copy->is_number);
  memcpy (copy->is_logarithmic, scores->is_logarithmic, K * sizeof *copy->is_logarithmic);
  memcpy (copy->score, scores->score, S * sizeof *copy->score);
  memcpy (copy->deviation, scores->deviation, S * sizeof *copy->deviation);
  memcpy (copy->finished, scores->finished, S * sizeof *copy->finished);
  memcpy (copy->failed, scores->failed, S * sizeof *copy->failed);
  copy->seed_count = scores->seed_count;
  copy->score_title = g_strdup (scores->score_title);
  copy->score_name = g_strdup (scores->score_name);
  copy->is_lower_better = scores->is_lower_better;
  copy->chosen = scores->chosen;
  return copy;
}

void
iso_sweep_scores_free (IsoSweepScores *scores)
{
  if (scores == NULL)
    return;
  g_strfreev (scores->keys);
  g_strfreev (scores->values);
  g_free (scores->numbers);
  g_free (scores->is_number);
  g_free (scores->is_logarithmic);
  g_free (scores->score);
  g_free (scores->deviation);
  g_free (scores->finished);
  g_free (scores->failed);
  g_free (scores->score_title);
  g_free (scores->score_name);
  g_free (scores);
}

int
iso_sweep_scores_find (const IsoSweepScores *scores, const char *key)
{
  for (size_t i = 0; i < scores->key_count; i++)
    if (strcmp (scores->keys[i], key) == 0)
      return (int) i;
  return -1;
}

bool
iso_sweep_scores_range (double *minimum, double *maximum, const IsoSweepScores *scores)
{
  *minimum = INFINITY;
  *maximum = -INFINITY;
  for (size_t s = 0; s < scores->setting_count; s++)
    {
      *minimum = fmin (*minimum, scores->score[s]);
      *maximum = fmax (*maximum, scores->score[s]);
    }
  if (!(*minimum <= *maximum))
    return false;
  /* One value alone: a scale around it. */
  double half = fmax (1e-3 * fabs (*maximum), 1e-6);
  if (*maximum - *minimum < half)
    {
      *minimum -= half;
      *maximum += half;
    }
  return true;
}

typedef struct {
  double number;
  size_t setting;
} Level;

static int
compare_levels (const void *a, const void *b)
{
  const Level *x = a, *y = b;
  if (x->number != y->number)
    return x->number < y->number ? -1 : 1;
  return x->setting < y->setting ? -1 : x->setting > y->setting;
}

IsoSweepLevels *
iso_sweep_levels_new (const IsoSweepScores *scores, size_t key)
{
  size_t S = scores->setting_count, K = scores->key_count;
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree Level *sorted = g_new (Level, S + 1);
  IsoSweepLevels *levels = g_new0 (IsoSweepLevels, 1);
  for (size_t s = 0; s < S; s++)
    if (g_hash_table_add (known, scores->values[s * K + key]))
      sorted[levels->count++] = (Level) { scores->is_number[key] ? scores->numbers[s * K + key] : 0.0, s };
  qsort (sorted, levels->count, sizeof *sorted, compare_levels);
  levels->settings = g_new (size_t, levels->count + 1);
  levels->of = g_new (size_t, S + 1);
  for (size_t i = 0; i < levels->count; i++)
    {
      levels->settings[i] = sorted[i].setting;
      g_hash_table_insert (known, scores->values[sorted[i].setting * K + key], GSIZE_TO_POINTER (i));
    }
  for (size_t s = 0; s < S; s++)
    levels->of[s] = GPOINTER_TO_SIZE (g_hash_table_lookup (known, scores->values[s * K + key]));
  return levels;
}

void
iso_sweep_levels_free (IsoSweepLevels *levels)
{
  if (levels == NULL)
    return;
  g_free (levels->settings);
  g_free (levels->of);
  g_free (levels);
}

const char *
iso_sweep_key_label (const char *key)
{
  size_t count;
  const IsoParameter *table = iso_parameters (&count);
  const char *title = NULL;
  for (size_t i = 0; i < count; i++)
    {
      if (strcmp (table[i].key, key) != 0)
        continue;
      if (table[i].symbol != NULL)
        return table[i].symbol;
      /* Of several losses' parameters of one key the first: they have the same title. */
      title = title != NULL ? title : g_dgettext (GETTEXT_PACKAGE, table[i].title);
    }
  return title != NULL ? title : g_intern_string (key);
}

/* "0.6238 (λ 10, ω 0.7)" */
static char *
describe_setting (const IsoSweepScores *scores, size_t setting)
{
  char number[32];
  g_autoptr (GString) text = g_string_new (NULL);
  iso_number_format (number, sizeof number, scores->score[setting], 4);
  g_string_append (text, number);
  for (size_t key = 0; key < scores->key_count; key++)
    g_string_append_printf (text, "%s%s %s", key == 0 ? " (" : ", ", iso_sweep_key_label (scores->keys[key]),
                            scores->values[setting * scores->key_count + key]);
  g_string_append (text, scores->key_count > 0 ? ")" : "");
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
iso_sweep_scores_words (const IsoSweepScores *scores)
{
  size_t known = 0, least = 0, greatest = 0;
  for (size_t s = 0; s < scores->setting_count; s++)
    {
      if (isnan (scores->score[s]))
        continue;
      if (known == 0 || scores->score[s] < scores->score[least])
        least = s;
      if (known == 0 || scores->score[s] > scores->score[greatest])
        greatest = s;
      known++;
    }
  if (known == 0)
    return g_strdup_printf (_("%s: no run has finished yet"), scores->score_title);
  g_autofree char *low = describe_setting (scores, least), *high = describe_setting (scores, greatest);
  g_autofree char *range = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%s of %zu setting: from %s to %s", "%s of %zu settings: from %s to %s", (gulong) known),
      scores->score_title, known, low, high);
  if (scores->chosen < 0)
    return g_steal_pointer (&range);
  g_autofree char *chosen = describe_setting (scores, (size_t) scores->chosen);
  return g_strdup_printf (_("%s; chosen is %s"), range, chosen);
}
