/* Products and distances between all pairs of rows. */
#pragma once

#include <glib.h>

/* S (B, B) = Z Zᵀ for Z (B, D), symmetric to the last bit. For unit rows: cosine similarities. */
void iso_gram (float *S, const float *Z, size_t B, size_t D);

/* dZ (B, D) = (G + Gᵀ) Z: the gradient through S = Z Zᵀ of a loss with ∂L/∂S = G (B, B). G is overwritten by G + Gᵀ. */
void iso_gram_backward (float *dZ, float *G, const float *Z, size_t B, size_t D);
