/* Several runs as one line with a band. */
#include <math.h>

#include "engine/metrics/mean-interval.h"
#include "ui/figure/run-overlay-private.h"

/* What the runs of a group say at one x. */
typedef struct {
  double mean, low, high, least, most;
  size_t count; /* of numbers */
} Summary;

/* quantiles: t by how many values there are, 0 where it has not been asked for: finding one takes longer than all the rest. */
static Summary
summarise (const double *values, size_t count, IsoOverlayGrouping grouping, double *quantiles)
{
  Summary summary = { NAN, NAN, NAN, NAN, NAN, 0 };
  double sum = 0.0, squares = 0.0;
  for (size_t i = 0; i < count; i++)
    if (isfinite (values[i]))
      {
        sum += values[i];
        summary.least = fmin (summary.least, values[i]);
        summary.most = fmax (summary.most, values[i]);
        summary.count++;
      }
  if (summary.count == 0)
    return summary;
  double n = (double) summary.count;
  summary.mean = sum / n;
  if (summary.count < 2)
    return summary;
  if (grouping == ISO_OVERLAY_EXTREMES)
    {
      summary.low = summary.least;
      summary.high = summary.most;
      return summary;
    }
  /* About the mean, in a second pass: seeds differ little. */
  for (size_t i = 0; i < count; i++)
    if (isfinite (values[i]))
      squares += (values[i] - summary.mean) * (values[i] - summary.mean);
  if (quantiles[summary.count] == 0.0)
    quantiles[summary.count] = iso_student_quantile (summary.count - 1, ISO_OVERLAY_CONFIDENCE);
  double half = quantiles[summary.count] * sqrt (squares / (n - 1.0)) / sqrt (n);
  summary.low = summary.mean - half;
  summary.high = summary.mean + half;
  return summary;
}

static void
allocate (IsoOverlayLine *line, size_t most)
{
  size_t size = MAX (most, 1);
  line->x = g_new (double, size);
  line->y = g_new (double, size);
  line->low = g_new (double, size);
  line->high = g_new (double, size);
  line->least = g_new (double, size);
  line->most = g_new (double, size);
  line->values = g_new (double, size);
}

static void
append (IsoOverlayLine *line, double x, const Summary *summary)
{
  size_t at = line->count++;
  line->x[at] = x;
  line->y[at] = summary->mean;
  line->low[at] = summary->low;
  line->high[at] = summary->high;
  line->least[at] = summary->least;
  line->most[at] = summary->most;
  line->values[at] = (double) summary->count;
}

void
iso_overlay_sum_up (IsoOverlayLine *line, const IsoOverlayLine *const *members, size_t count, IsoOverlayGrouping grouping)
{
  g_autofree size_t *places = g_new0 (size_t, MAX (count, 1));
  g_autofree double *values = g_new (double, MAX (count, 1)), *quantiles = g_new0 (double, count + 1);
  size_t most = 0;
  for (size_t m = 0; m < count; m++)
    most += members[m]->count;
  allocate (line, most);
  line->runs = count;
  for (;;)
    {
      double x = INFINITY;
      for (size_t m = 0; m < count; m++)
        if (places[m] < members[m]->count)
          x = fmin (x, members[m]->x[places[m]]);
      if (isinf (x))
        break;
      size_t found = 0;
      for (size_t m = 0; m < count; m++)
        if (places[m] < members[m]->count && members[m]->x[places[m]] == x)
          values[found++] = members[m]->y[places[m]++];
      Summary summary = summarise (values, found, grouping, quantiles);
      append (line, x, &summary);
    }
}
