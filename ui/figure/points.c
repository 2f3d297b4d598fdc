/* A mask is (side, pitch) of coverage 0 … 255, of the pixels that a disc at one of the places touches: which they are is told by
 * `starts`, so that side is the least that holds them at any place, and pitch is the next multiple of LANES: rows are blended
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
/* Each looks through all points for its own, which costs little beside drawing them; more bands than threads, for heaps are uneven. */
#define BANDS 4
#define WORTH_SHARING 4000

typedef guint32 Pixels __attribute__ ((vector_size (4 * LANES)));
typedef guint16 Channels __attribute__ ((vector_size (4 * LANES)));

struct _IsoPointMasks {
  double radius;
  int side, pitch;
  int starts[PLACES]; /* of the first pixel that is touched, from the one that the middle lies in */
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
  IsoPointMasks *masks = g_new0 (IsoPointMasks, 1);
  masks->radius = fmin (fmax (radius, 0.5), ISO_POINT_MAX_RADIUS);
  for (int place = 0; place < PLACES; place++)
    {
      double middle = (double) place / PLACES;
      masks->starts[place] = (int) floor (middle - masks->radius);
      masks->side = MAX (masks->side, (int) ceil (middle + masks->radius) - masks->starts[place]);
    }
  masks->pitch = (masks->side + LANES - 1) / LANES * LANES;
  size_t size = (size_t) masks->side * (size_t) masks->pitch;
  masks->coverage = g_new0 (guint32, PLACES * PLACES * size);
  for (int down = 0; down < PLACES; down++)
    for (int across = 0; across < PLACES; across++)
      fill_mask (masks->coverage + (size_t) (down * PLACES + across) * size, masks,
                 (double) across / PLACES - masks->starts[across], (double) down / PLACES - masks->starts[down]);
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
  int stride;
  IsoPixelBox box;
  const IsoPointMasks *masks;
  const float *positions;
  const guint32 *colors, *order;
  size_t count;
} Stamping;

/* A disc at the left or right edge: pixel by pixel, only what lies within. */
static void
stamp_clipped (const Stamping *stamping, const IsoPixelBox *box, const guint32 *mask, int left, int top, guint32 color)
{
  const Pixels all = (Pixels) {} + color;
  int side = stamping->masks->side;
  for (int y = MAX (0, box->top - top); y < MIN (side, box->bottom - top); y++)
    for (int x = MAX (0, box->left - left); x < MIN (side, box->right - left); x++)
      {
        guint32 *pixel = stamping->pixels + (size_t) (top + y) * (size_t) stamping->stride + (size_t) (left + x);
        guint32 group[LANES] = { *pixel }, coverage[LANES] = { mask[y * stamping->masks->pitch + x] };
        blend (group, coverage, all);
        *pixel = group[0];
      }
}

static ISO_KERNEL void
stamp_all (const Stamping *stamping, const IsoPixelBox *box)
{
  const IsoPointMasks *masks = stamping->masks;
  int side = masks->side, pitch = masks->pitch;
  float low_x = (float) (box->left - side), high_x = (float) (box->right + side);
  float low_y = (float) (box->top - side), high_y = (float) (box->bottom + side);
  for (size_t i = 0; i < stamping->count; i++)
    {
      size_t point = stamping->order != NULL ? stamping->order[i] : i;
      float x = stamping->positions[2 * point], y = stamping->positions[2 * point + 1];
      if (!(x > low_x && x < high_x && y > low_y && y < high_y))
        continue;
      int across = (int) floorf (x * PLACES + 0.5f), down = (int) floorf (y * PLACES + 0.5f);
      int left = (across >> 2) + masks->starts[across & 3], top = (down >> 2) + masks->starts[down & 3];
      const guint32 *mask = masks->coverage + (size_t) ((down & 3) * PLACES + (across & 3)) * (size_t) side * (size_t) pitch;
      int first = MAX (0, box->top - top), last = MIN (side, box->bottom - top);
      if (left < box->left || left + pitch > box->right)
        {
          stamp_clipped (stamping, box, mask, left, top, stamping->colors[point]);
          continue;
        }
      const Pixels color = (Pixels) {} + stamping->colors[point];
      for (int row = first; row < last; row++)
        for (int group = 0; group < pitch; group += LANES)
          blend (stamping->pixels + (size_t) (top + row) * (size_t) stamping->stride + (size_t) (left + group),
                 mask + row * pitch + group, color);
    }
}

static void
stamp_band (void *data, size_t band)
{
  const Stamping *stamping = data;
  IsoPixelBox box = stamping->box;
  int height = box.bottom - box.top;
  box.bottom = box.top + height * ((int) band + 1) / BANDS;
  box.top += height * (int) band / BANDS;
  stamp_all (stamping, &box);
}

void
iso_points_stamp_within (guint32 *pixels, int stride, const IsoPixelBox *box, const IsoPointMasks *masks, const float *positions,
                         const guint32 *colors, const guint32 *order, size_t order_count, IsoPool *pool)
{
  Stamping stamping = { pixels, stride, *box, masks, positions, colors, order, order_count };
  if (pool != NULL && iso_pool_threads (pool) > 1 && order_count >= WORTH_SHARING)
    iso_pool_run (pool, BANDS, stamp_band, &stamping);
  else
    stamp_all (&stamping, box);
}

void
iso_points_stamp (guint32 *pixels, int width, int height, int stride, const IsoPointMasks *masks, const float *positions,
                  const guint32 *colors, const guint32 *order, size_t order_count)
{
  const IsoPixelBox all = { 0, 0, width, height };
  iso_points_stamp_within (pixels, stride, &all, masks, positions, colors, order, order_count, NULL);
}
