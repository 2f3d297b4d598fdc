/* What trunk-training.c (memory), trunk-forward.c and trunk-backward.c know of each other. */
#pragma once

#include "engine/network/trunk-private.h"

/* Blocks of images, each of which has a gradient of the weights of its own. */
#define ISO_TRUNK_MOST_BLOCKS 16

/* Of one stage. */
typedef struct {
  float *convolved;  /* Y (capacity, H, W, C) */
  float *activation; /* A (capacity, H′ + 2, W′ + 2, C) */
  float *gradient;   /* ∂L/∂A (capacity, H′, W′, C) */
  gint32 *choice;    /* (capacity, H′, W′, C), or NULL */
  float *packed, *packed_turned;
  double *mean, *variance;                 /* (C) of the batch, biased */
  float *center, *scale, *shift;           /* (C) */
  float *gain, *slope, *offset;            /* (C) of backward */
  double *gradient_sum, *gradient_product; /* (C) over the batch */
} IsoTrainedStage;

struct _IsoTrunkTraining {
  const IsoTrunk *trunk;
  size_t capacity, B;
  float *framed; /* input (capacity, H + 2, W + 2, channels) */
  IsoTrainedStage *stages; /* (stage_count) */
  double *image_sums; /* (capacity, 2, most channels): of the stage in work */
  guint32 *where;     /* (capacity, C) of the global maximum */
  float **spread;     /* (ISO_TRUNK_MOST_BLOCKS · stage_count) ∂L/∂Y of one image, framed: made when backward first runs */
  float *block_gradients; /* (ISO_TRUNK_MOST_BLOCKS, trained_count), likewise */
};

/* What the tasks of one pass share. */
typedef struct {
  const IsoTrunk *trunk;
  IsoTrunkTraining *training;
  const float *trained, *input, *feature_gradient;
  float *features, *gradient;
  size_t B, s;
} IsoTrunkPass;

/* Floats of a stage's output without its frame: H′ W′ C. */
size_t iso_trunk_unframed_size (const IsoUnit *unit);

/* Into how many blocks a batch is cut: by its size alone, whatever the number of threads. */
size_t iso_trunk_block_count (size_t B);
/* Calls function for each image of a block. */
void iso_trunk_each_image (const IsoTrunkPass *pass, size_t block,
                           void (*function) (const IsoTrunkPass *pass, size_t block, size_t image));
/* Activation a of one image. */
float *iso_trunk_activation (const IsoTrunkPass *pass, size_t a, size_t image);
