#include "ui/figure/map-samples.h"

#include <glib/gi18n-lib.h>
#include <string.h>

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
iso_map_samples_of_rows (IsoEpochSnapshot *epoch, const guint32 *rows, size_t count)
{
  IsoMapSamples *samples = g_new0 (IsoMapSamples, 1);
  const IsoSubset *test = &epoch->experiment->split.test;
  iso_references_init (&samples->references);
  samples->epoch = iso_epoch_snapshot_ref (epoch);
  samples->part = ISO_MAP_TEST;
  samples->N = count;
  samples->D = epoch->D;
  samples->all = test->count;
  samples->own_embeddings = g_new (float, MAX (count * epoch->D, 1));
  samples->own_indices = g_new (guint32, MAX (count, 1));
  for (size_t i = 0; i < count; i++)
    {
      memcpy (samples->own_embeddings + i * epoch->D, epoch->embeddings + rows[i] * epoch->D, epoch->D * sizeof (float));
      samples->own_indices[i] = test->indices[rows[i]];
    }
  samples->embeddings = samples->own_embeddings;
  samples->indices = samples->own_indices;
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
  g_free (samples->own_embeddings);
  g_free (samples->own_indices);
  g_free (samples->labels);
  g_free (samples->order);
  g_free (samples->class_names);
  iso_epoch_snapshot_unref (samples->epoch);
  g_free (samples);
}

bool
iso_map_samples_are_comparable (const IsoMapSamples *a, const IsoMapSamples *b)
{
  if (a->epoch->experiment != b->epoch->experiment || a->part != b->part || a->N != b->N)
    return false;
  bool has_chosen = a->own_indices != NULL || b->own_indices != NULL;
  return !has_chosen || memcmp (a->indices, b->indices, a->N * sizeof *a->indices) == 0;
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
  return samples->part == ISO_MAP_TEST && samples->own_indices == NULL ? NULL : samples->indices;
}
