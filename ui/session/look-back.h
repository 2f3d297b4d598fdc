/* Looking back on the run in place: which of its epochs are kept, the one that is looked at, and the film that goes through them.
 *
 *     IsoLookBack *back = iso_look_back_new (library);
 *     iso_look_back_set_run (back, iso_session_run (session), iso_session_experiment (session));
 *     iso_look_back_go (back, 12);      "shown": iso_look_back_snapshot() and iso_look_back_batch() are those of epoch 12
 *     iso_look_back_go (back, ISO_LOOK_BACK_NOW);
 *
 * Files are read on a worker, one epoch at a time: of those that were asked for meanwhile only the last is read, and nothing that was
 * asked for earlier follows it. What was read stays in memory while there is room, and the next epochs on the way are read ahead. Training
 * does not know of any of it.
 *
 * Signals:
 *   "kept-changed" ()   iso_look_back_kept() is another list
 *   "asked" ()          iso_look_back_asked() is another epoch, which is not read yet
 *   "shown" ()          another epoch is looked at, or none: now
 *   "film" ()           it plays, no longer plays, or has another speed
 *   "problem" (text)    an epoch could not be read: why; what was shown stays
 *
 * All calls are made in the main context. */
#pragma once

#include "engine/store/run.h"
#include "ui/session/past-cache.h"
#include "ui/session/run-library.h"

#define ISO_TYPE_LOOK_BACK (iso_look_back_get_type ())
G_DECLARE_FINAL_TYPE (IsoLookBack, iso_look_back, ISO, LOOK_BACK, GObject)

#define ISO_LOOK_BACK_NOW (-1)
/* Bytes of epochs that are held in memory. */
#define ISO_LOOK_BACK_ROOM (G_GUINT64_CONSTANT (96) * 1000 * 1000)

/* library NULL: nothing is ever kept. Takes a reference. */
IsoLookBack *iso_look_back_new (IsoRunLibrary *library);
/* The same with other room, for tests. */
IsoLookBack *iso_look_back_new_with_room (IsoRunLibrary *library, guint64 room);

/* The run that is looked back on, 0: none is recorded, and what it trains (a reference is taken). Where either is another than before
 * all is forgotten, and now is looked at. */
void iso_look_back_set_run (IsoLookBack *back, gint64 run, IsoExperiment *experiment);
gint64 iso_look_back_run (IsoLookBack *back);
IsoRunLibrary *iso_look_back_library (IsoLookBack *back);

/* Something may have been kept a moment ago: the list is read now, and for some seconds more. */
void iso_look_back_refresh (IsoLookBack *back);

/* Of IsoKeptEpoch, ascending: those that can be looked at. An epoch that was not evaluated has no embeddings: it counts only where there
 * are no test samples at all. Valid until the next "kept-changed". */
const GArray *iso_look_back_kept (IsoLookBack *back);

/* Looks at the kept epoch that is nearest to it, the earlier of two; ISO_LOOK_BACK_NOW: no longer looks back. Ends the film. */
void iso_look_back_go (IsoLookBack *back, int epoch);
/* To the kept epoch before (−1) or after (1) the one asked for; from now back to the last, and beyond the last to now. */
void iso_look_back_step (IsoLookBack *back, int direction);

/* The epoch that was asked for last, ISO_LOOK_BACK_NOW: none. */
int iso_look_back_asked (IsoLookBack *back);
/* The epoch in sight, likewise; and what is kept of it, which may be NULL each; not owned. Of short epochs not each has its batch kept:
 * then it is that of the nearest epoch that has, whose own step and epoch say so. */
int iso_look_back_shown (IsoLookBack *back);
IsoEpochSnapshot *iso_look_back_snapshot (IsoLookBack *back);
IsoBatchSnapshot *iso_look_back_batch (IsoLookBack *back);
/* The steps that were taken by then; 0 while now is looked at. */
guint64 iso_look_back_step_count (IsoLookBack *back);

/* Goes from kept epoch to kept epoch, from the one asked for, or from the first where that is the last or now; ends at the last. An epoch
 * that takes longer to read is waited for. */
void iso_look_back_play (IsoLookBack *back, gboolean playing);
gboolean iso_look_back_is_playing (IsoLookBack *back);
/* Kept epochs a second, 5 at first. */
void iso_look_back_set_speed (IsoLookBack *back, double speed);
double iso_look_back_speed (IsoLookBack *back);

/* Bytes held, for tests. */
guint64 iso_look_back_held (IsoLookBack *back);
