#include <math.h>

#include "engine/projection/live-private.h"
#include "engine/projection/projection-private.h"

IsoLiveFrame *
iso_live_frame_empty (gpointer subject, IsoLiveRef ref, IsoLiveUnref unref)
{
  IsoLiveFrame *frame = g_new0 (IsoLiveFrame, 1);
  iso_references_init (&frame->references);
  frame->unref = unref;
  frame->subject = ref (subject);
  frame->cost = frame->recall = frame->explained[0] = frame->explained[1] = NAN;
  return frame;
}

void
iso_live_frame_fill (IsoLiveFrame *frame, IsoProjection *projection)
{
  const IsoNearest *nearest = iso_projection_nearest (projection);
  frame->positions = g_memdup2 (iso_projection_points (projection), MAX (2 * projection->N, 1) * sizeof (float));
  frame->done = iso_projection_done (projection);
  frame->total = iso_projection_total (projection);
  frame->prepared = 1.0;
  frame->recall = nearest != NULL ? nearest->recall : (double) NAN;
  frame->note = g_strdup (iso_projection_note (projection));
  iso_projection_explained (projection, frame->explained);
}

IsoLiveFrame *
iso_live_frame_of (IsoProjection *projection, gpointer subject, IsoLiveRef ref, IsoLiveUnref unref)
{
  IsoLiveFrame *frame = iso_live_frame_empty (subject, ref, unref);
  frame->settings = projection->settings;
  frame->N = projection->N;
  iso_live_frame_fill (frame, projection);
  frame->cost = iso_projection_cost (projection);
  return frame;
}

IsoLiveFrame *
iso_live_frame_ref (IsoLiveFrame *frame)
{
  iso_references_add (&frame->references);
  return frame;
}

void
iso_live_frame_unref (IsoLiveFrame *frame)
{
  if (frame == NULL || !iso_references_drop (&frame->references))
    return;
  frame->unref (frame->subject);
  g_free (frame->positions);
  g_free (frame->note);
  g_clear_error (&frame->error);
  g_free (frame);
}

bool
iso_live_frame_is_at_rest (const IsoLiveFrame *frame)
{
  return frame->positions != NULL && frame->done == frame->total;
}
