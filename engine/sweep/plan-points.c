/* The list of a sweep's settings: every combination of a grid, or as many as are drawn. */
#include "engine/sweep/plan-private.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/train/parameters.h"

/* Draws that may turn out to be a setting that is there already before it is taken that there is no other. */
#define PATIENCE 1000

bool
iso_sweep_plan_apply (IsoSettings *settings, const IsoSweepPlan *plan, const char *const *values, GError **error)
{
  g_auto (GStrv) assignments = g_new0 (char *, plan->ranges->len + 1);
  for (guint key = 0; key < plan->ranges->len; key++)
    assignments[key] = g_strdup_printf ("%s=%s", iso_sweep_plan_key (plan, key), values[key]);
  *settings = plan->base;
  if (iso_settings_set_all (settings, (const char *const *) assignments, error) && iso_settings_validate (settings, error))
    return true;
  g_autofree char *text = g_strjoinv (" ", assignments);
  g_prefix_error (error, "%s: %s: ", plan->path, text[0] != '\0' ? text : _("“base”"));
  return false;
}

/* Texts by which values are the same where they mean the same: 0.5, 0.50 and 5e-1. *acting: of those alone that play a part. */
static char *
canonical (char **values, char **acting, const IsoSweepPlan *plan, const IsoSettings *settings)
{
  g_autoptr (GString) row = g_string_new (NULL), part = g_string_new (NULL);
  for (guint key = 0; key < plan->ranges->len; key++)
    {
      const IsoParameter *parameter = iso_parameter_find (iso_sweep_plan_key (plan, key), settings, NULL);
      g_free (values[key]);
      values[key] = iso_settings_format (settings, parameter);
      g_string_append_printf (row, "%s\x1f", values[key]);
      g_string_append_printf (part, "%s\x1f", iso_parameter_applies (parameter, settings) ? values[key] : "");
    }
  *acting = g_string_free (g_steal_pointer (&part), FALSE);
  return g_string_free (g_steal_pointer (&row), FALSE);
}

/* Settings that are in the list: whole, and by what plays a part in them. Sets of texts. */
typedef struct {
  GHashTable *rows, *acting;
} Known;

/* Takes a setting (values: typed; become canonical) as the next; *is_new false where it is there already. */
static bool
take (IsoSweepPlan *plan, char **values, Known *known, bool *is_new, GError **error)
{
  IsoSettings settings;
  char *acting;
  if (!iso_sweep_plan_apply (&settings, plan, (const char *const *) values, error))
    return false;
  *is_new = g_hash_table_add (known->rows, canonical (values, &acting, plan, &settings));
  if (!*is_new)
    {
      g_free (acting);
      return true;
    }
  plan->twin_count += !g_hash_table_add (known->acting, acting);
  for (guint key = 0; key < plan->ranges->len; key++)
    plan->values[plan->setting_count * plan->ranges->len + key] = g_string_chunk_insert_const (plan->texts, values[key]);
  plan->setting_count++;
  return true;
}

static void
clear_values (char **values, size_t count)
{
  for (size_t key = 0; key < count; key++)
    g_clear_pointer (&values[key], g_free);
}

/* The last parameter changes fastest, as one would write the list. */
static bool
make_grid (IsoSweepPlan *plan, size_t count, Known *known, char **values, GError **error)
{
  for (size_t setting = 0; setting < count; setting++)
    {
      bool is_new;
      size_t rest = setting;
      clear_values (values, plan->ranges->len);
      for (guint key = plan->ranges->len; key > 0; key--)
        {
          const IsoSweepRange *range = plan->ranges->pdata[key - 1];
          values[key - 1] = g_strdup (range->values->pdata[rest % range->values->len]);
          rest /= range->values->len;
        }
      if (!take (plan, values, known, &is_new, error))
        return false;
      if (is_new)
        continue;
      g_autofree char *twice = g_strjoinv (", ", values);
      g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("%s: “grid” gives the setting %s twice; expected each value once"), plan->path,
                   twice);
      return false;
    }
  return true;
}

/* Each has a stream of its own: more points leave the first ones as they were. */
static bool
make_random (IsoSweepPlan *plan, Known *known, char **values, GError **error)
{
  IsoRandom all;
  iso_random_init (&all, plan->draw_seed, "sweep");
  for (size_t setting = 0; setting < plan->draws; setting++)
    {
      bool is_new = false;
      IsoRandom random;
      iso_random_init_child (&random, &all, setting);
      for (int attempt = 0; attempt < PATIENCE && !is_new; attempt++)
        {
          clear_values (values, plan->ranges->len);
          for (guint key = 0; key < plan->ranges->len; key++)
            values[key] = iso_sweep_range_draw (plan->ranges->pdata[key], &random);
          if (!take (plan, values, known, &is_new, error))
            return false;
        }
      if (is_new)
        continue;
      g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT,
                   _("%s: random: points is %zu, but no more than %zu different settings were found in its ranges"), plan->path,
                   plan->draws, plan->setting_count);
      return false;
    }
  return true;
}

/* How many settings there will be; false where they and their seeds are too many. */
static bool
count_settings (size_t *count, const IsoSweepPlan *plan, GError **error)
{
  size_t points;
  bool fits = true;
  *count = plan->is_random ? plan->draws : 1;
  for (guint key = 0; key < plan->ranges->len && !plan->is_random && fits; key++)
    fits = iso_checked_multiply (count, *count, ((const IsoSweepRange *) plan->ranges->pdata[key])->values->len);
  if (fits && iso_checked_multiply (&points, *count, plan->seeds->len) && points <= ISO_SWEEP_MOST_POINTS)
    return true;
  if (fits)
    g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("%s: found %zu settings with %u seeds each, expected at most %d runs in all"),
                 plan->path, *count, plan->seeds->len, ISO_SWEEP_MOST_POINTS);
  else
    g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("%s: found more settings than can be counted, expected at most %d runs in all"),
                 plan->path, ISO_SWEEP_MOST_POINTS);
  return false;
}

bool
iso_sweep_plan_make_points (IsoSweepPlan *plan, GError **error)
{
  size_t count, keys = plan->ranges->len;
  g_autoptr (GHashTable) rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) acting = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Known known = { rows, acting };
  if (!count_settings (&count, plan, error))
    return false;
  plan->texts = g_string_chunk_new (4096);
  plan->values = g_new0 (const char *, MAX (count * keys, 1));
  g_auto (GStrv) values = g_new0 (char *, keys + 1);
  bool done = plan->is_random ? make_random (plan, &known, values, error) : make_grid (plan, count, &known, values, error);
  return done;
}
