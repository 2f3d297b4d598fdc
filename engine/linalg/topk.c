/* The k-th largest value is found bit by bit: floats become integers of the same order, and the threshold is the largest key that
 * at least k others reach. 32 passes of comparisons in vector registers beat a selection that branches, and take the same time
 * for every k and every order of the values. */
#include "engine/linalg/topk.h"

#include <string.h>

#include "engine/base/kernel.h"

static inline __attribute__ ((always_inline)) guint32
ordered_key (float value)
{
  float unsigned_zero = value + 0.0f; /* −0 becomes +0 */
  guint32 bits;
  memcpy (&bits, &unsigned_zero, sizeof bits);
  return bits ^ ((guint32) ((gint32) bits >> 31) | 0x80000000u);
}

static inline __attribute__ ((always_inline)) guint32
count_reaching (const guint32 *keys, size_t count, guint32 threshold)
{
  guint32 reaching = 0;
  for (size_t j = 0; j < count; j++)
    reaching += keys[j] >= threshold ? 1u : 0u;
  return reaching;
}

ISO_KERNEL void
iso_top_k_select (guint8 *selected, guint32 *keys, const float *values, size_t count, size_t k, size_t without)
{
  size_t left = count - (without < count ? 1 : 0);
  if (k == 0 || k >= left)
    {
      memset (selected, k == 0 ? 0 : 1, count);
      if (without < count)
        selected[without] = 0;
      return;
    }
  for (size_t j = 0; j < count; j++)
    keys[j] = ordered_key (values[j]);
  if (without < count)
    keys[without] = 0; /* below the key of every number */
  guint32 threshold = 0;
  for (guint32 bit = 0x80000000u; bit != 0; bit >>= 1)
    if (count_reaching (keys, count, threshold | bit) >= k)
      threshold |= bit;
  size_t above = 0;
  for (size_t j = 0; j < count; j++)
    {
      selected[j] = keys[j] > threshold;
      above += selected[j];
    }
  for (size_t j = 0; above < k; j++)
    if (keys[j] == threshold)
      {
        selected[j] = 1;
        above++;
      }
}
