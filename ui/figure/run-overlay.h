/* One quantity of many runs over one another: a line each, or one a group of runs that repeat each other, with a band about its mean.
 *
 *     IsoOverlayOptions options = ISO_OVERLAY_OPTIONS_DEFAULT;
 *     g_autoptr (IsoRunOverlay) overlay = iso_run_overlay_new (runs, count, groups, group_count, &options, cancellable);   // a worker's
 *     g_autoptr (IsoChart) chart = iso_run_overlay_chart (overlay, hidden, false);
 *
 * What is recorded each step is averaged as IsoCurve does, m_t = β m_{t−1} + (1 − β) x_t shown as m_t / (1 − β^t), run by run. Of runs of
 * more than ISO_OVERLAY_POINTS steps the means of so many consecutive ones are drawn: iso_run_overlay_stride(). A group's line is the
 * mean of those of its runs that have a value at that x, so that one that ended early or broke does not end the others; its band is
 *
 *     interval:  x̄ ± t(n − 1, 95 %) · s / √n     of at least two
 *     extremes:  min … max
 *
 * Immutable and counted. */
#pragma once

#include <gio/gio.h>

#include "engine/train/history.h"
#include "ui/figure/chart.h"

#define ISO_OVERLAY_POINTS 20000
#define ISO_OVERLAY_CONFIDENCE 0.95

typedef enum {
  ISO_OVERLAY_SCORE, /* each evaluation; the others each step: */
  ISO_OVERLAY_LOSS,
  ISO_OVERLAY_METRIC_LOSS,
  ISO_OVERLAY_DIVERGENCE,
  ISO_OVERLAY_GRADIENT_NORM,
} IsoOverlayQuantity;

typedef enum { ISO_OVERLAY_TEST, ISO_OVERLAY_VALIDATION, ISO_OVERLAY_TRAIN } IsoOverlayPart;
typedef enum { ISO_OVERLAY_INTERVAL, ISO_OVERLAY_EXTREMES, ISO_OVERLAY_EACH } IsoOverlayGrouping;

typedef struct {
  IsoOverlayQuantity quantity;
  IsoScoreKey score;   /* of ISO_OVERLAY_SCORE, and */
  IsoOverlayPart part; /* on what */
  IsoOverlayGrouping grouping;
  bool over_epochs;    /* else over steps */
  double smoothing;    /* β in [0, 1) of what is recorded each step */
} IsoOverlayOptions;

#define ISO_OVERLAY_OPTIONS_DEFAULT \
  { ISO_OVERLAY_SCORE, ISO_SCORE_RECALL_1, ISO_OVERLAY_TEST, ISO_OVERLAY_INTERVAL, true, 0.9 }

/* A run, or a group. color as iso_chart_color(), dash as dash.h have it. */
typedef struct {
  const char *label;
  int color, dash;
  IsoHistory *history; /* of a run */
  size_t group;        /* of a run: its index */
} IsoOverlaySource;

typedef struct {
  char *label;
  int color, dash;
  size_t runs;         /* how many stand behind it */
  size_t count;
  double *x, *y;       /* (count) y NAN: a gap */
  double *low, *high;  /* (count) the band; NULL: a line alone, as the next ones */
  double *least, *most;/* (count) of the runs' values */
  double *values;      /* (count) how many runs have one */
} IsoOverlayLine;

typedef struct _IsoRunOverlay IsoRunOverlay;

/* runs (run_count), groups (group_count); read only while this runs. NULL where it was cancelled. A millisecond for some thousand steps. */
IsoRunOverlay *iso_run_overlay_new (const IsoOverlaySource *runs, size_t run_count, const IsoOverlaySource *groups, size_t group_count,
                                    const IsoOverlayOptions *options, GCancellable *cancellable);
IsoRunOverlay *iso_run_overlay_ref (IsoRunOverlay *overlay);
void iso_run_overlay_unref (IsoRunOverlay *overlay);

const IsoOverlayOptions *iso_run_overlay_options (const IsoRunOverlay *overlay);
size_t iso_run_overlay_count (const IsoRunOverlay *overlay);
const IsoOverlayLine *iso_run_overlay_line (const IsoRunOverlay *overlay, size_t index);
/* Whether anything of it can be drawn. */
bool iso_overlay_line_has_values (const IsoOverlayLine *line);
/* How many steps are one point of a line; 1: each is shown. */
size_t iso_run_overlay_stride (const IsoRunOverlay *overlay);

/* hidden (count of lines; NULL: none). Newly made; without series where there is no value. */
IsoChart *iso_run_overlay_chart (const IsoRunOverlay *overlay, const bool *hidden, bool logarithmic);

/* "recall@1", "loss": as files name it; interned. And what is shown, how, in a few words: "Recall@1 on the test part · mean and 95 %
 * interval (Student's t)"; newly allocated. */
const char *iso_overlay_name (const IsoOverlayOptions *options);
char *iso_run_overlay_words (const IsoRunOverlay *overlay);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoRunOverlay, iso_run_overlay_unref)
