/* Cross entropy over classes whose weights are proxies on the sphere: plain, and with a margin on the own class's cosine or
 * angle. */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/loss/loss-kinds.h"
#include "engine/loss/proxies.h"

enum { TEMPERATURE, NORMALIZED_RATE };

static const IsoParameter normalized_parameters[] = {
  [TEMPERATURE] = {
    .key = "temperature", .title = N_("Temperature"), .symbol = "T",
    .help = N_("Lower is sharper: samples near their own proxy no longer act."),
    .type = ISO_PARAMETER_REAL, .flags = ISO_PARAMETER_LIVE | ISO_PARAMETER_LOGARITHMIC,
    .minimum = 1e-3, .maximum = 100.0, .initial = 0.05, .soft_minimum = 0.01, .soft_maximum = 1.0,
  },
  [NORMALIZED_RATE] = ISO_LOSS_RATE_PARAMETER (1e-2),
};

enum { MARGIN, SCALE, MARGIN_RATE };

#define SCALE_PARAMETER                                                                                                        \
  {                                                                                                                            \
    .key = "scale", .title = N_("Scale"), .symbol = "s",                                                                       \
    .help = N_("Factor of the cosines. Higher is sharper: samples near their own proxy no longer act."),                       \
    .type = ISO_PARAMETER_REAL,                                                                                                \
    .flags = ISO_PARAMETER_LIVE | ISO_PARAMETER_LOGARITHMIC | ISO_PARAMETER_ABOVE_MINIMUM,                                     \
    .minimum = 0.0, .maximum = 1000.0, .initial = 16.0, .soft_minimum = 1.0, .soft_maximum = 100.0,                            \
  }

static const IsoParameter cosface_parameters[] = {
  [MARGIN] = {
    .key = "margin", .title = N_("Cosine margin"), .symbol = "m",
    .help = N_("By how much the cosine to the own proxy should exceed that to the others. Higher narrows classes."),
    .type = ISO_PARAMETER_REAL, .flags = ISO_PARAMETER_LIVE,
    .minimum = 0.0, .maximum = 2.0, .initial = 0.35, .soft_minimum = 0.0, .soft_maximum = 1.0,
  },
  [SCALE] = SCALE_PARAMETER,
  [MARGIN_RATE] = ISO_LOSS_RATE_PARAMETER (1e-2),
};

static const IsoParameter arcface_parameters[] = {
  [MARGIN] = {
    .key = "margin", .title = N_("Angular margin"), .symbol = "m", .unit = N_("rad"),
    .help = N_("Angle added to that between a sample and its own proxy. Higher narrows classes."),
    .type = ISO_PARAMETER_REAL, .flags = ISO_PARAMETER_LIVE,
    .minimum = 0.0, .maximum = 3.0, .initial = 0.5, .soft_minimum = 0.0, .soft_maximum = 1.0,
  },
  [SCALE] = SCALE_PARAMETER,
  [MARGIN_RATE] = ISO_LOSS_RATE_PARAMETER (1e-2),
};

/* On the own proxy itself the angle has no derivative; this near to it the sine is held. */
#define LEAST_SINE 1e-3

static size_t
scratch_count (const IsoLossInput *input, const double *values)
{
  return iso_proxy_scratch_count (input, input->class_count);
}

/* The own class's logit before scaling, as a function of its cosine. */
typedef double (*OwnLogit) (double *slope, double cosine, double margin);

static double
plain_logit (double *slope, double cosine, double margin)
{
  *slope = 1.0;
  return cosine;
}

static double
cosine_margin_logit (double *slope, double cosine, double margin)
{
  *slope = 1.0;
  return cosine - margin;
}

/* cos(θ + m) = cos θ cos m − sin θ sin m */
static double
angular_margin_logit (double *slope, double cosine, double margin)
{
  double limited = CLAMP (cosine, -1.0, 1.0), sine = sqrt (1.0 - limited * limited);
  *slope = cos (margin) + sin (margin) * limited / MAX (sine, LEAST_SINE);
  return limited * cos (margin) - sine * sin (margin);
}

