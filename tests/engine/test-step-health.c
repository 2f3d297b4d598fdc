/* Health and mined counts of real training steps, against plain loops over the same batch. */
#include "engine/train/step-health.h"

#include <math.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/loss/miner.h"
#include "engine/train/parameters.h"
#include "engine/train/runner.h"

#define NEAR(found, expected, tolerance) g_assert_false (!(fabs ((found) - (expected)) <= (tolerance)))

typedef struct {
  IsoExperiment *experiment;
  IsoHistory *history;
  IsoRunner *runner;
} Run;

static void
run_init (Run *run, const char *const *more)
{
  g_autoptr (GError) error = NULL;
  const char *const base[] = { "network.hidden=32", "network.embedding=16", "batch.size=32", "train.epochs=50", "train.threads=2",
                               "train.evaluate_sample=0", "optimizer.rate=1e-3", NULL };
  IsoSettings settings;
  iso_settings_init (&settings);
  g_assert_true (iso_settings_set_all (&settings, base, &error));
  if (more != NULL && !iso_settings_set_all (&settings, more, &error))
    g_error ("%s", error->message);
  run->experiment = iso_experiment_new (&settings, NULL, NULL, &error);
  g_assert_no_error (error);
  run->history = iso_history_new ();
  run->runner = iso_runner_new (run->experiment, run->history, &error);
  g_assert_no_error (error);
}

static void
run_clear (Run *run)
{
  iso_runner_free (run->runner);
  iso_history_unref (run->history);
  iso_experiment_unref (run->experiment);
}

static void
run_steps (Run *run, int count)
{
  g_autoptr (GError) error = NULL;
  for (int i = 0; i < count; i++)
    {
      IsoStepResult result;
      iso_runner_step (run->runner, &result, &error);
      g_assert_no_error (error);
      if (iso_runner_is_at_epoch_end (run->runner))
        {
          g_autoptr (IsoEpochSnapshot) epoch = iso_runner_evaluate (run->runner, true, NULL, &error);
          g_assert_no_error (error);
        }
    }
}

/* Past the first epoch, so that there is a teacher. */
static void
run_with_teacher (Run *run)
{
  run_steps (run, (int) iso_runner_steps_per_epoch (run->runner) + 3);
}

static IsoStepRecord
last_record (Run *run)
{
  IsoStepRecord record;
  g_assert_cmpuint (iso_history_read_steps (run->history, &record, iso_history_step_count (run->history) - 1, 1), ==, 1);
  return record;
}

/* The snapshot's batch stands in another order, which changes none of these numbers. */
static void
test_against_snapshot (void)
{
  const char *const more[] = { "train.health_every=1", "distill.mode=obdp", NULL };
  Run run;
  run_init (&run, more);
  run_with_teacher (&run);
  IsoStepRecord record = last_record (&run);
  g_autoptr (IsoBatchSnapshot) batch = iso_runner_snapshot (run.runner, false);
  g_autoptr (IsoTargets) targets = iso_targets_new (batch->B);
  size_t B = batch->B;
  g_assert_true (iso_targets_compute (targets, batch->teacher_similarity, B, &batch->distill, ISO_STAGES_ALL, NULL, NULL));

  double entropy = 0.0, same = 0.0, similarity = 0.0, spread = 0.0;
  g_autofree double *mean = g_new0 (double, B);
  for (size_t i = 0; i < B; i++)
    for (size_t j = 0; j < B; j++)
      mean[j] += (double) targets->targets[i * B + j] / (double) B;
  for (size_t i = 0; i < B; i++)
    for (size_t j = 0; j < B; j++)
      {
        double p = (double) targets->targets[i * B + j];
        entropy -= p > 0.0 ? p * log (p) / (double) B : 0.0;
        same += batch->labels[i] == batch->labels[j] ? p / (double) B : 0.0;
        spread += 0.5 * fabs (p - mean[j]) / (double) B;
        similarity += i != j ? (double) batch->student_similarity[i * B + j] / (double) (B * (B - 1)) : 0.0;
      }
  const IsoHealth *health = &record.health;
  NEAR (health->targets.entropy, entropy / log ((double) B), 1e-5);
  NEAR (health->targets.effective_neighbors, exp (entropy), 1e-3);
  NEAR (health->targets.same_class, same, 1e-5);
  NEAR (health->targets.spread, spread, 1e-5);
  NEAR (health->targets.row_error, 0.0, 1e-5);
  NEAR (health->embedding.mean_similarity, similarity, 1e-6);
  NEAR (health->embedding.effective_rank, iso_effective_rank (batch->embeddings, B, batch->D), 1e-4);
  NEAR (health->spectral_gap, iso_spectral_gap (targets->transition, B), 5e-3);
  g_assert_cmpmem (&batch->health, sizeof (IsoHealth), health, sizeof (IsoHealth));
  run_clear (&run);
}

