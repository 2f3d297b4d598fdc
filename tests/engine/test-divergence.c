#include "engine/base/checked.h"
#include "engine/distill/distillation.h"
#include "engine/distill/divergence.h"
#include "engine/linalg/naive.h"
#include "engine/linalg/pairwise.h"
#include "engine/linalg/rows.h"
#include "tests/support/naive.h"

#include <math.h>

#define SMALL(value, tolerance) g_assert_true ((value) <= (tolerance))

typedef struct {
  size_t B;
  float *student, *teacher, *targets; /* similarities (B, B); P */
} Batch;

static Batch
batch_new (size_t B, double difference, double tau, guint64 seed)
{
  enum { D = 12 };
  IsoRandom random;
  Batch batch = { B, iso_floats_new (B * B), iso_floats_new (B * B), iso_floats_new (B * B) };
  float *Z = iso_floats_new (B * D);
  iso_random_init (&random, seed, "test");
  iso_test_embeddings (Z, NULL, B, D, 1 + (guint32) B / 4, 0.6, &random);
  iso_gram (batch.teacher, Z, B, D);
  for (size_t at = 0; at < B * D; at++)
    Z[at] += (float) (difference * iso_random_normal (&random));
  iso_rows_normalize (Z, NULL, Z, B, D);
  iso_gram (batch.student, Z, B, D);
  iso_rows_softmax (batch.targets, batch.teacher, (float) tau, B, B);
  iso_block_free (Z);
  return batch;
}

static void
batch_clear (Batch *batch)
{
  iso_block_free (batch->student);
  iso_block_free (batch->teacher);
  iso_block_free (batch->targets);
}

/* The exact value: targets softened in double too, which is what float32 rows of P stand for. */
static double
exact_divergence (const Batch *batch, double tau)
{
  size_t count = batch->B * batch->B;
  g_autofree double *teacher = iso_test_to_doubles (batch->teacher, count);
  g_autofree double *student = iso_test_to_doubles (batch->student, count);
  g_autofree double *targets = g_new (double, count);
  iso_naive_log_softmax (targets, teacher, tau, batch->B, batch->B);
  for (size_t at = 0; at < count; at++)
    targets[at] = exp (targets[at]);
  return iso_naive_divergence (targets, student, tau, batch->B);
}

static void
test_naive (void)
{
  const double temperatures[] = { 1.0, 0.2, 0.02 };
  for (size_t B = 2; B <= 130; B += B < 20 ? 1 : 37)
    for (size_t t = 0; t < G_N_ELEMENTS (temperatures); t++)
      {
        double tau = temperatures[t];
        Batch batch = batch_new (B, 0.1, tau, B + t);
        float *log_probabilities = iso_floats_new (B * B), *gradient = iso_floats_new (B * B);
        g_autofree double *student = iso_test_to_doubles (batch.student, B * B), *exact = g_new (double, B * B);
        double exact_value = exact_divergence (&batch, tau);
        double value = iso_divergence (log_probabilities, gradient, batch.student, batch.targets, tau, 3.0, B);
        SMALL (fabs (value - exact_value), 1e-5 * exact_value + 1e-8);
        iso_naive_log_softmax (exact, student, tau, B, B);
        SMALL (iso_test_relative_error (log_probabilities, exact, B * B), 1e-6);
        double largest = 0.0;
        for (size_t at = 0; at < B * B; at++)
          {
            double expected = 3.0 * (exp (exact[at]) - (double) batch.targets[at]) / (tau * (double) B);
            double error = fabs ((double) gradient[at] - expected);
            largest = error <= largest ? largest : error;
          }
        SMALL (largest, 1e-5 / (tau * (double) B));
        g_assert_true (iso_divergence (NULL, NULL, batch.student, batch.targets, tau, 3.0, B) == value);
        iso_block_free (log_probabilities);
        iso_block_free (gradient);
        batch_clear (&batch);
      }
}

