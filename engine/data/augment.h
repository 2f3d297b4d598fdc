/* Augmentation: images of a training batch are changed by chance, so that the model sees none twice alike.
 *
 *     iso_augment_batch (X, B, &settings, &format, seed, step, pool);
 *
 * What happens to sample i of step t follows from seed (stream "augment"), t and i alone: the bytes depend neither on the number
 * of threads nor on whether a run was interrupted, and switching one change on does not alter another. Evaluation and the probe
 * batch see images as they are; the teacher sees what the student sees.
 */
#pragma once

#include "engine/base/pool.h"
#include "engine/data/image-change.h"

typedef struct {
  int shift;         /* pixels: moved by up to so many, each way */
  int padding;       /* IsoPadding */
  double flip;       /* probability */
  double rotation;   /* degrees: rotated by up to so many, each way */
  double brightness; /* these three: a factor between 1 − this and 1 + this, at least 0 */
  double contrast;
  double saturation;
  double erase;      /* probability */
} IsoAugmentSettings;

/* Whether anything may be changed. */
bool iso_augment_is_on (const IsoAugmentSettings *settings);

/* Whether the settings fit samples of `shape`, which `name` holds: only images are augmented, and none is moved out of itself.
 * ISO_ERROR_ARGUMENT names the parameter. */
bool iso_augment_check (const IsoAugmentSettings *settings, IsoSampleShape shape, const char *name, GError **error);

/* What happens to one image, drawn from random. An erased rectangle has a share of the area between 0.02 and 0.4 and sides in a
 * ratio between 0.3 and 1 / 0.3, both uniform, drawn again until it fits (Zhong, Zheng, Kang, Li, Yang: Random Erasing Data
 * Augmentation, AAAI 2020). */
IsoImageChange iso_augment_draw (const IsoAugmentSettings *settings, IsoSampleShape shape, const IsoRandom *random);

/* X (B, C·H·W), normalized images in the order of the batch, is changed in place; pool may be NULL. step: counted from 0. */
void iso_augment_batch (float *X, size_t B, const IsoAugmentSettings *settings, const IsoImageFormat *format, guint64 seed,
                        guint64 step, IsoPool *pool);
