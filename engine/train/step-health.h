/* Whether a training step was in good health: its targets, its embeddings, and what its loss found to work on. */
#pragma once

#include "engine/distill/health.h"
#include "engine/train/mined.h"
#include "engine/train/step.h"

typedef struct {
  IsoTargetHealth targets;      /* NAN without distillation */
  double spectral_gap;          /* of T, see iso_spectral_gap(); NAN without diffusion and in steps in which it was not measured */
  IsoEmbeddingHealth embedding; /* of the student; the rank is NAN in steps in which it was not measured */
  IsoMined mined;
} IsoHealth;

/* Everything NAN and 0. */
void iso_health_init (IsoHealth *health);

/* Of the last step, which must have been finite; labels (B) and settings as it was given. in_full: the spectral gap and the
 * effective rank too, which cost five times as much as all else. The same bytes for any number of threads. */
void iso_step_health (IsoHealth *health, const IsoStep *step, const gint32 *labels, const IsoDistillSettings *distill,
                      bool in_full, IsoPool *pool);

/* Whether the step of that number (1 = the first) is measured in full: every `every` steps from the first on, 0: none. */
static inline bool
iso_health_is_due (guint64 step, int every)
{
  return every > 0 && (step - 1) % (guint64) every == 0;
}
