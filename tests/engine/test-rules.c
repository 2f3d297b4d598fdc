/* The rules between choices: each refuses what is at odds, in words that name it, and nothing else. */
#include <string.h>

#include "engine/base/error.h"
#include "engine/data/source.h"
#include "engine/train/experiment.h"
#include "engine/train/parameters.h"
#include "engine/train/rules.h"

#define MOST_ASSIGNMENTS 6

/* What is set before, a choice that is refused then and what its reason names, and a neighboring choice that is not. */
typedef struct {
  const char *before[MOST_ASSIGNMENTS];
  const char *key, *refused, *words[4], *taken;
} Case;

static const Case cases[] = {
  /* A batch of whole classes. */
  { { "batch.size=112" }, "batch.samples_per_class", "5", { "112", "multiple", "batch.samples_per_class" }, "7" },
  { { "batch.samples_per_class=5", "batch.size=100" }, "batch.size", "101", { "101", "5" }, "105" },
  { { "batch.samples_per_class=5", "batch.size=101", "batch.sampler=random" }, "batch.sampler", "classes", { "multiple" },
    "balanced" },
  /* Classes that the loss compares. */
  { { "batch.size=8" }, "loss.name", "quadruplet", { "quadruplet", "at least 3", "hold 2 classes" }, "triplet" },
  { { "batch.size=8", "loss.name=quadruplet", "batch.samples_per_class=2" }, "batch.samples_per_class", "4",
    { "quadruplet", "batch.samples_per_class", "2 classes" }, "2" },
  { { "batch.size=4", "loss.name=arcface" }, "loss.name", "triplet", { "triplet", "at least 2", "hold 1 class " }, "cosface" },
  { { "batch.size=8", "batch.sampler=random", "loss.name=quadruplet" }, "batch.sampler", "classes", { "quadruplet" }, "balanced" },
  /* Batches of near classes want evaluated samples. */
  { { "train.evaluate_sample=0" }, "batch.sampler", "hard-classes", { "train.evaluate_sample", "0" }, "balanced" },
  { { "batch.sampler=hard-classes" }, "train.evaluate_sample", "0", { "hard-classes" }, "1" },
  /* The symmetric transition wants an undirected graph. */
  { { "distill.mode=obdp", "distill.k=10" }, "distill.normalization", "symmetric", { "undirected", "distill.k=10" }, "softmax" },
  { { "distill.mode=obdp", "distill.k=0", "distill.normalization=symmetric" }, "distill.k", "110", { "undirected" }, "111" },
  { { "distill.mode=obdp", "distill.k=10", "distill.graph=union", "distill.normalization=symmetric" }, "distill.graph",
    "directed", { "mutual", "union" }, "mutual" },
  { { "distill.mode=psd", "distill.k=10", "distill.normalization=symmetric" }, "distill.mode", "obdp", { "undirected" },
    "uniform" },
  /* A memory, for losses that look into it. */
  { { "memory.size=100" }, "loss.name", "triplet", { "memory.size is 100", "triplet", "supcon" }, "supcon" },
  { { "loss.name=triplet" }, "memory.size", "50", { "triplet", "expected 0" }, "0" },
  /* What was never possible. */
  { { NULL }, "loss.name", "tripplet", { "tripplet", "triplet" }, "triplet" },
  { { NULL }, "distill.omega", "1", { "distill.omega" }, "0.99" },
};

static void
prepare (IsoSettings *settings, const char *const *before)
{
  g_autoptr (GError) error = NULL;
  iso_settings_init (settings);
  iso_settings_set_all (settings, before, &error);
  g_assert_no_error (error);
}

/* The one function and the way that command line and files take are of one mind. */
static void
assert_same_by_setting (const IsoSettings *settings, const char *key, const char *value, const char *reason)
{
  IsoSettings changed = *settings;
  g_autoptr (GError) error = NULL;
  bool accepted = iso_settings_set (&changed, key, value, &error) && iso_settings_validate (&changed, &error);
  g_assert_true (accepted == (reason == NULL));
  if (!accepted)
    {
      g_assert_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT);
      g_assert_cmpstr (error->message, ==, reason);
    }
}

static void
check (const Case *this, const IsoTrainingFacts *facts)
{
  IsoSettings settings, kept;
  prepare (&settings, this->before);
  kept = settings;
  g_autofree char *reason = iso_settings_conflict (&settings, facts, this->key, this->refused);
  g_autofree char *none = iso_settings_conflict (&settings, facts, this->key, this->taken);
  g_test_message ("%s=%s: %s", this->key, this->refused, reason == NULL ? "(not refused)" : reason);
  g_assert_nonnull (reason);
  for (size_t w = 0; w < G_N_ELEMENTS (this->words) && this->words[w] != NULL; w++)
    if (strstr (reason, this->words[w]) == NULL)
      g_error ("“%s” does not say “%s”", reason, this->words[w]);
  g_assert_cmpstr (none, ==, NULL);
  g_assert_cmpmem (&settings, sizeof settings, &kept, sizeof kept);
  if (facts != NULL)
    return;
  assert_same_by_setting (&settings, this->key, this->refused, reason);
  assert_same_by_setting (&settings, this->key, this->taken, NULL);
}

