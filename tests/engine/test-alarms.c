/* Alarms: that they begin and end where they should, in runs that collapse or die, and never in runs that learn. */
#include "engine/train/alarms.h"

#include <math.h>

#include "engine/base/checked.h"
#include "engine/train/parameters.h"
#include "engine/train/runner.h"

/* ---- by hand ---- */

#define SAMPLES 6
static const gint32 three_classes[SAMPLES] = { 5, 5, 1, 1, 2, 2 }, two_classes[SAMPLES] = { 5, 5, 5, 1, 1, 1 };

typedef struct {
  IsoAlarms alarms;
  IsoHistory *history;
  guint64 step;
} Watch;

static IsoHealth
health_of (double similarity, double rank, guint32 active)
{
  IsoHealth health;
  iso_health_init (&health);
  health.embedding = (IsoEmbeddingHealth) { similarity, rank };
  health.mined.active = active;
  return health;
}

static void
see (Watch *watch, IsoHealth health, const gint32 *labels, int times)
{
  for (int i = 0; i < times; i++)
    iso_alarms_watch (&watch->alarms, ++watch->step, &health, labels, SAMPLES, watch->history);
}

static size_t
told (Watch *watch)
{
  return iso_history_event_count (watch->history);
}

static IsoEvent
last_event (IsoHistory *history)
{
  IsoEvent event;
  g_assert_cmpuint (iso_history_read_events (history, &event, iso_history_event_count (history) - 1, 1), ==, 1);
  return event;
}

static void
check_event (IsoHistory *history, IsoEventKind kind, IsoAlarmKind alarm, guint64 step)
{
  IsoEvent event = last_event (history);
  g_assert_cmpint (event.kind, ==, kind);
  g_assert_cmpstr (event.key, ==, iso_alarm_name (alarm));
  g_assert_cmpuint (event.step, ==, step);
  g_assert_nonnull (event.text);
}

static void
test_begins_and_ends (void)
{
  Watch watch = { .history = iso_history_new () };
  IsoHealth good = health_of (0.6, NAN, 9), bad = health_of (0.96, NAN, 9);
  see (&watch, good, three_classes, 100);
  see (&watch, bad, three_classes, ISO_ALARM_STEPS - 1);
  g_assert_cmpuint (told (&watch), ==, 0);
  see (&watch, bad, three_classes, 1);
  check_event (watch.history, ISO_EVENT_ALARM, ISO_ALARM_COLLAPSE, 100 + ISO_ALARM_STEPS);
  see (&watch, bad, three_classes, 500);
  g_assert_cmpuint (told (&watch), ==, 1);
  see (&watch, good, three_classes, ISO_ALARM_STEPS - 1);
  g_assert_cmpuint (told (&watch), ==, 1);
  see (&watch, good, three_classes, 1);
  check_event (watch.history, ISO_EVENT_ALARM_END, ISO_ALARM_COLLAPSE, 600 + 2 * ISO_ALARM_STEPS);
  see (&watch, bad, three_classes, ISO_ALARM_STEPS);
  g_assert_cmpuint (told (&watch), ==, 3);
  iso_history_unref (watch.history);
}

/* Neither single bad batches nor a run that is bad every other step by halves begin one; single good ones end none. */
static void
test_does_not_flicker (void)
{
  Watch watch = { .history = iso_history_new () };
  IsoHealth good = health_of (0.6, NAN, 9), bad = health_of (0.999, NAN, 9);
  for (int i = 0; i < 200; i++)
    {
      see (&watch, bad, three_classes, 1);
      see (&watch, good, three_classes, 1);
    }
  g_assert_cmpuint (told (&watch), ==, 0);
  for (int i = 0; i < 200; i++)
    {
      see (&watch, bad, three_classes, 3);
      see (&watch, good, three_classes, 1);
    }
  g_assert_cmpuint (told (&watch), ==, 1);
  iso_history_unref (watch.history);
}