/* Near 0 the value is a small difference of large entropies; it must not drown in their rounding. */
static void
test_small (void)
{
  const double differences[] = { 0.0, 0.003, 0.01, 0.03 };
  for (size_t i = 0; i < G_N_ELEMENTS (differences); i++)
    {
      Batch batch = batch_new (112, differences[i], 1.0, 40 + i);
      double exact = exact_divergence (&batch, 1.0);
      double value = iso_divergence (NULL, NULL, batch.student, batch.targets, 1.0, 1.0, 112);
      g_test_message ("divergence %.6e, exact %.6e", value, exact);
      SMALL (fabs (value - exact), 1e-5 * exact + 2e-9);
      batch_clear (&batch);
    }
}

/* The gradient is added to what is there, with its weight. */
static void
test_accumulation (void)
{
  enum { B = 21 };
  Batch batch = batch_new (B, 0.2, 0.2, 60);
  float *once = iso_floats_new (B * B), *twice = iso_floats_new (B * B);
  for (size_t at = 0; at < B * B; at++)
    twice[at] = 5.0f;
  iso_divergence (NULL, once, batch.student, batch.targets, 0.2, 1.0, B);
  iso_divergence (NULL, twice, batch.student, batch.targets, 0.2, 2.0, B);
  for (size_t at = 0; at < B * B; at++)
    SMALL (fabs ((double) twice[at] - 5.0 - 2.0 * (double) once[at]), 1e-6);
  iso_block_free (once);
  iso_block_free (twice);
  batch_clear (&batch);
}

/* ∂L_KD/∂Sˢ against central differences of the plain double version. */
static void
test_gradient (void)
{
  enum { B = 15 };
  const double step = 1e-5;
  Batch batch = batch_new (B, 0.3, 0.1, 61);
  float *gradient = iso_floats_new (B * B);
  g_autofree double *student = iso_test_to_doubles (batch.student, B * B), *targets = iso_test_to_doubles (batch.targets, B * B);
  iso_divergence (NULL, gradient, batch.student, batch.targets, 0.1, 1.0, B);
  for (size_t at = 0; at < B * B; at++)
    {
      double saved = student[at];
      student[at] = saved + step;
      double above = iso_naive_divergence (targets, student, 0.1, B);
      student[at] = saved - step;
      double below = iso_naive_divergence (targets, student, 0.1, B);
      student[at] = saved;
      SMALL (fabs ((double) gradient[at] - (above - below) / (2.0 * step)), 1e-6);
    }
  iso_block_free (gradient);
  batch_clear (&batch);
}

static void
test_zeros (void)
{
  /* 0 · log 0 = 0: one-hot targets give the cross entropy. */
  const float student[4] = { 1.0f, 0.2f, 0.2f, 1.0f }, targets[4] = { 0.0f, 1.0f, 1.0f, 0.0f };
  double value = iso_divergence (NULL, NULL, student, targets, 0.5, 1.0, 2);
  SMALL (fabs (value - (1.6 + log1p (exp (-1.6)))), 1e-6);
  const float one[1] = { 1.0f };
  SMALL (fabs (iso_divergence (NULL, NULL, one, one, 0.1, 1.0, 1)), 1e-12);
}

static void
test_nan (void)
{
  for (size_t where = 0; where < 9; where++)
    {
      float similarity[9] = { 1.0f, 0.1f, 0.2f, 0.1f, 1.0f, 0.3f, 0.2f, 0.3f, 1.0f }, targets[9];
      iso_rows_softmax (targets, similarity, 1.0f, 3, 3);
      similarity[where] = NAN;
      g_assert_true (isnan (iso_divergence (NULL, NULL, similarity, targets, 1.0, 1.0, 3)));
      similarity[where] = 0.5f;
      targets[where] = NAN;
      g_assert_true (isnan (iso_divergence (NULL, NULL, similarity, targets, 1.0, 1.0, 3)));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/divergence/naive", test_naive);
  g_test_add_func ("/divergence/small", test_small);
  g_test_add_func ("/divergence/accumulation", test_accumulation);
  g_test_add_func ("/divergence/gradient", test_gradient);
  g_test_add_func ("/divergence/zeros", test_zeros);
  g_test_add_func ("/divergence/nan", test_nan);
  return g_test_run ();
}
