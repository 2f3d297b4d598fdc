/* Cells of a quarter of a hill's width keep all that a hill has to show; what lies between them is interpolated. Two layers, of the
 * points in colour (red, green, blue in linear light and how many) and of the grey ones (how many), a vector of four floats each. */
#include "ui/figure/map-density.h"

#include <math.h>
#include <string.h>

#include "engine/base/kernel.h"

#define CELLS_IN_SPREAD 1.5
#define REACH 5             /* cells on each side that a hill is given */
#define MARGIN (REACH + 1)  /* cells around the picture, for hills beyond its edge */
#define FIRST 0.16
#define GREY_SHADE 0.5
#define BLOCK_ROWS 16

typedef float Cell __attribute__ ((vector_size (16)));
typedef gint32 Channels __attribute__ ((vector_size (16)));

typedef struct {
  size_t columns, rows;
  double step;              /* pixels in a cell */
  Cell *colored, *other;    /* (rows, columns); other: the grey layer, and between two passes what is half done */
  float *grey;              /* (rows, columns), or NULL */
  float kernel[2 * REACH + 1];
  double peak;              /* of one point in the middle of a cell */
  double most;
  const IsoTheme *theme;
  guint32 *pixels;
  int width, height, stride;
} Density;

static double
to_linear (double value)
{
  return value <= 0.04045 ? value / 12.92 : pow ((value + 0.055) / 1.055, 2.4);
}

static double
from_linear (double value)
{
  return value <= 0.0031308 ? value * 12.92 : 1.055 * pow (value, 1.0 / 2.4) - 0.055;
}

double
iso_map_density_shade (double v, double most)
{
  return v < 1.0 ? FIRST * fmax (v, 0.0) : FIRST + (1.0 - FIRST) * fmin (log (v) / log (fmax (most, ISO_MAP_DENSITY_LEAST_RANGE)), 1.0);
}

static void
init (Density *density, double scale)
{
  double sum = 0.0;
  density->step = scale * ISO_MAP_DENSITY_SPREAD / CELLS_IN_SPREAD;
  density->columns = (size_t) ceil (density->width / density->step) + 1 + 2 * MARGIN;
  density->rows = (size_t) ceil (density->height / density->step) + 1 + 2 * MARGIN;
  density->colored = g_new0 (Cell, density->columns * density->rows);
  density->other = g_new0 (Cell, density->columns * density->rows);
  for (int i = -REACH; i <= REACH; i++)
    sum += exp (-0.5 * i * i / (CELLS_IN_SPREAD * CELLS_IN_SPREAD));
  for (int i = -REACH; i <= REACH; i++)
    density->kernel[i + REACH] = (float) (exp (-0.5 * i * i / (CELLS_IN_SPREAD * CELLS_IN_SPREAD)) / sum);
  density->peak = (double) density->kernel[REACH] * (double) density->kernel[REACH];
}

/* Each point onto the four cells around it, so that nothing jumps when the map is moved by less than a cell. */
static void
count_points (Density *density, const IsoMapPoints *points, const float *placed)
{
  g_autofree Cell *palette = g_new (Cell, MAX (points->class_count, 1));
  bool has_grey = points->selected != NULL;
  density->grey = has_grey ? g_new0 (float, density->columns * density->rows) : NULL;
  for (guint32 c = 0; c < points->class_count; c++)
    {
      IsoColor color = iso_class_color (density->theme, c);
      palette[c] = (Cell) { (float) to_linear (color.red), (float) to_linear (color.green), (float) to_linear (color.blue), 1.0f };
    }
  for (size_t i = 0; i < points->N; i++)
    {
      double x = (double) placed[2 * i] / density->step - 0.5 + MARGIN, y = (double) placed[2 * i + 1] / density->step - 0.5 + MARGIN;
      if (!(x >= 0.0 && y >= 0.0 && x < (double) (density->columns - 1) && y < (double) (density->rows - 1)))
        continue;
      size_t column = (size_t) x, row = (size_t) y, at = row * density->columns + column;
      float right = (float) (x - (double) column), below = (float) (y - (double) row);
      const float parts[4] = { (1.0f - right) * (1.0f - below), right * (1.0f - below), (1.0f - right) * below, right * below };
      const size_t cells[4] = { at, at + 1, at + density->columns, at + density->columns + 1 };
      Cell color = palette[points->labels[i]];
      if (points->tint != NULL)
        {
          IsoColor tint = iso_map_tint_color (density->theme, (double) points->tint[i]);
          color = (Cell) { (float) to_linear (tint.red), (float) to_linear (tint.green), (float) to_linear (tint.blue), 1.0f };
        }
      for (int part = 0; part < 4; part++)
        if (has_grey && !points->selected[i])
          density->grey[cells[part]] += parts[part];
        else
          density->colored[cells[part]] += color * parts[part];
    }
}

/* out = the cells of `in`, `pitch` apart, spread along one direction; cells outside are empty, and stay so at the very edge. */
static ISO_KERNEL void
spread_row (Cell *out, const Cell *in, size_t first, size_t last, size_t pitch, const float *kernel)
{
  for (size_t i = first; i < last; i++)
    {
      const Cell *from = in + i - REACH * pitch;
      Cell sum = from[0] * kernel[0];
      for (size_t tap = 1; tap <= 2 * REACH; tap++)
        sum += from[tap * pitch] * kernel[tap];
      out[i] = sum;
    }
}

