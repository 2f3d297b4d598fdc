#include "engine/network/optimizer.h"

#include <math.h>
#include <stdbool.h>

#include "engine/base/checked.h"
#include "engine/base/kernel.h"

#define FIRST_DECAY 0.9
#define SECOND_DECAY 0.999
#define EPSILON 1e-8

/* Weights of one task: weights, gradient and moments of a block, half a megabyte, stay in a core's own cache. */
#define BLOCK 32768

typedef struct {
  float *weights, *first, *second;
  const float *gradient;
  size_t weight_count, embedding_start;
  int name;
  float scale;        /* of the gradient */
  float decay;        /* in the gradient */
  float shrink;       /* AdamW: rate · decay */
  float momentum;
  float step_size, second_scale;
  float embedding_rate;
} Update;

void
iso_optimizer_init (IsoOptimizer *optimizer, size_t weight_count)
{
  optimizer->first = iso_floats_new (weight_count);
  optimizer->second = iso_floats_new (weight_count);
  optimizer->weight_count = weight_count;
  optimizer->embedding_start = weight_count;
  optimizer->step = 0;
}

void
iso_optimizer_clear (IsoOptimizer *optimizer)
{
  iso_block_free (g_steal_pointer (&optimizer->first));
  iso_block_free (g_steal_pointer (&optimizer->second));
  optimizer->weight_count = 0;
  optimizer->step = 0;
}

/*   g ← scale · g + decay · w
 *   m ← β₁ m + (1 − β₁) g            v ← β₂ v + (1 − β₂) g²
 *   w ← w − shrink · w − [rate / (1 − β₁ᵗ)] m / (√v / √(1 − β₂ᵗ) + ε)
 * the brackets: step_size; 1/√(1 − β₂ᵗ): second_scale. Of decay and shrink one is 0. */
ISO_KERNEL static void
adam (float *restrict weights, float *restrict first, float *restrict second, const float *restrict gradient, size_t count,
      float scale, float decay, float shrink, float step_size, float second_scale)
{
  const float first_rest = (float) (1.0 - FIRST_DECAY), second_rest = (float) (1.0 - SECOND_DECAY);
  for (size_t i = 0; i < count; i++)
    {
      float g = scale * gradient[i] + decay * weights[i];
      float m = (float) FIRST_DECAY * first[i] + first_rest * g;
      float v = (float) SECOND_DECAY * second[i] + second_rest * (g * g);
      first[i] = m;
      second[i] = v;
      weights[i] -= shrink * weights[i] + step_size * m / (sqrtf (v) * second_scale + (float) EPSILON);
    }
}

/*   g ← scale · g + decay · w        m ← momentum · m + g        w ← w − rate · m */
ISO_KERNEL static void
sgd (float *restrict weights, float *restrict first, const float *restrict gradient, size_t count, float scale, float decay,
     float momentum, float rate)
{
  for (size_t i = 0; i < count; i++)
    {
      float m = momentum * first[i] + (scale * gradient[i] + decay * weights[i]);
      first[i] = m;
      weights[i] -= rate * m;
    }
}

static void
update_range (const Update *u, size_t start, size_t end, float rate_factor)
{
  if (start >= end)
    return;
  if (u->name == ISO_OPTIMIZER_SGD)
    sgd (u->weights + start, u->first + start, u->gradient + start, end - start, u->scale, u->decay, u->momentum,
         rate_factor * u->step_size);
  else
    adam (u->weights + start, u->first + start, u->second + start, u->gradient + start, end - start, u->scale, u->decay,
          rate_factor * u->shrink, rate_factor * u->step_size, u->second_scale);
}

static void
update_block (void *data, size_t block)
{
  const Update *update = data;
  size_t start = block * BLOCK, end = MIN (start + BLOCK, update->weight_count);
  size_t middle = CLAMP (update->embedding_start, start, end);
  update_range (update, start, middle, 1.0f);
  update_range (update, middle, end, update->embedding_rate);
}

void
iso_optimizer_update (IsoOptimizer *optimizer, float *weights, const float *gradient, double gradient_scale,
                      const IsoOptimizerSettings *settings, IsoPool *pool)
{
  g_return_if_fail (settings->name >= 0 && settings->name < ISO_OPTIMIZER_COUNT);
  optimizer->step++;
  double t = (double) optimizer->step;
  bool is_adamw = settings->name == ISO_OPTIMIZER_ADAMW, is_sgd = settings->name == ISO_OPTIMIZER_SGD;
  Update update = {
    .weights = weights,
    .first = optimizer->first,
    .second = optimizer->second,
    .gradient = gradient,
    .weight_count = optimizer->weight_count,
    .embedding_start = optimizer->embedding_start,
    .name = settings->name,
    .scale = (float) gradient_scale,
    .decay = is_adamw ? 0.0f : (float) settings->decay,
    .shrink = is_adamw ? (float) (settings->rate * settings->decay) : 0.0f,
    .momentum = (float) settings->momentum,
    .step_size = (float) (is_sgd ? settings->rate : settings->rate / (1.0 - pow (FIRST_DECAY, t))),
    .second_scale = (float) (1.0 / sqrt (1.0 - pow (SECOND_DECAY, t))),
    .embedding_rate = (float) settings->embedding_rate,
  };
  iso_pool_run (pool, (optimizer->weight_count + BLOCK - 1) / BLOCK, update_block, &update);
}
