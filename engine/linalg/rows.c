#include "engine/linalg/rows.h"

#include "engine/base/kernel.h"
#include "engine/linalg/elementary.h"
#include "engine/linalg/lanes.h"

/* Each row's maximum is subtracted before exp, so nothing overflows. Row sums: floats within a chunk, the chunks in double: as
 * exact as needed, and the inner loop stays in vector registers. */
#define CHUNK ISO_CHUNK

/* out = exp((in − maximum) · inverse); returns the sum. */
static inline __attribute__ ((always_inline)) double
exponentials (float *out, const float *in, float maximum, float inverse, size_t C)
{
  double sum = 0.0;
  for (size_t start = 0; start < C; start += CHUNK)
    {
      size_t end = start + CHUNK < C ? start + CHUNK : C;
      for (size_t j = start; j < end; j++)
        out[j] = iso_exp ((in[j] - maximum) * inverse);
      sum += (double) iso_lanes_sum (out + start, end - start);
    }
  return sum;
}

ISO_KERNEL void
iso_rows_softmax (float *out, const float *in, float temperature, size_t R, size_t C)
{
  float inverse = 1.0f / temperature;
  for (size_t i = 0; C > 0 && i < R; i++)
    {
      const float *from = in + i * C;
      float *to = out + i * C;
      double sum = exponentials (to, from, iso_lanes_maximum (from, C), inverse, C);
      float scale = (float) (1.0 / sum);
      for (size_t j = 0; j < C; j++)
        to[j] *= scale;
    }
}

ISO_KERNEL void
iso_rows_log_softmax (float *out, const float *in, float temperature, size_t R, size_t C)
{
  float inverse = 1.0f / temperature;
  float part[CHUNK];
  for (size_t i = 0; C > 0 && i < R; i++)
    {
      const float *from = in + i * C;
      float *to = out + i * C;
      float maximum = iso_lanes_maximum (from, C);
      double sum = 0.0;
      for (size_t start = 0; start < C; start += CHUNK)
        sum += exponentials (part, from + start, maximum, inverse, MIN (CHUNK, C - start));
      /* Subtracting the maximum first is exact for the largest entries, which matter most. */
      float shift = (float) log (sum);
      for (size_t j = 0; j < C; j++)
        to[j] = (from[j] - maximum) * inverse - shift;
    }
}

ISO_KERNEL double
iso_sum_of_squares (const float *in, size_t count)
{
  double sum = 0.0;
  for (size_t start = 0; start < count; start += CHUNK)
    {
      size_t end = start + CHUNK < count ? start + CHUNK : count;
      double part[8] = { 0 };
      size_t j = start;
      for (; j + 8 <= end; j += 8)
        for (size_t l = 0; l < 8; l++)
          part[l] += (double) in[j + l] * (double) in[j + l];
      for (; j < end; j++)
        part[0] += (double) in[j] * (double) in[j];
      for (size_t l = 0; l < 8; l++)
        sum += part[l];
    }
  return sum;
}

void
iso_rows_normalize (float *out, float *norms, const float *in, size_t R, size_t C)
{
  for (size_t i = 0; i < R; i++)
    {
      double norm = sqrt (iso_sum_of_squares (in + i * C, C));
      float scale = norm > 0.0 ? (float) (1.0 / norm) : 0.0f;
      if (norms != NULL)
        norms[i] = (float) norm;
      for (size_t j = 0; j < C; j++)
        out[i * C + j] = in[i * C + j] * scale;
    }
}

ISO_KERNEL void
iso_rows_divide_by_sum (float *rows, size_t R, size_t C)
{
  for (size_t i = 0; i < R; i++)
    {
      float *row = rows + i * C;
      double sum = 0.0;
      for (size_t start = 0; start < C; start += CHUNK)
        sum += (double) iso_lanes_sum (row + start, MIN (CHUNK, C - start));
      if (sum == 0.0)
        continue;
      float scale = (float) (1.0 / sum);
      for (size_t j = 0; j < C; j++)
        row[j] *= scale;
    }
}

ISO_KERNEL gboolean
iso_all_finite (const float *in, size_t count)
{
  gboolean finite = TRUE;
  for (size_t i = 0; i < count; i++)
    finite &= in[i] - in[i] == 0.0f;
  return finite;
}
