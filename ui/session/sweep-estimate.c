#include "ui/session/sweep-estimate.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* Runs beside each other share memory and caches, and have fewer threads each than the run in the window had: two at once on two cores
 * took twice as long as it. That run may go on beside a single one, too. */
#define SLOWER_BESIDE 2.5
#define SLOWER_ALONE 1.5

double
iso_sweep_seconds_per_epoch (IsoHistory *history, size_t steps_per_epoch)
{
  IsoEpochRecord last;
  size_t count = history != NULL ? iso_history_epoch_count (history) : 0;
  if (count == 0 || steps_per_epoch == 0 || iso_history_read_epochs (history, &last, count - 1, 1) == 0 || last.epoch == 0)
    return (double) NAN;
  return (last.train_seconds + last.evaluate_seconds) / (double) last.epoch;
}

double *
iso_sweep_setting_epochs (const IsoSweepPlan *plan)
{
  size_t count = iso_sweep_plan_setting_count (plan);
  double *epochs = g_new (double, MAX (count, 1));
  bool is_swept = false;
  for (size_t key = 0; key < iso_sweep_plan_key_count (plan); key++)
    is_swept = is_swept || strcmp (iso_sweep_plan_key (plan, key), "train.epochs") == 0;
  for (size_t setting = 0; setting < count; setting++)
    {
      IsoSettings settings;
      epochs[setting] = iso_sweep_plan_base (plan)->train.epochs;
      /* Settings are made one by one only where they differ in it. */
      if (!is_swept)
        continue;
      iso_sweep_plan_settings (&settings, plan, setting);
      epochs[setting] = settings.train.epochs;
    }
  return epochs;
}

double
iso_sweep_epochs (const IsoSweepPlan *plan)
{
  g_autofree double *epochs = iso_sweep_setting_epochs (plan);
  double sum = 0.0;
  for (size_t setting = 0; setting < iso_sweep_plan_setting_count (plan); setting++)
    sum += epochs[setting];
  return sum * (double) iso_sweep_plan_seed_count (plan);
}

double
iso_sweep_seconds (const IsoSweepPlan *plan, double seconds_per_epoch, int jobs, double *most)
{
  double runs = (double) iso_sweep_plan_point_count (plan);
  /* The last round has fewer runs than there is room for. */
  double at_once = fmax (fmin (jobs, runs), 1.0), rounds = ceil (runs / at_once);
  double seconds = iso_sweep_epochs (plan) / runs * rounds * seconds_per_epoch;
  *most = seconds * (at_once > 1.0 ? SLOWER_BESIDE : SLOWER_ALONE);
  return seconds;
}

double
iso_sweep_epochs_left (const double *running, size_t running_count, const double *waiting, size_t waiting_count, int jobs)
{
  size_t places = MAX (running_count, (size_t) MAX (jobs, 1));
  g_autofree double *until = g_new0 (double, places);
  double last = 0.0;
  for (size_t i = 0; i < running_count; i++)
    until[i] = running[i];
  for (size_t i = 0; i < waiting_count; i++)
    {
      size_t first = 0;
      for (size_t place = 1; place < places; place++)
        if (until[place] < until[first])
          first = place;
      until[first] += waiting[i];
    }
  for (size_t place = 0; place < places; place++)
    last = fmax (last, until[place]);
  return last;
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

char *
iso_duration_range_text (double least, double most)
{
  g_autofree char *from = iso_duration_text (least), *to = iso_duration_text (most);
  return strcmp (from, to) == 0 ? g_strdup_printf (_("about %s"), from) : g_strdup_printf (_("about %s to %s"), from, to);
}
