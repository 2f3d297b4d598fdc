/* A set of points prepared for the search of neighbors: a float copy for fast products, and how far those may be wrong.
 *
 * Distances by ‖a‖² + ‖b‖² − 2 a·b in float lose digits where the norms are large beside the distances, so the copy is centred
 * and scaled (by a power of two) to a largest value below one. What is left of the error is bounded a row; a search decides by
 * the float distance where the bound allows it and asks iso_points_distance() where it does not. So the outcome is that of double
 * arithmetic on the points as given, duplicates and exact ties included.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct {
  const float *original; /* (N, D), the caller's */
  float *centred;        /* (N, D) */
  float *squares;        /* (N): squared norms of the centred rows */
  float *slack;          /* (N): |float distance² − true distance²| from this row to any other is at most this, as scaled */
  double scale;          /* the power of two by which distances as scaled are longer than those of the points as given */
  size_t N, D;
} IsoPoints;

/* embeddings (N, D) must outlive the points. ISO_ERROR_NUMERIC on NaN or infinity, with the row; ISO_ERROR_MEMORY. */
bool iso_points_init (IsoPoints *points, const float *embeddings, size_t N, size_t D, GError **error);
void iso_points_clear (IsoPoints *points);

/* Squared distance of the points as given, in double. Symmetric, the same for duplicates, exact for small integers. */
double iso_points_distance (const IsoPoints *points, size_t i, size_t j);

/* ‖a − b‖² of a (D) and b (D), in double; the same of b and a. */
double iso_squared_difference (const float *a, const float *b, size_t D);
