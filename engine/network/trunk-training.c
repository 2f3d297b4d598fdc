/* The trunk in training. Forward is stage_count + 1 pool runs over blocks of images:
 *
 *     run s:  normalize stage s − 1 with its batch statistics (or frame the input), convolve for stage s, measure its output;
 *             the last run normalizes the last stage and pools globally
 *
 * and backward the same number, from the last stage to the first:
 *
 *     run s:  ∂L/∂Y of stage s, its weights' gradient, ∂L/∂A of the stage before, and what that stage's statistics need of it
 *
 * so that an image's values are used again while they are in cache. Each block of images has a gradient of the weights of its own;
 * a last run adds these in order.
 */
#include <math.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/network/trunk-private.h"

/* Images of a block: few enough to share out evenly, enough to make the blocks' own gradients cheap. */
#define BLOCK_IMAGES 8
#define MOST_BLOCKS 16
/* Weights whose gradients are added by one task. */
#define SUM_BLOCK 8192
#define MOMENTUM 0.1

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
} Stage;

struct _IsoTrunkTraining {
  const IsoTrunk *trunk;
  size_t capacity, B;
  float *framed; /* input (capacity, H + 2, W + 2, channels) */
  Stage *stages;
  double *image_sums; /* (capacity, 2, most channels): of the stage in work */
  guint32 *where;     /* (capacity, C) of the global maximum */
  float **spread;     /* (MOST_BLOCKS · stage_count) ∂L/∂Y of one image, framed: made when backward first runs */
  float *block_gradients; /* (MOST_BLOCKS, trained_count), likewise */
};

typedef struct {
  const IsoTrunk *trunk;
  IsoTrunkTraining *training;
  const float *trained, *input, *feature_gradient;
  float *features, *gradient;
  size_t B, s;
} Pass;

static size_t
unframed_size (const IsoUnit *unit)
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
stage_init (Stage *stage, const IsoTrunk *trunk, size_t s, size_t capacity)
{
  const IsoStage *shape = &trunk->stages[s];
  size_t C = shape->unit.channels, weights = iso_convolution_weight_count (&shape->convolution);
  float **of_channels[] = { &stage->center, &stage->scale, &stage->shift, &stage->gain, &stage->slope, &stage->offset };
  double **sums[] = { &stage->mean, &stage->variance, &stage->gradient_sum, &stage->gradient_product };
  stage->convolved = iso_floats_new (capacity * iso_trunk_convolved_size (trunk, s));
  stage->activation = iso_floats_new (capacity * iso_trunk_framed_size (trunk, s + 1));
  stage->gradient = iso_floats_new (capacity * unframed_size (&shape->unit));
  stage->choice = shape->unit.pools ? g_new (gint32, capacity * unframed_size (&shape->unit)) : NULL;
  stage->packed = iso_floats_new (weights);
  stage->packed_turned = s > 0 ? iso_floats_new (weights) : NULL;
  for (size_t i = 0; i < G_N_ELEMENTS (of_channels); i++)
    *of_channels[i] = iso_floats_new (C);
  for (size_t i = 0; i < G_N_ELEMENTS (sums); i++)
    *sums[i] = g_new0 (double, C);
}

static void
stage_clear (Stage *stage)
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
  training->stages = g_new0 (Stage, trunk->stage_count);
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
  for (size_t i = 0; training->spread != NULL && i < MOST_BLOCKS * stage_count; i++)
    iso_block_free (training->spread[i]);
  g_free (training->spread);
  iso_block_free (training->block_gradients);
  g_free (training->image_sums);
  g_free (training->where);
  g_free (training);
}

static size_t
block_count (size_t B)
{
  return MIN (MOST_BLOCKS, (B + BLOCK_IMAGES - 1) / BLOCK_IMAGES);
}

/* Calls function for each image of a block. */
static void
each_image (const Pass *pass, size_t block, void (*function) (const Pass *pass, size_t block, size_t image))
{
  size_t blocks = block_count (pass->B);
  for (size_t i = block * pass->B / blocks; i < (block + 1) * pass->B / blocks; i++)
    function (pass, block, i);
}

