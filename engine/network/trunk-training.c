/* The memory of the trunk in training, what its two passes share, and the running statistics. */
#include "engine/network/trunk-training-private.h"

#include "engine/base/checked.h"

/* Images of a block: few enough to share out evenly, enough to make the blocks' own gradients cheap. */
#define BLOCK_IMAGES 8
#define MOMENTUM 0.1

size_t
iso_trunk_unframed_size (const IsoUnit *unit)
{
  return iso_unit_output_height (unit) * iso_unit_output_width (unit) * unit->channels;
}

static size_t
most_channels (const IsoTrunk *trunk)
{
  size_t most = 0;
  for (size_t s = 0; s < trunk->stage_count; s++)
    most = MAX (most, trunk->stages[s].unit.channels);
  return most;
}

static void
stage_init (IsoTrainedStage *stage, const IsoTrunk *trunk, size_t s, size_t capacity)
{
  const IsoStage *shape = &trunk->stages[s];
  size_t C = shape->unit.channels, weights = iso_convolution_weight_count (&shape->convolution);
  float **of_channels[] = { &stage->center, &stage->scale, &stage->shift, &stage->gain, &stage->slope, &stage->offset };
  double **sums[] = { &stage->mean, &stage->variance, &stage->gradient_sum, &stage->gradient_product };
  stage->convolved = iso_floats_new (capacity * iso_trunk_convolved_size (trunk, s));
  stage->activation = iso_floats_new (capacity * iso_trunk_framed_size (trunk, s + 1));
  stage->gradient = iso_floats_new (capacity * iso_trunk_unframed_size (&shape->unit));
  stage->choice = shape->unit.pools ? g_new (gint32, capacity * iso_trunk_unframed_size (&shape->unit)) : NULL;
  stage->packed = iso_floats_new (weights);
  stage->packed_turned = s > 0 ? iso_floats_new (weights) : NULL;
  for (size_t i = 0; i < G_N_ELEMENTS (of_channels); i++)
    *of_channels[i] = iso_floats_new (C);
  for (size_t i = 0; i < G_N_ELEMENTS (sums); i++)
    *sums[i] = g_new0 (double, C);
}

static void
stage_clear (IsoTrainedStage *stage)
{
  float *floats[] = { stage->convolved, stage->activation, stage->gradient, stage->packed, stage->packed_turned, stage->center,
                      stage->scale, stage->shift, stage->gain, stage->slope, stage->offset };
  double *doubles[] = { stage->mean, stage->variance, stage->gradient_sum, stage->gradient_product };
  for (size_t i = 0; i < G_N_ELEMENTS (floats); i++)
    iso_block_free (floats[i]);
  for (size_t i = 0; i < G_N_ELEMENTS (doubles); i++)
    g_free (doubles[i]);
  g_free (stage->choice);
}

IsoTrunkTraining *
iso_trunk_training_new (const IsoTrunk *trunk, size_t capacity)
{
  IsoTrunkTraining *training = g_new0 (IsoTrunkTraining, 1);
  training->trunk = trunk;
  training->capacity = capacity;
  training->framed = iso_floats_new (capacity * iso_trunk_framed_size (trunk, 0));
  training->stages = g_new0 (IsoTrainedStage, trunk->stage_count);
  for (size_t s = 0; s < trunk->stage_count; s++)
    stage_init (&training->stages[s], trunk, s, capacity);
  training->image_sums = g_new0 (double, capacity * 2 * most_channels (trunk));
  training->where = g_new0 (guint32, capacity * iso_trunk_feature_count (trunk));
  return training;
}

void
iso_trunk_training_free (IsoTrunkTraining *training)
{
  if (training == NULL)
    return;
  size_t stage_count = training->trunk->stage_count;
  for (size_t s = 0; s < stage_count; s++)
    stage_clear (&training->stages[s]);
  g_free (training->stages);
  iso_block_free (training->framed);
  for (size_t i = 0; training->spread != NULL && i < ISO_TRUNK_MOST_BLOCKS * stage_count; i++)
    iso_block_free (training->spread[i]);
  g_free (training->spread);
  iso_block_free (training->block_gradients);
  g_free (training->image_sums);
  g_free (training->where);
  g_free (training);
}

size_t
iso_trunk_block_count (size_t B)
{
  return MIN (ISO_TRUNK_MOST_BLOCKS, (B + BLOCK_IMAGES - 1) / BLOCK_IMAGES);
}

void
iso_trunk_each_image (const IsoTrunkPass *pass, size_t block,
                      void (*function) (const IsoTrunkPass *pass, size_t block, size_t image))
{
  size_t blocks = iso_trunk_block_count (pass->B);
  for (size_t i = block * pass->B / blocks; i < (block + 1) * pass->B / blocks; i++)
    function (pass, block, i);
}

float *
iso_trunk_activation (const IsoTrunkPass *pass, size_t a, size_t image)
{
  float *all = a == 0 ? pass->training->framed : pass->training->stages[a - 1].activation;
  return all + image * iso_trunk_framed_size (pass->trunk, a);
}

size_t
iso_trunk_workspace_floats (const IsoTrunk *trunk)
{
  /* Gradients of the blocks, and weights in two orders. */
  size_t floats = (ISO_TRUNK_MOST_BLOCKS + 2) * trunk->trained_count;
  for (size_t s = 0; s < trunk->stage_count; s++)
    {
      const IsoUnit *unit = &trunk->stages[s].unit;
      floats += ISO_TRUNK_MOST_BLOCKS * (unit->height + 2) * (unit->width + 2) * unit->channels;
    }
  return floats;
}

void
iso_trunk_learn_statistics (const IsoTrunk *trunk, float *running, const IsoTrunkTraining *training)
{
  if (trunk->frozen_norm)
    return;
  for (size_t s = 0; s < trunk->stage_count; s++)
    {
      const IsoTrunkLayout *layout = &trunk->stages[s].layout;
      const IsoUnit *unit = &trunk->stages[s].unit;
      const IsoTrainedStage *stage = &training->stages[s];
      double count = (double) (unit->height * unit->width) * (double) training->B;
      for (size_t c = 0; c < layout->channels; c++)
        {
          double variance = count > 1.0 ? stage->variance[c] * count / (count - 1.0) : stage->variance[c];
          float *mean_at = &running[layout->mean + c], *variance_at = &running[layout->variance + c];
          *mean_at = (float) ((1.0 - MOMENTUM) * (double) *mean_at + MOMENTUM * stage->mean[c]);
          *variance_at = (float) ((1.0 - MOMENTUM) * (double) *variance_at + MOMENTUM * variance);
        }
    }
}
