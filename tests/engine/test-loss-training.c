/* Losses at work in the training step: each lowers its value, learns its own weights, gives the same bytes for any number of
 * threads; what it is computed on is chosen fairly; what cannot work is refused. */
#include <math.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/linalg/rows.h"
#include "engine/loss/selection.h"
#include "engine/train/experiment.h"
#include "engine/train/parameters.h"
#include "engine/train/step.h"

#define B 42
#define FEATURES 30
#define SIZE 12
#define CLASSES 6

typedef struct {
  IsoNetwork *network;
  IsoStep *step;
  IsoSettings settings;
  IsoRandom mining;
  float *input; /* (B, FEATURES) */
  gint32 labels[B];
} Fixture;

static void
set (IsoSettings *settings, const char *key, const char *value)
{
  g_autoptr (GError) error = NULL;
  iso_settings_set (settings, key, value, &error);
  g_assert_no_error (error);
}

/* A batch that a network can tell apart, but not at once. */
static void
fixture_init (Fixture *fixture, const char *loss, const char *key, const char *value)
{
  g_autoptr (GError) error = NULL;
  IsoRandom random;
  *fixture = (Fixture) { 0 };
  iso_settings_init (&fixture->settings);
  set (&fixture->settings, "loss.name", loss);
  set (&fixture->settings, "distill.mode", "none");
  set (&fixture->settings, "optimizer.rate", "1e-3");
  set (&fixture->settings, "miner.name", "random");
  if (key != NULL)
    set (&fixture->settings, key, value);
  fixture->network = iso_network_new_mlp ("40", FEATURES, SIZE, &error);
  g_assert_no_error (error);
  fixture->step = iso_step_new (fixture->network, B, 11);
  iso_step_prepare_loss (fixture->step, &fixture->settings, CLASSES, 11, &error);
  g_assert_no_error (error);
  fixture->input = iso_floats_new (B * FEATURES);
  iso_random_init (&random, 5, "input");
  iso_random_init (&fixture->mining, 5, "mining");
  for (size_t i = 0; i < B; i++)
    {
      fixture->labels[i] = (gint32) (i % CLASSES);
      for (size_t j = 0; j < FEATURES; j++)
        {
          double center = j % CLASSES == (size_t) fixture->labels[i] ? 1.0 : 0.0;
          fixture->input[i * FEATURES + j] = (float) (center + iso_random_normal (&random));
        }
    }
}

static void
fixture_clear (Fixture *fixture)
{
  iso_step_free (fixture->step);
  iso_network_unref (fixture->network);
  iso_block_free (fixture->input);
}

static IsoStepResult
take_step (Fixture *fixture, IsoPool *pool)
{
  g_autoptr (GError) error = NULL;
  IsoStepResult result;
  iso_step_run (fixture->step, &result, fixture->input, fixture->labels, &fixture->settings, 0.0, 10.0, &fixture->mining, pool,
                &error);
  g_assert_no_error (error);
  return result;
}

/* Mean over the last and the first ten of some steps on one batch. */
static void
test_lowers (gconstpointer data)
{
  Fixture fixture;
  fixture_init (&fixture, data, NULL, NULL);
  double first = 0.0, last = 0.0;
  for (int i = 0; i < 80; i++)
    {
      IsoStepResult result = take_step (&fixture, NULL);
      g_assert_true (result.finite);
      g_assert_cmpuint (result.active_count, <=, result.candidate_count);
      first += i < 10 ? result.loss / 10.0 : 0.0;
      last += i >= 70 ? result.loss / 10.0 : 0.0;
    }
  g_test_message ("%g → %g", first, last);
  g_assert_true (last < 0.9 * first);
  fixture_clear (&fixture);
}

/* Weights of network and loss after some steps, and how many they are. */
static float *
reach (size_t *count, const char *loss, const char *key, const char *value, int threads)
{
  Fixture fixture;
  g_autoptr (IsoPool) pool = threads > 1 ? iso_pool_new (threads) : NULL;
  size_t own_count;
  fixture_init (&fixture, loss, key, value);
  for (int i = 0; i < 12; i++)
    g_assert_true (take_step (&fixture, pool).finite);
  const float *own = iso_step_loss_weights (fixture.step, &own_count);
  size_t network_count = iso_network_weight_count (fixture.network);
  float *weights = g_new (float, network_count + own_count);
  memcpy (weights, iso_step_weights (fixture.step), network_count * sizeof (float));
  if (own_count > 0)
    memcpy (weights + network_count, own, own_count * sizeof (float));
  *count = network_count + own_count;
  fixture_clear (&fixture);
  return weights;
}

