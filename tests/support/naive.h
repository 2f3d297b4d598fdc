/* METHOD's formulas written down plainly in double, beside which the engine's fast ways are held. */
#pragma once

#include "engine/base/random.h"
#include "engine/distill/settings.h"

/* Everything (B, B), and the gradient (B, B) with regard to Sˢ. */
typedef struct {
  size_t B;
  double *transition, *kernel, *psd, *targets;
} IsoNaiveTargets;

/* S (B, B): exactly the float32 values that the engine is given. */
IsoNaiveTargets *iso_naive_targets_new (const float *similarity, size_t B, const IsoDistillSettings *settings);
void iso_naive_targets_free (IsoNaiveTargets *targets);

/* L_KD of targets P (B, B) and student similarities S (B, B). */
double iso_naive_divergence (const double *targets, const double *similarity, double tau, size_t B);

/* Z (B, D): unit rows around `classes` random centers; labels (B) may be NULL. spread: 0 = all of a class equal. */
void iso_test_embeddings (float *Z, gint32 *labels, size_t B, size_t D, guint32 classes, double spread, IsoRandom *random);

/* ‖a − b‖/‖b‖ with a in float, NAN if anything is. */
double iso_test_relative_error (const float *a, const double *b, size_t count);

double *iso_test_to_doubles (const float *values, size_t count);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoNaiveTargets, iso_naive_targets_free)
