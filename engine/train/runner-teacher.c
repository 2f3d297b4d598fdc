/* When the runner's teacher comes to be and changes, and what it need not compute. */
#include "engine/data/augment.h"
#include "engine/linalg/blas.h"
#include "engine/train/runner-private.h"

void
iso_runner_start_teacher (IsoRunner *runner)
{
  if (runner->experiment->teacher_weights != NULL)
    iso_teacher_set (iso_step_teacher (runner->step), runner->experiment->teacher_weights);
  else if (runner->settings.teacher.kind == ISO_TEACHER_MOVING_AVERAGE)
    iso_step_teach (runner->step);
}

/* Makes the teacher remember, once there is use for it: its embeddings stay as they are for more than a step, and it is run. */
static bool
remember (IsoRunner *runner, GError **error)
{
  const IsoSettings *settings = &runner->settings;
  bool is_run = settings->distill.mode == ISO_DISTILL_PSD || settings->distill.mode == ISO_DISTILL_OBDP;
  if (!is_run || settings->teacher.kind == ISO_TEACHER_MOVING_AVERAGE)
    return true;
  return iso_teacher_remember (iso_step_teacher (runner->step), &runner->experiment->split.train,
                               iso_dataset_sample_count (runner->experiment->dataset), error);
}

bool
iso_runner_look_up (IsoRunner *runner, GError **error)
{
  /* An augmented sample is another each time. */
  if (iso_augment_is_on (&runner->settings.augment))
    {
      iso_step_name_samples (runner->step, NULL);
      return true;
    }
  if (iso_step_has_teacher (runner->step) && !remember (runner, error))
    return false;
  iso_step_name_samples (runner->step, runner->indices);
  return true;
}

void
iso_runner_teach (IsoRunner *runner, const float *embeddings)
{
  const IsoSubset *sample = &runner->train_sample;
  if (runner->settings.teacher.kind != ISO_TEACHER_PREVIOUS_EPOCH)
    return;
  iso_step_teach (runner->step);
  /* Training must not depend on what is evaluated, not in the last bit. */
  if (embeddings == NULL || !iso_gemm_is_same_by_row ())
    return;
  /* Where there is no memory for it the next step will say so. */
  if (!remember (runner, NULL))
    return;
  IsoEmbeddingTable *table = iso_teacher_table (iso_step_teacher (runner->step));
  if (table != NULL)
    iso_embedding_table_keep (table, sample->indices, embeddings, sample->count);
}
