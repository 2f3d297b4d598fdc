#include "engine/network/unit.h"

#include <glib.h>
#include <string.h>

#include "engine/base/kernel.h"

/* Channels whose sums over a row of pixels are kept in float32 before they are added in double. */
#define CHUNK 64

size_t
iso_unit_output_height (const IsoUnit *unit)
{
  return unit->pools ? unit->height / 2 : unit->height;
}

size_t
iso_unit_output_width (const IsoUnit *unit)
{
  return unit->pools ? unit->width / 2 : unit->width;
}

/* sum (count ≤ CHUNK) += Σ over `pixels` of (y − center) or its square. */
ISO_KERNEL static void
sum_row (double *restrict sum, const float *restrict Y, const float *restrict center, size_t pixels, size_t count,
         size_t channels, bool square)
{
  float part[CHUNK] = { 0 };
  for (size_t x = 0; x < pixels; x++, Y += channels)
    if (square)
      for (size_t j = 0; j < count; j++)
        part[j] += (Y[j] - center[j]) * (Y[j] - center[j]);
    else
      for (size_t j = 0; j < count; j++)
        part[j] += Y[j];
  for (size_t j = 0; j < count; j++)
    sum[j] += (double) part[j];
}

void
iso_unit_statistics (double *mean, double *squares, const float *Y, const IsoUnit *unit)
{
  size_t C = unit->channels, row = unit->width * C;
  double pixels = (double) (unit->height * unit->width);
  memset (mean, 0, C * sizeof *mean);
  memset (squares, 0, C * sizeof *squares);
  for (size_t start = 0; start < C; start += CHUNK)
    {
      size_t count = MIN (CHUNK, C - start);
      float center[CHUNK] = { 0 };
      for (size_t y = 0; y < unit->height; y++)
        sum_row (mean + start, Y + y * row + start, center, unit->width, count, C, false);
      for (size_t j = 0; j < count; j++)
        {
          mean[start + j] /= pixels;
          center[j] = (float) mean[start + j];
        }
      for (size_t y = 0; y < unit->height; y++)
        sum_row (squares + start, Y + y * row + start, center, unit->width, count, C, true);
    }
}

/* Values that follow from a shift: `count` of a row without pooling. The comparisons are this way round so that NaN stays NaN. */
ISO_KERNEL static void
rectify_row (float *restrict A, const float *restrict Y, const float *restrict scale, const float *restrict shift,
             size_t pixels, size_t C)
{
  for (size_t x = 0; x < pixels; x++, A += C, Y += C)
    for (size_t j = 0; j < C; j++)
      {
        float value = Y[j] * scale[j] + shift[j];
        A[j] = value < 0.0f ? 0.0f : value;
      }
}

ISO_KERNEL static void
normalize_pixel (float *restrict out, const float *restrict Y, const float *restrict scale, const float *restrict shift,
                 size_t C)
{
  for (size_t j = 0; j < C; j++)
    out[j] = Y[j] * scale[j] + shift[j];
}

ISO_KERNEL static void
add_pixel (float *restrict out, const float *restrict in, size_t C)
{
  for (size_t j = 0; j < C; j++)
    out[j] += in[j];
}

ISO_KERNEL static void
rectify_pixel (float *values, size_t C)
{
  for (size_t j = 0; j < C; j++)
    values[j] = values[j] < 0.0f ? 0.0f : values[j];
}

/* The largest of four pixels at `from` and from + C in two rows, rectified. */
ISO_KERNEL static void
pool_pixel (float *restrict A, int32_t *restrict choice, const float *restrict upper, const float *restrict lower, size_t C)
{
  for (size_t j = 0; j < C; j++)
    {
      float largest = upper[j];
      int which = 0;
      which = upper[C + j] > largest ? 1 : which;
      largest = upper[C + j] > largest ? upper[C + j] : largest;
      which = lower[j] > largest ? 2 : which;
      largest = lower[j] > largest ? lower[j] : largest;
      which = lower[C + j] > largest ? 3 : which;
      largest = lower[C + j] > largest ? lower[C + j] : largest;
      A[j] = largest < 0.0f ? 0.0f : largest;
      choice[j] = which;
    }
}

/* The same straight from Y, where there is no shortcut: one pass. */
ISO_KERNEL static void
normalize_and_pool_row (float *restrict A, int32_t *restrict choice, const float *restrict upper, const float *restrict lower,
                        const float *restrict scale, const float *restrict shift, size_t pixels, size_t C)
{
  for (size_t x = 0; x < pixels; x++, A += C, choice += C, upper += 2 * C, lower += 2 * C)
    for (size_t j = 0; j < C; j++)
      {
        float a = upper[j] * scale[j] + shift[j], b = upper[C + j] * scale[j] + shift[j];
        float c = lower[j] * scale[j] + shift[j], d = lower[C + j] * scale[j] + shift[j];
        int which = b > a ? 1 : 0;
        a = b > a ? b : a;
        which = c > a ? 2 : which;
        a = c > a ? c : a;
        which = d > a ? 3 : which;
        a = d > a ? d : a;
        A[j] = a < 0.0f ? 0.0f : a;
        choice[j] = which;
      }
}

