#include "ui/figure/heat-window.h"

#include <math.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/base/kernel.h"
#include "ui/figure/colormap.h"
#include "ui/figure/heat-private.h"

#define COARSEST 32

/* ---- levels ---- */

/* out (half) = means over two rows (count) and two columns each. */
ISO_KERNEL static void
halve_rows (float *out, const float *above, const float *below, size_t count)
{
  size_t half = (count + 1) / 2;
  for (size_t c = 0; c < half; c++)
    {
      size_t left = 2 * c, right = 2 * c + 1 < count ? 2 * c + 1 : left;
      const float four[4] = { above[left], above[right], below[left], below[right] };
      float sum = 0.0f, weight = 0.0f;
      for (int i = 0; i < 4; i++)
        {
          sum += four[i] == four[i] ? four[i] : 0.0f;
          weight += four[i] == four[i] ? 1.0f : 0.0f;
        }
      out[c] = weight > 0.0f ? sum / weight : NAN;
    }
}

static const float *
row_in_order (float *room, const float *values, size_t B, const guint32 *order, size_t place)
{
  if (order == NULL)
    return values + place * B;
  const float *row = values + (size_t) order[place] * B;
  for (size_t c = 0; c < B; c++)
    room[c] = row[order[c]];
  return room;
}

IsoHeatLevels *
iso_heat_levels_new (const float *values, size_t B, const guint32 *order)
{
  IsoHeatLevels *levels = g_new0 (IsoHeatLevels, 1);
  g_autofree float *rooms = g_new (float, MAX (2 * B, 1));
  iso_references_init (&levels->references);
  levels->B = B;
  for (size_t side = B; side > COARSEST && levels->count < ISO_HEAT_LEVELS_MAX; levels->count++)
    {
      size_t half = (side + 1) / 2;
      float *means = iso_floats_new (half * half);
      for (size_t r = 0; r < half; r++)
        {
          size_t second = MIN (2 * r + 1, side - 1);
          const float *above = row_in_order (rooms, values, side, order, 2 * r);
          const float *below = second == 2 * r ? above : row_in_order (rooms + side, values, side, order, second);
          halve_rows (means + r * half, above, below, side);
        }
      levels->sides[levels->count] = half;
      levels->values[levels->count] = means;
      values = means;
      order = NULL;
      side = half;
    }
  return levels;
}

IsoHeatLevels *
iso_heat_levels_ref (IsoHeatLevels *levels)
{
  iso_references_add (&levels->references);
  return levels;
}

void
iso_heat_levels_unref (IsoHeatLevels *levels)
{
  if (levels == NULL || !iso_references_drop (&levels->references))
    return;
  for (size_t i = 0; i < levels->count; i++)
    iso_block_free (levels->values[i]);
  g_free (levels);
}

/* ---- where places lie ---- */

size_t
iso_heat_place (size_t whole, size_t B, size_t at)
{
  return MIN ((2 * at + 1) * B / (2 * whole), B - 1);
}

/* The first pixel whose middle is not before place · whole/B. */
size_t
iso_heat_edge (size_t whole, size_t B, size_t place)
{
  size_t twice = 2 * place * whole;
  return twice <= B ? 0 : (twice - B + 2 * B - 1) / (2 * B);
}

/* faded (count): of pixels `first` … of the whole; one that covers several places only if all of them are. */
static void
find_faded (guint8 *faded, size_t first, size_t count, const IsoHeatWindow *window, const IsoHeatPaint *paint)
{
  size_t B = window->B, whole = window->whole;
  for (size_t i = 0; i < count; i++)
    {
      size_t at = first + i, from = iso_heat_place (whole, B, at), to = from;
      if (whole < B)
        {
          from = at * B / whole;
          to = MIN (((at + 1) * B - 1) / whole, B - 1);
        }
      faded[i] = 1;
      for (size_t place = from; place <= to && faded[i]; place++)
        faded[i] = paint->faded[window->order != NULL ? window->order[place] : place];
    }
}

/* ---- drawing ---- */

#define MISSING ISO_COLORMAP_SIZE /* beside the indices of a colour table */

