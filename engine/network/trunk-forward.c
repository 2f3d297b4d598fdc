/* The trunk's forward pass in training: stage_count + 1 pool runs over blocks of images,
 *
 *     run s:  normalize stage s − 1 with its batch statistics (or frame the input), convolve for stage s, measure its output;
 *             the last run normalizes the last stage and pools globally
 *
 * so that an image's values are used again while they are in cache. */
#include <math.h>

#include "engine/network/trunk-training-private.h"

/* Fills activation s of one image: the input, or the output of stage s − 1. */
static void
activate (const IsoTrunkPass *pass, size_t s, size_t image)
{
  const IsoTrunk *trunk = pass->trunk;
  if (s == 0)
    {
      iso_trunk_frame (trunk, iso_trunk_activation (pass, 0, image), pass->input + image * iso_trunk_input_size (trunk));
      return;
    }
  const IsoStage *shape = &trunk->stages[s - 1];
  IsoTrainedStage *stage = &pass->training->stages[s - 1];
  iso_unit_forward (iso_trunk_activation (pass, s, image),
                    stage->choice != NULL ? stage->choice + image * iso_trunk_unframed_size (&shape->unit) : NULL,
                    stage->convolved + image * iso_trunk_convolved_size (trunk, s - 1), stage->scale, stage->shift,
                    shape->source != ISO_NO_SHORTCUT ? iso_trunk_activation (pass, shape->source, image) : NULL, &shape->unit);
}

static void
forward_image (const IsoTrunkPass *pass, size_t block, size_t image)
{
  const IsoTrunk *trunk = pass->trunk;
  size_t s = pass->s;
  activate (pass, s, image);
  if (s == trunk->stage_count)
    {
      const IsoUnit *unit = &trunk->stages[s - 1].unit;
      size_t C = unit->channels;
      iso_global_pool_forward (pass->features + image * C, pass->training->where + image * C,
                               iso_trunk_activation (pass, s, image), trunk->pooling, iso_unit_output_height (unit),
                               iso_unit_output_width (unit), C);
      return;
    }
  IsoTrainedStage *stage = &pass->training->stages[s];
  const IsoStage *shape = &trunk->stages[s];
  float *Y = stage->convolved + image * iso_trunk_convolved_size (trunk, s);
  iso_convolution_forward (Y, iso_trunk_activation (pass, s, image), stage->packed, &shape->convolution, false);
  if (!trunk->frozen_norm)
    {
      double *sums = pass->training->image_sums + image * 2 * shape->unit.channels;
      iso_unit_statistics (sums, sums + shape->unit.channels, Y, &shape->unit);
    }
}

static void
forward_block (void *data, size_t block)
{
  iso_trunk_each_image (data, block, forward_image);
}

/* Mean and variance of the batch from those of its images: Σ(y − μ)² = Σ_images [Σ(y − μ_i)² + n (μ_i − μ)²]. */
static void
combine_statistics (IsoTrainedStage *stage, const double *image_sums, const IsoUnit *unit, size_t B)
{
  size_t C = unit->channels;
  double pixels = (double) (unit->height * unit->width);
  for (size_t c = 0; c < C; c++)
    {
      double mean = 0.0, squares = 0.0;
      for (size_t i = 0; i < B; i++)
        mean += image_sums[i * 2 * C + c];
      mean /= (double) B;
      for (size_t i = 0; i < B; i++)
        {
          double difference = image_sums[i * 2 * C + c] - mean;
          squares += image_sums[i * 2 * C + C + c] + pixels * difference * difference;
        }
      stage->mean[c] = mean;
      stage->variance[c] = squares / (pixels * (double) B);
    }
}

/* What the next run normalizes stage s by. */
static void
settle_norm (const IsoTrunkPass *pass, size_t s, const float *running)
{
  const IsoTrunk *trunk = pass->trunk;
  IsoTrainedStage *stage = &pass->training->stages[s];
  const IsoTrunkLayout *layout = &trunk->stages[s].layout;
  if (trunk->frozen_norm)
    for (size_t c = 0; c < layout->channels; c++)
      {
        stage->mean[c] = (double) running[layout->mean + c];
        stage->variance[c] = (double) running[layout->variance + c];
      }
  else
    combine_statistics (stage, pass->training->image_sums, &trunk->stages[s].unit, pass->B);
  for (size_t c = 0; c < layout->channels; c++)
    {
      double gain = (double) pass->trained[layout->gamma + c] / sqrt (stage->variance[c] + ISO_NORM_EPSILON);
      stage->center[c] = (float) stage->mean[c];
      stage->scale[c] = (float) gain;
      stage->shift[c] = (float) ((double) pass->trained[layout->beta + c] - stage->mean[c] * gain);
    }
}

static void
pack_task (void *data, size_t task)
{
  const IsoTrunkPass *pass = data;
  size_t s = task / 2;
  IsoTrainedStage *stage = &pass->training->stages[s];
  const IsoStage *shape = &pass->trunk->stages[s];
  if (task % 2 == 0)
    iso_convolution_pack (stage->packed, pass->trained + shape->layout.weight, &shape->convolution);
  else if (s > 0)
    iso_convolution_pack_turned (stage->packed_turned, pass->trained + shape->layout.weight, &shape->convolution);
}

void
iso_trunk_train_forward (const IsoTrunk *trunk, float *features, IsoTrunkTraining *training, const float *trained,
                         const float *running, const float *input, size_t B, IsoPool *pool)
{
  g_return_if_fail (B > 0 && B <= training->capacity);
  IsoTrunkPass pass = { .trunk = trunk, .training = training, .trained = trained, .input = input, .features = features,
                        .B = B };
  training->B = B;
  iso_pool_run (pool, 2 * trunk->stage_count, pack_task, &pass);
  for (pass.s = 0; pass.s <= trunk->stage_count; pass.s++)
    {
      iso_pool_run (pool, iso_trunk_block_count (B), forward_block, &pass);
      if (pass.s < trunk->stage_count)
        settle_norm (&pass, pass.s, running);
    }
}