/* out (2, C) = two neighboring pixels, normalized, with the shortcut's (2, C′) added. */
static void
normalize_pair (float *out, const float *Y, const float *scale, const float *shift, const float *shortcut, const IsoUnit *unit)
{
  for (size_t p = 0; p < 2; p++)
    {
      normalize_pixel (out + p * unit->channels, Y + p * unit->channels, scale, shift, unit->channels);
      add_pixel (out + p * unit->channels, shortcut + p * unit->shortcut_channels, unit->shortcut_channels);
    }
}

/* Two rows of Y into one of A. */
static void
pool_rows (float *A, int32_t *choice, const float *Y, const float *scale, const float *shift, const float *shortcut,
           const IsoUnit *unit)
{
  size_t C = unit->channels, row = unit->width * C, shortcut_row = (unit->width + 2) * unit->shortcut_channels;
  if (shortcut == NULL)
    {
      normalize_and_pool_row (A, choice, Y, Y + row, scale, shift, unit->width / 2, C);
      return;
    }
  g_autofree float *values = g_new (float, 4 * C);
  for (size_t x = 0; x < unit->width / 2; x++)
    {
      const float *near = shortcut + 2 * x * unit->shortcut_channels;
      normalize_pair (values, Y + 2 * x * C, scale, shift, near, unit);
      normalize_pair (values + 2 * C, Y + row + 2 * x * C, scale, shift, near + shortcut_row, unit);
      pool_pixel (A + x * C, choice + x * C, values, values + 2 * C, C);
    }
}

void
iso_unit_forward (float *A, int32_t *choice, const float *Y, const float *scale, const float *shift, const float *shortcut,
                  const IsoUnit *unit)
{
  size_t C = unit->channels, height = iso_unit_output_height (unit), width = iso_unit_output_width (unit);
  size_t shortcut_row = (unit->width + 2) * unit->shortcut_channels;
  g_autofree int32_t *unkept = unit->pools && choice == NULL ? g_new (int32_t, width * C) : NULL;
  const float *near = shortcut != NULL ? shortcut + shortcut_row + unit->shortcut_channels : NULL;
  for (size_t y = 0; y < height; y++)
    {
      float *a = A + ((y + 1) * (width + 2) + 1) * C;
      if (unit->pools)
        pool_rows (a, unkept != NULL ? unkept : choice + y * width * C, Y + 2 * y * unit->width * C, scale, shift,
                   near != NULL ? near + 2 * y * shortcut_row : NULL, unit);
      else if (near == NULL)
        rectify_row (a, Y + y * width * C, scale, shift, width, C);
      else
        for (size_t x = 0; x < width; x++, a += C)
          {
            normalize_pixel (a, Y + (y * width + x) * C, scale, shift, C);
            add_pixel (a, near + y * shortcut_row + x * unit->shortcut_channels, unit->shortcut_channels);
            rectify_pixel (a, C);
          }
    }
}

/* Masks one row of dA and adds its sums; `lower` is NULL without pooling. */
ISO_KERNEL static void
mask_and_sum_row (float *restrict dA, double *restrict sum, double *restrict product, const float *restrict A,
                  const int32_t *restrict choice, const float *restrict upper, const float *restrict lower,
                  const float *restrict mean, size_t pixels, size_t count, size_t C)
{
  float sums[CHUNK] = { 0 }, products[CHUNK] = { 0 };
  if (lower == NULL)
    for (size_t x = 0; x < pixels; x++, dA += C, A += C, upper += C)
      for (size_t j = 0; j < count; j++)
        {
          float a = A[j], d = dA[j], g = a > 0.0f ? d : 0.0f;
          dA[j] = g;
          sums[j] += g;
          products[j] += g * (upper[j] - mean[j]);
        }
  else
    for (size_t x = 0; x < pixels; x++, dA += C, A += C, choice += C, upper += 2 * C, lower += 2 * C)
      for (size_t j = 0; j < count; j++)
        {
          float a = A[j], d = dA[j], g = a > 0.0f ? d : 0.0f;
          /* All four are read first: a read that depends on a condition would keep the loop out of vector registers. */
          float y0 = upper[j], y1 = upper[C + j], y2 = lower[j], y3 = lower[C + j];
          float above = choice[j] == 0 ? y0 : y1, below = choice[j] == 2 ? y2 : y3;
          dA[j] = g;
          sums[j] += g;
          products[j] += g * ((choice[j] < 2 ? above : below) - mean[j]);
        }
  for (size_t j = 0; j < count; j++)
    {
      sum[j] += (double) sums[j];
      product[j] += (double) products[j];
    }
}

