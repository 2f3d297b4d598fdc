/* What the live projection's files share: live.c (commands and thread), live-layout.c (how a map is begun and goes on) and
 * live-frame.c. */
#pragma once

#include <pthread.h>

#include "engine/projection/align.h"
#include "engine/projection/live.h"

/* A request on its way, with a reference to its subject. */
typedef struct {
  IsoReferences references;
  IsoLiveRequest asked;
  IsoLiveUnref unref;
  guint64 number;
} IsoLiveJob;

IsoLiveJob *iso_live_job_ref (IsoLiveJob *job);
void iso_live_job_unref (IsoLiveJob *job);

/* Of the thread alone: the map at work and what each method has reached in this series. */
typedef struct {
  IsoLiveProjection *live;
  IsoPool *pool;
  guint64 series;            /* of all below */
  IsoLiveJob *job;           /* whose map is shown; NULL: none */
  IsoLiveJob *embedded;      /* whose embeddings `projection` works on: may be an earlier one with the same bytes */
  IsoProjection *projection; /* NULL: at rest */
  GCancellable *cancellable;
  bool is_fresh;             /* not begun from an earlier map */
  IsoTurn turn;              /* of a fresh map */
  IsoLiveFrame *reference;   /* the map that one gone on with is turned to; NULL for a fresh one */
  double begun, shown, cost_due; /* seconds */
  double cost;
  struct {
    IsoLiveJob *job;
    IsoLiveFrame *frame;     /* the last that was shown */
  } reached[ISO_PROJECTION_METHOD_COUNT];
  int last_method;           /* of the last frame shown, −1: none */
} IsoLiveLayout;

/* Whether b is another moment of what a shows. */
bool iso_live_follows (const IsoLiveRequest *a, const IsoLiveRequest *b);

void iso_live_layout_begin (IsoLiveLayout *layout, IsoLiveJob *job, GCancellable *cancellable);
/* Steps until the next frame is due. */
void iso_live_layout_advance (IsoLiveLayout *layout);
/* Whether `next`, which waits, may begin. */
bool iso_live_layout_gives_way (const IsoLiveLayout *layout, const IsoLiveJob *next);
bool iso_live_layout_is_forming (const IsoLiveLayout *layout);
void iso_live_layout_forget (IsoLiveLayout *layout);

/* From the thread: takes the reference, and wakes the owner. */
void iso_live_post (IsoLiveProjection *live, IsoLiveFrame *frame);
IsoLiveFrame *iso_live_frame_new (IsoLiveProjection *live, IsoLiveJob *job);

/* live-frame.c */
IsoLiveFrame *iso_live_frame_empty (gpointer subject, IsoLiveRef ref, IsoLiveUnref unref);
/* All but the cost, which takes time. */
void iso_live_frame_fill (IsoLiveFrame *frame, IsoProjection *projection);
