/* Soft targets of random similarities, for their tests. */
#pragma once

#include <math.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/distill/target.h"
#include "engine/linalg/pairwise.h"
#include "tests/support/naive.h"

#define NEAR(value, expected, tolerance) g_assert_true (fabs ((double) (value) - (double) (expected)) <= (tolerance))
#define SMALL(value, tolerance) g_assert_true ((value) <= (tolerance))

static const IsoDistillSettings paper = {
  .mode = ISO_DISTILL_OBDP, .tau = 1.0, .omega = 0.99, .tau_d = 1.0, .gamma = 1.0, .lambda = 75.0,
};

static inline float *
random_similarity (size_t B, size_t D, guint32 classes, double spread, guint64 seed)
{
  IsoRandom random;
  float *Z = iso_floats_new (B * D), *S = iso_floats_new (B * B);
  iso_random_init (&random, seed, "test");
  iso_test_embeddings (Z, NULL, B, D, classes, spread, &random);
  iso_gram (S, Z, B, D);
  iso_block_free (Z);
  return S;
}

static inline void
compute (IsoTargets *targets, const float *S, size_t B, const IsoDistillSettings *settings, IsoStages stages)
{
  g_autoptr (GError) error = NULL;
  bool computed = iso_targets_compute (targets, S, B, settings, stages, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (computed);
}
