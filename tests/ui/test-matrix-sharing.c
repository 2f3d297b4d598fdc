/* Matrices after other settings: the same as from nothing, with what the settings leave as it was shared; the gradients; and what an
 * alarm asks for. */
#include <math.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/distill/divergence.h"
#include "engine/distill/health.h"
#include "tests/support/synthetic-batch.h"
#include "ui/figure/batch-health.h"
#include "ui/figure/batch-words.h"

enum { SIDE = 112 };

typedef struct {
  IsoBatchSnapshot *batch;
  IsoTargets *room;
  IsoBatchMatrices *held;
  IsoBatchHealth health;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->batch = iso_test_batch (SIDE, 32, 10, 5);
  fixture->room = iso_targets_new (SIDE);
  fixture->held = iso_batch_matrices_new (fixture->batch, &fixture->batch->distill, fixture->room);
  iso_batch_health_compute (&fixture->health, fixture->batch, fixture->held);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  iso_batch_matrices_unref (fixture->held);
  iso_targets_free (fixture->room);
  iso_batch_snapshot_unref (fixture->batch);
}

/* fresh: a bit for each matrix that must be made anew; the others must be shared. */
static void
move (Fixture *fixture, const IsoDistillSettings *settings, guint fresh)
{
  g_autoptr (IsoTargets) other = iso_targets_new (SIDE);
  IsoBatchMatrices *next = iso_batch_matrices_next (fixture->batch, settings, fixture->room, fixture->held, NULL);
  g_autoptr (IsoBatchMatrices) anew = iso_batch_matrices_new (fixture->batch, settings, other);
  IsoBatchHealth health, expected;
  iso_batch_health_next (&health, fixture->batch, next, &fixture->health, fixture->held, NULL);
  iso_batch_health_compute (&expected, fixture->batch, anew);
  for (IsoMatrixKind kind = 0; kind < ISO_MATRIX_COUNT; kind++)
    {
      gboolean is_shared = next->blocks[kind] == fixture->held->blocks[kind];
      g_assert_cmpint (is_shared, ==, (fresh >> kind & 1) == 0);
      g_assert_true ((next->values[kind] == NULL) == (anew->values[kind] == NULL));
      for (size_t at = 0; anew->values[kind] != NULL && at < SIDE * SIDE; at++)
        g_assert_true (fabsf (next->values[kind][at] - anew->values[kind][at]) <= 2e-6f);
      g_assert_cmpfloat_with_epsilon (next->linear[kind].maximum, anew->linear[kind].maximum, 1e-9);
    }
  for (IsoGaugeKind kind = 0; kind < ISO_GAUGE_COUNT; kind++)
    g_assert_true ((isnan (health.values[kind]) && isnan (expected.values[kind]))
                   || fabs (health.values[kind] - expected.values[kind]) <= 1e-5 * fmax (1.0, fabs (expected.values[kind])));
  iso_batch_matrices_unref (fixture->held);
  fixture->held = next;
  fixture->health = health;
}

#define BIT(kind) (1u << ISO_MATRIX_##kind)
#define DIFFUSED (BIT (OBDP) | BIT (DIFFERENCE) | BIT (GRADIENT))
#define WALK (BIT (GRAPH) | BIT (TRANSITION) | BIT (KERNEL) | DIFFUSED)

static void
test_shared (Fixture *fixture, gconstpointer data)
{
  IsoDistillSettings settings = fixture->batch->distill;
  move (fixture, &settings, 0);
  settings.lambda = 3.0;
  move (fixture, &settings, BIT (GRADIENT));
  settings.omega = 0.6;
  move (fixture, &settings, BIT (KERNEL) | DIFFUSED);
  settings.tau = 0.3;
  move (fixture, &settings, BIT (PSD) | BIT (STUDENT) | DIFFUSED);
  settings.k = 20;
  move (fixture, &settings, WALK);
  settings.tau_d = 0.3;
  move (fixture, &settings, WALK);
  settings.gamma = 2.0;
  move (fixture, &settings, 0);
  settings.mode = ISO_DISTILL_PSD;
  move (fixture, &settings, BIT (GRADIENT));
  settings.mode = ISO_DISTILL_UNIFORM;
  move (fixture, &settings, BIT (GRADIENT));
  settings.mode = ISO_DISTILL_OBDP;
  settings.normalization = ISO_TRANSITION_SYMMETRIC;
  settings.graph = ISO_GRAPH_UNION;
  move (fixture, &settings, WALK);
  settings.gamma = 1.0;
  move (fixture, &settings, WALK);
  /* All neighbors: the kind of graph and numbers beyond the batch say the same. */
  settings.k = 0;
  move (fixture, &settings, WALK);
  settings.k = SIDE - 1;
  settings.graph = ISO_GRAPH_MUTUAL;
  move (fixture, &settings, 0);
}

