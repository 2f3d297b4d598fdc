#include "engine/base/checked.h"
#include "engine/linalg/naive.h"
#include "engine/linalg/pairwise.h"
#include "engine/loss/loss.h"
#include "engine/loss/miner.h"
#include "tests/support/cases.h"
#include "tests/support/naive.h"

#include <math.h>
#include <string.h>

#define SMALL(value, tolerance) g_assert_true ((value) <= (tolerance))

/* A batch with everything a loss may ask for, and room for its answer. */
typedef struct {
  IsoLossInput input;
  IsoLossOutput output;
  float *Z, *S;
  gint32 *labels;
  IsoTriplets triplets;
} Batch;

static void
batch_init (Batch *batch, size_t B, size_t D, guint32 classes, double spread, guint64 seed)
{
  IsoRandom random;
  const double per_anchor = 3.0;
  memset (batch, 0, sizeof *batch);
  batch->Z = iso_floats_new (B * D);
  batch->S = iso_floats_new (B * B);
  batch->labels = g_new (gint32, B);
  iso_random_init (&random, seed, "test");
  iso_test_embeddings (batch->Z, batch->labels, B, D, classes, spread, &random);
  iso_gram (batch->S, batch->Z, B, D);
  iso_miner_kind (ISO_MINER_RANDOM)->mine (&batch->triplets, batch->S, batch->labels, B, &per_anchor, &random);
  batch->input = (IsoLossInput) { batch->Z, batch->S, batch->labels, batch->triplets.triplets, B, D, batch->triplets.count };
  batch->output.similarity_gradient = iso_floats_new (B * B);
  batch->output.embedding_gradient = iso_floats_new (B * D);
}

static void
batch_clear (Batch *batch)
{
  iso_block_free (batch->Z);
  iso_block_free (batch->S);
  g_free (batch->labels);
  iso_triplets_clear (&batch->triplets);
  iso_block_free (batch->output.similarity_gradient);
  iso_block_free (batch->output.embedding_gradient);
}

/* values (ISO_LOSS_MAX_PARAMETERS) = defaults */
static void
default_parameters (double *values, const IsoLossKind *kind)
{
  for (size_t slot = 0; slot < kind->parameter_count; slot++)
    values[slot] = kind->parameters[slot].initial;
}

static double
naive_loss (const Batch *batch, IsoLossName name, const double *similarity, const double *values)
{
  const IsoLossInput *input = &batch->input;
  return name == ISO_LOSS_TRIPLET ? iso_naive_triplet (similarity, input->triplets, input->triplet_count, input->B, values[0])
                                  : iso_naive_multi_similarity (similarity, input->labels, input->B, values);
}

/* L and ∂L/∂S against the plain double version and its central differences. Where two steps of different size disagree there is a
 * kink between, which has no derivative to compare with; such entries must be few. */
static void
compare_with_naive (Batch *batch, IsoLossName name, const double *values)
{
  const double step = 1e-5;
  size_t B = batch->input.B, kinks = 0;
  g_autofree double *S = iso_test_to_doubles (batch->S, B * B);
  iso_loss_kind (name)->compute (&batch->output, &batch->input, values);
  double exact = naive_loss (batch, name, S, values);
  SMALL (fabs (batch->output.loss - exact), 2e-6 * (1.0 + fabs (exact)));
  for (size_t at = 0; at < B * B; at += B > 40 ? 17 : 1)
    {
      double saved = S[at], slopes[2];
      for (int half = 0; half < 2; half++)
        {
          double distance = half ? step / 2.0 : step;
          S[at] = saved + distance;
          slopes[half] = naive_loss (batch, name, S, values);
          S[at] = saved - distance;
          slopes[half] = (slopes[half] - naive_loss (batch, name, S, values)) / (2.0 * distance);
        }
      S[at] = saved;
      if (fabs (slopes[0] - slopes[1]) > 1e-6 + 1e-3 * fabs (slopes[0]))
        kinks++;
      else
        SMALL (fabs ((double) batch->output.similarity_gradient[at] - slopes[1]), 2e-6 + 1e-4 * fabs (slopes[1]));
    }
  SMALL ((double) kinks, 0.05 * (double) (B * B) + 2.0);
}