static void
test_rules (void)
{
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    check (&cases[i], NULL);
}

static void
test_rules_about_data (void)
{
  static const struct {
    Case rule;
    IsoTrainingFacts facts;
  } with_data[] = {
    { { { NULL }, "batch.size", "128", { "128", "at most", "120" }, "116" }, { 120, 10 } },
    { { { "batch.with_replacement=off", "batch.size=40" }, "batch.samples_per_class", "2", { "10 classes", "20 different" }, "4" },
      { 1000, 10 } },
    { { { "batch.size=40", "batch.samples_per_class=2" }, "batch.with_replacement", "off", { "20 different" }, "on" },
      { 1000, 10 } },
    { { { "batch.size=16" }, "batch.sampler", "balanced", { "at least 20", "10 classes" }, "random" }, { 1000, 10 } },
    { { { "batch.sampler=random" }, "loss.name", "quadruplet", { "2 classes", "quadruplet", "at least 3" }, "triplet" },
      { 1000, 2 } },
  };
  for (size_t i = 0; i < G_N_ELEMENTS (with_data); i++)
    {
      IsoSettings settings;
      check (&with_data[i].rule, &with_data[i].facts);
      /* Of data that are not known yet nothing is said. */
      prepare (&settings, with_data[i].rule.before);
      g_autofree char *reason = iso_settings_conflict (&settings, NULL, with_data[i].rule.key, with_data[i].rule.refused);
      g_assert_cmpstr (reason, ==, NULL);
    }
}

/* Every loss beside every batch of few classes: refused just where it compares more. */
static void
test_every_loss (void)
{
  for (int classes = 1; classes <= 4; classes++)
    for (guint name = 0; name < ISO_LOSS_COUNT; name++)
      {
        const IsoLossKind *kind = iso_loss_kind ((IsoLossName) name);
        IsoSettings settings;
        iso_settings_init (&settings);
        settings.batch.size = 4 * classes;
        settings.batch.samples_per_class = 4;
        settings.loss.name = ISO_LOSS_ARCFACE;
        g_autofree char *reason = iso_settings_conflict (&settings, NULL, "loss.name", kind->name);
        g_assert_true ((reason != NULL) == (kind->minimum_classes > (size_t) classes));
        settings.batch.size = 112;
        settings.memory.size = 10;
        g_autofree char *memory = iso_settings_conflict (&settings, NULL, "loss.name", kind->name);
        g_assert_true ((memory != NULL) == !kind->takes_memory);
        settings.memory.size = 0;
        g_autofree char *plain = iso_settings_conflict (&settings, NULL, "loss.name", kind->name);
        g_assert_cmpstr (plain, ==, NULL);
      }
}

/* What the facts say of a split is what a run finds. */
static void
test_facts (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoDataset) dataset = iso_source_load (&(const IsoSourceRequest) { .source = "sample" }, NULL, NULL, &error);
  g_assert_no_error (error);
  static const char *const splits[][4] = { { "data.split=sample" }, { "data.split=class" },
                                           { "data.split=class", "data.validation=class" },
                                           { "data.split=sample", "data.validation=sample" } };
  for (size_t i = 0; i < G_N_ELEMENTS (splits); i++)
    {
      IsoSettings settings;
      IsoTrainingFacts facts;
      prepare (&settings, splits[i]);
      g_assert_true (iso_training_facts (&facts, &settings, dataset, &error));
      g_autoptr (IsoExperiment) experiment = iso_experiment_new (&settings, dataset, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (facts.sample_count, ==, experiment->split.train.count);
      g_assert_cmpuint (facts.class_count, ==, experiment->class_count);
      /* And a run refuses what the facts forbid, with the same words. */
      settings.batch.sampler = ISO_SAMPLER_BALANCED;
      settings.batch.size = (int) (2 * facts.class_count - 1);
      g_autofree char *reason = iso_settings_conflict (&settings, &facts, "train.seed", "7");
      g_assert_nonnull (reason);
      g_assert_null (iso_experiment_new (&settings, dataset, NULL, &error));
      g_assert_cmpstr (error->message, ==, reason);
      g_clear_error (&error);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rules/rules", test_rules);
  g_test_add_func ("/rules/data", test_rules_about_data);
  g_test_add_func ("/rules/losses", test_every_loss);
  g_test_add_func ("/rules/facts", test_facts);
  return g_test_run ();
}
