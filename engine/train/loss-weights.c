#include "engine/train/loss-weights.h"

#include <string.h>

#include "engine/base/checked.h"
#include "engine/base/random.h"
#include "engine/linalg/rows.h"

/* Fewer weights are updated on the caller's thread: waking the pool would take longer. */
#define POOLED_COUNT 65536

bool
iso_loss_weights_init (IsoLossWeights *weights, const IsoLossKind *kind, const double *values, size_t class_count, size_t D,
                       guint64 seed, GError **error)
{
  *weights = (IsoLossWeights) { .learns = kind->learns, .class_count = class_count };
  if (kind->learns == ISO_LOSS_LEARNS_NOTHING)
    return true;
  size_t rows = kind->learns == ISO_LOSS_LEARNS_BETA ? class_count : iso_loss_proxy_count (kind, values, class_count);
  size_t columns = kind->learns == ISO_LOSS_LEARNS_BETA ? 1 : D;
  weights->weights = iso_block_new (rows, columns, sizeof (float), "a loss's weights", error);
  if (weights->weights == NULL)
    return false;
  weights->count = rows * columns;
  weights->gradient = iso_floats_new (weights->count);
  iso_optimizer_init (&weights->optimizer, weights->count);
  IsoRandom random;
  iso_random_init (&random, seed, "loss");
  for (size_t i = 0; i < weights->count; i++)
    weights->weights[i] = (float) (kind->learns == ISO_LOSS_LEARNS_BETA ? kind->initial_beta : iso_random_normal (&random));
  if (kind->learns == ISO_LOSS_LEARNS_PROXIES)
    iso_rows_normalize (weights->weights, NULL, weights->weights, rows, D);
  return true;
}

void
iso_loss_weights_clear (IsoLossWeights *weights)
{
  if (weights->count > 0)
    iso_optimizer_clear (&weights->optimizer);
  iso_block_free (weights->weights);
  iso_block_free (weights->gradient);
  *weights = (IsoLossWeights) { 0 };
}

void
iso_loss_weights_give (IsoLossInput *input, IsoLossOutput *output, IsoLossWeights *weights)
{
  if (weights->learns == ISO_LOSS_LEARNS_NOTHING)
    return;
  memset (weights->gradient, 0, weights->count * sizeof (float));
  input->class_count = weights->class_count;
  if (weights->learns == ISO_LOSS_LEARNS_BETA)
    {
      input->beta = weights->weights;
      output->beta_gradient = weights->gradient;
    }
  else
    {
      input->proxies = weights->weights;
      output->proxies_gradient = weights->gradient;
    }
}

void
iso_loss_weights_update (IsoLossWeights *weights, const IsoOptimizerSettings *optimizer, double rate, IsoPool *pool)
{
  IsoOptimizerSettings settings = *optimizer;
  settings.rate = rate;
  settings.decay = 0.0;
  if (weights->count > 0)
    iso_optimizer_update (&weights->optimizer, weights->weights, weights->gradient, 1.0, &settings,
                          weights->count >= POOLED_COUNT ? pool : NULL);
}