/* Mean cross entropy of scale · (cosines, the own one replaced by its logit). */
static void
compute_with (IsoLossOutput *output, const IsoLossInput *input, OwnLogit own_logit, double margin, double scale,
              bool normalize_embeddings, float *scratch)
{
  IsoProxyCosines cosines;
  size_t B = input->B, C = input->class_count;
  float weight = (float) (scale / (double) B);
  double sum = 0.0;
  iso_proxy_cosines (&cosines, input, C, normalize_embeddings, scratch);
  for (size_t i = 0; i < B; i++)
    {
      float *gradient = cosines.gradient + i * C;
      const float *row = cosines.cosines + i * C;
      size_t own = (size_t) input->labels[i];
      double slope;
      for (size_t c = 0; c < C; c++)
        gradient[c] = (float) scale * row[c];
      gradient[own] = (float) (scale * own_logit (&slope, (double) row[own], margin));
      sum += iso_cross_entropy (gradient, own, C);
      gradient[own] *= (float) slope;
      for (size_t c = 0; c < C; c++)
        gradient[c] *= weight;
    }
  output->candidate_count = B;
  output->active_count = B;
  output->loss = sum / (double) B;
  iso_proxy_backward (output, input, &cosines);
}

static void
compute_normalized_softmax (IsoLossOutput *output, const IsoLossInput *input, const double *values, float *scratch)
{
  compute_with (output, input, plain_logit, 0.0, 1.0 / values[TEMPERATURE], false, scratch);
}

static void
compute_cosface (IsoLossOutput *output, const IsoLossInput *input, const double *values, float *scratch)
{
  compute_with (output, input, cosine_margin_logit, values[MARGIN], values[SCALE], true, scratch);
}

static void
compute_arcface (IsoLossOutput *output, const IsoLossInput *input, const double *values, float *scratch)
{
  compute_with (output, input, angular_margin_logit, values[MARGIN], values[SCALE], true, scratch);
}

const IsoLossKind iso_normalized_softmax_loss = {
  .name = "normalized-softmax",
  .title = N_("Normalized softmax"),
  .formula = "L = mean cross entropy of  z·w_c / T,  proxies w of unit length",
  .description = N_("Classification on the sphere: pulls every sample towards the learnt proxy of its class and away from the "
                    "others."),
  .paper = "Zhai, Wu: Classification is a Strong Baseline for Deep Metric Learning, BMVC 2019",
  .needs = ISO_LOSS_NEEDS_NOTHING,
  .parameters = normalized_parameters,
  .parameter_count = G_N_ELEMENTS (normalized_parameters),
  .compute = compute_normalized_softmax,
  .scratch_count = scratch_count,
  .learns = ISO_LOSS_LEARNS_PROXIES,
  .minimum_classes = 1,
};

const IsoLossKind iso_cosface_loss = {
  .name = "cosface",
  .title = N_("CosFace"),
  .formula = "L = mean cross entropy of  s·(cos(z, w_c) − m [c = y])",
  .description = N_("Classification on the sphere with a margin: the cosine to the own proxy must exceed the others by m, "
                    "which leaves a gap between classes."),
  .paper = "Wang, Wang, Zhou, Ji, Gong, Zhou, Li, Liu: CosFace: Large Margin Cosine Loss for Deep Face Recognition, CVPR 2018",
  .needs = ISO_LOSS_NEEDS_NOTHING,
  .parameters = cosface_parameters,
  .parameter_count = G_N_ELEMENTS (cosface_parameters),
  .compute = compute_cosface,
  .scratch_count = scratch_count,
  .learns = ISO_LOSS_LEARNS_PROXIES,
  .minimum_classes = 1,
};

const IsoLossKind iso_arcface_loss = {
  .name = "arcface",
  .title = N_("ArcFace"),
  .formula = "L = mean cross entropy of  s·cos(θ_c + m [c = y]),  θ_c: angle between z and w_c",
  .description = N_("Classification on the sphere with a margin on the angle: a sample must be nearer to its own proxy than to "
                    "the others even when turned away from it by m."),
  .paper = "Deng, Guo, Xue, Zafeiriou: ArcFace: Additive Angular Margin Loss for Deep Face Recognition, CVPR 2019",
  .needs = ISO_LOSS_NEEDS_NOTHING,
  .parameters = arcface_parameters,
  .parameter_count = G_N_ELEMENTS (arcface_parameters),
  .compute = compute_arcface,
  .scratch_count = scratch_count,
  .learns = ISO_LOSS_LEARNS_PROXIES,
  .minimum_classes = 1,
};
