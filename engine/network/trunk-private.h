/* What the trunk's files know of each other. */
#pragma once

#include "engine/network/convolution.h"
#include "engine/network/trunk.h"
#include "engine/network/unit.h"

/* Added to a variance before its root is taken, as PyTorch does. */
#define ISO_NORM_EPSILON 1e-5

typedef struct {
  IsoConvolution convolution;
  IsoUnit unit;
  IsoTrunkLayout layout;
  size_t source; /* activation that the shortcut adds, in 0 … stage_count − 1 (0 = the input), or ISO_NO_SHORTCUT */
} IsoStage;

/* Activation 0 is the framed input, activation s + 1 the framed output of stage s. */
struct _IsoTrunk {
  size_t channels, height, width;
  size_t stage_count;
  IsoStage *stages; /* (stage_count) */
  IsoPooling pooling;
  bool frozen_norm;
  size_t trained_count, running_count;
};

/* Floats of activation a, frame included. */
size_t iso_trunk_framed_size (const IsoTrunk *trunk, size_t activation);
/* Floats of stage s before batch norm: H W out. */
size_t iso_trunk_convolved_size (const IsoTrunk *trunk, size_t stage);

/* framed (H + 2, W + 2, channels) inside its frame = image (channels, H, W). */
void iso_trunk_frame (const IsoTrunk *trunk, float *framed, const float *image);

/* scale, shift (C) of batch norm with these statistics. */
void iso_trunk_norm (float *scale, float *shift, const float *gamma, const float *beta, const float *mean, const float *variance,
                     size_t C);