static void
test_threads (gconstpointer data)
{
  size_t counts[3];
  g_autofree float *one = reach (&counts[0], data, NULL, NULL, 1), *again = reach (&counts[1], data, NULL, NULL, 1);
  g_autofree float *three = reach (&counts[2], data, NULL, NULL, 3);
  g_assert_cmpmem (one, counts[0] * sizeof (float), again, counts[1] * sizeof (float));
  g_assert_cmpmem (one, counts[0] * sizeof (float), three, counts[2] * sizeof (float));
}

/* Proxies start as unit rows, β as the paper has it; a rate of 0 leaves them, another moves them. */
static void
test_own_weights (void)
{
  for (guint name = 0; name < ISO_LOSS_COUNT; name++)
    {
      const IsoLossKind *kind = iso_loss_kind ((IsoLossName) name);
      Fixture fixture;
      size_t count;
      if (kind->learns == ISO_LOSS_LEARNS_NOTHING)
        {
          fixture_init (&fixture, kind->name, NULL, NULL);
          g_assert_null (iso_step_loss_weights (fixture.step, &count));
          g_assert_cmpuint (count, ==, 0);
          fixture_clear (&fixture);
          continue;
        }
      for (int moves = 0; moves < 2; moves++)
        {
          fixture_init (&fixture, kind->name, "loss.rate", moves ? "0.01" : "0");
          float *own = iso_step_loss_weights (fixture.step, &count);
          size_t per_class = kind->learns == ISO_LOSS_LEARNS_BETA ? 1 : name == ISO_LOSS_SOFT_TRIPLE ? 2 * SIZE : SIZE;
          g_assert_cmpuint (count, ==, CLASSES * per_class);
          for (size_t row = 0; row < count / SIZE && kind->learns == ISO_LOSS_LEARNS_PROXIES; row++)
            g_assert_true (fabs (iso_sum_of_squares (own + row * SIZE, SIZE) - 1.0) <= 1e-5);
          for (size_t c = 0; c < count && kind->learns == ISO_LOSS_LEARNS_BETA; c++)
            g_assert_cmpfloat (own[c], ==, 1.2f);
          g_autofree float *before = g_memdup2 (own, count * sizeof (float));
          for (int i = 0; i < 5; i++)
            take_step (&fixture, NULL);
          g_assert_true ((memcmp (before, own, count * sizeof (float)) != 0) == moves);
          fixture_clear (&fixture);
        }
    }
}

/* A batch that holds a NaN, and own weights that do, leave everything as it was. */
static void
test_not_finite (void)
{
  const char *const losses[] = { "proxy-anchor", "margin", "multi-similarity" };
  for (size_t l = 0; l < G_N_ELEMENTS (losses); l++)
    {
      Fixture fixture;
      size_t count, network_count;
      fixture_init (&fixture, losses[l], l == 2 ? "memory.size" : NULL, "60");
      for (int i = 0; i < 3; i++)
        take_step (&fixture, NULL);
      float *own = iso_step_loss_weights (fixture.step, &count), *weights = iso_step_weights (fixture.step);
      network_count = iso_network_weight_count (fixture.network);
      g_autofree float *own_before = g_memdup2 (own, count * sizeof (float));
      g_autofree float *before = g_memdup2 (weights, network_count * sizeof (float));
      IsoRandom mining = fixture.mining;
      float kept = fixture.input[7];
      fixture.input[7] = NAN;
      g_assert_false (take_step (&fixture, NULL).finite);
      fixture.input[7] = kept;
      g_assert_cmpmem (weights, network_count * sizeof (float), before, network_count * sizeof (float));
      g_assert_true (count == 0 || memcmp (own, own_before, count * sizeof (float)) == 0);
      fixture.mining = mining;
      g_assert_true (take_step (&fixture, NULL).finite);
      if (count > 0)
        {
          own[0] = NAN;
          g_assert_false (take_step (&fixture, NULL).finite);
        }
      fixture_clear (&fixture);
    }
}