static void
test_naive (void)
{
  const size_t sizes[] = { 2, 3, 7, 16, 17, 31, 33, 112, 130 };
  for (guint name = 0; name < ISO_LOSS_COUNT; name++)
    for (size_t b = 0; b < G_N_ELEMENTS (sizes); b++)
      for (int spread = 1; spread <= 3; spread++)
        {
          Batch batch;
          double values[ISO_LOSS_MAX_PARAMETERS];
          default_parameters (values, iso_loss_kind ((IsoLossName) name));
          batch_init (&batch, sizes[b], 12, 2 + (guint32) sizes[b] / 5, 0.4 * spread, 10 * sizes[b] + (guint64) spread);
          compare_with_naive (&batch, (IsoLossName) name, values);
          batch_clear (&batch);
        }
}

/* Exponents far beyond float32 must not overflow. */
static void
test_sharp (void)
{
  const double values[] = { 900.0, 1000.0, 0.1, 0.0 };
  Batch batch;
  batch_init (&batch, 24, 8, 5, 0.8, 5);
  iso_loss_kind (ISO_LOSS_MULTI_SIMILARITY)->compute (&batch.output, &batch.input, values);
  g_autofree double *S = iso_test_to_doubles (batch.S, 24 * 24);
  double exact = iso_naive_multi_similarity (S, batch.labels, 24, values);
  g_assert_true (isfinite (exact) && exact > 0.0);
  SMALL (fabs (batch.output.loss - exact), 1e-5 * exact);
  for (size_t at = 0; at < 24 * 24; at++)
    g_assert_true (isfinite (batch.output.similarity_gradient[at]));
  batch_clear (&batch);
}

static void
expect_nothing (Batch *batch)
{
  for (guint name = 0; name < ISO_LOSS_COUNT; name++)
    {
      double values[ISO_LOSS_MAX_PARAMETERS];
      const IsoLossKind *kind = iso_loss_kind ((IsoLossName) name);
      default_parameters (values, kind);
      kind->compute (&batch->output, &batch->input, values);
      g_assert_true (batch->output.loss == 0.0);
      g_assert_cmpuint (batch->output.active_count, ==, 0);
      for (size_t at = 0; at < batch->input.B * batch->input.B; at++)
        g_assert_cmpfloat (batch->output.similarity_gradient[at], ==, 0.0f);
      for (size_t at = 0; at < batch->input.B * batch->input.D; at++)
        g_assert_cmpfloat (batch->output.embedding_gradient[at], ==, 0.0f);
    }
}

/* No eligible anchor: one class, only singletons, a batch of one. */
static void
test_nothing_eligible (void)
{
  Batch batch;
  batch_init (&batch, 20, 8, 1, 0.5, 6);
  g_assert_cmpuint (batch.input.triplet_count, ==, 0);
  expect_nothing (&batch);
  for (size_t i = 0; i < 20; i++)
    batch.labels[i] = (gint32) i;
  expect_nothing (&batch);
  batch_clear (&batch);
  batch_init (&batch, 1, 8, 3, 0.5, 6);
  expect_nothing (&batch);
  batch_clear (&batch);
}