/* Activation a of one image. */
static float *
activation_of (const Pass *pass, size_t a, size_t image)
{
  float *all = a == 0 ? pass->training->framed : pass->training->stages[a - 1].activation;
  return all + image * iso_trunk_framed_size (pass->trunk, a);
}

/* Fills activation s of one image: the input, or the output of stage s − 1. */
static void
activate (const Pass *pass, size_t s, size_t image)
{
  const IsoTrunk *trunk = pass->trunk;
  if (s == 0)
    {
      iso_trunk_frame (trunk, activation_of (pass, 0, image), pass->input + image * iso_trunk_input_size (trunk));
      return;
    }
  const IsoStage *shape = &trunk->stages[s - 1];
  Stage *stage = &pass->training->stages[s - 1];
  iso_unit_forward (activation_of (pass, s, image),
                    stage->choice != NULL ? stage->choice + image * unframed_size (&shape->unit) : NULL,
                    stage->convolved + image * iso_trunk_convolved_size (trunk, s - 1), stage->scale, stage->shift,
                    shape->source != ISO_NO_SHORTCUT ? activation_of (pass, shape->source, image) : NULL, &shape->unit);
}

static void
forward_image (const Pass *pass, size_t block, size_t image)
{
  const IsoTrunk *trunk = pass->trunk;
  size_t s = pass->s;
  activate (pass, s, image);
  if (s == trunk->stage_count)
    {
      const IsoUnit *unit = &trunk->stages[s - 1].unit;
      size_t C = unit->channels;
      iso_global_pool_forward (pass->features + image * C, pass->training->where + image * C, activation_of (pass, s, image),
                               trunk->pooling, iso_unit_output_height (unit), iso_unit_output_width (unit), C);
      return;
    }
  Stage *stage = &pass->training->stages[s];
  const IsoStage *shape = &trunk->stages[s];
  float *Y = stage->convolved + image * iso_trunk_convolved_size (trunk, s);
  iso_convolution_forward (Y, activation_of (pass, s, image), stage->packed, &shape->convolution, false);
  if (!trunk->frozen_norm)
    {
      double *sums = pass->training->image_sums + image * 2 * shape->unit.channels;
      iso_unit_statistics (sums, sums + shape->unit.channels, Y, &shape->unit);
    }
}

static void
forward_block (void *data, size_t block)
{
  each_image (data, block, forward_image);
}

/* Mean and variance of the batch from those of its images: Σ(y − μ)² = Σ_images [Σ(y − μ_i)² + n (μ_i − μ)²]. */
static void
combine_statistics (Stage *stage, const double *image_sums, const IsoUnit *unit, size_t B)
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
settle_norm (const Pass *pass, size_t s, const float *running)
{
  const IsoTrunk *trunk = pass->trunk;
  Stage *stage = &pass->training->stages[s];
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
  const Pass *pass = data;
  size_t s = task / 2;
  Stage *stage = &pass->training->stages[s];
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
  Pass pass = { .trunk = trunk, .training = training, .trained = trained, .input = input, .features = features, .B = B };
  training->B = B;
  iso_pool_run (pool, 2 * trunk->stage_count, pack_task, &pass);
  for (pass.s = 0; pass.s <= trunk->stage_count; pass.s++)
    {
      iso_pool_run (pool, block_count (B), forward_block, &pass);
      if (pass.s < trunk->stage_count)
        settle_norm (&pass, pass.s, running);
    }
}

/* Masks ∂L/∂A of stage s and measures it, once it is complete. */
static void
measure_gradient (const Pass *pass, size_t s, size_t image)
{
  Stage *stage = &pass->training->stages[s];
  const IsoUnit *unit = &pass->trunk->stages[s].unit;
  size_t size = unframed_size (unit);
  double *sums = pass->training->image_sums + image * 2 * unit->channels;
  iso_unit_backward_sums (stage->gradient + image * size, sums, sums + unit->channels, activation_of (pass, s + 1, image),
                          stage->choice != NULL ? stage->choice + image * size : NULL,
                          stage->convolved + image * iso_trunk_convolved_size (pass->trunk, s), stage->center, unit);
}

