/* The registry of losses. A new loss is a file of its own that defines its IsoLossKind, a line in loss-kinds.h, a value of
 * IsoLossName and a line in the table below. */
#include "engine/loss/loss.h"

#include <math.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/linalg/rows.h"
#include "engine/loss/loss-kinds.h"

static const IsoLossKind *const kinds[ISO_LOSS_COUNT] = {
  [ISO_LOSS_CONTRASTIVE] = &iso_contrastive_loss,
  [ISO_LOSS_TRIPLET] = &iso_triplet_loss,
  [ISO_LOSS_MARGIN] = &iso_margin_loss,
  [ISO_LOSS_MULTI_SIMILARITY] = &iso_multi_similarity_loss,
  [ISO_LOSS_LIFTED] = &iso_lifted_loss,
  [ISO_LOSS_N_PAIR] = &iso_n_pair_loss,
  [ISO_LOSS_ANGULAR] = &iso_angular_loss,
  [ISO_LOSS_SNR] = &iso_snr_loss,
  [ISO_LOSS_QUADRUPLET] = &iso_quadruplet_loss,
  [ISO_LOSS_HISTOGRAM] = &iso_histogram_loss,
  [ISO_LOSS_PROXY_NCA] = &iso_proxy_nca_loss,
  [ISO_LOSS_PROXY_ANCHOR] = &iso_proxy_anchor_loss,
  [ISO_LOSS_NORMALIZED_SOFTMAX] = &iso_normalized_softmax_loss,
  [ISO_LOSS_COSFACE] = &iso_cosface_loss,
  [ISO_LOSS_ARCFACE] = &iso_arcface_loss,
  [ISO_LOSS_SOFT_TRIPLE] = &iso_soft_triple_loss,
  [ISO_LOSS_SUPCON] = &iso_supcon_loss,
  [ISO_LOSS_CIRCLE] = &iso_circle_loss,
  [ISO_LOSS_SMOOTH_AP] = &iso_smooth_ap_loss,
};

const IsoLossKind *
iso_loss_kind (IsoLossName name)
{
  g_assert ((guint) name < ISO_LOSS_COUNT);
  return kinds[name];
}

IsoLossName
iso_loss_find (const char *name)
{
  for (guint i = 0; i < ISO_LOSS_COUNT; i++)
    if (strcmp (kinds[i]->name, name) == 0)
      return (IsoLossName) i;
  return ISO_LOSS_COUNT;
}

size_t
iso_loss_proxy_count (const IsoLossKind *kind, const double *values, size_t class_count)
{
  if (kind->learns != ISO_LOSS_LEARNS_PROXIES)
    return 0;
  return class_count * (kind->proxies_per_class != NULL ? kind->proxies_per_class (values) : 1);
}

size_t
iso_loss_weight_count (const IsoLossKind *kind, const double *values, size_t class_count, size_t D)
{
  if (kind->learns == ISO_LOSS_LEARNS_BETA)
    return class_count;
  return iso_loss_proxy_count (kind, values, class_count) * D;
}

double
iso_loss_rate (const IsoLossKind *kind, const double *values)
{
  for (size_t slot = 0; slot < kind->parameter_count; slot++)
    if (strcmp (kind->parameters[slot].key, "rate") == 0)
      return values[slot];
  return 0.0;
}

/* Comparisons would let a NaN slip by as "not a hard pair". */
static bool
is_finite (const IsoLossKind *kind, const IsoLossInput *input, const double *values)
{
  size_t own = iso_loss_weight_count (kind, values, input->class_count, input->D);
  const float *weights = kind->learns == ISO_LOSS_LEARNS_BETA ? input->beta : input->proxies;
  return iso_all_finite (input->embeddings, input->B * input->D) && iso_all_finite (input->similarity, input->B * input->R)
         && iso_all_finite (weights, own);
}

void
iso_loss_compute (const IsoLossKind *kind, IsoLossOutput *output, const IsoLossInput *input, const double *values,
                  IsoLossScratch *scratch)
{
  IsoLossInput complete = *input;
  complete.R = input->R == 0 ? input->B : input->R;
  output->loss = 0.0;
  output->active_count = 0;
  output->candidate_count = 0;
  if (!is_finite (kind, &complete, values))
    {
      output->loss = NAN;
      return;
    }
  size_t wanted = kind->scratch_count != NULL ? kind->scratch_count (&complete, values) : 0;
  if (wanted > scratch->capacity)
    {
      iso_block_free (scratch->floats);
      scratch->floats = iso_floats_new (wanted);
      scratch->capacity = wanted;
    }
  kind->compute (output, &complete, values, scratch->floats);
}

void
iso_loss_scratch_clear (IsoLossScratch *scratch)
{
  iso_block_free (g_steal_pointer (&scratch->floats));
  scratch->capacity = 0;
}
