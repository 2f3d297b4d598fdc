#include "app/run-options.h"

#include <glib/gi18n.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/train/fork.h"
#include "engine/train/parameters.h"

#define DEFAULT_PRESET "sample"

/* What options for single parameters and --set ask for; the options last, for they are the more explicit. */
static GPtrArray *
collect_assignments (const IsoRunOptions *options)
{
  GPtrArray *all = g_ptr_array_new_with_free_func (g_free);
  for (size_t i = 0; options->assignments != NULL && options->assignments[i] != NULL; i++)
    g_ptr_array_add (all, g_strdup (options->assignments[i]));
  if (options->data != NULL)
    g_ptr_array_add (all, g_strdup_printf ("data.source=%s", options->data));
  if (options->epochs != NULL)
    g_ptr_array_add (all, g_strdup_printf ("train.epochs=%s", options->epochs));
  if (options->seed != NULL)
    g_ptr_array_add (all, g_strdup_printf ("train.seed=%s", options->seed));
  g_ptr_array_add (all, NULL);
  return all;
}

/* The preset, then --config (config: its assignments, or NULL), then everything else that was typed. */
static bool
apply (IsoSettings *settings, const IsoPreset *preset, const IsoRunOptions *options, char **config, const GPtrArray *typed,
       GError **error)
{
  iso_settings_init (settings);
  if (preset != NULL && !iso_preset_apply (preset, settings, error))
    return false;
  if (config != NULL && !iso_settings_set_all (settings, (const char *const *) config, error))
    {
      g_prefix_error (error, "%s: ", options->config);
      return false;
    }
  return iso_settings_set_all (settings, (const char *const *) typed->pdata, error);
}

bool
iso_run_options_settings (IsoSettings *settings, const IsoPreset **preset, const IsoRunOptions *options, GError **error)
{
  g_autoptr (GPtrArray) typed = collect_assignments (options);
  g_auto (GStrv) config = NULL;
  *preset = NULL;
  if (options->config == NULL && options->preset == NULL && options->base != NULL)
    config = g_strdupv (options->base);
  if ((options->preset != NULL && (*preset = iso_preset_find (options->preset, error)) == NULL)
      || (options->config != NULL && (config = iso_settings_read (options->config, error)) == NULL)
      || !apply (settings, *preset, options, config, typed, error))
    return false;
  /* Only now is it known what the data are. */
  if (*preset == NULL && strcmp (settings->data.source, "sample") == 0)
    {
      *preset = iso_preset_find (DEFAULT_PRESET, error);
      if (*preset == NULL || !apply (settings, *preset, options, config, typed, error))
        return false;
    }
  return iso_settings_validate (settings, error);
}

static bool
may_change (const char *assignment, const IsoSettings *settings, GError **error)
{
  static const char *const others[] = { "train.epochs", "train.threads", "data.source", NULL };
  g_autofree char *key = g_strndup (assignment, strcspn (assignment, "="));
  const IsoParameter *parameter = iso_parameter_find (key, settings, error);
  if (parameter == NULL)
    return false;
  if ((parameter->flags & ISO_PARAMETER_LIVE) != 0 || g_strv_contains (others, key))
    return true;
  g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("%s cannot change when a run is resumed"), key);
  return false;
}

/* option: the one that names the checkpoint. */
static bool
check_only_changes (const IsoRunOptions *options, const char *option, GError **error)
{
  const char *refused = options->preset != NULL ? "--preset" : options->config != NULL ? "--config" : NULL;
  if (refused == NULL)
    return true;
  g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("%s cannot be given with %s: the checkpoint has the settings"), refused,
               option);
  return false;
}

bool
iso_run_options_fork (IsoSettings *settings, const IsoRunOptions *options, const IsoCheckpoint *checkpoint, GError **error)
{
  g_autoptr (GPtrArray) typed = collect_assignments (options);
  return check_only_changes (options, "--fork", error)
         && iso_fork_settings (settings, checkpoint, (const char *const *) typed->pdata, error);
}

bool
iso_run_options_resume (IsoSettings *settings, const IsoRunOptions *options, const IsoCheckpoint *checkpoint, GError **error)
{
  g_autoptr (GPtrArray) typed = collect_assignments (options);
  if (!check_only_changes (options, "--resume", error))
    return false;
  if (!iso_checkpoint_settings (settings, checkpoint, error))
    return false;
  for (guint i = 0; typed->pdata[i] != NULL; i++)
    if (!may_change (typed->pdata[i], settings, error))
      return false;
  return iso_settings_set_all (settings, (const char *const *) typed->pdata, error) && iso_settings_validate (settings, error);
}

void
iso_run_options_clear (IsoRunOptions *options)
{
  g_clear_pointer (&options->config, g_free);
  g_clear_pointer (&options->preset, g_free);
  g_clear_pointer (&options->data, g_free);
  g_clear_pointer (&options->epochs, g_free);
  g_clear_pointer (&options->seed, g_free);
  g_clear_pointer (&options->assignments, g_strfreev);
  g_clear_pointer (&options->base, g_strfreev);
}