typedef struct {
  guint32 *pixels;
  size_t stride, width, height;
  const IsoHeatWindow *window;
  const IsoHeatPaint *paint;
  guint8 *faded_rows, *faded_columns; /* (height), (width) by pixel; NULL where nothing is */
  guint32 indices[ISO_COLORMAP_SIZE], shades[3][ISO_COLORMAP_SIZE + 1]; /* not filled where nothing is faded */
} Canvas;

static void
fill_shades (Canvas *canvas)
{
  const guint32 *const tables[3] = { canvas->paint->table, canvas->paint->paler, canvas->paint->palest };
  for (int t = 0; t < 3; t++)
    {
      memcpy (canvas->shades[t], tables[t], ISO_COLORMAP_SIZE * sizeof **tables);
      canvas->shades[t][MISSING] = canvas->paint->missing;
    }
  for (guint32 i = 0; i < ISO_COLORMAP_SIZE; i++)
    canvas->indices[i] = i;
}

/* out (count) = values (count), those of faded (count) columns one step paler than those of others; faded NULL: none is. The way from
 * value to index, with its logarithm, is gone once for all shades. */
static void
color_values (guint32 *out, const float *values, size_t count, const guint8 *faded, int row_faded, const Canvas *canvas)
{
  const IsoHeatPaint *paint = canvas->paint;
  const IsoHeatColors colors = { paint->scale, faded != NULL ? canvas->indices : paint->table,
                                 faded != NULL ? MISSING : paint->missing };
  iso_heat_color_row (out, values, count, &colors);
  for (size_t i = 0; faded != NULL && i < count; i++)
    out[i] = canvas->shades[row_faded + faded[i]][out[i]];
}

static void
draw_enlarged (const Canvas *canvas)
{
  const IsoHeatWindow *window = canvas->window;
  size_t B = window->B, first = iso_heat_place (window->whole, B, window->x);
  size_t count = iso_heat_place (window->whole, B, window->x + canvas->width - 1) - first + 1, drawn = G_MAXSIZE;
  g_autofree float *values = g_new (float, count);
  g_autofree guint32 *row = g_new (guint32, count), *source = g_new (guint32, canvas->width);
  g_autofree guint8 *faded = canvas->faded_columns != NULL ? g_new (guint8, count) : NULL;
  for (size_t x = 0; x < canvas->width; x++)
    {
      source[x] = (guint32) (iso_heat_place (window->whole, B, window->x + x) - first);
      if (faded != NULL)
        faded[source[x]] = canvas->faded_columns[x];
    }
  for (size_t y = 0; y < canvas->height; y++)
    {
      size_t place = iso_heat_place (window->whole, B, window->y + y);
      guint32 *out = canvas->pixels + y * canvas->stride;
      if (place == drawn)
        {
          memcpy (out, out - canvas->stride, canvas->width * sizeof *out);
          continue;
        }
      const float *from = window->values + (window->order != NULL ? window->order[place] : place) * B;
      for (size_t c = 0; c < count; c++)
        values[c] = from[window->order != NULL ? window->order[first + c] : first + c];
      color_values (row, values, count, faded, faded != NULL && canvas->faded_rows[y], canvas);
      for (size_t x = 0; x < canvas->width; x++)
        out[x] = row[source[x]];
      drawn = place;
    }
}

/* What the pixels of one row are made of: each of as many cells, some with a share of 0, so that the loop over them needs no end of
 * its own. */
typedef struct {
  size_t first, end;  /* cells that any of them covers */
  size_t most;        /* cells of a pixel */
  guint32 *cells;     /* (width) the first of each */
  float *shares;      /* (width, most) */
} Parts;

static void
parts_init (Parts *parts, size_t x, size_t width, double step, size_t side)
{
  size_t most = MIN ((size_t) ceil (step) + 1, side);
  parts->most = most;
  parts->cells = g_new (guint32, width);
  parts->shares = g_new (float, width * most);
  for (size_t i = 0; i < width; i++)
    {
      double from = (double) (x + i) * step, to = (double) (x + i + 1) * step;
      size_t first = MIN ((size_t) from, side - most);
      parts->cells[i] = (guint32) first;
      for (size_t c = 0; c < most; c++)
        parts->shares[i * most + c] = iso_heat_overlap (first + c, from, to);
    }
  parts->first = parts->cells[0];
  parts->end = parts->cells[width - 1] + most;
}

