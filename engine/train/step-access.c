/* What others may see of a step, and set before one. */
#include "engine/train/step-private.h"

void
iso_step_teach (IsoStep *step)
{
  iso_teacher_set (step->teacher, step->weights);
}

bool
iso_step_has_teacher (const IsoStep *step)
{
  return iso_teacher_is_there (step->teacher);
}

IsoTeacher *
iso_step_teacher (IsoStep *step)
{
  return step->teacher;
}

void
iso_step_name_samples (IsoStep *step, const guint32 *indices)
{
  step->samples = indices;
}

IsoStepState
iso_step_state (IsoStep *step)
{
  return (IsoStepState) { .weights = step->weights,
                          .optimizer = &step->optimizer,
                          .loss_weights = &step->metric_loss.weights,
                          .memory = &step->metric_loss.memory };
}

float *
iso_step_weights (IsoStep *step)
{
  return step->weights;
}

const float *
iso_step_embeddings (const IsoStep *step)
{
  return iso_activations_embeddings (step->student);
}

const float *
iso_step_student_similarity (const IsoStep *step)
{
  return step->student_similarity;
}

const float *
iso_step_teacher_similarity (const IsoStep *step)
{
  return step->teacher_ran ? step->teacher_similarity : NULL;
}

const IsoTargets *
iso_step_targets (const IsoStep *step)
{
  return step->had_targets ? step->targets : NULL;
}

const IsoSelection *
iso_step_selection (const IsoStep *step)
{
  return &step->metric_loss.selection;
}

const IsoMined *
iso_step_mined (const IsoStep *step)
{
  return &step->metric_loss.mined;
}

void
iso_step_keep_loss_gradient (IsoStep *step, bool keep)
{
  step->keeps_loss_gradient = keep;
}

const float *
iso_step_loss_gradient (const IsoStep *step)
{
  return step->has_loss_gradient ? step->loss_gradient : NULL;
}

size_t
iso_step_batch_size (const IsoStep *step)
{
  return step->B;
}

size_t
iso_step_embedding_size (const IsoStep *step)
{
  return step->D;
}

float *
iso_step_loss_weights (IsoStep *step, size_t *count)
{
  *count = step->metric_loss.weights.count;
  return step->metric_loss.weights.weights;
}

bool
iso_step_prepare_loss (IsoStep *step, const IsoSettings *settings, size_t class_count, guint64 seed, GError **error)
{
  return iso_metric_loss_prepare (&step->metric_loss, settings, class_count, step->B, step->D, seed, error);
}
