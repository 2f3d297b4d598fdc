/* The thread behind a sweeper (ui/session/sweeper.h): opens store and data, runs the queue, and leaves word of what comes of it where
 * the main thread picks it up. */
#pragma once

#include "ui/session/sweeper.h"

typedef struct _IsoSweepThread IsoSweepThread; /* counted */

/* Begins. Takes over the plan. `news` is called on the main thread, with data of which a weak reference is held, whenever there is
 * something to pick up. */
IsoSweepThread *iso_sweep_thread_new (IsoSweepPlan *plan, const IsoSweeperOptions *options, void (*news) (GObject *owner),
                                      GObject *owner);
void iso_sweep_thread_unref (IsoSweepThread *thread);
/* Asks it to end; it does so by itself. */
void iso_sweep_thread_stop (IsoSweepThread *thread);

const IsoSweepPlan *iso_sweep_thread_plan (IsoSweepThread *thread);
gint64 iso_sweep_thread_run_of (IsoSweepThread *thread, size_t point);

/* What has changed since it was asked last. */
typedef struct {
  bool has_begun, is_over;
  IsoSweepResults *found;  /* in the store, once; to be taken over; else NULL */
  GPtrArray *ended;        /* of IsoSweepEnded, in their order; to be unreferenced */
  IsoSweepQueueStatus status;
  GArray *running;         /* of IsoSweepQueueRun; to be unreferenced */
  int jobs;
  char *problem;           /* newly allocated, or NULL */
} IsoSweepNews;

typedef struct {
  size_t point;
  IsoSweepOutcome *outcome;
} IsoSweepEnded;

void iso_sweep_thread_take (IsoSweepThread *thread, IsoSweepNews *news);