static void
parts_clear (Parts *parts)
{
  g_free (parts->cells);
  g_free (parts->shares);
}

static inline __attribute__ ((always_inline)) void
reduce_by (float *means, const float *sums, const float *weights, const Parts *parts, size_t width, size_t most)
{
  for (size_t i = 0; i < width; i++)
    {
      const float *shares = parts->shares + i * most;
      size_t at = parts->cells[i] - parts->first;
      float sum = 0.0f, weight = 0.0f;
      for (size_t c = 0; c < most; c++)
        {
          sum += shares[c] * sums[at + c];
          weight += shares[c] * weights[at + c];
        }
      means[i] = weight > 0.0f ? sum / weight : NAN;
    }
}

/* From a level there are never more than three cells to a pixel: known beforehand, that loop takes half the time. */
ISO_KERNEL static void
reduce (float *means, const float *sums, const float *weights, const Parts *parts, size_t width)
{
  if (parts->most == 3)
    reduce_by (means, sums, weights, parts, width, 3);
  else
    reduce_by (means, sums, weights, parts, width, parts->most);
}

/* From values (side, side), `step` of which lie along a pixel. */
static void
draw_reduced (const Canvas *canvas, const float *values, size_t side, const guint32 *order, double step)
{
  Parts parts;
  parts_init (&parts, canvas->window->x, canvas->width, step, side);
  size_t count = parts.end - parts.first;
  g_autofree float *sums = g_new (float, 3 * count), *means = g_new (float, canvas->width);
  float *weights = sums + count, *room = weights + count;
  for (size_t y = 0; y < canvas->height; y++)
    {
      double from = (double) (canvas->window->y + y) * step, to = (double) (canvas->window->y + y + 1) * step;
      size_t end = MIN ((size_t) ceil (to - 1e-9), side);
      memset (sums, 0, 2 * count * sizeof *sums);
      for (size_t r = (size_t) from; r < end; r++)
        {
          const float *row = values + (order != NULL ? order[r] : r) * side + (order != NULL ? 0 : parts.first);
          for (size_t c = 0; order != NULL && c < count; c++)
            room[c] = row[order[parts.first + c]];
          iso_heat_add_row (sums, weights, order != NULL ? room : row, iso_heat_overlap (r, from, to), count);
        }
      reduce (means, sums, weights, &parts, canvas->width);
      color_values (canvas->pixels + y * canvas->stride, means, canvas->width, canvas->faded_columns,
                    canvas->faded_columns != NULL && canvas->faded_rows[y], canvas);
    }
  parts_clear (&parts);
}

void
iso_heat_window_draw (guint32 *pixels, size_t stride, size_t width, size_t height, const IsoHeatWindow *window,
                      const IsoHeatPaint *paint)
{
  Canvas canvas = { .pixels = pixels, .stride = stride, .width = width, .height = height, .window = window, .paint = paint };
  g_assert (width > 0 && height > 0 && window->B > 0 && window->x + width <= window->whole && window->y + height <= window->whole);
  if (paint->faded != NULL)
    {
      fill_shades (&canvas);
      canvas.faded_rows = g_new (guint8, height);
      canvas.faded_columns = g_new (guint8, width);
      find_faded (canvas.faded_rows, window->y, height, window, paint);
      find_faded (canvas.faded_columns, window->x, width, window, paint);
    }
  double step = (double) window->B / (double) window->whole;
  size_t level = 0;
  while (window->levels != NULL && level < window->levels->count && ldexp (step, -(int) level - 1) >= 1.0)
    level++;
  if (window->whole >= window->B)
    draw_enlarged (&canvas);
  else if (level == 0)
    draw_reduced (&canvas, window->values, window->B, window->order, step);
  else
    draw_reduced (&canvas, window->levels->values[level - 1], window->levels->sides[level - 1], NULL, ldexp (step, -(int) level));
  g_free (canvas.faded_rows);
  g_free (canvas.faded_columns);
}
