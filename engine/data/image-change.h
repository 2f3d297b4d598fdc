/* Changes of one image: what augmentation is made of, without chance. */
#pragma once

#include "engine/base/random.h"
#include "engine/data/dataset.h"

/* What stands beyond an image's border. */
typedef enum {
  ISO_PADDING_EDGE,  /* the nearest pixel of the border */
  ISO_PADDING_BLACK, /* 0, before normalization */
} IsoPadding;

/* Where and what the values of an image are. */
typedef struct {
  IsoSampleShape shape;     /* C, H, W */
  IsoNormalizer normalizer; /* by which they became network input */
  bool bounded;             /* they were bytes: none leaves 0 … 1 before normalization */
} IsoImageFormat;

/* The image is mirrored, rotated about its middle, moved; then its colours change; then a rectangle of it is erased. */
typedef struct {
  bool flip;           /* left and right change places */
  double angle;        /* counter-clockwise as seen, in radians; between pixels by bilinear interpolation */
  int right, down;     /* moved by so many pixels */
  IsoPadding padding;  /* what comes in at the borders */
  double brightness;   /* factor of all values */
  double contrast;     /* factor of the distance from the image's mean grey */
  double saturation;   /* factor of the distance from a pixel's own grey; counts for three channels */
  struct {
    guint32 top, left, height, width; /* inside the image; height 0: none */
    IsoRandom values;                 /* filled from it, every value uniform in 0 … 1 before normalization */
  } erased;
} IsoImageChange;

/* The change that changes nothing. */
IsoImageChange iso_image_change_none (void);

/* image (C, H, W), normalized, is changed in place; scratch (C, H, W) is overwritten. What is 0, 0, 1 in the change costs nothing
 * and leaves the bytes as they are. Grey is luma (ITU-R BT.601) of three channels, else the channels' mean. */
void iso_image_change_apply (float *image, float *scratch, const IsoImageFormat *format, const IsoImageChange *change);
