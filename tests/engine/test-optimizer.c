/* Adam against the textbook's formula in double, and on a problem whose answer is known. */
#include "engine/network/optimizer.h"

#include <math.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/base/random.h"

#define COUNT 70001

static void
test_textbook (void)
{
  const IsoOptimizerSettings settings = { ISO_OPTIMIZER_ADAM, 1e-3, 4e-4 };
  IsoOptimizer optimizer;
  iso_optimizer_init (&optimizer, COUNT);
  g_autoptr (IsoPool) pool = iso_pool_new (3);
  float *weights = iso_floats_new (COUNT), *gradient = iso_floats_new (COUNT);
  g_autofree double *w = g_new (double, COUNT), *m = g_new0 (double, COUNT), *v = g_new0 (double, COUNT);
  IsoRandom random;
  iso_random_init (&random, 4, "init");
  for (size_t i = 0; i < COUNT; i++)
    {
      weights[i] = (float) iso_random_normal (&random);
      w[i] = (double) weights[i];
    }
  for (int t = 1; t <= 30; t++)
    {
      for (size_t i = 0; i < COUNT; i++)
        gradient[i] = (float) (pow (10.0, -6.0 * (double) (i % 7) / 6.0) * iso_random_normal (&random));
      iso_optimizer_update (&optimizer, weights, gradient, 1.0, &settings, pool);
      for (size_t i = 0; i < COUNT; i++)
        {
          double g = (double) gradient[i] + settings.decay * w[i];
          m[i] = 0.9 * m[i] + 0.1 * g;
          v[i] = 0.999 * v[i] + 0.001 * g * g;
          w[i] -= settings.rate * (m[i] / (1.0 - pow (0.9, t))) / (sqrt (v[i] / (1.0 - pow (0.999, t))) + 1e-8);
        }
    }
  g_assert_cmpuint (optimizer.step, ==, 30);
  for (size_t i = 0; i < COUNT; i++)
    {
      g_assert_true (fabs ((double) weights[i] - w[i]) <= 30 * 2e-7 * fmax (1.0, fabs (w[i])));
      g_assert_true (fabs ((double) optimizer.second[i] - v[i]) <= 2e-5 * v[i]);
    }
  iso_block_free (weights);
  iso_block_free (gradient);
  iso_optimizer_clear (&optimizer);
  g_assert_null (optimizer.first);
}

/* Adam's first step is rate · sign(g), however large or small the gradient. */
static void
test_first_step (void)
{
  const IsoOptimizerSettings settings = { ISO_OPTIMIZER_ADAM, 0.01, 0.0 };
  IsoOptimizer optimizer;
  iso_optimizer_init (&optimizer, 5);
  float weights[5] = { 1.0f, 1.0f, 1.0f, 1.0f, 1.0f };
  const float gradient[5] = { 1e-4f, -1e-4f, 30.0f, -1e6f, 0.0f };
  const double expected[5] = { 0.99, 1.01, 0.99, 1.01, 1.0 };
  iso_optimizer_update (&optimizer, weights, gradient, 1.0, &settings, NULL);
  for (size_t i = 0; i < 5; i++)
    g_assert_true (fabs ((double) weights[i] - expected[i]) <= 2e-6);
  iso_optimizer_clear (&optimizer);
}

static void
test_converges (void)
{
  const IsoOptimizerSettings settings = { ISO_OPTIMIZER_ADAM, 0.02, 0.0 };
  const float target[4] = { 1.0f, -2.0f, 0.5f, 0.0f }, curvature[4] = { 1.0f, 100.0f, 0.01f, 5.0f };
  float weights[4] = { 0.0f, 0.0f, 0.0f, 3.0f }, gradient[4];
  IsoOptimizer optimizer;
  iso_optimizer_init (&optimizer, 4);
  for (int t = 0; t < 3000; t++)
    {
      for (size_t i = 0; i < 4; i++)
        gradient[i] = curvature[i] * (weights[i] - target[i]);
      iso_optimizer_update (&optimizer, weights, gradient, 1.0, &settings, NULL);
    }
  for (size_t i = 0; i < 4; i++)
    g_assert_true (fabsf (weights[i] - target[i]) <= 1e-3f);
  iso_optimizer_clear (&optimizer);
}