/* All embeddings equal, and exact duplicates: finite, and the values that the formula gives. */
static void
test_equal (void)
{
  Batch batch;
  double values[ISO_LOSS_MAX_PARAMETERS];
  batch_init (&batch, 16, 8, 3, 0.0, 7);
  for (size_t at = 0; at < 16 * 16; at++)
    batch.S[at] = 1.0f;
  for (guint name = 0; name < ISO_LOSS_COUNT; name++)
    {
      const IsoLossKind *kind = iso_loss_kind ((IsoLossName) name);
      g_autofree double *S = iso_test_to_doubles (batch.S, 16 * 16);
      default_parameters (values, kind);
      kind->compute (&batch.output, &batch.input, values);
      double exact = naive_loss (&batch, (IsoLossName) name, S, values);
      SMALL (fabs (batch.output.loss - exact), 1e-6 * (1.0 + exact));
      g_assert_cmpuint (batch.output.active_count, ==, batch.output.candidate_count);
    }
  batch_clear (&batch);
}

/* The gradient is added to what is there. */
static void
test_accumulation (void)
{
  for (guint name = 0; name < ISO_LOSS_COUNT; name++)
    {
      Batch batch, other;
      double values[ISO_LOSS_MAX_PARAMETERS];
      const IsoLossKind *kind = iso_loss_kind ((IsoLossName) name);
      default_parameters (values, kind);
      batch_init (&batch, 20, 8, 4, 0.6, 8);
      batch_init (&other, 20, 8, 4, 0.6, 8);
      for (size_t at = 0; at < 400; at++)
        other.output.similarity_gradient[at] = 2.0f;
      kind->compute (&batch.output, &batch.input, values);
      kind->compute (&other.output, &other.input, values);
      for (size_t at = 0; at < 400; at++)
        SMALL (fabs ((double) other.output.similarity_gradient[at] - 2.0 - (double) batch.output.similarity_gradient[at]), 1e-6);
      batch_clear (&batch);
      batch_clear (&other);
    }
}

static void
test_nan (void)
{
  for (guint name = 0; name < ISO_LOSS_COUNT; name++)
    {
      Batch batch;
      double values[ISO_LOSS_MAX_PARAMETERS];
      const IsoLossKind *kind = iso_loss_kind ((IsoLossName) name);
      default_parameters (values, kind);
      batch_init (&batch, 20, 8, 4, 0.6, 9);
      size_t anchor = (size_t) batch.triplets.triplets[0], positive = (size_t) batch.triplets.triplets[1];
      batch.S[anchor * 20 + positive] = NAN;
      kind->compute (&batch.output, &batch.input, values);
      g_assert_true (isnan (batch.output.loss));
      batch_clear (&batch);
    }
}

static void
test_registry (void)
{
  for (guint name = 0; name < ISO_LOSS_COUNT; name++)
    {
      const IsoLossKind *kind = iso_loss_kind ((IsoLossName) name);
      g_assert_cmpint (iso_loss_find (kind->name), ==, name);
      g_assert_true (kind->title && kind->formula && kind->description && kind->paper && kind->compute);
      g_assert_cmpuint (kind->parameter_count, <=, ISO_LOSS_MAX_PARAMETERS);
      for (size_t slot = 0; slot < kind->parameter_count; slot++)
        {
          const IsoParameter *parameter = &kind->parameters[slot];
          g_assert_true (parameter->key && parameter->title && parameter->help);
          g_assert_true (parameter->initial >= parameter->minimum && parameter->initial <= parameter->maximum);
          g_assert_true (parameter->soft_minimum >= parameter->minimum && parameter->soft_maximum <= parameter->maximum);
        }
    }
  g_assert_cmpint (iso_loss_find ("no such loss"), ==, ISO_LOSS_COUNT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/losses/naive", test_naive);
  g_test_add_func ("/losses/sharp", test_sharp);
  g_test_add_func ("/losses/nothing-eligible", test_nothing_eligible);
  g_test_add_func ("/losses/equal", test_equal);
  g_test_add_func ("/losses/accumulation", test_accumulation);
  g_test_add_func ("/losses/nan", test_nan);
  g_test_add_func ("/losses/registry", test_registry);
  iso_test_add_reference_cases ("/losses/reference", "loss", "multi-similarity-");
  iso_test_add_reference_cases ("/losses/reference", "loss", "triplet-");
  return g_test_run ();
}
