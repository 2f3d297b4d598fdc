/* The forces of UMAP, for hot loops: inline and without branches, so that the compiler runs them in vector registers.
 *
 * Two points at the squared distance s are neighbors in the map with the membership v = 1 / (1 + a s^b). The cross entropy between
 * the memberships of the embeddings and of the map falls fastest along (McInnes, Healy, Melville 2018, section 3.2, appendix C)
 *
 *   attraction   −∂(−ln v)/∂y_i      = −2ab s^(b−1) / (1 + a s^b) (y_i − y_j)
 *   repulsion    −∂(−ln (1 − v))/∂y_i = 2b / (s (1 + a s^b)) (y_i − y_j), the s in front made 0.001 + s
 *
 * of which each coordinate is cut at ±4. */
#pragma once

#include <stdint.h>
#include <string.h>

/* Keeps the repulsion of points that meet finite. */
#define ISO_UMAP_SOFTENING 0.001f
/* The most that one force moves a coordinate, before the learning rate. */
#define ISO_UMAP_LIMIT 4.0f

/* s^b for 0 ≤ s < FLT_MAX and b > 0 with |b log2 s| < 126: relative error below 3e-6 for b ≤ 2. s = 0 gives about 1e-38^b.
 * Meant for forces, which are rounded by the draws anyway. */
static inline __attribute__ ((always_inline)) float
iso_umap_power (float s, float b)
{
  /* s = 2^e m with m in [√½, √2); log2 m = 2/ln 2 artanh t with t = (m − 1)/(m + 1), |t| < 0.172. */
  float positive = s < 1.17549435e-38f ? 1.17549435e-38f : s;
  uint32_t bits;
  memcpy (&bits, &positive, sizeof bits);
  int32_t e = (int32_t) (bits - 0x3f3504f3u) >> 23;
  bits -= (uint32_t) e << 23;
  float m;
  memcpy (&m, &bits, sizeof m);
  float t = (m - 1.0f) / (m + 1.0f), tt = t * t;
  float p = 0.431749953f;
  p = p * tt + 0.576713775f;
  p = p * tt + 0.961798854f;
  p = p * tt + 2.88539008f;
  /* The whole part is kept apart: b e is large where b log2 m is small. */
  float exponent = b * (float) e, small = b * (t * p);
  exponent = exponent < -126.0f ? -126.0f : (exponent > 126.0f ? 126.0f : exponent);
  float n = exponent + small;
  n = (n + 12582912.0f) - 12582912.0f; /* to the nearest integer */
  float r = (exponent - n) + small;
  float q = 1.54702664e-4f;
  q = q * r + 1.33913237e-3f;
  q = q * r + 9.61802919e-3f;
  q = q * r + 5.55035625e-2f;
  q = q * r + 2.40226511e-1f;
  q = q * r + 6.93147188e-1f;
  q = q * r + 1.0f;
  uint32_t power = (uint32_t) ((int32_t) n + 127) << 23;
  float scale;
  memcpy (&scale, &power, sizeof scale);
  return q * scale;
}

/* a s^b, at most 1e30, so that no quotient of it is ∞ / ∞. */
static inline __attribute__ ((always_inline)) float
iso_umap_odds (float s, float a, float b)
{
  float odds = a * iso_umap_power (s, b);
  return odds < 1e30f ? odds : 1e30f;
}

/* What multiplies y_i − y_j, squared distance s; where the points meet a large number, times 0. */
static inline __attribute__ ((always_inline)) float
iso_umap_attraction (float s, float a, float b)
{
  float positive = s < 1e-30f ? 1e-30f : s, odds = iso_umap_odds (positive, a, b);
  return -2.0f * b * odds / (positive * (1.0f + odds));
}

static inline __attribute__ ((always_inline)) float
iso_umap_repulsion (float s, float a, float b)
{
  return 2.0f * b / ((ISO_UMAP_SOFTENING + s) * (1.0f + iso_umap_odds (s, a, b)));
}

static inline __attribute__ ((always_inline)) float
iso_umap_limit (float force)
{
  return force < -ISO_UMAP_LIMIT ? -ISO_UMAP_LIMIT : (force > ISO_UMAP_LIMIT ? ISO_UMAP_LIMIT : force);
}
