#include "engine/train/live-change.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/error.h"

static bool
may_change (const IsoParameter *parameter, bool is_repeated)
{
  static const char *const others[] = { "train.epochs", "schedule.milestones", NULL };
  return (parameter->flags & ISO_PARAMETER_LIVE) != 0 || (is_repeated && g_strv_contains (others, parameter->key));
}

/* The parameter, set; NULL where it may not change or the value is none of its own. */
static const IsoParameter *
set (IsoSettings *changed, const char *key, const char *value, bool is_repeated, GError **error)
{
  const IsoSettings old = *changed;
  const IsoParameter *parameter = iso_parameter_find (key, changed, error);
  if (parameter == NULL)
    return NULL;
  if (!may_change (parameter, is_repeated) && !is_repeated)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("%s cannot change while training runs; it acts after a reset"), key);
      return NULL;
    }
  if (!iso_settings_set (changed, key, value, error))
    return NULL;
  if (may_change (parameter, is_repeated) || !iso_parameter_differs (parameter, changed, &old))
    return parameter;
  g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT,
               _("%s cannot change while training runs, only where a run is forked: begin with the fork's checkpoint"), key);
  return NULL;
}

const IsoParameter *
iso_live_change (IsoSettings *settings, const char *key, const char *value, bool is_repeated, GError **error)
{
  IsoSettings changed = *settings;
  const IsoParameter *parameter = set (&changed, key, value, is_repeated, error);
  if (parameter == NULL || !iso_settings_validate (&changed, error))
    return NULL;
  *settings = changed;
  return parameter;
}

bool
iso_live_change_check (const IsoSettings *settings, const char *key, const char *value, bool is_repeated, GError **error)
{
  IsoSettings changed = *settings;
  return set (&changed, key, value, is_repeated, error) != NULL;
}

bool
iso_live_change_only_looks (const IsoParameter *parameter, const IsoSettings *settings)
{
  /* Which classes are near each other is known by evaluations: how often there is one decides on the batches. */
  bool draws_by_evaluation = settings->batch.sampler == ISO_SAMPLER_HARD_CLASSES && strcmp (parameter->key, "evaluate.every") == 0;
  return (parameter->flags & ISO_PARAMETER_ONLY_LOOKS) != 0 && !draws_by_evaluation;
}

bool
iso_parameter_is_of_the_machine (const IsoParameter *parameter)
{
  static const char *const keys[] = { "train.threads", "data.source", NULL };
  return g_strv_contains (keys, parameter->key);
}