static void
test_same_for_any_threads (void)
{
  const IsoOptimizerSettings settings = { ISO_OPTIMIZER_ADAM, 1e-3, 1e-2 };
  float *first = NULL;
  for (int threads = 1; threads <= 4; threads++)
    {
      g_autoptr (IsoPool) pool = iso_pool_new (threads);
      IsoOptimizer optimizer;
      iso_optimizer_init (&optimizer, COUNT);
      float *weights = iso_floats_new (COUNT), *gradient = iso_floats_new (COUNT);
      IsoRandom random;
      iso_random_init (&random, 4, "init");
      for (int t = 0; t < 5; t++)
        {
          for (size_t i = 0; i < COUNT; i++)
            gradient[i] = (float) iso_random_normal (&random);
          iso_optimizer_update (&optimizer, weights, gradient, 1.0, &settings, pool);
        }
      if (first == NULL)
        first = g_memdup2 (weights, COUNT * sizeof (float));
      g_assert_cmpmem (first, COUNT * sizeof (float), weights, COUNT * sizeof (float));
      iso_block_free (weights);
      iso_block_free (gradient);
      iso_optimizer_clear (&optimizer);
    }
  g_free (first);
}

/* AdamW and SGD, with an embedding layer that learns three times as fast and a gradient that is scaled, in double. */
static void
test_others (void)
{
  static const IsoOptimizerSettings all[] = {
    { ISO_OPTIMIZER_ADAMW, 1e-2, 0.1, 0.0, 3.0 }, { ISO_OPTIMIZER_SGD, 1e-2, 0.1, 0.9, 3.0 }, { ISO_OPTIMIZER_SGD, 0.1, 0.0, 0.0, 3.0 }
  };
  enum { N = 40000, START = 35001 };
  g_autoptr (IsoPool) pool = iso_pool_new (2);
  for (size_t a = 0; a < G_N_ELEMENTS (all); a++)
    {
      IsoOptimizer optimizer;
      IsoRandom random;
      float *weights = iso_floats_new (N), *gradient = iso_floats_new (N);
      g_autofree double *w = g_new (double, N), *m = g_new0 (double, N), *v = g_new0 (double, N);
      iso_optimizer_init (&optimizer, N);
      optimizer.embedding_start = START;
      iso_random_init (&random, 4, "init");
      for (size_t i = 0; i < N; i++)
        w[i] = (double) (weights[i] = (float) iso_random_normal (&random));
      for (int t = 1; t <= 10; t++)
        {
          for (size_t i = 0; i < N; i++)
            gradient[i] = (float) iso_random_normal (&random);
          iso_optimizer_update (&optimizer, weights, gradient, 0.25, &all[a], pool);
          for (size_t i = 0; i < N; i++)
            {
              double rate = all[a].rate * (i >= START ? 3.0 : 1.0), g = 0.25 * (double) gradient[i];
              if (all[a].name == ISO_OPTIMIZER_SGD)
                {
                  m[i] = all[a].momentum * m[i] + g + all[a].decay * w[i];
                  w[i] -= rate * m[i];
                  continue;
                }
              w[i] -= rate * all[a].decay * w[i];
              m[i] = 0.9 * m[i] + 0.1 * g;
              v[i] = 0.999 * v[i] + 0.001 * g * g;
              w[i] -= rate * (m[i] / (1.0 - pow (0.9, t))) / (sqrt (v[i] / (1.0 - pow (0.999, t))) + 1e-8);
            }
        }
      for (size_t i = 0; i < N; i++)
        g_assert_true (fabs ((double) weights[i] - w[i]) <= 3e-6 * fmax (1.0, fabs (w[i])));
      iso_block_free (weights);
      iso_block_free (gradient);
      iso_optimizer_clear (&optimizer);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/optimizer/textbook", test_textbook);
  g_test_add_func ("/optimizer/first-step", test_first_step);
  g_test_add_func ("/optimizer/converges", test_converges);
  g_test_add_func ("/optimizer/same-for-any-threads", test_same_for_any_threads);
  g_test_add_func ("/optimizer/others", test_others);
  return g_test_run ();
}
