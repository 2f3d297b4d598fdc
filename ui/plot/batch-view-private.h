/* What the batch card's files share: batch-view.c (the batch and its matrices) and batch-view-looks.c (which look is shown, header). */
#pragma once

#include "ui/plot/batch-board.h"
#include "ui/plot/batch-map.h"
#include "ui/plot/batch-stages.h"
#include "ui/plot/batch-view.h"
#include "ui/plot/health-strip.h"

struct _IsoBatchView {
  IsoViewCard parent_instance;
  GtkStack *looks; /* matrices, map, similarities, by the names of iso_batch_look_names */
  GtkStack *stack; /* of the matrices: "empty", "board" */
  IsoBatchBoard *board;
  IsoHealthStrip *health;
  IsoBatchStages *stages;
  IsoBatchMap *map;
  IsoSimilarityView *similarities;

  IsoBatchLook look;
  IsoSimilaritySource source;
  GtkWidget *look_row, *watch_row, *scale_row, *source_row;
  char *titles[ISO_BATCH_LOOK_COUNT], *subtitles[ISO_BATCH_LOOK_COUNT]; /* what each look last said of itself; NULL: nothing */

  IsoBatchSnapshot *newest;    /* set last */
  IsoDistillSettings settings; /* instead of its own, if has_settings */
  gboolean has_settings;
  gboolean logarithmic;
  gboolean stale;              /* the matrices are not what they should be, and no request has been made for that */
  double asked;                /* when the last request was made, seconds */
  double interval;             /* to keep between requests for new batches */
  guint timeout;

  IsoBatchSnapshot *shown;     /* whose matrices are on the board */
  guint64 drawn_count;
  gboolean counts;             /* the frame to come shows a batch for the first time */
  guint64 timed_generation;    /* of the request that the last set_settings() led to; 0: not made yet or drawn already */
  gboolean timing, timed_shown;
  double timed_from, latency_ms;
  GdkFrameClock *clock;        /* while waiting for its after-paint */
  gulong after_paint;
};

/* batch-view.c */
/* Brings the matrices up to date if they are in sight and not what they should be. */
void iso_batch_view_refresh_matrices (IsoBatchView *view);
void iso_batch_view_choose_watch (IsoBatchView *view, int index);
void iso_batch_view_choose_scale (IsoBatchView *view, int index);

/* batch-view-looks.c */
/* Takes the page of the matrices, makes those of the other looks and the header's controls. */
void iso_batch_view_add_looks (IsoBatchView *view, GtkWidget *matrices);
/* What a look says of what it shows; title NULL or "": nothing is shown. */
void iso_batch_view_tell (IsoBatchView *view, IsoBatchLook look, const char *title, const char *subtitle);
void iso_batch_view_clear_looks (IsoBatchView *view);
