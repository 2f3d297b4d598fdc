/* One projection of a file's embeddings from reading to measuring, on a thread of its own, so that Ctrl-C is answered at once whatever
 * it is at. */
#pragma once

#include <gio/gio.h>
#include <stdbool.h>

#include "app/progress.h"
#include "engine/projection/quality.h"
#include "engine/projection/settings.h"

typedef struct {
  /* What is asked for; the caller's. */
  const char *input, *labels_path; /* labels_path or NULL */
  IsoProjectionSettings settings;
  int threads;       /* 0: one for each core */
  bool measures;     /* whether the map's quality is measured */
  size_t sample;     /* of so many points; 0: automatic */
  GCancellable *cancellable;
  /* What came of it. */
  size_t N, D;
  float *map;        /* (N, 2) */
  gint32 *labels;    /* (N), or NULL */
  IsoQuality *quality;
  double seconds;    /* of the projection alone */
  double cost;       /* t-SNE's; else NAN */
  double explained[2]; /* PCA's and axes'; else NAN */
  double nearest_recall; /* of the search for neighbors; NAN where there was none */
  char *note;        /* or NULL */
  IsoProgress progress;
} IsoProjectionRun;

/* False with an error. ISO_ERROR_CANCELLED: *is_left_behind means that the thread is still at work on run and everything that it
 * points to; then only _exit() may follow. */
bool iso_projection_run (IsoProjectionRun *run, bool *is_left_behind, GError **error);
void iso_projection_run_clear (IsoProjectionRun *run);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (IsoProjectionRun, iso_projection_run_clear)