static void
spread_across (void *data, size_t block)
{
  Density *density = data;
  for (size_t row = block * BLOCK_ROWS; row < MIN ((block + 1) * BLOCK_ROWS, density->rows); row++)
    spread_row (density->other, density->colored, row * density->columns + REACH, (row + 1) * density->columns - REACH, 1,
                density->kernel);
}

static void
spread_down (void *data, size_t block)
{
  Density *density = data;
  for (size_t row = MAX (block * BLOCK_ROWS, REACH); row < MIN ((block + 1) * BLOCK_ROWS, density->rows - REACH); row++)
    spread_row (density->colored, density->other, row * density->columns, (row + 1) * density->columns, density->columns,
                density->kernel);
}

static void
spread (Density *density, IsoPool *pool)
{
  size_t blocks = (density->rows + BLOCK_ROWS - 1) / BLOCK_ROWS;
  memset (density->other, 0, density->columns * density->rows * sizeof (Cell));
  iso_pool_run (pool, blocks, spread_across, density);
  iso_pool_run (pool, blocks, spread_down, density);
}

/* The grey layer takes the same way, alone in its vector. */
static void
spread_grey (Density *density, IsoPool *pool)
{
  size_t count = density->columns * density->rows;
  Cell *colored = density->colored;
  density->colored = g_new0 (Cell, count);
  for (size_t i = 0; i < count; i++)
    density->colored[i][3] = density->grey[i];
  spread (density, pool);
  for (size_t i = 0; i < count; i++)
    density->grey[i] = density->colored[i][3];
  g_free (density->colored);
  density->colored = colored;
}

static double
find_most (const Density *density)
{
  double most = 0.0;
  for (size_t row = MARGIN; row + MARGIN < density->rows; row++)
    for (size_t column = MARGIN; column + MARGIN < density->columns; column++)
      {
        size_t i = row * density->columns + column;
        most = fmax (most, (double) density->colored[i][3] + (density->grey != NULL ? (double) density->grey[i] : 0.0));
      }
  return most / density->peak;
}

/* Counts become colours, premultiplied, 0 … 255. */
static void
color_block (void *data, size_t block)
{
  Density *density = data;
  IsoColor grey = iso_map_faded_color (density->theme);
  const Cell grey_cell = { (float) (255.0 * grey.red), (float) (255.0 * grey.green), (float) (255.0 * grey.blue), 255.0f };
  for (size_t i = block * BLOCK_ROWS * density->columns; i < MIN ((block + 1) * BLOCK_ROWS, density->rows) * density->columns; i++)
    {
      Cell cell = density->colored[i], out = { 0.0f, 0.0f, 0.0f, 0.0f };
      double count = (double) cell[3];
      if (density->grey != NULL && density->grey[i] > 0.0f)
        out = grey_cell * (float) (GREY_SHADE * iso_map_density_shade ((double) density->grey[i] / density->peak, density->most));
      if (count > 1e-6)
        {
          double shade = iso_map_density_shade (count / density->peak, density->most);
          const Cell color = { (float) (255.0 * shade * from_linear ((double) cell[0] / count)),
                               (float) (255.0 * shade * from_linear ((double) cell[1] / count)),
                               (float) (255.0 * shade * from_linear ((double) cell[2] / count)), (float) (255.0 * shade) };
          out = color + out * (float) (1.0 - shade);
        }
      density->other[i] = out;
    }
}

static ISO_KERNEL void
fill_row (guint32 *pixels, const Cell *above, const Cell *below, float down, int width, float start, float step)
{
  for (int x = 0; x < width; x++)
    {
      float at = start + (float) x * step;
      int column = (int) at;
      float right = at - (float) column;
      Cell left_cell = above[column] + (below[column] - above[column]) * down;
      Cell right_cell = above[column + 1] + (below[column + 1] - above[column + 1]) * down;
      Cell cell = left_cell + (right_cell - left_cell) * right + 0.5f;
      Channels channels = __builtin_convertvector (cell, Channels);
      pixels[x] = (guint32) channels[3] << 24 | (guint32) channels[0] << 16 | (guint32) channels[1] << 8 | (guint32) channels[2];
    }
}

static void
fill_block (void *data, size_t block)
{
  const Density *density = data;
  double first = 0.5 / density->step - 0.5 + MARGIN;
  for (int y = (int) block * BLOCK_ROWS; y < MIN (((int) block + 1) * BLOCK_ROWS, density->height); y++)
    {
      double at = (y + 0.5) / density->step - 0.5 + MARGIN;
      size_t row = (size_t) at;
      const Cell *above = density->other + row * density->columns;
      fill_row (density->pixels + (size_t) y * (size_t) density->stride, above, above + density->columns, (float) (at - (double) row),
                density->width, (float) first, (float) (1.0 / density->step));
    }
}

double
iso_map_density_draw (guint32 *pixels, int width, int height, int stride, const IsoMapPoints *points, const float *placed, double scale,
                      const IsoTheme *theme, IsoPool *pool)
{
  Density density = { .theme = theme, .pixels = pixels, .width = width, .height = height, .stride = stride };
  init (&density, scale);
  count_points (&density, points, placed);
  spread (&density, pool);
  if (density.grey != NULL)
    spread_grey (&density, pool);
  density.most = find_most (&density);
  iso_pool_run (pool, (density.rows + BLOCK_ROWS - 1) / BLOCK_ROWS, color_block, &density);
  iso_pool_run (pool, (size_t) (height + BLOCK_ROWS - 1) / BLOCK_ROWS, fill_block, &density);
  g_free (density.colored);
  g_free (density.other);
  g_free (density.grey);
  return density.most > 0.0 ? fmax (density.most, 1.0) : 0.0;
}
