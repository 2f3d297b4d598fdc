/* Signal-to-noise-ratio distance in a triplet loss. */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/loss/distance.h"
#include "engine/loss/loss-kinds.h"

enum { MARGIN, L2 };

static const IsoParameter parameters[] = {
  [MARGIN] = {
    .key = "margin", .title = N_("Margin"), .symbol = "m",
    .help = N_("By how much the noise ratio of a negative should exceed that of a positive. Higher spreads classes more."),
    .type = ISO_PARAMETER_REAL, .flags = ISO_PARAMETER_LIVE,
    .minimum = 0.0, .maximum = 10.0, .initial = 0.2, .soft_minimum = 0.0, .soft_maximum = 2.0,
  },
  [L2] = {
    .key = "l2", .title = N_("Zero-mean penalty"),
    .help = N_("Weight of the anchors' sums over dimensions, which should be near 0 for a variance to measure distance."),
    .type = ISO_PARAMETER_REAL, .flags = ISO_PARAMETER_LIVE,
    .minimum = 0.0, .maximum = 100.0, .initial = 0.005, .soft_minimum = 0.0, .soft_maximum = 0.1,
  },
};

/* An anchor whose components are all equal carries no signal to compare noise with. */
#define LEAST_VARIANCE 1e-12

/* Variances are those over dimensions, times D − 1, which ratios do not see: V(x) = ‖x‖² − D·mean(x)², so that
 * V(z_a − z_b) = d(a,b)² − D (μ_a − μ_b)², and all that is wanted of the samples is this. */
typedef struct {
  float *means;   /* μ (B) */
  float *signals; /* V(z) (B); 0 where it is too small to divide by */
  float *uniform; /* (B): the part of ∂L/∂z that is the same in every dimension */
} Samples;

static size_t
scratch_count (const IsoLossInput *input, const double *values)
{
  return 3 * input->B;
}

static Samples
look_at_samples (float *scratch, const IsoLossInput *input)
{
  Samples samples = { scratch, scratch + input->B, scratch + 2 * input->B };
  for (size_t i = 0; i < input->B; i++)
    {
      const float *row = input->embeddings + i * input->D;
      double sum = 0.0, squares = 0.0, signal = 0.0;
      for (size_t d = 0; d < input->D; d++)
        sum += (double) row[d];
      double mean = sum / (double) input->D;
      for (size_t d = 0; d < input->D; d++)
        {
          signal += ((double) row[d] - mean) * ((double) row[d] - mean);
          squares += (double) row[d] * (double) row[d];
        }
      samples.means[i] = (float) mean;
      samples.signals[i] = signal > LEAST_VARIANCE * squares ? (float) signal : 0.0f;
      samples.uniform[i] = 0.0f;
    }
  return samples;
}

/* V(z_a − z_b), with d(a,b)² = squared. */
static double
noise_of (double squared, const IsoLossInput *input, const Samples *samples, size_t a, size_t b)
{
  double shift = (double) samples->means[a] - (double) samples->means[b];
  return squared - (double) input->D * shift * shift;
}

/* Adds the gradient of weight · V(z_a − z_b): 2 weight [(z_a − z_b) − (μ_a − μ_b)] to a, its opposite to b. */
static void
noise_backward (IsoLossOutput *output, const IsoLossInput *input, const Samples *samples, size_t a, size_t b, double squared,
                double weight)
{
  float part = (float) (2.0 * weight * ((double) samples->means[a] - (double) samples->means[b]));
  iso_squared_distance_backward (output, input, a, b, squared, weight);
  samples->uniform[a] -= part;
  samples->uniform[b] += part;
}

/* One triplet: relu(V(z_a − z_p)/V(z_a) − V(z_a − z_n)/V(z_a) + m); with scale > 0 adds scale times its gradient. */
static double
term (IsoLossOutput *output, const IsoLossInput *input, const Samples *samples, const gint32 *triplet, double margin,
      double scale)
{
  size_t a = (size_t) triplet[0], p = (size_t) triplet[1], n = (size_t) triplet[2];
  double signal = (double) samples->signals[a];
  if (signal == 0.0)
    return 0.0;
  double near = iso_squared_distance (input, a, p), far = iso_squared_distance (input, a, n);
  double difference = noise_of (near, input, samples, a, p) - noise_of (far, input, samples, a, n);
  double violation = difference / signal + margin;
  if (violation <= 0.0 || scale == 0.0)
    return MAX (violation, 0.0);
  noise_backward (output, input, samples, a, p, near, scale / signal);
  noise_backward (output, input, samples, a, n, far, -scale / signal);
  double weight = -scale * difference / (signal * signal); /* of V(z_a), whose gradient is 2 (z_a − μ_a) */
  output->similarity_gradient[a * input->R + a] += (float) weight;
  samples->uniform[a] -= (float) (2.0 * weight * (double) samples->means[a]);
  return violation;
}

/* mean over terms above 0, + l2 · mean over triplets of |Σ_d z_a|. The number of terms has no gradient, but must be known before
 * there is one: hence two passes. */
static void
compute (IsoLossOutput *output, const IsoLossInput *input, const double *values, float *scratch)
{
  Samples samples = look_at_samples (scratch, input);
  size_t count = input->triplet_count, D = input->D;
  double sum = 0.0, penalty = 0.0, penalty_weight = count > 0 ? values[L2] / (double) count : 0.0;
  output->candidate_count = count;
  for (size_t t = 0; t < count; t++)
    {
      size_t a = (size_t) input->triplets[3 * t];
      double violation = term (output, input, &samples, input->triplets + 3 * t, values[MARGIN], 0.0);
      double total = (double) D * (double) samples.means[a];
      sum += violation;
      output->active_count += violation > 0.0;
      penalty += fabs (total);
      samples.uniform[a] += (float) (penalty_weight * (double) ((total > 0.0) - (total < 0.0)));
    }
  double scale = output->active_count > 0 ? 1.0 / (double) output->active_count : 0.0;
  for (size_t t = 0; t < count && scale > 0.0; t++)
    term (output, input, &samples, input->triplets + 3 * t, values[MARGIN], scale);
  for (size_t i = 0; i < input->B; i++)
    for (size_t d = 0; d < D; d++)
      output->embedding_gradient[i * D + d] += samples.uniform[i];
  output->loss = sum * scale + penalty_weight * penalty;
}

const IsoLossKind iso_snr_loss = {
  .name = "snr",
  .title = N_("Signal-to-noise ratio"),
  .formula = "L = mean over triplets above 0 of  max(var(z_a − z_p)/var(z_a) − var(z_a − z_n)/var(z_a) + m, 0)\n"
             "    + l2 · mean |Σ_d z_a|,  variances over dimensions",
  .description = N_("A triplet loss whose distance is noise over signal: how much of the anchor's variance the difference to "
                    "the other sample makes up. Pulls positives and pushes negatives in that measure."),
  .paper = "Yuan, Deng, Tang, Tang, Chen: Signal-to-Noise Ratio: A Robust Distance Metric for Deep Metric Learning, CVPR 2019",
  .needs = ISO_LOSS_NEEDS_TRIPLETS,
  .parameters = parameters,
  .parameter_count = G_N_ELEMENTS (parameters),
  .compute = compute,
  .scratch_count = scratch_count,
  .minimum_classes = 2,
};
