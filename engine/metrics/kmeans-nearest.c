/* Nearest centers by tiles of products: ‖c‖² − 2 x·c is smallest where the distance is. */
#include <math.h>

#include "engine/base/checked.h"
#include "engine/base/kernel.h"
#include "engine/linalg/blas.h"
#include "engine/metrics/kmeans-private.h"

#define TILE_ROWS 256
#define TILE_COLUMNS 1024
#define LANES 16

typedef struct {
  IsoKmeans *kmeans;
  size_t first, count;
} Update;

void
iso_kmeans_reset (IsoKmeans *kmeans)
{
  for (size_t i = 0; i < kmeans->points.N; i++)
    {
      kmeans->nearest[i] = -1;
      kmeans->distances[i] = INFINITY;
    }
}

/* The smallest of squares − 2 products (count), and where, the first of equals: each lane keeps its own, then they are joined. */
static ISO_KERNEL gint32
smallest (float *value, const float *products, const float *squares, size_t count)
{
  float best[LANES];
  gint32 where[LANES];
  for (size_t l = 0; l < LANES; l++)
    {
      best[l] = INFINITY;
      where[l] = (gint32) l;
    }
  size_t j = 0;
  for (; j + LANES <= count; j += LANES)
    for (size_t l = 0; l < LANES; l++)
      {
        float candidate = squares[j + l] - 2.0f * products[j + l];
        where[l] = candidate < best[l] ? (gint32) (j + l) : where[l];
        best[l] = candidate < best[l] ? candidate : best[l];
      }
  for (size_t l = 0; j < count; j++, l++)
    {
      float candidate = squares[j] - 2.0f * products[j];
      where[l] = candidate < best[l] ? (gint32) j : where[l];
      best[l] = candidate < best[l] ? candidate : best[l];
    }
  size_t winner = 0;
  for (size_t l = 1; l < LANES; l++)
    if (best[l] < best[winner] || (best[l] == best[winner] && where[l] < where[winner]))
      winner = l;
  *value = best[winner];
  return where[winner];
}

static void
update_rows (void *data, size_t block)
{
  const Update *update = data;
  IsoKmeans *kmeans = update->kmeans;
  const IsoPoints *points = &kmeans->points;
  size_t D = points->D, row = block * TILE_ROWS, rows = MIN (TILE_ROWS, points->N - row);
  size_t width = MIN (TILE_COLUMNS, update->count), end = update->first + update->count;
  if (g_cancellable_is_cancelled (kmeans->cancellable))
    return;
  float *products = iso_floats_new (rows * width);
  for (size_t column = update->first; column < end; column += width)
    {
      size_t columns = MIN (width, end - column);
      iso_gemm (products, points->centred + row * D, kmeans->centers + column * D, ISO_PLAIN, ISO_TRANSPOSED, 1.0f, 0.0f, rows,
                columns, D, D, D, width);
      for (size_t r = 0; r < rows; r++)
        {
          float value;
          gint32 where = smallest (&value, products + r * width, kmeans->center_squares + column, columns);
          float distance = MAX (value + points->squares[row + r], 0.0f);
          if (distance < kmeans->distances[row + r])
            {
              kmeans->distances[row + r] = distance;
              kmeans->nearest[row + r] = (gint32) column + where;
            }
        }
    }
  iso_block_free (products);
}

void
iso_kmeans_update_nearest (IsoKmeans *kmeans, size_t first, size_t count)
{
  Update update = { kmeans, first, count };
  if (count > 0)
    iso_pool_run (kmeans->pool, (kmeans->points.N + TILE_ROWS - 1) / TILE_ROWS, update_rows, &update);
}
