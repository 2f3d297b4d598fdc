#include "engine/distill/transition.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "engine/base/kernel.h"
#include "engine/linalg/lanes.h"
#include "engine/linalg/rows.h"

/* Rows a block of the pool. */
#define BLOCK 64

typedef struct {
  float *transition, *maxima;
  guint8 *isolated;
  const float *similarity;
  const guint8 *edges;
  float tau_d;
  size_t B;
} SoftmaxWork;

static bool
has_edge (const guint8 *edges, size_t B)
{
  return memchr (edges, 1, B) != NULL;
}

static void
walk_to_itself (float *row, size_t i, size_t B)
{
  memset (row, 0, B * sizeof *row);
  row[i] = 1.0f;
}

ISO_KERNEL static void
softmax_rows_of_edges (void *data, size_t block)
{
  const SoftmaxWork *work = data;
  size_t B = work->B, end = MIN (B, (block + 1) * BLOCK);
  for (size_t i = block * BLOCK; i < end; i++)
    {
      const float *similarity = work->similarity + i * B;
      const guint8 *edges = work->edges + i * B;
      float *row = work->transition + i * B;
      work->isolated[i] = !has_edge (edges, B);
      if (work->isolated[i])
        {
          walk_to_itself (row, i, B);
          work->maxima[i] = 0.0f;
          continue;
        }
      /* exp(−∞) is exactly 0. */
      for (size_t j = 0; j < B; j++)
        row[j] = edges[j] ? similarity[j] : -INFINITY;
      work->maxima[i] = iso_lanes_maximum (row, B);
      iso_rows_softmax (row, row, work->tau_d, 1, B);
    }
}

void
iso_transition_softmax (float *transition, float *maxima, guint8 *isolated, const float *similarity, const guint8 *edges,
                        double tau_d, size_t B, IsoPool *pool)
{
  SoftmaxWork work = { transition, maxima, isolated, similarity, edges, (float) tau_d, B };
  iso_pool_run (pool, (B + BLOCK - 1) / BLOCK, softmax_rows_of_edges, &work);
}

ISO_KERNEL void
iso_transition_edge_similarity (float *affinity, const float *similarity, const guint8 *edges, size_t B)
{
  for (size_t at = 0; at < B * B; at++)
    affinity[at] = edges[at] ? similarity[at] : 0.0f;
}

/* max(s, 0)^γ; small whole exponents, the usual ones, by multiplication. */
static inline float
raise_affinity (float similarity, double gamma)
{
  if (!(similarity > 0.0f))
    return 0.0f;
  double s = (double) similarity;
  if (gamma == 1.0)
    return similarity;
  if (gamma == 2.0)
    return (float) (s * s);
  if (gamma == 3.0)
    return (float) (s * s * s);
  if (gamma == 4.0)
    return (float) (s * s * s * s);
  return (float) pow (s, gamma);
}

void
iso_transition_symmetric (float *transition, float *affinity, guint8 *isolated, const float *similarity, const guint8 *edges,
                          double gamma, size_t B)
{
  for (size_t i = 0; i < B; i++)
    {
      affinity[i * B + i] = 0.0f;
      for (size_t j = 0; j < i; j++)
        {
          float value = edges[i * B + j] ? raise_affinity (similarity[i * B + j], gamma) : 0.0f;
          affinity[i * B + j] = value;
          affinity[j * B + i] = value;
        }
    }
  /* The diagonal of T, otherwise 0, carries 1/√d_i until the products are formed. */
  for (size_t i = 0; i < B; i++)
    {
      double degree = 0.0;
      for (size_t j = 0; j < B; j++)
        degree += (double) affinity[i * B + j];
      isolated[i] = !(degree > 0.0);
      transition[i * B + i] = isolated[i] ? 0.0f : (float) (1.0 / sqrt (degree));
    }
  for (size_t i = 0; i < B; i++)
    for (size_t j = 0; j < i; j++)
      {
        float scales = transition[i * B + i] * transition[j * B + j];
        transition[i * B + j] = affinity[i * B + j] * scales;
        transition[j * B + i] = transition[i * B + j];
      }
  for (size_t i = 0; i < B; i++)
    transition[i * B + i] = isolated[i] ? 1.0f : 0.0f;
}
