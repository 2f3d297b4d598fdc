/* What the recorder's files share: recorder.c (called by any thread), recorder-thread.c (the thread itself), recorder-row.c (the run's row)
 * and recorder-files.c (the files of epochs). */
#pragma once

#include <pthread.h>

#include "engine/store/database.h"
#include "engine/store/recorder.h"

#define ISO_RECORDER_PLACES 2

typedef struct {
  GBytes *image;
  IsoEpochSnapshot *snapshot;
  IsoBatchSnapshot *probe;
} IsoRecorderEpoch;

/* An epoch of which files are kept. */
typedef struct {
  int epoch;
  guint64 step;
  guint64 bytes[3]; /* by IsoRunFile */
} IsoRecorderKept;

/* What several threads touch stands in `shared`, under its mutex. */
struct _IsoRecorder {
  /* Fixed once it is made. */
  IsoExperiment *experiment;
  IsoHistory *history;
  char *store_folder, *folder; /* of the run's files */
  gint64 run;
  int keep_epochs;
  guint64 keep_bytes;
  int lock;
  pthread_t thread;

  /* The recorder's thread alone: */
  IsoDatabase *database;
  size_t steps, epochs, events; /* written, of the history's */
  GArray *kept;                 /* of IsoRecorderKept, ascending */
  IsoRunStatus written_status;
  bool row_written;             /* since the run was made or gone on with */

  struct {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    IsoRecorderEpoch places[ISO_RECORDER_PLACES];
    size_t waiting;       /* of these */
    IsoRunStatus status;
    gint64 ended;         /* when a status that ends it was set */
    bool ending;          /* the thread is to come to its end */
    double wanted_at;      /* when an image was last asked for, in seconds of iso_seconds(); 0: it has been handed in */
    double handing;        /* seconds from there until it was handed in */
    double next_image;     /* none is wanted before that */
    guint64 asked, served; /* rounds of writing: asked for by iso_recorder_wait(), and done without a fault */
    char *problem;
  } shared;
};

void iso_recorder_epoch_clear (IsoRecorderEpoch *epoch);

/* The thread's function; data is the recorder. */
void *iso_recorder_main (void *data);

/* The row of the run, new or gone on with, and the lock; the folder is made. uuid is newly allocated by *uuid. */
bool iso_recorder_begin_row (IsoRecorder *recorder, const IsoRecorderOptions *options, GError **error);

/* What is new in the history, and the status, in transactions of bounded size. */
bool iso_recorder_write_row (IsoRecorder *recorder, IsoRunStatus status, gint64 ended, GError **error);

/* The files of an epoch and their row; then what the limits ask for is taken away. */
bool iso_recorder_write_epoch (IsoRecorder *recorder, const IsoRecorderEpoch *epoch, GError **error);
/* Reads which files the run that is gone on with has. */
bool iso_recorder_read_kept (IsoRecorder *recorder, GError **error);
