#include "ui/session/sweep-estimate.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

double
iso_sweep_seconds_per_epoch (IsoHistory *history, size_t steps_per_epoch)
{
  IsoEpochRecord last;
  size_t count = history != NULL ? iso_history_epoch_count (history) : 0;
  if (count == 0 || steps_per_epoch == 0 || iso_history_read_epochs (history, &last, count - 1, 1) == 0 || last.epoch == 0)
    return (double) NAN;
  return (last.train_seconds + last.evaluate_seconds) / (double) last.epoch;
}

/* One setting after the other only where they differ in it. */
double
iso_sweep_epochs (const IsoSweepPlan *plan)
{
  double sum = 0.0;
  bool is_swept = false;
  for (size_t key = 0; key < iso_sweep_plan_key_count (plan); key++)
    is_swept = is_swept || strcmp (iso_sweep_plan_key (plan, key), "train.epochs") == 0;
  if (!is_swept)
    return (double) iso_sweep_plan_point_count (plan) * iso_sweep_plan_base (plan)->train.epochs;
  for (size_t setting = 0; setting < iso_sweep_plan_setting_count (plan); setting++)
    {
      IsoSettings settings;
      iso_sweep_plan_settings (&settings, plan, setting);
      sum += settings.train.epochs;
    }
  return sum * (double) iso_sweep_plan_seed_count (plan);
}

double
iso_sweep_seconds (const IsoSweepPlan *plan, double seconds_per_epoch, int jobs)
{
  double runs = (double) iso_sweep_plan_point_count (plan);
  /* The last round has fewer runs than there is room for. */
  double at_once = fmin (jobs, runs), rounds = ceil (runs / fmax (at_once, 1.0));
  return iso_sweep_epochs (plan) / runs * rounds * seconds_per_epoch;
}

char *
iso_duration_text (double seconds)
{
  guint64 minutes = (guint64) floor (seconds / 60.0 + 0.5);
  if (seconds < 60.0)
    return g_strdup_printf (_("%d s"), (int) fmax (ceil (seconds), 1.0));
  if (minutes < 60)
    return g_strdup_printf (_("%d min"), (int) minutes);
  if (minutes < 48 * 60)
    return g_strdup_printf (_("%d h %d min"), (int) (minutes / 60), (int) (minutes % 60));
  return g_strdup_printf (_("%d days"), (int) (minutes / 1440));
}
