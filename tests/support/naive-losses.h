/* METHOD's losses written down plainly in double, pair by pair, for central differences. */
#pragma once

#include "engine/loss/loss.h"

typedef struct {
  const IsoLossInput *input; /* labels, pairs, triplets and all sizes; its numbers are not looked at */
  double *Z;                 /* (R, D): the batch, and the memory behind it */
  double *proxies, *beta;    /* (M, D), (class_count) */
} IsoNaiveLossInput;

double iso_naive_loss (IsoLossName name, const IsoNaiveLossInput *input, const double *values);
