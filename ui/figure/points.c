/* A mask is (side, pitch) of coverage 0 … 255, of the pixels that a disc at one of the places touches: which they are is told by
 * `starts`, so that side is the least that holds them at any place, and pitch is the next multiple of LANES: rows are blended
 * LANES pixels at a time, the padding having no coverage. Coverage stands twice in each 32 bits, for two channels of 16 bits
 * are multiplied at once (the compiler finds neither this nor any other vector code in the plain loop; vectors of 16 bytes
 * exist on every target). Four places a pixel and direction: a point is drawn an eighth of a pixel at most from where it
 * belongs, which is not to be seen. */
#include "ui/figure/points.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "engine/base/kernel.h"

#define LANES 4
#define PLACES 4
#define SUBROWS 16
/* Rows drawn at a time, as a power of two: of a picture fifteen hundred wide they stay in a core's own cache. */
#define BAND_SHIFT 6
#define MOST_BANDS 64
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
  float x, y;
  guint32 color;
} Spot;

typedef struct {
  guint32 *pixels;
  int stride;
  IsoPixelBox box;
  const IsoPointMasks *masks;
  int bands, rows, shift;        /* rows of a band: 2^shift */
  size_t starts[MOST_BANDS + 1]; /* of each band's spots */
  Spot *spots;                   /* in the order in which they are drawn, band after band */
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
stamp_spots (const Stamping *stamping, const IsoPixelBox *box, const Spot *spots, size_t count)
{
  const IsoPointMasks *masks = stamping->masks;
  int side = masks->side, pitch = masks->pitch;
  for (size_t i = 0; i < count; i++)
    {
      int across = (int) floorf (spots[i].x * PLACES + 0.5f), down = (int) floorf (spots[i].y * PLACES + 0.5f);
      int left = (across >> 2) + masks->starts[across & 3], top = (down >> 2) + masks->starts[down & 3];
      const guint32 *mask = masks->coverage + (size_t) ((down & 3) * PLACES + (across & 3)) * (size_t) side * (size_t) pitch;
      int first = MAX (0, box->top - top), last = MIN (side, box->bottom - top);
      if (left < box->left || left + pitch > box->right)
        {
          stamp_clipped (stamping, box, mask, left, top, spots[i].color);
          continue;
        }
      const Pixels color = (Pixels) {} + spots[i].color;
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
  box.top += (int) band * stamping->rows;
  box.bottom = MIN (box.top + stamping->rows, box.bottom);
  stamp_spots (stamping, &box, stamping->spots + stamping->starts[band], stamping->starts[band + 1] - stamping->starts[band]);
}

/* The bands that a disc may touch; false where it touches none, or is nowhere. */
static inline __attribute__ ((always_inline)) bool
bands_of (const Stamping *stamping, float x, float y, int *first, int *last)
{
  const IsoPixelBox *box = &stamping->box;
  int side = stamping->masks->side;
  if (!(x > (float) (box->left - side) && x < (float) (box->right + side) && y > (float) (box->top - side)
        && y < (float) (box->bottom + side)))
    return false;
  int row = (int) y - box->top;
  *first = MAX (row - side, 0) >> stamping->shift;
  *last = MIN (MAX (row + side, 0) >> stamping->shift, stamping->bands - 1);
  return true;
}

/* Spots by band, each band's in their order: what is drawn at a time then stays in the cache. */
static void
sort_spots (Stamping *stamping, const float *positions, const guint32 *colors, const guint32 *order, size_t count)
{
  size_t counts[MOST_BANDS] = { 0 };
  int first, last;
  for (size_t i = 0; i < count; i++)
    {
      size_t point = order != NULL ? order[i] : i;
      if (bands_of (stamping, positions[2 * point], positions[2 * point + 1], &first, &last))
        for (int band = first; band <= last; band++)
          counts[band]++;
    }
  for (int band = 0; band < stamping->bands; band++)
    stamping->starts[band + 1] = stamping->starts[band] + counts[band];
  stamping->spots = g_new (Spot, MAX (stamping->starts[stamping->bands], 1));
  memcpy (counts, stamping->starts, (size_t) stamping->bands * sizeof *counts);
  for (size_t i = 0; i < count; i++)
    {
      size_t point = order != NULL ? order[i] : i;
      float x = positions[2 * point], y = positions[2 * point + 1];
      if (bands_of (stamping, x, y, &first, &last))
        for (int band = first; band <= last; band++)
          stamping->spots[counts[band]++] = (Spot) { x, y, colors[point] };
    }
}

void
iso_points_stamp_within (guint32 *pixels, int stride, const IsoPixelBox *box, const IsoPointMasks *masks, const float *positions,
                         const guint32 *colors, const guint32 *order, size_t order_count, IsoPool *pool)
{
  Stamping stamping = { .pixels = pixels, .stride = stride, .box = *box, .masks = masks };
  if (box->left >= box->right || box->top >= box->bottom)
    return;
  /* Few points: one band. */
  stamping.shift = order_count >= WORTH_SHARING ? BAND_SHIFT : 30;
  while ((box->bottom - box->top - 1) >> stamping.shift >= MOST_BANDS)
    stamping.shift++;
  stamping.rows = 1 << stamping.shift;
  stamping.bands = ((box->bottom - box->top - 1) >> stamping.shift) + 1;
  sort_spots (&stamping, positions, colors, order, order_count);
  iso_pool_run (pool, (size_t) stamping.bands, stamp_band, &stamping);
  g_free (stamping.spots);
}

void
iso_points_stamp (guint32 *pixels, int width, int height, int stride, const IsoPointMasks *masks, const float *positions,
                  const guint32 *colors, const guint32 *order, size_t order_count)
{
  const IsoPixelBox all = { 0, 0, width, height };
  iso_points_stamp_within (pixels, stride, &all, masks, positions, colors, order, order_count, NULL);
}
