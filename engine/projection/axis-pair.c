#include "engine/projection/axis-pair.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/linalg/finite.h"
#include "engine/projection/pca.h"

/* Beside the spread of the embeddings a length below this is rounding. */
#define LEAST_LENGTH 1e-6
/* What is left of `up` beside `across`, as a part of its length: below this they run along each other. */
#define LEAST_ANGLE 1e-4

typedef struct {
  const float *embeddings; /* (N, D) */
  const gint32 *labels;    /* (N) */
  size_t N, D;
  double *mean;            /* (D) */
  double total;            /* Σ ‖z − mean‖² */
} Cloud;

static double
dot (const double *a, const double *b, size_t D)
{
  double sum = 0.0;
  for (size_t d = 0; d < D; d++)
    sum += a[d] * b[d];
  return sum;
}

static void
measure (Cloud *cloud)
{
  for (size_t i = 0; i < cloud->N; i++)
    for (size_t d = 0; d < cloud->D; d++)
      cloud->mean[d] += (double) cloud->embeddings[i * cloud->D + d] / (double) cloud->N;
  for (size_t i = 0; i < cloud->N; i++)
    for (size_t d = 0; d < cloud->D; d++)
      {
        double offset = (double) cloud->embeddings[i * cloud->D + d] - cloud->mean[d];
        cloud->total += offset * offset;
      }
}

/* point (D) = where the anchor stands. */
static bool
locate (double *point, const Cloud *cloud, const IsoAnchor *anchor, GError **error)
{
  size_t count = 0;
  if (anchor->kind == ISO_ANCHOR_SAMPLE && (anchor->index < 0 || (size_t) anchor->index >= cloud->N))
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("axis: found sample %d, expected one of the %zu that are mapped"),
                   anchor->index, cloud->N);
      return false;
    }
  for (size_t i = 0; i < cloud->N; i++)
    {
      if (anchor->kind == ISO_ANCHOR_SAMPLE ? i != (size_t) anchor->index : cloud->labels[i] != anchor->index)
        continue;
      for (size_t d = 0; d < cloud->D; d++)
        point[d] += (double) cloud->embeddings[i * cloud->D + d];
      count++;
    }
  if (count == 0)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("axis: class %d has no sample among those that are mapped"), anchor->index);
      return false;
    }
  for (size_t d = 0; d < cloud->D; d++)
    point[d] /= (double) count;
  return true;
}

/* unit (D) = (to − from) / ‖to − from‖. */
static bool
find_direction (double *unit, const Cloud *cloud, const IsoDirection *direction, GError **error)
{
  g_autofree double *from = g_new0 (double, MAX (cloud->D, 1)), *to = g_new0 (double, MAX (cloud->D, 1));
  if (!locate (from, cloud, &direction->from, error) || !locate (to, cloud, &direction->to, error))
    return false;
  for (size_t d = 0; d < cloud->D; d++)
    unit[d] = to[d] - from[d];
  double length = sqrt (dot (unit, unit, cloud->D)), spread = sqrt (cloud->total / (double) cloud->N);
  bool is_one = direction->from.kind == direction->to.kind && direction->from.index == direction->to.index;
  /* The squares of the mean are what rounding of the embeddings is measured by. */
  bool has_spread = spread > LEAST_LENGTH * sqrt (dot (cloud->mean, cloud->mean, cloud->D));
  if (is_one || !has_spread || !(length > LEAST_LENGTH * spread))
    {
      g_set_error_literal (error, ISO_ERROR, ISO_ERROR_ARGUMENT,
                           is_one       ? _("axis: it goes from a point to the same point; choose two different ones")
                           : has_spread ? _("axis: its two points lie in the same place; choose two others")
                                        : _("axis: all embeddings lie in one place, there is no direction between them"));
      return false;
    }
  for (size_t d = 0; d < cloud->D; d++)
    unit[d] /= length;
  return true;
}

/* v (D): what is left of it beside the unit vector u, of unit length; false if hardly anything is. Twice, for what the first time
 * leaves to rounding. */
