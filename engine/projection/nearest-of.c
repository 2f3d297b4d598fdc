#include "engine/projection/nearest-of.h"

#include <math.h>

#include "engine/metrics/points.h"

size_t
iso_nearest_of (guint32 *neighbors, double *squares, const float *rows, size_t N, size_t D, size_t index, size_t k)
{
  size_t count = 0;
  for (size_t i = 0; i < N && k > 0; i++)
    {
      double square = i != index ? iso_squared_difference (rows + index * D, rows + i * D, D) : (double) INFINITY;
      /* Equal ones came before with lower indices; NaN is less than nothing. */
      if (!(square < (count == k ? squares[k - 1] : (double) INFINITY)))
        continue;
      size_t place = count < k ? count++ : k - 1;
      for (; place > 0 && square < squares[place - 1]; place--)
        {
          squares[place] = squares[place - 1];
          neighbors[place] = neighbors[place - 1];
        }
      squares[place] = square;
      neighbors[place] = (guint32) i;
    }
  return count;
}