void
iso_unit_backward_sums (float *dA, double *sum, double *product, const float *A, const int32_t *choice, const float *Y,
                        const float *mean, const IsoUnit *unit)
{
  size_t C = unit->channels, height = iso_unit_output_height (unit), width = iso_unit_output_width (unit);
  size_t row = unit->width * C;
  memset (sum, 0, C * sizeof *sum);
  memset (product, 0, C * sizeof *product);
  for (size_t y = 0; y < height; y++)
    for (size_t start = 0; start < C; start += CHUNK)
      {
        const float *upper = Y + (unit->pools ? 2 * y : y) * row + start;
        mask_and_sum_row (dA + y * width * C + start, sum + start, product + start, A + ((y + 1) * (width + 2) + 1) * C + start,
                          unit->pools ? choice + y * width * C + start : NULL, upper, unit->pools ? upper + row : NULL,
                          mean + start, width, MIN (CHUNK, C - start), C);
      }
}

ISO_KERNEL static void
spread_row (float *restrict dY, const float *restrict g, const float *restrict Y, const float *restrict gain,
            const float *restrict slope, const float *restrict offset, size_t pixels, size_t C)
{
  for (size_t x = 0; x < pixels; x++, dY += C, g += C, Y += C)
    for (size_t j = 0; j < C; j++)
      dY[j] = gain[j] * g[j] + slope[j] * Y[j] + offset[j];
}

/* Pixels that no pooling window covers, or that have no gradient of their own. */
ISO_KERNEL static void
spread_rest (float *restrict dY, const float *restrict Y, const float *restrict slope, const float *restrict offset,
             size_t pixels, size_t C)
{
  for (size_t x = 0; x < pixels; x++, dY += C, Y += C)
    for (size_t j = 0; j < C; j++)
      dY[j] = slope[j] * Y[j] + offset[j];
}

/* One row of the two that a pooled row came from; `left` is the choice that means its left pixel, left + 1 its right one. */
ISO_KERNEL static void
spread_pooled_row (float *restrict dY, const float *restrict g, const int32_t *restrict choice, int left,
                   const float *restrict Y, const float *restrict gain, const float *restrict slope,
                   const float *restrict offset, size_t pixels, size_t C)
{
  for (size_t x = 0; x < pixels; x++, dY += 2 * C, g += C, choice += C, Y += 2 * C)
    for (size_t j = 0; j < C; j++)
      {
        float pull = gain[j] * g[j];
        dY[j] = (choice[j] == left ? pull : 0.0f) + slope[j] * Y[j] + offset[j];
        dY[C + j] = (choice[j] == left + 1 ? pull : 0.0f) + slope[j] * Y[C + j] + offset[j];
      }
}

void
iso_unit_backward (float *dY, const float *dA, const int32_t *choice, const float *Y, const float *gain, const float *slope,
                   const float *offset, const IsoUnit *unit)
{
  size_t C = unit->channels, width = iso_unit_output_width (unit), row = unit->width * C;
  for (size_t y = 0; y < unit->height; y++)
    {
      float *out = dY + ((y + 1) * (unit->width + 2) + 1) * C;
      const float *from = Y + y * row;
      if (!unit->pools)
        spread_row (out, dA + y * width * C, from, gain, slope, offset, width, C);
      else if (y / 2 >= unit->height / 2)
        spread_rest (out, from, slope, offset, unit->width, C);
      else
        {
          size_t pooled = y / 2 * width * C;
          spread_pooled_row (out, dA + pooled, choice + pooled, y % 2 == 0 ? 0 : 2, from, gain, slope, offset, width, C);
          spread_rest (out + 2 * width * C, from + 2 * width * C, slope, offset, unit->width % 2, C);
        }
    }
}

/* The gradient of one pixel of the shortcut: g where it was chosen. */
ISO_KERNEL static void
take_pixel (float *restrict out, const float *restrict g, const int32_t *restrict choice, int wanted, size_t count, bool add)
{
  if (choice == NULL)
    for (size_t j = 0; j < count; j++)
      out[j] = g[j] + (add ? out[j] : 0.0f);
  else
    for (size_t j = 0; j < count; j++)
      out[j] = (choice[j] == wanted ? g[j] : 0.0f) + (add ? out[j] : 0.0f);
}

void
iso_unit_backward_shortcut (float *shortcut_gradient, const float *dA, const int32_t *choice, const IsoUnit *unit, bool add)
{
  size_t C = unit->channels, count = unit->shortcut_channels, width = iso_unit_output_width (unit);
  for (size_t y = 0; y < unit->height; y++)
    for (size_t x = 0; x < unit->width; x++)
      {
        float *out = shortcut_gradient + (y * unit->width + x) * count;
        size_t at = unit->pools ? (y / 2 * width + x / 2) * C : (y * width + x) * C;
        if (!unit->pools)
          take_pixel (out, dA + at, NULL, 0, count, add);
        else if (y / 2 < unit->height / 2 && x / 2 < width)
          take_pixel (out, dA + at, choice + at, (int) (2 * (y % 2) + x % 2), count, add);
        else if (!add)
          memset (out, 0, count * sizeof *out);
      }
}
