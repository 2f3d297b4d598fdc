/* Proxy-NCA: neighborhood component analysis against one proxy a class. */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/loss/exponentials.h"
#include "engine/loss/loss-kinds.h"
#include "engine/loss/proxies.h"

enum { SCALE, RATE };

static const IsoParameter parameters[] = {
  [SCALE] = {
    .key = "scale", .title = N_("Scale"), .symbol = "s",
    .help = N_("Length of embeddings and proxies within the loss. Higher is sharper: only the nearest wrong proxies push."),
    .type = ISO_PARAMETER_REAL, .flags = ISO_PARAMETER_LIVE | ISO_PARAMETER_ABOVE_MINIMUM,
    .minimum = 0.0, .maximum = 100.0, .initial = 3.0, .soft_minimum = 0.5, .soft_maximum = 10.0,
  },
  [RATE] = ISO_LOSS_RATE_PARAMETER (1e-2),
};

static size_t
scratch_count (const IsoLossInput *input, const double *values)
{
  return iso_proxy_scratch_count (input, input->class_count);
}

/* mean of d(z_i, w_y)² + logsumexp_{c≠y} −d(z_i, w_c)², all of length s: d² = 2 s² (1 − cos). */
static void
compute (IsoLossOutput *output, const IsoLossInput *input, const double *values, float *scratch)
{
  IsoProxyCosines cosines;
  size_t B = input->B, C = input->class_count;
  float scale = (float) (2.0 * values[SCALE] * values[SCALE]), weight = scale / (float) B;
  double sum = 0.0;
  output->candidate_count = B;
  if (C < 2) /* no other proxy to be farther from */
    return;
  iso_proxy_cosines (&cosines, input, C, true, scratch);
  for (size_t i = 0; i < B; i++)
    {
      const float *row = cosines.cosines + i * C;
      float *gradient = cosines.gradient + i * C;
      size_t own = (size_t) input->labels[i];
      for (size_t c = 0; c < C; c++)
        gradient[c] = scale * (row[c] - 1.0f);
      gradient[own] = -INFINITY;
      sum += (double) scale * (1.0 - (double) row[own]) + iso_log_sum_exp (gradient, gradient, C);
      gradient[own] = -1.0f;
      for (size_t c = 0; c < C; c++)
        gradient[c] *= weight;
    }
  output->active_count = B;
  output->loss = sum / (double) B;
  iso_proxy_backward (output, input, &cosines);
}

const IsoLossKind iso_proxy_nca_loss = {
  .name = "proxy-nca",
  .title = N_("Proxy-NCA"),
  .formula = "L = mean over samples of  d(z, w_y)² + log Σ_{c≠y} exp(−d(z, w_c)²),  z and proxies w of length s",
  .description = N_("Each class has a learnt proxy. Pulls every sample towards its own proxy and away from the others, the "
                    "nearest most. No pairs of samples, so no miner."),
  .paper = "Movshovitz-Attias, Toshev, Leung, Ioffe, Singh: No Fuss Distance Metric Learning using Proxies, ICCV 2017",
  .needs = ISO_LOSS_NEEDS_NOTHING,
  .parameters = parameters,
  .parameter_count = G_N_ELEMENTS (parameters),
  .compute = compute,
  .scratch_count = scratch_count,
  .learns = ISO_LOSS_LEARNS_PROXIES,
  .minimum_classes = 1,
};
