/* Records one run into the store while it goes on, for the window (which trains on a thread of its own) and the command line (which
 * does not) alike.
 *
 *     IsoRecorder *recorder = iso_recorder_new (NULL, experiment, history, NULL, &error);
 *     … at each epoch's end, on the training's thread (iso_trainer_keep()): iso_recorder_epoch (recorder, image, snapshot, probe);
 *     iso_recorder_status (recorder, ISO_RUN_FINISHED);
 *     iso_recorder_free (recorder);
 *
 * A thread of its own owns the only connection by which it writes. Four times a second it takes what is new in the history and writes
 * it in one transaction: a program that is killed at any instant loses less than a second. The end of an epoch waits in one of two
 * places until it is written; where the disk is slower than the training the newest takes the second place, and the epoch before it
 * is not kept (its numbers are). So nothing here ever makes the training wait, and memory stays bounded.
 *
 * Nothing here ever ends the training either: what fails (a full disk, a folder that cannot be written, another program that holds the
 * database for long) is a message for whoever asks, and tried again until it works. */
#pragma once

#include "engine/store/run.h"

typedef struct _IsoRecorder IsoRecorder;

#define ISO_KEEP_EPOCHS 50
#define ISO_KEEP_BYTES (G_GUINT64_CONSTANT (500) * 1000 * 1000)

/* Of zeros: a run of its own under its default name. Texts are copied. */
typedef struct {
  const char *name;
  gint64 parent;           /* id of the run that it is a fork of: the history already holds that run's past, which is recorded here too */
  int fork_epoch;
  gint64 resumed;          /* id of the run that it goes on with, in its own row: what that had recorded beyond the history's steps
                            * gives way. The rest of the options is ignored but for the two limits */
  const char *sweep, *sweep_point;
  int keep_epochs;         /* 0: ISO_KEEP_EPOCHS. Beyond either limit the epochs between the first and the last kept are thinned */
  guint64 keep_bytes;      /* out evenly; 0: ISO_KEEP_BYTES */
} IsoRecorderOptions;

/* Makes the run's row and folder and starts the thread. folder and options may be NULL; takes references of its own. ISO_ERROR_FILE
 * with the path and what the database said; ISO_ERROR_ARGUMENT where the run to go on with is being recorded by somebody. Takes some
 * milliseconds; seconds where another program holds the database: not for the thread of a window. */
IsoRecorder *iso_recorder_new (const char *folder, IsoExperiment *experiment, IsoHistory *history, const IsoRecorderOptions *options,
                               GError **error);

/* Whether the end of an epoch, which comes next, is to be handed in with an image and the probe batch. Copying the state of a run and
 * writing it takes some milliseconds, which is little beside most epochs, but much beside those that are as short: then only so many
 * are wanted that they take ISO_KEEP_SHARE of the time, about one a second with the embedded sample. is_last: of the last planned
 * epoch, which is always wanted. By the thread that hands the epoch in. */
#define ISO_KEEP_SHARE 0.01
bool iso_recorder_wants_image (IsoRecorder *recorder, bool is_last);

/* The end of an epoch, from any thread, without waiting. image: iso_runner_image() of the run as it then stands; snapshot: its
 * evaluation; probe: the probe batch. Each may be NULL (image and snapshot not both); references are taken. */
void iso_recorder_epoch (IsoRecorder *recorder, GBytes *image, IsoEpochSnapshot *snapshot, IsoBatchSnapshot *probe);

/* How the run goes, from any thread; a status other than RUNNING and PAUSED ends it, with the time of this call. It begins RUNNING. */
void iso_recorder_status (IsoRecorder *recorder, IsoRunStatus status);

gint64 iso_recorder_run (IsoRecorder *recorder); /* its id */
/* What went wrong most recently and is not yet made good, newly allocated; NULL: all is well. */
char *iso_recorder_problem (IsoRecorder *recorder);
/* Until all that had been handed in (and stood in the history) is written, or `seconds` have passed; true if so. */
bool iso_recorder_wait (IsoRecorder *recorder, double seconds);

/* Writes what is outstanding and joins the thread: up to some seconds where that fails. A run whose status was never set to another than
 * RUNNING or PAUSED is then INTERRUPTED. NULL is let be. */
void iso_recorder_free (IsoRecorder *recorder);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoRecorder, iso_recorder_free)