/* The rank is carried over the steps in which it was not measured; on a line there is room for two classes. */
static void
test_rank (void)
{
  Watch watch = { .history = iso_history_new () };
  IsoHealth flat = health_of (0.1, 1.2, 9), unmeasured = health_of (0.1, NAN, 9), full = health_of (0.1, 8.0, 9);
  see (&watch, flat, two_classes, 100);
  g_assert_cmpuint (told (&watch), ==, 0);
  see (&watch, flat, three_classes, 1);
  see (&watch, unmeasured, three_classes, ISO_ALARM_STEPS - 1);
  check_event (watch.history, ISO_EVENT_ALARM, ISO_ALARM_COLLAPSE, 100 + ISO_ALARM_STEPS);
  see (&watch, full, three_classes, 1);
  see (&watch, unmeasured, three_classes, ISO_ALARM_STEPS);
  g_assert_cmpuint (told (&watch), ==, 2);
  iso_history_unref (watch.history);
}

static void
test_dead (void)
{
  Watch watch = { .history = iso_history_new () };
  see (&watch, health_of (0.5, NAN, 0), three_classes, ISO_ALARM_STEPS);
  check_event (watch.history, ISO_EVENT_ALARM, ISO_ALARM_DEAD_LOSS, ISO_ALARM_STEPS);
  IsoEvent event = last_event (watch.history);
  g_autofree char *text = iso_alarm_text (&event);
  g_assert_true (g_str_has_prefix (text, event.text) && g_strrstr (text, "margin") != NULL);
  see (&watch, health_of (0.5, NAN, 1), three_classes, ISO_ALARM_STEPS);
  check_event (watch.history, ISO_EVENT_ALARM_END, ISO_ALARM_DEAD_LOSS, 2 * ISO_ALARM_STEPS);
  g_assert_null (iso_alarm_advice ("no such alarm"));
  iso_history_unref (watch.history);
}

/* ---- in real runs ---- */

typedef struct {
  IsoExperiment *experiment;
  IsoHistory *history;
  IsoRunner *runner;
} Run;

