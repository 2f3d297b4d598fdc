#include "engine/distill/settings.h"

bool
iso_distill_settings_equal (const IsoDistillSettings *a, const IsoDistillSettings *b)
{
  const double these[] = { a->lambda, a->tau, a->omega, a->tau_d, a->gamma };
  const double those[] = { b->lambda, b->tau, b->omega, b->tau_d, b->gamma };
  for (size_t i = 0; i < G_N_ELEMENTS (these); i++)
    if (these[i] < those[i] || these[i] > those[i])
      return false;
  return a->mode == b->mode && a->normalization == b->normalization && a->graph == b->graph && a->ramp == b->ramp && a->k == b->k
         && a->steps == b->steps;
}
