#include "engine/network/optimizer.h"

#include <math.h>

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
  size_t weight_count;
  float decay, step_size, second_scale;
} Update;

void
iso_optimizer_init (IsoOptimizer *optimizer, size_t weight_count)
{
  optimizer->first = iso_floats_new (weight_count);
  optimizer->second = iso_floats_new (weight_count);
  optimizer->weight_count = weight_count;
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

/*   g ← g + decay · w
 *   m ← β₁ m + (1 − β₁) g            v ← β₂ v + (1 − β₂) g²
 *   w ← w − [rate / (1 − β₁ᵗ)] m / (√v / √(1 − β₂ᵗ) + ε)                 the brackets: step_size; 1/√(1 − β₂ᵗ): second_scale */
ISO_KERNEL static void
adam (float *restrict weights, float *restrict first, float *restrict second, const float *restrict gradient, size_t count,
      float decay, float step_size, float second_scale)
{
  const float first_rest = (float) (1.0 - FIRST_DECAY), second_rest = (float) (1.0 - SECOND_DECAY);
  for (size_t i = 0; i < count; i++)
    {
      float g = gradient[i] + decay * weights[i];
      float m = (float) FIRST_DECAY * first[i] + first_rest * g;
      float v = (float) SECOND_DECAY * second[i] + second_rest * (g * g);
      first[i] = m;
      second[i] = v;
      weights[i] -= step_size * m / (sqrtf (v) * second_scale + (float) EPSILON);
    }
}

static void
update_block (void *data, size_t block)
{
  const Update *update = data;
  size_t start = block * BLOCK, count = MIN (BLOCK, update->weight_count - start);
  adam (update->weights + start, update->first + start, update->second + start, update->gradient + start, count, update->decay,
        update->step_size, update->second_scale);
}

void
iso_optimizer_update (IsoOptimizer *optimizer, float *weights, const float *gradient, const IsoOptimizerSettings *settings,
                      IsoPool *pool)
{
  g_return_if_fail (settings->name == ISO_OPTIMIZER_ADAM);
  optimizer->step++;
  double t = (double) optimizer->step;
  Update update = {
    .weights = weights,
    .first = optimizer->first,
    .second = optimizer->second,
    .gradient = gradient,
    .weight_count = optimizer->weight_count,
    .decay = (float) settings->decay,
    .step_size = (float) (settings->rate / (1.0 - pow (FIRST_DECAY, t))),
    .second_scale = (float) (1.0 / sqrt (1.0 - pow (SECOND_DECAY, t))),
  };
  iso_pool_run (pool, (optimizer->weight_count + BLOCK - 1) / BLOCK, update_block, &update);
}
