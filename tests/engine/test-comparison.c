/* Students side by side: one start and one stream of batches, steps kept together, each under its own targets. Uses the embedded sample with
 * a small network. */
#include <glib.h>
#include <math.h>

#include "engine/base/error.h"
#include "engine/train/comparison.h"
#include "engine/train/parameters.h"

static const IsoDistillMode all_modes[] = { ISO_DISTILL_NONE, ISO_DISTILL_PSD, ISO_DISTILL_OBDP, ISO_DISTILL_UNIFORM };

static IsoComparison *
small_comparison (const IsoDistillMode *modes, size_t count)
{
  const char *const base[] = { "network.hidden=32", "network.embedding=16", "batch.size=32", "train.epochs=3", "train.threads=2",
                               "train.evaluate_sample=200", "optimizer.rate=1e-3", "distill.lambda=50", "distill.tau=0.2", NULL };
  g_autoptr (GError) error = NULL;
  IsoSettings settings;
  iso_settings_init (&settings);
  g_assert_true (iso_settings_set_all (&settings, base, &error));
  g_autoptr (IsoExperiment) experiment = iso_experiment_new (&settings, NULL, NULL, &error);
  g_assert_no_error (error);
  IsoComparison *comparison = iso_comparison_new (experiment, modes, count, NULL, &error);
  g_assert_no_error (error);
  return comparison;
}

static IsoStepRecord *
read_steps (IsoComparison *comparison, size_t student, size_t *count)
{
  IsoHistory *history = iso_trainer_history (iso_comparison_trainer (comparison, student));
  *count = iso_history_step_count (history);
  IsoStepRecord *steps = g_new (IsoStepRecord, *count);
  g_assert_cmpuint (iso_history_read_steps (history, steps, 0, *count), ==, *count);
  return steps;
}

/* The first epoch has no teacher, so that there all students do the same to the last bit; then they part. */
static void
test_one_start (void)
{
  g_autoptr (IsoComparison) comparison = small_comparison (all_modes, G_N_ELEMENTS (all_modes));
  IsoTrainerStatus status;
  size_t count, first_count;
  iso_comparison_start (comparison);
  for (size_t i = 0; i < iso_comparison_count (comparison); i++)
    g_assert_true (iso_trainer_wait (iso_comparison_trainer (comparison, i), 60.0));
  iso_trainer_status (iso_comparison_trainer (comparison, 0), &status);
  g_assert_cmpint (status.state, ==, ISO_TRAINER_FINISHED);
  g_assert_cmpuint (iso_comparison_step (comparison), ==, 3 * status.steps_per_epoch);
  g_autofree IsoStepRecord *first = read_steps (comparison, 0, &first_count);
  for (size_t i = 1; i < iso_comparison_count (comparison); i++)
    {
      g_autofree IsoStepRecord *steps = read_steps (comparison, i, &count);
      g_assert_cmpuint (count, ==, first_count);
      g_assert_cmpint (iso_comparison_mode (comparison, i), ==, all_modes[i]);
      for (size_t s = 0; s < status.steps_per_epoch; s++)
        g_assert_cmpfloat (steps[s].metric_loss, ==, first[s].metric_loss);
      g_assert_cmpfloat (steps[count - 1].metric_loss, !=, first[count - 1].metric_loss);
    }
}

/* The same batches throughout, however the embeddings part. */
static void
test_one_stream (void)
{
  static const IsoDistillMode modes[] = { ISO_DISTILL_NONE, ISO_DISTILL_OBDP };
  g_autoptr (IsoComparison) comparison = small_comparison (modes, 2);
  guint64 seen[2] = { 0, 0 };
  iso_comparison_watch (comparison, ISO_WATCH_LIVE);
  for (int step = 0; step < 60; step++)
    {
      IsoBatchSnapshot *batches[2];
      iso_comparison_single_step (comparison);
      for (size_t i = 0; i < 2; i++)
        {
          IsoTrainer *trainer = iso_comparison_trainer (comparison, i);
          IsoTrainerStatus status;
          do
            {
              g_usleep (500);
              iso_trainer_status (trainer, &status);
            }
          while (status.pending > 0);
          batches[i] = iso_mailbox_take (iso_trainer_batches (trainer), &seen[i]);
          g_assert_nonnull (batches[i]);
        }
      g_assert_cmpmem (batches[0]->indices, batches[0]->B * sizeof (guint32), batches[1]->indices, batches[1]->B * sizeof (guint32));
      iso_batch_snapshot_unref (batches[0]);
      iso_batch_snapshot_unref (batches[1]);
    }
  g_assert_cmpuint (iso_comparison_step (comparison), ==, 60);
}

/* While they run nobody is far ahead: plain steps are much cheaper than diffused ones. */
static void
test_in_step (void)
{
  static const IsoDistillMode modes[] = { ISO_DISTILL_NONE, ISO_DISTILL_OBDP };
  g_autoptr (IsoComparison) comparison = small_comparison (modes, 2);
  IsoTrainer *plain = iso_comparison_trainer (comparison, 0), *diffused = iso_comparison_trainer (comparison, 1);
  guint64 last = 0;
  iso_comparison_set_endless (comparison, true);
  iso_comparison_start (comparison);
  for (int look = 0; look < 200; look++)
    {
      size_t before = iso_history_step_count (iso_trainer_history (diffused));
      size_t ahead = iso_history_step_count (iso_trainer_history (plain));
      size_t after = iso_history_step_count (iso_trainer_history (diffused));
      /* Between the two looks at the slower one the faster one was looked at; a step may be taken and not yet told of. */
      g_assert_cmpuint (ahead, <=, after + ISO_LOCKSTEP_LEAD + 1);
      g_assert_cmpuint (before, <=, ahead + ISO_LOCKSTEP_LEAD + 1 + (after - before));
      last = after;
      g_usleep (2000);
    }
  g_assert_cmpuint (last, >, 10);
  iso_comparison_pause (comparison);
}

static void
test_changes (void)
{
  static const IsoDistillMode modes[] = { ISO_DISTILL_PSD, ISO_DISTILL_OBDP };
  g_autoptr (IsoComparison) comparison = small_comparison (modes, 2);
  g_autoptr (GError) error = NULL;
  g_assert_true (iso_comparison_set (comparison, "distill.lambda", "20", &error));
  g_assert_no_error (error);
  g_assert_false (iso_comparison_set (comparison, "distill.mode", "psd", &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT);
  g_clear_error (&error);
  g_assert_false (iso_comparison_set (comparison, "batch.size", "64", &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT);
  g_clear_error (&error);
  g_assert_false (iso_comparison_set (comparison, "distill.omega", "2", &error));
  g_assert_nonnull (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/comparison/one-start", test_one_start);
  g_test_add_func ("/comparison/one-stream", test_one_stream);
  g_test_add_func ("/comparison/in-step", test_in_step);
  g_test_add_func ("/comparison/changes", test_changes);
  return g_test_run ();
}