static bool
make_orthogonal (double *v, const double *u, size_t D)
{
  for (int pass = 0; pass < 2; pass++)
    {
      double along = dot (v, u, D);
      for (size_t d = 0; d < D; d++)
        v[d] -= along * u[d];
      double length = sqrt (dot (v, v, D));
      if (!(length > LEAST_ANGLE))
        return false;
      for (size_t d = 0; d < D; d++)
        v[d] /= length;
    }
  return true;
}

/* Column `axis` of map (N, 2) = (z − mean)ᵀ unit; returns the share of the variance along it. */
static double
place_along (float *map, int axis, const Cloud *cloud, const double *unit)
{
  double variance = 0.0;
  for (size_t i = 0; i < cloud->N; i++)
    {
      double sum = 0.0;
      for (size_t d = 0; d < cloud->D; d++)
        sum += ((double) cloud->embeddings[i * cloud->D + d] - cloud->mean[d]) * unit[d];
      map[2 * i + (size_t) axis] = (float) sum;
      variance += sum * sum;
    }
  return cloud->total > 0.0 ? variance / cloud->total : 0.0;
}

/* Column 1 of map = the first principal component of what is left of the embeddings beside u; *explained: its share of the whole
 * variance. */
static bool
place_by_variance (float *map, double *explained, const Cloud *cloud, const double *u, double across_share, const float *reference,
                   GError **error)
{
  double shares[2], agreement = 0.0;
  float *rest = iso_block_new (MAX (cloud->N, 1), MAX (cloud->D, 1), sizeof (float), _("embeddings beside the axis"), error);
  float *plane = rest == NULL ? NULL : iso_block_new (MAX (cloud->N, 1), 2, sizeof (float), _("map"), error);
  bool found = false;
  if (plane != NULL)
    {
      for (size_t i = 0; i < cloud->N; i++)
        for (size_t d = 0; d < cloud->D; d++)
          rest[i * cloud->D + d] = (float) ((double) cloud->embeddings[i * cloud->D + d] - cloud->mean[d]
                                            - (double) map[2 * i] * u[d]);
      found = iso_pca_project (plane, shares, rest, cloud->N, cloud->D, error);
    }
  if (found)
    {
      double left = MAX (1.0 - across_share, 0.0);
      bool is_empty = !(left > LEAST_LENGTH * LEAST_LENGTH);
      for (size_t i = 0; reference != NULL && i < cloud->N; i++)
        agreement += (double) plane[2 * i] * (double) reference[2 * i + 1];
      for (size_t i = 0; i < cloud->N; i++)
        map[2 * i + 1] = is_empty ? 0.0f : agreement < 0.0 ? -plane[2 * i] : plane[2 * i];
      *explained = is_empty ? 0.0 : shares[0] * left;
    }
  iso_block_free (rest);
  iso_block_free (plane);
  return found;
}

static bool
project (float *map, double *explained, const Cloud *cloud, const IsoAxisPair *pair, const float *reference, GError **error)
{
  g_autofree double *u = g_new0 (double, MAX (cloud->D, 1)), *v = g_new0 (double, MAX (cloud->D, 1));
  if (!find_direction (u, cloud, &pair->across, error) || (pair->has_up && !find_direction (v, cloud, &pair->up, error)))
    return false;
  if (pair->has_up && !make_orthogonal (v, u, cloud->D))
    {
      g_set_error_literal (error, ISO_ERROR, ISO_ERROR_ARGUMENT,
                           _("axis: the second runs along the first; choose two other points for it"));
      return false;
    }
  explained[0] = place_along (map, 0, cloud, u);
  if (!pair->has_up)
    return place_by_variance (map, &explained[1], cloud, u, explained[0], reference, error);
  explained[1] = place_along (map, 1, cloud, v);
  return true;
}

bool
iso_axis_pair_project (float *map, double *explained, const float *embeddings, const gint32 *labels, size_t N, size_t D,
                       const IsoAxisPair *pair, const float *reference, GError **error)
{
  g_autofree double *mean = g_new0 (double, MAX (D, 1));
  Cloud cloud = { embeddings, labels, N, D, mean, 0.0 };
  if (!iso_check_finite (embeddings, N, D, error))
    return false;
  measure (&cloud);
  return project (map, explained, &cloud, pair, reference, error);
}
