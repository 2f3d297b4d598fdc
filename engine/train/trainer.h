/* The trainer: a thread that owns model, optimizer and random streams.
 *
 *     IsoTrainer *trainer = iso_trainer_new (experiment);
 *     iso_trainer_start (trainer);
 *     …
 *     iso_trainer_free (trainer);           stops, drains, joins
 *
 * Commands go in by a FIFO, are applied between two steps and answered with the step they take effect at. Results leave through
 * two mailboxes and the history. No function here waits for a step, except iso_trainer_wait() and iso_trainer_free().
 */
#pragma once

#include "engine/train/history.h"
#include "engine/train/journal.h"
#include "engine/train/lockstep.h"
#include "engine/train/mailbox.h"
#include "engine/train/snapshot.h"

typedef struct _IsoTrainer IsoTrainer;

typedef enum {
  ISO_TRAINER_READY,      /* not started; the untrained network is being or has been evaluated */
  ISO_TRAINER_RUNNING,
  ISO_TRAINER_PAUSED,
  ISO_TRAINER_FINISHED,   /* planned epochs done; start keeps training beyond */
  ISO_TRAINER_FAILED,     /* loss became NaN or infinite: last good weights kept */
  ISO_TRAINER_STOPPED,
} IsoTrainerState;

typedef struct {
  IsoTrainerState state;
  bool evaluating;
  guint64 step;           /* steps taken */
  int epoch;              /* zero-based epoch in progress */
  int epochs;             /* planned */
  size_t steps_per_epoch;
  double steps_per_second;/* over the last second or so, as lived (with pacing) */
  double train_seconds;   /* in steps, teacher's work included, without evaluation and pacing */
  double evaluate_seconds;
  guint64 snapshots_published;
  guint64 pending;        /* commands given and not yet worked off, a single step with all that follows from it */
} IsoTrainerStatus;

/* What commands answer, on the trainer's thread: step = the first step under the new order; message NULL, or why it was
 * refused. */
typedef void (*IsoTrainerAnswer) (guint64 step, const char *message, gpointer data);

IsoTrainer *iso_trainer_new (IsoExperiment *experiment);
/* One that keeps in step with the others of its lockstep, of which it takes a reference. A paused one is waited for; one that has
 * finished, failed or stopped is not. */
IsoTrainer *iso_trainer_new_beside (IsoExperiment *experiment, IsoLockstep *lockstep);
/* Goes on from a checkpoint: PAUSED where it stands, or FINISHED where all planned epochs are done, with its history and an event
 * that says so. The experiment must be iso_experiment_resume()'s. Takes its time: not for the thread of a window. ISO_ERROR_FORMAT,
 * ISO_ERROR_NUMERIC, ISO_ERROR_MEMORY: no trainer is made then. */
IsoTrainer *iso_trainer_resume (IsoExperiment *experiment, const IsoCheckpoint *checkpoint, GError **error);
void iso_trainer_free (IsoTrainer *trainer);

/* Runs until the planned end (or beyond it when called again after that). */
void iso_trainer_start (IsoTrainer *trainer);
void iso_trainer_pause (IsoTrainer *trainer);
void iso_trainer_single_step (IsoTrainer *trainer);
/* Asks the thread to end after the step in progress. */
void iso_trainer_stop (IsoTrainer *trainer);
/* Whether training ends at the planned epochs (default) or goes on beyond until stopped. */
void iso_trainer_set_endless (IsoTrainer *trainer, bool endless);

/* Changes one live parameter. Refused, with the reason, if it is not live or out of range. answer may be NULL; free_data too. */
void iso_trainer_set (IsoTrainer *trainer, const char *key, const char *value, IsoTrainerAnswer answer, gpointer data,
                      GDestroyNotify free_data);

/* The same, applied exactly before that step is taken, not now; of two planned for one step the first comes first. Refused at once if
 * the step has been taken, the parameter is not live or the value out of range; else answered when it is applied, or refused by
 * then: the run goes on without it. As a journal tells a change (engine/train/journal.h), so that planned epochs and milestones may
 * be changed too. */
void iso_trainer_set_at (IsoTrainer *trainer, guint64 step, const char *key, const char *value, IsoTrainerAnswer answer,
                         gpointer data, GDestroyNotify free_data);

/* Writes a checkpoint of the run as it stands between two steps (after the evaluation in progress, if there is one), in one go: a
 * file that is there is replaced when the new one is complete. Answered with the first step that is not in it, or with what
 * failed. answer may be NULL; free_data too. */
void iso_trainer_save (IsoTrainer *trainer, const char *path, IsoTrainerAnswer answer, gpointer data, GDestroyNotify free_data);

/* Has `keep` called at each epoch's end from now on, before the next step: it must be quick (iso_recorder_epoch() is). NULL: no longer.
 * wants may be NULL: always; iso_recorder_wants_image() knows. Where neither is wanted nor an evaluation was due, nothing is called.
 * free_data, which may be NULL, is called once nobody can call `keep` any more; on whatever thread that is. */
void iso_trainer_keep (IsoTrainer *trainer, IsoTrainerWants wants, IsoTrainerKeep keep, gpointer data, GDestroyNotify free_data);

typedef enum { ISO_WATCH_NOTHING, ISO_WATCH_LIVE, ISO_WATCH_PROBE } IsoWatch;
/* Which batch is published to the batch mailbox. */
void iso_trainer_watch (IsoTrainer *trainer, IsoWatch watch);

/* Blocks until the state is FINISHED, FAILED or STOPPED, or `seconds` have passed (negative: for ever); true if so. */
bool iso_trainer_wait (IsoTrainer *trainer, double seconds);

void iso_trainer_status (IsoTrainer *trainer, IsoTrainerStatus *status);
/* Plain message of the last failure, newly allocated, or NULL. */
char *iso_trainer_failure (IsoTrainer *trainer);
/* The settings in force, with live changes. */
void iso_trainer_settings (IsoTrainer *trainer, IsoSettings *settings);

/* The changes so far, and the settings that the run began with, before any checkpoint too; newly allocated. */
IsoJournal *iso_trainer_journal (IsoTrainer *trainer);

IsoExperiment *iso_trainer_experiment (IsoTrainer *trainer);
IsoHistory *iso_trainer_history (IsoTrainer *trainer);
IsoMailbox *iso_trainer_batches (IsoTrainer *trainer); /* of IsoBatchSnapshot */
IsoMailbox *iso_trainer_epochs (IsoTrainer *trainer);  /* of IsoEpochSnapshot */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoTrainer, iso_trainer_free)
