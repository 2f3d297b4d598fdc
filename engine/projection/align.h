/* Keeps a map from turning between two moments. */
#pragma once

#include <glib.h>

/* Rotates and reflects map (N, 2) about the origin so that it lies as close as possible to reference (N, 2) of the same samples
 * (orthogonal Procrustes, Schönemann 1966; no scaling, no shift: both are centred). An identical map stays identical. */
void iso_align_procrustes (float *map, const float *reference, size_t N);
