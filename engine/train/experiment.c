#include "engine/train/experiment.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/data/groups.h"
#include "engine/data/label-noise.h"
#include "engine/data/sampler.h"
#include "engine/data/source.h"
#include "engine/train/parameters.h"
#include "engine/train/rules.h"

/* Whether batches can be drawn: wrong labels may leave a class without samples. */
static bool
check_sampler (IsoExperiment *experiment, GError **error)
{
  g_autoptr (IsoSampler) sampler = iso_sampler_new (iso_experiment_training_labels (experiment), &experiment->split.train,
                                                    &experiment->settings.batch, error);
  return sampler != NULL;
}

/* Whether the memory that a run wants is there: the larger blocks, asked for together and given back untouched. What is taken
 * later, piece by piece, ends the program where there is none. */
static bool
check_memory (const IsoExperiment *experiment, GError **error)
{
  /* Weights, the teacher's, gradient and two moments; a batch, the probe and what is evaluated; activations of these; the
   * teacher's embeddings of the training part. */
  enum { WEIGHTS = 5, INPUTS = 3, ACTIVATIONS = 4, LEAST_ROWS = 1024 };
  bool has_trunk = iso_network_has_trunk (experiment->network);
  size_t B = (size_t) experiment->settings.batch.size, rows = MAX (B, LEAST_ROWS);
  /* With a trunk only a training batch has all its activations in memory: evaluation goes image by image. */
  double values = (double) WEIGHTS * (double) iso_network_weight_count (experiment->network)
                  + (double) rows * (double) INPUTS * (double) iso_network_input_size (experiment->network)
                  + (double) (has_trunk ? B : rows) * (double) ACTIVATIONS / 2.0
                        * (double) iso_network_activation_floats (experiment->network)
                  + (double) iso_network_workspace_floats (experiment->network)
                  + (double) experiment->split.train.count * (double) iso_network_embedding_size (experiment->network);
  double bytes = values * sizeof (float);
  void *trial = bytes < (double) G_MAXSSIZE ? g_try_malloc ((size_t) bytes) : NULL;
  g_free (trial);
  if (trial != NULL)
    return true;
  g_autofree char *size = g_format_size ((guint64) bytes);
  g_set_error (error, ISO_ERROR, ISO_ERROR_MEMORY,
               _("network %s with batches of %d samples: about %s of memory are wanted, more than there is"),
               iso_network_text (experiment->network), experiment->settings.batch.size, size);
  return false;
}

/* Numbers the classes that train, which proxies and the like are kept for, and checks the rules between settings and data. */
static bool
number_classes (IsoExperiment *experiment, GError **error)
{
  guint32 all = iso_dataset_class_count (experiment->dataset);
  IsoGroups groups;
  iso_groups_init (&groups, iso_dataset_labels (experiment->dataset), experiment->split.train.indices,
                   experiment->split.train.count);
  experiment->class_count = groups.class_count;
  experiment->classes = g_new (gint32, MAX (all, 1));
  for (guint32 label = 0; label < all; label++)
    experiment->classes[label] = -1;
  for (size_t c = 0; c < groups.class_count; c++)
    experiment->classes[groups.classes[c]] = (gint32) c;
  iso_groups_clear (&groups);
  IsoTrainingFacts facts = { .sample_count = experiment->split.train.count, .class_count = experiment->class_count };
  return iso_rules_check (&experiment->settings, &facts, error);
}

/* The weights of a fixed teacher: out of the checkpoint that is resumed, else from the file that the settings name. */
static bool
load_teacher (IsoExperiment *experiment, const IsoCheckpoint *checkpoint, GError **error)
{
  const char *path = experiment->settings.teacher.checkpoint;
  IsoSettings old;
  if (experiment->settings.teacher.kind != ISO_TEACHER_CHECKPOINT)
    return true;
  if (checkpoint != NULL && !iso_checkpoint_settings (&old, checkpoint, error))
    return false;
  if (checkpoint != NULL && (old.teacher.kind != ISO_TEACHER_CHECKPOINT || strcmp (old.teacher.checkpoint, path) != 0))
    checkpoint = NULL;
  /* No rule of iso_settings_validate()'s: in a window the kind is chosen first, the file after it. */
  if (checkpoint == NULL && path[0] == '\0')
    {
      g_set_error_literal (error, ISO_ERROR, ISO_ERROR_ARGUMENT,
                           _("teacher.checkpoint is empty; teacher.kind=checkpoint wants the path of a file of weights"));
      return false;
    }
  g_autoptr (IsoSafetensors) file = checkpoint == NULL ? iso_safetensors_read (path, error) : NULL;
  if (checkpoint != NULL)
    experiment->teacher_weights =
        iso_checkpoint_read_weights (iso_checkpoint_file (checkpoint), "teacher.", experiment->network, error);
  else if (file != NULL)
    experiment->teacher_weights = iso_checkpoint_read_weights (file, "", experiment->network, error);
  if (experiment->teacher_weights == NULL && checkpoint == NULL)
    g_prefix_error (error, "teacher.checkpoint: ");
  return experiment->teacher_weights != NULL;
}