/* Without distillation there are no targets, without diffusion no walk; uniform targets are known. */
static void
test_modes (void)
{
  for (int mode = ISO_DISTILL_NONE; mode <= ISO_DISTILL_UNIFORM; mode++)
    {
      static const char *const names[] = { "distill.mode=none", "distill.mode=psd", "distill.mode=obdp", "distill.mode=uniform" };
      const char *const more[] = { "train.health_every=1", names[mode], NULL };
      Run run;
      run_init (&run, more);
      run_steps (&run, 1);
      IsoHealth first = last_record (&run).health;
      g_assert_true (isnan (first.targets.entropy) && isnan (first.targets.spread) && isnan (first.spectral_gap));
      g_assert_false (isnan (first.embedding.mean_similarity) || isnan (first.embedding.effective_rank));
      run_with_teacher (&run);
      IsoHealth health = last_record (&run).health;
      g_assert_true (isnan (health.targets.entropy) == (mode == ISO_DISTILL_NONE));
      g_assert_true (isnan (health.spectral_gap) == (mode != ISO_DISTILL_OBDP));
      if (mode == ISO_DISTILL_UNIFORM)
        {
          NEAR (health.targets.entropy, 1.0, 1e-6);
          NEAR (health.targets.effective_neighbors, 32.0, 1e-4);
          NEAR (health.targets.spread, 0.0, 1e-7);
        }
      run_clear (&run);
    }
}

static size_t
count_full (Run *run, size_t first, size_t count)
{
  size_t full = 0;
  for (size_t at = first; at < first + count; at++)
    {
      IsoStepRecord record;
      g_assert_cmpuint (iso_history_read_steps (run->history, &record, at, 1), ==, 1);
      g_assert_false (isnan (record.health.embedding.mean_similarity));
      full += !isnan (record.health.embedding.effective_rank);
    }
  return full;
}

static void
test_every (void)
{
  g_autoptr (GError) error = NULL;
  const char *const more[] = { "train.health_every=4", NULL };
  Run run;
  run_init (&run, more);
  run_steps (&run, 12);
  g_assert_cmpuint (count_full (&run, 0, 1), ==, 1); /* the first */
  g_assert_cmpuint (count_full (&run, 0, 12), ==, 3);
  g_assert_true (iso_runner_set (run.runner, "train.health_every", "0", &error));
  run_steps (&run, 12);
  g_assert_cmpuint (count_full (&run, 12, 12), ==, 0);
  g_assert_true (iso_runner_set (run.runner, "train.health_every", "1", &error));
  run_steps (&run, 5);
  g_assert_cmpuint (count_full (&run, 24, 5), ==, 5);
  g_assert_false (iso_runner_set (run.runner, "train.health_every", "-1", &error));
  g_assert_nonnull (error);
  run_clear (&run);
}

static void
test_threads (void)
{
  IsoHealth health[2];
  for (int i = 0; i < 2; i++)
    {
      const char *const more[] = { "train.health_every=1", i == 0 ? "train.threads=1" : "train.threads=3", NULL };
      Run run;
      run_init (&run, more);
      run_with_teacher (&run);
      health[i] = last_record (&run).health;
      run_clear (&run);
    }
  g_assert_cmpmem (&health[0], sizeof *health, &health[1], sizeof *health);
}

