/* What the batch card's files share: batch-view.c (the batch and its matrices), batch-view-looks.c (which look is shown, header),
 * batch-view-trial.c (trying other settings, hints), batch-view-export.c (what can be taken away) and batch-view-timing.c (what reached
 * the screen, and when). */
#pragma once

#include "ui/plot/batch-board.h"
#include "ui/plot/batch-map.h"
#include "ui/plot/batch-view.h"
#include "ui/plot/health-strip.h"
#include "ui/plot/hint-bar.h"
#include "ui/plot/trial-row.h"

/* In the order of the header's toggles. */
typedef enum { ISO_SHOWN_LIVE, ISO_SHOWN_FROZEN, ISO_SHOWN_PROBE } IsoShownBatch;

struct _IsoBatchView {
  IsoViewCard parent_instance;
  GtkStack *looks; /* matrices, map, similarities, by the names of iso_batch_look_names */
  GtkStack *stack; /* of the matrices: "empty", "board" */
  IsoBatchBoard *board;
  IsoHealthStrip *health;
  IsoBatchMap *map;
  IsoSimilarityView *similarities;
  IsoTrialRow *trial;
  IsoHintBar *hint;

  IsoXray *xray; /* never NULL; its own unless one was set */
  gulong chosen, computed;
  gboolean watches;
  IsoDataset *dataset; /* whose names are on the board; not owned, to be compared only */
  gboolean had_batch;

  IsoBatchLook look;
  IsoSimilaritySource source;
  GtkWidget *look_row, *watch_row, *scale_row, *source_row, *trial_toggle;
  IsoShownBatch watched; /* live or probe: where "frozen" came from */
  gboolean syncing;      /* toggles follow what holds, nobody presses them */
  char *titles[ISO_BATCH_LOOK_COUNT], *subtitles[ISO_BATCH_LOOK_COUNT]; /* what each look last said of itself; NULL: nothing */

  gboolean logarithmic;
  gboolean shows_before, shows_change; /* instead of what is tried; before, which is held, goes above the other */

  IsoBatchSnapshot *shown;     /* whose matrices are on the board */
  guint64 drawn_count;
  gboolean counts;             /* the frame to come shows a batch for the first time */
  gboolean timing, timed_shown;
  IsoDistillSettings timed_settings;
  double timed_from, latency_ms;
  GdkFrameClock *clock;        /* while waiting for its after-paint */
  gulong after_paint;
};

/* batch-view.c */
/* Brings the board up to date with what the X-ray has. */
void iso_batch_view_show_stages (IsoBatchView *view);
/* The quiet line over matrices; advice: what can be done with them, or NULL. Free with g_free(). */
char *iso_batch_view_describe (IsoBatchView *view, const IsoXrayStages *stages, const IsoBatchMatrices *matrices, const char *advice);
void iso_batch_view_choose_watch (IsoBatchView *view, int index);
void iso_batch_view_choose_scale (IsoBatchView *view, int index);

/* batch-view-looks.c */
/* Takes the page of the matrices, makes those of the other looks and the header's controls. */
void iso_batch_view_add_looks (IsoBatchView *view, GtkWidget *matrices);
/* What a look says of what it shows; title NULL or "": nothing is shown. */
void iso_batch_view_tell (IsoBatchView *view, IsoBatchLook look, const char *title, const char *subtitle);
/* Header and title say again which batch is looked at. */
void iso_batch_view_sync_header (IsoBatchView *view);
void iso_batch_view_clear_looks (IsoBatchView *view);

/* batch-view-timing.c */
/* Counts what the next frame shows, once it is painted; and waits for it no longer. */
void iso_batch_view_await_paint (IsoBatchView *view);
void iso_batch_view_release_clock (IsoBatchView *view);

/* batch-view-export.c */
void iso_batch_view_install_export (IsoViewCardClass *class);

/* batch-view-trial.c */
/* The body of the card: the row of trial settings, the hints, and below them the looks. */
GtkWidget *iso_batch_view_add_trial (IsoBatchView *view, GtkWidget *looks);
void iso_batch_view_open_trial (IsoBatchView *view, gboolean open);
/* What the gauges ask for, if anything. */
void iso_batch_view_update_hint (IsoBatchView *view);
/* Keys of the card: x folds the row, v shows the matrices before the trial as long as it is held, c what it changes. */
gboolean iso_batch_view_trial_key (IsoBatchView *view, guint key, gboolean pressed);
