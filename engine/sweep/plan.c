#include "engine/sweep/plan-private.h"

#include "engine/export/text.h"
#include "engine/sweep/text.h"
#include "engine/train/parameters.h"

void
iso_sweep_plan_free (IsoSweepPlan *plan)
{
  if (plan == NULL)
    return;
  g_clear_pointer (&plan->ranges, g_ptr_array_unref);
  g_clear_pointer (&plan->seeds, g_array_unref);
  g_clear_pointer (&plan->texts, g_string_chunk_free);
  g_free (plan->values);
  g_free (plan->path);
  g_free (plan->text);
  g_free (plan->name);
  g_free (plan->uuid);
  g_free (plan);
}

const char *
iso_sweep_plan_name (const IsoSweepPlan *plan)
{
  return plan->name;
}

const char *
iso_sweep_plan_uuid (const IsoSweepPlan *plan)
{
  return plan->uuid;
}

const IsoSettings *
iso_sweep_plan_base (const IsoSweepPlan *plan)
{
  return &plan->base;
}

size_t
iso_sweep_plan_key_count (const IsoSweepPlan *plan)
{
  return plan->ranges->len;
}

const char *
iso_sweep_plan_key (const IsoSweepPlan *plan, size_t key)
{
  g_assert (key < plan->ranges->len);
  return ((const IsoSweepRange *) plan->ranges->pdata[key])->key;
}

size_t
iso_sweep_plan_setting_count (const IsoSweepPlan *plan)
{
  return plan->setting_count;
}

size_t
iso_sweep_plan_twin_count (const IsoSweepPlan *plan)
{
  return plan->twin_count;
}

const char *
iso_sweep_plan_value (const IsoSweepPlan *plan, size_t setting, size_t key)
{
  g_assert (setting < plan->setting_count && key < plan->ranges->len);
  return plan->values[setting * plan->ranges->len + key];
}

char *
iso_sweep_plan_describe (const IsoSweepPlan *plan, size_t setting)
{
  g_autoptr (GString) text = g_string_new (NULL);
  for (size_t key = 0; key < plan->ranges->len; key++)
    g_string_append_printf (text, "%s%s=%s", key > 0 ? " " : "", iso_sweep_plan_key (plan, key),
                            iso_sweep_plan_value (plan, setting, key));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

size_t
iso_sweep_plan_seed_count (const IsoSweepPlan *plan)
{
  return plan->seeds->len;
}

int
iso_sweep_plan_seed (const IsoSweepPlan *plan, size_t place)
{
  g_assert (place < plan->seeds->len);
  return g_array_index (plan->seeds, int, place);
}

size_t
iso_sweep_plan_point_count (const IsoSweepPlan *plan)
{
  return plan->setting_count * plan->seeds->len;
}

size_t
iso_sweep_plan_setting_of (const IsoSweepPlan *plan, size_t point)
{
  return point % plan->setting_count;
}

size_t
iso_sweep_plan_seed_place_of (const IsoSweepPlan *plan, size_t point)
{
  g_assert (point < iso_sweep_plan_point_count (plan));
  return point / plan->setting_count;
}

void
iso_sweep_plan_settings (IsoSettings *settings, const IsoSweepPlan *plan, size_t point)
{
  size_t setting = iso_sweep_plan_setting_of (plan, point);
  bool valid = iso_sweep_plan_apply (settings, plan, plan->values + setting * plan->ranges->len, NULL);
  g_assert (valid);
  settings->train.seed = iso_sweep_plan_seed (plan, iso_sweep_plan_seed_place_of (plan, point));
}

char *
iso_sweep_plan_point_json (const IsoSweepPlan *plan, size_t point)
{
  size_t setting = iso_sweep_plan_setting_of (plan, point);
  g_autoptr (GString) text = g_string_new ("{");
  for (size_t key = 0; key < plan->ranges->len; key++)
    {
      iso_append_quoted (text, iso_sweep_plan_key (plan, key));
      g_string_append_c (text, ':');
      iso_append_quoted (text, iso_sweep_plan_value (plan, setting, key));
      g_string_append_c (text, ',');
    }
  g_string_append_printf (text, "\"train.seed\":\"%d\"}", iso_sweep_plan_seed (plan, iso_sweep_plan_seed_place_of (plan, point)));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

bool
iso_sweep_plan_chooses (const IsoSweepPlan *plan)
{
  return plan->chooses;
}

IsoScoreKey
iso_sweep_plan_score (const IsoSweepPlan *plan)
{
  return plan->score;
}

IsoSweepEpoch
iso_sweep_plan_epoch (const IsoSweepPlan *plan)
{
  return plan->epoch;
}

const char *
iso_sweep_plan_text (const IsoSweepPlan *plan)
{
  return plan->text;
}