static void
backward_features (const Pass *pass, size_t block, size_t image)
{
  const IsoTrunk *trunk = pass->trunk;
  size_t last = trunk->stage_count - 1, C = iso_trunk_feature_count (trunk);
  const IsoUnit *unit = &trunk->stages[last].unit;
  iso_global_pool_backward (pass->training->stages[last].gradient + image * unframed_size (unit),
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
backward_image (const Pass *pass, size_t block, size_t image)
{
  const IsoTrunk *trunk = pass->trunk;
  size_t s = pass->s;
  const IsoStage *shape = &trunk->stages[s];
  Stage *stage = &pass->training->stages[s];
  size_t size = unframed_size (&shape->unit);
  const float *dA = stage->gradient + image * size;
  const gint32 *choice = stage->choice != NULL ? stage->choice + image * size : NULL;
  float *dY = pass->training->spread[block * trunk->stage_count + s];

  iso_unit_backward (dY, dA, choice, stage->convolved + image * iso_trunk_convolved_size (trunk, s), stage->gain, stage->slope,
                     stage->offset, &shape->unit);
  if (shape->source != ISO_NO_SHORTCUT && shape->source > 0)
    {
      size_t source = shape->source - 1;
      iso_unit_backward_shortcut (pass->training->stages[source].gradient + image * unframed_size (&trunk->stages[source].unit),
                                  dA, choice, &shape->unit, is_not_first_shortcut (trunk, s));
    }
  iso_convolution_backward_weights (pass->training->block_gradients + block * trunk->trained_count + shape->layout.weight,
                                    activation_of (pass, s, image), dY, &shape->convolution);
  if (s == 0)
    return;
  IsoConvolution turned = iso_convolution_turned (&shape->convolution);
  iso_convolution_forward (pass->training->stages[s - 1].gradient + image * unframed_size (&trunk->stages[s - 1].unit), dY,
                           stage->packed_turned, &turned, has_shortcut_gradient (trunk, s - 1));
  measure_gradient (pass, s - 1, image);
}

static void
backward_block (void *data, size_t block)
{
  const Pass *pass = data;
  if (pass->s == pass->trunk->stage_count)
    {
      each_image (pass, block, backward_features);
      return;
    }
  const IsoStage *shape = &pass->trunk->stages[pass->s];
  memset (pass->training->block_gradients + block * pass->trunk->trained_count + shape->layout.weight, 0,
          iso_convolution_weight_count (&shape->convolution) * sizeof (float));
  each_image (pass, block, backward_image);
}

/* ∂L/∂γ = Σ g (y − μ)/σ, ∂L/∂β = Σ g, and the coefficients of iso_unit_backward() for stage s. */
static void
settle_gradient (const Pass *pass, size_t s)
{
  const IsoTrunkLayout *layout = &pass->trunk->stages[s].layout;
  const IsoUnit *unit = &pass->trunk->stages[s].unit;
  Stage *stage = &pass->training->stages[s];
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
  const Pass *pass = data;
  size_t count = pass->trunk->trained_count, blocks = block_count (pass->B);
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
  training->block_gradients = iso_floats_new (MOST_BLOCKS * trunk->trained_count);
  training->spread = g_new (float *, MOST_BLOCKS * trunk->stage_count);
  for (size_t block = 0; block < MOST_BLOCKS; block++)
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
  Pass pass = { .trunk = trunk, .training = training, .trained = trained, .feature_gradient = feature_gradient,
                .gradient = gradient, .B = B };
  prepare_backward (training);
  for (size_t s = trunk->stage_count + 1; s-- > 0;)
    {
      pass.s = s;
      iso_pool_run (pool, block_count (B), backward_block, &pass);
      if (s > 0)
        settle_gradient (&pass, s - 1);
    }
  iso_pool_run (pool, (trunk->trained_count + SUM_BLOCK - 1) / SUM_BLOCK, add_block_gradients, &pass);
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
      const Stage *stage = &training->stages[s];
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
