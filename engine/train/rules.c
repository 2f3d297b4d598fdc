#include "engine/train/rules.h"

#include <glib/gi18n-lib.h>

#include "engine/base/error.h"
#include "engine/data/groups.h"
#include "engine/data/sampler.h"
#include "engine/data/split.h"
#include "engine/distill/target.h"
#include "engine/train/evaluation-choice.h"
#include "engine/train/parameters.h"

/* A batch must hold the classes that the loss compares. What batches of other samplers hold is up to the data. */
static bool
check_batch_classes (const IsoSettings *settings, GError **error)
{
  const IsoLossKind *kind = iso_loss_kind ((IsoLossName) settings->loss.name);
  int size = settings->batch.size, each = settings->batch.samples_per_class, classes = size / each;
  if (!iso_sampler_groups_classes (settings->batch.sampler) || classes >= (int) kind->minimum_classes)
    return true;
  g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT,
               g_dngettext (GETTEXT_PACKAGE,
                            "the loss %s needs at least %zu classes in a batch; %d samples with %d of each class hold %d class "
                            "(batch.size, batch.samples_per_class)",
                            "the loss %s needs at least %zu classes in a batch; %d samples with %d of each class hold %d classes "
                            "(batch.size, batch.samples_per_class)",
                            (gulong) classes),
               kind->name, kind->minimum_classes, size, each, classes);
  return false;
}

static bool
check_batch (const IsoSettings *settings, GError **error)
{
  if (iso_sampler_groups_classes (settings->batch.sampler) && settings->batch.size % settings->batch.samples_per_class != 0)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT,
                   _("batch.size is %d; expected a multiple of batch.samples_per_class, which is %d"), settings->batch.size,
                   settings->batch.samples_per_class);
      return false;
    }
  if (settings->batch.sampler == ISO_SAMPLER_HARD_CLASSES && settings->train.evaluate_sample == 0)
    {
      g_set_error_literal (error, ISO_ERROR, ISO_ERROR_ARGUMENT,
                           _("train.evaluate_sample is 0; batch.sampler=hard-classes finds near classes by evaluated training "
                              "samples, so it wants some"));
      return false;
    }
  return check_batch_classes (settings, error);
}

/* "multi-similarity, supcon, …" */
static char *
names_of_losses_with_memory (void)
{
  g_autoptr (GString) names = g_string_new (NULL);
  for (guint name = 0; name < ISO_LOSS_COUNT; name++)
    if (iso_loss_kind ((IsoLossName) name)->takes_memory)
      g_string_append_printf (names, "%s%s", names->len == 0 ? "" : ", ", iso_loss_kind ((IsoLossName) name)->name);
  return g_string_free (g_steal_pointer (&names), FALSE);
}

static bool
check_memory (const IsoSettings *settings, GError **error)
{
  const IsoLossKind *kind = iso_loss_kind ((IsoLossName) settings->loss.name);
  if (settings->memory.size == 0 || kind->takes_memory)
    return true;
  g_autofree char *others = names_of_losses_with_memory ();
  g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT,
               _("memory.size is %d, expected 0: the loss %s cannot use a cross-batch memory; those that can are %s"),
               settings->memory.size, kind->name, others);
  return false;
}

static bool
check_against_data (const IsoSettings *settings, const IsoTrainingFacts *facts, GError **error)
{
  const IsoLossKind *kind = iso_loss_kind ((IsoLossName) settings->loss.name);
  if (!iso_sampler_check (&settings->batch, facts->sample_count, facts->class_count, error))
    return false;
  if (facts->class_count >= kind->minimum_classes)
    return true;
  g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT,
               g_dngettext (GETTEXT_PACKAGE, "the training part has %zu class; the loss %s needs at least %zu",
                            "the training part has %zu classes; the loss %s needs at least %zu", facts->class_count),
               facts->class_count, kind->name, kind->minimum_classes);
  return false;
}

bool
iso_rules_check (const IsoSettings *settings, const IsoTrainingFacts *facts, GError **error)
{
  IsoMetricChoice choice;
  return check_batch (settings, error) && check_memory (settings, error) && iso_schedule_validate (&settings->schedule, error)
         && iso_evaluation_choice (&choice, settings, error)
         && iso_distill_settings_validate (&settings->distill, (size_t) settings->batch.size, error)
         && (facts == NULL || check_against_data (settings, facts, error));
}

bool
iso_training_facts (IsoTrainingFacts *facts, const IsoSettings *settings, IsoDataset *dataset, GError **error)
{
  IsoSplit split = { 0 };
  IsoGroups groups;
  if (!iso_split_make (&split, dataset, (IsoSplitKind) settings->data.split, (IsoValidationKind) settings->data.validation,
                       settings->data.validation_share, (guint64) settings->train.seed, error))
    return false;
  iso_groups_init (&groups, iso_dataset_labels (dataset), split.train.indices, split.train.count);
  *facts = (IsoTrainingFacts) { .sample_count = split.train.count, .class_count = groups.class_count };
  iso_groups_clear (&groups);
  iso_split_clear (&split);
  return true;
}

char *
iso_settings_conflict (const IsoSettings *settings, const IsoTrainingFacts *facts, const char *key, const char *value)
{
  IsoSettings changed = *settings;
  g_autoptr (GError) error = NULL;
  if (iso_settings_set (&changed, key, value, &error) && iso_rules_check (&changed, facts, &error))
    return NULL;
  return g_strdup (error->message);
}
