#include "ui/figure/map-frame.h"

#include <math.h>
#include <stdlib.h>

#define TAIL 0.0025     /* left out at each end */
#define OUTLIERS 1.3    /* the full range is shown up to this many times the robust one */
#define MARGIN 1.05
#define SLACK 0.85      /* a box is too large when the fit takes less than this share of it */
#define LEAST_EXTENT 1e-6

static int
compare (const void *a, const void *b)
{
  float x = *(const float *) a, y = *(const float *) b;
  return (x > y) - (x < y);
}

/* Middle and half extent of the values of one axis. */
static void
fit_axis (double *middle, double *half, const float *positions, size_t N, size_t axis)
{
  g_autofree float *values = g_new (float, MAX (N, 1));
  size_t count = 0;
  for (size_t i = 0; i < N; i++)
    if (isfinite (positions[2 * i + axis]))
      values[count++] = positions[2 * i + axis];
  *middle = 0.0;
  *half = LEAST_EXTENT;
  if (count == 0)
    return;
  qsort (values, count, sizeof *values, compare);
  size_t left_out = (size_t) (TAIL * (double) count);
  double low = (double) values[0], high = (double) values[count - 1];
  double robust_low = (double) values[left_out], robust_high = (double) values[count - 1 - left_out];
  if (high - low > OUTLIERS * (robust_high - robust_low))
    {
      low = robust_low;
      high = robust_high;
    }
  *middle = 0.5 * (low + high);
  *half = fmax (0.5 * (high - low) * MARGIN, LEAST_EXTENT);
}

IsoMapBox
iso_map_box_fit (const float *positions, size_t N)
{
  IsoMapBox box;
  fit_axis (&box.x, &box.half_width, positions, N, 0);
  fit_axis (&box.y, &box.half_height, positions, N, 1);
  return box;
}

IsoMapBox
iso_map_box_follow (const IsoMapBox *shown, const IsoMapBox *fit)
{
  bool holds = fabs (fit->x - shown->x) + fit->half_width <= shown->half_width * (1.0 + 1e-9)
               && fabs (fit->y - shown->y) + fit->half_height <= shown->half_height * (1.0 + 1e-9);
  bool fills = fit->half_width >= SLACK * shown->half_width || fit->half_height >= SLACK * shown->half_height;
  return holds && fills ? *shown : *fit;
}

static double
between (double from, double to, double progress)
{
  return from + (to - from) * progress;
}

IsoMapBox
iso_map_box_between (const IsoMapBox *from, const IsoMapBox *to, double progress)
{
  return (IsoMapBox) {
    between (from->x, to->x, progress),
    between (from->y, to->y, progress),
    between (from->half_width, to->half_width, progress),
    between (from->half_height, to->half_height, progress),
  };
}

IsoMapFrame
iso_map_frame_fit (const IsoMapBox *box, double left, double top, double width, double height)
{
  IsoMapFrame frame;
  frame.scale = fmin (fmax (width, 1.0) / (2.0 * box->half_width), fmax (height, 1.0) / (2.0 * box->half_height));
  frame.x = left + 0.5 * width - frame.scale * box->x;
  frame.y = top + 0.5 * height + frame.scale * box->y;
  return frame;
}

IsoMapFrame
iso_map_frame_zoom (const IsoMapFrame *frame, double factor, double picture_x, double picture_y)
{
  return (IsoMapFrame) {
    picture_x + factor * (frame->x - picture_x),
    picture_y + factor * (frame->y - picture_y),
    factor * frame->scale,
  };
}

void
iso_map_frame_place (float *placed, const IsoMapFrame *frame, const float *positions, size_t N)
{
  for (size_t i = 0; i < N; i++)
    {
      placed[2 * i] = (float) (frame->x + frame->scale * (double) positions[2 * i]);
      placed[2 * i + 1] = (float) (frame->y - frame->scale * (double) positions[2 * i + 1]);
    }
}

size_t
iso_map_count_inside (const float *placed, size_t N, double width, double height)
{
  size_t count = 0;
  for (size_t i = 0; i < N; i++)
    {
      double x = (double) placed[2 * i], y = (double) placed[2 * i + 1];
      count += x >= 0.0 && x <= width && y >= 0.0 && y <= height;
    }
  return count;
}

size_t
iso_map_nearest (const float *placed, const bool *shown, size_t N, double x, double y, double reach)
{
  size_t nearest = G_MAXSIZE;
  double least = reach * reach;
  for (size_t i = 0; i < N; i++)
    {
      double dx = (double) placed[2 * i] - x, dy = (double) placed[2 * i + 1] - y, distance = dx * dx + dy * dy;
      if (!(distance <= least) || (shown != NULL && !shown[i]))
        continue;
      least = distance;
      nearest = i;
    }
  return nearest;
}

