#include "ui/figure/projected-map.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/base/checked.h"
#include "engine/base/random.h"
#include "engine/projection/align.h"
#include "engine/projection/pca.h"
#include "ui/figure/axis.h"

bool
iso_projected_map_is_comparable (const IsoProjectedMap *map, const IsoEpochSnapshot *epoch)
{
  return map->epoch->experiment == epoch->experiment && map->N == epoch->N;
}

static void
copy_classes (IsoProjectedMap *map)
{
  const IsoDataset *dataset = map->epoch->experiment->dataset;
  const guint32 *indices = map->epoch->experiment->split.test.indices;
  const gint32 *labels = iso_dataset_labels (dataset);
  guint32 class_count = iso_dataset_class_count (dataset);
  IsoRandom random;
  map->labels = g_new (gint32, MAX (map->N, 1));
  map->order = g_new (guint32, MAX (map->N, 1));
  map->class_names = g_new (const char *, MAX (class_count, 1));
  for (size_t i = 0; i < map->N; i++)
    {
      map->labels[i] = labels[indices[i]];
      map->order[i] = (guint32) i;
    }
  for (guint32 c = 0; c < class_count; c++)
    map->class_names[c] = iso_dataset_class_name (dataset, c);
  /* The same for every map, or points would change places in the pile from epoch to epoch. */
  iso_random_init (&random, 0, "map");
  iso_random_shuffle (&random, map->order, map->N);
}

IsoProjectedMap *
iso_projected_map_new (IsoEpochSnapshot *epoch, const IsoProjectedMap *previous, GError **error)
{
  g_autoptr (IsoProjectedMap) map = g_new0 (IsoProjectedMap, 1);
  iso_references_init (&map->references);
  map->epoch = iso_epoch_snapshot_ref (epoch);
  map->N = epoch->N;
  map->positions = iso_block_new (MAX (map->N, 1), 2, sizeof (float), _("map"), error);
  if (map->positions == NULL || !iso_pca_project (map->positions, map->explained, epoch->embeddings, epoch->N, epoch->D, error))
    return NULL;
  if (previous != NULL && iso_projected_map_is_comparable (previous, epoch))
    iso_align_procrustes (map->positions, previous->positions, map->N);
  map->fit = iso_map_box_fit (map->positions, map->N);
  copy_classes (map);
  return g_steal_pointer (&map);
}

IsoProjectedMap *
iso_projected_map_ref (IsoProjectedMap *map)
{
  iso_references_add (&map->references);
  return map;
}

void
iso_projected_map_unref (IsoProjectedMap *map)
{
  if (map == NULL || !iso_references_drop (&map->references))
    return;
  iso_block_free (map->positions);
  g_free (map->labels);
  g_free (map->order);
  g_free (map->class_names);
  iso_epoch_snapshot_unref (map->epoch);
  g_free (map);
}

IsoMapPoints
iso_projected_map_points (const IsoProjectedMap *map)
{
  return (IsoMapPoints) {
    .N = map->N,
    .positions = map->positions,
    .labels = map->labels,
    .order = map->order,
    .class_count = iso_dataset_class_count (map->epoch->experiment->dataset),
    .class_names = map->class_names,
  };
}

char *
iso_projected_map_describe (const IsoProjectedMap *map)
{
  double share = map->explained[0] + map->explained[1];
  char count[32];
  iso_number_format (count, sizeof count, (double) map->N, 9);
  g_autofree char *epoch = map->epoch->epoch > 0 ? g_strdup_printf (_("epoch %d"), map->epoch->epoch)
                                                 : g_strdup (_("untrained network"));
  if (!(share > 0.0))
    return g_strdup_printf (_("PCA of %s test embeddings · all in one place: the embedding has collapsed · %s"), count, epoch);
  return g_strdup_printf (_("PCA of %s test embeddings · %.0f %% of variance · %s"), count, 100.0 * share, epoch);
}
