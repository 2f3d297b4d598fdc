/* Euclidean distances of a batch, for losses on d(a,b) = ‖z_a − z_b‖ rather than on similarities.
 *
 * d² = S_aa + S_bb − 2 S_ab costs nothing where S is there, but loses all digits between samples that lie close together. These
 * are looked up in the embeddings themselves; likewise their gradients, which S would carry as a small difference of large
 * numbers. */
#pragma once

#include "engine/loss/loss.h"

/* d(a,b)². */
double iso_squared_distance (const IsoLossInput *input, size_t a, size_t b);

/* d(a,b). */
double iso_distance (const IsoLossInput *input, size_t a, size_t b);

/* Adds the gradient of weight · d(a,b)², d² = squared being the value above. */
void iso_squared_distance_backward (IsoLossOutput *output, const IsoLossInput *input, size_t a, size_t b, double squared,
                                    double weight);

/* Adds the gradient of weight · d(a,b), d = distance being the value above. Where the two coincide it is taken to be 0. */
void iso_distance_backward (IsoLossOutput *output, const IsoLossInput *input, size_t a, size_t b, double distance, double weight);
