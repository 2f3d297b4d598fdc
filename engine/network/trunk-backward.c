/* The trunk's backward pass: stage_count + 1 pool runs over blocks of images, from the last stage to the first,
 *
 *     run s:  ∂L/∂Y of stage s, its weights' gradient, ∂L/∂A of the stage before, and what that stage's statistics need of it
 *
 * and one that adds the blocks' gradients of the weights in order. */
#include <math.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/network/trunk-training-private.h"

/* Weights whose gradients are added by one task. */
#define SUM_BLOCK 8192

/* ∂L/∂A of stage s of one image. */
static float *
gradient_of (const IsoTrunkPass *pass, size_t s, size_t image)
{
  return pass->training->stages[s].gradient + image * iso_trunk_unframed_size (&pass->trunk->stages[s].unit);
}

/* Masks ∂L/∂A of stage s and measures it, once it is complete. */
static void
measure_gradient (const IsoTrunkPass *pass, size_t s, size_t image)
{
  IsoTrainedStage *stage = &pass->training->stages[s];
  const IsoUnit *unit = &pass->trunk->stages[s].unit;
  size_t size = iso_trunk_unframed_size (unit);
  double *sums = pass->training->image_sums + image * 2 * unit->channels;
  iso_unit_backward_sums (stage->gradient + image * size, sums, sums + unit->channels,
                          iso_trunk_activation (pass, s + 1, image),
                          stage->choice != NULL ? stage->choice + image * size : NULL,
                          stage->convolved + image * iso_trunk_convolved_size (pass->trunk, s), stage->center, unit);
}

static void
backward_features (const IsoTrunkPass *pass, size_t block, size_t image)
{
  const IsoTrunk *trunk = pass->trunk;
  size_t last = trunk->stage_count - 1, C = iso_trunk_feature_count (trunk);
  const IsoUnit *unit = &trunk->stages[last].unit;
  iso_global_pool_backward (pass->training->stages[last].gradient + image * iso_trunk_unframed_size (unit),
                            pass->feature_gradient + image * C, pass->training->where + image * C, trunk->pooling,
                            iso_unit_output_height (unit), iso_unit_output_width (unit), C);
  measure_gradient (pass, last, image);
}

/* Whether a stage after s + 1 has put its shortcut's gradient into ∂L/∂A of stage s already. */
static bool
has_shortcut_gradient (const IsoTrunk *trunk, size_t s)
{
  for (size_t later = s + 1; later < trunk->stage_count; later++)
    if (trunk->stages[later].source == s + 1)
      return true;
  return false;
}

/* Whether one later than `later` has: then `later` adds to it. */
static bool
is_not_first_shortcut (const IsoTrunk *trunk, size_t later)
{
  for (size_t other = later + 1; other < trunk->stage_count; other++)
    if (trunk->stages[other].source == trunk->stages[later].source)
      return true;
  return false;
}

static void
backward_image (const IsoTrunkPass *pass, size_t block, size_t image)
{
  const IsoTrunk *trunk = pass->trunk;
  size_t s = pass->s;
  const IsoStage *shape = &trunk->stages[s];
  IsoTrainedStage *stage = &pass->training->stages[s];
  size_t size = iso_trunk_unframed_size (&shape->unit);
  const float *dA = stage->gradient + image * size;
  const gint32 *choice = stage->choice != NULL ? stage->choice + image * size : NULL;
  float *dY = pass->training->spread[block * trunk->stage_count + s];

  iso_unit_backward (dY, dA, choice, stage->convolved + image * iso_trunk_convolved_size (trunk, s), stage->gain, stage->slope,
                     stage->offset, &shape->unit);
  if (shape->source != ISO_NO_SHORTCUT && shape->source > 0)
    {
      size_t source = shape->source - 1;
      iso_unit_backward_shortcut (gradient_of (pass, source, image), dA, choice, &shape->unit,
                                  is_not_first_shortcut (trunk, s));
    }
  iso_convolution_backward_weights (pass->training->block_gradients + block * trunk->trained_count + shape->layout.weight,
                                    iso_trunk_activation (pass, s, image), dY, &shape->convolution);
  if (s == 0)
    return;
  IsoConvolution turned = iso_convolution_turned (&shape->convolution);
  iso_convolution_forward (gradient_of (pass, s - 1, image), dY, stage->packed_turned, &turned,
                           has_shortcut_gradient (trunk, s - 1));
  measure_gradient (pass, s - 1, image);
}