static IsoExperiment *
make (const IsoSettings *settings, IsoDataset *dataset, const IsoCheckpoint *checkpoint, GCancellable *cancellable,
      GError **error)
{
  g_autoptr (IsoExperiment) experiment = g_new0 (IsoExperiment, 1);
  iso_references_init (&experiment->references);
  experiment->settings = *settings;

  if (!iso_rules_check (settings, NULL, error))
    return NULL;
  IsoSourceRequest request = iso_settings_source (settings);
  experiment->dataset = dataset != NULL ? iso_dataset_ref (dataset) : iso_source_load (&request, NULL, cancellable, error);
  if (experiment->dataset == NULL || (checkpoint != NULL && !iso_checkpoint_check_data (checkpoint, experiment->dataset, error)))
    return NULL;
  if (!iso_split_make (&experiment->split, experiment->dataset, (IsoSplitKind) settings->data.split,
                       (IsoValidationKind) settings->data.validation, settings->data.validation_share,
                       (guint64) settings->train.seed, error))
    return NULL;
  if (settings->data.label_noise > 0.0)
    experiment->noisy_labels =
        iso_label_noise_apply (iso_dataset_labels (experiment->dataset), iso_dataset_sample_count (experiment->dataset),
                               &experiment->split.train, settings->data.label_noise, (guint64) settings->train.seed);
  if (!number_classes (experiment, error) || !check_sampler (experiment, error))
    return NULL;
  experiment->normalizer =
      iso_dataset_normalizer (experiment->dataset, (IsoNormalization) settings->data.normalization,
                              experiment->split.train.indices, experiment->split.train.count);
  IsoSampleShape shape = iso_dataset_shape (experiment->dataset);
  if (!iso_augment_check (&settings->augment, shape, iso_dataset_name (experiment->dataset), error))
    return NULL;
  IsoNetworkInput input = { iso_dataset_feature_count (experiment->dataset), shape.channels, shape.is_image ? shape.height : 0,
                            shape.is_image ? shape.width : 0 };
  experiment->network = iso_network_new (&settings->network, &input, error);
  if (experiment->network == NULL || !check_memory (experiment, error) || !load_teacher (experiment, checkpoint, error))
    return NULL;
  return g_steal_pointer (&experiment);
}

IsoExperiment *
iso_experiment_new (const IsoSettings *settings, IsoDataset *dataset, GCancellable *cancellable, GError **error)
{
  return make (settings, dataset, NULL, cancellable, error);
}

IsoExperiment *
iso_experiment_resume (const IsoCheckpoint *checkpoint, const IsoSettings *settings, IsoDataset *dataset, GCancellable *cancellable,
                       GError **error)
{
  return make (settings, dataset, checkpoint, cancellable, error);
}

IsoExperiment *
iso_experiment_ref (IsoExperiment *experiment)
{
  iso_references_add (&experiment->references);
  return experiment;
}

void
iso_experiment_unref (IsoExperiment *experiment)
{
  if (experiment == NULL || !iso_references_drop (&experiment->references))
    return;
  g_clear_pointer (&experiment->network, iso_network_unref);
  iso_block_free (experiment->teacher_weights);
  g_free (experiment->classes);
  iso_split_clear (&experiment->split);
  g_free (experiment->noisy_labels);
  g_clear_pointer (&experiment->dataset, iso_dataset_unref);
  g_free (experiment);
}

const gint32 *
iso_experiment_training_labels (const IsoExperiment *experiment)
{
  return experiment->noisy_labels != NULL ? experiment->noisy_labels : iso_dataset_labels (experiment->dataset);
}
