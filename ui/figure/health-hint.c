/* What a gauge that alarms asks for, in plain words. */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/figure/axis.h"
#include "ui/figure/batch-health.h"

typedef struct {
  char text[32];
} Number;

static Number
number (double value)
{
  Number number;
  iso_number_format (number.text, sizeof number.text, value, 3);
  return number;
}

/* About a fifth of it, as a short number. */
static double
lower_temperature (double tau)
{
  double wanted = tau / 5.0, power = pow (10.0, floor (log10 (wanted) + 1e-9)), mantissa = wanted / power;
  return (mantissa >= 5.0 - 1e-9 ? 5.0 : mantissa >= 2.0 - 1e-9 ? 2.0 : 1.0) * power;
}

static IsoHealthHint
hint_at_targets (char **text, IsoDistillSettings *better, const IsoBatchHealth *health, const IsoBatchMatrices *matrices)
{
  const IsoDistillSettings *settings = &matrices->settings;
  Number spread = number (health->values[ISO_GAUGE_NEIGHBORS]), all = number ((double) health->B);
  bool before_too = matrices->values[ISO_MATRIX_PSD] != NULL
                    && exp (matrices->summary[ISO_MATRIX_PSD].entropy) >= ISO_NEARLY_UNIFORM * (double) health->B;
  if (settings->mode == ISO_DISTILL_PSD || before_too)
    {
      *text = g_strdup_printf (_("At τ = %s the targets are nearly uniform: each row spreads over %s of %s samples and says little."),
                               number (settings->tau).text, spread.text, all.text);
      better->tau = lower_temperature (settings->tau);
      return ISO_HINT_LOWER_TAU;
    }
  *text = g_strdup_printf (_("At ω = %s the walk levels the targets: each row spreads over %s of %s samples and says little."),
                           number (settings->omega).text, spread.text, all.text);
  better->omega = fmin (0.5, settings->omega);
  if (settings->normalization == ISO_TRANSITION_SOFTMAX)
    better->tau_d = fmin (0.1, settings->tau_d);
  return ISO_HINT_LESS_DIFFUSION;
}

IsoHealthHint
iso_health_hint (char **text, IsoDistillSettings *better, const IsoBatchHealth *health, const IsoBatchMatrices *matrices)
{
  *text = NULL;
  *better = matrices->settings;
  if (health->is_alarming[ISO_GAUGE_SIMILARITY])
    *text = g_strdup_printf (_("The embeddings lie close together: two samples have a similarity of %s on average. Once all are one, "
                               "nothing tells them apart."), number (health->values[ISO_GAUGE_SIMILARITY]).text);
  else if (health->is_alarming[ISO_GAUGE_RANK])
    *text = g_strdup_printf (_("The embeddings use %s of %s directions: they have nearly collapsed to a line."),
                             number (health->values[ISO_GAUGE_RANK]).text, number ((double) MIN (health->B, health->D)).text);
  if (*text != NULL)
    return ISO_HINT_COLLAPSED;
  /* Uniform targets are what the control is for. */
  if (health->is_alarming[ISO_GAUGE_NEIGHBORS] && matrices->settings.mode != ISO_DISTILL_UNIFORM)
    return hint_at_targets (text, better, health, matrices);
  return ISO_HINT_NONE;
}
