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
iso_map_nearest (const float *placed, const gint32 *labels, const bool *shown, size_t N, double x, double y, double reach)
{
  size_t nearest = G_MAXSIZE;
  double least = reach * reach;
  for (size_t i = 0; i < N; i++)
    {
      double dx = (double) placed[2 * i] - x, dy = (double) placed[2 * i + 1] - y, distance = dx * dx + dy * dy;
      if (!(distance <= least) || (shown != NULL && !shown[labels[i]]))
        continue;
      least = distance;
      nearest = i;
    }
  return nearest;
}

size_t
iso_map_neighbor (const float *placed, const gint32 *labels, const bool *shown, size_t N, size_t from, int step_x,
                  int step_y)
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
      if (!ahead || (shown != NULL && !shown[labels[i]]) || !(distance < least || (distance == least && same_place && !forward)))
        continue;
      least = distance;
      nearest = i;
    }
  return nearest;
}
