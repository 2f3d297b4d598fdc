#include "engine/train/metric-loss.h"

#include <math.h>

#include "engine/linalg/rows.h"

bool
iso_metric_loss_prepare (IsoMetricLoss *loss, const IsoSettings *settings, size_t class_count, size_t B, size_t D, guint64 seed,
                         GError **error)
{
  IsoLossName name = (IsoLossName) settings->loss.name;
  const IsoLossKind *kind = iso_loss_kind (name);
  size_t past = kind->takes_memory ? (size_t) settings->memory.size : 0;
  iso_loss_weights_clear (&loss->weights);
  iso_embedding_memory_clear (&loss->memory);
  return iso_loss_weights_init (&loss->weights, kind, settings->loss.parameters[name], class_count, D, seed, error)
         && iso_embedding_memory_init (&loss->memory, past, B, D, error);
}

void
iso_metric_loss_clear (IsoMetricLoss *loss)
{
  iso_selection_clear (&loss->selection);
  iso_loss_scratch_clear (&loss->scratch);
  iso_loss_weights_clear (&loss->weights);
  iso_embedding_memory_clear (&loss->memory);
}

void
iso_metric_loss_compute (IsoLossOutput *output, IsoMetricLoss *loss, const float *embeddings, const float *similarity,
                         const gint32 *labels, size_t B, size_t D, const IsoSettings *settings, IsoRandom *mining)
{
  IsoLossName name = (IsoLossName) settings->loss.name;
  IsoMinerName miner = (IsoMinerName) settings->miner.name;
  const IsoLossKind *kind = iso_loss_kind (name);
  float *similarity_gradient = output->similarity_gradient;
  IsoLossInput input = { .embeddings = embeddings, .similarity = similarity, .labels = labels, .B = B, .D = D };
  g_assert (loss->weights.learns == kind->learns);
  iso_selection_fill (&loss->selection, kind, iso_miner_kind (miner), settings->miner.parameters[miner], similarity, labels, B,
                      D, mining);
  iso_selection_give (&input, &loss->selection);
  iso_loss_weights_give (&input, output, &loss->weights);
  if (loss->memory.capacity > 0)
    iso_embedding_memory_extend (&input, output, &loss->memory);
  iso_loss_compute (kind, output, &input, settings->loss.parameters[name], &loss->scratch);
  /* Before anything else is added to ∂L/∂S. */
  iso_mined_count (&loss->mined, kind, settings->loss.parameters[name], &input, output);
  if (loss->memory.capacity > 0)
    iso_embedding_memory_backward (similarity_gradient, output->embedding_gradient, &loss->memory);
  output->similarity_gradient = similarity_gradient;
}

double
iso_metric_loss_own_norm (const IsoMetricLoss *loss)
{
  return sqrt (iso_sum_of_squares (loss->weights.gradient, loss->weights.count));
}

void
iso_metric_loss_learn (IsoMetricLoss *loss, const float *embeddings, const gint32 *labels, const IsoSettings *settings,
                       double rate_factor, IsoPool *pool)
{
  IsoLossName name = (IsoLossName) settings->loss.name;
  double rate = rate_factor * iso_loss_rate (iso_loss_kind (name), settings->loss.parameters[name]);
  iso_loss_weights_update (&loss->weights, &settings->optimizer, rate, pool);
  if (loss->memory.capacity > 0)
    iso_embedding_memory_add (&loss->memory, embeddings, labels);
}
