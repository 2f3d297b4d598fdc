/* What a worker does before a run can stand in the window: reads the data unless they are there, sets up the experiment, and goes
 * to where a checkpoint stands if the run is to be gone on with. Made and ended on the window's thread, run on any. */
#pragma once

#include <gio/gio.h>

#include "ui/session/run-keeper.h"

/* What reading the data tells, shared by worker and session. */
typedef struct {
  _Atomic int permille; /* −1 until the first is read */
  GPtrArray *skipped;   /* of char *; the worker's until the task is done */
} IsoReading;

IsoReading *iso_reading_new (void);
IsoReading *iso_reading_ref (IsoReading *reading);
void iso_reading_unref (IsoReading *reading);

/* What a run is to go on from; fixed once it is made. */
typedef enum {
  ISO_ORIGIN_FILE, /* a checkpoint */
  ISO_ORIGIN_RUN,  /* a kept run, in its own row */
  ISO_ORIGIN_FORK, /* a kept run, as another */
} IsoOriginKind;

typedef struct {
  IsoOriginKind kind;
  char *path;           /* of FILE; of the others: */
  char *folder;         /* of the store */
  gint64 run;
  int epoch;            /* −1: the last that is kept */
  char **assignments;   /* of a FORK: its changes, or NULL */
  IsoRecorderOptions limits; /* of RUN: how much of it is kept from here on */
  IsoRunKeeper *keeper; /* of that very run, if it is in place: a reference, or NULL */
} IsoOrigin;

IsoOrigin *iso_origin_new (IsoOriginKind kind);
IsoOrigin *iso_origin_ref (IsoOrigin *origin);
void iso_origin_unref (IsoOrigin *origin);

typedef struct {
  IsoSettings settings; /* of the run; of one that is gone on with, the number of threads alone */
  IsoOrigin *origin;    /* a reference; NULL: a new run */
  IsoDataset *present;  /* data that are there already, a reference, or NULL … */
  IsoSettings present_settings; /* … and what they were read by */
  IsoReading *reading;  /* a reference */
} IsoPreparation;

void iso_preparation_free (IsoPreparation *preparation);

typedef struct {
  IsoExperiment *experiment;
  IsoTrainer *trainer;   /* where the checkpoint stands; NULL: a new run, whose trainer has yet to be made */
  IsoRecorder *recorder; /* of a kept run that is gone on with, or NULL */
  int epoch;             /* epochs done at a fork */
} IsoPreparedRun;

/* Does not wait for the trainer. */
void iso_prepared_run_free (IsoPreparedRun *run);

/* Frees a trainer without waiting for its step: another thread does. */
void iso_trainer_retire (IsoTrainer *trainer);

/* The work itself. NULL with ISO_ERROR_CANCELLED or whatever is wrong with settings, data or file. */
IsoPreparedRun *iso_preparation_run (IsoPreparation *preparation, GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoOrigin, iso_origin_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoPreparedRun, iso_prepared_run_free)
