/* A mask is (side, pitch) of coverage 0 … 255, side = 2 ⌈radius⌉ + 1 and pitch the next multiple of LANES: rows are blended
 * LANES pixels at a time, the padding having no coverage. Coverage stands twice in each 32 bits, for two channels of 16 bits
 * are multiplied at once (the compiler finds neither this nor any other vector code in the plain loop; vectors of 16 bytes
 * exist on every target). Four places a pixel and direction: a point is drawn an eighth of a pixel at most from where it
 * belongs, which is not to be seen. */
#include "ui/figure/points.h"

#include <math.h>
#include <string.h>

#include "engine/base/kernel.h"

#define LANES 4
#define PLACES 4
#define SUBROWS 16

typedef guint32 Pixels __attribute__ ((vector_size (4 * LANES)));
typedef guint16 Channels __attribute__ ((vector_size (4 * LANES)));

struct _IsoPointMasks {
  double radius;
  int reach, side, pitch;
  guint32 *coverage; /* (PLACES, PLACES, side, pitch): down, across */
};

/* Share of pixel column `column` within the span left … right. */
static double
covered (int column, double left, double right)
{
  double from = fmax (left, (double) column), to = fmin (right, (double) column + 1.0);
  return fmax (to - from, 0.0);
}

/* Exact along the rows, by SUBROWS lines a pixel down. */
static void
fill_mask (guint32 *mask, const IsoPointMasks *masks, double center_x, double center_y)
{
  for (int y = 0; y < masks->side; y++)
    for (int x = 0; x < masks->side; x++)
      {
        double sum = 0.0;
        for (int line = 0; line < SUBROWS; line++)
          {
            double down = (double) y + ((double) line + 0.5) / SUBROWS - center_y;
            double square = masks->radius * masks->radius - down * down;
            double half = square > 0.0 ? sqrt (square) : 0.0;
            sum += covered (x, center_x - half, center_x + half);
          }
        mask[y * masks->pitch + x] = (guint32) lround (sum / SUBROWS * 255.0) * 0x10001;
      }
}

IsoPointMasks *
iso_point_masks_new (double radius)
{
  IsoPointMasks *masks = g_new (IsoPointMasks, 1);
  masks->radius = fmin (fmax (radius, 0.5), ISO_POINT_MAX_RADIUS);
  masks->reach = (int) ceil (masks->radius);
  masks->side = 2 * masks->reach + 1;
  masks->pitch = (masks->side + LANES - 1) / LANES * LANES;
  size_t size = (size_t) masks->side * (size_t) masks->pitch;
  masks->coverage = g_new0 (guint32, PLACES * PLACES * size);
  for (int down = 0; down < PLACES; down++)
    for (int across = 0; across < PLACES; across++)
      fill_mask (masks->coverage + (size_t) (down * PLACES + across) * size, masks,
                 (double) masks->reach + (double) across / PLACES, (double) masks->reach + (double) down / PLACES);
  return masks;
}

void
iso_point_masks_free (IsoPointMasks *masks)
{
  if (masks == NULL)
    return;
  g_free (masks->coverage);
  g_free (masks);
}

double
iso_point_masks_radius (const IsoPointMasks *masks)
{
  return masks->radius;
}

/* Each of the four channels times factor / 255, rounded; the factor stands in both halves of a lane. */
static inline __attribute__ ((always_inline)) Pixels
scale_pixels (Pixels pixels, Pixels factor)
{
  Channels even = (Channels) (pixels & 0xff00ff) * (Channels) factor + 128;
  Channels odd = ((Channels) pixels >> 8) * (Channels) factor + 128;
  even = (even + (even >> 8)) >> 8;
  odd = odd + (odd >> 8);
  return (Pixels) even | ((Pixels) odd & 0xff00ff00);
}

/* The colour, as far as the mask covers, over LANES pixels. */
static inline __attribute__ ((always_inline)) void
blend (guint32 *target, const guint32 *mask, Pixels color)
{
  Pixels below, coverage;
  memcpy (&below, target, sizeof below);
  memcpy (&coverage, mask, sizeof coverage);
  Pixels above = scale_pixels (color, coverage);
  Pixels left = 255 - (above >> 24);
  below = above + scale_pixels (below, left | left << 16);
  memcpy (target, &below, sizeof below);
}

typedef struct {
  guint32 *pixels;
  int width, height, stride;
} Canvas;

/* A disc at the edge: pixel by pixel, only what lies within. */
static void
stamp_clipped (const Canvas *canvas, const IsoPointMasks *masks, const guint32 *mask, int left, int top, guint32 color)
{
  const Pixels all = (Pixels) {} + color;
  for (int y = MAX (0, -top); y < MIN (masks->side, canvas->height - top); y++)
    for (int x = MAX (0, -left); x < MIN (masks->side, canvas->width - left); x++)
      {
        guint32 *pixel = canvas->pixels + (size_t) (top + y) * (size_t) canvas->stride + (size_t) (left + x);
        guint32 group[LANES] = { *pixel }, coverage[LANES] = { mask[y * masks->pitch + x] };
        blend (group, coverage, all);
        *pixel = group[0];
      }
}

static ISO_KERNEL void
stamp_all (const Canvas *canvas, const IsoPointMasks *masks, const float *positions, const guint32 *colors, const guint32 *order,
           size_t order_count)
{
  int side = masks->side, pitch = masks->pitch;
  float low = (float) -side, high_x = (float) (canvas->width + side), high_y = (float) (canvas->height + side);
  for (size_t i = 0; i < order_count; i++)
    {
      size_t point = order != NULL ? order[i] : i;
      float x = positions[2 * point], y = positions[2 * point + 1];
      if (!(x > low && x < high_x && y > low && y < high_y))
        continue;
      int across = (int) floorf (x * PLACES + 0.5f), down = (int) floorf (y * PLACES + 0.5f);
      int left = (across >> 2) - masks->reach, top = (down >> 2) - masks->reach;
      const guint32 *mask = masks->coverage + (size_t) ((down & 3) * PLACES + (across & 3)) * (size_t) side * (size_t) pitch;
      if (left < 0 || top < 0 || left + pitch > canvas->width || top + side > canvas->height)
        {
          stamp_clipped (canvas, masks, mask, left, top, colors[point]);
          continue;
        }
      const Pixels color = (Pixels) {} + colors[point];
      guint32 *target = canvas->pixels + (size_t) top * (size_t) canvas->stride + (size_t) left;
      for (int row = 0; row < side; row++, target += canvas->stride, mask += pitch)
        for (int group = 0; group < pitch; group += LANES)
          blend (target + group, mask + group, color);
    }
}

void
iso_points_stamp (guint32 *pixels, int width, int height, int stride, const IsoPointMasks *masks, const float *positions,
                  const guint32 *colors, const guint32 *order, size_t order_count)
{
  const Canvas canvas = { pixels, width, height, stride };
  stamp_all (&canvas, masks, positions, colors, order, order_count);
}
