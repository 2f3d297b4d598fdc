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
  size_t size, size_wanted; /* of the grid that is, and of the one that the map needs */
  double step, step_wanted; /* its spacing */
  double constant;  /* that was taken off the kernel */
  float origin[2];  /* of the cell 0 */
  float *grid;      /* (size, size): charges, then the potential */
  guint32 *counts;  /* (block_count, strips): points of a block in a strip; then where they start in `order` */
  guint32 *starts;  /* (strips + 1): of the points of a strip in `order` */
  guint32 *order;   /* (N): points by strips */
  const float *y;   /* (N, 2), of the evaluation that runs */
  float *force;
  size_t parity;    /* of the strips that are filled */
};

bool iso_repulsion_by_pairs (IsoRepulsion *repulsion, double *normalizer, IsoPool *pool, GCancellable *cancellable, GError **error);

/* Sets size_wanted, step_wanted and origin. N > 0. */
void iso_repulsion_choose_grid (IsoRepulsion *repulsion, IsoPool *pool);
/* After that. */
bool iso_repulsion_by_grid (IsoRepulsion *repulsion, double *normalizer, IsoPool *pool, GCancellable *cancellable, GError **error);
