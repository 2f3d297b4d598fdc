#include "engine/train/step-health.h"

#include <math.h>

typedef struct {
  IsoHealth *health;
  const IsoStep *step;
  const gint32 *labels;
  const IsoDistillSettings *distill;
} Work;

/* Long ones first. */
enum { RANK, GAP, TARGETS, SIMILARITY, TASKS };

void
iso_health_init (IsoHealth *health)
{
  const double none = (double) NAN;
  *health = (IsoHealth) { .targets = { none, none, none, none, none }, .spectral_gap = none, .embedding = { none, none } };
}

static void
measure_gap (const Work *work)
{
  const IsoTargets *targets = iso_step_targets (work->step);
  if (targets == NULL || work->distill->mode != ISO_DISTILL_OBDP)
    return;
  /* Only rows of the softmax kind sum to 1, as the quick way wants them. */
  bool quick = work->distill->normalization == ISO_TRANSITION_SOFTMAX;
  work->health->spectral_gap = (quick ? iso_spectral_gap_quick : iso_spectral_gap) (targets->transition, targets->batch_size);
}

static void
measure_task (void *data, size_t task)
{
  const Work *work = data;
  const IsoStep *step = work->step;
  size_t B = iso_step_batch_size (step), D = iso_step_embedding_size (step);
  const IsoTargets *targets = iso_step_targets (step);
  switch (task)
    {
    case RANK:
      work->health->embedding.effective_rank = iso_effective_rank (iso_step_embeddings (step), B, D);
      break;
    case GAP:
      measure_gap (work);
      break;
    case TARGETS:
      if (targets != NULL)
        work->health->targets = iso_target_health (targets->targets, work->labels, B);
      break;
    case SIMILARITY:
    default:
      work->health->embedding.mean_similarity = iso_mean_similarity (iso_step_student_similarity (step), B);
      break;
    }
}

static void
measure_cheap_task (void *data, size_t task)
{
  measure_task (data, TARGETS + task);
}

void
iso_step_health (IsoHealth *health, const IsoStep *step, const gint32 *labels, const IsoDistillSettings *distill, bool in_full,
                 IsoPool *pool)
{
  Work work = { health, step, labels, distill };
  iso_health_init (health);
  health->mined = *iso_step_mined (step);
  if (in_full)
    iso_pool_run (pool, TASKS, measure_task, &work);
  else
    iso_pool_run (pool, TASKS - TARGETS, measure_cheap_task, &work);
}
