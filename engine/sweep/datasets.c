#include "engine/sweep/datasets.h"

#include <pthread.h>

#include "engine/data/source.h"
#include "engine/train/parameters.h"

typedef struct {
  IsoSourceRequest request; /* its texts are interned */
  IsoDataset *dataset;
} Loaded;

struct _IsoSweepDatasets {
  pthread_mutex_t mutex;
  GArray *all; /* of Loaded */
};

IsoSweepDatasets *
iso_sweep_datasets_new (void)
{
  IsoSweepDatasets *datasets = g_new0 (IsoSweepDatasets, 1);
  pthread_mutex_init (&datasets->mutex, NULL);
  datasets->all = g_array_new (FALSE, FALSE, sizeof (Loaded));
  return datasets;
}

void
iso_sweep_datasets_free (IsoSweepDatasets *datasets)
{
  if (datasets == NULL)
    return;
  for (guint i = 0; i < datasets->all->len; i++)
    iso_dataset_unref (g_array_index (datasets->all, Loaded, i).dataset);
  g_array_unref (datasets->all);
  pthread_mutex_destroy (&datasets->mutex);
  g_free (datasets);
}

static bool
is_same (const IsoSourceRequest *a, const IsoSourceRequest *b)
{
  return g_strcmp0 (a->source, b->source) == 0 && a->size == b->size && a->color == b->color
         && g_strcmp0 (a->label_column, b->label_column) == 0;
}

/* Under the mutex; NULL where they have not been loaded. */
static IsoDataset *
find (const IsoSweepDatasets *datasets, const IsoSourceRequest *request)
{
  for (guint i = 0; i < datasets->all->len; i++)
    if (is_same (&g_array_index (datasets->all, Loaded, i).request, request))
      return g_array_index (datasets->all, Loaded, i).dataset;
  return NULL;
}

IsoDataset *
iso_sweep_datasets_get (IsoSweepDatasets *datasets, const IsoSettings *settings, GCancellable *cancellable, GError **error)
{
  IsoSourceRequest request = iso_settings_source (settings);
  pthread_mutex_lock (&datasets->mutex);
  IsoDataset *dataset = find (datasets, &request);
  /* Under the mutex too: the same data are not to be loaded twice, nor two large sets at once. */
  if (dataset == NULL && (dataset = iso_source_load (&request, NULL, cancellable, error)) != NULL)
    {
      Loaded loaded = { request, dataset };
      g_array_append_val (datasets->all, loaded);
    }
  if (dataset != NULL)
    iso_dataset_ref (dataset);
  pthread_mutex_unlock (&datasets->mutex);
  return dataset;
}

void
iso_sweep_datasets_put (IsoSweepDatasets *datasets, const IsoSettings *settings, IsoDataset *dataset)
{
  Loaded loaded = { iso_settings_source (settings), dataset };
  pthread_mutex_lock (&datasets->mutex);
  if (find (datasets, &loaded.request) == NULL)
    {
      iso_dataset_ref (dataset);
      g_array_append_val (datasets->all, loaded);
    }
  pthread_mutex_unlock (&datasets->mutex);
}
