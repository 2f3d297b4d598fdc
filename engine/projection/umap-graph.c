#include "engine/projection/umap-graph.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/projection/projection-private.h"

/* Points that one call of the pool takes. */
#define BLOCK 256
/* The least σ, as a share of the mean distance. */
#define LEAST_SCALE 1e-3
#define STEPS_MAXIMUM 100

typedef struct {
  const IsoNearest *nearest;
  IsoUmapGraph *graph;
  GCancellable *cancellable;
  float *directed;          /* (N, k): p_j|i */
  double mean_distance;     /* of all */
  size_t *incoming_starts;  /* (N + 1) */
  guint32 *incoming;        /* (N k): i for each j it names, ascending for each j */
  float *incoming_weights;  /* (N k) */
  guint32 *row_others;      /* room for each row of the union: of 2 k and what comes in, from row_start() */
  float *row_weights;
  size_t *row_lengths;      /* (N) */
} Building;

/* Σ_j exp (−u max (0, d_j − ρ)) over a row, and its derivative by u. */
static double
membership (double *slope, const float *distances, size_t k, double rho, double u)
{
  double sum = 0.0;
  *slope = 0.0;
  for (size_t j = 0; j < k; j++)
    {
      double beyond = MAX ((double) distances[j] - rho, 0.0), share = exp (-u * beyond);
      sum += share;
      *slope -= beyond * share;
    }
  return sum;
}

/* u = 1 / σ with membership (u) = log2 (k + 1); INFINITY where even those at ρ or nearer are too many. The sum is convex and falls,
 * so Newton's steps from 0 never pass the root and need no guard. */
static double
inverse_scale (const float *distances, size_t k, double rho)
{
  double target = log2 ((double) (k + 1)), u = 0.0, slope, least = 0.0;
  for (size_t j = 0; j < k; j++)
    least += (double) distances[j] <= rho ? 1.0 : 0.0;
  if (!(least < target))
    return INFINITY;
  for (size_t step = 0; step < STEPS_MAXIMUM; step++)
    {
      double excess = membership (&slope, distances, k, rho, u) - target;
      if (!(excess > 1e-12 * target) || !(slope < 0.0))
        break;
      u -= excess / slope;
    }
  return u;
}

static void
weigh_point (Building *building, size_t i)
{
  size_t k = building->nearest->k;
  const float *distances = building->nearest->distances + i * k;
  double rho = 0.0, mean = 0.0;
  for (size_t j = 0; j < k; j++)
    {
      mean += (double) distances[j] / (double) (k + 1);
      if (!(rho > 0.0) && distances[j] > 0.0f)
        rho = (double) distances[j];
    }
  double sigma = 1.0 / inverse_scale (distances, k, rho);
  sigma = MAX (sigma, LEAST_SCALE * (rho > 0.0 ? mean : building->mean_distance));
  building->graph->distances[i] = (float) rho;
  building->graph->scales[i] = (float) sigma;
  for (size_t j = 0; j < k; j++)
    {
      double beyond = (double) distances[j] - rho;
      building->directed[i * k + j] = (float) (beyond > 0.0 ? exp (-beyond / sigma) : 1.0);
    }
}

static void
weigh_block (void *data, size_t block)
{
  Building *building = data;
  if (g_cancellable_is_cancelled (building->cancellable))
    return;
  size_t end = MIN ((block + 1) * BLOCK, building->nearest->N);
  for (size_t i = block * BLOCK; i < end; i++)
    weigh_point (building, i);
}

/* The transpose of the directed graph, by counting. */
static void
turn_around (Building *building)
{
  size_t N = building->nearest->N, k = building->nearest->k;
  size_t *starts = building->incoming_starts;
  for (size_t e = 0; e < N * k; e++)
    starts[building->nearest->indices[e] + 1]++;
  for (size_t j = 0; j < N; j++)
    starts[j + 1] += starts[j];
  g_autofree size_t *next = g_memdup2 (starts, N * sizeof *starts);
  for (size_t i = 0; i < N; i++)
    for (size_t e = i * k; e < (i + 1) * k; e++)
      {
        size_t place = next[building->nearest->indices[e]]++;
        building->incoming[place] = (guint32) i;
        building->incoming_weights[place] = building->directed[e];
      }
}

static size_t
row_start (const Building *building, size_t i)
{
  return i * building->nearest->k + building->incoming_starts[i];
}

/* The places of row i's neighbors in the order of their indices. */
static void
sort_row (guint32 *order, const guint32 *indices, size_t k)
{
  for (size_t j = 0; j < k; j++)
    {
      size_t place = j;
      for (; place > 0 && indices[order[place - 1]] > indices[j]; place--)
        order[place] = order[place - 1];
      order[place] = (guint32) j;
    }
}

