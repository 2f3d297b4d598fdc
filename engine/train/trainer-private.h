/* What the trainer's two files share: trainer.c (called by any thread) and trainer-thread.c (the thread itself). */
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
  IsoMailbox *batches, *epochs;
  IsoCommandQueue *commands;
  GCancellable *cancellable; /* of an evaluation in progress */
  pthread_t thread;
  IsoLockstep *lockstep; /* or NULL */
  int member;            /* of it */

  /* The trainer's thread alone: */
  IsoRunner *runner;
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
