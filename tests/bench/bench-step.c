/* Milliseconds of one training step; prints one line of JSON.
 *
 *     bench-step --net mlp --mode obd --batch 112 --threads 2 --steps 200
 *
 * The work is that of tests/bench/peers/torch_step.py: 784-512-256-64, or conv 32-64-128 on 28×28, on random normal input, two
 * samples a class, multi-similarity (unless --set says otherwise), distillation of full weight, Adam. Mode obd is OBDP, base is
 * without distillation. The teacher looks up what it has seen: half of the samples when an epoch begins, as its evaluation leaves
 * it, and what it has computed since; with --no-cache it computes every batch, as the peer does. ms_health is what of a step goes into measuring the health of targets and embeddings, on average. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "engine/base/checked.h"
#include "engine/train/parameters.h"
#include "engine/train/step-health.h"
#include "tests/bench/drawn-batches.h"

static int batch = 112, step_count = 60, thread_count = 2;
static gboolean without_health = FALSE, no_cache = FALSE;
static char *mode_name = NULL, *net_name = NULL, **settings_given = NULL;

static const GOptionEntry entries[] = {
  { "net", 0, 0, G_OPTION_ARG_STRING, &net_name, "Network: mlp or conv", "NAME" },
  { "mode", 0, 0, G_OPTION_ARG_STRING, &mode_name, "base, psd or obd", "NAME" },
  { "batch", 0, 0, G_OPTION_ARG_INT, &batch, "Samples a batch", "B" },
  { "threads", 0, 0, G_OPTION_ARG_INT, &thread_count, "Threads, 0 = all cores", "N" },
  { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &settings_given, "A setting, such as loss.name=triplet; may be repeated",
    "KEY=VALUE" },
  { "without-health", 0, 0, G_OPTION_ARG_NONE, &without_health, "Do not measure the health of targets and embeddings", NULL },
  { "no-cache", 0, 0, G_OPTION_ARG_NONE, &no_cache, "The teacher computes every batch", NULL },
  { "steps", 0, 0, G_OPTION_ARG_INT, &step_count, "Steps timed", "N" },
  { NULL },
};

static bool
configure (IsoSettings *settings, GError **error)
{
  const char *mode = strcmp (mode_name, "obd") == 0 ? "obdp" : strcmp (mode_name, "base") == 0 ? "none" : mode_name;
  g_autofree char *mode_setting = g_strconcat ("distill.mode=", mode, NULL);
  const char *assignments[] = {
    "network.hidden=512, 256", "network.embedding=64", "loss.name=multi-similarity", mode_setting, "distill.lambda=50",
    "distill.tau=1", "distill.omega=0.3", "distill.tau_d=1", "distill.normalization=softmax", "distill.k=0",
    "distill.graph=directed", "distill.steps=0", "distill.ramp=constant", "optimizer.rate=1e-4", "optimizer.decay=4e-4", NULL,
  };
  iso_settings_init (settings);
  settings->network.kind = strcmp (net_name, "conv") == 0 ? ISO_NETWORK_CONV : ISO_NETWORK_MLP;
  if ((strcmp (net_name, "mlp") != 0 && strcmp (net_name, "conv") != 0) || batch < 2 || step_count < 1 || thread_count < 0)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   "--net mlp or conv, --batch of 2 or more, --steps of 1 or more and --threads of 0 or more are expected");
      return false;
    }
  return iso_settings_set_all (settings, assignments, error)
         && (settings_given == NULL || iso_settings_set_all (settings, (const char *const *) settings_given, error));
}

static int
compare_times (const void *a, const void *b)
{
  double left = *(const double *) a, right = *(const double *) b;
  return (left > right) - (left < right);
}

/* Milliseconds from one time to the other. */
static double
between (const struct timespec *before, const struct timespec *after)
{
  return 1e3 * (double) (after->tv_sec - before->tv_sec) + 1e-6 * (double) (after->tv_nsec - before->tv_nsec);
}

