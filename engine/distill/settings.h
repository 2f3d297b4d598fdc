/* What self-distillation is asked to do; the defaults and ranges stand in the parameter table. */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef enum { ISO_DISTILL_NONE, ISO_DISTILL_PSD, ISO_DISTILL_OBDP, ISO_DISTILL_UNIFORM } IsoDistillMode;
typedef enum { ISO_TRANSITION_SOFTMAX, ISO_TRANSITION_SYMMETRIC } IsoTransitionKind;
typedef enum { ISO_GRAPH_DIRECTED, ISO_GRAPH_MUTUAL, ISO_GRAPH_UNION } IsoGraphKind;
typedef enum { ISO_RAMP_LINEAR, ISO_RAMP_CONSTANT, ISO_RAMP_COSINE } IsoRampKind;

typedef struct {
  IsoDistillMode mode;
  IsoTransitionKind normalization;
  IsoGraphKind graph;
  IsoRampKind ramp;
  int k;         /* neighbors kept in the batch graph; 0 = all */
  int steps;     /* of the walk; 0 = its limit, in closed form */
  double lambda; /* weight of the distillation loss */
  double tau;    /* temperature of targets and student */
  double omega;  /* diffusion weight, in [0, 1) */
  double tau_d;  /* diffusion temperature (softmax transition) */
  double gamma;  /* affinity exponent (symmetric transition) */
} IsoDistillSettings;

/* Whether all of it is the same. */
bool iso_distill_settings_equal (const IsoDistillSettings *a, const IsoDistillSettings *b);
