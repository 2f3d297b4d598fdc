/* The last layer: every row divided by its L2 norm, so that products of embeddings are cosine similarities. */
#pragma once

#include <stddef.h>

/* Z (R, D) = rows of Y (R, D), which may be Z itself, divided by norms (R). A row of zeros stays zero. */
void iso_unit_norm_forward (float *Z, float *norms, const float *Y, size_t R, size_t D);

/* dY (R, D) = (dZ − (z · dZ) z) / ‖y‖ for each row; 0 where ‖y‖ = 0, because no direction there is better than another. */
void iso_unit_norm_backward (float *dY, const float *dZ, const float *Z, const float *norms, size_t R, size_t D);
