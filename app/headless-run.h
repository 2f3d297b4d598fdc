/* A run without a window: moved step by step on the caller's thread (engine/train/runner.h), for nobody is kept waiting, with its
 * progress on stderr. */
#pragma once

#include <gio/gio.h>

#include "app/progress.h"
#include "engine/store/recorder.h"
#include "engine/train/runner.h"

typedef struct {
  IsoExperiment *experiment;
  IsoRunner *runner;
  IsoHistory *history;
  IsoEpochSnapshot *snapshot; /* the last evaluation; NULL if there was none */
  GCancellable *cancellable;  /* of Ctrl-C, not owned */
  IsoProgress progress;
  size_t events_read;         /* of the history, for alarms */
  bool verbose;               /* a line an epoch */
  int stop_after;             /* finished epochs after which it ends though more are planned; 0: at the planned end */
  GPtrArray *skipped;         /* of char *: lines about data that were left out */
  bool interrupted;
  char *failure;              /* one line: why it ended early; NULL */
  void (*evaluated) (IsoEpochSnapshot *snapshot, gpointer data); /* called after each evaluation, or NULL */
  gpointer data;
  IsoRecorder *recorder;      /* of the run into the store, or NULL */
} IsoHeadlessRun;

/* Starts to watch for Ctrl-C. */
void iso_headless_run_init (IsoHeadlessRun *run, bool verbose);

/* Loads the data, saying on stderr what is left out of them, and builds the model; false with an error, ISO_ERROR_CANCELLED after
 * Ctrl-C. */
bool iso_headless_run_prepare (IsoHeadlessRun *run, const IsoSettings *settings, GError **error);

/* The same, to go on from a checkpoint, under settings of iso_run_options_resume(). ISO_ERROR_ARGUMENT where all planned epochs are
 * trained. */
bool iso_headless_run_resume (IsoHeadlessRun *run, const IsoCheckpoint *checkpoint, const IsoSettings *settings, GError **error);

/* Keeps the run in the store under `name` (NULL: its default name) from now on. What stands in the way of that is a warning on stderr, one
 * line; the run goes on all the same. */
void iso_headless_run_record (IsoHeadlessRun *run, const char *name);

/* Trains; whatever ends it, the model as it then stands has been evaluated. interrupted and failure tell how it ended. */
void iso_headless_run_train (IsoHeadlessRun *run);

/* ISO_EXIT_DONE, _FAILED or _INTERRUPTED. */
int iso_headless_run_status (const IsoHeadlessRun *run);

void iso_headless_run_clear (IsoHeadlessRun *run);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (IsoHeadlessRun, iso_headless_run_clear)
