/* The trunk's shape. */
#include "engine/network/trunk.h"

#include <math.h>

#include "engine/network/trunk-private.h"

/* Appends a stage to activation `input` of the given shape; returns the shape of its output. */
static void
lay_out_stage (IsoTrunk *trunk, size_t s, const IsoTrunkStage *wanted, size_t *channels, size_t *height, size_t *width)
{
  IsoStage *stage = &trunk->stages[s];
  stage->convolution = (IsoConvolution) { *height, *width, *channels, wanted->channels };
  stage->source = wanted->shortcut;
  size_t shortcut_channels = 0;
  if (wanted->shortcut != ISO_NO_SHORTCUT)
    shortcut_channels = wanted->shortcut == 0 ? trunk->channels : trunk->stages[wanted->shortcut - 1].unit.channels;
  stage->unit = (IsoUnit) { *height, *width, wanted->channels, shortcut_channels, wanted->pools };
  IsoTrunkLayout *layout = &stage->layout;
  layout->input_channels = *channels;
  layout->channels = wanted->channels;
  layout->weight = trunk->trained_count;
  layout->gamma = layout->weight + iso_convolution_weight_count (&stage->convolution);
  layout->beta = layout->gamma + wanted->channels;
  trunk->trained_count = layout->beta + wanted->channels;
  layout->mean = trunk->running_count;
  layout->variance = layout->mean + wanted->channels;
  trunk->running_count = layout->variance + wanted->channels;
  *channels = wanted->channels;
  *height = iso_unit_output_height (&stage->unit);
  *width = iso_unit_output_width (&stage->unit);
}

IsoTrunk *
iso_trunk_new (size_t channels, size_t height, size_t width, const IsoTrunkStage *stages, size_t stage_count, IsoPooling pooling,
               bool frozen_norm)
{
  g_return_val_if_fail (stage_count > 0 && channels > 0, NULL);
  IsoTrunk *trunk = g_new0 (IsoTrunk, 1);
  trunk->channels = channels;
  trunk->height = height;
  trunk->width = width;
  trunk->stage_count = stage_count;
  trunk->stages = g_new0 (IsoStage, stage_count);
  trunk->pooling = pooling;
  trunk->frozen_norm = frozen_norm;
  for (size_t s = 0; s < stage_count; s++)
    lay_out_stage (trunk, s, &stages[s], &channels, &height, &width);
  return trunk;
}

void
iso_trunk_free (IsoTrunk *trunk)
{
  if (trunk == NULL)
    return;
  g_free (trunk->stages);
  g_free (trunk);
}

size_t
iso_trunk_stage_count (const IsoTrunk *trunk)
{
  return trunk->stage_count;
}

size_t
iso_trunk_input_size (const IsoTrunk *trunk)
{
  return trunk->channels * trunk->height * trunk->width;
}

size_t
iso_trunk_feature_count (const IsoTrunk *trunk)
{
  return trunk->stages[trunk->stage_count - 1].unit.channels;
}

size_t
iso_trunk_trained_count (const IsoTrunk *trunk)
{
  return trunk->trained_count;
}

size_t
iso_trunk_running_count (const IsoTrunk *trunk)
{
  return trunk->running_count;
}

IsoTrunkLayout
iso_trunk_layout (const IsoTrunk *trunk, size_t stage)
{
  return trunk->stages[stage].layout;
}

size_t
iso_trunk_framed_size (const IsoTrunk *trunk, size_t activation)
{
  if (activation == 0)
    return (trunk->height + 2) * (trunk->width + 2) * trunk->channels;
  const IsoUnit *unit = &trunk->stages[activation - 1].unit;
  return (iso_unit_output_height (unit) + 2) * (iso_unit_output_width (unit) + 2) * unit->channels;
}

size_t
iso_trunk_convolved_size (const IsoTrunk *trunk, size_t stage)
{
  const IsoUnit *unit = &trunk->stages[stage].unit;
  return unit->height * unit->width * unit->channels;
}

size_t
iso_trunk_training_floats (const IsoTrunk *trunk)
{
  /* Activation, its gradient, what was chosen, and the convolution's output. */
  size_t floats = iso_trunk_framed_size (trunk, 0);
  for (size_t s = 0; s < trunk->stage_count; s++)
    floats += 3 * iso_trunk_framed_size (trunk, s + 1) + iso_trunk_convolved_size (trunk, s);
  return floats;
}

void
iso_trunk_initialize (const IsoTrunk *trunk, float *trained, float *running, IsoRandom *random)
{
  for (size_t s = 0; s < trunk->stage_count; s++)
    {
      const IsoTrunkLayout *layout = &trunk->stages[s].layout;
      double bound = 1.0 / sqrt (9.0 * (double) layout->input_channels);
      for (size_t i = layout->weight; i < layout->gamma; i++)
        trained[i] = (float) (bound * (2.0 * iso_random_uniform (random) - 1.0));
      for (size_t c = 0; c < layout->channels; c++)
        {
          trained[layout->gamma + c] = 1.0f;
          trained[layout->beta + c] = 0.0f;
          running[layout->mean + c] = 0.0f;
          running[layout->variance + c] = 1.0f;
        }
    }
}

void
iso_trunk_frame (const IsoTrunk *trunk, float *framed, const float *image)
{
  size_t plane = trunk->height * trunk->width;
  for (size_t y = 0; y < trunk->height; y++)
    {
      float *row = framed + ((y + 1) * (trunk->width + 2) + 1) * trunk->channels;
      for (size_t c = 0; c < trunk->channels; c++)
        for (size_t x = 0; x < trunk->width; x++)
          row[x * trunk->channels + c] = image[c * plane + y * trunk->width + x];
    }
}

void
iso_trunk_norm (float *scale, float *shift, const float *gamma, const float *beta, const float *mean, const float *variance,
                size_t C)
{
  for (size_t c = 0; c < C; c++)
    {
      double gain = (double) gamma[c] / sqrt ((double) variance[c] + ISO_NORM_EPSILON);
      scale[c] = (float) gain;
      shift[c] = (float) ((double) beta[c] - (double) mean[c] * gain);
    }
}