/* After settings that fail nothing is taken for there. */
static void
test_failed (Fixture *fixture, gconstpointer data)
{
  IsoDistillSettings settings = fixture->batch->distill, wrong = settings;
  wrong.normalization = ISO_TRANSITION_SYMMETRIC;
  g_autoptr (IsoBatchMatrices) failed = iso_batch_matrices_next (fixture->batch, &wrong, fixture->room, fixture->held, NULL);
  g_assert_nonnull (failed->problem);
  g_assert_null (failed->values[ISO_MATRIX_GRADIENT]);
  g_autoptr (IsoBatchMatrices) again = iso_batch_matrices_next (fixture->batch, &settings, fixture->room, failed, NULL);
  g_assert_null (again->problem);
  for (size_t at = 0; at < SIDE * SIDE; at++)
    g_assert_cmpfloat (again->values[ISO_MATRIX_OBDP][at], ==, fixture->held->values[ISO_MATRIX_OBDP][at]);
}

/* The same numbers as what training adds to ∂L/∂Sˢ. */
static void
test_gradient (Fixture *fixture, gconstpointer data)
{
  const IsoBatchMatrices *matrices = fixture->held;
  const IsoDistillSettings *settings = &fixture->batch->distill;
  double weight = fixture->batch->ramp * settings->lambda * settings->tau * settings->tau;
  float *expected = iso_floats_new (SIDE * SIDE);
  iso_divergence (NULL, expected, fixture->batch->student_similarity, matrices->values[ISO_MATRIX_OBDP], settings->tau, weight, SIDE);
  g_assert_cmpfloat_with_epsilon (iso_batch_matrices_weight (matrices), weight, 1e-12);
  for (size_t at = 0; at < SIDE * SIDE; at++)
    g_assert_true (fabs ((double) expected[at] - (double) matrices->values[ISO_MATRIX_GRADIENT][at]) <= 1e-6 * weight);
  iso_block_free (expected);
  g_assert_cmpmem (matrices->values[ISO_MATRIX_LOSS_GRADIENT], SIDE * SIDE * sizeof (float), fixture->batch->loss_gradient,
                   SIDE * SIDE * sizeof (float));
  const IsoHeatScale *scale = iso_batch_matrices_scale (matrices, ISO_MATRIX_GRADIENT, false);
  g_assert_cmpint (scale->kind, ==, ISO_HEAT_DIVERGING);
  g_assert_cmpint (iso_batch_matrices_scale (matrices, ISO_MATRIX_LOSS_GRADIENT, true)->kind, ==, ISO_HEAT_DIVERGING_LOGARITHMIC);
  /* The loss pulls at every pair of a class, by the way the batch is made. */
  g_assert_cmpfloat_with_epsilon (matrices->summary[ISO_MATRIX_LOSS_GRADIENT].pulled_within, 1.0, 1e-12);
}

static char *
statistic (IsoBatchSnapshot *batch, const IsoDistillSettings *settings, IsoMatrixKind kind)
{
  g_autoptr (IsoTargets) room = iso_targets_new (SIDE);
  g_autoptr (IsoBatchMatrices) matrices = iso_batch_matrices_new (batch, settings, room);
  g_assert_null (matrices->values[kind]);
  return iso_matrix_statistic (matrices, kind);
}

static void
test_missing (Fixture *fixture, gconstpointer data)
{
  IsoBatchSnapshot *batch = fixture->batch;
  IsoDistillSettings off = batch->distill;
  off.mode = ISO_DISTILL_NONE;
  g_autofree char *none = statistic (batch, &off, ISO_MATRIX_GRADIENT);
  g_assert_nonnull (strstr (none, "off"));
  batch->has_teacher = false;
  g_autofree char *early = statistic (batch, &batch->distill, ISO_MATRIX_GRADIENT);
  g_assert_nonnull (strstr (early, "no teacher"));
  g_clear_pointer (&batch->loss_gradient, iso_block_free);
  g_autofree char *proxies = statistic (batch, &batch->distill, ISO_MATRIX_LOSS_GRADIENT);
  g_assert_nonnull (strstr (proxies, "proxies"));
  batch->is_probe = true;
  g_autofree char *probe = statistic (batch, &batch->distill, ISO_MATRIX_LOSS_GRADIENT);
  g_assert_nonnull (strstr (probe, "probe"));
}

static void
test_readout (Fixture *fixture, gconstpointer data)
{
  g_autofree char *markup = iso_matrix_readout_markup (fixture->held, ISO_MATRIX_GRADIENT, NULL, 3, 4, false);
  g_autofree char *loss = iso_matrix_readout_markup (fixture->held, ISO_MATRIX_LOSS_GRADIENT, NULL, 3, 4, false);
  g_autofree char *self = iso_matrix_readout_markup (fixture->held, ISO_MATRIX_LOSS_GRADIENT, NULL, 3, 3, false);
  g_assert_nonnull (strstr (markup, "target"));
  g_assert_nonnull (strstr (loss, "pulled together"));
  g_assert_nonnull (strstr (self, "left alone"));
}

