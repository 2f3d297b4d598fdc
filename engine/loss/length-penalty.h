/* The penalty on the length of embeddings that some losses were published with. */
#pragma once

#include "engine/loss/loss.h"

/* l2 · mean‖z‖ over the batch; adds its gradient. */
double iso_length_penalty (IsoLossOutput *output, const IsoLossInput *input, double l2);
