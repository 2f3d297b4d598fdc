/* A projection that follows embeddings which change, on a thread of its own: commands in, frames out.
 *
 *   IsoLiveProjection *live = iso_live_projection_new (ref, unref, 1, wake, data);
 *   iso_live_projection_request (live, &(IsoLiveRequest) { snapshot, Z, N, D, rows, run, settings });
 *   … when wake() was called:
 *   g_autoptr (IsoLiveFrame) frame = iso_live_projection_take (live);
 *
 * A frame is a map as it stands at the moment, copied; at most some thirty a second are made, and a newer one takes the place of
 * one that nobody took. Requests of one series (the same samples at another moment) with the same settings follow each other: t-SNE and
 * UMAP go on from where the points stand, each map is turned to lie as the one before, and where the embeddings are the same bytes
 * nothing moves at all. Anything else begins anew and cancels what runs; what a method has reached before is shown again at once,
 * if neither embeddings nor settings have changed.
 *
 * A map that is still forming is not torn away by every newer moment: the next begins when the present one has its shape.
 *
 * Works at lower priority, with a pool of its own. Commands return at once; all functions are for one thread, the owner's. */
#pragma once

#include "engine/base/references.h"
#include "engine/projection/projection.h"

typedef struct _IsoLiveProjection IsoLiveProjection;

typedef gpointer (*IsoLiveRef) (gpointer subject);
typedef void (*IsoLiveUnref) (gpointer subject);
/* On the projection's thread, after a frame was made. */
typedef void (*IsoLiveWake) (gpointer data);

typedef struct {
  gpointer subject;        /* what the embeddings belong to and live in; referenced as long as they are needed */
  const float *embeddings; /* (N, D), never changed */
  size_t N, D;
  IsoProjectionRows rows;  /* live in the subject too; the same throughout a series */
  guint64 series;          /* the same for moments of the same samples */
  IsoProjectionSettings settings;
} IsoLiveRequest;

typedef struct {
  IsoReferences references;
  IsoLiveUnref unref;
  gpointer subject;    /* of the request; owned */
  guint64 request;     /* its number */
  IsoProjectionSettings settings;
  size_t N;
  float *positions;    /* (N, 2); NULL while it is prepared, and where it failed */
  size_t done, total;  /* steps; at rest where they are equal */
  double prepared;     /* 0 … 1, while there are no positions */
  double cost;         /* t-SNE: KL in nats, of a moment not long ago; else NAN */
  double explained[2]; /* PCA and axes; else NAN */
  double recall;       /* of the search for neighbors; NAN where there was none */
  char *note;          /* or NULL */
  GError *error;       /* why there is no map, or NULL */
} IsoLiveFrame;

/* threads of the pool: the projection's own included. Its ref and unref are of the requests' subjects. */
IsoLiveProjection *iso_live_projection_new (IsoLiveRef ref, IsoLiveUnref unref, int threads, IsoLiveWake wake, gpointer data);
/* Cancels what runs and waits for the thread to end; wake() is not called any more. */
void iso_live_projection_free (IsoLiveProjection *live);

/* Returns its number, counted from 1. The newest takes the place of one that waits. */
guint64 iso_live_projection_request (IsoLiveProjection *live, const IsoLiveRequest *request);
/* Nothing asked for so far arrives any more, and nothing is aligned to it. */
void iso_live_projection_forget (IsoLiveProjection *live);
/* While paused no steps are taken and no newer moment is begun; other settings or another series end it. */
void iso_live_projection_set_paused (IsoLiveProjection *live, bool paused);
bool iso_live_projection_is_paused (IsoLiveProjection *live);

/* The newest frame, if it was not taken yet, else NULL. */
IsoLiveFrame *iso_live_projection_take (IsoLiveProjection *live);

/* The projection as it stands, without any thread: of the request number 0. */
IsoLiveFrame *iso_live_frame_of (IsoProjection *projection, gpointer subject, IsoLiveRef ref, IsoLiveUnref unref);
IsoLiveFrame *iso_live_frame_ref (IsoLiveFrame *frame);
void iso_live_frame_unref (IsoLiveFrame *frame);
bool iso_live_frame_is_at_rest (const IsoLiveFrame *frame);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoLiveProjection, iso_live_projection_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoLiveFrame, iso_live_frame_unref)