static void
run_init (Run *run, const char *const *more, IsoDataset *dataset)
{
  g_autoptr (GError) error = NULL;
  const char *const base[] = { "train.threads=2", "train.evaluate_sample=0", NULL };
  IsoSettings settings;
  iso_settings_init (&settings);
  g_assert_true (iso_settings_set_all (&settings, base, &error));
  if (more != NULL && !iso_settings_set_all (&settings, more, &error))
    g_error ("%s", error->message);
  run->experiment = iso_experiment_new (&settings, dataset, NULL, &error);
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
run_epochs (Run *run, int count)
{
  g_autoptr (GError) error = NULL;
  for (int until = iso_runner_epoch (run->runner) + count; iso_runner_epoch (run->runner) < until;)
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

static size_t
count_alarms (IsoHistory *history, IsoAlarmKind alarm)
{
  size_t found = 0;
  IsoEvent event;
  for (size_t at = 0; iso_history_read_events (history, &event, at, 1) == 1; at++)
    found += event.kind == ISO_EVENT_ALARM && g_strcmp0 (event.key, iso_alarm_name (alarm)) == 0;
  return found;
}

/* Hard triplets pull everything into one point, as Schroff et al. 2015 tell. */
static void
test_hard_triplets_collapse (void)
{
  const char *const more[] = { "loss.name=triplet", "miner.name=hard", NULL };
  Run run;
  run_init (&run, more, NULL);
  run_epochs (&run, 4);
  g_assert_cmpuint (count_alarms (run.history, ISO_ALARM_COLLAPSE), ==, 1);
  g_assert_cmpuint (count_alarms (run.history, ISO_ALARM_DEAD_LOSS), ==, 0);
  run_clear (&run);
}

/* Far too large steps leave the embeddings on a line or in a point, and jump between the two. */
static void
test_high_rate_collapses (void)
{
  const char *const more[] = { "optimizer.rate=1", NULL };
  Run run;
  run_init (&run, more, NULL);
  run_epochs (&run, 5);
  g_assert_cmpuint (count_alarms (run.history, ISO_ALARM_COLLAPSE), ==, 1);
  run_clear (&run);
}

/* Samples that are all the same have the same embedding, whatever is learnt. */
static void
test_equal_samples (void)
{
  enum { N = 64, F = 5 };
  g_autoptr (GError) error = NULL;
  const char *const more[] = { "network.hidden=12", "network.embedding=4", "batch.size=16", "batch.samples_per_class=4",
                               "data.normalization=none", NULL };
  float *values = iso_floats_new (N * F);
  gint32 *labels = iso_block_new (N, 1, sizeof *labels, "labels", &error);
  for (size_t i = 0; i < N; i++)
    {
      labels[i] = (gint32) (i % 4);
      for (size_t f = 0; f < F; f++)
        values[i * F + f] = (float) f + 1.0f;
    }
  g_autoptr (IsoDataset) dataset = iso_dataset_new ("equal", (IsoSampleShape) { 1, 1, F, false }, N, NULL, values, labels, NULL, 4,
                                                    NULL, &error);
  g_assert_no_error (error);
  Run run;
  run_init (&run, more, dataset);
  for (int i = 0; i < ISO_ALARM_STEPS; i++)
    {
      IsoStepResult result;
      iso_runner_step (run.runner, &result, &error);
      g_assert_no_error (error);
    }
  check_event (run.history, ISO_EVENT_ALARM, ISO_ALARM_COLLAPSE, ISO_ALARM_STEPS);
  IsoStepRecord record;
  iso_history_read_steps (run.history, &record, 0, 1);
  g_assert_false (!(fabs (record.health.embedding.mean_similarity - 1.0) <= 1e-5));
  g_assert_false (!(fabs (record.health.embedding.effective_rank - 1.0) <= 1e-5));
  run_clear (&run);
}

/* Margins that nothing breaks; and a live change that brings the loss back to life. */
static void
test_margin_kills (void)
{
  g_autoptr (GError) error = NULL;
  const char *const more[] = { "loss.name=contrastive", "loss.pos_margin=2", "loss.neg_margin=0", NULL };
  Run run;
  run_init (&run, more, NULL);
  run_epochs (&run, 2);
  g_assert_cmpuint (count_alarms (run.history, ISO_ALARM_DEAD_LOSS), ==, 1);
  check_event (run.history, ISO_EVENT_ALARM, ISO_ALARM_DEAD_LOSS, ISO_ALARM_STEPS);
  g_assert_true (iso_runner_set (run.runner, "loss.neg_margin", "1", &error));
  run_epochs (&run, 2);
  IsoEvent event = last_event (run.history);
  g_assert_cmpint (event.kind, ==, ISO_EVENT_ALARM_END);
  g_assert_cmpstr (event.key, ==, "dead-loss");
  run_clear (&run);
}

/* Under a sanitizer, which has seen all losses elsewhere, not each of them trains. */
#ifdef __SANITIZE_ADDRESS__
#define EVERY 5
#else
#define EVERY 1
#endif

static void
test_learning_is_quiet (gconstpointer data)
{
  g_autofree char *loss = g_strconcat ("loss.name=", iso_loss_kind ((IsoLossName) GPOINTER_TO_INT (data))->name, NULL);
  const char *const more[] = { loss, NULL };
  Run run;
  run_init (&run, more, NULL);
  run_epochs (&run, 3);
  g_assert_cmpuint (iso_history_event_count (run.history), ==, 0);
  run_clear (&run);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/alarms/begins-and-ends", test_begins_and_ends);
  g_test_add_func ("/alarms/does-not-flicker", test_does_not_flicker);
  g_test_add_func ("/alarms/rank", test_rank);
  g_test_add_func ("/alarms/dead", test_dead);
  g_test_add_func ("/alarms/hard-triplets-collapse", test_hard_triplets_collapse);
  g_test_add_func ("/alarms/high-rate-collapses", test_high_rate_collapses);
  g_test_add_func ("/alarms/equal-samples", test_equal_samples);
  g_test_add_func ("/alarms/margin-kills", test_margin_kills);
  for (int name = 0; name < ISO_LOSS_COUNT; name += EVERY)
    {
      g_autofree char *path = g_strconcat ("/alarms/learning-is-quiet/", iso_loss_kind ((IsoLossName) name)->name, NULL);
      g_test_add_data_func (path, GINT_TO_POINTER (name), test_learning_is_quiet);
    }
  return g_test_run ();
}