size_t
iso_map_neighbor (const float *placed, const bool *shown, size_t N, size_t from, int step_x, int step_y)
{
  size_t nearest = from;
  double least = INFINITY;
  bool forward = step_x + step_y > 0;
  for (size_t i = 0; i < N; i++)
    {
      double dx = (double) placed[2 * i] - (double) placed[2 * from];
      double dy = (double) placed[2 * i + 1] - (double) placed[2 * from + 1];
      double along = dx * step_x + dy * step_y, aside = fabs (dx * step_y + dy * step_x), distance = dx * dx + dy * dy;
      bool same_place = distance == 0.0;
      /* Of points in one place, the next by number lies forward. */
      bool ahead = same_place ? (forward ? i > from : i < from) : along >= aside;
      if (!ahead || (shown != NULL && !shown[i]) || !(distance < least || (distance == least && same_place && !forward)))
        continue;
      least = distance;
      nearest = i;
    }
  return nearest;
}

/* ---- within an outline ---- */

#define BAND 8.0 /* rows whose edges are kept together: a point is then held against few of them */

typedef struct {
  double top, bottom;
  size_t count;      /* of bands */
  size_t *starts;    /* (count + 1) */
  guint32 *edges;    /* each by its first corner, band after band */
} Bands;

static size_t
band_of (const Bands *bands, double y)
{
  return (size_t) CLAMP ((y - bands->top) / BAND, 0.0, (double) (bands->count - 1));
}

/* Goes through the edges' bands; where `edges` is there, writes them, else counts them: at first in starts[band + 1]. */
static void
visit_bands (Bands *bands, const float *outline, size_t corners, size_t *next)
{
  for (size_t i = 0; i < corners; i++)
    {
      double y = (double) outline[2 * i + 1], other = (double) outline[2 * ((i + 1) % corners) + 1];
      size_t first = band_of (bands, fmin (y, other)), last = band_of (bands, fmax (y, other));
      for (size_t band = first; band <= last; band++)
        if (next != NULL)
          bands->edges[next[band]++] = (guint32) i;
        else
          bands->starts[band + 1]++;
    }
}

static void
bands_init (Bands *bands, const float *outline, size_t corners)
{
  bands->top = INFINITY;
  bands->bottom = -INFINITY;
  for (size_t i = 0; i < corners; i++)
    {
      bands->top = fmin (bands->top, (double) outline[2 * i + 1]);
      bands->bottom = fmax (bands->bottom, (double) outline[2 * i + 1]);
    }
  bands->count = (size_t) fmin ((bands->bottom - bands->top) / BAND, 4096.0) + 1;
  bands->starts = g_new0 (size_t, bands->count + 1);
  visit_bands (bands, outline, corners, NULL);
  for (size_t band = 0; band < bands->count; band++)
    bands->starts[band + 1] += bands->starts[band];
  bands->edges = g_new (guint32, MAX (bands->starts[bands->count], 1));
  g_autofree size_t *next = g_memdup2 (bands->starts, bands->count * sizeof (size_t));
  visit_bands (bands, outline, corners, next);
}

/* Whether the ray from there to the left meets an odd number of edges. */
static bool
is_inside (const Bands *bands, const float *outline, size_t corners, double x, double y)
{
  bool inside = false;
  if (!(y >= bands->top && y <= bands->bottom))
    return false;
  size_t band = band_of (bands, y);
  for (size_t i = bands->starts[band]; i < bands->starts[band + 1]; i++)
    {
      const float *from = outline + 2 * bands->edges[i], *to = outline + 2 * ((bands->edges[i] + 1) % corners);
      double from_y = (double) from[1], to_y = (double) to[1];
      if ((from_y > y) != (to_y > y)
          && x > (double) from[0] + (y - from_y) / (to_y - from_y) * ((double) to[0] - (double) from[0]))
        inside = !inside;
    }
  return inside;
}

size_t
iso_map_points_inside (guint32 *inside, const float *placed, size_t N, const float *outline, size_t corners)
{
  size_t count = 0;
  Bands bands;
  if (corners < 3)
    return 0;
  bands_init (&bands, outline, corners);
  for (size_t i = 0; i < N; i++)
    if (is_inside (&bands, outline, corners, (double) placed[2 * i], (double) placed[2 * i + 1]))
      inside[count++] = (guint32) i;
  g_free (bands.starts);
  g_free (bands.edges);
  return count;
}
