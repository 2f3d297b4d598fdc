/* Training steps of a small MLP on a batch of seven classes. */
#pragma once

#include "engine/base/checked.h"
#include "engine/train/parameters.h"
#include "engine/train/step.h"

#define FEATURES 40
#define SIZE 16

typedef struct {
  IsoNetwork *network;
  IsoStep *step;
  IsoSettings settings;
  IsoRandom mining;
  size_t B;
  float *input; /* (B, F) */
  gint32 *labels;
} Fixture;

static inline void
configure (IsoSettings *settings, const char *key, const char *value)
{
  g_autoptr (GError) error = NULL;
  iso_settings_set (settings, key, value, &error);
  g_assert_no_error (error);
}

static inline void
fixture_init (Fixture *fixture, size_t B, const char *mode)
{
  g_autoptr (GError) error = NULL;
  *fixture = (Fixture) { .B = B };
  fixture->network = iso_network_new_mlp ("70, 30", FEATURES, SIZE, &error);
  g_assert_no_error (error);
  fixture->step = iso_step_new (fixture->network, B, 11);
  fixture->input = iso_floats_new (B * FEATURES);
  fixture->labels = g_new (gint32, B);
  IsoRandom random;
  iso_random_init (&random, 5, "input");
  for (size_t i = 0; i < B; i++)
    {
      fixture->labels[i] = (gint32) (i / 4) % 7;
      for (size_t j = 0; j < FEATURES; j++)
        {
          double centre = j % 7 == (size_t) fixture->labels[i] ? 1.5 : 0.0;
          fixture->input[i * FEATURES + j] = (float) (centre + iso_random_normal (&random));
        }
    }
  iso_random_init (&fixture->mining, 5, "mining");
  iso_settings_init (&fixture->settings);
  configure (&fixture->settings, "loss.name", "multi-similarity");
  configure (&fixture->settings, "distill.mode", mode);
  configure (&fixture->settings, "distill.lambda", "20");
  configure (&fixture->settings, "distill.tau", "0.5");
  configure (&fixture->settings, "distill.tau_d", "0.2");
  configure (&fixture->settings, "distill.omega", "0.6");
  configure (&fixture->settings, "distill.ramp", "linear");
  configure (&fixture->settings, "optimizer.rate", "1e-3");
  configure (&fixture->settings, "optimizer.decay", "1e-4");
}

static inline void
fixture_clear (Fixture *fixture)
{
  iso_step_free (fixture->step);
  iso_network_unref (fixture->network);
  iso_block_free (fixture->input);
  g_free (fixture->labels);
}

static inline IsoStepResult
take_step (Fixture *fixture, double epoch, IsoPool *pool)
{
  g_autoptr (GError) error = NULL;
  IsoStepResult result;
  bool done = iso_step_run (fixture->step, &result, fixture->input, fixture->labels, &fixture->settings, epoch, 10.0,
                            &fixture->mining, pool, &error);
  g_assert_no_error (error);
  g_assert_true (done);
  return result;
}

/* What `steps` steps leave, with a teacher from the third on. */
static inline float *
train (Fixture *fixture, int steps, IsoPool *pool)
{
  for (int i = 0; i < steps; i++)
    {
      if (i == 2)
        iso_step_teach (fixture->step);
      g_assert_true (take_step (fixture, 4.0, pool).finite);
    }
  return g_memdup2 (iso_step_weights (fixture->step), iso_network_weight_count (fixture->network) * sizeof (float));
}
