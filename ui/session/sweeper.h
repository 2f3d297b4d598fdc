/* A sweep that runs while the window goes on: keeps each of its runs in the store, and tells how far it is and what it has come to.
 *
 *     g_autoptr (IsoSweeper) sweeper = iso_sweeper_new ();
 *     iso_sweeper_start (sweeper, g_steal_pointer (&plan), &options);
 *     … "progress", "results", "state-changed" …
 *     iso_sweeper_stop (sweeper);       what is done stays; the same plan started again goes on with the rest
 *
 * Everything that waits (the store, the data, the runs) is on threads of its own. All calls are made in the main context, and signals
 * come there: "state-changed" (), "progress" () some times a second while runs go on, and "results" () when runs have ended or were
 * found in the store. Whoever lets go of the last reference stops the sweep. */
#pragma once

#include <glib-object.h>

#include "engine/data/dataset.h"
#include "engine/sweep/queue.h"
#include "engine/sweep/results.h"

#define ISO_TYPE_SWEEPER (iso_sweeper_get_type ())
G_DECLARE_FINAL_TYPE (IsoSweeper, iso_sweeper, ISO, SWEEPER, GObject)

typedef enum {
  ISO_SWEEPER_IDLE,     /* none was started */
  ISO_SWEEPER_OPENING,  /* the store is being looked through, the data are being read */
  ISO_SWEEPER_RUNNING,
  ISO_SWEEPER_STOPPING, /* asked to; the runs under way end after a step */
  ISO_SWEEPER_ENDED,    /* all runs are done, or it was stopped, or there is a problem */
} IsoSweeperState;

/* Of zeros: the user's store, a run for each core. All is copied, the dataset by a reference. */
typedef struct {
  const char *folder;          /* of the store */
  int jobs;                    /* runs at once; 0: one for each core */
  bool retries;                /* runs that have failed are run again */
  IsoDataset *dataset;         /* in place already, so that it need not be read again, or NULL; */
  const IsoSettings *settings; /* that it was read by */
  IsoSweepRun run;             /* for tests: instead of iso_sweep_run(), and then nothing is kept; */
  gpointer run_data;           /* must stay until the sweep has ended */
} IsoSweeperOptions;

IsoSweeper *iso_sweeper_new (void);

/* Takes over the plan. What the store has of it counts as done. Nothing happens while another one runs: FALSE. */
gboolean iso_sweeper_start (IsoSweeper *sweeper, IsoSweepPlan *plan, const IsoSweeperOptions *options);
void iso_sweeper_stop (IsoSweeper *sweeper);

IsoSweeperState iso_sweeper_state (IsoSweeper *sweeper);
gboolean iso_sweeper_is_busy (IsoSweeper *sweeper);
/* Why it could not begin or go on, or NULL. */
const char *iso_sweeper_problem (IsoSweeper *sweeper);

/* Of the one that runs or ran last, or NULL; they stay until another one is started. */
const IsoSweepPlan *iso_sweeper_plan (IsoSweeper *sweeper);
const IsoSweepResults *iso_sweeper_results (IsoSweeper *sweeper);
/* The run of the store that counts for a point; 0: none. */
gint64 iso_sweeper_run_of (IsoSweeper *sweeper, size_t point);

/* As of the last "progress". */
void iso_sweeper_status (IsoSweeper *sweeper, IsoSweepQueueStatus *status);
/* Runs under way, by point; returns how many. Valid until the next "progress". */
size_t iso_sweeper_running (IsoSweeper *sweeper, const IsoSweepQueueRun **runs);
/* 0 … 1 of all runs, those that were done before among them. */
double iso_sweeper_share (IsoSweeper *sweeper);
/* Seconds until the end: by the runs that have finished, and then both are the same; until the first has, by the steps done so far, and
 * then it will be between the two. FALSE where nothing can be told yet. */
gboolean iso_sweeper_seconds_left (IsoSweeper *sweeper, double *least, double *most);
/* How many runs go on at once at most. */
int iso_sweeper_jobs (IsoSweeper *sweeper);