/* What is measured must not change what is learnt. */
static void
test_does_not_disturb (void)
{
  double loss[2];
  for (int i = 0; i < 2; i++)
    {
      const char *const more[] = { i == 0 ? "train.health_every=0" : "train.health_every=1", NULL };
      Run run;
      run_init (&run, more);
      run_with_teacher (&run);
      loss[i] = last_record (&run).loss;
      run_clear (&run);
    }
  g_assert_cmpfloat (loss[0], ==, loss[1]);
}

/* ---- what was mined ---- */

/* Triplets of the snapshot, in its own order, amount to the same counts; each has the classes it should. */
static void
test_triplets (void)
{
  static const char *const miners[] = { "semi-hard", "hard", "rho-distance", "all" };
  for (size_t m = 0; m < G_N_ELEMENTS (miners); m++)
    {
      g_autofree char *miner = g_strconcat ("miner.name=", miners[m], NULL);
      const char *const more[] = { "loss.name=triplet", "loss.margin=0.3", miner, NULL };
      Run run;
      run_init (&run, more);
      run_with_teacher (&run);
      IsoStepRecord record = last_record (&run);
      g_autoptr (IsoBatchSnapshot) batch = iso_runner_snapshot (run.runner, false);
      const IsoMined *mined = &record.health.mined;
      guint32 hard = 0, semi_hard = 0, easy = 0, swapped = 0, violating = 0;
      g_assert_cmpint (mined->kind, ==, ISO_MINED_TRIPLETS);
      g_assert_cmpuint (mined->triplets, ==, batch->triplet_count);
      g_assert_cmpuint (mined->triplets, >, 0);
      for (size_t t = 0; t < batch->triplet_count; t++)
        {
          const gint32 *triplet = batch->triplets + 3 * t;
          size_t a = (size_t) triplet[0], p = (size_t) triplet[1], n = (size_t) triplet[2];
          double near = a == p ? 0.0 : 2.0 - 2.0 * (double) batch->student_similarity[a * batch->B + p];
          double far = 2.0 - 2.0 * (double) batch->student_similarity[a * batch->B + n];
          g_assert_cmpint (batch->labels[a], ==, batch->labels[p]);
          bool is_swapped = batch->labels[a] == batch->labels[n];
          swapped += is_swapped;
          hard += !is_swapped && far <= near;
          semi_hard += !is_swapped && far > near && far - near < 0.3;
          easy += !is_swapped && far - near >= 0.3;
          violating += near - far + 0.3 > 0.0;
        }
      g_assert_cmpuint (mined->swapped, ==, swapped);
      g_assert_cmpuint (mined->hard, ==, hard);
      g_assert_cmpuint (mined->semi_hard, ==, semi_hard);
      g_assert_cmpuint (mined->easy, ==, easy);
      g_assert_cmpuint (mined->violating, ==, violating);
      g_assert_true ((swapped > 0) == (strcmp (miners[m], "rho-distance") == 0));
      /* The triplet loss acts on those that violate its margin. */
      if (swapped == 0)
        g_assert_cmpuint (mined->active, ==, violating);
      run_clear (&run);
    }
}