/* Scales of the other, numbers of its own. */
static void
test_scales (Fixture *fixture, gconstpointer data)
{
  IsoDistillSettings settings = fixture->batch->distill;
  settings.tau = 1.0;
  g_autoptr (IsoTargets) room = iso_targets_new (SIDE);
  g_autoptr (IsoBatchMatrices) flat = iso_batch_matrices_new (fixture->batch, &settings, room);
  g_autoptr (IsoBatchMatrices) copy = iso_batch_matrices_on_scales_of (fixture->held, flat);
  g_assert_true (copy->blocks[ISO_MATRIX_OBDP] == fixture->held->blocks[ISO_MATRIX_OBDP]);
  g_assert_cmpfloat (copy->linear[ISO_MATRIX_OBDP].maximum, ==, flat->linear[ISO_MATRIX_OBDP].maximum);
  g_assert_cmpfloat (copy->linear[ISO_MATRIX_OBDP].maximum, !=, fixture->held->linear[ISO_MATRIX_OBDP].maximum);
}

/* ---- hints ---- */

static IsoHealthHint
hint_at (IsoBatchSnapshot *batch, const IsoDistillSettings *settings, char **text, IsoDistillSettings *better)
{
  IsoBatchHealth health;
  g_autoptr (IsoTargets) room = iso_targets_new (SIDE);
  g_autoptr (IsoBatchMatrices) matrices = iso_batch_matrices_new (batch, settings, room);
  iso_batch_health_compute (&health, batch, matrices);
  return iso_health_hint (text, better, &health, matrices);
}

static void
test_hints (Fixture *fixture, gconstpointer data)
{
  IsoBatchSnapshot *batch = fixture->batch;
  IsoDistillSettings settings = batch->distill, better;
  g_autofree char *calm = NULL, *flat = NULL, *leveled = NULL, *collapsed = NULL;
  g_assert_cmpint (hint_at (batch, &settings, &calm, &better), ==, ISO_HINT_NONE);
  g_assert_null (calm);
  settings.tau = 1.0;
  g_assert_cmpint (hint_at (batch, &settings, &flat, &better), ==, ISO_HINT_LOWER_TAU);
  g_assert_nonnull (strstr (flat, "At τ = 1 the targets are nearly uniform"));
  g_assert_cmpfloat_with_epsilon (better.tau, 0.2, 1e-12);
  settings = batch->distill;
  settings.k = 0;
  settings.omega = 0.999;
  settings.tau_d = 2.0;
  g_assert_cmpint (hint_at (batch, &settings, &leveled, &better), ==, ISO_HINT_LESS_DIFFUSION);
  g_assert_true (better.omega < 0.6 && better.tau_d < 0.2 && better.tau == settings.tau);
  settings.mode = ISO_DISTILL_UNIFORM;
  g_autofree char *control = NULL;
  g_assert_cmpint (hint_at (batch, &settings, &control, &better), ==, ISO_HINT_NONE);
  for (size_t at = 0; at < SIDE * batch->D; at++)
    batch->embeddings[at] = 1.0f / sqrtf ((float) batch->D);
  iso_gram (batch->student_similarity, batch->embeddings, SIDE, batch->D);
  g_assert_cmpint (hint_at (batch, &batch->distill, &collapsed, &better), ==, ISO_HINT_COLLAPSED);
  g_assert_nonnull (strstr (collapsed, "close together"));
}

/* The symmetric T has the eigenvalues of the walk that its affinities make. */
static void
test_symmetric_gap (Fixture *fixture, gconstpointer data)
{
  IsoDistillSettings settings = fixture->batch->distill;
  settings.normalization = ISO_TRANSITION_SYMMETRIC;
  settings.graph = ISO_GRAPH_UNION;
  IsoBatchHealth health;
  g_autoptr (IsoBatchMatrices) matrices = iso_batch_matrices_new (fixture->batch, &settings, fixture->room);
  iso_batch_health_compute (&health, fixture->batch, matrices);
  g_assert_cmpfloat_with_epsilon (health.values[ISO_GAUGE_GAP], iso_spectral_gap (matrices->values[ISO_MATRIX_TRANSITION], SIDE), 5e-3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add ("/matrix-sharing/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("shared", test_shared);
  ADD ("failed", test_failed);
  ADD ("gradient", test_gradient);
  ADD ("missing", test_missing);
  ADD ("readout", test_readout);
  ADD ("scales", test_scales);
  ADD ("hints", test_hints);
  ADD ("symmetric-gap", test_symmetric_gap);
#undef ADD
  return g_test_run ();
}
