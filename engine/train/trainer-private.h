/* What the trainer's files share: trainer.c (called by any thread), trainer-thread.c (the thread itself) and trainer-shared.c (what that
 * tells the others). */
#pragma once

#include <gio/gio.h>
#include <pthread.h>

#include "engine/train/command.h"
#include "engine/train/runner.h"
#include "engine/train/trainer.h"

/* What other threads may see stands in `shared`, under its mutex. */
struct _IsoTrainer {
  IsoExperiment *experiment;
  IsoHistory *history;
  IsoSettings start; /* as the run began, long ago perhaps */
  bool knows_start;
  IsoMailbox *batches, *epochs;
  IsoCommandQueue *commands;
  GCancellable *cancellable; /* of an evaluation in progress */
  pthread_t thread;
  IsoLockstep *lockstep; /* or NULL */
  int member;            /* of it */

  /* The trainer's thread alone: */
  IsoRunner *runner;
  GQueue planned; /* of IsoCommand: changes to come, by their steps */
  bool running, single, stopping, endless, beyond;
  IsoWatch watch;
  IsoCommand *keeper; /* the last ISO_COMMAND_KEEP, or NULL */
  double published_at, next_step_at;
  double rate_since;
  guint64 rate_steps;

  struct {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    IsoTrainerStatus status;
    IsoSettings settings;
    char *failure;
  } shared;
};

/* The thread's function; data is the trainer. */
void *iso_trainer_main (void *data);

/* By the trainer's thread. failure: why it failed, or NULL. */
void iso_trainer_set_state (IsoTrainer *trainer, IsoTrainerState state, const char *failure);
void iso_trainer_set_evaluating (IsoTrainer *trainer, bool evaluating);
/* Copies the runner's numbers to where others may read them. */
void iso_trainer_share_progress (IsoTrainer *trainer);
/* Said when everything that follows from a command can be seen. */
void iso_trainer_share_command_done (IsoTrainer *trainer);
void iso_trainer_share_settings (IsoTrainer *trainer);
/* The batch of the step, or the probe batch, if somebody watches; not more often than it can be seen, unless at_once. */
void iso_trainer_publish_batch (IsoTrainer *trainer, bool at_once);
/* The end. */
void iso_trainer_fail (IsoTrainer *trainer, const GError *error);