/* The pairs that multi-similarity keeps, by its definition, memory of past batches left out and put in. */
static void
test_pairs (void)
{
  const char *const more[] = { "loss.name=multi-similarity", "loss.margin=0.1", NULL };
  Run run;
  run_init (&run, more);
  run_with_teacher (&run);
  IsoMined mined = last_record (&run).health.mined;
  g_autoptr (IsoBatchSnapshot) batch = iso_runner_snapshot (run.runner, false);
  guint32 positives = 0, negatives = 0;
  size_t B = batch->B;
  for (size_t i = 0; i < B; i++)
    {
      const float *S = batch->student_similarity + i * B;
      double least = INFINITY, most = -INFINITY;
      guint32 kept_positives = 0, kept_negatives = 0;
      for (size_t j = 0; j < B; j++)
        if (j != i && batch->labels[j] == batch->labels[i])
          least = fmin (least, (double) S[j]);
        else if (j != i)
          most = fmax (most, (double) S[j]);
      for (size_t j = 0; j < B; j++)
        if (j != i && batch->labels[j] == batch->labels[i])
          kept_positives += (double) S[j] - 0.1 < most;
        else if (j != i)
          kept_negatives += (double) S[j] + 0.1 > least;
      positives += kept_positives > 0 && kept_negatives > 0 ? kept_positives : 0;
      negatives += kept_positives > 0 && kept_negatives > 0 ? kept_negatives : 0;
    }
  g_assert_cmpint (mined.kind, ==, ISO_MINED_PAIRS);
  g_assert_cmpuint (mined.pairs, ==, B * (B - 1));
  g_assert_cmpuint (positives, >, 0);
  g_assert_cmpuint (mined.positive_pairs, ==, positives);
  /* A pair far below the threshold keeps a weight that float32 may round to 0. */
  g_assert_cmpuint (mined.negative_pairs, <=, negatives);
  g_assert_cmpuint (mined.negative_pairs, >=, negatives * 95 / 100);
  run_clear (&run);
}

static void
test_memory (void)
{
  const char *const more[] = { "loss.name=supcon", "memory.size=64", NULL };
  Run run;
  run_init (&run, more);
  run_steps (&run, 1);
  g_assert_cmpuint (last_record (&run).health.mined.pairs, ==, 32 * 31);
  run_steps (&run, 2);
  IsoMined mined = last_record (&run).health.mined;
  g_assert_cmpuint (mined.pairs, ==, 32 * (32 + 64 - 1));
  g_assert_cmpuint (mined.positive_pairs + mined.negative_pairs, <=, mined.pairs);
  g_assert_cmpuint (mined.positive_pairs, >, 0);
  run_clear (&run);
}

static void
test_drawn_pairs (void)
{
  const char *const more[] = { "loss.name=n-pair", NULL };
  Run run;
  run_init (&run, more);
  run_with_teacher (&run);
  g_autoptr (IsoBatchSnapshot) batch = iso_runner_snapshot (run.runner, false);
  g_assert_cmpuint (batch->pair_count, >, 0);
  g_assert_cmpuint (batch->triplet_count, ==, 0);
  for (size_t at = 0; at < batch->pair_count; at++)
    {
      gint32 a = batch->pairs[2 * at], p = batch->pairs[2 * at + 1];
      g_assert_cmpint (a, !=, p);
      g_assert_cmpint (batch->labels[a], ==, batch->labels[p]);
    }
  run_clear (&run);
}

static void
test_proxies_and_probe (void)
{
  const char *const more[] = { "loss.name=proxy-nca", NULL };
  Run run;
  run_init (&run, more);
  g_autoptr (IsoBatchSnapshot) before = iso_runner_snapshot (run.runner, false);
  g_assert_true (before->is_probe && isnan (before->health.embedding.mean_similarity));
  run_steps (&run, 2);
  IsoMined mined = last_record (&run).health.mined;
  g_assert_cmpint (mined.kind, ==, ISO_MINED_SAMPLES);
  g_assert_cmpuint (mined.candidates, ==, 32);
  g_assert_cmpuint (mined.pairs + mined.triplets, ==, 0);
  g_autoptr (IsoBatchSnapshot) probe = iso_runner_snapshot (run.runner, true);
  g_assert_true (isnan (probe->health.embedding.mean_similarity));
  g_assert_null (probe->triplets);
  run_clear (&run);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/step-health/against-snapshot", test_against_snapshot);
  g_test_add_func ("/step-health/modes", test_modes);
  g_test_add_func ("/step-health/every", test_every);
  g_test_add_func ("/step-health/threads", test_threads);
  g_test_add_func ("/step-health/does-not-disturb", test_does_not_disturb);
  g_test_add_func ("/step-health/triplets", test_triplets);
  g_test_add_func ("/step-health/pairs", test_pairs);
  g_test_add_func ("/step-health/memory", test_memory);
  g_test_add_func ("/step-health/drawn-pairs", test_drawn_pairs);
  g_test_add_func ("/step-health/proxies-and-probe", test_proxies_and_probe);
  return g_test_run ();
}
