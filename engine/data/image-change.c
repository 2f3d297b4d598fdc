#include "engine/data/image-change.h"

#include <math.h>
#include <string.h>

#include "engine/base/kernel.h"

IsoImageChange
iso_image_change_none (void)
{
  return (IsoImageChange) { .brightness = 1.0, .contrast = 1.0, .saturation = 1.0 };
}

/* 0 before normalization. */
static float
black_of (const IsoImageFormat *format)
{
  return (0.0f - format->normalizer.shift) * format->normalizer.scale;
}

/* Whole pixels only: values are copied, so that two flips give back the same bytes. */
static void
move (float *out, const float *in, const IsoImageFormat *format, const IsoImageChange *change)
{
  int height = (int) format->shape.height, width = (int) format->shape.width;
  float black = black_of (format);
  for (guint32 c = 0; c < format->shape.channels; c++, in += (size_t) height * (size_t) width)
    for (int y = 0; y < height; y++)
      for (int x = 0; x < width; x++)
        {
          int from_y = y - change->down, from_x = x - change->right;
          if (change->flip)
            from_x = width - 1 - from_x;
          bool inside = from_y >= 0 && from_y < height && from_x >= 0 && from_x < width;
          if (!inside && change->padding == ISO_PADDING_BLACK)
            *out++ = black;
          else
            *out++ = in[(size_t) CLAMP (from_y, 0, height - 1) * (size_t) width + (size_t) CLAMP (from_x, 0, width - 1)];
        }
}

/* Four neighbors of a point between pixels: where they stand in a plane, and their weights. */
typedef struct {
  size_t at[4];
  float weight[4];
  float beyond; /* the weight of those beyond the border that are black */
} Taps;

static inline Taps
taps_at (double y, double x, int height, int width, bool black)
{
  double floor_y = floor (y), floor_x = floor (x);
  /* Far beyond the border all is alike, and an int holds it. */
  int top = (int) CLAMP (floor_y, -2.0, (double) height), left = (int) CLAMP (floor_x, -2.0, (double) width);
  float part_y = (float) (y - floor_y), part_x = (float) (x - floor_x);
  Taps taps = { .beyond = 0.0f };
  for (int i = 0; i < 4; i++)
    {
      int row = top + i / 2, column = left + i % 2;
      taps.weight[i] = (i / 2 ? part_y : 1.0f - part_y) * (i % 2 ? part_x : 1.0f - part_x);
      taps.at[i] = (size_t) CLAMP (row, 0, height - 1) * (size_t) width + (size_t) CLAMP (column, 0, width - 1);
      if (black && (row < 0 || row >= height || column < 0 || column >= width))
        {
          taps.beyond += taps.weight[i];
          taps.weight[i] = 0.0f;
        }
    }
  return taps;
}

/* out (p) = in (F R⁻¹ (p − shift − c) + c) with c the middle, R the rotation, F the mirror */
ISO_KERNEL static void
rotate (float *out, const float *in, const IsoImageFormat *format, const IsoImageChange *change)
{
  int height = (int) format->shape.height, width = (int) format->shape.width;
  size_t plane = (size_t) height * (size_t) width;
  double sine = sin (change->angle), cosine = cos (change->angle), mirror = change->flip ? -1.0 : 1.0;
  double middle_y = 0.5 * (height - 1), middle_x = 0.5 * (width - 1);
  float black = black_of (format);
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      {
        double v = y - change->down - middle_y, u = x - change->right - middle_x;
        Taps taps = taps_at (middle_y + u * sine + v * cosine, middle_x + mirror * (u * cosine - v * sine), height, width,
                             change->padding == ISO_PADDING_BLACK);
        size_t to = (size_t) y * (size_t) width + (size_t) x;
        for (guint32 c = 0; c < format->shape.channels; c++)
          {
            const float *from = in + c * plane;
            out[c * plane + to] = taps.weight[0] * from[taps.at[0]] + taps.weight[1] * from[taps.at[1]]
                                  + taps.weight[2] * from[taps.at[2]] + taps.weight[3] * from[taps.at[3]] + taps.beyond * black;
          }
      }
}

static inline float
grey_at (const float *image, size_t plane, guint32 channels, size_t pixel)
{
  if (channels == 3)
    return 0.299f * image[pixel] + 0.587f * image[plane + pixel] + 0.114f * image[2 * plane + pixel];
  float sum = 0.0f;
  for (guint32 c = 0; c < channels; c++)
    sum += image[c * plane + pixel];
  return sum / (float) channels;
}

/* With b, k, s the three factors and m the mean grey: y = k b x + (1 − k) b m, then s y + (1 − s) grey (y); before normalization,
 * which is affine, so that only b and the bounds need to know of it. */
ISO_KERNEL static void
change_colors (float *image, const IsoImageFormat *format, const IsoImageChange *change)
{
  guint32 channels = format->shape.channels;
  size_t plane = (size_t) format->shape.height * format->shape.width;
  const IsoNormalizer *normalizer = &format->normalizer;
  float black = black_of (format), white = (1.0f - normalizer->shift) * normalizer->scale;
  double mean = 0.0;
  for (size_t i = 0; i < plane; i++)
    mean += (double) grey_at (image, plane, channels, i);
  mean /= (double) plane;

  float factor = (float) (change->contrast * change->brightness);
  float offset = (float) ((1.0 - change->contrast) * change->brightness * (mean - (double) black));
  float saturation = channels == 3 ? (float) change->saturation : 1.0f;
  for (size_t i = 0; i < plane; i++)
    {
      float grey = grey_at (image, plane, channels, i);
      for (guint32 c = 0; c < channels; c++)
        {
          float *value = image + c * plane + i;
          float colored = saturation * *value + (1.0f - saturation) * grey;
          *value = factor * (colored - black) + offset + black;
          if (format->bounded)
            *value = CLAMP (*value, MIN (black, white), MAX (black, white));
        }
    }
}

static void
erase (float *image, const IsoImageFormat *format, const IsoImageChange *change)
{
  size_t plane = (size_t) format->shape.height * format->shape.width, width = format->shape.width;
  IsoRandom values = change->erased.values;
  for (guint32 c = 0; c < format->shape.channels; c++)
    for (guint32 y = 0; y < change->erased.height; y++)
      for (guint32 x = 0; x < change->erased.width; x++)
        image[c * plane + (change->erased.top + y) * width + change->erased.left + x] =
            ((float) iso_random_uniform (&values) - format->normalizer.shift) * format->normalizer.scale;
}

void
iso_image_change_apply (float *image, float *scratch, const IsoImageFormat *format, const IsoImageChange *change)
{
  size_t F = (size_t) format->shape.channels * format->shape.height * format->shape.width;
  if (change->flip || change->angle != 0.0 || change->right != 0 || change->down != 0)
    {
      memcpy (scratch, image, F * sizeof *image);
      if (change->angle != 0.0)
        rotate (image, scratch, format, change);
      else
        move (image, scratch, format, change);
    }
  if (change->brightness != 1.0 || change->contrast != 1.0 || (change->saturation != 1.0 && format->shape.channels == 3))
    change_colors (image, format, change);
  if (change->erased.height > 0)
    erase (image, format, change);
}
