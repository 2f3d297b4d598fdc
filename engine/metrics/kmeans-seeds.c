/* k-means++ draws each seed with a probability proportional to the squared distance to the nearest seed so far. Taken literally
 * that is one pass over all points a seed. Here distances are brought up to date for many seeds at once, by products of matrices,
 * and in between they are taken as upper bounds: a point drawn by its old distance is accepted with probability new over old,
 * which gives exactly the same distribution. */
#include <math.h>
#include <string.h>

#include "engine/metrics/kmeans-private.h"

/* Seeds between two updates: at most, and never more than half of those there are, so that most draws are accepted. */
#define MOST_PENDING 256
/* Draws refused in a row after which old distances are too far off to go on with. */
#define MOST_REFUSALS 32

typedef struct {
  IsoKmeans *kmeans;
  IsoRandom *random;
  guint32 *seeds;      /* (cluster_count): points */
  size_t count, fresh; /* seeds; how many of them the distances know of */
  double *sums;        /* (N): running sums of the distances */
} Seeding;

static void
update (Seeding *seeding)
{
  IsoKmeans *kmeans = seeding->kmeans;
  iso_kmeans_update_nearest (kmeans, seeding->fresh, seeding->count - seeding->fresh);
  for (; seeding->fresh < seeding->count; seeding->fresh++)
    kmeans->distances[seeding->seeds[seeding->fresh]] = 0.0f; /* without rounding */
  double sum = 0.0;
  for (size_t i = 0; i < kmeans->points.N; i++)
    seeding->sums[i] = sum += (double) kmeans->distances[i];
}

static void
add_seed (Seeding *seeding, size_t point)
{
  IsoKmeans *kmeans = seeding->kmeans;
  size_t D = kmeans->points.D;
  memcpy (kmeans->centers + seeding->count * D, kmeans->points.centred + point * D, D * sizeof (float));
  kmeans->center_squares[seeding->count] = kmeans->points.squares[point];
  seeding->seeds[seeding->count++] = (guint32) point;
}

/* First point whose running sum is above `wanted`. */
static size_t
find_point (const double *sums, size_t N, double wanted)
{
  size_t low = 0, high = N - 1;
  while (low < high)
    {
      size_t middle = low + (high - low) / 2;
      if (sums[middle] > wanted)
        high = middle;
      else
        low = middle + 1;
    }
  return low;
}

/* Squared distance from a point to the nearest seed, those included that the distances do not know of yet. */
static double
present_distance (const Seeding *seeding, size_t point)
{
  const IsoPoints *points = &seeding->kmeans->points;
  double least = (double) seeding->kmeans->distances[point];
  for (size_t s = seeding->fresh; s < seeding->count; s++)
    {
      double sum = 0.0;
      for (size_t d = 0; d < points->D; d++)
        {
          float difference = points->centred[point * points->D + d] - points->centred[(size_t) seeding->seeds[s] * points->D + d];
          sum += (double) (difference * difference);
        }
      least = MIN (least, sum);
    }
  return least;
}

/* One draw; false if it was refused. */
static bool
try_draw (Seeding *seeding)
{
  size_t N = seeding->kmeans->points.N;
  double total = seeding->sums[N - 1];
  if (!(total > 0.0))
    {
      /* Every point is a seed already or equal to one. */
      add_seed (seeding, iso_random_below (seeding->random, (guint32) N));
      return true;
    }
  size_t point = find_point (seeding->sums, N, iso_random_uniform (seeding->random) * total);
  double old = (double) seeding->kmeans->distances[point];
  if (seeding->fresh < seeding->count
      && !(iso_random_uniform (seeding->random) * old < present_distance (seeding, point)))
    return false;
  add_seed (seeding, point);
  return true;
}

void
iso_kmeans_seed (IsoKmeans *kmeans, IsoRandom *random)
{
  size_t N = kmeans->points.N;
  g_autofree guint32 *seeds = g_new (guint32, kmeans->cluster_count);
  g_autofree double *sums = g_new (double, N);
  Seeding seeding = { .kmeans = kmeans, .random = random, .seeds = seeds, .sums = sums };
  size_t refusals = 0;
  iso_kmeans_reset (kmeans);
  add_seed (&seeding, iso_random_below (random, (guint32) N));
  while (seeding.count < kmeans->cluster_count && !g_cancellable_is_cancelled (kmeans->cancellable))
    {
      size_t pending = seeding.count - seeding.fresh;
      if (pending >= CLAMP (seeding.fresh / 2, 1, MOST_PENDING) || refusals >= MOST_REFUSALS)
        {
          update (&seeding);
          refusals = 0;
        }
      refusals = try_draw (&seeding) ? 0 : refusals + 1;
    }
}
