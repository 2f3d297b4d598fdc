/* A run as the store keeps it, and the small values that go with it: plain copies, that hold whatever happens to the store. */
#pragma once

#include "engine/train/experiment.h"
#include "engine/train/history.h"

typedef enum {
  ISO_RUN_RUNNING,
  ISO_RUN_PAUSED,
  ISO_RUN_FINISHED,
  ISO_RUN_FAILED,
  ISO_RUN_STOPPED,     /* by a person, before the planned end */
  ISO_RUN_INTERRUPTED, /* its program ended in the middle: killed, crashed, Ctrl-C */
  ISO_RUN_STATUS_COUNT,
} IsoRunStatus;

typedef struct {
  gint64 id;                         /* 1 …; what people type */
  char *uuid;                        /* the same on every machine: by it runs of two stores are told apart */
  char *name;                        /* what a person calls it; see iso_run_default_name() */
  char *note;                        /* likewise; "" */
  IsoRunStatus status;
  gint64 created, ended;             /* microseconds since 1970, UTC; ended is 0 while it runs */
  char *settings;                    /* as it was started, JSON of all keys: iso_settings_parse() reads it */
  char *data;                        /* what the data are called, and */
  char *fingerprint;                 /* iso_dataset_fingerprint() of them */
  char *version;                     /* of the program */
  guint64 steps;
  int epochs, planned_epochs;        /* finished; to be finished */
  IsoScores test, validation, train; /* of the last evaluation; NAN where there was none */
  double train_seconds, evaluate_seconds; /* up to that */
  gint64 parent;                     /* id of the run that it was forked from; 0: none, or deleted since */
  int fork_epoch;                    /* epoch of the parent that it began with */
  char *sweep;                       /* uuid of the sweep that it is part of, or NULL; and */
  char *sweep_point;                 /* what that has set: {"distill.lambda":"0.5","train.seed":"3"}, or NULL */
  guint64 bytes;                     /* of its files, not counting the database */
} IsoRun;

void iso_run_free (IsoRun *run);

/* An epoch of which more is kept than its numbers. */
typedef struct {
  int epoch;
  guint64 step, bytes;
  bool checkpoint, embeddings, batch; /* which of its files there are, see iso_store_file() */
} IsoKeptEpoch;

/* A line of the journal: a parameter that was changed while the run went on. */
typedef struct {
  guint64 step;    /* holds from that step on */
  const char *key; /* interned */
  char *value;     /* exactly as it was set */
} IsoRunChange;

/* "running": as the database and command lines name it; and translated. */
const char *iso_run_status_name (IsoRunStatus status);
const char *iso_run_status_title (IsoRunStatus status);
/* ISO_RUN_STATUS_COUNT where there is none of this name. */
IsoRunStatus iso_run_status_find (const char *name);

/* "sample · multi-similarity + OBDP": data, loss and distillation; newly allocated. */
char *iso_run_default_name (const IsoExperiment *experiment);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoRun, iso_run_free)
