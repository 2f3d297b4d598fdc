#include "engine/train/comparison.h"

#include <glib/gi18n-lib.h>

#include "engine/base/error.h"
#include "engine/train/parameters.h"

struct _IsoComparison {
  IsoTrainer *trainers[ISO_COMPARISON_MOST];
  IsoDistillMode modes[ISO_COMPARISON_MOST];
  size_t count;
};

static IsoTrainer *
student_new (IsoExperiment *experiment, IsoDistillMode mode, int threads, IsoLockstep *lockstep, GCancellable *cancellable,
             GError **error)
{
  IsoSettings settings = experiment->settings;
  settings.distill.mode = mode;
  settings.train.threads = threads;
  g_autoptr (IsoExperiment) own = iso_experiment_new (&settings, experiment->dataset, cancellable, error);
  return own == NULL ? NULL : iso_trainer_new_beside (own, lockstep);
}

IsoComparison *
iso_comparison_new (IsoExperiment *experiment, const IsoDistillMode *modes, size_t count, GCancellable *cancellable, GError **error)
{
  g_assert (count >= 2 && count <= ISO_COMPARISON_MOST);
  g_autoptr (IsoLockstep) lockstep = iso_lockstep_new ();
  g_autoptr (IsoComparison) comparison = g_new0 (IsoComparison, 1);
  int asked = experiment->settings.train.threads, all = asked > 0 ? asked : iso_core_count ();
  for (size_t i = 0; i < count; i++)
    {
      comparison->modes[i] = modes[i];
      comparison->trainers[i] = student_new (experiment, modes[i], MAX (1, all / (int) count), lockstep, cancellable, error);
      if (comparison->trainers[i] == NULL)
        return NULL;
      comparison->count++;
    }
  return g_steal_pointer (&comparison);
}

void
iso_comparison_free (IsoComparison *comparison)
{
  if (comparison == NULL)
    return;
  /* All are asked before the first is waited for. */
  for (size_t i = 0; i < comparison->count; i++)
    iso_trainer_stop (comparison->trainers[i]);
  for (size_t i = 0; i < comparison->count; i++)
    iso_trainer_free (comparison->trainers[i]);
  g_free (comparison);
}

size_t
iso_comparison_count (const IsoComparison *comparison)
{
  return comparison->count;
}

IsoTrainer *
iso_comparison_trainer (IsoComparison *comparison, size_t student)
{
  g_assert (student < comparison->count);
  return comparison->trainers[student];
}

IsoDistillMode
iso_comparison_mode (const IsoComparison *comparison, size_t student)
{
  g_assert (student < comparison->count);
  return comparison->modes[student];
}

void
iso_comparison_start (IsoComparison *comparison)
{
  for (size_t i = 0; i < comparison->count; i++)
    iso_trainer_start (comparison->trainers[i]);
}

void
iso_comparison_pause (IsoComparison *comparison)
{
  for (size_t i = 0; i < comparison->count; i++)
    iso_trainer_pause (comparison->trainers[i]);
}

void
iso_comparison_single_step (IsoComparison *comparison)
{
  for (size_t i = 0; i < comparison->count; i++)
    iso_trainer_single_step (comparison->trainers[i]);
}

void
iso_comparison_watch (IsoComparison *comparison, IsoWatch watch)
{
  for (size_t i = 0; i < comparison->count; i++)
    iso_trainer_watch (comparison->trainers[i], watch);
}

void
iso_comparison_set_endless (IsoComparison *comparison, bool endless)
{
  for (size_t i = 0; i < comparison->count; i++)
    iso_trainer_set_endless (comparison->trainers[i], endless);
}

bool
iso_comparison_set (IsoComparison *comparison, const char *key, const char *value, GError **error)
{
  if (g_str_equal (key, "distill.mode"))
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("%s is what the students differ in"), key);
      return false;
    }
  for (size_t i = 0; i < comparison->count; i++)
    {
      IsoSettings settings;
      iso_trainer_settings (comparison->trainers[i], &settings);
      const IsoParameter *parameter = iso_parameter_find (key, &settings, error);
      if (parameter == NULL || !iso_settings_set (&settings, key, value, error) || !iso_settings_validate (&settings, error))
        return false;
      if ((parameter->flags & ISO_PARAMETER_LIVE) == 0)
        {
          g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("%s cannot be changed while training runs"), key);
          return false;
        }
    }
  for (size_t i = 0; i < comparison->count; i++)
    iso_trainer_set (comparison->trainers[i], key, value, NULL, NULL, NULL);
  return true;
}

guint64
iso_comparison_step (IsoComparison *comparison)
{
  guint64 least = G_MAXUINT64, most = 0;
  for (size_t i = 0; i < comparison->count; i++)
    {
      IsoTrainerStatus status;
      iso_trainer_status (comparison->trainers[i], &status);
      most = MAX (most, status.step);
      if (status.state != ISO_TRAINER_FAILED)
        least = MIN (least, status.step);
    }
  return least == G_MAXUINT64 ? most : least;
}
