/* The settings in force, and how a change of them is told. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/train/live-change.h"
#include "engine/train/parameters.h"
#include "engine/train/runner-private.h"

/* One line without tabs, whatever a text parameter holds. */
static const char *
intern_line (char *text)
{
  for (char *c = text; *c != '\0'; c++)
    if (g_ascii_iscntrl (*c))
      *c = ' ';
  return g_intern_string (text);
}

static void
record_change (IsoRunner *runner, const IsoParameter *parameter, const IsoSettings *old)
{
  g_autofree char *before = iso_settings_format (old, parameter), *after = iso_settings_format (&runner->settings, parameter);
  if (strcmp (before, after) == 0)
    return;
  g_autofree char *text =
      g_strdup_printf ("%s %s → %s", parameter->symbol != NULL ? parameter->symbol : _ (parameter->title), before, after);
  IsoEvent event = { runner->step_count + 1, ISO_EVENT_CHANGE, g_intern_string (parameter->key), intern_line (text),
                     g_intern_string (after) };
  iso_history_add_event (runner->history, &event);
}

static bool
change (IsoRunner *runner, const char *key, const char *value, bool is_repeated, GError **error)
{
  const IsoDataset *dataset = runner->experiment->dataset;
  const IsoSettings old = runner->settings;
  IsoSettings changed = old;
  const IsoParameter *parameter = iso_live_change (&changed, key, value, is_repeated, error);
  if (parameter == NULL
      || !iso_augment_check (&changed.augment, iso_dataset_shape (dataset), iso_dataset_name (dataset), error))
    return false;
  runner->settings = changed;
  if (!iso_live_change_only_looks (parameter, &changed))
    record_change (runner, parameter, &old);
  return true;
}

bool
iso_runner_set (IsoRunner *runner, const char *key, const char *value, GError **error)
{
  return change (runner, key, value, false, error);
}

bool
iso_runner_repeat (IsoRunner *runner, const char *key, const char *value, GError **error)
{
  return change (runner, key, value, true, error);
}

void
iso_runner_record_differences (IsoRunner *runner, const IsoSettings *old)
{
  size_t count;
  const IsoParameter *table = iso_parameters (&count);
  for (size_t i = 0; i < count; i++)
    {
      const IsoParameter *parameter = &table[i];
      /* A parameter of a loss or miner that is not chosen has no key of its own. */
      bool is_meant = iso_parameter_find (parameter->key, &runner->settings, NULL) == parameter;
      if (is_meant && !iso_parameter_is_of_the_machine (parameter) && !iso_live_change_only_looks (parameter, &runner->settings))
        record_change (runner, parameter, old);
    }
}

const IsoSettings *
iso_runner_start_settings (const IsoRunner *runner)
{
  return runner->knows_start ? &runner->start : NULL;
}