static double
median (GArray *values)
{
  qsort (values->data, values->len, sizeof (double), compare_times);
  return values->len > 0 ? g_array_index (values, double, values->len / 2) : 0.0;
}

/* What health costs a step on average, from the times of steps in which it was measured in part and in full. */
static double
mean_cost (GArray *in_part, GArray *in_full)
{
  double count = (double) in_part->len + (double) in_full->len;
  return count > 0.0 ? (median (in_part) * in_part->len + median (in_full) * in_full->len) / count : 0.0;
}

/* Fills times (step_count), sorted, in milliseconds; *health_cost is what of it goes into measuring health, a step. */
static bool
measure (double *times, double *health_cost, const IsoSettings *settings, GError **error)
{
  IsoNetworkInput shape = { FEATURES, 1, 28, 28 };
  g_autoptr (IsoNetwork) network = iso_network_new (&settings->network, &shape, error);
  if (network == NULL)
    return false;
  size_t B = (size_t) batch;
  g_autoptr (IsoStep) step = iso_step_new (network, B, 0);
  g_autoptr (IsoPool) pool = iso_pool_new (thread_count);
  Batches batches;
  IsoRandom random;
  iso_random_init (&random, 0, "input");
  batches_init (&batches, B, iso_network_embedding_size (network), &random);
  const IsoSubset all = { batches.members, SAMPLES };
  iso_step_teach (step);
  g_autoptr (GArray) costs_in_part = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) costs_in_full = g_array_new (FALSE, FALSE, sizeof (double));
  bool done = iso_step_prepare_loss (step, settings, B / 2 + 1, 0, error)
              && (no_cache || iso_teacher_remember (iso_step_teacher (step), &all, SAMPLES, error));
  for (int i = -10; done && i < step_count; i++)
    {
      IsoStepResult result;
      IsoHealth health;
      struct timespec before, stepped, after;
      bool in_full = iso_health_is_due ((guint64) (i + 11), settings->train.health_every);
      batches_begin_step (step, &batches, i + 10, &random);
      clock_gettime (CLOCK_MONOTONIC, &before);
      done = iso_step_run (step, &result, batches.input, batches.labels, settings, 1.0, 1.0, &random, pool, error);
      clock_gettime (CLOCK_MONOTONIC, &stepped);
      if (done && !without_health)
        iso_step_health (&health, step, batches.labels, &settings->distill, in_full, pool);
      clock_gettime (CLOCK_MONOTONIC, &after);
      if (i >= 0)
        {
          double cost = between (&stepped, &after);
          times[i] = between (&before, &after);
          g_array_append_val (in_full ? costs_in_full : costs_in_part, cost);
        }
    }
  batches_clear (&batches);
  *health_cost = mean_cost (costs_in_part, costs_in_full);
  qsort (times, (size_t) step_count, sizeof *times, compare_times);
  return done;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_option_context_add_main_entries (context, entries, NULL);
  mode_name = g_strdup ("obd");
  net_name = g_strdup ("mlp");
  IsoSettings settings;
  g_autofree double *times = NULL;
  double health_cost = 0.0;
  bool done = g_option_context_parse (context, &argc, &argv, &error) && configure (&settings, &error);
  if (done)
    {
      times = g_new0 (double, (size_t) step_count);
      done = measure (times, &health_cost, &settings, &error);
    }
  if (done)
    printf ("{\"program\": \"isotherm\", \"net\": \"%s\", \"mode\": \"%s\", \"batch\": %d, \"threads\": %d, "
            "\"cache\": %s, \"ms_p10\": %.4f, \"ms_median\": %.4f, \"ms_p90\": %.4f, \"ms_health\": %.4f}\n",
            net_name, mode_name, batch, thread_count, no_cache ? "false" : "true", times[step_count / 10], times[step_count / 2],
            times[9 * step_count / 10], health_cost);
  else
    fprintf (stderr, "bench-step: %s\n", error->message);
  g_free (mode_name);
  g_free (net_name);
  g_strfreev (settings_given);
  return done ? 0 : 2;
}
