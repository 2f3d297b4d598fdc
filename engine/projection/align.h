/* Keeps a map from turning between two moments. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* A turn of the plane about the origin, with or without a reflection before it:
 * (x, y) → (c x − s y, s x + c y), reflected: (x, y) → (c x + s y, s x − c y). */
typedef struct {
  double cosine, sine;
  bool reflects;
} IsoTurn;

#define ISO_TURN_NONE ((IsoTurn) { 1.0, 0.0, false })

/* The turn that lays map (N, 2) as close as possible to reference (N, 2) of the same samples; none where nothing decides it. Exactly
 * ISO_TURN_NONE where the map is the reference. */
IsoTurn iso_align_find (const float *map, const float *reference, size_t N);
void iso_align_turn (float *map, const IsoTurn *turn, size_t N);

/* Rotates and reflects map (N, 2) about the origin so that it lies as close as possible to reference (N, 2) of the same samples
 * (orthogonal Procrustes, Schönemann 1966; no scaling, no shift: both are centred). An identical map stays identical. */
void iso_align_procrustes (float *map, const float *reference, size_t N);
