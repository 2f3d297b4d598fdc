#include "ui/plot/neighbor-search.h"

#include <math.h>

#include "engine/projection/nearest-of.h"
#include "ui/plot/latest-job.h"

struct _IsoNeighborSearch {
  IsoLatestJob *job;
  IsoNeighborsFound found;
  gpointer data;
};

typedef struct {
  IsoMapSamples *samples;
  IsoProjectedMap *map; /* or NULL */
  size_t point, k;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;
  iso_map_samples_unref (request->samples);
  iso_projected_map_unref (request->map);
  g_free (request);
}

static void
take_roots (double *values, size_t count)
{
  for (size_t i = 0; i < count; i++)
    values[i] = sqrt (values[i]);
}

IsoNeighbors *
iso_neighbors_find (IsoMapSamples *samples, const IsoProjectedMap *map, size_t point, size_t k)
{
  IsoNeighbors *neighbors = g_new0 (IsoNeighbors, 1);
  k = MIN (k, ISO_NEIGHBORS_MOST);
  neighbors->samples = iso_map_samples_ref (samples);
  neighbors->point = (guint32) point;
  neighbors->space_count = iso_nearest_of (neighbors->space, neighbors->distances, samples->embeddings, samples->N, samples->D, point, k);
  if (map != NULL)
    neighbors->map_count = iso_nearest_of (neighbors->map, neighbors->map_distances, map->positions, map->N, 2, point, k);
  take_roots (neighbors->distances, neighbors->space_count);
  take_roots (neighbors->map_distances, neighbors->map_count);
  return neighbors;
}

static gpointer
find (gpointer data, GCancellable *cancellable, GError **error)
{
  const Request *request = data;
  return iso_neighbors_find (request->samples, request->map, request->point, request->k);
}

static void
found (gpointer result, const GError *error, gpointer data)
{
  IsoNeighborSearch *search = data;
  search->found (result, search->data);
}

static void
result_free (gpointer neighbors)
{
  iso_neighbors_free (neighbors);
}

IsoNeighborSearch *
iso_neighbor_search_new (IsoNeighborsFound function, gpointer data)
{
  IsoNeighborSearch *search = g_new0 (IsoNeighborSearch, 1);
  search->found = function;
  search->data = data;
  search->job = iso_latest_job_new (find, request_free, found, result_free, search);
  return search;
}

void
iso_neighbor_search_free (IsoNeighborSearch *search)
{
  if (search == NULL)
    return;
  iso_latest_job_free (search->job);
  g_free (search);
}

void
iso_neighbor_search_request (IsoNeighborSearch *search, IsoMapSamples *samples, IsoProjectedMap *map, size_t point, size_t k,
                             gboolean at_once)
{
  g_return_if_fail (point < samples->N && (map == NULL || map->N == samples->N));
  Request *request = g_new0 (Request, 1);
  request->samples = iso_map_samples_ref (samples);
  request->map = map != NULL ? iso_projected_map_ref (map) : NULL;
  request->point = point;
  request->k = k;
  iso_latest_job_request (search->job, request, at_once);
}

void
iso_neighbor_search_forget (IsoNeighborSearch *search)
{
  iso_latest_job_forget (search->job);
}

/* ---- what was found ---- */

void
iso_neighbors_free (IsoNeighbors *neighbors)
{
  if (neighbors == NULL)
    return;
  iso_map_samples_unref (neighbors->samples);
  g_free (neighbors);
}

static bool
holds (const guint32 *points, size_t count, guint32 point)
{
  for (size_t i = 0; i < count; i++)
    if (points[i] == point)
      return true;
  return false;
}

bool
iso_neighbors_in_space (const IsoNeighbors *neighbors, guint32 point)
{
  return holds (neighbors->space, neighbors->space_count, point);
}

bool
iso_neighbors_on_map (const IsoNeighbors *neighbors, guint32 point)
{
  return holds (neighbors->map, neighbors->map_count, point);
}