/* Merges what point i names with who names it. */
static void
join_row (Building *building, size_t i, guint32 *order)
{
  size_t k = building->nearest->k;
  const guint32 *indices = building->nearest->indices + i * k;
  const float *weights = building->directed + i * k;
  size_t in = building->incoming_starts[i], in_end = building->incoming_starts[i + 1];
  size_t first = row_start (building, i), length = 0, out = 0;
  sort_row (order, indices, k);
  while (out < k || in < in_end)
    {
      guint32 named = out < k ? indices[order[out]] : G_MAXUINT32;
      guint32 naming = in < in_end ? building->incoming[in] : G_MAXUINT32;
      guint32 other = MIN (named, naming);
      double p = named == other ? (double) weights[order[out++]] : 0.0;
      double q = naming == other ? (double) building->incoming_weights[in++] : 0.0;
      double weight = p + q - p * q;
      /* Beyond the smallest float there is no tie. */
      if ((float) weight > 0.0f)
        {
          building->row_others[first + length] = other;
          building->row_weights[first + length++] = (float) weight;
        }
    }
  building->row_lengths[i] = length;
}

static void
join_block (void *data, size_t block)
{
  Building *building = data;
  if (g_cancellable_is_cancelled (building->cancellable))
    return;
  size_t end = MIN ((block + 1) * BLOCK, building->nearest->N);
  g_autofree guint32 *order = g_new (guint32, MAX (building->nearest->k, 1));
  for (size_t i = block * BLOCK; i < end; i++)
    join_row (building, i, order);
}

/* Closes the gaps between the rows. */
static bool
pack (Building *building, GError **error)
{
  IsoUmapGraph *graph = building->graph;
  for (size_t i = 0; i < graph->N; i++)
    graph->starts[i + 1] = graph->starts[i] + building->row_lengths[i];
  size_t ties = MAX (graph->starts[graph->N], 1);
  graph->others = iso_block_new (ties, 1, sizeof (guint32), _("ties of the map"), error);
  if (graph->others == NULL)
    return false;
  graph->weights = iso_block_new (ties, 1, sizeof (float), _("weights of the map"), error);
  if (graph->weights == NULL)
    return false;
  for (size_t i = 0; i < graph->N; i++)
    {
      size_t from = row_start (building, i), length = building->row_lengths[i];
      memcpy (graph->others + graph->starts[i], building->row_others + from, length * sizeof *graph->others);
      memcpy (graph->weights + graph->starts[i], building->row_weights + from, length * sizeof *graph->weights);
    }
  return true;
}

static bool
reserve (Building *building, GError **error)
{
  size_t N = MAX (building->nearest->N, 1), k = MAX (building->nearest->k, 1);
  IsoUmapGraph *graph = building->graph;
  return (graph->starts = iso_block_new (N + 1, 1, sizeof (size_t), _("rows of the map"), error)) != NULL
         && (graph->distances = iso_block_new (N, 1, sizeof (float), _("distances of neighbors"), error)) != NULL
         && (graph->scales = iso_block_new (N, 1, sizeof (float), _("distances of neighbors"), error)) != NULL
         && (building->directed = iso_block_new (N, k, sizeof (float), _("weights of the map"), error)) != NULL
         && (building->incoming_starts = iso_block_new (N + 1, 1, sizeof (size_t), _("rows of the map"), error)) != NULL
         && (building->row_lengths = iso_block_new (N, 1, sizeof (size_t), _("rows of the map"), error)) != NULL
         && (building->incoming = iso_block_new (N, k, sizeof (guint32), _("ties of the map"), error)) != NULL
         && (building->incoming_weights = iso_block_new (N, k, sizeof (float), _("weights of the map"), error)) != NULL
         && (building->row_others = iso_block_new (N, 2 * k, sizeof (guint32), _("ties of the map"), error)) != NULL
         && (building->row_weights = iso_block_new (N, 2 * k, sizeof (float), _("weights of the map"), error)) != NULL;
}

static void
release (Building *building)
{
  iso_block_free (building->directed);
  iso_block_free (building->incoming_starts);
  iso_block_free (building->row_lengths);
  iso_block_free (building->incoming);
  iso_block_free (building->incoming_weights);
  iso_block_free (building->row_others);
  iso_block_free (building->row_weights);
}

static bool
build (Building *building, IsoPool *pool, GError **error)
{
  const IsoNearest *nearest = building->nearest;
  size_t blocks = (nearest->N + BLOCK - 1) / BLOCK;
  for (size_t e = 0; e < nearest->N * nearest->k; e++)
    building->mean_distance += (double) nearest->distances[e];
  building->mean_distance /= (double) MAX (nearest->N * (nearest->k + 1), 1);
  iso_pool_run (pool, blocks, weigh_block, building);
  if (iso_projection_is_cancelled (building->cancellable, error))
    return false;
  turn_around (building);
  iso_pool_run (pool, blocks, join_block, building);
  return !iso_projection_is_cancelled (building->cancellable, error) && pack (building, error);
}

IsoUmapGraph *
iso_umap_graph_new (const IsoNearest *nearest, IsoPool *pool, GCancellable *cancellable, GError **error)
{
  g_autoptr (IsoUmapGraph) graph = g_new0 (IsoUmapGraph, 1);
  graph->N = nearest->N;
  Building building = { .nearest = nearest, .graph = graph, .cancellable = cancellable };
  bool built = reserve (&building, error) && build (&building, pool, error);
  release (&building);
  return built ? g_steal_pointer (&graph) : NULL;
}

void
iso_umap_graph_free (IsoUmapGraph *graph)
{
  if (graph == NULL)
    return;
  iso_block_free (graph->starts);
  iso_block_free (graph->others);
  iso_block_free (graph->weights);
  iso_block_free (graph->distances);
  iso_block_free (graph->scales);
  g_free (graph);
}
