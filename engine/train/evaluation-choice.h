/* What the settings ask to be evaluated: evaluate.metrics and evaluate.ks, read. */
#pragma once

#include "engine/metrics/choice.h"
#include "engine/train/settings.h"

/* recall@1 and map@r are always among them, for curves, tables and the choice of the best epoch; ks ascend from 1. Of recall that
 * is not listed only k = 1. False with ISO_ERROR_ARGUMENT, which names the parameter, where a list cannot be read. */
bool iso_evaluation_choice (IsoMetricChoice *choice, const IsoSettings *settings, GError **error);