static void
backward_block (void *data, size_t block)
{
  const IsoTrunkPass *pass = data;
  if (pass->s == pass->trunk->stage_count)
    {
      iso_trunk_each_image (pass, block, backward_features);
      return;
    }
  const IsoStage *shape = &pass->trunk->stages[pass->s];
  memset (pass->training->block_gradients + block * pass->trunk->trained_count + shape->layout.weight, 0,
          iso_convolution_weight_count (&shape->convolution) * sizeof (float));
  iso_trunk_each_image (pass, block, backward_image);
}

/* ∂L/∂γ = Σ g (y − μ)/σ, ∂L/∂β = Σ g, and the coefficients of iso_unit_backward() for stage s. */
static void
settle_gradient (const IsoTrunkPass *pass, size_t s)
{
  const IsoTrunkLayout *layout = &pass->trunk->stages[s].layout;
  const IsoUnit *unit = &pass->trunk->stages[s].unit;
  IsoTrainedStage *stage = &pass->training->stages[s];
  size_t C = layout->channels;
  double count = (double) (unit->height * unit->width) * (double) pass->B;
  for (size_t c = 0; c < C; c++)
    {
      double sum = 0.0, product = 0.0, deviation = sqrt (stage->variance[c] + ISO_NORM_EPSILON);
      for (size_t i = 0; i < pass->B; i++)
        {
          sum += pass->training->image_sums[i * 2 * C + c];
          product += pass->training->image_sums[i * 2 * C + C + c];
        }
      double gain = (double) pass->trained[layout->gamma + c] / deviation;
      double slope = pass->trunk->frozen_norm ? 0.0 : -gain * product / (count * deviation * deviation);
      double offset = pass->trunk->frozen_norm ? 0.0 : -gain * sum / count - slope * stage->mean[c];
      pass->gradient[layout->gamma + c] = (float) (product / deviation);
      pass->gradient[layout->beta + c] = (float) sum;
      stage->gain[c] = (float) gain;
      stage->slope[c] = (float) slope;
      stage->offset[c] = (float) offset;
    }
}

/* Adds the blocks' gradients of the convolutions' weights; between them lie γ and β, which are left alone. */
static void
add_block_gradients (void *data, size_t task)
{
  const IsoTrunkPass *pass = data;
  size_t count = pass->trunk->trained_count, blocks = iso_trunk_block_count (pass->B);
  size_t start = task * SUM_BLOCK, end = MIN (start + SUM_BLOCK, count);
  for (size_t s = 0; s < pass->trunk->stage_count; s++)
    {
      const IsoTrunkLayout *layout = &pass->trunk->stages[s].layout;
      size_t first = MAX (start, layout->weight), last = MIN (end, layout->gamma);
      if (first >= last)
        continue;
      memcpy (pass->gradient + first, pass->training->block_gradients + first, (last - first) * sizeof (float));
      for (size_t block = 1; block < blocks; block++)
        {
          const float *from = pass->training->block_gradients + block * count;
          for (size_t i = first; i < last; i++)
            pass->gradient[i] += from[i];
        }
    }
}

static void
prepare_backward (IsoTrunkTraining *training)
{
  const IsoTrunk *trunk = training->trunk;
  if (training->spread != NULL)
    return;
  training->block_gradients = iso_floats_new (ISO_TRUNK_MOST_BLOCKS * trunk->trained_count);
  training->spread = g_new (float *, ISO_TRUNK_MOST_BLOCKS * trunk->stage_count);
  for (size_t block = 0; block < ISO_TRUNK_MOST_BLOCKS; block++)
    for (size_t s = 0; s < trunk->stage_count; s++)
      {
        const IsoUnit *unit = &trunk->stages[s].unit;
        training->spread[block * trunk->stage_count + s] =
            iso_floats_new ((unit->height + 2) * (unit->width + 2) * unit->channels);
      }
}

void
iso_trunk_train_backward (const IsoTrunk *trunk, float *gradient, IsoTrunkTraining *training, const float *trained,
                          const float *feature_gradient, size_t B, IsoPool *pool)
{
  g_return_if_fail (B == training->B);
  IsoTrunkPass pass = { .trunk = trunk, .training = training, .trained = trained, .feature_gradient = feature_gradient,
                .gradient = gradient, .B = B };
  prepare_backward (training);
  for (size_t s = trunk->stage_count + 1; s-- > 0;)
    {
      pass.s = s;
      iso_pool_run (pool, iso_trunk_block_count (B), backward_block, &pass);
      if (s > 0)
        settle_gradient (&pass, s - 1);
    }
  iso_pool_run (pool, (trunk->trained_count + SUM_BLOCK - 1) / SUM_BLOCK, add_block_gradients, &pass);
}