/* The memory acts from the second step on, for the losses that take it; for the others its size says nothing. */
static void
test_memory (void)
{
  for (guint name = 0; name < ISO_LOSS_COUNT; name++)
    {
      const IsoLossKind *kind = iso_loss_kind ((IsoLossName) name);
      double losses[2][3];
      for (int with = 0; with < 2; with++)
        {
          Fixture fixture;
          fixture_init (&fixture, kind->name, "memory.size", with ? "100" : "0");
          for (int i = 0; i < 3; i++)
            losses[with][i] = take_step (&fixture, NULL).loss;
          fixture_clear (&fixture);
        }
      g_assert_cmpfloat (losses[0][0], ==, losses[1][0]);
      g_assert_true ((losses[0][1] != losses[1][1]) == kind->takes_memory);
    }
  size_t counts[2];
  g_autofree float *one = reach (&counts[0], "supcon", "memory.size", "70", 1);
  g_autofree float *three = reach (&counts[1], "supcon", "memory.size", "70", 3);
  g_assert_cmpmem (one, counts[0] * sizeof (float), three, counts[1] * sizeof (float));
}

/* Every sample with a positive is an anchor once, and every positive comes equally often. */
static void
test_pairs (void)
{
  const gint32 labels[] = { 3, -7, 3, 9, 3, 9, 1000000, 3 };
  const size_t count = G_N_ELEMENTS (labels), anchors = 6;
  const float S[64] = { 0 };
  size_t seen[8][8] = { 0 };
  IsoSelection selection = { 0 };
  IsoRandom random;
  iso_random_init (&random, 1, "mining");
  for (int round = 0; round < 3000; round++)
    {
      iso_selection_fill (&selection, iso_loss_kind (ISO_LOSS_N_PAIR), iso_miner_kind (ISO_MINER_RANDOM), NULL, S, labels, count,
                          8, &random);
      g_assert_cmpuint (selection.pair_count, ==, anchors);
      g_assert_cmpuint (selection.triplets.count, ==, 0);
      for (size_t r = 0; r < anchors; r++)
        {
          gint32 a = selection.pairs[2 * r], p = selection.pairs[2 * r + 1];
          g_assert_true (a != p && labels[a] == labels[p]);
          g_assert_true (r == 0 || a > selection.pairs[2 * r - 2]);
          seen[a][p]++;
        }
    }
  for (size_t a = 0; a < count; a++)
    for (size_t p = 0; p < count; p++)
      if (a != p && labels[a] == labels[p])
        g_assert_true (fabs ((double) seen[a][p] - (labels[a] == 3 ? 1000.0 : 3000.0)) <= 130.0);
  iso_selection_clear (&selection);
}

/* The fourth sample is of a third class, each equally often; where the batch has no third class there is no triplet left. */
static void
test_fourth (void)
{
  const gint32 labels[] = { 2, 5, 2, 5, 8, 8, 5, 1 };
  const size_t count = G_N_ELEMENTS (labels);
  const float S[64] = { 0 };
  const double per_anchor = 4.0;
  size_t seen[8] = { 0 }, total = 0;
  IsoSelection selection = { 0 };
  IsoRandom random;
  iso_random_init (&random, 1, "mining");
  for (int round = 0; round < 2000; round++)
    {
      iso_selection_fill (&selection, iso_loss_kind (ISO_LOSS_QUADRUPLET), iso_miner_kind (ISO_MINER_RANDOM), &per_anchor, S,
                          labels, count, 8, &random);
      g_assert_cmpuint (selection.triplets.count, ==, 28);
      for (size_t t = 0; t < selection.triplets.count; t++)
        {
          const gint32 *triplet = selection.triplets.triplets + 3 * t;
          gint32 fourth = selection.fourth[t];
          g_assert_true (labels[fourth] != labels[triplet[0]] && labels[fourth] != labels[triplet[2]]);
          if (labels[triplet[0]] != 2 || labels[triplet[2]] != 8)
            continue;
          seen[fourth]++;
          total++;
        }
    }
  const size_t third[] = { 1, 3, 6, 7 };
  for (size_t i = 0; i < 4; i++)
    g_assert_true (fabs ((double) seen[third[i]] - (double) total / 4.0) <= 0.06 * (double) total);
  const gint32 two[] = { 2, 5, 2, 5 };
  iso_selection_fill (&selection, iso_loss_kind (ISO_LOSS_QUADRUPLET), iso_miner_kind (ISO_MINER_RANDOM), &per_anchor, S, two, 4,
                      8, &random);
  g_assert_cmpuint (selection.triplets.count, ==, 0);
  iso_selection_clear (&selection);
}

