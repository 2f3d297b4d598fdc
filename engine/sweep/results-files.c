/* The results of a sweep as CSV and JSON. */
#include <math.h>

#include "engine/sweep/results.h"
#include "engine/export/text.h"
#include "engine/sweep/text.h"
#include "engine/train/parameters.h"

static void
append_values (GString *text, const IsoSweepPlan *plan, size_t setting)
{
  for (size_t key = 0; key < iso_sweep_plan_key_count (plan); key++)
    {
      g_string_append_c (text, ',');
      iso_sweep_append_field (text, iso_sweep_plan_value (plan, setting, key));
    }
}

static void
append_key_names (GString *text, const IsoSweepPlan *plan)
{
  for (size_t key = 0; key < iso_sweep_plan_key_count (plan); key++)
    g_string_append_printf (text, ",%s", iso_sweep_plan_key (plan, key));
}

static void
append_scores (GString *text, const IsoScores *scores, const IsoScoreKey *keys, size_t count)
{
  for (size_t i = 0; i < count; i++)
    {
      g_string_append_c (text, ',');
      if (scores != NULL)
        iso_sweep_append_number (text, iso_scores_value (scores, keys[i]), "");
    }
}

char *
iso_sweep_results_runs_csv (const IsoSweepResults *results)
{
  static const char *const parts[] = { "validation", "test" };
  const IsoSweepPlan *plan = iso_sweep_results_plan (results);
  IsoScoreKey keys[ISO_SCORES_MAX];
  size_t count = iso_sweep_results_keys (keys, results);
  g_autoptr (GString) text = g_string_new ("setting");
  append_key_names (text, plan);
  g_string_append (text, ",train.seed,epoch");
  for (size_t part = 0; part < G_N_ELEMENTS (parts); part++)
    for (size_t i = 0; i < count; i++)
      g_string_append_printf (text, ",%s_%s", parts[part], iso_score_key_name (keys[i]));
  g_string_append_c (text, '\n');
  for (size_t point = 0; point < iso_sweep_plan_point_count (plan); point++)
    {
      int epoch;
      const IsoScores *validation, *test;
      size_t setting = iso_sweep_plan_setting_of (plan, point);
      if (!iso_sweep_results_run (results, point, &epoch, &validation, &test))
        continue;
      g_string_append_printf (text, "%zu", setting + 1);
      append_values (text, plan, setting);
      g_string_append_printf (text, ",%d,%d", iso_sweep_plan_seed (plan, iso_sweep_plan_seed_place_of (plan, point)), epoch);
      append_scores (text, validation, keys, count);
      append_scores (text, test, keys, count);
      g_string_append_c (text, '\n');
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static IsoSweepPart
shown_part (const IsoSweepPlan *plan)
{
  return iso_sweep_plan_chooses (plan) ? ISO_SWEEP_VALIDATION : ISO_SWEEP_TEST;
}

char *
iso_sweep_results_settings_csv (const IsoSweepResults *results)
{
  const IsoSweepPlan *plan = iso_sweep_results_plan (results);
  const char *part = iso_sweep_plan_chooses (plan) ? "validation" : "test";
  size_t settings = iso_sweep_plan_setting_count (plan);
  IsoScoreKey keys[ISO_SCORES_MAX];
  size_t count = iso_sweep_results_keys (keys, results);
  g_autofree size_t *order = g_new (size_t, MAX (settings, 1));
  g_autoptr (GString) text = g_string_new ("setting");
  iso_sweep_results_order (order, results);
  append_key_names (text, plan);
  g_string_append (text, ",finished,failed,seeds,epoch");
  for (size_t i = 0; i < count; i++)
    g_string_append_printf (text, ",%s_%s_mean,%s_%s_deviation", part, iso_score_key_name (keys[i]), part, iso_score_key_name (keys[i]));
  g_string_append_c (text, '\n');
  for (size_t row = 0; row < settings; row++)
    {
      g_string_append_printf (text, "%zu", order[row] + 1);
      append_values (text, plan, order[row]);
      g_string_append_printf (text, ",%zu,%zu,%zu,", iso_sweep_results_finished_of (results, order[row]),
                              iso_sweep_results_failed_of (results, order[row]), iso_sweep_plan_seed_count (plan));
      iso_sweep_append_number (text, iso_sweep_results_epoch (results, order[row]), "");
      for (size_t i = 0; i < count; i++)
        {
          IsoSweepSpread spread = iso_sweep_results_spread (results, order[row], shown_part (plan), keys[i]);
          g_string_append_c (text, ',');
          iso_sweep_append_number (text, spread.mean, "");
          g_string_append_c (text, ',');
          iso_sweep_append_number (text, spread.deviation, "");
        }
      g_string_append_c (text, '\n');
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* ---- JSON ---- */

static void
append_spreads (GString *text, const char *name, const IsoSweepResults *results, size_t setting, IsoSweepPart part)
{
  IsoScoreKey keys[ISO_SCORES_MAX];
  size_t count = iso_sweep_results_keys (keys, results);
  g_string_append_printf (text, ", \"%s\": {", name);
  for (size_t i = 0; i < count; i++)
    {
      IsoSweepSpread spread = iso_sweep_results_spread (results, setting, part, keys[i]);
      g_string_append_printf (text, "%s\"%s\": {\"mean\": ", i > 0 ? ", " : "", iso_score_key_name (keys[i]));
      iso_sweep_append_number (text, spread.mean, "null");
      g_string_append (text, ", \"deviation\": ");
      iso_sweep_append_number (text, spread.deviation, "null");
      g_string_append_c (text, '}');
    }
  g_string_append_c (text, '}');
}

static void
append_setting (GString *text, const IsoSweepResults *results, size_t setting, IsoSweepPart part)
{
  const IsoSweepPlan *plan = iso_sweep_results_plan (results);
  g_string_append_printf (text, "{\"setting\": %zu, \"values\": {", setting + 1);
  for (size_t key = 0; key < iso_sweep_plan_key_count (plan); key++)
    {
      g_string_append (text, key > 0 ? ", " : "");
      iso_append_quoted (text, iso_sweep_plan_key (plan, key));
      g_string_append (text, ": ");
      iso_append_quoted (text, iso_sweep_plan_value (plan, setting, key));
    }
  g_string_append_printf (text, "}, \"finished\": %zu, \"failed\": %zu, \"epoch\": ", iso_sweep_results_finished_of (results, setting),
                          iso_sweep_results_failed_of (results, setting));
  iso_sweep_append_number (text, iso_sweep_results_epoch (results, setting), "null");
  append_spreads (text, part == ISO_SWEEP_VALIDATION ? "validation" : "test", results, setting, part);
  if (iso_sweep_results_failed_of (results, setting) > 0)
    {
      g_string_append (text, ", \"failure\": ");
      iso_append_quoted (text, iso_sweep_results_failure_of (results, setting));
    }
}

static void
append_chosen (GString *text, const IsoSweepResults *results)
{
  size_t chosen, close;
  g_string_append (text, ", \"chosen\": ");
  if (!iso_sweep_results_chosen (&chosen, &close, results))
    {
      g_string_append (text, "null");
      return;
    }
  append_setting (text, results, chosen, ISO_SWEEP_VALIDATION);
  append_spreads (text, "test", results, chosen, ISO_SWEEP_TEST);
  g_string_append_printf (text, ", \"others_within_its_deviation\": %zu}", close);
}

char *
iso_sweep_results_json (const IsoSweepResults *results)
{
  const IsoSweepPlan *plan = iso_sweep_results_plan (results);
  size_t settings = iso_sweep_plan_setting_count (plan), seeds = iso_sweep_plan_seed_count (plan);
  g_autofree size_t *order = g_new (size_t, MAX (settings, 1));
  g_autoptr (GString) text = g_string_new ("{\"name\": ");
  iso_sweep_results_order (order, results);
  iso_append_quoted (text, iso_sweep_plan_name (plan));
  g_string_append_printf (text, ", \"sweep\": \"%s\", \"settings\": %zu, \"seeds\": [", iso_sweep_plan_uuid (plan), settings);
  for (size_t seed = 0; seed < seeds; seed++)
    g_string_append_printf (text, "%s%d", seed > 0 ? ", " : "", iso_sweep_plan_seed (plan, seed));
  g_string_append_printf (text, "], \"runs\": %zu, \"finished\": %zu, \"failed\": %zu, \"chosen_by\": ", settings * seeds,
                          iso_sweep_results_finished (results), iso_sweep_results_failed (results));
  if (iso_sweep_plan_chooses (plan))
    g_string_append_printf (text, "\"validation %s\"", iso_score_key_name (iso_sweep_plan_score (plan)));
  else
    g_string_append (text, "null");
  g_string_append_printf (text, ", \"epoch\": \"%s\"", iso_sweep_plan_epoch (plan) == ISO_SWEEP_EPOCH_BEST ? "best" : "last");
  append_chosen (text, results);
  g_string_append (text, ", \"table\": [");
  for (size_t row = 0; row < settings; row++)
    {
      g_string_append (text, row > 0 ? ", " : "");
      append_setting (text, results, order[row], shown_part (plan));
      g_string_append_c (text, '}');
    }
  g_string_append (text, "]}");
  return g_string_free (g_steal_pointer (&text), FALSE);
}
