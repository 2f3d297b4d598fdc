#include "engine/distill/graph.h"

#include <string.h>

#include "engine/linalg/topk.h"

/* Rows a block of the pool. */
#define BLOCK 64

typedef struct {
  guint8 *edges;
  guint32 *keys;
  const float *similarity;
  size_t k, B;
} NeighborWork;

bool
iso_graph_is_dense (int k, size_t B)
{
  return k <= 0 || (size_t) k + 1 >= B;
}

bool
iso_graph_is_undirected (IsoGraphKind kind, int k, size_t B)
{
  return kind != ISO_GRAPH_DIRECTED || iso_graph_is_dense (k, B);
}

static void
select_neighbors (void *data, size_t block)
{
  const NeighborWork *work = data;
  size_t B = work->B, end = MIN (B, (block + 1) * BLOCK);
  for (size_t i = block * BLOCK; i < end; i++)
    iso_top_k_select (work->edges + i * B, work->keys + i * B, work->similarity + i * B, B, work->k, i);
}

static void
make_undirected (guint8 *edges, IsoGraphKind kind, size_t B)
{
  for (size_t i = 0; i < B; i++)
    for (size_t j = 0; j < i; j++)
      {
        guint8 there = edges[i * B + j], back = edges[j * B + i];
        guint8 edge = kind == ISO_GRAPH_MUTUAL ? there & back : there | back;
        edges[i * B + j] = edge;
        edges[j * B + i] = edge;
      }
}

void
iso_graph_build (guint8 *edges, guint32 *keys, const float *similarity, IsoGraphKind kind, int k, size_t B, IsoPool *pool)
{
  if (iso_graph_is_dense (k, B))
    {
      memset (edges, 1, B * B);
      for (size_t i = 0; i < B; i++)
        edges[i * B + i] = 0;
      return;
    }
  NeighborWork work = { edges, keys, similarity, (size_t) k, B };
  iso_pool_run (pool, (B + BLOCK - 1) / BLOCK, select_neighbors, &work);
  if (kind != ISO_GRAPH_DIRECTED)
    make_undirected (edges, kind, B);
}
