/* What the files of k-means share: kmeans.c (Lloyd's iterations), kmeans-seeds.c (k-means++) and kmeans-nearest.c (the products).
 * */
#pragma once

#include "engine/base/random.h"
#include "engine/metrics/kmeans.h"
#include "engine/metrics/points.h"

typedef struct {
  IsoPoints points;
  size_t cluster_count;
  float *centers;        /* (cluster_count, D), in the coordinates of points.centred */
  float *center_squares; /* (cluster_count) */
  gint32 *nearest;       /* (N): the nearest center so far, ties to the lower number; −1: none yet */
  float *distances;      /* (N): squared distance to it */
  IsoPool *pool;
  GCancellable *cancellable;
} IsoKmeans;

/* Forgets the nearest centers. */
void iso_kmeans_reset (IsoKmeans *kmeans);
/* Takes centers first … first + count − 1 into account. */
void iso_kmeans_update_nearest (IsoKmeans *kmeans, size_t first, size_t count);

/* Places cluster_count centers on points by k-means++. */
void iso_kmeans_seed (IsoKmeans *kmeans, IsoRandom *random);
