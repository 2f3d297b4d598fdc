#include "engine/distill/distillation.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/distill/divergence.h"
#include "engine/linalg/pairwise.h"
#include "engine/linalg/rows.h"

void
iso_distillation_free (IsoDistillation *distillation)
{
  if (distillation == NULL)
    return;
  iso_block_free (distillation->teacher_similarity);
  iso_block_free (distillation->student_log_probabilities);
  iso_block_free (distillation->gradient);
  iso_targets_free (distillation->targets);
  g_free (distillation);
}

/* L_KD, log Q and ∂L_KD/∂Z = (G + Gᵀ) Z with G = ∂L_KD/∂Sˢ. Rows far longer than unit length end in what is not finite. */
static bool
compare_student (IsoDistillation *distillation, const float *student, double tau, GError **error)
{
  size_t B = distillation->B;
  float *similarity = iso_floats_new (B * B), *gradient = iso_floats_new (B * B);
  iso_gram (similarity, student, B, distillation->D);
  distillation->divergence = iso_divergence (distillation->student_log_probabilities, gradient, similarity,
                                             distillation->targets->targets, tau, 1.0, B);
  iso_gram_backward (distillation->gradient, gradient, student, B, distillation->D);
  iso_block_free (similarity);
  iso_block_free (gradient);
  if (isfinite (distillation->divergence) && iso_all_finite (distillation->gradient, B * distillation->D))
    return true;
  g_set_error (error, ISO_ERROR, ISO_ERROR_NUMERIC,
               _("the student's divergence or its gradient is NaN or infinite; its rows are expected to have unit length"));
  return false;
}

IsoDistillation *
iso_distillation_new (const float *student, const float *teacher, size_t B, size_t D, size_t teacher_D,
                      const IsoDistillSettings *settings, IsoPool *pool, GError **error)
{
  if (B > ISO_DISTILLATION_CAPACITY)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_MEMORY, _("a batch of %zu samples is too large: at most %d fit"), B,
                   ISO_DISTILLATION_CAPACITY);
      return NULL;
    }
  g_autoptr (IsoDistillation) distillation = g_new0 (IsoDistillation, 1);
  distillation->B = B;
  distillation->D = D;
  distillation->teacher_similarity = iso_floats_new (B * B);
  distillation->student_log_probabilities = iso_floats_new (B * B);
  distillation->gradient = iso_floats_new (B * D);
  distillation->targets = iso_targets_new (B);
  iso_gram (distillation->teacher_similarity, teacher, B, teacher_D);
  IsoStages stages = settings->mode == ISO_DISTILL_OBDP ? ISO_STAGES_ALL : ISO_STAGES_TARGETS;
  if (!iso_targets_compute (distillation->targets, distillation->teacher_similarity, B, settings, stages, pool, error))
    return NULL;
  if (!compare_student (distillation, student, settings->tau, error))
    return NULL;
  return g_steal_pointer (&distillation);
}
