#include "ui/figure/map-samples.h"

#include <glib/gi18n-lib.h>

#include "engine/base/random.h"
#include "ui/figure/axis.h"

static void
copy_classes (IsoMapSamples *samples)
{
  const IsoDataset *dataset = samples->epoch->experiment->dataset;
  const gint32 *labels = iso_dataset_labels (dataset);
  IsoRandom random;
  samples->class_count = iso_dataset_class_count (dataset);
  samples->labels = g_new (gint32, MAX (samples->N, 1));
  samples->order = g_new (guint32, MAX (samples->N, 1));
  samples->class_names = g_new (const char *, MAX (samples->class_count, 1));
  for (size_t i = 0; i < samples->N; i++)
    {
      samples->labels[i] = labels[samples->indices[i]];
      samples->order[i] = (guint32) i;
    }
  for (guint32 c = 0; c < samples->class_count; c++)
    samples->class_names[c] = iso_dataset_class_name (dataset, c);
  /* The same for every map, or points would change places in the pile from epoch to epoch. */
  iso_random_init (&random, 0, "map");
  iso_random_shuffle (&random, samples->order, samples->N);
}

IsoMapSamples *
iso_map_samples_new (IsoEpochSnapshot *epoch, IsoMapPart part)
{
  IsoMapSamples *samples = g_new0 (IsoMapSamples, 1);
  const IsoSplit *split = &epoch->experiment->split;
  bool is_train = part == ISO_MAP_TRAIN;
  iso_references_init (&samples->references);
  samples->epoch = iso_epoch_snapshot_ref (epoch);
  samples->part = part;
  samples->N = is_train ? epoch->train_count : epoch->N;
  samples->D = epoch->D;
  samples->all = is_train ? split->train.count : split->test.count;
  samples->embeddings = is_train ? epoch->train_embeddings : epoch->embeddings;
  samples->indices = is_train ? epoch->train_indices : split->test.indices;
  copy_classes (samples);
  return samples;
}

IsoMapSamples *
iso_map_samples_ref (IsoMapSamples *samples)
{
  iso_references_add (&samples->references);
  return samples;
}

void
iso_map_samples_unref (IsoMapSamples *samples)
{
  if (samples == NULL || !iso_references_drop (&samples->references))
    return;
  g_free (samples->labels);
  g_free (samples->order);
  g_free (samples->class_names);
  iso_epoch_snapshot_unref (samples->epoch);
  g_free (samples);
}

bool
iso_map_samples_are_comparable (const IsoMapSamples *a, const IsoMapSamples *b)
{
  return a->epoch->experiment == b->epoch->experiment && a->part == b->part && a->N == b->N;
}

char *
iso_map_samples_describe (const IsoMapSamples *samples)
{
  char count[32], all[32];
  iso_number_format (count, sizeof count, (double) samples->N, 9);
  iso_number_format (all, sizeof all, (double) samples->all, 9);
  if (samples->N < samples->all)
    return g_strdup_printf (samples->part == ISO_MAP_TRAIN ? _("training embeddings, showing %s of %s")
                                                           : _("test embeddings, showing %s of %s"),
                            count, all);
  return g_strdup_printf (samples->part == ISO_MAP_TRAIN ? _("%s training embeddings") : _("%s test embeddings"), count);
}

const guint32 *
iso_map_samples_numbers (const IsoMapSamples *samples)
{
  return samples->part == ISO_MAP_TEST ? NULL : samples->indices;
}
