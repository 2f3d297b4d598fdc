/* What the two ways of tsne-repulsion.c share. */
#pragma once

#include "engine/linalg/grid-convolution.h"
#include "engine/projection/tsne-repulsion.h"

/* Points of a block: what one thread takes at a time. */
#define ISO_REPULSION_BLOCK 512

typedef struct {
  float low[2], high[2]; /* of the block's points */
  double sum;            /* of the potential at them */
} IsoRepulsionBlock;

struct _IsoRepulsion {
  size_t N, block_count;
  IsoRepulsionWay way;
  double spacing; /* the widest */
  int threads;
  IsoRepulsionBlock *blocks;
  /* exact */
  float *planes; /* (2, N padded to 16): the coordinates apart */
  /* grid */
  IsoGridConvolution *convolution;
  size_t size;      /* of the grid */
  double step;      /* its spacing now */
  double constant;  /* that was taken off the kernel */
  float origin[2];  /* of the cell 0 */
  float *grid;      /* (size, size): charges, then the potential */
  guint32 *counts;  /* (block_count, strips): points of a block in a strip; then where they start in `order` */
  size_t strip_room;
  guint32 *starts;  /* (strips + 1): of the points of a strip in `order` */
  guint32 *order;   /* (N): points by strips */
  const float *y;   /* (N, 2), of the evaluation that runs */
  float *force;
  size_t parity;    /* of the strips that are filled */
};

bool iso_repulsion_by_pairs (IsoRepulsion *repulsion, double *normalizer, IsoPool *pool, GError **error);
bool iso_repulsion_by_grid (IsoRepulsion *repulsion, double *normalizer, IsoPool *pool, GError **error);
