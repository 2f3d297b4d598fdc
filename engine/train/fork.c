#include "engine/train/fork.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/train/live-change.h"

const char *
iso_fork_refusal (const IsoParameter *parameter)
{
  if (iso_parameter_is_of_the_machine (parameter) || (parameter->flags & ISO_PARAMETER_LIVE) != 0)
    return NULL;
  if (g_str_has_prefix (parameter->key, "data."))
    return _("the data and their split are the parent's");
  if (g_str_has_prefix (parameter->key, "network."))
    return _("the network and its weights are the parent's");
  if (strcmp (parameter->key, "train.seed") == 0)
    return _("the split hangs on it, which is the parent's");
  if (strcmp (parameter->key, "batch.size") == 0)
    return _("an epoch would have another number of steps than those that are trained");
  return NULL;
}

/* The first parameter that differs and may not. */
static bool
check_differences (const IsoSettings *settings, const IsoSettings *parent, GError **error)
{
  size_t count;
  const IsoParameter *table = iso_parameters (&count);
  for (size_t i = 0; i < count; i++)
    {
      const char *reason = iso_fork_refusal (&table[i]);
      if (reason == NULL || !iso_parameter_differs (&table[i], settings, parent))
        continue;
      g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("%s cannot change in a fork: %s"), table[i].key, reason);
      return false;
    }
  return true;
}

bool
iso_fork_settings (IsoSettings *settings, const IsoCheckpoint *checkpoint, const char *const *assignments, GError **error)
{
  IsoSettings parent;
  if (!iso_checkpoint_settings (&parent, checkpoint, error))
    return false;
  *settings = parent;
  return (assignments == NULL || iso_settings_set_all (settings, assignments, error))
         && check_differences (settings, &parent, error) && iso_settings_validate (settings, error);
}

IsoExperiment *
iso_experiment_fork (const IsoCheckpoint *checkpoint, const char *const *assignments, IsoDataset *dataset, GCancellable *cancellable,
                     GError **error)
{
  IsoSettings settings;
  if (!iso_fork_settings (&settings, checkpoint, assignments, error))
    return NULL;
  return iso_experiment_resume (checkpoint, &settings, dataset, cancellable, error);
}
