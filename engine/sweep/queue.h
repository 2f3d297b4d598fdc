/* Runs the points of a sweep, several at once, one a core.
 *
 *     IsoSweepQueue *queue = iso_sweep_queue_new (plan, &options, &keeper);
 *     while (!iso_sweep_queue_wait (queue, 0.1))
 *       { iso_sweep_queue_status (queue, &status); … show it … }
 *     iso_sweep_queue_free (queue);
 *
 * The runs share the data and nothing else: what a run comes to does not depend on what runs beside it. Nothing is kept here; a keeper,
 * which may be a folder, a data base or a test, is asked what is done already and told what becomes done. */
#pragma once

#include <gio/gio.h>

#include "engine/sweep/outcome.h"
#include "engine/sweep/plan.h"
#include "engine/sweep/shard.h"
#include "engine/train/runner.h"

/* Any function may be NULL. */
typedef struct {
  gpointer data;
  /* Whether a point is done and need not run. Asked by iso_sweep_queue_new(), once for each. */
  bool (*is_done) (gpointer data, size_t point);
  /* A run is about to take its first step. What is returned is handed on with all that follows of it. From the run's thread, several at
   * once. */
  gpointer (*begun) (gpointer data, size_t point, IsoExperiment *experiment, IsoHistory *history);
  /* It has been evaluated; from its thread, which waits. */
  void (*evaluated) (gpointer data, gpointer kept, IsoRunner *runner, IsoEpochSnapshot *snapshot);
  /* It has ended, however; kept: NULL if it never began. From its thread, but one at a time. False with an error where that could not be
   * kept: then no further run begins. */
  bool (*finished) (gpointer data, gpointer kept, size_t point, const IsoSweepOutcome *outcome, GError **error);
} IsoSweepKeeper;

/* One run, as the function that does it sees it. */
typedef struct {
  size_t point;
  IsoSettings settings; /* of the point; train.threads as shared out */
  GCancellable *cancellable;
  const IsoSweepKeeper *keeper;
  gpointer kept;        /* of the keeper's begun(), if it was called */
  _Atomic int done;     /* how far it is, of ISO_SWEEP_WHOLE */
} IsoSweepTask;
#define ISO_SWEEP_WHOLE 10000

/* Does it, on the thread that calls; owned by the caller. */
typedef IsoSweepOutcome *(*IsoSweepRun) (IsoSweepTask *task, gpointer data);

typedef struct {
  IsoSweepRun run; /* iso_sweep_run (run.h), with its data */
  gpointer run_data;
  IsoShard shard;  /* of all points; ISO_SHARD_ALL */
  int jobs;        /* runs at once; 0: one for each core, but no more than there are points */
  GCancellable *cancellable; /* or NULL */
} IsoSweepQueueOptions;

typedef struct _IsoSweepQueue IsoSweepQueue;

/* Begins at once. The plan must stay; options and keeper are copied. A run has train.threads threads, by default as many as there are
 * cores for each of the runs at once. Where the system refuses threads, fewer run at once. */
IsoSweepQueue *iso_sweep_queue_new (const IsoSweepPlan *plan, const IsoSweepQueueOptions *options, const IsoSweepKeeper *keeper);
/* Asks all runs to stop, and no other begins. */
void iso_sweep_queue_cancel (IsoSweepQueue *queue);
/* Waits for the end, at most so many seconds (below 0: however long); whether all have ended. */
bool iso_sweep_queue_wait (IsoSweepQueue *queue, double seconds);
/* Cancels, and joins: may wait for a step of each run. */
void iso_sweep_queue_free (IsoSweepQueue *queue);

typedef struct {
  size_t points;      /* of this shard */
  size_t already;     /* of these were done before */
  size_t finished, failed, interrupted; /* ended here */
  size_t running;
  double share;       /* 0 … 1 of what was to be done here, the runs under way by how far they are */
  double seconds;     /* since the beginning */
  bool is_over;
} IsoSweepQueueStatus;

void iso_sweep_queue_status (IsoSweepQueue *queue, IsoSweepQueueStatus *status);
/* The runs under way, at most `most` of them, in no order; returns how many were written. */
typedef struct {
  size_t point;
  double share; /* 0 … 1 of its steps */
} IsoSweepQueueRun;

size_t iso_sweep_queue_running (IsoSweepQueue *queue, IsoSweepQueueRun *runs, size_t most);
/* What could not be kept, newly allocated, or NULL. */
char *iso_sweep_queue_problem (IsoSweepQueue *queue);
/* Runs at once. */
int iso_sweep_queue_jobs (const IsoSweepQueue *queue);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoSweepQueue, iso_sweep_queue_free)
