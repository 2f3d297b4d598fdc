#include "engine/store/run.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/train/parameters.h"

static const struct {
  const char *name, *title;
} statuses[ISO_RUN_STATUS_COUNT] = {
  [ISO_RUN_RUNNING] = { "running", N_("Running") },
  [ISO_RUN_PAUSED] = { "paused", N_("Paused") },
  [ISO_RUN_FINISHED] = { "finished", N_("Finished") },
  [ISO_RUN_FAILED] = { "failed", N_("Failed") },
  [ISO_RUN_STOPPED] = { "stopped", N_("Stopped") },
  [ISO_RUN_INTERRUPTED] = { "interrupted", N_("Interrupted") },
};

void
iso_run_free (IsoRun *run)
{
  if (run == NULL)
    return;
  g_free (run->uuid);
  g_free (run->name);
  g_free (run->note);
  g_free (run->settings);
  g_free (run->data);
  g_free (run->fingerprint);
  g_free (run->version);
  g_free (run->sweep);
  g_free (run->sweep_point);
  g_free (run);
}

const char *
iso_run_status_name (IsoRunStatus status)
{
  g_return_val_if_fail (status < ISO_RUN_STATUS_COUNT, NULL);
  return statuses[status].name;
}

const char *
iso_run_status_title (IsoRunStatus status)
{
  g_return_val_if_fail (status < ISO_RUN_STATUS_COUNT, NULL);
  return _(statuses[status].title);
}

IsoRunStatus
iso_run_status_find (const char *name)
{
  IsoRunStatus status = 0;
  while (status < ISO_RUN_STATUS_COUNT && strcmp (statuses[status].name, name) != 0)
    status++;
  return status;
}

char *
iso_run_default_name (const IsoExperiment *experiment)
{
  const IsoSettings *settings = &experiment->settings;
  const char *loss = iso_loss_kind ((IsoLossName) settings->loss.name)->name, *data = iso_dataset_name (experiment->dataset);
  const IsoParameter *mode = iso_parameter_find ("distill.mode", settings, NULL);
  if (settings->distill.mode == ISO_DISTILL_NONE)
    return g_strdup_printf ("%s · %s", data, loss);
  return g_strdup_printf ("%s · %s + %s", data, loss, _(mode->titles[settings->distill.mode]));
}
