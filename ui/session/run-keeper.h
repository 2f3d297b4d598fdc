/* Keeps one run while it is trained: makes its recorder once the first step is taken, hands in the end of each epoch, and ends both
 * trainer and recorder when the run leaves its place. All that takes time (opening the store, writing what is outstanding, joining
 * threads) happens on a thread of the keeper's; what cannot be kept is told and tried again, and training never waits.
 *
 *     IsoRunKeeper *keeper = iso_run_keeper_new (trainer, NULL, folder, &options);
 *     iso_run_keeper_begin (keeper);                    training was asked for
 *     iso_run_keeper_status (keeper, ISO_RUN_PAUSED);   and so on
 *     iso_run_keeper_end (keeper, trainer, ISO_RUN_STOPPED);
 *
 * Epochs that end before the recorder is there wait for it, the newest of them: so a run of one short epoch has its checkpoint too. */
#pragma once

#include "engine/store/recorder.h"
#include "engine/train/trainer.h"

typedef struct _IsoRunKeeper IsoRunKeeper;

/* Asks the trainer to hand in its epochs, so it is to be called before that is started. recorder: of a run that is gone on with, taken
 * over; NULL: one is made in the store of that folder, with these options (whose texts are not looked at). */
IsoRunKeeper *iso_run_keeper_new (IsoTrainer *trainer, IsoRecorder *recorder, const char *folder, const IsoRecorderOptions *options);
IsoRunKeeper *iso_run_keeper_ref (IsoRunKeeper *keeper);
void iso_run_keeper_unref (IsoRunKeeper *keeper);

/* Steps are about to be taken: with the first of them the run is recorded. */
void iso_run_keeper_begin (IsoRunKeeper *keeper);
bool iso_run_keeper_has_begun (IsoRunKeeper *keeper);
/* An evaluation that was made; that of the model as the run began is kept, without a checkpoint. */
void iso_run_keeper_look (IsoRunKeeper *keeper, IsoEpochSnapshot *snapshot);
/* How the run goes; what is so already changes nothing. */
void iso_run_keeper_status (IsoRunKeeper *keeper, IsoRunStatus status);

/* Its id; 0 while nothing is recorded. */
gint64 iso_run_keeper_run (IsoRunKeeper *keeper);
/* Why it is not kept, or not all of it, at the moment; newly allocated, NULL: all is well. */
char *iso_run_keeper_problem (IsoRunKeeper *keeper);
/* Until all that has happened is written, or `seconds` have passed; true if so, and where nothing is recorded. For workers; the recorder
 * must not be ended meanwhile, which iso_run_keeper_end() waits for. */
bool iso_run_keeper_flush (IsoRunKeeper *keeper, double seconds);

/* Stops the trainer, writes what is outstanding and frees trainer, recorder and the reference: on a thread, which the program waits for at
 * its end for some seconds. status: how it ended. */
void iso_run_keeper_end (IsoRunKeeper *keeper, IsoTrainer *trainer, IsoRunStatus status);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoRunKeeper, iso_run_keeper_unref)