static void
expect_refusal (const char *const *assignments, const char *word)
{
  g_autoptr (GError) error = NULL;
  IsoSettings settings;
  iso_settings_init (&settings);
  g_assert_true (iso_settings_set_all (&settings, assignments, NULL));
  g_autoptr (IsoExperiment) experiment = iso_experiment_new (&settings, NULL, NULL, &error);
  if (word == NULL)
    g_assert_no_error (error);
  else
    {
      g_assert_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT);
      g_assert_nonnull (strstr (error->message, word));
    }
}

static void
test_rules (void)
{
  expect_refusal ((const char *const[]) { "loss.name=quadruplet", "batch.size=32", "batch.samples_per_class=16", NULL },
                  "quadruplet");
  expect_refusal ((const char *const[]) { "loss.name=quadruplet", "batch.size=48", "batch.samples_per_class=16", NULL }, NULL);
  expect_refusal ((const char *const[]) { "loss.name=triplet", "batch.size=32", "batch.samples_per_class=32", NULL }, "triplet");
  expect_refusal ((const char *const[]) { "loss.name=arcface", "batch.size=32", "batch.samples_per_class=32", NULL }, NULL);
  expect_refusal ((const char *const[]) { "loss.name=quadruplet", "data.split=class", "data.validation=class",
                                          "data.validation_share=0.5", "batch.size=48", NULL }, "training part");
  g_autoptr (GError) error = NULL;
  IsoSettings settings;
  iso_settings_init (&settings);
  g_assert_false (iso_settings_set (&settings, "batch.samples_per_class", "1", &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT);
  g_clear_error (&error);
  g_assert_false (iso_settings_set (&settings, "memory.size", "-1", &error));
}

/* Proxies are kept for the classes that train, numbered without gaps. */
static void
test_classes (void)
{
  g_autoptr (GError) error = NULL;
  IsoSettings settings;
  iso_settings_init (&settings);
  set (&settings, "data.split", "class");
  set (&settings, "data.validation", "class");
  set (&settings, "data.validation_share", "0.2");
  g_autoptr (IsoExperiment) experiment = iso_experiment_new (&settings, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (experiment->class_count, ==, 4);
  const gint32 *labels = iso_dataset_labels (experiment->dataset);
  for (gint32 label = 0; label < 10; label++)
    g_assert_cmpint (experiment->classes[label], ==, label < 4 ? label : -1);
  for (size_t i = 0; i < experiment->split.train.count; i++)
    g_assert_cmpint (experiment->classes[labels[experiment->split.train.indices[i]]], >=, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint name = 0; name < ISO_LOSS_COUNT; name++)
    {
      const char *loss = iso_loss_kind ((IsoLossName) name)->name;
      g_autofree char *lowers = g_strdup_printf ("/loss-training/lowers/%s", loss);
      g_autofree char *threads = g_strdup_printf ("/loss-training/threads/%s", loss);
      g_test_add_data_func (lowers, loss, test_lowers);
      g_test_add_data_func (threads, loss, test_threads);
    }
  g_test_add_func ("/loss-training/own-weights", test_own_weights);
  g_test_add_func ("/loss-training/not-finite", test_not_finite);
  g_test_add_func ("/loss-training/memory", test_memory);
  g_test_add_func ("/loss-training/pairs", test_pairs);
  g_test_add_func ("/loss-training/fourth", test_fourth);
  g_test_add_func ("/loss-training/rules", test_rules);
  g_test_add_func ("/loss-training/classes", test_classes);
  return g_test_run ();
}
